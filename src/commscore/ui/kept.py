"""The store, opened once for the whole app."""

from contextlib import ExitStack

from commscore.store import Store, open_store


def store() -> Store:
    """Return the open store of the settings; StoreError where it cannot be opened."""
    import streamlit as st

    @st.cache_resource(show_spinner=False)
    def opened() -> Store:
        return ExitStack().enter_context(open_store())

    return opened()
