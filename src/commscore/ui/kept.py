"""The way to what is kept: the store, opened once a day for the whole app, as this visitor may use it."""

from contextlib import ExitStack
from datetime import date

from commscore.settings import settings
from commscore.store import Store, open_store
from commscore.ui.access import visitor


def store() -> Store:
    """Return the store, held to what is the visitor's; opening it lets go what was kept for long enough.

    StoreError where it fails, or the visitor is not logged in any more.
    """
    import streamlit as st

    who = visitor()
    opened = st.cache_resource(show_spinner=False, max_entries=1)(_opened)
    _, found = opened(settings().database, date.today())
    return found.for_visitor(who)


def _opened(address: str, today: date) -> tuple[ExitStack, Store]:
    """Return the store at this address with what holds it open for as long as it is held itself."""
    stack = ExitStack()
    return stack, stack.enter_context(open_store())
