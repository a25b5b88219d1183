"""What a person chooses to see of the queue: the boxes, and views that are saved under a name."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from commscore.codebook.letters import categories, flags, letter
from commscore.report.letters import wording
from commscore.store.queue import Row
from commscore.ui.kept import store
from commscore.ui.letters.desk import attempt
from commscore.ui.letters.filters import ANY, DUE, ORDERS, PRIORITY, WORDS, Filter, opened
from commscore.ui.pieces import plain
from commscore.work import Status

WANTED = "queue-wanted"
LABELS: Final = {"levels": "Priority", "statuses": "Status", "categories": "About", "flags": "Flag"}
BOXES: Final = (*LABELS, *WORDS)
LONGEST_NAME: Final = 60  # characters of a view's name
LONGEST_SEARCH: Final = 100  # characters


def wanted() -> Filter:
    """Return what the visitor wants to see: everything, before anything was chosen."""
    import streamlit as st

    found = st.session_state.get(WANTED)
    return found if isinstance(found, Filter) else Filter()


def want(chosen: Filter) -> None:
    """Show this, from its first page, and set the boxes to it."""
    import streamlit as st

    st.session_state[WANTED] = chosen
    st.session_state["queue-page"] = 0
    for name in BOXES:
        st.session_state.pop(_key(name), None)


def show(rows: Sequence[Row]) -> None:
    """Show the boxes; each choice says how many of all letters it would show."""
    import streamlit as st

    now = wanted()
    search, order, view = st.columns([3, 1, 1], vertical_alignment="bottom")
    with search:
        _set("words", now.words)
        st.text_input(
            "Search in the letters, their names and what they are about",
            key=_key("words"),
            on_change=_chosen,
            icon=":material/search:",
            max_chars=LONGEST_SEARCH,
        )
    with order:
        _one("order", "In order of", now.order, ORDERS)
    with view:
        _views(now)
    with st.container(key="boxes"):
        level, status, about, flag, due = st.columns(5)
    with level:
        levels = Counter(row.level for row in rows)
        _box("levels", now.levels, letter().priority.levels, wording.readable, levels)
    with status:
        _box("statuses", now.statuses, tuple(Status), _sentence, Counter(r.status for r in rows))
    with about:
        counts = Counter(name for row in rows for name in set(row.categories))
        _box("categories", now.categories, tuple(categories()), wording.category, counts)
    with flag:
        counts = Counter(name for row in rows for name in set(row.flags))
        _box("flags", now.flags, tuple(flags()), wording.flag, counts)
    with due:
        _one("due", "Due", now.due, DUE)


def _key(name: str) -> str:
    return f"queue-{name}"


def _set(name: str, value: object) -> None:
    """Give a box its value where Streamlit has forgotten it: boxes that were not shown for a while."""
    import streamlit as st

    st.session_state.setdefault(_key(name), value)


def _one(name: str, label: str, chosen: str, known: Mapping[str, str]) -> None:
    """Show a box of which one is chosen."""
    import streamlit as st

    _set(name, chosen if chosen in known else next(iter(known)))
    st.selectbox(label, list(known), key=_key(name), format_func=lambda each: known[each], on_change=_chosen)


def _box(
    name: str, chosen: Sequence[str], known: Sequence[str], title: Callable[[str], str], counts: Counter[str]
) -> None:
    import streamlit as st

    options = [*known, *(each for each in counts if each not in known)]
    _set(name, [each for each in chosen if each in options])
    st.multiselect(
        LABELS[name],
        options,
        key=_key(name),
        format_func=lambda each: f"{title(each)} ({counts[each]:,})",
        placeholder="All",
        on_change=_chosen,
    )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _chosen() -> None:
    """Take what stands in the boxes."""
    import streamlit as st

    state, before = st.session_state, wanted()
    lists = {name: tuple(map(str, state.get(_key(name)) or ())) for name in LABELS}
    st.session_state[WANTED] = Filter(
        **lists,
        due=str(state.get(_key("due"), before.due) or ANY),
        words=str(state.get(_key("words"), before.words) or ""),
        order=str(state.get(_key("order"), before.order) or PRIORITY),
        matter=before.matter,
    )
    st.session_state["queue-page"] = 0


def _views(now: Filter) -> None:
    """Let the visitor open a view, save what is chosen as one, or drop one."""
    import streamlit as st

    saved = store().views()
    with st.popover("Saved views", icon=":material/bookmark:", width="stretch"):
        if not saved:
            st.caption("Choose what you want to see, give it a name, and it is one click away from then on.")
        for number, (name, view) in enumerate(saved.items()):
            with st.container(horizontal=True):
                st.button(
                    plain(name), key=f"view-{number}", on_click=want, args=(opened(view),), width="stretch"
                )
                st.button(
                    "Remove",
                    key=f"drop-{number}",
                    on_click=_drop,
                    args=(name,),
                )
        with st.form("view", border=False, clear_on_submit=True):
            st.text_input("Name of what you see now", key="view-name", max_chars=LONGEST_NAME)
            st.form_submit_button("Save it", on_click=_save, args=(now,))


def _save(now: Filter) -> None:
    import streamlit as st

    name = " ".join(str(st.session_state.get("view-name") or "").split())
    if name:
        attempt(lambda: store().save_view(name, now.saved()))


def _drop(name: str) -> None:
    attempt(lambda: store().drop_view(name))
