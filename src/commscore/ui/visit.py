"""A visit outlasts a refresh of the browser: what is open is held in memory, under a token in the address.

Nothing is written anywhere. Another person's token opens nothing. What nobody came back to is forgotten.
"""

import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from secrets import token_urlsafe
from threading import Lock, Thread
from typing import Any, Final

from commscore.access import Visitor
from commscore.settings import settings

VISIT, WHO = "visit", "visitor"
KEPT: Final = (
    *("opened", "reports", "clinicians", "reviews", "notes", "author", "seen", "asked"),  # a trainer's
    *("waiting", "went", "about", "adding", "letters-going"),  # letters on their way
    *("queue-wanted", "queue-page", "letters-seen", "draft-checked"),
    *("desk", "roles", "settling", "comparing", "switch"),  # a researcher's
    *("which-chosen", "learner-chosen", "waits", "coding-which", "kept-shown"),  # chosen among several
    *("tour-step", "tour-page", "tour-offered"),
)
MOST: Final = 8  # visits of one person at a time
UNUSED: Final = 3600.0  # seconds after a page was closed, where nobody logs in
EVERY: Final = 60.0  # seconds between two looks at what is to be forgotten


@dataclass(frozen=True, slots=True)
class Held:
    """What was open: whose it is, in which of the server's sessions, and when that was last so."""

    owner: str
    session: str
    at: float
    state: Mapping[str, Any]


class Visits:
    """The visits of all, by their tokens."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}
        self._lock = Lock()
        self._sweeping = False

    def hold(self, token: str, held: Held) -> bool:
        """Hold this under its token, and return True; False where a refresh took it to another session."""
        with self._lock:
            there = self._held.pop(token, held)
            if there.session != held.session:
                self._held[token] = there
                return False
            theirs = [each for each, other in self._held.items() if other.owner == held.owner]
            for oldest in theirs[: max(0, len(theirs) - MOST + 1)]:
                del self._held[oldest]
            self._held[token] = held
            if not self._sweeping:
                self._sweeping = True
                Thread(target=self._sweep, name="visits", daemon=True).start()
            return True

    def take(self, token: str, owner: str, session: str) -> tuple[str, Mapping[str, Any]]:
        """Return the token and what was open for a session that begins: a new one for what is not theirs.

        Where the page is open twice, each goes its own way from here.
        """
        with self._lock:
            held = self._held.get(token)
            if held is None or held.owner != owner or time.time() - held.at > limit():
                return token_urlsafe(24), {}
            if _active(held.session):
                token = token_urlsafe(24)
            self._held[token] = replace(held, session=session)
            return token, {name: _copied(value) for name, value in held.state.items()}

    def drop(self, token: str) -> None:
        """Forget a visit."""
        with self._lock:
            self._held.pop(token, None)

    def forget(self, now: float) -> None:
        """Forget what nobody came back to; where nobody logs in, an open page is not left, however long."""
        with self._lock:
            for token, held in list(self._held.items()):
                if settings().access is None and _active(held.session):
                    self._held[token] = replace(held, at=now)
                elif now - held.at > limit():
                    del self._held[token]

    def _sweep(self) -> None:
        while True:
            time.sleep(EVERY)
            self.forget(time.time())


VISITS: Final = Visits()


def go_on(who: Visitor) -> None:
    """Go on where this visitor was before the page was refreshed, and note how far they are now."""
    import streamlit as st

    state = st.session_state
    if state.get(WHO, who.name) != who.name:
        end()
    if VISIT not in state:
        token, before = VISITS.take(st.query_params.get(VISIT, ""), who.name, _session())
        state[VISIT], state[WHO] = token, who.name
        for name, value in before.items():
            state.setdefault(name, value)
    if not remember():  # it was taken for a refreshed page, and this one is still there: each goes on
        state[VISIT] = token_urlsafe(24)
        remember()
    if st.query_params.get(VISIT) != state[VISIT]:
        st.query_params[VISIT] = state[VISIT]


def remember() -> bool:
    """Note how far the visitor is; False where the visit goes on elsewhere, and nothing may be done here."""
    import streamlit as st

    state = st.session_state
    if VISIT not in state:
        return True
    found = {name: state[name] for name in KEPT if name in state}
    return VISITS.hold(state[VISIT], Held(state[WHO], _session(), time.time(), found))


def lasting(name: str, options: Collection[object]) -> dict[str, Any]:
    """Return what makes the choice in a box of this name outlast its page, where Streamlit forgets it."""
    import streamlit as st

    state = st.session_state
    if name not in state and state.get(f"{name}-chosen") in options:
        state[name] = state[f"{name}-chosen"]
    return {"key": name, "on_change": lambda: state.update({f"{name}-chosen": state[name]})}


def choose(name: str, what: object) -> None:
    """Choose this in the box of this name."""
    import streamlit as st

    st.session_state[f"{name}-chosen"] = what
    st.session_state.pop(name, None)


def end() -> None:
    """Forget all that is open."""
    import streamlit as st

    if VISIT in st.session_state:
        VISITS.drop(st.session_state[VISIT])
    st.session_state.clear()


def limit() -> float:
    """Return for how many seconds a visit is held that nobody is on."""
    return UNUSED if settings().access is None else settings().timeout_minutes * 60.0


def _copied(value: Any) -> Any:
    """Return the value so that two pages do not change it for each other; all but dicts are frozen."""
    return dict(value) if isinstance(value, dict) else value


def _session() -> str:
    from streamlit.runtime.scriptrunner import get_script_run_ctx

    context = get_script_run_ctx()
    return context.session_id if context is not None else ""


def _active(session: str) -> bool:
    """Tell whether somebody has this session's page open."""
    from streamlit import runtime

    return runtime.exists() and runtime.get_instance().is_active_session(session)
