"""Logs without what people said: an error's message may quote the text that it failed on."""

import logging
import traceback


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


def log(*names: str) -> None:
    """Log warnings, and all that the loggers of these names tell, to standard error; of errors no message."""
    to = logging.StreamHandler()
    to.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
    to.addFilter(WithoutMessage())
    logging.basicConfig(level=logging.WARNING, handlers=[to], force=True)
    for name in names:
        logging.getLogger(name).setLevel(logging.INFO)
