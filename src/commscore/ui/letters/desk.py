"""The way to the letters that are kept: the store, opened once, and what it could not do."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from commscore.errors import StoreError
from commscore.report.letters.wording import day
from commscore.settings import settings
from commscore.store.queue import Row
from commscore.ui.kept import store

ROWS, SAID = "letter-rows", "letter-said"


def rows() -> tuple[Row, ...]:
    """Return the letters as they are now, quick after the first time."""
    import streamlit as st

    st.session_state[ROWS] = found = store().rows(known=st.session_state.get(ROWS, ()))
    return found


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
