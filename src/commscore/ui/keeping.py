"""A consultation that is kept: what is said of it goes to the store, where nothing of anybody's is lost."""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import date

from commscore.errors import StoreError
from commscore.report.quote import short
from commscore.settings import settings
from commscore.store import Store, open_store
from commscore.types import Review
from commscore.ui import session
from commscore.ui.session import Seen

SAID = "said"


def keep(number: int) -> None:
    """Keep consultation `number` as commscore found it, with what was said of it so far."""
    mine = _mine()
    (kept,) = mine.add([session.machine_report_of(number)])
    version = kept.version
    for said in session.reviews_of(number):
        version = mine.review(kept.id, said, version)
    for text in session.notes_of(number):
        version = mine.note(kept.id, text, version)
    session.see(number, Seen(kept.id, version))
    look(number)


def look(number: int) -> None:
    """See consultation `number` as it is now, where it is kept."""
    if seen := session.seen(number):
        store = _mine()
        version = store.version(seen.id)  # first, so that what changes meanwhile is noticed later
        notes = tuple(note.text for note in store.notes(seen.id))
        session.see(number, Seen(seen.id, version, store.reviews(seen.id), notes))


def review(number: int, said: Review, version: int) -> None:
    """Keep what was said of a code of this version; ChangedError, with the page as it is now, of another."""
    if session.seen(number) is None:
        session.review(number, said)
    else:
        _change(number, lambda mine, seen: mine.review(seen.id, said, version))


def withdraw(number: int, said: Review) -> None:
    """Take back a review; ChangedError where somebody was quicker."""
    if session.seen(number) is None:
        session.withdraw(number, said)
    else:
        _change(number, lambda mine, seen: mine.withdraw(seen.id, said.number or 0, seen.version))


def note(number: int, text: str) -> None:
    """Keep a note to the learner beside those that there are; ChangedError where somebody was quicker."""
    if text.strip():
        _change(number, lambda mine, seen: mine.note(seen.id, text, seen.version))


def attempt(what: Callable[[], None]) -> str:
    """Do something that the store may refuse; return why it did, "" where it did not."""
    try:
        what()
    except StoreError as problem:
        return f"{short(str(problem)[:1].upper() + str(problem)[1:], 400)}."
    return ""


def tried(what: Callable[[], None]) -> None:
    """Do something that the store may refuse; the page says why once it is shown again."""
    import streamlit as st

    if why := attempt(what):
        st.session_state[SAID] = why


def _change(number: int, how: Callable[[Store, Seen], int]) -> None:
    seen = session.seen(number)
    if seen is not None:
        try:
            how(_mine(), seen)
        finally:
            look(number)


def _mine() -> Store:
    """Return the store for this visitor; it is opened once a day for all: that lets go what is too old."""
    import streamlit as st

    opened = st.cache_resource(show_spinner=False, max_entries=1)(_opened)
    _, store = opened(settings().database, date.today())
    return replace(store, who=session.author() or store.who)


def _opened(address: str, today: date) -> tuple[ExitStack, Store]:
    """Return the store at this address with what holds it open for as long as it is held itself."""
    stack = ExitStack()
    return stack, stack.enter_context(open_store())
