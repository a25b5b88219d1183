"""Keeps what people said out of logs, error pages and temporary files, however the app was started.

An error's message may quote the text it failed on ("could not convert string to float: 'my father …'"),
so Streamlit's logs of errors lose the message and keep the frames.
"""

import logging
from collections.abc import Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

from commscore.access import local
from commscore.logs import WithoutMessage
from commscore.settings import settings

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

LOGGERS: Final = "streamlit"
NEEDED: Final = {"browser.gatherUsageStats": False, "logger.enableRich": False}
MEGABYTE: Final = 2**20


SILENT: Final = WithoutMessage()


def hush() -> None:
    """Keep errors' messages out of logs and pages, uploads out of temporary files, and Streamlit at home."""
    import streamlit as st

    ask_nobody()
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == LOGGERS:
            logging.getLogger(name).addFilter(SILENT)  # once, however often it is called
    st.set_option("client.showErrorDetails", "type")
    if find_spec("starlette") is not None:  # older versions of Streamlit serve without it, from memory
        from starlette.formparsers import MultiPartParser

        # Beyond this, an upload is written to a temporary file; its form is a little larger than the file.
        MultiPartParser.spool_max_size = (settings().upload_megabytes + 1) * MEGABYTE


def ask_nobody() -> None:
    """Keep Streamlit from asking a server on the internet what this machine's address is.

    It would do so as it starts on every address of the machine, and for a request from a foreign page.
    """
    from streamlit import net_util

    net_util.get_external_ip = _unknown


def _unknown() -> str | None:
    return None


def loud() -> tuple[str, ...]:
    """Return the options of Streamlit that would send or log what nobody asked for, set so by the machine."""
    import streamlit as st

    return tuple(name for name, value in NEEDED.items() if st.get_option(name) != value)


def exposed() -> bool:
    """Tell whether others on the network can open the app without a log-in, however it was started."""
    import streamlit as st
    from streamlit import runtime

    address = st.get_option("server.address")
    return settings().access is None and runtime.exists() and not local(str(address or ""))


def let_go(files: "Iterable[UploadedFile]") -> None:
    """Drop uploaded files from Streamlit's memory, where they would lie until the page is closed."""
    from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    if context is not None and isinstance(context.uploaded_file_mgr, MemoryUploadedFileManager):
        for file in files:
            context.uploaded_file_mgr.remove_file(context.session_id, file.file_id)
