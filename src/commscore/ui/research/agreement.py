"""Two coders' codings of the same consultations: how far they agree, and where they do not."""

from functools import partial

from commscore.errors import UnreadableError
from commscore.report import wording
from commscore.report.quote import short
from commscore.report.records import as_json, as_lines
from commscore.settings import settings
from commscore.train.agreement import FEWEST, agreement, macro_f1, matched, responses
from commscore.train.coding import saved
from commscore.types import Report
from commscore.ui.pieces import put
from commscore.ui.quiet import let_go
from commscore.ui.research import desk, madeup, settling, start
from commscore.work import Coding

SIDES = {"first": "First coder", "second": "Second coder"}
LEAD = (
    "See how far two people agree who coded the same consultations, and settle where they do not. First each "
    "codes alone on the page “Code documents”, where the samples are, and saves it as a file."
)
BLIND = "Read agreement with care: not both coded blind"


def show() -> None:
    """Show the way in for two codings, their agreement and their differences."""
    import streamlit as st

    put("title.html.j2", title="Two coders", facts=(), lead=LEAD)
    if not desk.desk().coder:
        start.coder()
        return
    for column, side in zip(st.columns(2, gap="large"), SIDES, strict=True):
        with column:
            _side(side)
    first, second = (settling.settling().codings(side) for side in SIDES)
    if not first or not second:
        put(
            "heading.html.j2",
            title="",
            text="Each coder saves their codings of the same consultations; open both here.",
        )
        st.button("Compare two made-up codings", key="made-up", on_click=madeup.bring)
        return
    try:
        pairs = matched(first, second)
    except UnreadableError as problem:
        put("notice.html.j2", title="Cannot be compared", texts=(str(problem),))
        return
    _agreement(pairs)
    settling.show(pairs)
    _download(settling.settled(pairs))


def _side(side: str) -> None:
    """Show whose codings these are, and take others in."""
    import streamlit as st

    held = settling.settling()
    codings = held.codings(side)
    who = ", ".join(dict.fromkeys(short(each.provenance.coder or "", 60) for each in codings))
    put("heading.html.j2", title=SIDES[side], text=f"{who}: {_many(len(codings))}" if codings else "")
    if problem := held.problems.get(side):
        put("notice.html.j2", title="Could not be read", texts=(problem,))
    st.file_uploader(
        f"Saved codings (JSON) of the {SIDES[side].lower()}",
        start.CODINGS,
        key=f"codings-{side}",
        accept_multiple_files=True,
        max_upload_size=settings().upload_megabytes,
        on_change=_brought,
        args=(side,),
    )


def _many(number: int) -> str:
    return f"{number} consultation{'' if number == 1 else 's'}"


def _brought(side: str) -> None:
    files = start.files(f"codings-{side}")
    try:
        settling.bring(side, tuple(coding for file in files for coding in saved(file.getvalue(), file.name)))
    except UnreadableError as problem:
        settling.refuse(side, str(problem))
    let_go(files)


def _agreement(pairs: list[tuple[Report, Report]]) -> None:
    firsts, seconds = zip(*pairs, strict=True)
    found = agreement(firsts, seconds)
    put("heading.html.j2", title="Agreement by code", text=_many(len(pairs)))
    not_blind = [
        f"{short(name, 60)}: {short(each.document.id, 60)} started from the machine’s codes"
        for each in (*firsts, *seconds)
        if each.provenance.coding is Coding.PRE_ANNOTATED and (name := each.provenance.coder or "")
    ]
    if not_blind:
        put("notice.html.j2", title=BLIND, texts=not_blind)
    put(
        "agreement.html.j2",
        rows=[(wording.title(row.code), row) for row in found],
        mean=macro_f1(found),
        fewest=FEWEST,
        responses=responses(firsts, seconds),
    )


def _download(codings: tuple[Report, ...]) -> None:
    import streamlit as st

    one = len(codings) == 1
    make = partial(as_json if one else as_lines, codings)
    name = f"settled.{'json' if one else 'jsonl'}"
    st.download_button("Save the settled coding", make, name, icon=":material/download:", on_click="ignore")
    st.caption("What is not decided yet is saved as disputed, and counts in no agreement.")
