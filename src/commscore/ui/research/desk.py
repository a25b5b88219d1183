"""What a researcher has on their desk: who codes, the codings so far and their order; in memory alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from types import MappingProxyType

from commscore.privacy.deidentify import Deidentified
from commscore.roles import find_roles
from commscore.train.queue import Queued
from commscore.types import Document, Privacy, Report
from commscore.ui import session
from commscore.work import Chosen

DESK, ROLES = "desk", "roles"


@dataclass(frozen=True, slots=True)
class Desk:
    """The coder's pseudonym, the codings by the key of their document, and what was said to code next."""

    coder: str = ""
    codings: Mapping[str, Report] = field(default_factory=lambda: MappingProxyType({}))
    order: tuple[Queued, ...] = ()
    problem: str = ""

    def chosen(self, document: Document) -> Chosen | None:
        """Return why the document was said to come next; None where nobody asked."""
        return next((row.chosen for row in self.order if key(row.document) == key(document)), None)

    def place(self, document: Document) -> int:
        """Return the document's place in the order, behind all of it where it is not in it."""
        keys = [key(row.document) for row in self.order]
        return keys.index(key(document)) if key(document) in keys else len(keys)


@dataclass(frozen=True, slots=True)
class Item:
    """A consultation to code, its roles as they were found, and how it lost what was personal."""

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


def keep(codings: Iterable[Report]) -> None:
    """Put these codings on the desk, in place of those of the same documents."""
    held = dict(desk().codings) | {key(coding.document): coding for coding in codings}
    change(codings=MappingProxyType(held), problem="")


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
    """Take the coding of a document off the desk."""
    held = {name: coding for name, coding in desk().codings.items() if name != key(document)}
    change(codings=MappingProxyType(held), problem="")


def key(document: Document) -> str:
    """Return what tells documents apart, whoever is taken for the clinician: a hash of id and text."""
    told = "\0".join((document.id, *(f"{turn.speaker}\0{turn.text}" for turn in document.turns)))
    return sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def items() -> tuple[Item, ...]:
    """Return what there is to code: what is open, and what was brought as a saved coding, in order."""
    on = desk()
    found = {key(each.what): _open(number, each) for number, each in enumerate(session.opened().documents)}
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
