"""A learner's consultations over time, against their own earlier ones, and a cohort without names."""

from collections.abc import Sequence
from datetime import date, timedelta

from commscore.errors import StoreError
from commscore.progress import FEWEST, courses, spreads
from commscore.report.courses import course_rows, spread_rows
from commscore.report.quote import visible
from commscore.review import corrected
from commscore.store import Store
from commscore.store.items import Kept
from commscore.types import Kind, Report
from commscore.ui import consultations, home, reopen, tour, visit, waiting
from commscore.ui.kept import store
from commscore.ui.pieces import put

COHORT = "All learners together"


def show() -> None:
    """Show whom there is something to show of, and the one that was chosen."""
    import streamlit as st

    try:
        opened = store()
        kept = [each for each in opened.kept(Kind.CONSULTATION) if each.learner]
    except StoreError as problem:
        put("notice.html.j2", title="What is kept cannot be opened", texts=(str(problem),))
        return
    put("progress.html.j2", fewest=FEWEST)
    if not kept:
        _empty()
        return
    learners = sorted({each.learner or "" for each in kept})
    choices = [*learners, COHORT]
    lasting = visit.lasting("learner", choices)
    choice = st.selectbox("Learner", choices, format_func=visible, width=440, **lasting)
    if choice == COHORT:
        _cohort(opened, kept)
    else:
        _learner(opened, [each for each in kept if each.learner == choice])


EMPTY = (
    "Open a consultation, go through it, and keep it under a learner’s made-up name.",
    "From the second one on, this page shows each figure beside their own earlier ones. "
    f"From {FEWEST} on, it says whether the figure changes.",
)
INVENTED = "invented-learner"


def _empty() -> None:
    """Say how a learner comes about, and show one that we made up to whoever asks."""
    import streamlit as st

    tour.offer()
    put("notice.html.j2", title="Nothing here yet", texts=EMPTY)
    if not st.toggle("Show a made-up learner", key=INVENTED):
        return
    with st.spinner("Reading the samples…"):
        made = st.cache_resource(show_spinner=False)(_made_up)()
    put(
        "heading.html.j2",
        title="A made-up learner",
        text="Our samples, as if a week apart. Nothing of this is kept.",
    )
    put("courses.html.j2", rows=course_rows(courses(made)), consultations=len(made))


def _made_up() -> list[tuple[date, Report]]:
    """Return the samples' reports as if one visit was a week after the other."""
    from commscore.pipeline import assess

    read = waiting.read_all((path.name, path.read_bytes()) for path in home.samples())
    reports = [assess(draft.what, model="rules") for draft in read.drafts]
    first = date.today() - timedelta(weeks=len(reports))
    return [(first + timedelta(weeks=week), report) for week, report in enumerate(reports)]


def _learner(opened: Store, kept: Sequence[Kept]) -> None:
    import streamlit as st

    found = _reports(opened, kept)
    dated = [(each.at.date(), report) for each, report in zip(kept, found, strict=True)]
    put("courses.html.j2", rows=course_rows(courses(dated)), consultations=len(kept))
    put("heading.html.j2", title="Their consultations", text="The newest first; each opens as it was left.")
    if reopen.rows(kept[::-1]):
        st.switch_page(st.Page(consultations.show, title="Consultations", default=True))


def _cohort(opened: Store, kept: Sequence[Kept]) -> None:
    found: dict[str, list[Report]] = {}
    for each, report in zip(kept, _reports(opened, kept), strict=True):
        found.setdefault(each.learner or "", []).append(report)
    put("spreads.html.j2", rows=spread_rows(spreads(found)), learners=len(found), fewest=FEWEST)


def _reports(opened: Store, kept: Sequence[Kept]) -> list[Report]:
    """Return the reports with what people said of them applied: a person's word stands."""
    said = opened.counts()
    pairs = zip(kept, opened.open_all([each.id for each in kept]), strict=True)
    return [
        corrected(report, opened.reviews(each.id)) if each.id in said else report
        for each, report in pairs
        if isinstance(report, Report)
    ]
