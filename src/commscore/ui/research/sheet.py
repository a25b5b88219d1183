"""The coding sheet: a transcript to give codes to, and the codebook beside it with a key for each code."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from commscore import codebook
from commscore.errors import UnreadableError
from commscore.report import wording
from commscore.report.quote import UNFIT, clock, visible
from commscore.store.codings import key
from commscore.train.coding import Given, keys, recoded
from commscore.types import Document, Report, Role
from commscore.ui.pieces import asset, colours, rendered
from commscore.ui.research import desk
from commscore.ui.transcript import shade

TITLES = {
    Role.CLINICIAN: "Codes for the clinician",
    Role.PATIENT: "Codes for the patient",
    Role.OTHER: "Another speaker",
}


def html(document: Document) -> str:
    """Return the transcript and the list of codes as HTML, everything escaped."""
    sheets = [(role.value, title, list(_codes(role))) for role, title in TITLES.items()]
    return rendered("coding.html.j2", sheets=sheets, turns=list(_turns(document)))


def _codes(role: Role) -> Iterator[dict[str, str]]:
    for entry in codebook.codes().values():
        if entry.role is role:
            examples = "; ".join(f"“{example}”" for example in entry.examples)
            yield {
                "name": entry.name,
                "key": keys()[entry.name],
                "title": entry.title,
                "domain": shade(wording.domain(entry.name)),
                "give": entry.give,
                "more": f"Not when {entry.not_when}. For example {examples}",
            }


def _turns(document: Document) -> Iterator[dict[str, object]]:
    for number, turn in enumerate(document.turns):
        times = f" · {clock(turn.start)}" if turn.start is not None else ""
        yield {
            "turn": number,
            "role": turn.role.value,
            "speaker": visible(turn.speaker),
            "place": f"{number + 1}{times}",
            "text": same_length(turn.text),
        }


def same_length(text: str) -> str:
    r"""Return the text fit for a page, each character in its place, so that offsets into it stay true.

    >>> same_length("a\r\nb\x00")
    'a \nb�'
    """
    return UNFIT.sub("\ufffd", text.replace("\r", " "))


def show(coding: Report) -> None:
    """Put the sheet of a coding on the page; what is given goes to the desk."""
    import streamlit as st

    css = "\n".join([colours(), asset("transcript.css"), asset("coding.css")])
    mount = st.components.v2.component(
        "commscore_coding", html='<div class="cs"></div>', css=css, js=asset("coding.js")
    )
    given = [[code.code, code.turn, code.start, code.end] for code in coding.codes]
    of = key(coding.document)
    mount(
        data={"html": html(coding.document), "of": of, "codes": given},
        key="coding",
        on_given_change=lambda: said(st.session_state["coding"].get("given")),
    )


def said(given: Mapping[str, object] | None) -> None:
    """Keep the codes that the coder gave; what cannot be coded is named on the page, and changes nothing."""
    coding = desk.desk().codings.get(str(given["of"])) if given else None
    if given is None or coding is None:
        return
    places = [cast("Given", tuple(each)) for each in cast("Sequence[Sequence[object]]", given["codes"])]
    try:
        desk.keep([recoded(coding, places)])
    except UnreadableError as problem:
        desk.change(problem=str(problem))
