"""What one visitor has open, kept in memory for as long as their page is: nothing is written anywhere."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from commscore.errors import UnreadableError
from commscore.privacy.deidentify import Deidentified
from commscore.types import Document, Report

OPENED, REPORTS, CLINICIANS = "opened", "reports", "clinicians"


@dataclass(frozen=True, slots=True)
class Opened:
    """The consultations that went on, each without what was taken out of it."""

    documents: tuple[Deidentified[Document], ...] = ()


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
    st.session_state.pop("which", None)


def clinician_of(number: int) -> str | None:
    """Return who the visitor said is the clinician of consultation `number`, None for as it was found."""
    import streamlit as st

    said: dict[int, str | None] = st.session_state.setdefault(CLINICIANS, {})
    return said.get(number)


def say_clinician(number: int, speaker: str | None) -> None:
    """Note who the visitor says is the clinician of consultation `number`."""
    import streamlit as st

    st.session_state.setdefault(CLINICIANS, {})[number] = speaker


def report_of(number: int) -> Report:
    """Return the report of open consultation `number`, assessed once for each choice of clinician."""
    import streamlit as st

    from commscore.pipeline import assess

    reports: dict[tuple[int, str | None], Report] = st.session_state.setdefault(REPORTS, {})
    clinician = clinician_of(number)
    key = (number, clinician)
    if key not in reports:
        with st.spinner("Reading the consultation…"):
            reports[key] = assess(opened().documents[number], clinician=clinician)
    return reports[key]


def every_report() -> Callable[[], tuple[Report, ...]]:
    """Return what makes the reports of all that is open, each as the visitor said who its clinician is.

    It may be called outside the page's own run, where Streamlit's session is out of reach. What cannot be
    assessed with the clinician that was named is left out, as it shows no report either.
    """
    import streamlit as st

    documents = opened().documents
    clinicians = tuple(clinician_of(number) for number in range(len(documents)))
    made: dict[tuple[int, str | None], Report] = st.session_state.setdefault(REPORTS, {})

    def every() -> tuple[Report, ...]:
        from commscore.pipeline import assess

        for number, clinician in enumerate(clinicians):
            if (number, clinician) not in made:
                with suppress(UnreadableError):
                    made[number, clinician] = assess(documents[number], clinician=clinician)
        return tuple(made[key] for key in enumerate(clinicians) if key in made)

    return every
