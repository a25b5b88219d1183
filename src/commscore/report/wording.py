"""What the codebook says of a code, a moment or a measure, with a readable stand-in where it is silent.

A report may have been made with a newer or an edited codebook, so an unknown name is no error here.
"""

from dataclasses import dataclass

from commscore import codebook
from commscore.codebook.scoring import MeasureEntry


@dataclass(frozen=True, slots=True)
class Advice:
    """What a kind of moment is called, why it matters, and words to try; `evidence` is a card's id or ""."""

    title: str
    why: str = ""
    try_: tuple[str, ...] = ()
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Absence:
    """What is missing where `given` stands so often and none of `unless` was given, not even as maybe.

    `given` are codes; `minimum_turns` is how many turns of the clinician's it takes to say so.
    """

    key: str
    unless: tuple[str, ...]
    given: tuple[str, ...] = ()
    at_least: int = 0
    minimum_turns: int = 8


# What a consultation usually holds, the weightiest first. Each is said only where there was occasion for it.
ABSENCES = (
    Absence("no_safety_net", ("safety_net",), given=("plan",), at_least=1),
    Absence("empathy_absent", ("empathy",), given=("cue", "concern"), at_least=2),
    Absence("no_agenda", ("agenda",), minimum_turns=15),
    Absence("no_ice", ("ice",), minimum_turns=15),
    Absence("no_check", ("check_understanding", "teach_back"), given=("explanation",), at_least=3),
    Absence("no_shared_decision", ("shared_decision",), given=("plan",), at_least=3),
    Absence("no_signpost", ("signpost",), minimum_turns=20),
)

# Codes worth keeping, the most telling first: what answers a person before what is good form.
TELLING = (
    *("empathy", "ice", "teach_back", "shared_decision", "safety_net", "agenda", "check_understanding"),
    *("open_question", "signpost", "reflection", "explanation", "apology", "permission", "reassurance"),
    *("plan", "introduction", "facilitator"),
)
SLIGHT = {"plan", "introduction", "facilitator"}  # good form in any visit: shown where there is little else


def title(code: str) -> str:
    """Return a code's title, or its name made readable where the codebook does not know it."""
    entry = codebook.codes().get(code)
    return entry.title if entry else readable(code)


def readable(name: str) -> str:
    """Return a name as words.

    >>> readable("cue.missed"), readable("talk_share")
    ('Cue missed', 'Talk share')
    """
    return name.replace(".", " ").replace("_", " ").capitalize()


def domain(code: str) -> str:
    """Return a code's domain, "" for the patient's codes and unknown ones."""
    entry = codebook.codes().get(code)
    return entry.domain if entry else ""


def domain_title(name: str) -> str:
    """Return a domain's title; measures of none are about the conversation as a whole."""
    titles = {d.name: d.title for d in codebook.consultation().domain} | {"": "The conversation"}
    return titles.get(name, readable(name))


def keep() -> dict[str, str]:
    """Return the codes worth keeping, the most telling first, each with why."""
    reasons = codebook.went_well()
    known = [c for c in TELLING if c in reasons]
    return {c: reasons[c] for c in (*known, *(c for c in reasons if c not in known))}


def advice(key: str) -> Advice:
    """Return what to say of a kind of moment, at least what it is called."""
    found = codebook.suggestions().get(key)
    return Advice(found.title, found.why, found.wordings, found.evidence) if found else Advice(readable(key))


def measure(name: str) -> MeasureEntry | None:
    """Return the codebook's entry of a measure, None where it has none."""
    return codebook.measures().get(name)


def measure_title(name: str) -> str:
    """Return a measure's title."""
    entry = measure(name)
    return entry.title if entry else readable(name)


def knots(name: str) -> tuple[tuple[float, float], ...]:
    """Return the [value, points] by which the rubric turns a measure into points; empty where it does not."""
    parts = (p for domain in codebook.rubric().rubric for p in domain.part if p.measure == name)
    return next((p.knots for p in parts), ())
