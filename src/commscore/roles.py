"""Who is the clinician: from the labels where they say it, else from what each speaker says.

What a speaker says is weighed in `read.talk`; a speaker's turns add up to evidence E. That i is the clinician
and j the patient, and not the other way round, has the log odds `scale` × (E_i − E_j), so each way to name
the two weighs exp(`scale` × (E_i − E_j) / 2), and its share of them all is the confidence. `scale` was fitted
on excerpts of corpora that the cues' weights had not seen; there, of the answers given with a confidence of
0.9 to 0.95, 93 % were right, and of those with 0.95 to 0.99, 97 %.
"""

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import accumulate, permutations
from typing import Final

from commscore.codebook import roles
from commscore.errors import UnreadableError
from commscore.read import labels, talk
from commscore.read.labels import Says
from commscore.types import Document, Role, Turn

SURE: Final = 0.9
SWAPPED: Final = (
    12.0  # log odds; of 437 labelled consultations with true labels none has a stretch beyond 6.9
)
FEWEST: Final = 6
MOST_SPEAKERS: Final = 6
ASK: Final = "say who the clinician is"
REMEDY: Final = {Role.CLINICIAN: ASK, Role.PATIENT: "write 'Patient' before what the patient says"}


@dataclass(frozen=True, slots=True)
class RolesFound:
    """The document with roles, how they were found, how surely (0 to 1), and what to warn of."""

    document: Document
    how: str
    confidence: float
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Named:
    """Which speakers, by `labels.key`, are clinician and patient; `doubt` is which of them is not sure."""

    clinicians: frozenset[str]
    patients: frozenset[str]
    how: str
    confidence: float = 1.0
    doubt: Role = Role.CLINICIAN


def find_roles(document: Document, clinician: str | None = None) -> RolesFound:
    """Return the document with each turn's role set; the text stays as it is.

    `clinician` names one speaker or several, with commas between. Without it the roles are those that the
    document has, those that the labels tell, or inferred. Raises UnreadableError where nobody is so named.

    >>> found = find_roles(Document("a", (Turn("Dr", "Any pain?"), Turn("Jo", "My knee."))))
    >>> found.how, [str(t.role) for t in found.document.turns]
    ("from the label 'Dr'; 'Jo' is the only other speaker", ['clinician', 'patient'])
    """
    if clinician is None and any(turn.role is not Role.OTHER for turn in document.turns):
        return _checked(document, _Named(frozenset(), frozenset(), "given in the file"))
    speakers: dict[str, str] = {}
    for turn in document.turns:
        speakers.setdefault(labels.key(turn.speaker), turn.speaker)
    evidence = _evidence(document.turns)
    if clinician is not None:
        named = _by_name(document, speakers, evidence, clinician)
    else:
        named = _by_labels(speakers, evidence)
    turns = tuple(replace(turn, role=_role(labels.key(turn.speaker), named)) for turn in document.turns)
    return _checked(replace(document, turns=turns), named)


def _role(key: str, named: _Named) -> Role:
    if key in named.clinicians:
        return Role.CLINICIAN
    return Role.PATIENT if key in named.patients else Role.OTHER


def _by_name(
    document: Document, speakers: Mapping[str, str], evidence: Mapping[str, float], said: str
) -> _Named:
    wanted, missing = _wanted(speakers, said)
    if missing or not wanted:
        many = f"{len(speakers)} speaker{'' if len(speakers) == 1 else 's'}"
        raise UnreadableError(
            f"{document.source or document.id}: no speaker {(missing or [said])[0]!r} among its {many}; "
            "write the clinician's label as it stands in the file"
        )
    rest = {key: label for key, label in speakers.items() if key not in wanted}
    patients, sure = _patient(rest, evidence)
    if not patients:
        patients, sure = _share(rest, evidence, -1)
    how = f"{_listed(wanted.values())} named as the clinician"
    return _Named(frozenset(wanted), patients, how, sure, Role.PATIENT)


