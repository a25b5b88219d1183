"""Coding a document by the codebook: blind, or starting from the machine's codes, which is marked so."""

from dataclasses import replace
from functools import partial

from commscore.access import Task
from commscore.codebook.letters import categories, letter
from commscore.errors import CommscoreError
from commscore.pipeline import assess_letter
from commscore.report.files import safe
from commscore.report.quote import short, visible
from commscore.report.records import as_json, as_lines
from commscore.store.codings import key
from commscore.train import lettercoding
from commscore.train.coding import blind, pre_annotated
from commscore.train.lettercoding import as_turns, joined, severities
from commscore.types import Kind, Report, Role
from commscore.ui import personal, session, waiting
from commscore.ui.access import offer
from commscore.ui.pieces import put
from commscore.ui.research import desk, sheet, start
from commscore.work import Coding

HOW = {
    Coding.BLIND: "coded blind",
    Coding.PRE_ANNOTATED: "started from the machine’s codes",
    Coding.ADJUDICATED: "settled from two codings",
    None: "how it was coded is not known",
}
LEAD = (
    "Give the codebook’s codes to a consultation, as a person hears it. What people code shows how good a "
    "model is, and can train it. Begin with a made-up name: the samples are then one click away."
)
WHY = {"random": "drawn at random, for testing", "unsure": "chosen because the model is unsure of it"}


def show() -> None:
    """Show the document that is being coded, or what comes before that."""
    import streamlit as st

    if waiting.of(Kind.CONSULTATION).drafts:
        personal.show()
        return
    items = desk.items()
    put("title.html.j2", title="Code a document", facts=(), **({} if items else {"lead": LEAD}))
    if desk.desk().problem:
        put("notice.html.j2", title="Not done", texts=(desk.desk().problem,))
    if not desk.desk().coder:
        start.coder()
    elif not items:
        start.documents()
    else:
        with st.container(horizontal=True, vertical_alignment="bottom"):
            item = _chosen(items)
            start.order(items)
            start.more()
        coding = desk.desk().codings.get(key(item.document))
        if coding is None:
            _begin(item)
        else:
            _go_on(coding)


def _chosen(items: tuple[desk.Item, ...]) -> desk.Item:
    import streamlit as st

    by_key = {key(item.document): item for item in items}
    on = desk.desk()
    names = {
        key: short(item.document.id, 60) + (" ✓" if on.is_finished(item.document) else "")
        for key, item in by_key.items()
    }
    finished = sum(on.is_finished(item.document) for item in by_key.values())
    begun = len(names.keys() & on.codings.keys())
    label = f"Document ({begun} of {len(names)} begun, {finished} finished)"
    return by_key[
        st.selectbox(label, list(names), key="coding-which", format_func=names.__getitem__, width=440)
    ]


def _begin(item: desk.Item) -> None:
    """Ask who the clinician is, in a consultation, and how to begin."""
    import streamlit as st

    chosen = desk.desk().chosen(item.document)
    facts = _facts(item) + ([WHY[chosen]] if chosen else [])
    put("heading.html.j2", title=visible(item.document.id), text="; ".join(facts))
    if item.number is not None:
        start.clinician(item)
    with st.container(horizontal=True):
        st.button("Code it blind", key="blind", type="primary", on_click=_blind, args=(item,))
        st.button("Start from the machine’s codes", key="machine", on_click=_from_machine, args=(item,))
    st.caption(
        "Blind, you see no code but your own; the agreement of two coders and the test of a model need that. "
        "Starting from the machine’s codes is quicker, and the saved coding says that it was done."
    )


def _facts(item: desk.Item) -> list[str]:
    turns = item.document.turns
    if item.document.kind is Kind.LETTER:
        return ["a letter", f"{len(turns)} paragraph{'' if len(turns) == 1 else 's'}"]
    clinicians = dict.fromkeys(t.speaker for t in turns if t.role is Role.CLINICIAN)
    named = ", ".join(short(each, 60) for each in clinicians) or "nobody"
    return [f"{len(turns)} turns", f"taken for the clinician: {named}"]


def _blind(item: desk.Item) -> None:
    on = desk.desk()
    desk.keep([blind(item.document, on.coder, item.privacy, on.chosen(item.document))])


def _from_machine(item: desk.Item) -> None:
    on = desk.desk()
    try:
        if item.document.kind is Kind.LETTER:
            report = as_turns(assess_letter(joined(item.document)))
            report = replace(report, provenance=replace(report.provenance, privacy=item.privacy))
        elif item.number is not None:
            report = session.report_of(item.number)
        else:
            return
    except CommscoreError as problem:
        desk.change(problem=str(problem))
        return
    desk.keep([pre_annotated(report, on.coder, on.chosen(item.document))])


def _go_on(coding: Report) -> None:
    """Show the sheet, and what can be done with the coding."""
    import streamlit as st

    told = coding.provenance
    own, finished = told.coder == desk.desk().coder, desk.desk().is_finished(coding.document)
    facts = [f"Coder: {short(told.coder or '', 60)}", HOW[told.coding], f"{len(coding.codes)} codes"]
    facts += ["finished"] if finished else []
    if told.chosen:
        facts.append(WHY[told.chosen])
    put("heading.html.j2", title=visible(coding.document.id), text="; ".join(facts))
    with st.container(horizontal=True):
        if own:
            st.button(
                "Take it up again" if finished else "I have finished this one",
                key="finish",
                type="secondary" if finished else "primary",
                on_click=desk.finish,
                args=(coding.document, not finished),
            )
        _saves(coding)
        with st.popover("Take away"):
            st.write("The codes that you gave are then gone for good, unless you saved them to a file.")
            st.button("Take this coding away", on_click=desk.take_away, args=(coding.document,))
    st.caption(
        "Kept as you code, under your name: come back whenever you like. Another coder sees it once both of "
        "you have finished."
        if own
        else "This is somebody else’s coding. It is kept while this page is open, and nowhere else."
    )
    if not finished:
        _severities(coding)
        sheet.show(coding)


def _severities(coding: Report) -> None:
    """Ask of each category of a letter that is given how grave it is."""
    import streamlit as st

    if coding.document.kind is not Kind.LETTER:
        return
    given = {code.code for code in coding.codes}
    said = severities(coding)
    levels = {entry.level: entry for entry in letter().severity}
    with st.container(horizontal=True):
        for name, entry in categories().items():
            if name in given:
                place = f"grave-{key(coding.document)}-{name}"
                st.segmented_control(
                    f"How grave: {entry.title}",
                    list(levels),
                    default=said.get(name),
                    key=place,
                    help="; ".join(f"{level}: {each.give}" for level, each in levels.items()),
                    on_change=_graded,
                    args=(coding, name, place),
                )


def _graded(coding: Report, category: str, place: str) -> None:
    import streamlit as st

    said = st.session_state.get(place)
    desk.grade(coding.document, category, int(said) if said else None)


def _saves(coding: Report) -> None:
    """Offer the coding as a file, and all of its kind, in the contract's schema."""
    kind = coding.document.kind
    one, many = (lettercoding.as_json, lettercoding.as_lines) if kind is Kind.LETTER else (as_json, as_lines)
    _download("Save this coding", partial(one, (coding,)), f"{safe(coding.document.id)}.coding.json")
    every = tuple(each for each in desk.desk().codings.values() if each.document.kind is kind)
    if len(every) > 1:
        _download(f"Save all {len(every)} codings of {kind}s", partial(many, every), "codings.jsonl")


def _download(label: str, make: "partial[bytes]", name: str) -> None:
    offer(Task.CODE, label, make, name, icon=":material/download:")
