"""What every rendering of a report shows: the one place that selects, so that all formats say the same."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from commscore import codebook
from commscore.codebook.schema import EvidenceCard
from commscore.report import figures, wording
from commscore.report.corrections import Correction, corrections
from commscore.report.highlight import Highlight
from commscore.report.look import to_look_at
from commscore.report.quote import Quote, short
from commscore.report.rows import MeasureGroup, MeasureRow, ScoreRow, groups, score_row
from commscore.report.well import maybes, went_well
from commscore.types import Report, Role

__all__ = [
    "Digest",
    "EvidenceRow",
    "Highlight",
    "MeasureGroup",
    "MeasureRow",
    "NotJudged",
    "Quote",
    "ScoreRow",
    "digest",
]

HEARD = (
    "Text cannot hear tone of voice, see a face or know what was left unsaid: much of what makes a "
    "consultation kind is not in a transcript."
)
BY_RULES = (
    "What is shown here was found by rules over words and grammar; they miss things and are at times wrong, "
    "and no range allows for that. Read the words quoted before you rely on a figure."
)
BY_MODEL = (
    "What is shown here was found by a trained model, and in part by rules over words and grammar; both miss "
    "things and are at times wrong, and no range allows for that. What the model is not sure of stands as "
    "“perhaps” and is counted in no figure. Read the words quoted before you rely on one."
)
ONE_OF_MANY = (
    "One consultation says little about how anyone usually works. It is for reflection and teaching; "
    "it ranks nobody and foretells no complaint."
)
NOTHING_WELL = "Nothing was found to quote here. That is not to say that nothing went well."
NOTHING_TO_LOOK_AT = "Nothing stood out. That is not to say that there is nothing to learn here."
CORRECTED = "A person looked at parts of it and corrected them: the figures follow what that person said."
OUR_WORDS = "The words to try are our own, written by hand for moments of that kind, and not for this one."
PERHAPS = "Perhaps, and counted in no figure"
STATUS = {
    "reported": "figures as others report them",
    "computed": "figures worked out from the study's data",
    "recalled": "not checked by anybody",
}


@dataclass(frozen=True, slots=True)
class NotJudged:
    """What could not be judged, and the one reason they share."""

    what: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """A study that bears on what was looked for, and what was seen of that here."""

    card: EvidenceCard
    seen: str

    @property
    def status(self) -> str:
        """How far the study's figures were checked, in words."""
        return STATUS[self.card.status]

    @property
    def study(self) -> str:
        """The study's name, without a number that tells a reader of paper nothing."""
        return re.sub(r", PMC\d+$", "", self.card.study)

    @property
    def who(self) -> str:
        """Of whom the finding is, to stand in brackets."""
        return _first_sentence(self.card.who).rstrip(".")

    @property
    def found(self) -> str:
        """What the study found, in short."""
        return _first_sentence(self.card.found)

    @property
    def not_shown(self) -> str:
        """What the study does not show, in short."""
        return _first_sentence(self.card.not_shown)


