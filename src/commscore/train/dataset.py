"""What people did in the store as data to train on: codings, and consultations that trainers corrected.

What nobody looked at is never taken for looked at. A document is `whole` where somebody coded it from first
to last, or corrected it and said that they read all of it; there a code that is not given is a "no". Where a
trainer only said something of single codes it is `partly`: for every other code of every turn stands a
disputed code, which teaches nothing and counts in no figure. Trainers correct what strikes them, so such
documents are no sample of anything: train on them, with `measured = false`, and measure on the others.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from io import BytesIO
from typing import Final
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile

from commscore import codebook
from commscore.errors import StoreError
from commscore.report.letters.records import as_lines as letter_lines
from commscore.report.records import as_lines
from commscore.review import PERSON, corrected
from commscore.settings import settings
from commscore.store import Store
from commscore.store.codings import Draft, key, of
from commscore.train.adjudicate import adjudicated
from commscore.train.lettercoding import as_letter
from commscore.train.splits import texts
from commscore.types import Code, Kind, LetterReport, Report
from commscore.work import Coding, Review

READ: Final = "whole:"  # what is ticked, before the name of the trainer who says that they read all of it
WHOLE, PARTLY, LETTERS = "coded.jsonl", "corrected.jsonl", "letters.jsonl"
FILES: Final = (WHOLE, PARTLY, LETTERS)
OWN: Final = "own.toml"  # the recipe that trains on it
ABOUT: Final = """Documents that people coded or corrected in commscore, to train on.

{whole} in coded.jsonl: consultations that somebody coded, or corrected and read as a whole
{partly} in corrected.jsonl: consultations in which a trainer only said something of single codes; all
other codes in them stand as disputed, which teaches nothing
{letters} in letters.jsonl: coded letters

They hold the texts: keep them as safe as those. To train on them: commscore train own.toml
"""
EMPTY: Final = b"\n"  # a file without any byte is refused as one that was cut off
NOTHING: Final = "nobody finished a coding or corrected a kept consultation; code or correct some first"
NOBODY: Final = "nobody yet"
ORDER: Final = (Coding.ADJUDICATED, Coding.BLIND, None, Coding.PRE_ANNOTATED)  # the one that counts first


@dataclass(frozen=True, slots=True)
class Dataset:
    """Consultations that were coded or read as a whole, others of which single codes were, and coded letters.

    Each document's `group` holds together what may not be split: a learner's, a conversation's, a text's.
    """

    whole: tuple[Report, ...] = ()
    partly: tuple[Report, ...] = ()
    letters: tuple[LetterReport, ...] = ()


@dataclass(frozen=True, slots=True)
class _Kept:
    """A kept consultation as it was corrected, whether somebody read all of it, and whose it is."""

    report: Report
    whole: bool
    learner: str | None


def dataset(store: Store) -> Dataset:
    """Return what can be trained on of all that is in the store, each document once; noted as exported.

    A coder's finished coding counts before a trainer's corrections of the same text. Of two codings that
    nobody settled, what they differ in is disputed. Where somebody read a learner's consultation as a whole,
    the others of that learner that nobody read so are left out: a split could not hold them together.
    """
    kept = {key(each.report.document): each for each in sorted(_kept(store), key=lambda each: each.whole)}
    drafts = _by_document(store.finished(Kind.CONSULTATION))
    coded = {name: _settled(found) for name, found in drafts.items()}
    both = {name: each.report for name, each in kept.items()} | coded
    made = _named(_grouped(both, {name: each.learner for name, each in kept.items()}))
    whole = tuple(r for name, r in made.items() if name in coded or kept[name].whole)
    groups = {report.document.group for report in whole}
    partly = (r for name, r in made.items() if name not in coded and not kept[name].whole)
    letters = _by_document(store.finished(Kind.LETTER)).values()
    return Dataset(
        whole,
        tuple(report for report in partly if report.document.group not in groups),
        tuple(_letter(_first(found)[0]) for found in letters),
    )


def read_whole(report: Report, reviews: Iterable[Review], readers: Sequence[str]) -> Report:
    """Return a corrected consultation as a coding by those who read all of it.

    What was only offered and nobody confirmed is disputed. The machine's measures, scores and moments are
    left out, and so are the reasons for corrections and the words to the learner.
    """
    made = corrected(report, reviews)
    codes = (replace(c, probability=1.0, certain=True, disputed=not c.certain) for c in made.codes)
    return _coding(made, codes, readers)


def looked_at(report: Report, reviews: Iterable[Review]) -> Report:
    """Return a consultation with what was said of single codes, and all else disputed."""
    made = corrected(report, reviews)
    standing = {(r.turn, r.start, r.end, r.code): r for r in made.reviews}.values()
    looked = {(r.turn, name) for r in standing for name in (r.code, r.instead) if name}
    given = [
        replace(c, probability=1.0, certain=True, disputed=not c.found_by.startswith(PERSON))
        for c in made.codes
        if (c.turn, c.code) in looked
    ]
    return _coding(made, [*given, *_not_looked_at(made, looked)], sorted({r.author for r in made.reviews}))


def _not_looked_at(report: Report, looked: set[tuple[int, str]]) -> Iterator[Code]:
    for number, turn in enumerate(report.document.turns):
        for name, entry in codebook.codes().items():
            if entry.role is turn.role and (number, name) not in looked and turn.text:
                yield Code(name, number, 0, len(turn.text), disputed=True)


def _coding(made: Report, codes: Iterable[Code], coders: Sequence[str]) -> Report:
    """Return a coding that began with the machine's codes, and says whose it is and what they changed."""
    told = replace(made.provenance, coder=" and ".join(coders), coding=Coding.PRE_ANNOTATED)
    reviews = tuple(replace(review, reason="") for review in made.reviews)
    ordered = sorted(codes, key=lambda c: (c.turn, c.start, c.end, c.code))
    return Report(made.document, tuple(ordered), provenance=told, reviews=reviews)


