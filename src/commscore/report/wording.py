"""What the codebook says of a code, a moment or a measure, with a readable stand-in where it is silent.

A report may have been made with a newer or an edited codebook, so an unknown name is no error here.
"""

from dataclasses import dataclass

from commscore import codebook
from commscore.codebook.scoring import MeasureEntry
from commscore.types import Moment


@dataclass(frozen=True, slots=True)
class Advice:
    """What a kind of moment is called, why it matters, and words to try; `evidence` is a card's id or ""."""

    title: str
    why: str = ""
    try_: tuple[str, ...] = ()
    evidence: str = ""


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


def met(moment: Moment) -> bool:
    """Tell whether the codebook holds a moment's response for a good one; not where it does not know it.

    >>> met(Moment(0, "cue", "explored")), met(Moment(0, "cue", "missed")), met(Moment(0, "cue", "answered"))
    (True, False, False)
    """
    responses = codebook.consultation().response
    return any(r.good for r in responses if r.name == moment.response and moment.code in r.to)


def moment_domain(code: str) -> str:
    """Return the domain of the measure that counts what became of a patient's code, "" where none does.

    >>> moment_domain("cue"), moment_domain("patient_question"), moment_domain("plan_x")
    ('empathy', 'clarity', '')
    """
    return next((m.domain for m in codebook.measures().values() if m.codes == (code,)), "")


def domain_title(name: str) -> str:
    """Return a domain's title; measures of none are about the conversation as a whole."""
    titles = {d.name: d.title for d in codebook.consultation().domain} | {"": "The conversation"}
    return titles.get(name, readable(name))


def keep() -> dict[str, str]:
    """Return the codes worth keeping, the most telling first, each with why."""
    reasons = codebook.went_well()
    known = [c for c in codebook.highlights().telling if c in reasons]
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
