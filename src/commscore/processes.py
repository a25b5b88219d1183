"""Worker processes: they end with the one that started them, and where a piece of work takes too long."""

import faulthandler
import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


def begin(ending: "Connection") -> None:
    """Have this process be one of several workers, before anything is loaded that takes long.

    It ends with the process that started it, or when that says so through `ending`, and not at the keyboard.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(ending,), daemon=True).start()
    share()


def share() -> None:
    """Have this process leave the other processors to other workers; called before a model is loaded."""
    from commscore.settings import PREFIX, settings

    os.environ[f"{PREFIX}THREADS"] = "1"
    settings.cache_clear()


@contextmanager
def within(seconds: float | None) -> Iterator[None]:
    """End this process where what is done in here takes longer than so many seconds.

    What hangs may never come back to Python, so that no exception could end it.
    """
    if seconds is None:
        yield
        return
    faulthandler.dump_traceback_later(seconds, exit=True, file=_nowhere())
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()


def _end_with(ending: "Connection") -> None:
    with suppress(EOFError, OSError):
        ending.recv()
    os._exit(1)


@cache
def _nowhere() -> int:
    return os.open(os.devnull, os.O_WRONLY)
