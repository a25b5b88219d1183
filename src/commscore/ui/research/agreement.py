"""Two coders' codings of the same consultations: how far they agree, and where they do not."""

from functools import partial

from commscore.access import Task
from commscore.codebook.coded import ASK, FLAG, STAGE
from commscore.errors import StoreError, UnreadableError
from commscore.report import wording
from commscore.report.letters import wording as wording_of_letters
from commscore.report.quote import short
from commscore.report.records import as_json, as_lines
from commscore.settings import settings
from commscore.store.codings import key, of
from commscore.train.agreement import FEWEST, agreement, macro_f1, matched, responses
from commscore.train.coding import saved
from commscore.train.lettercoding import as_letter
from commscore.train.tables import figure
from commscore.types import Kind, Report
from commscore.ui.access import offer
from commscore.ui.kept import store
from commscore.ui.pieces import put
from commscore.ui.quiet import let_go
from commscore.ui.research import desk, madeup, settling, start
from commscore.ui.uploads import files
from commscore.work import Coding

SIDES = {"first": "First coder", "second": "Second coder"}
LEAD = (
    "See how far two people agree who coded the same consultations, and settle where they do not. First each "
    "codes alone on the page “Code documents”, where the samples are."
)
NONE = "no consultation was finished by two coders yet, or somebody is still coding it"
BLIND = "Read agreement with care: not both coded blind"


def show() -> None:
    """Show the way in for two codings, their agreement and their differences."""
    import streamlit as st

    put("title.html.j2", title="Two coders", facts=(), lead=LEAD)
    if not desk.desk().coder:
        start.coder()
        return
    st.button("Open what two coders finished here", key="finished-here", on_click=_here)
    for column, side in zip(st.columns(2, gap="large"), SIDES, strict=True):
        with column:
            _side(side)
    first, second = (settling.settling().codings(side) for side in SIDES)
    if not first or not second:
        put(
            "heading.html.j2",
            title="",
            text="Two coders code the same consultations; open what they finished here, or their files.",
        )
        st.button("Compare two made-up codings", key="made-up", on_click=madeup.bring)
        return
    try:
        pairs = matched(first, second)
    except UnreadableError as problem:
        put("notice.html.j2", title="Cannot be compared", texts=(str(problem),))
        return
    talks = [pair for pair in pairs if pair[0].document.kind is Kind.CONSULTATION]
    if letters := [pair for pair in pairs if pair[0].document.kind is Kind.LETTER]:
        _letters(letters)
    if talks:
        _agreement(talks)
        settling.show(talks)
        _download(settling.settled(talks))


def _side(side: str) -> None:
    """Show whose codings these are, and take others in."""
    import streamlit as st

    held = settling.settling()
    codings = held.codings(side)
    who = ", ".join(dict.fromkeys(short(each.provenance.coder or "", 60) for each in codings))
    put("heading.html.j2", title=SIDES[side], text=f"{who}: {_counted(codings)}" if codings else "")
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


def _many(number: int, what: str = "consultation") -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _counted(codings: tuple[Report, ...]) -> str:
    """Return how many consultations and letters were coded, in words."""
    counts = {kind: sum(coding.document.kind is kind for coding in codings) for kind in Kind}
    return " and ".join(_many(count, str(kind)) for kind, count in counts.items() if count)


def _here() -> None:
    """Open what two coders finished of the same consultations, the first two of each."""
    pairs: dict[str, list[Report]] = {}
    try:
        drafts = store().compared()
    except StoreError as problem:
        for side in SIDES:
            settling.refuse(side, str(problem))
        return
    for draft in drafts:
        if isinstance(draft.report, Report):
            pairs.setdefault(key(draft.report.document), []).append(draft.report)
    found = [sorted(each[:2], key=lambda coding: coding.provenance.coder or "") for each in pairs.values()]
    for number, side in enumerate(SIDES):
        settling.bring(side, tuple(each[number] for each in found))
        if not found:
            settling.refuse(side, NONE)


