"""Letters on their way into the queue: what is personal taken out, put in order, a few at a time."""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from commscore.errors import PersonalError, StoreError
from commscore.privacy.deidentify import Deidentified
from commscore.privacy.draft import Draft, settled
from commscore.types import Kind, Letter
from commscore.ui import visit, waiting
from commscore.ui.kept import store
from commscore.ui.pieces import alone, put

WENT, ABOUT = "went", "about"
A_FEW = 4  # letters between two looks at whether the visitor wants to stop


@dataclass(frozen=True, slots=True)
class Went:
    """What became of the last letters: how many went on, what could not be read, how many were put away."""

    through: int = 0
    problems: tuple[str, ...] = ()
    stopped: int = 0


@dataclass(frozen=True, slots=True)
class About:
    """Whose clocks run, and the day the letters came, None for the one that each tells."""

    nation: str = "england"
    received: date | None = None


def went() -> Went:
    """Return what became of the last letters that were opened."""
    import streamlit as st

    found = st.session_state.get(WENT)
    return found if isinstance(found, Went) else Went()


def forget() -> None:
    """Forget what became of the last letters; those in the queue stay."""
    import streamlit as st

    st.session_state.pop(WENT, None)


def stop() -> None:
    """Put away the letters that are not in the queue yet."""
    _end(len(waiting.waiting().drafts) + len(_far().held))


def show() -> None:
    """Put what waits into the queue, a few letters at a time, and say how far that is.

    Each look at how far it is lets the visitor stop, or go to another page and come back.
    """
    import streamlit as st

    alone()
    put("going.html.j2")
    st.button("Stop here", icon=":material/stop_circle:", on_click=stop)
    bar, begun, at_first = st.progress(0.0), time.monotonic(), _done()
    total = at_first + len(waiting.waiting().drafts)
    while waiting.waiting().drafts:
        bar.progress(_done() / total, _told(_done(), total, _done() - at_first, time.monotonic() - begun))
        if problem := _some():
            put("notice.html.j2", title="The letters could not be kept", texts=(problem,))
            st.button("Try again", type="primary")
            return
    far = _far()
    _end()
    if far.held:
        waiting.hold(waiting.Waiting(far.held, went().problems, refused=far.why, kind=Kind.LETTER))
    st.rerun()


def _far() -> waiting.Going:
    return waiting.waiting().going or waiting.Going(False)


def _done() -> int:
    return _far().through + len(_far().held)


def _end(stopped: int = 0) -> None:
    import streamlit as st

    st.session_state[WENT] = Went(_far().through, waiting.waiting().problems, stopped)
    waiting.hold(waiting.Waiting())


def _some() -> str:
    """Put the next few into the queue; return why that cannot be, "" where it could.

    They no longer wait before they are kept, in one step: an interruption keeps none of them twice.
    """
    import streamlit as st

    from commscore.pipeline import assess_letters

    opened, found, far = store(), waiting.waiting(), _far()  # the store first: nothing may come between below
    about = st.session_state.get(ABOUT, About())
    private, held, why = _settled(found.drafts[:A_FEW], far.knowingly)
    reports = list(assess_letters(private, about.nation, about.received))
    now = replace(far, through=far.through + len(reports), held=(*far.held, *held), why=(*far.why, *why))
    st.session_state[waiting.WAITING] = replace(found, drafts=found.drafts[A_FEW:], going=now)
    if not visit.remember():  # a refresh took it all to another page, which does these too
        st.stop()
    try:
        opened.add(reports)
    except StoreError as problem:
        st.session_state[waiting.WAITING] = found
        return str(problem)
    return ""


def _settled(
    some: Sequence[Draft[Letter]], knowingly: bool
) -> tuple[list[Deidentified[Letter]], list[Draft[Letter]], list[str]]:
    """Return the letters that may go on, and those that may not, with why."""
    done: list[Deidentified[Letter]] = []
    held: list[Draft[Letter]] = []
    why: list[str] = []
    for draft in some:
        try:
            done.append(settled(draft, knowingly))
        except PersonalError as problem:
            held.append(draft)
            why.append(str(problem))
    return done, held, why


def _told(done: int, total: int, here: int, seconds: float) -> str:
    """Return how far it is, and how long it will take, as the `here` done in these seconds tell.

    >>> _told(8, 20, 8, 16.0), _told(0, 1, 0, 0.0)
    ('8 of 20 letters. About 1 minute to go.', '0 of 1 letter.')
    """
    so_far = f"{done:,} of {total:,} letter{'' if total == 1 else 's'}."
    if not here:
        return so_far
    minutes = max(1, round(seconds / here * (total - done) / 60))
    return f"{so_far} About {minutes} minute{'' if minutes == 1 else 's'} to go."
