"""The shape of measures.toml and rubric.toml: what is measured, and how it becomes points."""

from typing import Literal, Self

from pydantic import Field, model_validator

from commscore.codebook.schema import Entry


class Constant(Entry):
    """A threshold inside a measure; `source` is a publication, or "ours" with the reason."""

    value: float
    source: str


class MeasureEntry(Entry):
    """A measure: what it says, its unit, the published figure it is read against, and what it needs.

    Below `minimum` of what `counts` names there is no value. `interval` is how the 95 % interval comes
    about: a bootstrap over turns, Wilson's for a plain proportion, or none because the figure is exact.
    `cards` are the ids of the evidence cards that bear on the reference; `brief` is the reference as short
    as it can stand beside a figure, "" where there is none.
    """

    name: str
    title: str
    domain: str
    says: str
    unit: str
    direction: Literal["higher", "lower", "range", "none"]
    direction_source: str
    reference: str
    brief: str = ""
    status: Literal["reported", "computed", "none"]
    cards: tuple[str, ...] = ()
    codes: tuple[str, ...]
    interval: Literal["bootstrap", "wilson", "exact"]
    shown_as: Literal["percent", "number", "seconds", "minutes", "yes_no"]
    decimals: int = Field(ge=0, le=2)
    counts: str
    minimum: float = Field(ge=0)
    constant: dict[str, Constant] = Field(default_factory=dict)


class Measures(Entry):
    """The measures in the order they are shown."""

    measure: tuple[MeasureEntry, ...] = Field(min_length=1)


class Curve(Entry):
    """What a measure's value is worth: `knots` are [value, points], straight lines between, flat outside."""

    measure: str
    knots: tuple[tuple[float, float], ...] = Field(min_length=2)
    why: str

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        values = [value for value, _ in self.knots]
        if values != sorted(set(values)):
            raise ValueError(f"{self.measure}: the knots' values must rise")
        if not all(0 <= points <= 100 for _, points in self.knots):
            raise ValueError(f"{self.measure}: points go from 0 to 100")
        return self


class Part(Curve):
    """What a measure adds to a domain, and with which weight."""

    weight: float = Field(gt=0, le=1)


class Cost(Curve):
    """What a measure takes off a domain: its points are how many of each hundred earned are lost."""


class Minimum(Entry):
    """The evidence below which a domain has no score.

    `moments` counts cues and concerns together, `told` the turns that explain, plan or warn.
    """

    clinician_turns: int = Field(ge=0)
    clinician_words: int = Field(ge=0)
    measures: int = Field(ge=1)
    weight: float = Field(gt=0, le=1)
    moments: int = Field(ge=0, default=0)
    told: int = Field(ge=0, default=0)
    why: str


class DomainRubric(Entry):
    """How a domain's points come about: the parts' weights sum to 1, and the costs come off the whole."""

    domain: str
    says: str
    minimum: Minimum
    part: tuple[Part, ...] = Field(min_length=1)
    cost: tuple[Cost, ...] = ()

    @model_validator(mode="after")
    def _whole(self) -> "DomainRubric":
        total = sum(part.weight for part in self.part)
        if abs(total - 1) > 1e-6:
            raise ValueError(f"{self.domain}: the weights sum to {total:.3f}, not to 1")
        return self


class Rubric(Entry):
    """The rubric of the domain scores."""

    rubric: tuple[DomainRubric, ...] = Field(min_length=1)


class Absence(Entry):
    """What is missing where `given` stands so often and none of `unless` was given, not even as maybe.

    `key` names the suggestion that speaks of it; `minimum_turns` is how many turns of the clinician's it
    takes to say so.
    """

    key: str
    unless: tuple[str, ...] = Field(min_length=1)
    given: tuple[str, ...] = ()
    at_least: int = 0
    minimum_turns: int = 8


class Highlights(Entry):
    """What a report picks out, in which order and how much of it; see codebook/highlights.toml.

    `sure_enough` is a probability, 0 to 1.
    """

    telling: tuple[str, ...]
    slight: frozenset[str]
    sure_enough: float = Field(ge=0, le=1)
    spoils: frozenset[str]
    answers_to: frozenset[str]
    unmet: tuple[str, ...]
    most_kept: int
    most_unmet: int
    most_to_look_at: int
    most_maybe: int
    absence: tuple[Absence, ...]
