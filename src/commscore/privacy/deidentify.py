"""Personal details taken out: a document or a letter in, another one out, and what was found."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final, Generic, TypeVar

from commscore.errors import PersonalError, UnreadableError
from commscore.privacy.dates import offset, pattern
from commscore.privacy.find import beside, direct, find
from commscore.privacy.finding import Finding, told
from commscore.privacy.rewrite import Hand, asides, label, rewritten, title
from commscore.privacy.standins import StandIns
from commscore.privacy.words import words
from commscore.read.labels import key
from commscore.types import Document, Letter, LetterReport, Privacy, Report

What = TypeVar("What", Document, Letter)

BY_OPTION: Final = (
    "take out what is personal with --privacy replace, or say with --privacy off that the text is "
    "anonymised already"
)


@dataclass(frozen=True, slots=True)
class Deidentified(Generic[What]):
    """A text without its personal details.

    `findings` are what was found, with offsets in the text as it was; `replaced` the same with offsets in
    the new text. `labels` gives each speaker's new label, `pairs` the words that were and what stands for
    them, `days` how far dates were shifted: these are personal themselves. `left` is what was found and is
    still there, because a person said so. `coding` is that of a text which came with one, on the new text.
    """

    what: What
    mode: Privacy
    findings: tuple[Finding, ...] = ()
    replaced: tuple[Finding, ...] = ()
    labels: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    days: int | None = None
    pairs: tuple[tuple[str, str], ...] = ()
    left: tuple[Finding, ...] = ()
    coding: Report | LetterReport | None = None

    @property
    def how(self) -> str:
        """The mode, and by kind and count what was found and what was left, in words."""
        done = f"{self.mode}: {told(self.findings)}" if self.findings else str(self.mode)
        return f"{done}; left as it was: {told(self.left)}" if self.left else done


def forgotten(done: Deidentified[What]) -> Deidentified[What]:
    """Return the same without what is personal itself: words and labels that were, days of a shift."""
    return replace(done, labels=MappingProxyType({}), days=None, pairs=())


def relabelled(speaker: str | None, done: Deidentified[Document]) -> str | None:
    """Return a speaker, or several by commas, by the labels that they have now."""
    new = {key(old): label for old, label in done.labels.items()}
    if speaker is None or key(speaker) in new:
        return speaker if speaker is None else new[key(speaker)]
    return ",".join(new.get(key(part), part) for part in speaker.split(","))


def deidentify(
    what: What,
    mode: Privacy = Privacy.REPLACE,
    stand_ins: StandIns | None = None,
    marked: Collection[str] = (),
    days: int | None = None,
) -> Deidentified[What]:
    """Return the document or letter with its personal details replaced or tagged, as `mode` says.

    The `stand_ins` of one call, given to the next, are the same in a batch. `marked` are names that a person
    pointed out. `days` shifts every date. Raises PersonalError where `mode` is to check and something is
    found, or where something that names one person for certain is left; ModelError without a spaCy model.
    """
    if mode is Privacy.OFF:
        return Deidentified(what, mode)
    found: tuple[Finding, ...] = find(what, marked)
    if mode is Privacy.CHECK:
        refuse(what, (*found, *beside(what)))
        return Deidentified(what, mode)
    return without(what, found, mode, stand_ins, days)


def deidentify_each(
    items: Iterable[What | UnreadableError],
    mode: Privacy,
    marked: Collection[str] = (),
    together: bool = False,
    shift: bool = False,
) -> Iterator[Deidentified[What] | UnreadableError]:
    """Yield each document or letter as `deidentify` does, and errors, its own too, as they come.

    `together` gives all the same stand-ins; `shift` shifts the dates of each by a secret number of days.
    """
    shared = StandIns() if together else None
    for item in items:
        if isinstance(item, UnreadableError):
            yield item
            continue
        try:
            yield deidentify(item, mode, shared, marked, offset() if shift else None)
        except PersonalError as problem:
            yield problem


def without(
    what: What,
    findings: Iterable[Finding],
    mode: Privacy = Privacy.REPLACE,
    stand_ins: StandIns | None = None,
    days: int | None = None,
) -> Deidentified[What]:
    """Return the document or letter with these findings taken out: those that a person left of `find`'s.

    Raises PersonalError where something that names one person for certain is left.
    """
    done = changed(what, findings, mode, stand_ins, days)
    gate(what, texts_of(done.what), done.replaced)
    return done


def changed(
    what: What,
    findings: Iterable[Finding],
    mode: Privacy = Privacy.REPLACE,
    stand_ins: StandIns | None = None,
    days: int | None = None,
) -> Deidentified[What]:
    """Return what `without` does, without asking the gate: to be looked at, not to be scored."""
    texts = texts_of(what)
    hand = Hand(mode, stand_ins or unused(what), days)
    found = _with_dates(what, texts, findings) if days is not None else list(findings)
    new, placed = _rewritten(texts, found, hand)
    speakers: list[str] = [] if isinstance(what, Letter) else [turn.speaker for turn in what.turns]
    labels = {speaker: label(speaker, hand) for speaker in dict.fromkeys(speakers)}
    named = {"id": what.id, "source": what.source, "group": what.group}  # these lose the labels' names too
    titles: dict[str, Any] = {name: said and title(said, hand) for name, said in named.items()}
    if isinstance(what, Letter):
        kept = asides(what.asides, found, placed)
        number = None if what.reference and direct([what.reference]) else what.reference
        letter = replace(what, text=new[0], reference=number, asides=kept, **titles)
        return Deidentified(
            letter, mode, tuple(found), tuple(placed), days=days, pairs=hand.stand_ins.dealt()
        )
    turns = tuple(
        replace(turn, speaker=labels[turn.speaker], text=text)
        for turn, text in zip(what.turns, new, strict=True)
    )
    document = replace(what, turns=turns, **titles)
    return Deidentified(
        document, mode, tuple(found), tuple(placed), MappingProxyType(labels), days, hand.stand_ins.dealt()
    )


def texts_of(what: Document | Letter) -> list[str]:
    """Return the text of each turn, or the letter's."""
    return [what.text] if isinstance(what, Letter) else [turn.text for turn in what.turns]


