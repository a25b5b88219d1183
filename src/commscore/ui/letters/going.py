"""Letters on their way into the queue: how far they are, a way to stop, and what became of them."""

from dataclasses import dataclass

from commscore.types import Kind
from commscore.ui import visit, waiting
from commscore.ui.kept import store
from commscore.ui.letters.batch import About, Batch, Far
from commscore.ui.pieces import put

WENT, ABOUT, BATCH = "went", "about", "letters-going"
EVERY = 1.0  # seconds between two looks at how far it is
AT_ONCE = 0.4  # seconds that a few letters may take without a word of it


@dataclass(frozen=True, slots=True)
class Went:
    """What became of the last letters: how many went on, what could not be read, how many were put away."""

    through: int = 0
    problems: tuple[str, ...] = ()
    stopped: int = 0


def went() -> Went:
    """Return what became of the last letters that were opened."""
    import streamlit as st

    found = st.session_state.get(WENT)
    return found if isinstance(found, Went) else Went()


def forget() -> None:
    """Forget what became of the last letters; those in the queue stay."""
    import streamlit as st

    st.session_state.pop(WENT, None)


def batch() -> Batch | None:
    """Return the letters that are on their way, None where there are none."""
    import streamlit as st

    found = st.session_state.get(BATCH)
    return found if isinstance(found, Batch) else None


def begin() -> None:
    """Let what waits and may go on be on its way, once."""
    import streamlit as st

    waits = waiting.of(Kind.LETTER)
    if waits.going is None:
        return
    if batch() is None:
        about, kept_in = st.session_state.get(ABOUT), store()
        about = about if isinstance(about, About) else About()
        found = Batch(waits.drafts, waits.problems, waits.going.knowingly, about)
        st.session_state[BATCH] = found
        if not visit.remember():  # a refresh took it all to another page, which begins this
            st.stop()
        found.start(kept_in)
        found.wait(AT_ONCE)
    waiting.hold(waiting.Waiting())


def show() -> None:
    """Show how far the letters are that are on their way; where all are done, say what became of them."""
    import streamlit as st

    if (found := batch()) is None:
        return
    if _over(found):
        _end(found)
        st.rerun()
    with st.container(key="going"):
        st.fragment(_look, run_every=EVERY if found.working else None)(found, not found.far.through)


def stop() -> None:
    """Put away the letters that are not in the queue yet."""
    if found := batch():
        found.stop()
        found.wait(AT_ONCE)


def again() -> None:
    """Go on with what is left."""
    if found := batch():
        found.start(store())
        found.wait(AT_ONCE)


def _look(found: Batch, first: bool) -> None:
    """Show how far it is now; the queue with it, as soon as the `first` letters are in it."""
    import streamlit as st

    far = found.far
    if first and far.through:
        st.rerun()
    if not found.working:
        if _over(found):
            st.rerun()
        put("notice.html.j2", title="The letters could not be kept", texts=(far.problem,))
        with st.container(horizontal=True):
            st.button("Try again", type="primary", on_click=again)
            st.button("Stop here", icon=":material/stop_circle:", on_click=stop)
        return
    put("heading.html.j2", title="Putting the letters in order", text="")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.progress(far.done / found.total, told(far, found.total), width="stretch")
        st.button("Stop here", icon=":material/stop_circle:", on_click=stop, disabled=found.stopping)
    put("going.html.j2")


def _over(found: Batch) -> bool:
    return not found.working and (found.stopping or not found.far.left)


def _end(found: Batch) -> None:
    """Say what became of them; what may not go on waits to be looked at, unless the visitor stopped."""
    import streamlit as st

    far = found.far
    st.session_state.pop(BATCH, None)
    stopped = len(far.left) + len(far.held) if found.stopping else 0
    st.session_state[WENT] = Went(far.through, found.unread, stopped)
    if far.held and not stopped:
        waiting.hold(waiting.Waiting(far.held, found.unread, refused=far.why, kind=Kind.LETTER))


def told(far: Far, total: int) -> str:
    """Return how far it is, and how long it will take, as what is done tells.

    >>> told(Far((), 8, seconds=16.0), 20), told(Far(()), 1)
    ('8 of 20 letters. About 1 minute to go.', '0 of 1 letter.')
    """
    so_far = f"{far.done:,} of {total:,} letter{'' if total == 1 else 's'}."
    if not far.done:
        return so_far
    minutes = max(1, round(far.seconds / far.done * (total - far.done) / 60))
    return f"{so_far} About {minutes} minute{'' if minutes == 1 else 's'} to go."
