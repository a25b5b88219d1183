"""The way to the letters that are kept: the store, opened once, and what it could not do."""

from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, date, datetime, timedelta

from commscore.errors import StoreError
from commscore.report.letters.wording import day
from commscore.settings import settings
from commscore.store import Store, open_store

SAID = "letter-said"


def desk() -> Store:
    """Return the store, opened once a day for all: opening lets go what has been kept for long enough."""
    import streamlit as st

    opened = st.cache_resource(show_spinner=False, max_entries=1)(_opened)
    _, store = opened(settings().database, date.today())
    return store


def _opened(address: str, today: date) -> tuple[ExitStack, Store]:
    """Return the store at this address with what holds it open for as long as it is held itself."""
    stack = ExitStack()
    return stack, stack.enter_context(open_store())


def attempt(change: Callable[[], object]) -> bool:
    """Change something that is kept; where that cannot be, let the page say why and return False."""
    import streamlit as st

    try:
        change()
    except StoreError as problem:
        st.session_state[SAID] = f"{str(problem)[:1].upper()}{str(problem)[1:]}."
        return False
    return True


def said() -> str:
    """Return why the last change could not be made, once; "" where it was."""
    import streamlit as st

    return str(st.session_state.pop(SAID, ""))


def until() -> str:
    """Return the day on which what is kept from now on goes by itself, "" for never."""
    days = settings().retention_days
    return day((datetime.now(UTC) + timedelta(days)).date()) if days else ""
