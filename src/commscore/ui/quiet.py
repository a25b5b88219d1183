"""Keeps what people said out of the logs: an unexpected error is logged by its kind and place alone.

An error's message may quote the text it failed on ("could not convert string to float: 'my father …'"),
so Streamlit's logs of errors lose the message and keep the frames.
"""

import logging
import traceback

LOGGERS = (
    "streamlit.error_util",
    "streamlit.runtime.app_session",
    "streamlit.runtime.backend_operation_handler",
    "streamlit.runtime.scriptrunner.script_runner",
)


class WithoutMessage(logging.Filter):
    """Replaces the error that a record carries by its type and its frames."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Return True, having taken the error's message out of the record."""
        kind, error, trace = record.exc_info if isinstance(record.exc_info, tuple) else (None, None, None)
        if kind is not None and error is not None:
            frames = "".join(traceback.format_tb(trace))
            record.msg, record.args = f"{record.getMessage()}: {kind.__name__}\n{frames}", ()
            record.exc_info = record.exc_text = None
        return True


def hush() -> None:
    """Put the filter on Streamlit's loggers of errors, once however often it is called."""
    for logger in map(logging.getLogger, LOGGERS):
        if not any(isinstance(f, WithoutMessage) for f in logger.filters):
            logger.addFilter(WithoutMessage())