def _kept(store: Store) -> Iterator[_Kept]:
    """Yield the kept consultations that somebody coded, corrected or read, oldest first."""
    items = {each.id: each for each in store.kept(Kind.CONSULTATION)}
    reviews = {id: [said for said in store.reviews(id) if not said.moment] for id in items}
    readers = {id: readers_of(store, id) for id in items}
    wanted = [id for id in items if reviews[id] or readers[id]]
    for id, report in zip(wanted, store.export(wanted), strict=True):
        if isinstance(report, Report):
            whole = bool(readers[id])
            said = reviews[id]
            made = read_whole(report, said, readers[id]) if whole else looked_at(report, said)
            yield _Kept(made, whole, items[id].learner)


def readers_of(store: Store, id: UUID) -> tuple[str, ...]:
    """Return who said that they read all of a kept consultation."""
    return tuple(sorted(what.removeprefix(READ) for what in store.ticks(id) if what.startswith(READ)))


def _by_document(drafts: Iterable[Draft]) -> dict[str, list[Draft]]:
    found: dict[str, list[Draft]] = {}
    for draft in drafts:
        found.setdefault(key(of(draft.report)), []).append(draft)
    return found


def _first(drafts: Iterable[Draft]) -> list[Report | LetterReport]:
    """Return the codings of one document, the one that counts first."""
    return [each.report for each in sorted(drafts, key=lambda d: ORDER.index(d.report.provenance.coding))]


def _letter(made: Report | LetterReport) -> LetterReport:
    return made if isinstance(made, LetterReport) else as_letter(made)


def _settled(drafts: Iterable[Draft]) -> Report:
    """Return one coding of several of a consultation; where nobody settled two, differences are disputed."""
    found = [each for each in _first(drafts) if isinstance(each, Report)]
    if len(found) == 1 or found[0].provenance.coding is Coding.ADJUDICATED:
        return found[0]
    return adjudicated(found[0], found[1], {}, NOBODY)


def written(found: Dataset) -> dict[str, bytes]:
    """Return the files of a data set by name, JSON lines as a recipe reads them; none without documents.

    Of consultations there are always both files, so that a recipe can name both.
    """
    talks = {WHOLE: as_lines(found.whole) or EMPTY, PARTLY: as_lines(found.partly) or EMPTY}
    letters = {LETTERS: letter_lines(found.letters)}
    return {**(talks if found.whole or found.partly else {}), **(letters if found.letters else {})}


def beside(recipe: bytes, store: Store, brought: Collection[str] = ()) -> dict[str, bytes]:
    """Return the files of a data set that a recipe names without a folder, but for those that were brought.

    Raises StoreError where it names some and there is nothing to train on.
    """
    wanted = [name for name in FILES if f'"{name}"'.encode() in recipe and name not in brought]
    if not wanted:
        return {}
    found = written(dataset(store))
    if not found:
        raise StoreError(NOTHING)
    return {name: found[name] for name in wanted if name in found}


def packed(found: Dataset) -> bytes:
    """Return a data set as a zip archive, with what each file is and the recipe that trains on it."""
    files = written(found)
    told = ABOUT.format(whole=len(found.whole), partly=len(found.partly), letters=len(found.letters))
    held = BytesIO()
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, content in {"README.txt": told.encode(), OWN: _recipe(), **files}.items():
            archive.writestr(name, content)
    return held.getvalue()


def _recipe() -> bytes:
    return (settings().recipes / OWN).read_bytes()


def _grouped(found: dict[str, Report], learners: dict[str, str | None]) -> dict[str, Report]:
    """Return the documents with groups that hold together whatever a learner, a group or a text joins."""
    members: dict[str, frozenset[str]] = {}
    for name, report in found.items():
        marks = {f"3 {text}" for text in texts(report)} | {f"4 {name}"}
        marks |= {f"1 {learner}"} if (learner := learners.get(name)) else set()
        marks |= {f"2 {report.document.group}"} if report.document.group else set()
        joined = frozenset(marks).union(*(members[mark] for mark in marks if mark in members))
        members |= dict.fromkeys(joined, joined)
    return {
        name: replace(report, document=replace(report.document, group=_hashed(min(members[f"4 {name}"]))))
        for name, report in found.items()
    }


def _hashed(mark: str) -> str:
    return f"kept-{sha256(mark.encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _named(found: dict[str, Report]) -> dict[str, Report]:
    """Return the documents, each with an id of its own: files of two folders may share a name."""
    counts = Counter(report.document.id for report in found.values())
    return {
        name: report
        if counts[report.document.id] == 1
        else replace(report, document=replace(report.document, id=f"{report.document.id}-{name[:8]}"))
        for name, report in found.items()
    }