def _wanted(speakers: Mapping[str, str], said: str) -> tuple[dict[str, str], list[str]]:
    """Return the speakers in a list with commas, which labels may hold too, and what is no speaker."""
    parts, wanted, missing = said.split(","), dict[str, str](), list[str]()
    while parts:
        joined = [",".join(parts[:many]).strip() for many in range(len(parts), 0, -1)]
        label = next((one for one in joined if labels.key(one) in speakers), joined[-1])
        if labels.key(label) in speakers:
            wanted[labels.key(label)] = label
        elif label:
            missing.append(label)
        parts = parts[label.count(",") + 1 :]
    return wanted, missing


def _by_labels(speakers: Mapping[str, str], evidence: Mapping[str, float]) -> _Named:
    """Return who is who by the labels, by elimination where they name one side, else by the evidence."""
    for pair in roles().pair:
        if pair.clinician in speakers and pair.patient in speakers:
            return _told(speakers, frozenset({pair.clinician}), frozenset({pair.patient}))
    unknown = _unknown(speakers)
    clinicians = _with(speakers, Says.CLINICIAN) or _with(speakers, Says.ASSISTANT)
    if unknown and not clinicians and not _with(speakers, Says.PATIENT) | _with(speakers, Says.RELATIVE):
        return _of_two(speakers, evidence, _inferred(unknown, evidence))
    sure, doubt = 1.0, Role.PATIENT
    if unknown and not clinicians:
        clinicians, sure = _share(unknown, evidence, 1)
        doubt = Role.CLINICIAN
    patients, surely = _patient({k: v for k, v in speakers.items() if k not in clinicians}, evidence)
    if surely < sure:
        sure, doubt = surely, Role.PATIENT
    chosen = (clinicians | patients) & unknown.keys()
    found = _told(speakers, clinicians, patients, left_out=chosen)
    if chosen:
        left = "is the only other speaker" if len(speakers) == 2 else "is the only one left"
        only = left if len(unknown) == 1 else "by what they say"
        found = replace(found, how=f"{found.how}; {_listed(speakers[key] for key in chosen)} {only}")
    return _of_two(speakers, evidence, replace(found, confidence=min(found.confidence, sure), doubt=doubt))


def _patient(rest: Mapping[str, str], evidence: Mapping[str, float]) -> tuple[frozenset[str], float]:
    """Return who of those that are no clinician is the patient, and how surely; nobody where no one can be.

    A relative speaks for the patient only where nobody with a plain name is left, who talks like one.
    """
    labelled, relatives, unknown = _with(rest, Says.PATIENT), _with(rest, Says.RELATIVE), _unknown(rest)
    names = {key: label for key, label in unknown.items() if labels.says(label) is None}
    if labelled or (relatives and not names):
        return labelled or relatives, 1.0
    patients, sure = _share(names or unknown, evidence, -1)
    if relatives:
        sure = min(sure, *(_logistic(-evidence[key]) if evidence[key] > 0 else 1.0 for key in patients))
    return patients, sure


def _share(
    speakers: Mapping[str, str], evidence: Mapping[str, float], side: int
) -> tuple[frozenset[str], float]:
    """Return the likest clinician (side 1) or patient (−1), and the share of all the odds that are theirs."""
    likest = _likest(speakers, evidence, side)
    best = max((side * evidence[key] for key in likest), default=0.0)
    odds = sum(math.exp(roles().cues.scale * (side * evidence[key] - best)) for key in speakers)
    return likest, 1 / odds if likest else 1.0


def _of_two(speakers: Mapping[str, str], evidence: Mapping[str, float], named: _Named) -> _Named:
    """Give the side that nobody is on to the other one of two, unless what they say is against it."""
    two = {key: label for key, label in speakers.items() if labels.says(label) is not Says.OTHER}
    two = dict(speakers) if len(speakers) == 2 else two
    if len(two) != 2 or (named.clinicians and named.patients):
        return named
    left = two.keys() - named.clinicians - named.patients
    if len(left) != 1:
        both = all(labels.says(label) in (Says.ASSISTANT, Says.OTHER) for label in two.values())
        return _inferred(two, evidence) if both else named
    (key,), (known,) = left, two.keys() - left
    odds = evidence[known] - evidence[key] if named.clinicians else evidence[key] - evidence[known]
    if odds <= 0:
        return named
    how = f"{named.how}; {two[key]!r} is the only other speaker"
    doubt = Role.PATIENT if named.clinicians else Role.CLINICIAN
    clinicians, patients = named.clinicians or frozenset(left), named.patients or frozenset(left)
    return _Named(clinicians, patients, how, min(named.confidence, _logistic(odds)), doubt)


