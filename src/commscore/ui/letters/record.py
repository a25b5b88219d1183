"""What people said of a letter and did with it: notes, and who changed what and when."""

from commscore.report.letters.wording import when
from commscore.report.quote import visible
from commscore.store.items import Kept
from commscore.ui.kept import store
from commscore.ui.letters.desk import attempt
from commscore.ui.pieces import put

LONGEST = 4000  # characters of a note


def show(kept: Kept) -> None:
    """Show the notes and the steps, the newest first, and let a person write a note."""
    import streamlit as st

    key = f"note-{kept.id}"

    def said() -> None:
        text = str(st.session_state.get(key) or "").strip()
        if text and attempt(lambda: store().note(kept.id, text, kept.version)):
            st.session_state[key] = ""

    st.text_area("A note for your team", key=key, max_chars=LONGEST, height=100)
    st.button("Add the note", on_click=said)
    put("record.html.j2", rows=entries(kept), acts=acts(kept))


def entries(kept: Kept) -> list[dict[str, str]]:
    """Return the notes and the steps, the newest first: by whom, when and what."""
    notes = [(n.at, n.author, "wrote a note", visible(n.text)) for n in store().notes(kept.id)]
    steps = [(s.at, s.author, f"set the status to “{s.status}”", "") for s in store().history(kept.id)]
    told = sorted((*notes, *steps), key=lambda each: each[0], reverse=True)
    return [
        {"who": visible(who), "what": what, "when": when(at), "text": text} for at, who, what, text in told
    ]


def last(kept: Kept) -> str:
    """Return who set the status that it has, and when; "" while it is new."""
    steps = store().history(kept.id)
    return f"{steps[-1].status}, set by {visible(steps[-1].author)}, {when(steps[-1].at)}" if steps else ""


def acts(kept: Kept) -> list[tuple[str, str, str]]:
    """Return everything that was done with a letter, the newest first: who, what, when."""
    return [(visible(act.who), str(act.action), when(act.at)) for act in store().audit(kept.id)]
