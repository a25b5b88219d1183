"""What a person says of what was found: each finding left or taken out, and then the text let go on."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final

from commscore.codebook.personal import kinds
from commscore.privacy.deidentify import Deidentified, changed, forgotten, gate, refuse, texts_of, unused
from commscore.privacy.find import beside, direct, find
from commscore.privacy.finding import Finding
from commscore.privacy.marked import unseen
from commscore.types import Document, Privacy

Place = tuple[int, int, int]  # the turn's number, and where in its text the words begin and end

AGAIN: Final = "what names one person for certain is not scored: have it taken out"
LOOK: Final = "have it replaced, or look at each and leave it as it is"
KNOWINGLY: Final = "go on only if you are sure that it is nobody's"


@dataclass(frozen=True, slots=True)
class Draft:
    """A consultation as it was, and what is to become of it; `findings` is None until it was looked through.

    `marked` are names that a person pointed out. `undone` are the places, and `spared` the speakers' labels,
    that stay as they are.
    """

    document: Document
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


def looked(draft: Draft) -> Draft:
    """Return the draft with what is personal in it; ModelError without a spaCy model."""
    return replace(draft, findings=find(draft.document, draft.marked))


def mark(draft: Draft, names: Iterable[str]) -> Draft:
    """Return the draft with more names pointed out, to be looked through again."""
    return replace(draft, marked=tuple(dict.fromkeys((*draft.marked, *names))), findings=None)


def say(draft: Draft, places: Collection[Place], stays: bool) -> Draft:
    """Return the draft with what was found in these places left as it is, or taken out again."""
    known = {place(f) for f in draft.findings or ()}.intersection(places)
    return replace(draft, undone=draft.undone | known if stays else draft.undone - known)


def spare(draft: Draft, speaker: str, stays: bool) -> Draft:
    """Return the draft with a speaker's label left as it is, or rewritten again."""
    return replace(draft, spared=draft.spared | {speaker} if stays else draft.spared - {speaker})


def preview(draft: Draft) -> Deidentified[Document]:
    """Return what would become of the consultation if no label were spared, without asking the gate."""
    if draft.mode in (Privacy.CHECK, Privacy.OFF):
        return Deidentified(draft.document, draft.mode)
    stand_ins = unused(draft.document)
    for name in unseen(texts_of(draft.document), draft.marked):  # a label or a title alone may hold them
        stand_ins.tag("name", name) if draft.mode is Privacy.TAG else stand_ins.replaced("name", name)
    return changed(draft.document, draft.kept, draft.mode, stand_ins)


def settled(draft: Draft, knowingly: bool = False) -> Deidentified[Document]:
    """Return the consultation as a person let it go on, and nothing of what was taken out.

    Raises PersonalError where what names one person for certain is left, unless the text is anonymised
    already and it was left `knowingly`; and where the mode is to check, for all that was not left on purpose.
    """
    document = draft.document
    if draft.mode is Privacy.OFF:
        left = direct(texts_of(document))
        refuse(document, () if knowingly else left, KNOWINGLY)
        return Deidentified(document, draft.mode, left=left)
    if draft.mode is Privacy.CHECK:
        refuse(document, (*draft.kept, *beside(document, draft.spared)), LOOK)
    done = preview(draft)
    gate(document, texts_of(done.what), done.replaced, AGAIN)
    turns = tuple(
        replace(new, speaker=old.speaker) if old.speaker in draft.spared else new
        for old, new in zip(document.turns, done.what.turns, strict=True)
    )
    return forgotten(replace(done, what=replace(done.what, turns=turns), left=draft.left))
