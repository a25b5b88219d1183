"""What was found that is personal, before anything is scored: to be looked at, undone and added to."""

from dataclasses import replace
from typing import Any

from commscore.privacy.deidentify import texts_of
from commscore.privacy.draft import AGAIN, Draft, mark, preview
from commscore.privacy.finding import told as told_of
from commscore.privacy.marked import typed, unseen
from commscore.report.quote import short, visible
from commscore.types import Document, Kind, Privacy
from commscore.ui import found, waiting
from commscore.ui.pieces import put

MODES = {
    Privacy.REPLACE: ("Put stand-ins in their place", "Siobhan becomes Robin, the same all through."),
    Privacy.TAG: ("Put tags in their place", "Siobhan becomes [NAME_1], the same all through."),
    Privacy.CHECK: (
        "Change nothing, and stop if anything is found",
        "The text goes on as it is once you have left each thing that was found as it is.",
    ),
    Privacy.OFF: (
        "This text is anonymised already: change nothing",
        "It goes on, is shown and is put into reports as it is, with all the names and numbers in it.",
    ),
}
BEFORE = {Kind.CONSULTATION: "anything is scored", Kind.LETTER: "the letters are put in order"}
SURE = "I am sure: it is anonymised already"

PAGE = 50  # texts of a list at a time
MOST = 4  # refusals that are shown at once


def show() -> None:
    """Show what waits, and let the visitor say what is to become of it."""
    import streamlit as st

    back = ":material/arrow_back:"
    st.button("Open something else", icon=back, on_click=waiting.hold, args=(waiting.Waiting(),))
    put("personal.html.j2", before=BEFORE[waiting.waiting().kind])
    drafts = waiting.drafts()
    if problems := waiting.waiting().problems:
        put("notice.html.j2", title="Could not be read; the others were", texts=problems)
    choice, more = st.columns(2, gap="large")
    with choice:
        _mode(drafts[0].mode)
    with more:
        if drafts[0].mode in {Privacy.REPLACE, Privacy.TAG}:
            _missed(drafts)
    number = _which(drafts)
    draft = drafts[number]
    put("heading.html.j2", title=f"Found in ‘{visible(draft.what.id)}’", text=_sum(draft))
    found.show(number, draft, preview(draft))
    with st.container(key="go", gap="small"):  # stays in view while the text is read
        _go_on(drafts)


def _which(drafts: tuple[Draft[Any], ...]) -> int:
    """Show what was found in each of several, a page of them at a time, and return which one to look at."""
    import streamlit as st

    several = len(drafts)
    if several == 1:
        return 0
    told = st.container()
    if several <= PAGE:  # numbers and no titles: Streamlit keeps the choices of a page that is gone
        number = st.selectbox(
            "Look at", range(several), key="waits", format_func=lambda n: f"{n + 1}", width=160
        )
    else:
        number = st.number_input(f"Look at (1 to {several:,})", 1, several, key="waits", width=160) - 1
    first = number - number % PAGE
    rows = [(visible(d.what.id), _sum(d)) for d in drafts[first : first + PAGE]]
    with told:
        if several > PAGE:
            every = [finding for draft in drafts for finding in draft.findings or ()]
            whole = told_of(every)
            put("heading.html.j2", title=f"In all {several:,}", text=f"{whole[:1].upper()}{whole[1:]}.")
        put("waiting.html.j2", rows=rows, first=first + 1)
    return number


def _sum(draft: Draft[Any]) -> str:
    """Return what was found in words, and what of it is to stay.

    >>> from commscore.types import Document
    >>> _sum(Draft(Document("a", ())))
    'Nothing personal.'
    """
    if draft.mode is Privacy.OFF:
        parts = told_of(draft.findings or ()), "all of it stays" if draft.findings else ""
    else:
        parts = told_of(draft.kept), f"left as it is: {told_of(draft.left)}" if draft.left else ""
    whole = "; ".join(filter(None, parts))
    return f"{whole[:1].upper()}{whole[1:]}."


def _mode(mode: Privacy) -> None:
    import streamlit as st

    modes = list(MODES)
    st.radio(
        "What is to become of names, numbers and addresses?",
        modes,
        index=modes.index(mode),
        key="mode",
        format_func=lambda each: MODES[each][0],
        captions=[caption for _, caption in MODES.values()],
        on_change=_chosen,
    )


def _chosen() -> None:
    import streamlit as st

    mode = Privacy(st.session_state["mode"])
    waiting.change(lambda draft: replace(draft, mode=mode))


def _go_on(drafts: tuple[Draft[Any], ...]) -> None:
    """Let the visitor go on; once more, where what names one person for certain is said to be anonymised."""
    import streamlit as st

    off, refused = drafts[0].mode is Privacy.OFF, waiting.waiting().refused
    sure = st.checkbox(SURE, key="sure") if off else True
    if refused:
        title = "What names one person for certain is still there" if off else "Not yet"
        more = (f"And {len(refused) - MOST} more.",) if len(refused) > MOST else ()
        put("notice.html.j2", title=title, texts=(*(short(text, 300) for text in refused[:MOST]), *more))
    elif not off and (held := [finding for draft in drafts for finding in draft.held]):
        put("notice.html.j2", title=f"Left as it is: {told_of(held)}", texts=(f"{AGAIN.capitalize()}.",))
    label = "Go on" if len(drafts) == 1 else f"Go on with all {len(drafts)}"
    again = off and bool(refused)
    st.button(
        f"{label} all the same" if again else label,
        key="on",
        type="secondary" if again else "primary",
        disabled=not sure,
        on_click=waiting.go_on,
        args=(again,),
    )


def _missed(drafts: tuple[Draft[Any], ...]) -> None:
    """Let the visitor type names that were missed."""
    import streamlit as st

    with (
        st.form("missing", clear_on_submit=True, border=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        where = "everywhere" if len(drafts) == 1 else f"of all {len(drafts)}"
        st.text_input("Names that were missed, with commas between them", key="missed")
        st.form_submit_button(f"Take out {where}", on_click=_typed)
    if not drafts[0].marked:
        return
    if nowhere := unseen([text for d in drafts for text in _texts(d)], drafts[0].marked):
        put("notice.html.j2", title="Found nowhere as it was typed", texts=(short(", ".join(nowhere), 300),))


def _texts(draft: Draft[Any]) -> list[str]:
    """Return all the texts that a name may stand in."""
    labels = [turn.speaker for turn in draft.what.turns] if isinstance(draft.what, Document) else []
    return [*texts_of(draft.what), *labels, draft.what.id]


def _typed() -> None:
    import streamlit as st

    names = typed(str(st.session_state.get("missed") or ""))
    if names:
        waiting.change(lambda draft: mark(draft, names))
