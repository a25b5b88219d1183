"""What a researcher has on their desk: who codes, the codings so far and their order.

A coder's own codings lie in the store too, saved as they code; those of others, opened from files, do not.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType

from commscore.errors import ChangedError, StoreError, UnreadableError
from commscore.privacy.deidentify import Deidentified
from commscore.report.quote import short
from commscore.roles import find_roles
from commscore.store.codings import Draft, key
from commscore.train.lettercoding import check_finished, cut, graded
from commscore.train.queue import Queued
from commscore.types import Document, Letter, Privacy, Report
from commscore.ui import session
from commscore.ui.kept import store
from commscore.work import Chosen

DESK, ROLES = "desk", "roles"


@dataclass(frozen=True, slots=True)
class Desk:
    """The coder's pseudonym, the codings by the key of their document, and what was said to code next.

    `saved` are those of them that lie in the store, as they were last seen there; `letters` those to code.
    """

    coder: str = ""
    codings: Mapping[str, Report] = field(default_factory=lambda: MappingProxyType({}))
    saved: Mapping[str, Draft] = field(default_factory=lambda: MappingProxyType({}))
    order: tuple[Queued, ...] = ()
    letters: "tuple[Item, ...]" = ()
    problem: str = ""

    def chosen(self, document: Document) -> Chosen | None:
        """Return why the document was said to come next; None where nobody asked."""
        return next((row.chosen for row in self.order if key(row.document) == key(document)), None)

    def is_finished(self, document: Document) -> bool:
        """Return whether the coder has finished their coding of the document."""
        draft = self.saved.get(key(document))
        return draft is not None and draft.finished is not None

    def place(self, document: Document) -> int:
        """Return the document's place in the order, behind all of it where it is not in it."""
        keys = [key(row.document) for row in self.order]
        return keys.index(key(document)) if key(document) in keys else len(keys)


@dataclass(frozen=True, slots=True)
class Item:
    """A document to code, its roles as they were found, and how it lost what was personal."""

    document: Document
    privacy: str
    number: int | None = None  # among those that are open; None where only its saved coding is


def desk() -> Desk:
    """Return what is on the desk, nothing at first."""
    import streamlit as st

    found = st.session_state.get(DESK)
    return found if isinstance(found, Desk) else Desk()


def change(**what: object) -> None:
    """Change what is on the desk."""
    import streamlit as st

    st.session_state[DESK] = replace(desk(), **what)  # type: ignore[arg-type]


def name(coder: str) -> None:
    """Say who codes, and put what they have coded before on the desk."""
    change(coder=coder)
    if coder:
        _attempt(look)


def look() -> None:
    """Take the coder's own codings as they are now in the store."""
    on = desk()
    drafts = {
        key(draft.report.document): draft
        for draft in store().codings(on.coder)
        if isinstance(draft.report, Report)
    }
    codings = dict(on.codings) | {
        name: d.report for name, d in drafts.items() if isinstance(d.report, Report)
    }
    change(saved=MappingProxyType(drafts), codings=MappingProxyType(codings))


def keep(codings: Iterable[Report], finished: bool = False) -> None:
    """Put these codings on the desk, in place of those of the same documents; the coder's own are saved."""
    made = {key(coding.document): coding for coding in codings}
    change(codings=MappingProxyType(dict(desk().codings) | made), problem="")
    for name, coding in made.items():
        if coding.provenance.coder == desk().coder:
            _attempt(lambda name=name, coding=coding: _save(name, coding, finished))  # type: ignore[misc]


def _save(name: str, coding: Report, finished: bool) -> None:
    held = desk().saved
    try:
        version = store().save_coding(coding, held[name].version if name in held else 0, finished)
    except ChangedError:
        look()
        raise
    at = datetime.now(UTC) if finished else None
    change(saved=MappingProxyType(dict(held) | {name: Draft(coding, version, at)}))


def finish(document: Document, finished: bool = True) -> None:
    """Say that the coding of a document is finished, or take it up again."""
    coding = desk().codings[key(document)]
    try:
        if finished:
            check_finished(coding)
        keep([coding], finished)
    except UnreadableError as problem:
        change(problem=str(problem))


def grade(document: Document, category: str, severity: int | None) -> None:
    """Say how grave a category of a letter is."""
    keep([graded(desk().codings[key(document)], category, severity)])


def letters(found: Iterable[tuple[Letter, str]]) -> None:
    """Put letters on the desk, each with how it lost what was personal; those without words are left."""
    items = (Item(cut(letter), privacy) for letter, privacy in found)
    change(letters=tuple(item for item in items if item.document.turns), problem="")


def _attempt(what: Callable[[], None]) -> None:
    """Do something that the store may refuse; the page says why."""
    try:
        what()
    except StoreError as problem:
        change(problem=short(str(problem), 400))


def bring(codings: Iterable[Report]) -> None:
    """Put saved codings on the desk; one of a document that is being coded there is named and left."""
    held = desk().codings
    brought = tuple(codings)
    here = [coding.document.id for coding in brought if key(coding.document) in held]
    keep(coding for coding in brought if key(coding.document) not in held)
    if here:
        change(
            problem=f"{', '.join(here)}: being coded here already; save that and take it away, then open this"
        )


def take_away(document: Document) -> None:
    """Take the coding of a document off the desk, and out of the store."""
    on, gone = desk(), key(document)
    if gone in on.saved:
        _attempt(lambda: store().drop_coding(gone, on.coder, on.saved[gone].version))
    saved = {name: draft for name, draft in on.saved.items() if name != gone}
    held = {name: coding for name, coding in on.codings.items() if name != gone}
    change(codings=MappingProxyType(held), saved=MappingProxyType(saved))


def items() -> tuple[Item, ...]:
    """Return what there is to code: what is open, and what was brought as a saved coding, in order."""
    on = desk()
    found = {key(each.what): _open(number, each) for number, each in enumerate(session.opened().documents)}
    found |= {key(item.document): item for item in on.letters}
    for name, coding in on.codings.items():
        if name not in found:
            found[name] = Item(coding.document, coding.provenance.privacy)
    return tuple(sorted(found.values(), key=lambda item: on.place(item.document)))


def _open(number: int, each: Deidentified[Document]) -> Item:
    """Return an open consultation with its roles, which are looked for once for each choice of clinician."""
    import streamlit as st

    held: dict[tuple[str, str | None], Document] = st.session_state.setdefault(ROLES, {})
    place = key(each.what), session.clinician_of(number)
    if place not in held:
        held[place] = find_roles(each.what, place[1]).document
    return Item(held[place], each.how, number)


def invented(documents: Iterable[Document]) -> None:
    """Open samples as they are: nobody's words are in them."""
    session.keep(session.Opened(tuple(Deidentified(each, Privacy.OFF) for each in documents)))
