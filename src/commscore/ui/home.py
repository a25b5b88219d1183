"""The way in: what commscore does, the samples one click away, an upload and a paste."""

from dataclasses import replace
from pathlib import Path

from commscore.settings import settings
from commscore.types import Kind
from commscore.ui import waiting
from commscore.ui.pieces import put
from commscore.ui.quiet import let_go

FORMATS = {
    ".txt": "plain text", ".vtt": "WebVTT", ".srt": "SRT", ".docx": "Word", ".pdf": "PDF", ".rtf": "RTF",
    ".csv": "CSV", ".tsv": "TSV", ".xlsx": "Excel", ".json": "JSON", ".jsonl": "JSON lines",
    ".textgrid": "TextGrid", ".eaf": "ELAN", ".zip": "zip",
}  # fmt: skip
SAMPLES = {
    "good-chest-pain": "Chest pain, and time to listen",
    "poor-headaches": "Headaches, and little heard",
    "mixed-back-pain": "Back pain, some of each",
    "relative-memory": "Memory worries, with a relative",
    "interpreter-stomach-pain": "Stomach pain, through an interpreter",
    "telephone-child-fever": "A child’s fever, by telephone",
    "bad-news-lung-clinic": "Bad news at the lung clinic",
    "very-short-fit-note": "A fit note: too short to judge",
}
EXAMPLE = "Doctor: What brings you in today?\nPatient: It's my knee."


def show() -> None:
    """Show the empty state."""
    import streamlit as st

    put("home.html.j2")
    waits = waiting.of(Kind.CONSULTATION)
    if waits.problems and not waits.pasted:
        _problems()
    left, right = st.columns(2, gap="large")
    with left:
        _samples()
    with right:
        _own()


def samples() -> list[Path]:
    """Return the files of the sample consultations, those that we introduce first and in that order."""
    folder = settings().samples / "consultations"
    if not folder.is_dir():
        return []
    order = {name: place for place, name in enumerate(SAMPLES)}
    found = (p for p in folder.iterdir() if p.suffix.lower() in FORMATS)
    return sorted(found, key=lambda p: (order.get(p.stem, len(order)), p.name))


def title(path: Path) -> str:
    """Return what a sample is called, from its file's name where we do not introduce it.

    >>> title(Path("03-breaking_bad-news.docx"))
    'Breaking bad news'
    """
    if path.stem in SAMPLES:
        return SAMPLES[path.stem]
    words = path.stem.replace("_", " ").replace("-", " ").lstrip("0123456789 ")
    return words[:1].upper() + words[1:]


def _samples() -> None:
    import streamlit as st

    put("heading.html.j2", title="Try a sample", text="Invented; each opens as your own would.")
    found = samples()
    if not found:
        st.caption("No samples are installed.")
    with st.container(key="samples", gap="small"):
        for path in found:
            label = f"{title(path)} :small[({FORMATS[path.suffix.lower()]})]"
            st.button(label, key=path.name, on_click=_open, args=(path,), width="stretch")


def _open(path: Path) -> None:
    waiting.hold(waiting.read_all([(path.name, path.read_bytes())]))


def _own() -> None:
    import streamlit as st

    put("heading.html.j2", title="Open your own", text="")
    put(
        "notice.html.j2",
        title="Anonymised transcripts only",
        texts=(
            "What is left of names, numbers and addresses is looked for and shown to you before anything is "
            "scored. It cannot all be found: take out what you can before you open a transcript here.",
        ),
    )
    pasted = waiting.of(Kind.CONSULTATION).pasted
    upload, paste = st.tabs(["Upload", "Paste"], default="Paste" if pasted else "Upload")
    with upload:
        st.file_uploader(
            f"One transcript or several: {', '.join(FORMATS.values())}",
            accept_multiple_files=True,
            key="upload",
            max_upload_size=settings().upload_megabytes,
            on_change=_uploaded,
        )
    if pasted:
        with paste:
            _problems()
    with paste, st.form("paste", border=False):
        label = "A transcript, each turn after its speaker's name"
        st.text_area(label, key="pasted", height=200, placeholder=EXAMPLE)
        st.form_submit_button("Open it", type="primary", on_click=_pasted)


def _problems() -> None:
    put("notice.html.j2", title="Could not be read", texts=waiting.of(Kind.CONSULTATION).problems)


def _uploaded() -> None:
    import streamlit as st
    from streamlit.runtime.uploaded_file_manager import UploadedFile

    files = [f for f in st.session_state.get("upload") or () if isinstance(f, UploadedFile)]
    waiting.hold(waiting.uploaded(files))
    let_go(files)


def _pasted() -> None:
    import streamlit as st

    text = str(st.session_state.get("pasted") or "")
    if text.strip():
        waiting.hold(replace(waiting.read_all([("pasted text.txt", text.encode())]), pasted=True))
