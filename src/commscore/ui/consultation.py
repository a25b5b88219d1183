"""An open consultation: its scores, its transcript with the moments beside it, its figures and downloads."""

from collections.abc import Callable, Sequence
from functools import partial

from commscore.access import Task
from commscore.errors import CommscoreError
from commscore.report import FORMATS, Format, figures
from commscore.report.digest import Digest, digest
from commscore.report.files import safe, zipped
from commscore.report.quote import short, visible
from commscore.types import Document, Report, Role
from commscore.ui import keeping, reopen, review, session, transcript, visit
from commscore.ui.access import offer
from commscore.ui.pieces import put

AS_FOUND = "As commscore found it"
HOW = (
    "Choose a quote to go to it. Choose a code to say whether it is right, or select words to add one. "
    "The figures follow at once, and what commscore said stays beside it."
)
MOST_NOTE = 4000
ONE_AS = {  # what a trainer hands on comes first
    "pdf": "PDF: in short, to print",
    "docx": "Word: in short, to edit",
    "html": "Web page (HTML): with the whole talk",
    "csv": "Table (CSV): a row for each figure",
    "text": "Plain text",
    "json": "JSON: everything, for other programs",
    "jsonl": "JSON lines: the same on one line",
}
ALL_AS = (
    ("PDF: one each, in a zip file", FORMATS["pdf"], "consultations-pdf.zip"),
    ("Web page (HTML): one each, in a zip file", FORMATS["html"], "consultations-html.zip"),
    ("Table (CSV): all in one", FORMATS["csv"], "consultations.csv"),
    ("JSON lines: a line each", FORMATS["jsonl"], "consultations.jsonl"),
)


def show() -> None:
    """Show the consultation that the visitor chose among those open."""
    import streamlit as st

    number = _bar()
    keeping.tried(lambda: keeping.look(number))
    document = session.opened().documents[number].what
    try:
        report = session.report_of(number)
    except CommscoreError as problem:
        put("notice.html.j2", title="Could not be assessed", texts=(str(problem),))
        if session.clinician_of(number) is not None:
            back = "Back to what commscore found"
            st.button(back, on_click=session.say_clinician, args=(number, None))
        return
    shown = session.once("digest", report, lambda: digest(report))
    head, actions = st.columns(2, vertical_alignment="bottom")
    with head:
        put("title.html.j2", title=shown.title, facts=shown.facts)
    with actions.container(horizontal=True, horizontal_alignment="right"):
        _keep(number)
        if not session.seen(number):  # what is kept was scored with the clinician that it has
            _roles(number, document)
        _downloads(report)
    if said := st.session_state.pop(keeping.SAID, ""):
        put("notice.html.j2", title="That did not work", texts=(said,))
    _body(number, report, shown)


def _body(number: int, report: Report, shown: Digest) -> None:
    import streamlit as st

    who, how = taken(report)
    put("notice.html.j2", title=who, texts=(how, *shown.warnings, *filter(None, (shown.nothing,))))
    machine = {s.domain: figures.scored(s) for s in session.machine_report_of(number).scores}
    put("scores.html.j2", scores=shown.scores, machine=machine)
    put("heading.html.j2", title="The conversation", text=HOW)
    st.fragment(_talk)(number, report, shown)
    _note(number)
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


def _talk(number: int, report: Report, shown: Digest) -> None:
    """Show the transcript, and ask about what is chosen in it; the rest of the page waits for an answer."""
    import streamlit as st

    if session.report_of(number) is not report:  # something was taken back: every figure follows
        st.rerun()
    transcript.show(number, report, shown)
    review.show(number)


def _note(number: int) -> None:
    """Let the visitor write to the learner."""
    import streamlit as st

    if session.seen(number):
        _more_notes(number)
        return
    key = f"note-{number}"
    st.text_area(
        "Notes for the learner",
        session.note_of(number),
        key=key,
        max_chars=MOST_NOTE,
        placeholder="What you would like them to take away. It stands at the top of each download.",
        on_change=lambda: session.note(number, str(st.session_state.get(key) or "")),
    )


def _more_notes(number: int) -> None:
    """Show what was written about a consultation that is kept, and let the visitor write more."""
    import streamlit as st

    key = f"more-{number}"
    if notes := session.notes_of(number):
        put("notice.html.j2", title="Notes for the learner", texts=tuple(map(visible, notes)))
    with st.form(f"notes-{number}", clear_on_submit=True, border=False):
        text = st.text_area("Write a note for the learner", key=key, max_chars=MOST_NOTE)
        if st.form_submit_button("Keep the note"):
            keeping.tried(lambda: keeping.note(number, text))
            st.rerun()


