"""The queue: letters in order of priority, fifty at a time, with filters that say what they leave out."""

from collections.abc import Sequence
from datetime import date
from typing import cast
from uuid import UUID

from commscore.report.letters import wording
from commscore.report.letters.marked import SHADES
from commscore.report.letters.queue import gravest_first, line
from commscore.report.quote import short
from commscore.store.queue import Row
from commscore.types import Problem
from commscore.ui.letters import controls, export, going, letter, start
from commscore.ui.letters.desk import until
from commscore.ui.letters.filters import Filter, left_out, matching, ordered, running
from commscore.ui.pieces import asset, colours, put, rendered

PAGE = "queue-page"
LINES = 50  # letters a page
MOST_DUE = 2


def show(rows: Sequence[Row]) -> None:
    """Show the queue of these letters."""
    import streamlit as st

    today = date.today()
    wanted = controls.wanted()
    every = ordered(rows)
    shown = matching(every, wanted, today)
    head, actions = st.columns([3, 2], vertical_alignment="bottom")
    with head:
        put("queue_head.html.j2", total=len(rows), counts=left_out(every, ()), until=until())
    with actions.container(horizontal=True, horizontal_alignment="right"):
        st.button("Add letters", icon=":material/add:", on_click=start.want, args=(True,))
        export.show([row.id for row in shown], [row.id for row in every])
    _went()
    controls.show(every)
    if len(shown) < len(every):
        said = (
            f"Shown: {len(shown):,} of {len(every):,}. Left out by what you chose: {left_out(every, shown)}."
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            put("notice.html.j2", title=said, texts=())
            st.button("Show all", on_click=controls.want, args=(Filter(),))
    letter.seen(row.id for row in shown)
    page = _page(len(shown))
    _table(shown[page * LINES : (page + 1) * LINES], page * LINES, today)
    _pages(page, len(shown))


def html(rows: Sequence[Row], first: int, today: date) -> str:
    """Return the lines of the queue as HTML, everything escaped; `first` is how many stand before them."""
    lines = [_line(row, number, today) for number, row in enumerate(rows, first + 1)]
    return rendered("queue.html.j2", lines=lines)


def _line(row: Row, number: int, today: date) -> dict[str, object]:
    """Return what is shown of a letter; its id is the store's own, never a person's words."""
    found = line(row.brief, number, today)
    due = [f"{wording.clock(name)}: {wording.days((by - today).days)}" for name, by in running(row)]
    return {
        "id": str(row.id),
        "line": found,
        "level": found.level if found.level in {"urgent", "high"} else "standard",
        "problems": [_problem(problem) for problem in gravest_first(row.brief)],
        "due": due[:MOST_DUE],
        "received": wording.day(row.received) if row.received else "",
        "status": row.status,
    }


def _problem(found: Problem) -> tuple[str, str]:
    """Return a problem as a queue shows it, and what its colour stands for."""
    maybe = "" if found.certain else f" ({wording.MAYBE})"
    title = short(f"{wording.category(found.category)} {wording.severity(found)}{maybe}")
    return title, wording.domain(found.category) or "patient"


def _table(rows: Sequence[Row], first: int, today: date) -> None:
    import streamlit as st

    if not rows:
        put("notice.html.j2", title="No letter is like that", texts=("Choose fewer things, or show all.",))
        return
    css = "\n".join((colours(SHADES, ".cs-"), asset("transcript.css"), asset("queue.css")))
    mount = st.components.v2.component(
        "commscore_queue", html='<div class="cs"></div>', css=css, js=asset("queue.js")
    )
    mount(
        data={"html": html(rows, first, today)},
        key="queue",
        on_chosen_change=lambda: _chosen(st.session_state["queue"].get("chosen")),
    )


def _chosen(said: object) -> None:
    if said is not None:
        letter.want(UUID(cast("str", said)))


def _page(total: int) -> int:
    """Return the page that is shown, from 0; never one behind the last."""
    import streamlit as st

    return max(0, min(int(st.session_state.get(PAGE, 0)), (total - 1) // LINES))


def turn(page: int) -> None:
    """Go to this page, from 0."""
    import streamlit as st

    st.session_state[PAGE] = page


def _pages(page: int, total: int) -> None:
    """Show which letters these are, and the way to the others."""
    import streamlit as st

    if total <= LINES:
        return
    last = (total - 1) // LINES
    with st.container(horizontal=True, vertical_alignment="center", key="pages"):
        st.button("First", on_click=turn, args=(0,), disabled=page == 0)
        st.button("Earlier", on_click=turn, args=(page - 1,), disabled=page == 0)
        told = f"{page * LINES + 1:,} to {min(total, (page + 1) * LINES):,} of {total:,}"
        put("count.html.j2", text=told)
        st.button("Later", on_click=turn, args=(page + 1,), disabled=page == last)
        st.button("Last", on_click=turn, args=(last,), disabled=page == last)


def _went() -> None:
    """Say what became of the letters that were opened last, until it is put away."""
    import streamlit as st

    found = going.went()
    if found == going.Went():
        return
    one = "1 letter is" if found.through == 1 else f"{found.through:,} letters are"
    day = until()
    kept = f" They are kept until {day}." if day else " They are kept until somebody removes them."
    stopped = [f"You stopped: {found.stopped:,} more were put away and are kept nowhere."] * bool(
        found.stopped
    )
    unread = ["Could not be read:", *found.problems] if found.problems else []
    title = f"{one} in the queue now.{kept if found.through else ''}"
    with st.container(horizontal=True, vertical_alignment="center"):
        put("notice.html.j2", title=title, texts=(*stopped, *unread))
        st.button("Put this away", on_click=going.forget)
