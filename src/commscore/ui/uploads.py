"""The files that a visitor brings: each is taken once and let go of."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from commscore.ui.quiet import let_go

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile


def files(key: str) -> "list[UploadedFile]":
    """Return the files that an uploader of this key holds, without those that were let go."""
    import streamlit as st
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    return [f for f in st.session_state.get(key) or () if isinstance(f, UploadedFile)]


def take(key: str, how: "Callable[[list[UploadedFile]], object]") -> None:
    """Take the new files of this uploader as `how` says, and let them go; no files where all were removed.

    A click that comes before the next page is whole tells of the same files once more, as if they had
    changed: they are gone by then, and what was read of them stays.
    """
    import streamlit as st

    found = files(key)
    if found or not st.session_state.get(key):
        how(found)
        let_go(found)
