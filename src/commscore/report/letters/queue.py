"""The queue: its order, and what its lines say, the same in every format; nothing is left out or merged."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from commscore.codebook.coded import NOTHING
from commscore.codebook.letters import letter
from commscore.report.letters import wording
from commscore.report.letters.passage import Passage, passage
from commscore.report.quote import short
from commscore.triage.same import grouped
from commscore.types import Clock, Flag, LetterReport, Problem, Span

NO_REASON: Final = "No flag and no severity of 3 was found."
NOTHING_FOUND: Final = "Nothing at all was found in it, which says nothing of it: read it."
AT_A_GLANCE: Final = 24  # words of a passage in the queue
MOST_OTHERS: Final = 8  # letters of the same matter that a line names
FURTHEST: Final = date.max


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a letter stands where it does: the words that a person can check, and what to make sure of first.

    `more` counts the passages that are not shown.
    """

    title: str
    passages: tuple[Passage, ...] = ()
    check: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A letter's line in the queue, `number` being its place from 1.

    `due` says by when something is due, or why that is not known; `left` are the days to it, None where it is
    not known. `questions` counts what is asked as a question; `same` says which others may be of the same
    matter, and why.
    """

    number: int
    report: LetterReport
    id: str
    level: str
    reasons: tuple[Reason, ...]
    problems: tuple[str, ...]
    flags: tuple[str, ...]
    asks: tuple[str, ...]
    questions: int
    due: tuple[str, ...]
    left: int | None
    same: tuple[str, ...] = ()

    @property
    def priority(self) -> str:
        """The level with its mark."""
        return wording.level(self.level)

    @property
    def unreasoned(self) -> str:
        """What stands where no reason does; a letter in which nothing was found is no ordinary one."""
        return NO_REASON if self.problems or self.asked else NOTHING_FOUND

    @property
    def asked(self) -> tuple[str, ...]:
        """What is asked, the questions as how many there are."""
        some = f"{self.questions} question{'' if self.questions == 1 else 's'}"
        return (*self.asks, some) if self.questions else self.asks


def lines(reports: Sequence[LetterReport], today: date | None = None) -> tuple[Line, ...]:
    """Return the queue: by priority, then by the earliest due date, then as they came."""
    now = today or date.today()
    order = sorted(range(len(reports)), key=lambda n: rank(reports[n]))
    places = {came: place for place, came in enumerate(order, 1)}
    same = _same(reports, places)
    return tuple(line(reports[came], places[came], now, same.get(came, ())) for came in order)


def ranked(reports: Sequence[LetterReport]) -> tuple[LetterReport, ...]:
    """Return the reports in the queue's order."""
    return tuple(sorted(reports, key=rank))


def rank(report: LetterReport) -> tuple[int, date]:
    """Return what the queue is sorted by: the priority's place, the gravest first, and the earliest due."""
    return _grave(report), _earliest(report)


def gravest_first(report: LetterReport) -> tuple[Problem, ...]:
    """Return a letter's problems, the gravest first, by the upper end of what their severity may be."""
    return tuple(sorted(report.problems, key=lambda p: -max(*p.severity_range, p.severity)))


def flags_of(report: LetterReport) -> tuple[Flag, ...]:
    """Return a letter's flags, those of one name as one: where one of them is plain, it needs no check."""
    found: dict[str, Flag] = {}
    for flag in report.flags:
        before = found.get(flag.flag, flag)
        plain = next((f for f in (before, flag) if not f.check), before)
        spans = tuple(dict.fromkeys((*before.spans, *flag.spans)))
        found[flag.flag] = replace(plain, spans=spans, disputed=before.disputed and flag.disputed)
    return tuple(found.values())


def to_check(flag: Flag) -> str:
    """Return what a person must make sure of, beside the words "please check" that stand before it.

    >>> to_check(Flag("death", (), check="please check: whose death?"))
    'whose death?'
    """
    return short(flag.check.removeprefix(wording.CHECK).lstrip(": "), 200)


def _grave(report: LetterReport) -> int:
    """Return a level's place, the gravest first; one that is not known stands with the gravest."""
    levels: list[str] = list(letter().priority.levels)
    return levels.index(report.priority.level) if report.priority.level in levels else 0