def _read_whole(number: int) -> None:
    """Let the visitor say that they read all of it: then what they left unchanged counts as right."""
    import streamlit as st

    done = keeping.reader() in keeping.readers(number)
    st.checkbox(
        "I read all of it; the rest is right",
        done,
        key=f"whole-{number}-{done}",
        help="Then it can teach a model what is right here, and what is not there.",
        on_change=keeping.tried,
        args=(partial(keeping.read_whole, number, not done),),
    )


def _keep(number: int) -> None:
    """Let the visitor keep the consultation, or say that it is kept."""
    import streamlit as st

    if (seen := session.seen(number)) and seen.kept:
        with st.popover("Kept", icon=":material/check:"):
            told = [f"{fact[:1].upper()}{fact[1:]}." for fact in reopen.facts(seen.kept)[1::2]]
            put("list.html.j2", texts=told)
            learner = st.text_input(
                "The learner's made-up name", seen.kept.learner or "", key=f"whose-{number}", max_chars=60
            )
            change = partial(keeping.assign, number, learner)
            st.button("Change the name", key="assign", on_click=keeping.tried, args=(change,))
        _read_whole(number)
        return
    with st.popover("Keep this consultation", icon=":material/inventory_2:"):
        named = "The learner's made-up name, so that their progress can be seen (may stay empty)"
        learner = st.text_input(named, key=f"learner-{number}", max_chars=60)
        st.button("Keep", key="keep", on_click=keeping.tried, args=(partial(keeping.keep, number, learner),))


def _bar() -> int:
    """Show the way back and the choice among several; return the chosen number."""
    import streamlit as st

    documents = [done.what for done in session.opened().documents]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        back = ":material/arrow_back:"
        st.button("Open another", icon=back, on_click=session.keep, args=(session.Opened(),))
        numbers = range(len(documents))
        number = 0
        if len(documents) > 1:
            lasting = visit.lasting(session.WHICH, numbers)
            named = _named(documents)
            number = st.selectbox("Consultation", numbers, format_func=named, width=440, **lasting)
    return number


def _named(documents: Sequence[Document]) -> Callable[[int], str]:
    return lambda number: f"{number + 1}. {visible(documents[number].id)}"


def _key(number: int) -> str:
    return f"clinician-{number}"


def _said(number: int) -> None:
    import streamlit as st

    session.say_clinician(number, st.session_state.get(_key(number)))


def taken(report: Report) -> tuple[str, str]:
    """Return who was taken for the clinician, and how that was found and how surely, as two sentences."""
    clinicians = dict.fromkeys(t.speaker for t in report.document.turns if t.role is Role.CLINICIAN)
    named = ", ".join(short(c, 60) for c in clinicians) or "nobody"
    how = short(report.provenance.roles, 300) or "as the transcript's labels say"
    return f"Taken for the clinician: {named}", f"{how[:1].upper()}{how[1:]}."


def _roles(number: int, document: Document) -> None:
    """Let the visitor say who the clinician is."""
    import streamlit as st

    speakers = list(dict.fromkeys(t.speaker for t in document.turns))
    with st.popover("Who is the clinician?", icon=":material/group:"):
        choices = [None, *speakers]
        said = session.clinician_of(number)
        st.selectbox(
            "Say who it is, if commscore took somebody else",
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
    """Offer the report, and all that are open, as files; each is made only when it is asked for."""
    import streamlit as st

    with st.popover("Download", icon=":material/download:"):
        for name, label in ONE_AS.items():
            form = FORMATS[name]
            _download(label, partial(form.render, (report,)), safe(report.document.id) + form.suffix)
        several = len(session.opened().documents)
        if several > 1:
            st.caption(f"All {several} consultations")
            every = session.every_report()
            for label, form, name in ALL_AS:
                make = zipped if form.one_file_each else _rendered
                _download(label, partial(_made, make, every, form), name)


def _download(label: str, make: Callable[[], bytes], name: str) -> None:
    offer(Task.REVIEW, label, make, name, width="stretch")


def _rendered(reports: Sequence[Report], form: Format) -> bytes:
    return form.render(reports)


def _made(
    make: Callable[[Sequence[Report], Format], bytes], every: Callable[[], Sequence[Report]], form: Format
) -> bytes:
    return make(every(), form)
