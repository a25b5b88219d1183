"""An open consultation: its scores, its transcript with the moments beside it, its figures and downloads."""

import re
from collections.abc import Callable
from functools import partial

from commscore.errors import CommscoreError
from commscore.report import FORMATS
from commscore.report.digest import Digest, digest
from commscore.report.quote import visible
from commscore.types import Document, Report, Role
from commscore.ui import session, transcript
from commscore.ui.pieces import put

AS_FOUND = "As commscore found it"


def show() -> None:
    """Show the consultation that the visitor chose among those open."""
    import streamlit as st

    number = _bar()
    document = session.opened().documents[number]
    try:
        report = session.report_of(number)
    except CommscoreError as problem:
        put("notice.html.j2", title="Could not be assessed", texts=(str(problem),))
        if session.clinician_of(number) is not None:
            back = "Back to what commscore found"
            st.button(back, on_click=session.say_clinician, args=(number, None))
        return
    shown = digest(report)
    head, actions = st.columns([3, 2], vertical_alignment="bottom")
    with head:
        put("title.html.j2", title=shown.title, facts=shown.facts)
    with actions.container(horizontal=True, horizontal_alignment="right"):
        _roles(number, document, report)
        _downloads(report)
    _body(report, shown)


def _body(report: Report, shown: Digest) -> None:
    import streamlit as st

    if shown.nothing:
        put("notice.html.j2", title="Little to show", texts=(shown.nothing,))
    if shown.warnings:
        put("notice.html.j2", title="Before you read on", texts=shown.warnings)
    put("scores.html.j2", scores=shown.scores)
    put("heading.html.j2", title="The conversation", text="Choose a quote to go to it in the transcript.")
    transcript.show(report, shown)
    names = ("Measures", "Could not be judged", "Evidence", "How this was made")
    measures, not_judged, evidence, made = st.tabs(names)
    with measures:
        put("measures.html.j2", groups=shown.measures)
    with not_judged:
        put("not_judged.html.j2", rows=shown.not_judged)
    with evidence:
        put("evidence.html.j2", rows=shown.evidence)
    with made:
        put("made.html.j2", rows=shown.provenance, limits=shown.limits)


def _bar() -> int:
    """Show the way back, what could not be read, and the choice among several; return the chosen number."""
    import streamlit as st

    found = session.opened()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        back = ":material/arrow_back:"
        st.button("Open another", icon=back, on_click=session.keep, args=(session.Opened(),))
        numbers = range(len(found.documents))
        number = 0
        if len(found.documents) > 1:
            number = st.selectbox(
                "Consultation", numbers, key="which", format_func=_named(found.documents), width=440
            )
    if found.problems:
        put("notice.html.j2", title="Could not be read; the others were", texts=found.problems)
    return number


def _named(documents: tuple[Document, ...]) -> Callable[[int], str]:
    return lambda number: f"{number + 1}. {visible(documents[number].id)}"


def _key(number: int) -> str:
    return f"clinician-{number}"


def _said(number: int) -> None:
    import streamlit as st

    session.say_clinician(number, st.session_state.get(_key(number)))


def _roles(number: int, document: Document, report: Report) -> None:
    """Show who was taken for the clinician and how surely, and let the visitor say who it is."""
    import streamlit as st

    clinicians = dict.fromkeys(t.speaker for t in report.document.turns if t.role is Role.CLINICIAN)
    speakers = list(dict.fromkeys(t.speaker for t in document.turns))
    with st.popover("Who is the clinician?", icon=":material/group:"):
        named = ", ".join(visible(c) for c in clinicians) or "nobody"
        how = report.provenance.roles or "as the transcript's labels say"
        put("notice.html.j2", title=f"Taken for the clinician: {named}", texts=(how[:1].upper() + how[1:],))
        choices = [None, *speakers]
        said = session.clinician_of(number)
        st.selectbox(
            "If that is wrong, say who it is",
            choices,
            index=choices.index(said) if said in choices else 0,
            key=_key(number),
            format_func=_speaker,
            on_change=_said,
            args=(number,),
        )


def _speaker(speaker: str | None) -> str:
    return AS_FOUND if speaker is None else visible(speaker)


def _downloads(report: Report) -> None:
    """Offer the report in every format; a file is made only when it is asked for."""
    import streamlit as st

    with st.popover("Download", icon=":material/download:"):
        for form in FORMATS.values():
            st.download_button(
                f"{form.suffix.lstrip('.')}: {form.about}",
                partial(form.render, (report,)),
                file_name(report.document.id) + form.suffix,
                on_click="ignore",
                width="stretch",
            )


def file_name(name: str) -> str:
    """Return a consultation's id as a file's name that every system takes.

    >>> file_name("ward 3/day-1: Ü?")
    'ward_3_day-1_Ü'
    """
    return re.sub(r"[^\w.-]+", "_", name).strip("._")[:80] or "report"
