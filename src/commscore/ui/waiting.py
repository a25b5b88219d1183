"""What was read and waits for the visitor to go on: the texts as they were, in memory and until then."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from commscore.errors import PersonalError, UnreadableError
from commscore.privacy.draft import Draft, looked, settled
from commscore.settings import settings
from commscore.types import Document
from commscore.ui import session

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Waiting:
    """The consultations that were read, and why others could not be; `pasted` where they were no files.

    `refused` says why they cannot go on as they are, once the visitor has tried.
    """

    drafts: tuple[Draft, ...] = ()
    problems: tuple[str, ...] = ()
    pasted: bool = False
    refused: tuple[str, ...] = ()


def read_all(files: Iterable[tuple[str, bytes]]) -> Waiting:
    """Return the consultations of these files (name, bytes); what cannot be read is named, the rest done."""
    from commscore.read import File, read_files

    held = (File(name, "", partial(bytes, content), len(content)) for name, content in files)
    found = list(read_files(held))
    drafts = tuple(Draft(f) for f in found if isinstance(f, Document))
    return Waiting(drafts, tuple(str(f) for f in found if isinstance(f, UnreadableError)))


def uploaded(files: "Sequence[UploadedFile]") -> Waiting:
    """Return the consultations of a visitor's files; those beyond the limit are named, not read."""
    limit = settings().upload_files
    found = read_all((file.name, file.getvalue()) for file in files[:limit])
    if len(files) <= limit:
        return found
    left = f"{len(files) - limit} files beyond the first {limit} were not read; open them in a second go"
    return replace(found, problems=(*found.problems, left))


def waiting() -> Waiting:
    """Return what waits, nothing at first."""
    import streamlit as st

    found = st.session_state.get(WAITING)
    return found if isinstance(found, Waiting) else Waiting()


def hold(found: Waiting) -> None:
    """Let this wait in place of what waited."""
    import streamlit as st

    st.session_state.pop(WAITING, None)  # Streamlit keeps a value that is only overwritten until the next run
    st.session_state[WAITING] = found
    st.session_state.pop("waits", None)


def drafts() -> tuple[Draft, ...]:
    """Return what waits, looked through for what is personal."""
    import streamlit as st

    found = waiting()
    if any(draft.findings is None for draft in found.drafts):
        with st.spinner("Looking for names, numbers and addresses…"):
            done = tuple(looked(draft) if draft.findings is None else draft for draft in found.drafts)
        found = replace(found, drafts=done)
        st.session_state[WAITING] = found
    return found.drafts


def change(how: Callable[[Draft], Draft], number: int | None = None) -> None:
    """Change the draft of this number, or all, as the visitor says."""
    import streamlit as st

    found = waiting()
    done = tuple(how(draft) if number in (None, n) else draft for n, draft in enumerate(found.drafts))
    st.session_state[WAITING] = replace(found, drafts=done, refused=())


def go_on(knowingly: bool = False) -> None:
    """Open what waits without what is personal, and forget the rest; where any is refused, say why."""
    import streamlit as st

    found, done, refused = waiting(), [], []
    for draft in found.drafts:
        try:
            done.append(settled(draft, knowingly))
        except PersonalError as problem:
            refused.append(str(problem))
    if refused:
        st.session_state[WAITING] = replace(found, refused=tuple(refused))
    else:
        session.keep(session.Opened(tuple(done)))
        hold(Waiting())
