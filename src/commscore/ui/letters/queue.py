"""The queue: letters in order of priority, fifty at a time, with filters that say what they leave out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import cast
from uuid import UUID

from commscore.report.letters import wording
from commscore.report.letters.marked import SHADES
from commscore.report.letters.queue import gravest_first, line
from commscore.report.quote import short
from commscore.store.queue import Row
from commscore.types import Problem
from commscore.ui.kept import store
from commscore.ui.letters import controls, export, going, letter, start
from commscore.ui.letters.desk import until
from commscore.ui.letters.filters import Filter, left_out, matching, ordered, running, searched
from commscore.ui.letters.same import MOST, Matter, matters
from commscore.ui.pieces import asset, colours, put, rendered

PAGE = "queue-page"
LINES = 25  # letters a page
MOST_DUE = 2
A_FEW = 5  # reasons why something could not be read, that stand there at once


def show(rows: Sequence[Row], busy: bool = False) -> None:
    """Show the queue of these letters; `busy` while more are on their way to it."""
    import streamlit as st

    today = date.today()
    wanted = controls.wanted()
    every = ordered(rows, wanted.order)
    same = matters(every)
    words = searched(wanted.words)
    told = store().find(words) if words else ()
    shown = matching(every, wanted, today, told)
    if wanted.matter:
        together = {row.id for row in rows if str(row.id) == wanted.matter}
        together |= {row.id for id in together if id in same for row in same[id].rows}
        shown = tuple(row for row in shown if row.id in together)
    head, actions = st.columns([3, 2], vertical_alignment="bottom")
    with head:
        counts = left_out(every, ())
        put("queue_head.html.j2", total=len(rows), counts=counts, order=wanted.order, until=until())
    with actions.container(horizontal=True, horizontal_alignment="right"):
        st.button("Add letters", icon=":material/add:", on_click=start.want, args=(True,), disabled=busy)
        export.show([row.id for row in shown], [row.id for row in every])
    _went()
    controls.show(every)
    if len(shown) < len(every):
        which = ", those of the same matter" if wanted.matter else ""
        said = (
            f"Shown: {len(shown):,} of {len(every):,}{which}. "
            f"Left out by what you chose: {left_out(every, shown)}."
        )
        with st.container(horizontal=True, vertical_alignment="center"):
            put("notice.html.j2", title=said, texts=())
            st.button("Show all", on_click=controls.want, args=(Filter(order=wanted.order),))
    letter.seen(row.id for row in shown)
    page = _page(len(shown))
    _table(shown[page * LINES : (page + 1) * LINES], page * LINES, today, same)
    _pages(page, len(shown))


def html(
    rows: Sequence[Row],
    first: int,
    today: date,
    texts: Mapping[UUID, str] = MappingProxyType({}),
    same: Mapping[UUID, Matter] = MappingProxyType({}),
) -> str:
    """Return the lines of the queue as HTML, everything escaped; `first` is how many stand before them.

    From the `texts` come the words that a reason stands on, from `same` the others of the same matter.
    """
    lines = [
        _line(row, number, today, texts.get(row.id, "")) | _same(row, same.get(row.id))
        for number, row in enumerate(rows, first + 1)
    ]
    return rendered("queue.html.j2", lines=lines)


def _same(row: Row, matter: Matter | None) -> dict[str, object]:
    """Return which others may be of the same matter, the first few by name."""
    others = matter.others(row.id) if matter else ()
    return {
        "same": [(str(other.id), short(other.name, 40)) for other in others[:MOST]],
        "more": max(0, len(others) - MOST),
        "why": matter.why if matter else "",
    }


def _line(row: Row, number: int, today: date, text: str) -> dict[str, object]:
    """Return what is shown of a letter; its id is the store's own, never a person's words."""
    brief = replace(row.brief, letter=replace(row.brief.letter, text=text))
    found = line(brief, number, today)
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


def _table(rows: Sequence[Row], first: int, today: date, same: Mapping[UUID, Matter]) -> None:
    import streamlit as st

    if not rows:
        put("notice.html.j2", title="No letter is like that", texts=("Choose fewer things, or show all.",))
        return
    css = "\n".join((colours(SHADES, ".cs-"), asset("transcript.css"), asset("queue.css")))
    mount = st.components.v2.component(
        "commscore_queue", html='<div class="cs"></div>', css=css, js=asset("queue.js")
    )
    texts = store().texts([row.id for row in rows])
    mount(
        data={"html": html(rows, first, today, texts, same)},
        key="queue",
        on_chosen_change=lambda: _chosen(st.session_state["queue"].get("chosen")),
        on_together_change=lambda: _together(st.session_state["queue"].get("together")),
    )


def _chosen(said: object) -> None:
    if said is not None:
        letter.want(UUID(cast("str", said)))


def _together(said: object) -> None:
    """Show the letters of one matter beside each other, whatever was chosen before."""
    if said is not None:
        controls.want(Filter(matter=str(said), order=controls.wanted().order))


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
    unread = ["Could not be read:", *found.problems] if 0 < len(found.problems) <= A_FEW else []
    title = f"{one} in the queue now.{kept if found.through else ''}"
    with st.container(horizontal=True, vertical_alignment="center"):
        put("notice.html.j2", title=title, texts=(*stopped, *unread))
        st.button("Put this away", on_click=going.forget)
    if len(found.problems) > A_FEW:
        with st.expander(f"{len(found.problems):,} could not be read: which, and why"):
            put("list.html.j2", texts=found.problems)
