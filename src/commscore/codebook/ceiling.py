"""The shape of ceiling.toml: how well people, or the same coder twice, agree, to read a model against."""

from typing import Literal

from pydantic import Field

from commscore.codebook.schema import Entry


class Ceiling(Entry):
    """Published or measured agreement on one corpus: `figures` maps a metric to targets to figures.

    `human` is whether it says how far people agree with people; the second pass of one coder does not, nor
    does a published model or a bar that this project set itself. A target is a code, a task, or another place
    in an evaluation, such as `derived.question_present`.
    """

    id: str
    title: str
    kind: Literal["second pass", "people", "coder with people", "published model", "bar"]
    human: bool
    corpus: str
    source: str
    says: str
    figures: dict[str, dict[str, float]] = Field(min_length=1)


class Ceilings(Entry):
    """All ceilings, the one that is shown first for a target first."""

    ceiling: tuple[Ceiling, ...] = Field(min_length=1)
