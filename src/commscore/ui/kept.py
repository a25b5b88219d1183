"""The way to what is kept: the store, opened once a day for the whole app."""

from contextlib import ExitStack
from datetime import date

from commscore.settings import settings
from commscore.store import Store, open_store


def store() -> Store:
    """Return the store; opening it lets go what has been kept for long enough. StoreError where it fails."""
    import streamlit as st

    opened = st.cache_resource(show_spinner=False, max_entries=1)(_opened)
    _, found = opened(settings().database, date.today())
    return found


def _opened(address: str, today: date) -> tuple[ExitStack, Store]:
    """Return the store at this address with what holds it open for as long as it is held itself."""
    stack = ExitStack()
    return stack, stack.enter_context(open_store())
