"""spaCy and Presidio without the packages that they would load, if installed, for what is not used."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Final

HEAVY: Final = ("torch", "transformers", "stanza", "gliner")  # seconds, and hundreds of megabytes
COMMANDS: Final = ("spacy.cli", "spacy.cli.info")  # spaCy's own command line, and with it two clients of HTTP


@contextmanager
def lean() -> Iterator[None]:
    """Have what nobody loaded yet be as if it were not installed, and spaCy's commands be empty."""
    absent = {name: None for name in HEAVY if name not in sys.modules}
    empty = {name: ModuleType(name) for name in COMMANDS if "spacy" not in sys.modules}
    for module in empty.values():
        vars(module)["info"] = None
    held = {**absent, **empty}
    sys.modules.update(held)  # type: ignore[arg-type]  # None is how Python marks what is not there
    try:
        yield
    finally:
        for name in held:
            del sys.modules[name]
