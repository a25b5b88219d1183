"""One letter: its text with the codes marked, what a reply must answer, and what people did and said."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import cast
from uuid import UUID

from commscore.errors import StoreError
from commscore.report.letters.marked import LEGEND, SHADES, marked_html
from commscore.report.letters.queue import lines
from commscore.report.letters.sheet import NO_PROBLEM, NOTHING_ASKED, Sheet, sheet
from commscore.types import LetterReport
from commscore.ui.letters import controls, record, reply
from commscore.ui.letters.desk import ChangedError, Row, Status, desk
from commscore.ui.letters.filters import matching, ordered
from commscore.ui.pieces import asset, colours, put, rendered

QUERY, OPEN, SAID = "letter", "letter-open", "letter-said"


def want(id: UUID | None) -> None:
    """Open this letter, or go back to the queue; the address names it, so that a refresh finds it again."""
    import streamlit as st

    st.session_state.pop(OPEN, None)
    st.session_state.pop(SAID, None)
    reply.forget()
    if id is None:
        st.query_params.pop(QUERY, None)
    else:
        st.query_params[QUERY] = str(id)


def show() -> None:
    """Show the letter that the address names."""
    import streamlit as st

    st.button("Back to the queue", icon=":material/arrow_back:", on_click=want, args=(None,))
    try:
        row, report = _opened(UUID(st.query_params[QUERY]))
    except (StoreError, ValueError):
        text = "It may have gone by itself, as its time was over, or somebody removed it."
        put("notice.html.j2", title="This letter is not in the queue", texts=(text,))
        return
    shown = sheet(lines([report])[0], date.today())
    if said := st.session_state.pop(SAID, None):
        put("notice.html.j2", title="Nothing was changed", texts=(str(said),))
    head, actions = st.columns([3, 2], vertical_alignment="bottom")
    with head:
        put("letter_head.html.j2", s=shown, line=shown.line)
    with actions.container(horizontal=True, horizontal_alignment="right", vertical_alignment="bottom"):
        _status(row)
        _next(row)
    whole, answer, notes = st.tabs(["The letter", "Check a draft reply", "Notes, and who did what"])
    with whole:
        _body(row, report, shown)
    with answer:
        reply.show(row.id, report)
    with notes:
        record.show(row)


def changed(row: Row, change: Callable[[], int]) -> bool:
    """Change a letter, and return whether it was; where somebody else did so in between, the page says so."""
    import streamlit as st

    try:
        change()
    except ChangedError:
        st.session_state[SAID] = (
            "Somebody else changed this letter while you had it open. Here it is as it is now: "
            "look at it, and do it once more if it is still right."
        )
        return False
    except StoreError as problem:
        st.session_state[SAID] = str(problem)
        return False
    return True


def html(report: LetterReport, shown: Sheet, ticks: frozenset[str]) -> str:
    """Return the letter and what was found in it as HTML, everything escaped."""
    from markupsafe import Markup

    return rendered(
        "letter.html.j2",
        s=shown,
        text=Markup(marked_html(report)),  # noqa: S704 - escaped there
        legend={about or "patient": title for about, title in LEGEND.items()},
        ticks=ticks,
        nothing_asked=NOTHING_ASKED,
        no_problem=NO_PROBLEM,
    )


def _opened(id: UUID) -> tuple[Row, LetterReport]:
    """Return a letter as it is now; its report is opened once, and does not change."""
    import streamlit as st

    row = next((row for row in desk().rows() if row.id == id), None)
    if row is None:
        raise StoreError("no such letter")
    held = st.session_state.get(OPEN)
    if not isinstance(held, tuple) or held[0] != id:
        held = st.session_state[OPEN] = (id, desk().open(id))
    return row, cast("LetterReport", held[1])


def _body(row: Row, report: LetterReport, shown: Sheet) -> None:
    import streamlit as st

    css = "\n".join((colours(SHADES, ".cs-"), asset("transcript.css"), asset("letter.css")))
    mount = st.components.v2.component(
        "commscore_letter", html='<div class="cs"></div>', css=css, js=asset("letter.js")
    )
    mount(
        data={"html": html(report, shown, desk().ticks(row.id)), "version": row.version},
        key="letter",
        on_tick_change=lambda: _ticked(row, st.session_state["letter"].get("tick")),
    )


def _ticked(row: Row, said: Mapping[str, object] | None) -> None:
    """Note that something was answered, or was not after all."""
    if said is not None:
        what, done = str(said["what"]), bool(said["done"])
        changed(row, lambda: desk().tick(row.id, what, done, row.version))


def _status(row: Row) -> None:
    """Let a person say how far the letter has come; nothing else ever does."""
    import streamlit as st

    key = f"status-{row.id}-{row.version}"  # a new box once it was changed, by whomever

    def said() -> None:
        status = Status(st.session_state[key])
        changed(row, lambda: desk().set_status(row.id, status, row.version))

    choices = list(Status)
    st.selectbox(
        "Status",
        choices,
        index=choices.index(row.status),
        key=key,
        format_func=lambda status: f"{status[:1].upper()}{status[1:]}",
        on_change=said,
        width=200,
    )


def _next(row: Row) -> None:
    """Offer the letter that stands below this one in the queue as the visitor sees it."""
    import streamlit as st

    seen = [each.id for each in matching(ordered(desk().rows()), controls.wanted(), date.today())]
    place = seen.index(row.id) + 1 if row.id in seen else 0
    if place < len(seen):
        st.button("Next letter", icon=":material/arrow_forward:", on_click=want, args=(seen[place],))
