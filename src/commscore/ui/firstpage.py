"""The first page of consultations and of letters: samples one click away, an upload and a paste."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from commscore.settings import settings
from commscore.types import Kind
from commscore.ui import tour, uploads, waiting
from commscore.ui.pieces import plain, put

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

Hold = Callable[[waiting.Waiting], None]


@dataclass(frozen=True, slots=True)
class FirstPage:
    """What differs from one kind of text to the other.

    `titles` introduces samples by their file's name without its ending, `formats` says what an ending stands
    for. `upload` and `paste` are the keys of their boxes, `every` what the button that opens all samples
    says, None for no such button. `before` is put between the notice and the boxes. `hold` takes what was
    read.
    """

    kind: Kind
    folder: str
    titles: Mapping[str, str]
    formats: Mapping[str, str]
    notice: tuple[str, str]
    upload: str
    upload_label: str
    paste: str
    paste_label: str
    example: str
    hold: Hold
    every: str | None = None
    reads: str = ""
    before: Callable[[], None] | None = None


def show(page: FirstPage) -> None:
    """Show the samples on the left, and on the right the ways to open one's own."""
    import streamlit as st

    tour.offer()
    waits = waiting.of(page.kind)
    if waits.problems and not waits.pasted:
        _problems(page)
    left, right = st.columns(2, gap="large")
    with left:
        _samples(page)
    with right:
        _own(page)


def samples(page: FirstPage) -> list[Path]:
    """Return the files of the samples, those that we introduce first and in that order."""
    folder = settings().samples / page.folder
    order = {name: place for place, name in enumerate(page.titles)}
    found = (path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else ()
    known = (path for path in found if path.suffix.lower() in page.formats)
    return sorted(known, key=lambda path: (order.get(path.stem, len(order)), path.name))


def title(path: Path, titles: Mapping[str, str]) -> str:
    """Return what a sample is called, from its file's name where we do not introduce it.

    >>> title(Path("03-breaking_bad-news.docx"), {})
    'Breaking bad news'
    """
    if path.stem in titles:
        return titles[path.stem]
    words = path.stem.replace("_", " ").replace("-", " ").lstrip("0123456789 ")
    return words[:1].upper() + words[1:]


def _samples(page: FirstPage) -> None:
    import streamlit as st

    put("heading.html.j2", title="Try a sample", text="We made these up. Each opens as your own would.")
    found = samples(page)
    if not found:
        st.caption("No samples are installed.")
        return
    with st.container(key="samples", gap="small"):
        if page.every:
            label = page.every.format(len(found))
            args = (page, found)
            st.button(label, key="every-sample", type="primary", on_click=_open, args=args, width="stretch")
        for path in found:
            format_ = page.formats[path.suffix.lower()]
            label = f"{plain(title(path, page.titles))} :small[({format_})]"
            st.button(label, key=path.name, on_click=_open, args=(page, [path]), width="stretch")


def _open(page: FirstPage, paths: Sequence[Path]) -> None:
    page.hold(waiting.read_all([(path.name, path.read_bytes()) for path in paths], page.kind))


def _own(page: FirstPage) -> None:
    import streamlit as st

    put("heading.html.j2", title="Open your own", text="")
    name, text = page.notice
    put("notice.html.j2", title=name, texts=(text,))
    if page.before:
        page.before()
    pasted = waiting.of(page.kind).pasted
    upload, paste = st.tabs(["Upload", "Paste"], default="Paste" if pasted else "Upload")
    with upload:
        st.file_uploader(
            page.upload_label,
            accept_multiple_files=True,
            key=page.upload,
            max_upload_size=settings().upload_megabytes,
            on_change=_uploaded,
            args=(page,),
        )
        if page.reads:
            st.caption(page.reads)
    if pasted:
        with paste:
            _problems(page)
    with paste, st.form(f"form-{page.paste}", border=False):
        st.text_area(page.paste_label, key=page.paste, height=200, placeholder=page.example)
        st.form_submit_button("Open it", type="primary", on_click=_pasted, args=(page,))


def _problems(page: FirstPage) -> None:
    put("notice.html.j2", title="Could not be read", texts=waiting.of(page.kind).problems)


def _uploaded(page: FirstPage) -> None:
    import streamlit as st

    def hold(found: "list[UploadedFile]") -> None:
        with st.spinner("Reading…"):
            page.hold(waiting.uploaded(found, page.kind))

    uploads.take(page.upload, hold)


def _pasted(page: FirstPage) -> None:
    import streamlit as st

    text = str(st.session_state.get(page.paste) or "")
    if text.strip():
        found = waiting.read_all([(f"pasted {page.kind}.txt", text.encode())], page.kind)
        page.hold(replace(found, pasted=True))
