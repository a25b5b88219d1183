"""The tour: three steps a page, offered once a visit and there again for whoever asks."""

import tomllib
from functools import cache

from commscore.ui.pieces import asset, put

STEP, PAGE = "tour-step", "tour-page"  # which step is shown, 0 for none, and above which page
OFFERED = "tour-offered"  # whether the visitor took or declined it
Steps = tuple[tuple[str, str], ...]


@cache
def steps(page: str) -> Steps:
    """Return the steps of the page of this title, as title and text; () where it has none."""
    pages = tomllib.loads(asset("tour.toml"))["page"]
    found = (each["steps"] for each in pages if each["name"] == page)
    return tuple((title, text) for title, text in next(found, ()))


def show(page: str) -> None:
    """Show the step that the visitor is at, above the page of this title."""
    import streamlit as st

    at, told = int(st.session_state.get(STEP, 0)), steps(page)
    if not at or not told:
        return
    if st.session_state.get(PAGE) != page:
        at = st.session_state[STEP] = 1  # on another page it begins anew
    st.session_state[PAGE] = page
    title, text = told[at - 1]
    with st.container(key="tour"):
        put("tour.html.j2", at=at, of=len(told), title=title, text=text)
        with st.container(horizontal=True):
            if at < len(told):
                st.button(f"To step {at + 1}", key="tour-on", type="primary", on_click=go, args=(at + 1,))
            if at > 1:
                st.button(f"To step {at - 1}", key="tour-back", on_click=go, args=(at - 1,))
            st.button("Leave the tour", key="tour-off", on_click=go, args=(0,))


def offer() -> None:
    """Offer the tour on an empty page, until it was taken or declined in this visit."""
    import streamlit as st

    if st.session_state.get(OFFERED):
        return
    with st.container(horizontal=True, vertical_alignment="center", key="tour-offer"):
        put("count.html.j2", text="New here? Three short steps show you round.")
        st.button("Start the tour", key="tour-start", on_click=go, args=(1,))
        st.button("No, thank you", key="tour-no", type="tertiary", on_click=go, args=(0,))


def again(page: str) -> None:
    """Put the way back to the tour into the page's head, where the page of this title has one."""
    import streamlit as st

    if steps(page):
        with st.container(key="round"):
            st.button("Show me round", key="tour-again", type="tertiary", on_click=go, args=(1,))


def go(step: int) -> None:
    """Go to this step; 0 leaves the tour, which is not offered again in this visit."""
    import streamlit as st

    st.session_state[STEP] = step
    st.session_state[OFFERED] = True
