"""One letter: its text with the codes marked, what a reply must answer, and what people did and said."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import cast
from uuid import UUID

from commscore.errors import StoreError
from commscore.report.letters.marked import LEGEND, SHADES, marked_html
from commscore.report.letters.queue import lines
from commscore.report.letters.sheet import NO_PROBLEM, NOTHING_ASKED, Sheet, sheet
from commscore.report.letters.wording import day
from commscore.report.quote import short
from commscore.store.items import Kept
from commscore.types import Kind, LetterReport
from commscore.ui.kept import store
from commscore.ui.letters import record, reply
from commscore.ui.letters.desk import attempt
from commscore.ui.letters.same import MOST, matters
from commscore.ui.pieces import asset, colours, plain, put, rendered
from commscore.work import Status

ONLY_YOU = "Only a person sets it. Nothing that is ticked, checked or due ever does."
TABS = ("The letter", "Check a draft reply", "Notes, and who did what")
QUERY, OPEN, SEEN, TIED = "letter", "letter-open", "letters-seen", "letter-tied"


def want(id: UUID | None) -> None:
    """Open this letter, or go back to the queue; the address names it, so that a refresh finds it again."""
    import streamlit as st

    st.session_state.pop(OPEN, None)
    st.session_state.pop(TIED, None)
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
        kept, report = _opened(UUID(st.query_params[QUERY]))
    except (StoreError, ValueError):
        text = "It may have gone by itself, as its time was over, or somebody removed it."
        put("notice.html.j2", title="This letter is not in the queue", texts=(text,))
        return
    shown = sheet(lines([report])[0], date.today())
    head, actions = st.columns([3, 2], vertical_alignment="bottom")
    with head:
        until = day(kept.until) if kept.until else ""
        put("letter_head.html.j2", s=shown, until=until, step=record.last(kept))
    with actions.container(horizontal=True, horizontal_alignment="right", vertical_alignment="bottom"):
        _status(kept)
        _next(kept)
    _same(kept)
    ticks = store().ticks(kept.id)
    # the server knows which is open: one chosen while a tick was on its way fell back to the first
    whole, answer, notes = st.tabs(TABS, key=f"tabs-{kept.id}", on_change="rerun")
    with whole:
        _body(kept, report, shown, ticks)
    with answer:
        reply.show(kept, report, ticks)
    with notes:
        record.show(kept)


def seen(ids: Iterable[UUID]) -> None:
    """Note the queue as the visitor sees it, so that the next letter is the one below."""
    import streamlit as st

    st.session_state[SEEN] = tuple(ids)


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


def _opened(id: UUID) -> tuple[Kept, LetterReport]:
    """Return how a letter is kept now, and its report, which is opened once and does not change."""
    import streamlit as st

    kept, held = store().one(id), st.session_state.get(OPEN)
    if kept.kind is not Kind.LETTER:
        raise StoreError(f"{id} is no letter")
    if not isinstance(held, tuple) or held[0] != id:
        held = st.session_state[OPEN] = (id, store().open(id))
    return kept, cast("LetterReport", held[1])


def _body(kept: Kept, report: LetterReport, shown: Sheet, ticks: frozenset[str]) -> None:
    import streamlit as st

    css = "\n".join((colours(SHADES, ".cs-"), asset("transcript.css"), asset("letter.css")))
    mount = st.components.v2.component(
        "commscore_letter", html='<div class="cs"></div>', css=css, js=asset("letter.js")
    )
    mount(
        data={
            "html": html(report, shown, ticks),
            "version": kept.version,
            "id": str(kept.id),
        },
        key="letter",
        on_tick_change=lambda: _ticked(kept, st.session_state["letter"].get("tick")),
    )


def _ticked(kept: Kept, said: Mapping[str, object] | None) -> None:
    """Note that something was answered, or was not after all."""
    if said is not None:
        what, done = str(said["what"]), bool(said["done"])
        attempt(lambda: store().tick(kept.id, what, done, kept.version))


def _same(kept: Kept) -> None:
    """Name the other letters that may be of the same matter, each one click away."""
    import streamlit as st

    held = st.session_state.get(TIED)
    if not isinstance(held, tuple) or held[0] != kept.id:  # all rows are read for it: once a letter
        held = st.session_state[TIED] = (kept.id, matters(store().rows()).get(kept.id))
    if (matter := held[1]) is None:
        return
    others = matter.others(kept.id)
    more = f"; {len(others) - MOST:,} more stand in the queue" if len(others) > MOST else ""
    with st.container(horizontal=True, vertical_alignment="center", key="same"):
        told = f"May be of the same matter ({matter.why}{more}):"
        st.html(rendered("count.html.j2", text=told), width="content")
        for row in others[:MOST]:
            st.button(
                plain(short(row.name, 40)),
                key=f"same-{row.id}",
                type="tertiary",
                on_click=want,
                args=(row.id,),
            )


def _status(kept: Kept) -> None:
    """Let a person say how far the letter has come; nothing else ever does."""
    import streamlit as st

    key = f"status-{kept.id}-{kept.version}"  # a new box once it was changed, by whomever

    def said() -> None:
        status = Status(st.session_state[key])
        attempt(lambda: store().set_status(kept.id, status, kept.version))

    choices = list(Status)
    st.selectbox(
        "Status",
        choices,
        index=choices.index(kept.status),
        key=key,
        format_func=lambda status: f"{status[:1].upper()}{status[1:]}",
        on_change=said,
        help=ONLY_YOU,
    )


def _next(kept: Kept) -> None:
    """Offer the letter that stands below this one in the queue as the visitor saw it."""
    import streamlit as st

    below: tuple[UUID, ...] = st.session_state.get(SEEN, ())
    place = below.index(kept.id) + 1 if kept.id in below else len(below)
    if place < len(below):
        st.button("Next letter", icon=":material/arrow_forward:", on_click=want, args=(below[place],))
