"""What one visitor has open, kept in memory while their visit lasts: nothing is written anywhere."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar
from uuid import UUID

from commscore.errors import UnreadableError
from commscore.privacy.deidentify import Deidentified
from commscore.types import Document, Report
from commscore.ui import ready, visit
from commscore.work import Review

if TYPE_CHECKING:
    from commscore.store.items import Kept

OPENED, REPORTS, CLINICIANS = "opened", "reports", "clinicians"
REVIEWS, NOTES, AUTHOR, SEEN = "reviews", "notes", "author", "seen"
ASKED = "asked"  # what is asked of words of the consultation that is shown
WHICH = "which"  # the choice among several
MADE = "made"  # worked out from the others, and made again where it is lost
T = TypeVar("T")
Which = tuple[int, str | None]  # a consultation's number, and who was said to be its clinician


@dataclass(frozen=True, slots=True)
class Opened:
    """The consultations that went on, each without what was taken out of it."""

    documents: tuple[Deidentified[Document], ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A consultation that is kept, as this visitor last saw it: its id, its version, what was said of it.

    `kept` says how it is kept.
    """

    id: UUID
    version: int
    reviews: tuple[Review, ...] = ()
    notes: tuple[str, ...] = ()
    kept: "Kept | None" = None


def opened() -> Opened:
    """Return what is open, nothing at first."""
    import streamlit as st

    found = st.session_state.get(OPENED)
    return found if isinstance(found, Opened) else Opened()


def keep(found: Opened) -> None:
    """Open this in place of what was open."""
    import streamlit as st

    st.session_state[OPENED] = found
    st.session_state[REPORTS] = {}
    st.session_state[CLINICIANS] = {}
    st.session_state[REVIEWS] = {}
    st.session_state[NOTES] = {}
    st.session_state[SEEN] = {}
    st.session_state[MADE] = {}
    choose(0)


def add(document: Deidentified[Document], report: Report) -> int:
    """Open one more consultation, with what commscore said of it before; return its number."""
    import streamlit as st

    number = len(opened().documents)
    st.session_state[OPENED] = Opened((*opened().documents, document))
    for name in (REPORTS, CLINICIANS, REVIEWS, NOTES, SEEN):
        st.session_state.setdefault(name, {})
    st.session_state[REPORTS][number, None] = report
    return number


def choose(number: int) -> None:
    """Show consultation `number` of those open; what was asked of another is not asked any more."""
    import streamlit as st

    visit.choose(WHICH, number)
    st.session_state.pop(ASKED, None)


def once(name: str, of: object, make: Callable[[], T]) -> T:
    """Return what was made under this name, made again where it was `of` something else."""
    import streamlit as st

    made: dict[str, tuple[object, T]] = st.session_state.setdefault(MADE, {})
    if name not in made or made[name][0] != of:
        made[name] = of, make()
    return made[name][1]


def clinician_of(number: int) -> str | None:
    """Return who the visitor said is the clinician of consultation `number`, None for as it was found."""
    import streamlit as st

    said: dict[int, str | None] = st.session_state.setdefault(CLINICIANS, {})
    return said.get(number)


def say_clinician(number: int, speaker: str | None) -> None:
    """Note who the visitor says is the clinician of consultation `number`."""
    import streamlit as st

    st.session_state.setdefault(CLINICIANS, {})[number] = speaker


def machine_report_of(number: int) -> Report:
    """Return what commscore says of consultation `number`, assessed once for each choice of clinician."""
    import streamlit as st

    from commscore.pipeline import assess

    reports: dict[Which, Report] = st.session_state.setdefault(REPORTS, {})
    clinician = clinician_of(number)
    key = (number, clinician)
    if key not in reports:
        with st.spinner("Reading the consultation…", show_time=True):
            ready.await_reader()
            reports[key] = assess(opened().documents[number], clinician=clinician)
    return reports[key]


def report_of(number: int) -> Report:
    """Return the report of open consultation `number` as it was corrected, with the notes to the learner."""
    found = machine_report_of(number), reviews_of(number), notes_of(number)
    return once("report", found, lambda: _reviewed(*found))


def _reviewed(report: Report, reviews: tuple[Review, ...], notes: tuple[str, ...]) -> Report:
    from commscore.review import corrected

    return replace(corrected(report, reviews), notes=notes)


def seen(number: int) -> Seen | None:
    """Return consultation `number` as it was last seen in the store, None where it is not kept."""
    import streamlit as st

    found: dict[Which, Seen] = st.session_state.setdefault(SEEN, {})
    return found.get((number, clinician_of(number)))


def see(number: int, kept: Seen) -> None:
    """Take consultation `number` as it is now in the store."""
    import streamlit as st

    st.session_state.setdefault(SEEN, {})[number, clinician_of(number)] = kept


def reviews_of(number: int) -> tuple[Review, ...]:
    """Return what was said of the codes of consultation `number` with its clinician as now named."""
    import streamlit as st

    if kept := seen(number):
        return kept.reviews
    reviews: dict[Which, tuple[Review, ...]] = st.session_state.setdefault(REVIEWS, {})
    return reviews.get((number, clinician_of(number)), ())


def review(number: int, said: Review) -> None:
    """Keep what was said of a code of consultation `number`, after what was said before."""
    import streamlit as st

    st.session_state[REVIEWS][number, clinician_of(number)] = (*reviews_of(number), said)


def withdraw(number: int, said: Review) -> None:
    """Forget this review of consultation `number`."""
    import streamlit as st

    left = (each for each in reviews_of(number) if each != said)
    st.session_state[REVIEWS][number, clinician_of(number)] = tuple(left)


def notes_of(number: int) -> tuple[str, ...]:
    """Return what was written to the learner about consultation `number`."""
    kept, text = seen(number), note_of(number)
    return kept.notes if kept else (text,) if text.strip() else ()


def note_of(number: int) -> str:
    """Return the note to the learner about consultation `number`, "" where there is none."""
    import streamlit as st

    notes: dict[int, str] = st.session_state.setdefault(NOTES, {})
    return notes.get(number, "")


def note(number: int, text: str) -> None:
    """Keep this note to the learner about consultation `number`."""
    import streamlit as st

    st.session_state.setdefault(NOTES, {})[number] = text


def author() -> str:
    """Return the name that the visitor's corrections are signed with: who logged in, else who they say.

    "" until they said it.
    """
    import streamlit as st

    from commscore.ui.access import visitor

    return visitor().name or str(st.session_state.get(AUTHOR, ""))


def sign(name: str) -> None:
    """Sign the visitor's corrections with this name from now on."""
    import streamlit as st

    st.session_state[AUTHOR] = name


def every_report() -> Callable[[], tuple[Report, ...]]:
    """Return what makes the reports of all that is open, as corrected and as their clinicians were named.

    It may be called outside the page's own run, where Streamlit's session is out of reach. What cannot be
    assessed with the clinician that was named is left out, as it shows no report either.
    """
    import streamlit as st

    documents = opened().documents
    numbers = range(len(documents))
    clinicians = tuple(map(clinician_of, numbers))
    said = [(reviews_of(number), notes_of(number)) for number in numbers]
    made: dict[Which, Report] = st.session_state.setdefault(REPORTS, {})

    def every() -> tuple[Report, ...]:
        from commscore.pipeline import assess

        for number, clinician in enumerate(clinicians):
            if (number, clinician) not in made:
                with suppress(UnreadableError):
                    made[number, clinician] = assess(documents[number], clinician=clinician)
        there = [key for key in enumerate(clinicians) if key in made]
        return tuple(_reviewed(made[key], *said[key[0]]) for key in there)

    return every