def _earliest(report: LetterReport) -> date:
    return min((clock.due for clock in _running(report) if clock.due), default=FURTHEST)


def _running(report: LetterReport) -> tuple[Clock, ...]:
    """Return the clocks that run since the letter came: what the organisation must do by a date."""
    return tuple(clock for clock in report.clocks if wording.since_received(clock.name))


def due(report: LetterReport, today: date) -> tuple[tuple[str, ...], int | None]:
    """Return what is due next and in how many days, or why that is not known.

    Whether a date gone by was kept is not known here: it is named before what is still to come.
    """
    dated = sorted(((c.due, c.name) for c in _running(report) if c.due), key=lambda pair: pair[0])
    if not dated:
        why = next((short(c.why, 160) for c in _running(report) if c.why), "no clock was set")
        return (why,), None
    ahead = next((pair for pair in dated if pair[0] >= today), dated[-1])
    gone = [
        f"{wording.clock(name)}: {wording.days((by - today).days)}" for by, name in dated if by < ahead[0]
    ]
    left = (ahead[0] - today).days
    return (*gone, f"{wording.clock(ahead[1])}: {wording.days(left)}"), left


def line(report: LetterReport, place: int, today: date, same: tuple[str, ...] = ()) -> Line:
    """Return the line of one letter, in this place of a queue."""
    said, left = due(report, today)
    return Line(
        place,
        report,
        short(report.letter.id, 80),
        short(report.priority.level, 40),
        reasons(report),
        tuple(short(wording.problem(p)) for p in gravest_first(report)),
        tuple(short(wording.flagged(f)) for f in flags_of(report)),
        tuple(short(wording.named(wording.ask(a.name), a)) for a in report.asks if a.name != NOTHING),
        len(report.questions),
        said,
        left,
        same,
    )


def reasons(report: LetterReport, most: int = 1, longest: int = AT_A_GLANCE) -> tuple[Reason, ...]:
    """Return each reason of the priority with its words, then the flags that gave none.

    Each shows at most so many passages, of about `longest` words, those first that no other reason shows.
    """
    given = [wording.reason_name(said) for said in report.priority.reasons]
    flags = flags_of(report)
    rest = [flag for flag in flags if flag.flag not in given]
    titles = [*map(wording.reason, report.priority.reasons), *map(wording.flagged, rest)]
    spans, checks = _spans(report), {f.flag: to_check(f) for f in flags}
    shown: set[Span] = set()
    found = []
    for name, title in zip([*given, *(flag.flag for flag in rest)], titles, strict=True):
        own = sorted(spans.get(name, ()), key=lambda span: span in shown)
        shown |= set(own[:most])
        passages = tuple(passage(report.letter.text, span, longest) for span in own[:most])
        more = max(0, len(own) - most)
        found.append(Reason(short(title), passages, checks.get(name, ""), more))
    return tuple(found)


def _spans(report: LetterReport) -> dict[str, tuple[Span, ...]]:
    """Return the spans of each category and flag, those of several of one name together."""
    found: dict[str, tuple[Span, ...]] = {}
    for name, spans in _named(report):
        found[name] = tuple(dict.fromkeys((*found.get(name, ()), *spans)))
    return found


def _named(report: LetterReport) -> Iterator[tuple[str, tuple[Span, ...]]]:
    yield from ((p.category, p.spans) for p in report.problems)
    yield from ((f.flag, f.spans) for f in report.flags)


def _same(reports: Sequence[LetterReport], places: Mapping[int, int]) -> dict[int, tuple[str, ...]]:
    """Return by a letter's index which others may be of the same matter, as their places in the queue."""
    said: dict[int, tuple[str, ...]] = {}
    for group in grouped([report.letter for report in reports]):
        for one in group.letters:
            others = sorted(places[other] for other in group.letters if other != one)
            named = ", ".join(f"#{place}" for place in others[:MOST_OTHERS])
            left = len(others) - MOST_OTHERS
            with_ = f"with {named} and {left} more" if left > 0 else f"with {named}"
            said[one] = (short(f"{with_}: {'; '.join(group.why)}", 300),)
    return said
