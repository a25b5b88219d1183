"""The way in for letters: what the queue is, the samples one click away, an upload and a paste."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from commscore.settings import settings
from commscore.types import Kind
from commscore.ui import waiting
from commscore.ui.home import title
from commscore.ui.kept import store
from commscore.ui.letters.batch import About
from commscore.ui.letters.desk import until
from commscore.ui.letters.going import ABOUT
from commscore.ui.pieces import put
from commscore.ui.quiet import let_go

ADDING = "adding"
SAMPLES = {
    "bereaved-daughter": "A daughter whose mother died",
    "furious-email": "A furious e-mail",
    "no-reply-ombudsman": "No reply, and off to the Ombudsman",
    "praise-and-complaint": "Praise and complaint in one",
    "web-form-no-medicine": "A web form: no medicine",
    "mild-parking": "A mild word about parking",
}
READS = (
    "Plain text, Word, PDF, RTF or a web page, a letter a file; e-mails (.eml, .msg); CSV, Excel or JSON "
    "lines with a letter a row; a zip of any of these."
)
EXAMPLE = "Dear Sir or Madam,\n\nI waited four hours and nobody told me why."


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
    waits = waiting.of(Kind.LETTER)
    if waits.problems:
        put("notice.html.j2", title="Could not be read", texts=waits.problems)
    left, right = st.columns(2, gap="large")
    with left:
        _samples()
    with right:
        _own()


def samples() -> list[Path]:
    """Return the files of the sample letters, those that we introduce first and in that order."""
    folder = settings().samples / "letters"
    order = {name: place for place, name in enumerate(SAMPLES)}
    found = (path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else ()
    return sorted(found, key=lambda p: (order.get(p.stem, len(order)), p.name))


def _samples() -> None:
    import streamlit as st

    put("heading.html.j2", title="Try a sample", text="Invented; each opens as your own would.")
    found = samples()
    if not found:
        st.caption("No samples are installed.")
        return
    with st.container(key="samples", gap="small"):
        label = f"All {len(found)}, to see a queue"
        st.button(label, key="every-sample", type="primary", on_click=_open, args=(found,), width="stretch")
        for path in found:
            named = SAMPLES.get(path.stem) or title(path)
            label = f"{named} :small[({path.suffix.lstrip('.')})]"
            st.button(label, key=path.name, on_click=_open, args=([path],), width="stretch")


def _open(paths: list[Path]) -> None:
    _hold(waiting.read_all([(path.name, path.read_bytes()) for path in paths], Kind.LETTER))


def _own() -> None:
    import streamlit as st

    put("heading.html.j2", title="Open your own", text="")
    put(
        "notice.html.j2",
        title="Names come out first",
        texts=(
            "What is left of names, numbers and addresses is looked for and shown to you before a letter is "
            "read. It cannot all be found: take out what you can before you open a letter here.",
        ),
    )
    _about()
    upload, paste = st.tabs(
        ["Upload", "Paste"], default="Paste" if waiting.of(Kind.LETTER).pasted else "Upload"
    )
    with upload:
        st.file_uploader(
            "One file or many",
            help=READS,
            accept_multiple_files=True,
            key="upload-letters",
            max_upload_size=settings().upload_megabytes,
            on_change=_uploaded,
        )
        st.caption(READS)
    with paste, st.form("paste-letter", border=False):
        st.text_area("One letter", key="pasted-letter", height=200, placeholder=EXAMPLE)
        st.form_submit_button("Open it", type="primary", on_click=_pasted)


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


def _uploaded() -> None:
    import streamlit as st
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    files = [f for f in st.session_state.get("upload-letters") or () if isinstance(f, UploadedFile)]
    with st.spinner("Reading the letters…"):
        _hold(waiting.uploaded(files, Kind.LETTER))
    let_go(files)


def _pasted() -> None:
    import streamlit as st

    text = str(st.session_state.get("pasted-letter") or "")
    if text.strip():
        found = waiting.read_all([("pasted letter.txt", text.encode())], Kind.LETTER)
        _hold(replace(found, pasted=True))
