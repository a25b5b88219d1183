"""The first page of letters: what the queue is, and the ways in."""

from datetime import date
from pathlib import Path

from commscore.types import Kind
from commscore.ui import firstpage, waiting
from commscore.ui.kept import store
from commscore.ui.letters.batch import About
from commscore.ui.letters.desk import until
from commscore.ui.letters.going import ABOUT
from commscore.ui.pieces import put

ADDING = "adding"
SAMPLES = {
    "bereaved-daughter": "A daughter whose mother died",
    "furious-email": "A furious e-mail",
    "no-reply-ombudsman": "No reply, and off to the Ombudsman",
    "praise-and-complaint": "Praise and complaint in one",
    "web-form-no-medicine": "A web form: no medicine",
    "mild-parking": "A mild word about parking",
}
FORMATS = {
    ".txt": "plain text", ".docx": "Word", ".pdf": "PDF", ".rtf": "RTF", ".html": "web page",
    ".htm": "web page", ".eml": "e-mail", ".msg": "e-mail", ".csv": "CSV", ".xlsx": "Excel", ".json": "JSON",
    ".jsonl": "JSON lines", ".zip": "zip",
}  # fmt: skip
READS = (
    "One letter a file: plain text, Word, PDF, RTF, a web page or an e-mail (.eml, .msg). One letter a row: "
    "CSV, Excel or JSON lines. A zip of any of these."
)
NOTICE = (
    "Names come out first",
    "commscore looks for names, numbers and addresses and shows you what it found before it reads a letter. "
    "It cannot find them all. Take out what you can before you open a letter here.",
)


def wanted() -> bool:
    """Tell whether the visitor asked to add letters."""
    import streamlit as st

    return bool(st.session_state.get(ADDING))


def want(adding: bool) -> None:
    """Show the way in, or go back to the queue."""
    import streamlit as st

    st.session_state[ADDING] = adding


def show() -> None:
    """Show the way in."""
    import streamlit as st

    if store().rows():
        st.button("Back to the queue", icon=":material/arrow_back:", on_click=want, args=(False,))
    put("letters_home.html.j2", until=until())
    firstpage.show(PAGE)


def samples() -> list[Path]:
    """Return the files of the sample letters, those that we introduce first and in that order."""
    return firstpage.samples(PAGE)


def _about() -> None:
    """Let the visitor say what the clocks need: where, and the day the letters came."""
    import streamlit as st

    from commscore.codebook.triage import clocks

    nations = {place.name: place.title for place in clocks().nation}
    where, when = st.columns(2)
    where.selectbox(
        "Whose time limits count", list(nations), key="nation", format_func=lambda name: nations[name]
    )
    when.date_input(
        "The day they came",
        value=None,
        max_value="today",
        format="DD/MM/YYYY",
        key="received",
        help="For all that you open now. Leave it empty to take the day that an e-mail or a row tells.",
    )


def _hold(found: waiting.Waiting) -> None:
    """Let these wait, and note what was said of them: the boxes are gone on the next page."""
    import streamlit as st

    day = st.session_state.get("received")
    nation = str(st.session_state.get("nation") or About().nation)
    st.session_state[ABOUT] = About(nation, day if isinstance(day, date) else None)
    waiting.hold(found)
    want(not found.drafts)


PAGE = firstpage.FirstPage(
    kind=Kind.LETTER,
    folder="letters",
    titles=SAMPLES,
    formats=FORMATS,
    notice=NOTICE,
    upload="upload-letters",
    upload_label="One file or many",
    reads=READS,
    paste="pasted-letter",
    paste_label="One letter",
    example="Dear Sir or Madam,\n\nI waited four hours and nobody told me why.",
    hold=_hold,
    every="All {}, to see a queue",
    before=_about,
)
