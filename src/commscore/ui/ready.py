"""What takes long the first time in a process, done while the first visitor looks at the first page.

Loading models and compiling some hundred phrases takes seconds; whoever opens a text meanwhile waits for what
is under way, and does not begin it a second time.
"""

import gc
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache

from commscore.privacy.draft import Draft, looked, settled
from commscore.types import Document, Turn

SAID = (
    Turn("Doctor", "What brings you in today?"),
    Turn("Patient", "I'm worried about my knee. Is it bad?"),
    Turn("Doctor", "That sounds hard. Let's have a look."),
)
_begun: list[Future[None]] = []  # what finds personal details, and after it what reads a consultation


def begin() -> None:
    """Make ready what finds and what reads, beside whatever else is done; once in a process."""
    if not _begun:
        one = ThreadPoolExecutor(1, "ready")
        _begun.extend((one.submit(_finds), one.submit(_reads)))
        one.shutdown(wait=False)


def await_finder() -> None:
    """Wait until what finds personal details is ready, if that is under way."""
    for each in _begun[:1]:
        each.exception()  # what is wrong is said where it is used


def await_reader() -> None:
    """Wait until what reads a consultation is ready, if that is under way."""
    for each in _begun:
        each.exception()


def _finds() -> None:
    looked(Draft(Document("ready", SAID)))


def _reads() -> None:
    from commscore.pipeline import assess

    assess(settled(looked(Draft(Document("ready", SAID)))))
    settle("models")


@cache
def settle(what: str) -> None:
    """Take all in memory to stay there, once `what` is: Streamlit looks through the rest after each click."""
    gc.collect()
    gc.freeze()
