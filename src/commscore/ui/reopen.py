"""Consultations that are kept: found again, and opened where somebody left off."""

from collections.abc import Sequence
from uuid import UUID

from commscore.errors import StoreError
from commscore.privacy.deidentify import Deidentified
from commscore.report.letters.wording import day
from commscore.report.quote import visible
from commscore.store.items import Kept
from commscore.types import Kind, Privacy, Report
from commscore.ui import keeping, session
from commscore.ui.kept import store
from commscore.ui.pieces import put

EVERYBODY, NOBODY = "Everybody’s", "Nobody’s yet"
PAGE = 8  # consultations at a time
ABOUT = "Go on where you, or somebody of your team, left off."


def show() -> None:
    """Show the consultations that are kept, newest first; nothing where none are."""
    import streamlit as st

    try:
        found = store().kept(Kind.CONSULTATION)
    except StoreError as problem:
        put("notice.html.j2", title="What is kept cannot be opened", texts=(str(problem),))
        return
    if said := st.session_state.pop(keeping.SAID, ""):
        put("notice.html.j2", title="Not opened", texts=(said,))
    if not found:
        return
    put("heading.html.j2", title="Kept consultations", text=ABOUT)
    learners = sorted({each.learner for each in found if each.learner})
    choices = [EVERYBODY, *learners, NOBODY]
    whose = (
        st.selectbox("Whose", choices, format_func=visible, key="whose", width=300) if learners else EVERYBODY
    )
    rows([each for each in reversed(found) if whose in {EVERYBODY, each.learner or NOBODY}])


def rows(found: Sequence[Kept]) -> bool:
    """Show these, some at a time, each with a way to open it; tell whether one was opened just now."""
    import streamlit as st

    said = store().counts()
    shown = int(st.session_state.setdefault("kept-shown", PAGE))
    opened = False
    with st.container(key="kept", gap="small"):
        for number, each in enumerate(found[:shown], 1):
            count, authors = said.get(each.id, (0, ()))
            with st.container(horizontal=True, vertical_alignment="center"):
                put(
                    "kept.html.j2",
                    number=number,
                    kept=each,
                    name=visible(each.name),
                    facts=facts(each, count, authors),
                )
                opened |= st.button(
                    f"Open {number}", key=f"open-{each.id}", on_click=opening, args=(each.id,)
                )
        if len(found) > shown:
            left = len(found) - shown
            st.button(f"Show more ({left:,} left)", key="kept-more", on_click=_more, args=(shown + PAGE,))
    return opened


def facts(kept: Kept, count: int = 0, authors: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what is to be said of a consultation that is kept, in a few words each."""
    corrections = f"{count} correction{'' if count == 1 else 's'} by {', '.join(map(visible, authors))}"
    return (
        f"learner: {visible(kept.learner)}" if kept.learner else "no learner named",
        f"kept on {day(kept.at.date())} by {visible(kept.by)}",
        corrections if count else "no corrections yet",
        f"is removed on {day(kept.until)}" if kept.until else "stays until somebody removes it",
    )


def opening(id: UUID) -> None:
    """Open a consultation that is kept beside what is open; the page says why where it cannot be."""
    keeping.tried(lambda: _open(id))


def _open(id: UUID) -> None:
    held = (n for n in range(len(session.opened().documents)) if (seen := session.seen(n)) and seen.id == id)
    number = next(held, None)
    if number is None:
        report = store().open(id)
        if not isinstance(report, Report):
            raise StoreError("what is kept under this number is no consultation; open it where letters are")
        mode = Privacy(report.provenance.privacy.partition(":")[0].partition(";")[0])
        number = session.add(Deidentified(report.document, mode), report)
        session.see(number, session.Seen(id, 0))
        keeping.look(number)
    session.choose(number)


def _more(count: int) -> None:
    import streamlit as st

    st.session_state["kept-shown"] = count
