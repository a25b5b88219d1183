"""Who is the clinician: from the labels where they say it, else from what each speaker says.

What a speaker says is weighed by the cues of `codebook/roles.toml`. A cue weighs the logarithm of how much
oftener clinicians' turns have it than patients'; a speaker's turns add up to evidence E. Of all ways to
name a clinician i and a patient j, each has the log odds `scale` × (E_i − E_j), so its share of them
all (softmax) is the confidence. `scale` was fitted on excerpts of corpora that the weights had not seen;
there, of the answers given with a confidence of 0.9 to 0.95, 94 % were right.
"""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from itertools import accumulate, permutations
from typing import Final

from commscore.codebook import roles
from commscore.errors import UnreadableError
from commscore.read import labels
from commscore.read.labels import Says
from commscore.read.noise import mask
from commscore.types import Document, Role, Turn

SURE: Final = 0.9
SWAPPED: Final = (
    12.0  # log odds; of 437 labelled consultations with true labels none has a stretch beyond 7.1
)
FEWEST: Final = 6
MOST_SPEAKERS: Final = 6
ASK: Final = "say who is with --clinician"


@dataclass(frozen=True, slots=True)
class RolesFound:
    """The document with roles, how they were found, how surely (0 to 1), and what to warn of."""

    document: Document
    how: str
    confidence: float
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """Which speakers, by `labels.key`, are clinician and patient; the rest are somebody else."""

    clinicians: frozenset[str]
    patients: frozenset[str]
    how: str
    confidence: float = 1.0


def find_roles(document: Document, clinician: str | None = None) -> RolesFound:
    """Return the document with each turn's role set; the text stays as it is.

    `clinician` names one speaker or several, with commas between. Without it the roles are those that the
    document has, those that the labels tell, or inferred. Raises UnreadableError where nobody is so named.

    >>> found = find_roles(Document("a", (Turn("Dr", "Any pain?"), Turn("Jo", "My knee."))))
    >>> found.how, [str(t.role) for t in found.document.turns]
    ("from the label 'Dr'; 'Jo' is the only other speaker", ['clinician', 'patient'])
    """
    if clinician is None and any(turn.role is not Role.OTHER for turn in document.turns):
        return _checked(document, "given in the file", 1.0)
    speakers: dict[str, str] = {}
    for turn in document.turns:
        speakers.setdefault(labels.key(turn.speaker), turn.speaker)
    evidence = _evidence(document.turns)
    if clinician is not None:
        named = _by_name(document, speakers, evidence, clinician)
    else:
        named = _by_labels(speakers, evidence)
    turns = tuple(replace(turn, role=_role(labels.key(turn.speaker), named)) for turn in document.turns)
    return _checked(replace(document, turns=turns), named.how, named.confidence)


def _role(key: str, named: _Named) -> Role:
    if key in named.clinicians:
        return Role.CLINICIAN
    return Role.PATIENT if key in named.patients else Role.OTHER


def _by_name(
    document: Document, speakers: Mapping[str, str], evidence: Mapping[str, float], said: str
) -> _Named:
    wanted = {labels.key(part): part.strip() for part in said.split(",") if part.strip()}
    missing = [written for key, written in wanted.items() if key not in speakers]
    if missing or not wanted:
        who = ", ".join(speakers.values())[:300]
        raise UnreadableError(
            f"{document.source or document.id}: no speaker {(missing or [said])[0]!r}; there are: {who}"
        )
    rest = {key: label for key, label in speakers.items() if key not in wanted}
    patients = (
        _with(rest, Says.PATIENT)
        or _with(rest, Says.RELATIVE)
        or _likest(_unknown(rest) or rest, evidence, -1)
    )
    return _Named(frozenset(wanted), patients, f"{_listed(wanted.values())} named as the clinician")


def _by_labels(speakers: Mapping[str, str], evidence: Mapping[str, float]) -> _Named:
    """Return who is who by the labels, by elimination where they name one side, else by the evidence."""
    for pair in roles().pair:
        if pair.clinician in speakers and pair.patient in speakers:
            return _told(speakers, frozenset({pair.clinician}), frozenset({pair.patient}))
    clinicians = _with(speakers, Says.CLINICIAN) or _with(speakers, Says.ASSISTANT)
    patients = _with(speakers, Says.PATIENT) or _with(speakers, Says.RELATIVE)
    unknown = _unknown(speakers)
    if (clinicians and patients) or not unknown:
        return _told(speakers, clinicians, patients)
    if not clinicians and not patients:
        return _inferred(unknown, evidence)
    likest = _likest(unknown, evidence, -1 if clinicians else 1)
    found = _told(speakers, clinicians or likest, patients or likest, left_out=likest)
    (label,) = (speakers[key] for key in likest)
    only = "is the only other speaker" if len(unknown) == 1 else "by what the others say"
    return replace(found, how=f"{found.how}; {label!r} {only}")


def _told(
    speakers: Mapping[str, str],
    clinicians: frozenset[str],
    patients: frozenset[str],
    left_out: frozenset[str] = frozenset(),
) -> _Named:
    said = [
        label for side in (clinicians, patients) for key, label in speakers.items() if key in side - left_out
    ]
    how = (
        f"from the label{'s' if len(said) > 1 else ''} {_listed(said)}"
        if said
        else "no label tells who is who"
    )
    return _Named(clinicians, patients, how, 1.0 if said else 0.0)


