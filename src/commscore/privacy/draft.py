"""What a person says of what was found: each finding left or taken out, and then the text let go on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final, Generic

from commscore.codebook.personal import kinds
from commscore.privacy.deidentify import (
    Deidentified,
    What,
    changed,
    forgotten,
    gate,
    refuse,
    texts_of,
    unused,
)
from commscore.privacy.find import beside, direct, find
from commscore.privacy.finding import Finding
from commscore.privacy.marked import unseen
from commscore.types import Document, Privacy

Place = tuple[int, int, int]  # the turn's number (a letter's is 0), where in its text words begin and end

AGAIN: Final = "what names one person for certain is not scored: have it taken out"
LOOK: Final = "have it replaced, or look at each and leave it as it is"
KNOWINGLY: Final = "go on only if you are sure that it is nobody's"


@dataclass(frozen=True, slots=True)
class Draft(Generic[What]):
    """A text as it was, and what is to become of it; `findings` is None until it was looked through.

    `marked` are names that a person pointed out. `undone` are the places, and `spared` the speakers' labels,
    that stay as they are.
    """

    what: What
    mode: Privacy = Privacy.REPLACE
    marked: tuple[str, ...] = ()
    findings: tuple[Finding, ...] | None = None
    undone: frozenset[Place] = frozenset()
    spared: frozenset[str] = frozenset()

    @property
    def kept(self) -> tuple[Finding, ...]:
        """What is to be taken out."""
        return tuple(f for f in self.findings or () if place(f) not in self.undone)

    @property
    def left(self) -> tuple[Finding, ...]:
        """What a person left as it is."""
        return tuple(f for f in self.findings or () if place(f) in self.undone)

    @property
    def held(self) -> tuple[Finding, ...]:
        """What a person left and names one person for certain: with it the text goes nowhere."""
        return tuple(f for f in self.left if kinds()[f.kind].direct)


def place(finding: Finding) -> Place:
    """Return where a finding is."""
    return finding.turn or 0, finding.start, finding.end


def looked(draft: Draft[What]) -> Draft[What]:
    """Return the draft with what is personal in it; ModelError without a spaCy model."""
    return replace(draft, findings=find(draft.what, draft.marked))


def mark(draft: Draft[What], names: Iterable[str]) -> Draft[What]:
    """Return the draft with more names pointed out, to be looked through again where its text has them."""
    new: tuple[str, ...] = tuple(name for name in dict.fromkeys(names) if name not in draft.marked)
    again = len(unseen(texts_of(draft.what), new)) < len(new)
    return replace(draft, marked=(*draft.marked, *new), findings=None if again else draft.findings)


def say(draft: Draft[What], places: Collection[Place], stays: bool) -> Draft[What]:
    """Return the draft with what was found in these places left as it is, or taken out again."""
    known = {place(f) for f in draft.findings or ()}.intersection(places)
    return replace(draft, undone=draft.undone | known if stays else draft.undone - known)


def spare(draft: Draft[What], speaker: str, stays: bool) -> Draft[What]:
    """Return the draft with a speaker's label left as it is, or rewritten again."""
    return replace(draft, spared=draft.spared | {speaker} if stays else draft.spared - {speaker})


def preview(draft: Draft[What]) -> Deidentified[What]:
    """Return what would become of the text if no label were spared, without asking the gate."""
    if draft.mode in (Privacy.CHECK, Privacy.OFF):
        return Deidentified(draft.what, draft.mode)
    stand_ins = unused(draft.what)
    for name in unseen(texts_of(draft.what), draft.marked):  # a label or a title alone may hold them
        stand_ins.tag("name", name) if draft.mode is Privacy.TAG else stand_ins.replaced("name", name)
    return changed(draft.what, draft.kept, draft.mode, stand_ins)


def settled(draft: Draft[What], knowingly: bool = False) -> Deidentified[What]:
    """Return the text as a person let it go on, and nothing of what was taken out.

    Raises PersonalError where what names one person for certain is left, unless the text is anonymised
    already and it was left `knowingly`; and where the mode is to check, for all that was not left on purpose.
    """
    what: What = draft.what
    if draft.mode is Privacy.OFF:
        left = direct(texts_of(what))
        refuse(what, () if knowingly else left, KNOWINGLY)
        return Deidentified(what, draft.mode, left=left)
    if draft.mode is Privacy.CHECK:
        refuse(what, (*draft.kept, *beside(what, draft.spared)), LOOK)
    done = preview(draft)
    gate(what, texts_of(done.what), done.replaced, AGAIN)
    labelled = _labelled(what, done.what, draft.spared)
    return forgotten(replace(done, what=labelled, left=draft.left))


def _labelled(old: What, new: What, spared: Collection[str]) -> What:
    """Return the new text with the old labels that were spared; a letter has none."""
    if not isinstance(old, Document) or not isinstance(new, Document):
        return new
    turns = tuple(
        replace(after, speaker=before.speaker) if before.speaker in spared else after
        for before, after in zip(old.turns, new.turns, strict=True)
    )
    return replace(new, turns=turns)
