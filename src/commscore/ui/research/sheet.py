"""The coding sheet: a transcript to give codes to, and the codebook beside it with a key for each code."""

from collections.abc import Iterator, Mapping, Sequence
from typing import cast

from commscore import codebook
from commscore.codebook.coded import ASK, FLAG, PASSAGES, STAGE
from commscore.codebook.letters import letter
from commscore.errors import UnreadableError
from commscore.report import wording
from commscore.report.letters import wording as letterwording
from commscore.report.quote import UNFIT, clock, visible
from commscore.store.codings import key
from commscore.train.coding import Given, keys, recoded
from commscore.types import Document, Kind, Report, Role
from commscore.ui.pieces import asset, colours, rendered
from commscore.ui.research import desk
from commscore.ui.transcript import shade

TITLES = {
    Role.CLINICIAN: "Codes for the clinician",
    Role.PATIENT: "Codes for the patient",
    Role.OTHER: "Another speaker",
}


# The colours of a letter's domains, by the consultation's that have them in `report.letters.marked`.
SHADED = {"clinical": "partnership", "management": "clarity", "relationship": "listening"}


def html(document: Document) -> str:
    """Return the transcript and the list of codes as HTML, everything escaped."""
    sheets = (
        [(Role.PATIENT.value, "Codes for letters", list(_letter_codes()))]
        if document.kind is Kind.LETTER
        else [(role.value, title, list(_codes(role))) for role, title in TITLES.items()]
    )
    unit = "paragraph" if document.kind is Kind.LETTER else "turn"
    return rendered("coding.html.j2", sheets=sheets, turns=list(_turns(document)), unit=unit)


def _codes(role: Role) -> Iterator[dict[str, str]]:
    for entry in codebook.codes().values():
        if entry.role is role:
            examples = "; ".join(f"“{example}”" for example in entry.examples)
            more = f"Not when {entry.not_when}. For example {examples}"
            domain = shade(wording.domain(entry.name))
            yield _code(entry.name, keys()[entry.name], entry.title, domain, entry.give) | {"more": more}


def _letter_codes() -> Iterator[dict[str, str]]:
    book, key = letter(), keys(Kind.LETTER)
    for each in book.category:
        yield _code(each.name, key[each.name], each.title, SHADED[each.domain], each.give)
    for start, word, entries in ((STAGE, "Stage", book.stage), (ASK, "Asks for", book.ask)):
        for named in entries:
            if (name := start + named.name) in key:
                yield _code(name, key[name], f"{word}: {named.title}", "patient", named.give)
    for name in PASSAGES:
        yield _code(name, key[name], letterwording.PASSAGES[name], "patient", "")
    for flag in book.flag:
        name = FLAG + flag.name
        yield _code(name, key[name], f"Flag: {flag.title}", "empathy", flag.give)


def _code(name: str, key: str, title: str, domain: str, give: str) -> dict[str, str]:
    return {"name": name, "key": key, "title": title, "domain": domain, "give": give, "more": ""}


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
