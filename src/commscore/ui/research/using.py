"""Which model is in use, and another in its place: what that changes is shown first."""

from commscore.access import Task
from commscore.errors import CommscoreError
from commscore.models import RULES, in_use, installed, set_from_outside, use
from commscore.report import wording
from commscore.train.switching import Switch, difference, samples
from commscore.types import Kind
from commscore.ui.access import allow, visitor
from commscore.ui.pieces import put

SEEN = "switch"  # the difference that was shown: which model for which, of which kind
ALONE = "the rules alone"
ADMIN = "Everybody here works with the model that is in use: an admin chooses it."


def named(name: str) -> str:
    """Return a model's name as the page says it."""
    return ALONE if name == RULES else name


def facts() -> tuple[tuple[str, str], ...]:
    """Return what is in use for each kind of document."""
    return tuple((f"Reads {kind}s", named(_now(kind))) for kind in Kind)


def _now(kind: Kind) -> str:
    """Return what reads a kind of document now."""
    name = in_use(kind)
    return RULES if name == kind and name not in installed() else name


def show(name: str, kind: Kind) -> None:
    """Offer to use this model for its kind, or the rules alone where it is in use already."""
    import streamlit as st

    if not visitor().may(Task.USE):
        put("notice.html.j2", title="For those who look after commscore", texts=(ADMIN,))
        return
    now = _now(kind)
    wanted = RULES if now == name else name
    put("heading.html.j2", title=f"In use for {kind}s: {named(now)}", text="")
    if set_from_outside(kind):
        why = f"COMMSCORE_{kind.upper()}_MODEL says so where the app was started; change it there."
        put("notice.html.j2", title="Set from outside", texts=(why,))
        return
    shown = st.session_state.get(SEEN)
    which = (now, wanted, kind)
    if not isinstance(shown, tuple) or shown[0] != which:
        st.button(
            f"Show what changes with {named(wanted)}", key="show-switch", on_click=_compare, args=(which,)
        )
        st.caption("Both read the samples, which takes a while. Nothing is switched yet.")
        return
    if isinstance(shown[1], str):
        put("notice.html.j2", title="Cannot be shown", texts=(shown[1],))
        return
    _difference(shown[1], which)
    st.button(
        f"Use {named(wanted)} from now on", type="primary", key="use", on_click=_use, args=(wanted, kind)
    )
    st.caption(
        "Everybody who works here gets it, for what is read from then on. You can go back at any time."
    )


def _compare(which: tuple[str, str, Kind]) -> None:
    """Read the samples with both, and keep what changes, or why that cannot be told."""
    import streamlit as st

    before, after, kind = which
    found: Switch | str
    try:
        with st.spinner("Both read the samples…"):
            found = difference(samples(kind), before, after)
    except CommscoreError as problem:
        found = str(problem)
    st.session_state[SEEN] = which, found


def _use(name: str, kind: Kind) -> None:
    import streamlit as st

    st.session_state.pop(SEEN, None)
    try:
        allow(Task.USE, visitor())
        use(name, kind)
    except CommscoreError as problem:
        st.session_state["use-problem"] = str(problem)


def _difference(found: Switch, which: tuple[str, str, Kind]) -> None:
    put(
        "switch.html.j2",
        codes=[(wording.title(each.code), each) for each in found.codes],
        scores=[(wording.title(each.domain), each) for each in found.scores],
        documents=found.documents,
        names=(named(which[0]), named(which[1])),
        unit="Letters" if which[2] is Kind.LETTER else "Turns",
        points=lambda value: "–" if value is None else f"{value:.0f}",
        moved=lambda value: "–" if value is None else f"{value:+.0f}",
    )