def _keep(codings: tuple[Report, ...]) -> None:
    """Keep the settled codings in the store, where they count as finished."""
    for coding in codings:
        held = {key(of(each.report)): each for each in store().codings(coding.provenance.coder or "")}
        before = held.get(key(coding.document))
        store().save_coding(coding, before.version if before else 0, finished=True)


def _brought(side: str) -> None:
    found = files(f"codings-{side}")
    try:
        settling.bring(side, tuple(coding for file in found for coding in saved(file.getvalue(), file.name)))
    except UnreadableError as problem:
        settling.refuse(side, str(problem))
    let_go(found)


def _letters(pairs: list[tuple[Report, Report]]) -> None:
    """Show how far two codings of letters agree; what they differ in is settled nowhere yet."""
    from commscore.train.letters.against import letter_agreement

    firsts, seconds = ([as_letter(coding) for coding in side] for side in zip(*pairs, strict=True))
    found = letter_agreement(firsts, seconds)
    put("heading.html.j2", title="Agreement by code, letters", text=_many(len(pairs), "letter"))
    _warn(pairs)
    put(
        "agreement.html.j2",
        rows=[(letter_title(row.code), row) for row in found.codes],
        mean=macro_f1(found.codes),
        fewest=FEWEST,
        responses=(),
        unit="letter",
    )
    told = f"Severity of {found.severity.problems} problems: quadratic κ {figure(found.severity.kappa.value)}"
    put("heading.html.j2", title="", text=f"{told}. Priority: {found.level} of {found.letters} alike.")


def letter_title(code: str) -> str:
    """Return the title of a letter's code.

    >>> letter_title("listening"), letter_title("ask.apology"), letter_title("question")
    ('Listening', 'Asks for: An apology', 'Question')
    """
    titles = {
        STAGE: ("Stage: ", wording_of_letters.stage),
        ASK: ("Asks for: ", wording_of_letters.ask),
        FLAG: ("Flag: ", wording_of_letters.flag),
    }
    for beginning, (word, title) in titles.items():
        if code.startswith(beginning):
            return word + title(code.removeprefix(beginning))
    return wording_of_letters.PASSAGES.get(code) or wording_of_letters.category(code)


def _agreement(pairs: list[tuple[Report, Report]]) -> None:
    firsts, seconds = zip(*pairs, strict=True)
    found = agreement(firsts, seconds)
    put("heading.html.j2", title="Agreement by code", text=_many(len(pairs)))
    _warn(pairs)
    put(
        "agreement.html.j2",
        rows=[(wording.title(row.code), row) for row in found],
        mean=macro_f1(found),
        fewest=FEWEST,
        responses=responses(firsts, seconds),
        unit="turn",
    )


def _warn(pairs: list[tuple[Report, Report]]) -> None:
    """Say which codings were not blind."""
    not_blind = [
        f"{short(name, 60)}: {short(each.document.id, 60)} started from the machine’s codes"
        for side in zip(*pairs, strict=True)
        for each in side
        if each.provenance.coding is Coding.PRE_ANNOTATED and (name := each.provenance.coder or "")
    ]
    if not_blind:
        put("notice.html.j2", title=BLIND, texts=not_blind)


def _download(codings: tuple[Report, ...]) -> None:
    import streamlit as st

    one = len(codings) == 1
    make = partial(as_json if one else as_lines, codings)
    name = f"settled.{'json' if one else 'jsonl'}"
    offer(Task.CODE, "Save the settled coding", make, name, icon=":material/download:")
    if st.button("Keep it here, for the data set", key="keep-settled", icon=":material/save:"):
        try:
            _keep(codings)
            said = "Kept", f"{_many(len(codings))}: in the data set it counts in place of the two."
        except StoreError as problem:
            said = "Not kept", str(problem)
        put("notice.html.j2", title=said[0], texts=said[1:])
    st.caption("What is not decided yet is saved as disputed, and counts in no agreement.")