@dataclass(frozen=True, slots=True)
class Digest:
    """A report as its reader meets it; `facts` and `provenance` are labels with what stands beside them.

    `notes` are the paragraphs of what somebody wrote to the learner.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    scores: tuple[ScoreRow, ...]
    went_well: tuple[Highlight, ...]
    to_look_at: tuple[Highlight, ...]
    maybe: tuple[Highlight, ...]
    measures: tuple[MeasureGroup, ...]
    not_judged: tuple[NotJudged, ...]
    evidence: tuple[EvidenceRow, ...]
    warnings: tuple[str, ...]
    provenance: tuple[tuple[str, str], ...]
    limits: tuple[str, ...]
    nothing: str = ""
    corrections: tuple[Correction, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def maybe_in_short(self) -> str:
        """What was offered as "maybe", by kind with its turns as readers count them, "" without any."""
        turns: dict[str, list[str]] = {}
        for h in self.maybe:
            turns.setdefault(h.title, []).extend(str(q.turn + 1) for q in h.quotes)
        named = (f"{kind} (turn {', '.join(dict.fromkeys(at))})" for kind, at in turns.items())
        return "; ".join(named)

    @property
    def evidence_in_short(self) -> tuple[EvidenceRow, ...]:
        """The studies for two pages: those of a behaviour or measure that is in this report."""
        return tuple(e for e in self.evidence if e.card.codes or e.card.measures)

    @property
    def not_judged_in_short(self) -> tuple[tuple[str, str], ...]:
        """What could not be judged and why, for two pages; one plain list where no domain could be judged.

        A consultation too short to judge is not improved by a page that says so thirty times: the reasons
        stand in the HTML and JSON reports.
        """
        if any(s.points is not None for s in self.scores) or not self.scores:
            return tuple((", ".join(n.what), n.why) for n in self.not_judged)
        domains = {s.title for s in self.scores}
        rest = [what for n in self.not_judged for what in n.what if what not in domains]
        why = "; ".join(dict.fromkeys(s.why for s in self.scores))
        plain = f"No domain could be judged ({why}). Each reason stands in the HTML report."
        return (("", plain), *((("", f"Nor could these: {'; '.join(rest)}."),) if rest else ()))


def _first_sentence(text: str) -> str:
    """Return the first sentence; a full stop within a figure or an abbreviation ends none.

    >>> _first_sentence("It was .72 to .78 by habit; 9 % (0.3). More."), _first_sentence("One")
    ('It was .72 to .78 by habit; 9 % (0.3).', 'One')
    """
    return re.split(r"(?<=[.?!]) (?=[A-Z])", text, maxsplit=1)[0]


def digest(report: Report) -> Digest:
    """Return what a reader is shown of the report, in the order in which it is read."""
    well, look = went_well(report), to_look_at(report)
    return Digest(
        title=short(report.document.id),
        facts=facts(report),
        scores=tuple(score_row(s) for s in report.scores),
        went_well=well,
        to_look_at=look,
        maybe=maybes(report),
        measures=groups(report.measures),
        not_judged=_not_judged(report),
        evidence=_evidence(report, (*well, *look)),
        warnings=tuple(short(w, 400) for w in report.provenance.warnings),
        provenance=_provenance(report),
        limits=_limits(report, look),
        nothing=_nothing(report),
        corrections=tuple(c for c in corrections(report) if c.holds),
        notes=tuple(
            short(line, len(line) + 1) for n in report.notes for line in n.splitlines() if line.strip()
        ),
    )


def _limits(report: Report, look: tuple[Highlight, ...]) -> tuple[str, ...]:
    told = (HEARD, BY_MODEL if report.provenance.models else BY_RULES)
    corrected = (CORRECTED,) if report.reviews else ()
    tried = (OUR_WORDS,) if any(h.try_ for h in look) else ()
    return (*told, *corrected, *tried, ONE_OF_MANY)


def facts(report: Report) -> tuple[tuple[str, str], ...]:
    """Return what the consultation is, in figures: its length, and who spoke how many turns."""
    turns = report.document.turns
    spoke = {role: sum(t.role is role for t in turns) for role in Role}
    ends = [t.end for t in turns if t.end is not None]
    found = [("Turns", f"{len(turns)}: clinician {spoke[Role.CLINICIAN]}, patient {spoke[Role.PATIENT]}")]
    if spoke[Role.OTHER]:
        found = [("Turns", f"{found[0][1]}, others {spoke[Role.OTHER]}")]
    if ends:
        found.append(("Length", figures.shown(max(ends), "seconds")))
    if report.document.source:
        found.append(("File", short(report.document.source)))
    return tuple(found)


def _not_judged(report: Report) -> tuple[NotJudged, ...]:
    """Return what has no figure, those of one reason together, the domains first."""
    reasons: dict[str, list[str]] = {}
    for score in report.scores:
        if score.value is None:
            reasons.setdefault(score.why or "", []).append(wording.domain_title(score.domain))
    for measure in report.measures:
        if measure.value is None:
            reasons.setdefault(measure.why or "", []).append(wording.measure_title(measure.name))
    return tuple(
        NotJudged(tuple(what), short(why, 300) or "no reason was recorded") for why, what in reasons.items()
    )


def _evidence(report: Report, shown: tuple[Highlight, ...]) -> tuple[EvidenceRow, ...]:
    """Return the studies that bear on what is shown, those that a suggestion rests on first.

    Left out are studies of behaviours and measures that are not in this report; a study that bears on any
    report, since it names none, comes last, and so does one of how well raters agree.
    """
    if not report.codes:
        return ()
    seen = Counter(c.code for c in report.codes if c.certain)
    cited = {wording.advice(h.key).evidence for h in shown}
    here = {c for h in shown for c in (h.key, *h.key.split("."))} | seen.keys()
    here |= {m.name for m in report.measures if m.value is not None}
    rows: list[tuple[tuple[bool, bool, bool], EvidenceRow]] = []
    for card in codebook.evidence().values():
        named = set(card.codes) or set(card.measures)
        if card.id in cited or not named or named & here:
            rank = (card.id not in cited, card.topic == "agreement", not named)
            rows.append((rank, EvidenceRow(card, _seen(card, seen, report))))
    return tuple(row for _, row in sorted(rows, key=lambda r: r[0]))


def _seen(card: EvidenceCard, seen: Counter[str], report: Report) -> str:
    """Return what was seen here of the behaviours that a study bears on."""
    if card.codes:
        return "; ".join(f"{wording.title(c).lower()} {figures.times(seen[c])}" for c in card.codes)
    found = (m for m in report.measures if m.name in card.measures and m.value is not None)
    titled = ((wording.measure_title(m.name).lower(), m, wording.measure(m.name)) for m in found)
    return "; ".join(f"{title} {figures.measured(m, entry)}" for title, m, entry in titled)


def _provenance(report: Report) -> tuple[tuple[str, str], ...]:
    made = report.provenance
    stated = [
        ("Found", f"by {made.coder}, a person" if made.coder else _found_by(report)),
        ("Who is the clinician", made.roles or "as the transcript's labels say"),
        ("Privacy mode", made.privacy),
        *((("Corrected", made.corrections),) if made.corrections else ()),
        ("commscore", made.commscore or "unknown version"),
        ("Codebook", made.codebook[:12] or "unknown"),
    ]
    return tuple((label, short(text, 300)) for label, text in stated)


def _found_by(report: Report) -> str:
    """Return which found what: the rules, or a trained model and what the rules found beside it."""
    models = ", ".join(f"‘{name}’ ({sha[:12]})" for name, sha in report.provenance.models.items())
    if not models:
        return "by rules"
    ruled = {c.code for c in report.codes if not c.found_by.startswith(("model:", "person:"))}
    ordered = [*(c for c in codebook.codes() if c in ruled), *sorted(ruled - codebook.codes().keys())]
    beside = f", except {_titles(ordered)}, by rules" if ordered else ""
    voted = {c.code for c in report.codes if c.found_by.startswith("model:") and " " in c.found_by}
    both = [code for code in codebook.codes() if code in voted]
    shared = f"; in part by both: {_titles(both)}" if both else ""
    return f"by the trained model {models}{beside}{shared}"


def _titles(codes: Iterable[str]) -> str:
    return ", ".join(map(wording.title, codes)).lower()


def _nothing(report: Report) -> str:
    """Return why the report is empty, "" where it is not."""
    if not report.document.turns:
        return "The transcript has no turns, so there is nothing to judge."
    if not any(t.role is Role.CLINICIAN for t in report.document.turns):
        return "No turn is known to be the clinician's: say who the clinician is, and score again."
    if not report.codes:
        return (
            "Nothing that the codebook looks for was found in this transcript, so there is nothing to quote."
        )
    return ""