def _logistic(evidence: float) -> float:
    """Return the probability that goes with this much evidence, 0 to 1."""
    return 1 / (1 + math.exp(-max(-500.0, min(500.0, roles().cues.scale * evidence))))


def _told(
    speakers: Mapping[str, str],
    clinicians: frozenset[str],
    patients: frozenset[str],
    left_out: Collection[str] = frozenset(),
) -> _Named:
    said = [
        label
        for side in (clinicians, patients)
        for key, label in speakers.items()
        if key in side and key not in left_out
    ]
    if not said:
        return _Named(clinicians, patients, "no label tells who is who", 0.0)
    return _Named(clinicians, patients, f"from the label{'s' if len(said) > 1 else ''} {_listed(said)}")


def _inferred(unknown: Mapping[str, str], evidence: Mapping[str, float]) -> _Named:
    """Return the likeliest clinician and patient among speakers whose labels say nothing."""
    busiest = sorted(unknown, key=lambda key: abs(evidence[key]), reverse=True)[:MOST_SPEAKERS]
    if len(busiest) == 1:
        (key,) = busiest
        one, nobody = frozenset({key}), frozenset[str]()
        sides = (one, nobody) if evidence[key] >= 0 else (nobody, one)
        confidence = _logistic(abs(evidence[key]))
        return _Named(*sides, f"inferred from what {unknown[key]!r} says{_sure(confidence)}", confidence)
    half = roles().cues.scale / 2
    odds_of = {(c, p): half * (evidence[c] - evidence[p]) for c, p in permutations(busiest, 2)}
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


def _checked(document: Document, named: _Named) -> RolesFound:
    """Return the roles with what must be said of them: unsure, one-sided, or swapped by all that is said."""
    warnings, confidence, there = [], named.confidence, {turn.role for turn in document.turns}
    nobody = [role for role in REMEDY if role not in there]
    if confidence < SURE and named.doubt not in nobody:
        who = f"who is the {named.doubt} is not sure (confidence {confidence:.2f})"
        warnings.append(f"{who}: {REMEDY[named.doubt]}")
    warnings += [f"nobody speaks as the {role}: {ASK}, or correct the labels" for role in nobody]
    stretch = swapped(document.turns)
    if stretch:
        first, last = stretch
        place = (
            "throughout" if last - first >= 0.9 * len(document.turns) else f"in turns {first + 1} to {last}"
        )
        warnings.append(f"clinician and patient look swapped {place}, by what they say: check the labels")
        confidence = min(confidence, 1 - (last - first) / len(document.turns))
    return RolesFound(document, named.how, confidence, tuple(warnings))


def swapped(turns: Iterable[Turn]) -> tuple[int, int] | None:
    """Return the turns, from and up to, that read as if the two roles were swapped; None where none do.

    It is the stretch from the start or to the end whose evidence most contradicts the roles, where it does so
    by log odds of `SWAPPED`.
    """
    sign = {Role.CLINICIAN: 1, Role.PATIENT: -1, Role.OTHER: 0}
    for_roles = [roles().cues.scale * sign[turn.role] * talk.weight(turn.text) for turn in turns]
    up_to = list(accumulate(for_roles, initial=0.0))
    ends = [(up_to[n], 0, n) for n in range(len(up_to))]
    starts = [(up_to[-1] - up_to[n], n, len(for_roles)) for n in range(len(up_to))]
    odds, first, last = min(ends + starts)
    return (first, last) if odds <= -SWAPPED and last - first >= FEWEST else None


def _evidence(turns: Iterable[Turn]) -> dict[str, float]:
    found: dict[str, float] = {}
    for turn in turns:
        key = labels.key(turn.speaker)
        found[key] = found.get(key, 0.0) + talk.weight(turn.text)
    return found


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
