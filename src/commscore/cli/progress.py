"""Progress of long work: on a terminal one line that changes, in a log a line a minute."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

MINUTE = 60.0


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """Yield a function that shows on standard error how far the work is."""
    if not sys.stderr.isatty():
        yield _each_minute()
        return
    from rich.console import Console

    with Console(stderr=True).status("reading the data") as status:
        yield status.update


def _each_minute() -> Callable[[str], None]:
    written = time.monotonic()

    def say(how_far: str) -> None:
        nonlocal written
        if time.monotonic() - written >= MINUTE:
            written = time.monotonic()
            sys.stderr.write(f"{time.strftime('%H:%M')} {how_far}\n")
            sys.stderr.flush()

    return say