def unused(what: Document | Letter) -> StandIns:
    """Return stand-ins none of which is a word of this text or of its speakers' labels."""
    labels = {turn.speaker for turn in what.turns} if isinstance(what, Document) else ()
    return StandIns(word.low for text in (*texts_of(what), *labels) for word in words(text))


def refuse(what: Document | Letter, found: Sequence[Finding], remedy: str = BY_OPTION) -> None:
    """Raise PersonalError, with kinds, counts, places and the remedy, where anything was found."""
    if not found:
        return
    turns = sorted({f.turn + 1 for f in found if f.turn is not None})
    place = f" in turn{'s' * (len(turns) > 1)} {', '.join(map(str, turns[:5]))}" if turns else ""
    more = " and others" if len(turns) > 5 else ""
    raise PersonalError(f"{what.source or what.id}: {told(found)}{place}{more}; {remedy}")


def gate(
    what: Document | Letter, texts: Sequence[str], placed: Iterable[Finding], remedy: str = BY_OPTION
) -> None:
    """Raise PersonalError where texts hold what names one person for certain and is no stand-in."""
    known = [(f.turn or 0, f.start, f.end) for f in placed]
    left = [
        f for f in direct(texts) if not any(n == f.turn and s < f.end and f.start < e for n, s, e in known)
    ]
    refuse(what, left, remedy)


def _rewritten(texts: Sequence[str], found: Iterable[Finding], hand: Hand) -> tuple[list[str], list[Finding]]:
    """Return the texts with what was found in them rewritten, and where it stands now."""
    here: dict[int, list[Finding]] = {}
    for finding in found:
        here.setdefault(finding.turn or 0, []).append(finding)
    made = [rewritten(text, here.get(number, []), hand) for number, text in enumerate(texts)]
    return [text for text, _ in made], [finding for _, placed in made for finding in placed]


def _with_dates(what: Document | Letter, texts: Sequence[str], findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings and, where they lie in none, the dates of the texts, in order."""
    found = list(findings)
    taken = [(f.turn or 0, f.start, f.end) for f in found]
    found += [
        Finding("date", None if isinstance(what, Letter) else number, m.start(), m.end(), 1.0, "date")
        for number, text in enumerate(texts)
        for m in pattern().finditer(text)
        if not any(n == number and s < m.end() and m.start() < e for n, s, e in taken)
    ]
    return sorted(found, key=lambda f: (f.turn or 0, f.start))
