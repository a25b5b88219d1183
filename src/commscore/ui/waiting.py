"""What was read and waits for the visitor to go on: the texts as they were, in memory and until then."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from commscore.errors import PersonalError, UnreadableError
from commscore.privacy.draft import Draft, looked, settled
from commscore.settings import settings
from commscore.types import Document, Kind, Letter
from commscore.ui import ready, session, visit
from commscore.ui.pieces import alone

if TYPE_CHECKING:
    from streamlit.runtime.uploaded_file_manager import UploadedFile

WAITING = "waiting"
LOOKING = "Looking for names, numbers and addresses…"


@dataclass(frozen=True, slots=True)
class Going:
    """How letters go on: so many are through, and these may not, with why."""

    knowingly: bool
    through: int = 0
    held: tuple[Draft[Any], ...] = ()
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """The texts of a kind that were read, and why others could not be; `pasted` where they were no files.

    `refused` says why they cannot go on as they are, once the visitor has tried. `going` says how far letters
    have come that the visitor let go on, which takes long; None for not yet.
    """

    drafts: tuple[Draft[Any], ...] = ()
    problems: tuple[str, ...] = ()
    pasted: bool = False
    refused: tuple[str, ...] = ()
    kind: Kind = Kind.CONSULTATION
    going: Going | None = None


def read_all(files: Iterable[tuple[str, bytes]], kind: Kind = Kind.CONSULTATION) -> Waiting:
    """Return the texts of these files (name, bytes); what cannot be read is named, the rest done."""
    found: list[Any] = list((_letters if kind is Kind.LETTER else _consultations)(files))
    drafts = tuple(Draft(f) for f in found if not isinstance(f, UnreadableError))
    return Waiting(drafts, tuple(str(f) for f in found if isinstance(f, UnreadableError)), kind=kind)


def _consultations(files: Iterable[tuple[str, bytes]]) -> Iterator[Document | UnreadableError]:
    from commscore.read import File, read_files

    yield from read_files(File(name, "", partial(bytes, content), len(content)) for name, content in files)


def _letters(files: Iterable[tuple[str, bytes]]) -> Iterator[Letter | UnreadableError]:
    from commscore.read.letters import read_letter_bytes

    for name, content in files:
        yield from read_letter_bytes(content, name)


def uploaded(files: "Sequence[UploadedFile]", kind: Kind = Kind.CONSULTATION) -> Waiting:
    """Return the texts of a visitor's files; those beyond the limit are named, not read."""
    limit = settings().upload_files
    found = read_all(((file.name, file.getvalue()) for file in files[:limit]), kind)
    if len(files) <= limit:
        return found
    left = f"{len(files) - limit} files beyond the first {limit} were not read; open them in a second go"
    return replace(found, problems=(*found.problems, left))


def waiting() -> Waiting:
    """Return what waits, nothing at first."""
    import streamlit as st

    found = st.session_state.get(WAITING)
    return found if isinstance(found, Waiting) else Waiting()


def of(kind: Kind) -> Waiting:
    """Return what waits of this kind, nothing where another waits."""
    return waiting() if waiting().kind is kind else Waiting(kind=kind)


def hold(found: Waiting) -> None:
    """Let this wait in place of what waited."""
    import streamlit as st

    st.session_state.pop(WAITING, None)  # Streamlit keeps a value that is only overwritten until the next run
    st.session_state[WAITING] = found
    st.session_state.pop("waits", None)


def drafts() -> tuple[Draft[Any], ...]:
    """Return what waits, looked through for what is personal; what is done outlasts an interruption.

    Each look at how far it is lets the visitor do something else.
    """
    import streamlit as st

    found = waiting()
    done, total = list(found.drafts), len(found.drafts)
    new = [number for number, draft in enumerate(done) if draft.findings is None]
    if not new:
        return found.drafts
    alone()
    bar = st.progress(0.0, LOOKING)
    ready.await_finder()
    for number in new:
        bar.progress(number / total, f"{LOOKING} {number + 1:,} of {total:,}" if total > 1 else LOOKING)
        done[number] = looked(done[number])
        st.session_state[WAITING] = replace(found, drafts=tuple(done))
        visit.remember()
    bar.empty()
    return tuple(done)


def change(how: Callable[[Draft[Any]], Draft[Any]], number: int | None = None) -> None:
    """Change the draft of this number, or all, as the visitor says."""
    import streamlit as st

    found = waiting()
    done = tuple(how(draft) if number in (None, n) else draft for n, draft in enumerate(found.drafts))
    st.session_state[WAITING] = replace(found, drafts=done, refused=())


def go_on(knowingly: bool = False) -> None:
    """Open what waits without what is personal, and forget the rest; where any is refused, say why.

    Letters are not opened here: going on takes long, and their page does it, a few at a time.
    """
    import streamlit as st

    found, done, refused = waiting(), [], []
    if found.kind is Kind.LETTER:
        st.session_state[WAITING] = replace(found, going=Going(knowingly), refused=())
        return
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
