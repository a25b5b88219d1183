"""The installed models: what each is, how well it does, how far its probabilities can be believed."""

from datetime import date
from pathlib import Path

from commscore.errors import ModelError
from commscore.models import installed
from commscore.report.letters.wording import day
from commscore.train.evaluationpage import SIZE, PartView, view
from commscore.train.installed import Installed, card, evaluation, row
from commscore.train.shown import notes_of
from commscore.train.tables import Json, at, figure, interval
from commscore.types import Kind
from commscore.ui.pieces import asset, put, rendered
from commscore.ui.research import using

LEAD = "See which trained models are installed, how well each does, and how far its chances can be believed."


def show() -> None:
    """Show the model that is chosen among those installed."""
    import streamlit as st

    found = installed()
    put("title.html.j2", title="Models", facts=using.facts(), lead=LEAD)
    if problem := st.session_state.pop("use-problem", ""):
        put("notice.html.j2", title="Not switched", texts=(problem,))
    if not found:
        why = "Consultations and letters are read by rules alone."
        put("notice.html.j2", title="No trained model is installed", texts=(why,))
        return
    name = st.selectbox("Model", list(found), key="model", width=440)
    folder = found[name]
    told = row(name, folder)
    put("title.html.j2", title=name, facts=_facts(told))
    if told.problem:
        put("notice.html.j2", title="Not what its manifest promises", texts=(told.problem,))
    metrics, about, use = st.tabs(["Metrics", "Card", "Use"])
    with metrics:
        _metrics(evaluation(folder))
    with about:
        _card(folder)
    with use:
        if not told.problem:
            using.show(name, Kind(told.kind))


def _facts(told: Installed) -> tuple[tuple[str, str], ...]:
    return (
        ("Made", _made(told.created)),
        ("Size", f"{told.megabytes:.1f} MB"),
        ("Codes", str(len(told.codes)) if told.codes else "–"),
        ("Trained on", ", ".join(told.corpora) or "–"),
        *told.figures.items(),
        ("Files", "changed or missing" if told.problem else "as promised"),
        ("SHA-256", told.sha256[:12] or "–"),
    )


def _made(created: str) -> str:
    """Return the day that a manifest tells as people write it, and what is no day as it stands.

    >>> _made("2026-11-23"), _made("")
    ('23 November 2026', '–')
    """
    try:
        return day(date.fromisoformat(created))
    except ValueError:
        return created or "–"


def _metrics(found: Json | None) -> None:
    """Show an evaluation's parts one at a time; without one that can be read, say so."""
    import streamlit as st

    if found is None:
        why = "There is no evaluation.json beside it that can be read; run: commscore evaluate"
        put("notice.html.j2", title="Not measured", texts=(why,))
        return
    part = st.selectbox("Documents", list(found["parts"]), key="part", width=440)
    shown = view(found, part)
    put("heading.html.j2", title="Reliability curve" if shown.curve else "Metrics", text=shown.facts)
    if shown.curve:
        curve(shown)
    put("evaluation.html.j2", view=shown, figure=figure, interval=interval, at=at)
    put("notice.html.j2", title="To read these figures", texts=(*notes_of(found), *found.get("warnings", ())))


def curve(shown: PartView, key: str = "curve") -> None:
    """Put a reliability curve on the page."""
    import streamlit as st

    css = asset("transcript.css") + asset("curve.css")
    mount = st.components.v2.component(
        "commscore_curve", html='<div class="cs"></div>', css=css, js=asset("curve.js")
    )
    html = rendered("curve.html.j2", view=shown, size=SIZE, figure=figure, interval=interval, at=at)
    mount(data={"html": html}, key=key)


def _card(folder: Path) -> None:
    """Show the card as it was written; what would fetch a picture stays text."""
    import streamlit as st

    try:
        st.markdown(card(folder).replace("![", "!\\["))
    except ModelError as problem:
        put("notice.html.j2", title="No card", texts=(str(problem),))
