"""What people said of a letter and did with it: notes, and who changed what and when."""

from datetime import datetime

from commscore.report.letters.wording import day
from commscore.report.quote import visible
from commscore.ui.letters import letter
from commscore.ui.letters.desk import Row, desk
from commscore.ui.pieces import put

LONGEST = 4000  # characters of a note


def show(row: Row) -> None:
    """Show the notes and the steps, the newest first, and let a person write a note."""
    import streamlit as st

    key = f"note-{row.id}"

    def said() -> None:
        text = str(st.session_state.get(key) or "").strip()
        if text and letter.changed(row, lambda: desk().note(row.id, text, row.version)):
            st.session_state[key] = ""

    st.text_area("A note for your team", key=key, max_chars=LONGEST, height=100)
    st.button("Add the note", on_click=said)
    put("record.html.j2", rows=entries(row))


def entries(row: Row) -> list[dict[str, str]]:
    """Return what was said and done, the newest first: by whom, when and what."""
    notes = [(note.at, note.author, "wrote a note", visible(note.text)) for note in desk().notes(row.id)]
    steps = [
        (step.at, step.author, f"set the status to “{step.status}”", "") for step in desk().history(row.id)
    ]
    told = sorted((*notes, *steps), key=lambda each: each[0], reverse=True)
    return [
        {"who": visible(who), "what": what, "when": when(at), "text": text} for at, who, what, text in told
    ]


def when(at: datetime) -> str:
    """Return a time as people write it, by this machine's clock."""
    here = at.astimezone()
    return f"{day(here.date())}, {here:%H:%M}"
