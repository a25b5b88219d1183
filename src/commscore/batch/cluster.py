"""Parts by Ray: its Data gives them to actors that hold the models, and starts those again that end."""

import logging
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from commscore.batch.how import How
from commscore.batch.plan import Plan
from commscore.batch.worker import Done, insist, write_part
from commscore.errors import CommscoreError
from commscore.processes import share


class Worker:
    """An actor: it has loaded the models when it does its second part."""

    def __init__(self, work: str, folder: str, limit: float) -> None:
        share()
        self.given = Path(work), Path(folder)
        self.limit = limit

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return the row of a part with how many of its documents were read and how many not."""
        try:
            done = insist(write_part, *self.given, int(row["part"]), self.limit)
        except CommscoreError as problem:
            return row | asdict(Done()) | {"problem": str(problem)}
        return row | asdict(done) | {"problem": ""}


def by_ray(plan: Plan, folder: Path, numbers: Sequence[int], workers: int, how: How) -> Iterator[Done]:
    """Yield what was done of each part, by so many actors that see the same folders.

    Without the address of a cluster Ray runs on this machine alone, on its loopback. Raises CommscoreError
    where Ray is not installed, or a part cannot be written.
    """
    with _ray(workers, how.address) as data:
        data.DataContext.get_current().enable_progress_bars = False
        rows = data.from_items([{"part": number} for number in numbers], override_num_blocks=len(numbers))
        done = rows.map(
            Worker,
            fn_constructor_args=(str(plan.work.absolute()), str(folder.absolute()), how.limit),
            compute=data.ActorPoolStrategy(size=workers),
            num_cpus=1,
        )
        for row in done.iter_rows():
            if row["problem"]:
                raise CommscoreError(row["problem"])
            yield Done(row["read"], row["failed"], row["seconds"])


@contextmanager
def _ray(workers: int, address: str | None) -> Iterator[Any]:
    """Give `ray.data` of a Ray that is there, or of one on this machine that ends with this."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # or it asks the network where it is
    os.environ.setdefault("RAY_BACKEND_LOG_LEVEL", "fatal")  # what goes wrong is told by what is raised
    os.environ.setdefault("RAY_worker_niceness", "0")  # or all else on the machine goes first
    try:
        import ray
        import ray.data
    except ModuleNotFoundError:
        raise CommscoreError("--engine ray needs Ray; install it: pip install 'commscore[ray]'") from None
    logging.getLogger("ray").setLevel(logging.ERROR)
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    here = {"num_cpus": workers, "include_dashboard": False, "_node_ip_address": "127.0.0.1"}
    given = {"address": address} if address else {"address": "local", **here}
    ray.init(**given, log_to_driver=False, logging_level=logging.ERROR)
    try:
        yield ray.data
    finally:
        ray.shutdown()
