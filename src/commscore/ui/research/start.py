"""What comes before coding: who codes, what there is to code, in which order, and who the clinician is."""

from commscore.errors import StoreError, UnreadableError
from commscore.models import chosen
from commscore.report.quote import visible
from commscore.settings import settings
from commscore.train.coding import saved
from commscore.train.queue import queue
from commscore.train.switching import samples
from commscore.types import Kind, Letter, LetterReport, Privacy
from commscore.ui import home, session, waiting
from commscore.ui.kept import store
from commscore.ui.pieces import put
from commscore.ui.quiet import let_go
from commscore.ui.research import desk
from commscore.ui.uploads import files, take

CODINGS = ("json", "jsonl")
FROM_QUEUE = "Those of the page “Letters” have lost what is personal already."
MOST = 200  # letters that are opened at once
AS_FOUND = "As commscore found it"


def coder() -> None:
    """Ask for the coder's pseudonym, once."""
    import streamlit as st

    with st.form("coder", border=False, width=440):
        st.text_input(
            "Your name as a coder",
            key="coder-name",
            max_chars=40,
            help="It stands in every coding that you save.",
        )
        st.caption("Take a made-up name, always the same one: it goes into the data, and yours need not.")
        st.form_submit_button("Start", type="primary", on_click=_named)


def _named() -> None:
    import streamlit as st

    desk.name(" ".join(str(st.session_state.get("coder-name") or "").split()))


def documents() -> None:
    """Show how to get something to code: samples, one's own, or a saved coding."""
    import streamlit as st

    left, right = st.columns(2, gap="large")
    with left:
        put("heading.html.j2", title="Open consultations", text="What is personal is taken out first.")
        _uploader()
        put("heading.html.j2", title="Try it", text="Our samples are invented.")
        st.button("Open the sample consultations", key="samples-to-code", on_click=_samples)
        st.button("Open the sample letters", key="letters-to-code", on_click=_sample_letters)
    with right:
        put("heading.html.j2", title="Letters", text=FROM_QUEUE)
        st.button("Open the letters of the queue", key="queue-to-code", on_click=_queue_letters)
        put("heading.html.j2", title="Go on with a saved coding", text="A file that you saved here before.")
        _saved_uploader()


def more() -> None:
    """Offer to open more."""
    import streamlit as st

    with st.popover("Open more", icon=":material/folder_open:"):
        _uploader()
        _saved_uploader()


def _uploader() -> None:
    import streamlit as st

    label = "Transcripts, in place of those that are open"
    most = settings().upload_megabytes
    st.file_uploader(
        label, accept_multiple_files=True, key="to-code", max_upload_size=most, on_change=_uploaded
    )


def _saved_uploader() -> None:
    import streamlit as st

    most = settings().upload_megabytes
    st.file_uploader(
        "Saved codings (JSON)",
        CODINGS,
        accept_multiple_files=True,
        key="saved-codings",
        max_upload_size=most,
        on_change=_brought,
    )


def _uploaded() -> None:
    take("to-code", lambda found: waiting.hold(waiting.uploaded(found)))


def _brought() -> None:
    found = files("saved-codings")
    try:
        desk.bring(coding for file in found for coding in saved(file.getvalue(), file.name))
    except UnreadableError as problem:
        desk.change(problem=str(problem))
    let_go(found)


def _samples() -> None:
    found = waiting.read_all((path.name, path.read_bytes()) for path in home.samples())
    desk.invented(draft.what for draft in found.drafts)


def _sample_letters() -> None:
    desk.letters((letter, str(Privacy.OFF)) for letter in samples(Kind.LETTER) if isinstance(letter, Letter))


def _queue_letters() -> None:
    """Put the letters of the queue on the desk, a part of them where there are many."""
    try:
        opened = store()
        found = opened.open_all([row.id for row in opened.rows()[:MOST]])
    except StoreError as problem:
        desk.change(problem=str(problem))
        return
    desk.letters((each.letter, each.provenance.privacy) for each in found if isinstance(each, LetterReport))
    if not desk.desk().letters:
        desk.change(problem="there are no letters in the queue; open some on the page “Letters” first")


def order(items: tuple[desk.Item, ...]) -> None:
    """Offer to say which of several to code next."""
    import streamlit as st

    items = tuple(item for item in items if item.document.kind is Kind.CONSULTATION)
    if len(items) > 1:
        label, why = "What to code next", "Those that the model is least sure of first, some drawn at random"
        st.button(label, key="order", help=why, on_click=_ordered, args=(items,))


def _ordered(items: tuple[desk.Item, ...]) -> None:
    import streamlit as st

    with st.spinner("Reading them all…"):
        desk.change(order=queue([item.document for item in items], chosen(None)))
    st.session_state.pop("coding-which", None)


def clinician(item: desk.Item) -> None:
    """Let the coder say who the clinician is; the codes to choose from hang on it."""
    import streamlit as st

    key = f"coded-clinician-{item.number}"
    choices = [None, *dict.fromkeys(turn.speaker for turn in item.document.turns)]
    held = session.clinician_of(item.number) if item.number is not None else None
    st.selectbox(
        "Who is the clinician?",
        choices,
        index=choices.index(held) if held in choices else 0,
        key=key,
        format_func=lambda speaker: AS_FOUND if speaker is None else visible(speaker),
        on_change=_said,
        args=(item.number, key),
        width=440,
    )


def _said(number: int, key: str) -> None:
    import streamlit as st

    session.say_clinician(number, st.session_state.get(key))
