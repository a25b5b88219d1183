"""Two models on a coded set: by code, with what the difference is worth, and how far each can be believed."""

from dataclasses import dataclass, replace

from commscore.errors import CommscoreError
from commscore.models import RULES, chosen, installed
from commscore.report import wording
from commscore.report.quote import short
from commscore.settings import settings
from commscore.train.against import as_gold
from commscore.train.agreement import FEWEST
from commscore.train.coding import saved
from commscore.train.comparison import Comparison, comparison
from commscore.train.dataset import dataset
from commscore.train.evaluationpage import view
from commscore.train.installed import kind_of
from commscore.train.tables import figure
from commscore.types import Kind, Report
from commscore.ui.kept import store
from commscore.ui.pieces import put
from commscore.ui.quiet import let_go
from commscore.ui.research.models import curve
from commscore.ui.research.start import CODINGS
from commscore.ui.research.using import named
from commscore.ui.uploads import files

COMPARING = "comparing"


@dataclass(frozen=True, slots=True)
class Comparing:
    """The coded set, which models were compared on it, what came of it, and why something was not done."""

    gold: tuple[Report, ...] = ()
    models: tuple[str, str] = ("", "")
    found: Comparison | None = None
    problem: str = ""


def comparing() -> Comparing:
    """Return what is being compared, nothing at first."""
    import streamlit as st

    held = st.session_state.get(COMPARING)
    return held if isinstance(held, Comparing) else Comparing()


def _change(held: Comparing) -> None:
    import streamlit as st

    st.session_state[COMPARING] = held


def show() -> None:
    """Show the choice of two models and of a coded set, and what came of it."""
    import streamlit as st

    put("title.html.j2", title="Compare two models", facts=())
    held = comparing()
    names = [name for name, folder in installed().items() if kind_of(folder) is Kind.CONSULTATION]
    left, right = st.columns(2, gap="large")
    with left:
        put("heading.html.j2", title="Models", text="Those that read consultations; the rules count as one.")
        options = [*names, RULES]
        first = st.selectbox("First", options, len(options) - 1, key="first-model", format_func=named)
        second = st.selectbox("Second", options, 0, key="second-model", format_func=named)
    with right:
        _gold(held)
    if held.problem:
        put("notice.html.j2", title="Not done", texts=(short(held.problem, 600),))
    ready = bool(held.gold) and first != second
    st.button(
        "Compare",
        type="primary",
        key="compare",
        disabled=not ready,
        on_click=_compare,
        args=((first, second),),
    )
    if held.found:
        _found(held, held.found)


def _gold(held: Comparing) -> None:
    import streamlit as st

    count = len(held.gold)
    told = (
        f"{count} consultation{'' if count == 1 else 's'} opened."
        if count
        else "Open one, or take what is here."
    )
    put("heading.html.j2", title="Coded set", text=told)
    st.file_uploader(
        "Codings (JSON)",
        CODINGS,
        accept_multiple_files=True,
        key="gold",
        max_upload_size=settings().upload_megabytes,
        on_change=_brought,
    )
    st.button("Take what people coded here", key="gold-here", on_click=_here)


def _brought() -> None:
    found = files("gold")
    try:
        codings = [coding for file in found for coding in saved(file.getvalue(), file.name)]
        if codings:
            _change(Comparing(tuple(as_gold(codings))))
    except CommscoreError as problem:
        _change(replace(comparing(), problem=str(problem)))
    let_go(found)


def _here() -> None:
    try:
        _change(Comparing(tuple(as_gold(dataset(store()).whole))))
    except CommscoreError as problem:
        _change(replace(comparing(), problem=str(problem)))


def _compare(names: tuple[str, str]) -> None:
    import streamlit as st

    held = replace(comparing(), models=names, found=None, problem="")
    try:
        with st.spinner("Both read the coded set…"):
            _change(replace(held, found=comparison(held.gold, *map(chosen, names))))
    except CommscoreError as problem:
        _change(replace(held, problem=str(problem)))


def _found(held: Comparing, found: Comparison) -> None:
    """Show the table, and the curves of those that give probabilities side by side."""
    import streamlit as st

    names = tuple(map(named, held.models))
    sides = tuple(zip(names, (found.first, found.second), strict=True))
    if found.warnings:
        put("notice.html.j2", title="Read with care: the coding", texts=found.warnings)
    for name, side in sides:
        if side["warnings"]:
            put("notice.html.j2", title=f"Read with care: {name}", texts=side["warnings"])
    put("heading.html.j2", title="By code", text=f"On {len(held.gold)} consultations")
    put(
        "comparison.html.j2",
        rows=[(wording.title(row.code), row) for row in found.codes],
        names=names,
        means=found.means,
        mean=found.mean,
        conversations=found.conversations,
        fewest=FEWEST,
        figure=figure,
        signed=_signed,
    )
    for number, (column, (name, side)) in enumerate(zip(st.columns(2, gap="large"), sides, strict=True)):
        with column:
            shown = view(side, "all")
            text = "" if shown.curve else "Rules give no probabilities, so there is no curve."
            put("heading.html.j2", title=f"Reliability of {name}", text=text)
            if shown.curve:
                curve(shown, f"curve-{number}")


def _signed(value: float | None) -> str:
    """Return a difference with its sign, to two decimals, a dash for None.

    >>> _signed(0.123), _signed(-0.004), _signed(None)
    ('+0.12', '0.00', '–')
    """
    if value is None:
        return "–"
    written = f"{value:+.2f}"
    return "0.00" if float(written) == 0 else written.replace("-", "−")
