"""Presidio without the packages that it would load, if they are installed, for engines that are not used."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

HEAVY: Final = ("torch", "transformers", "stanza", "gliner")  # seconds, and hundreds of megabytes


@contextmanager
def lean() -> Iterator[None]:
    """Have the heavy packages that nobody loaded yet be as if they were not installed."""
    held = [name for name in HEAVY if name not in sys.modules]
    for name in held:
        sys.modules[name] = None  # type: ignore[assignment]  # as Python marks what is not there
    try:
        yield
    finally:
        for name in held:
            del sys.modules[name]
