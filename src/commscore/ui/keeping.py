"""A consultation that is kept: what is said of it goes to the store, where nothing of anybody's is lost."""

from collections.abc import Callable
from dataclasses import replace

from commscore.errors import StoreError
from commscore.report.quote import short
from commscore.store import Store
from commscore.train.dataset import READ, readers_of
from commscore.ui import session
from commscore.ui.kept import store
from commscore.ui.session import Seen
from commscore.work import Review

SAID = "said"


def keep(number: int, learner: str = "") -> None:
    """Keep consultation `number` as commscore found it, with what was said of it so far.

    `learner` is the made-up name of whose consultation it is.
    """
    found, said, notes = (
        session.machine_report_of(number),
        session.reviews_of(number),
        session.notes_of(number),
    )
    kept = _mine().add_worked(found, said, notes, learner=learner.strip() or None)
    session.see(number, Seen(kept.id, kept.version))
    look(number)


def look(number: int) -> None:
    """See consultation `number` as it is now, where it is kept."""
    if seen := session.seen(number):
        mine = _mine()
        kept = mine.one(seen.id)  # first, so that what changes meanwhile is noticed later
        notes = tuple(note.text for note in mine.notes(seen.id))
        session.see(number, Seen(seen.id, kept.version, mine.reviews(seen.id), notes, kept))


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


def assign(number: int, learner: str) -> None:
    """Keep whose consultation it is, by a made-up name; ChangedError where somebody was quicker."""
    name = learner.strip() or None
    _change(number, lambda mine, seen: mine.assign(seen.id, name, seen.version))


def readers(number: int) -> tuple[str, ...]:
    """Return who said that they read all of consultation `number`, where it is kept."""
    seen = session.seen(number)
    return readers_of(_mine(), seen.id) if seen else ()


def read_whole(number: int, done: bool) -> None:
    """Say, or take back, that the visitor read all of it and that what they left unchanged is right."""
    _change(number, lambda mine, seen: mine.tick(seen.id, READ + mine.who, done, seen.version))


def reader() -> str:
    """Return the visitor's name as the store has it."""
    return _mine().who


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
    """Return the store for this visitor."""
    opened = store()
    return replace(opened, who=opened.visitor.name or session.author() or opened.who)
