"""By what a batch is done."""

from dataclasses import dataclass
from typing import Final, Literal

LIMIT: Final = 600.0  # seconds a document, several times what the longest that is read takes


@dataclass(frozen=True, slots=True)
class How:
    """By what a run is done: processes here, or Ray; `workers` 0 is one a processor.

    `limit` are the seconds after which a document is given up; `address` is that of a Ray cluster.
    """

    engine: Literal["local", "ray"] = "local"
    workers: int = 0
    limit: float = LIMIT
    address: str | None = None