def _inferred(unknown: Mapping[str, str], evidence: Mapping[str, float]) -> _Named:
    """Return the likeliest clinician and patient among speakers whose labels say nothing."""
    scale = roles().cues.scale
    busiest = sorted(unknown, key=lambda key: abs(evidence[key]), reverse=True)[:MOST_SPEAKERS]
    if len(busiest) == 1:
        (key,) = busiest
        odds = scale * evidence[key]
        sides = (frozenset({key}), frozenset[str]()) if odds >= 0 else (frozenset[str](), frozenset({key}))
        confidence = 1 / (1 + math.exp(-min(abs(odds), 500)))
        return _Named(*sides, f"inferred from what {unknown[key]!r} says{_sure(confidence)}", confidence)
    odds_of = {(c, p): scale * (evidence[c] - evidence[p]) for c, p in permutations(busiest, 2)}
    best = max(odds_of, key=lambda pair: odds_of[pair])
    confidence = 1 / sum(math.exp(odds - odds_of[best]) for odds in odds_of.values())
    how = f"inferred from what {_listed(unknown.values())} say{_sure(confidence)}"
    return _Named(frozenset({best[0]}), frozenset({best[1]}), how, confidence)


def _sure(confidence: float) -> str:
    """Return the confidence as it is said of what was inferred; it never claims to be certain.

    >>> _sure(0.93), _sure(0.9999)
    (' (confidence 0.93)', ' (confidence above 0.99)')
    """
    return f" (confidence {confidence:.2f})" if confidence < 0.99 else " (confidence above 0.99)"


def _checked(document: Document, how: str, confidence: float) -> RolesFound:
    """Return the roles with what must be said of them: unsure, one-sided, or swapped by all that is said."""
    warnings = []
    if confidence < SURE:
        warnings.append(f"who is the clinician is not sure (confidence {confidence:.2f}): {ASK}")
    there = {turn.role for turn in document.turns}
    warnings += [
        f"nobody speaks as the {role}: {ASK}" for role in (Role.CLINICIAN, Role.PATIENT) if role not in there
    ]
    stretch = swapped(document.turns)
    if stretch:
        first, last = stretch
        place = (
            "throughout" if last - first >= 0.9 * len(document.turns) else f"in turns {first + 1} to {last}"
        )
        warnings.append(f"clinician and patient look swapped {place}, by what they say: check the labels")
        confidence = min(confidence, 1 - (last - first) / len(document.turns))
    return RolesFound(document, how, confidence, tuple(warnings))


def swapped(turns: Iterable[Turn]) -> tuple[int, int] | None:
    """Return the turns, from and up to, that read as if the two roles were swapped; None where none do.

    It is the stretch from the start or to the end whose evidence most contradicts the roles, where it does so
    by log odds of `SWAPPED`.
    """
    sign = {Role.CLINICIAN: 1, Role.PATIENT: -1, Role.OTHER: 0}
    for_roles = [roles().cues.scale * sign[turn.role] * _weight(turn.text) for turn in turns]
    up_to = list(accumulate(for_roles, initial=0.0))
    ends = [(up_to[n], 0, n) for n in range(len(up_to))]
    starts = [(up_to[-1] - up_to[n], n, len(for_roles)) for n in range(len(up_to))]
    odds, first, last = min(ends + starts)
    return (first, last) if odds <= -SWAPPED and last - first >= FEWEST else None


def _evidence(turns: Iterable[Turn]) -> dict[str, float]:
    found: dict[str, float] = {}
    for turn in turns:
        key = labels.key(turn.speaker)
        found[key] = found.get(key, 0.0) + _weight(turn.text)
    return found


def _weight(text: str) -> float:
    """Return the log odds that a clinician says this and not a patient, by the cues in it."""
    spoken = mask(text)
    return sum(weight for pattern, weight in _cues() if pattern.search(spoken))


@cache
def _cues() -> tuple[tuple[re.Pattern[str], float], ...]:
    """Return each cue's pattern and weight, half a turn added to each count so that none is infinite."""
    cues = roles().cues
    return tuple(
        (
            pattern(cue.match),
            math.log((cue.clinician + 0.5) / (cues.clinician_turns + 1))
            - math.log((cue.patient + 0.5) / (cues.patient_turns + 1)),
        )
        for cue in cues.cue
    )


def pattern(match: str) -> re.Pattern[str]:
    """Return a cue's pattern: whole words, any gap for a space, straight or curly apostrophes, no case."""
    loose = match.replace("'", "['’]").replace(" ", r"\s+")
    return re.compile(rf"(?<![\w'’])(?:{loose})(?!\w)", re.IGNORECASE)


def _with(speakers: Mapping[str, str], says: Says) -> frozenset[str]:
    return frozenset(key for key, label in speakers.items() if labels.says(label) is says)


def _unknown(speakers: Mapping[str, str]) -> dict[str, str]:
    return {key: label for key, label in speakers.items() if labels.says(label) in (None, Says.SPEAKER)}


def _likest(speakers: Mapping[str, str], evidence: Mapping[str, float], side: int) -> frozenset[str]:
    """Return the speaker who talks most like a clinician (side 1) or a patient (−1); nobody of nobody."""
    return frozenset([max(speakers, key=lambda key: side * evidence[key])] if speakers else [])


def _listed(names: Iterable[str]) -> str:
    *first, last = [repr(name) for name in names]
    return f"{', '.join(first)} and {last}" if first else last
