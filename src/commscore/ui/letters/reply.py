"""The check of a draft reply: what it answers and leaves out, how it speaks; the draft is kept nowhere."""

from collections.abc import Callable, Iterator
from uuid import UUID

from commscore.report.letters import wording
from commscore.report.letters.reply import BY_WORDS, MANNERS, MARKS, MOST, ordered, readability, words
from commscore.report.quote import short
from commscore.triage.answers import Answer
from commscore.triage.reply import ReplyCheck
from commscore.types import LetterReport, Span
from commscore.ui.pieces import rendered

CHECKED = "draft-checked"


def show(id: UUID, report: LetterReport) -> None:
    """Let a person paste a draft, and show what it answers of the letter."""
    import streamlit as st

    from commscore.triage.reply import check

    st.caption("Nothing is sent, and the draft is not kept: it is gone when you leave this letter.")
    with st.form(f"draft-form-{id}", border=False):
        draft = st.text_area("Your draft reply", key=f"draft-{id}", height=220)
        asked = st.form_submit_button("Check it", type="primary")
    if asked and draft.strip():
        with st.spinner("Reading the draft…"):
            st.session_state[CHECKED] = (id, check(report, draft))
    held = st.session_state.get(CHECKED)
    if isinstance(held, tuple) and held[0] == id:
        st.html(html(report, held[1]))


def forget() -> None:
    """Forget the draft."""
    import streamlit as st

    st.session_state.pop(CHECKED, None)


def html(report: LetterReport, found: ReplyCheck) -> str:
    """Return what a draft answers as HTML, everything escaped, what is left out first."""
    text, draft = report.letter.text, found.draft
    parts = (
        ("Questions", found.questions, lambda _: "A question"),
        ("What is asked for", found.asks, wording.ask),
        ("Problems", found.problems, wording.category),
    )
    return rendered(
        "reply.html.j2",
        by_words=BY_WORDS,
        groups=[(title, list(_answers(answers, named, text, draft))) for title, answers, named in parts],
        manner=[
            (MANNERS.get(done.verdict, "?"), short(done.title), done.verdict, _quotes(draft, done.spans))
            for done in found.manner
        ],
        readability=readability(found),
        rankles=[(short(draft[r.start : r.end], 240), r.why, r.source) for r in found.rankles],
    )


def _answers(
    answers: tuple[Answer, ...], named: Callable[[str], str], letter: str, draft: str
) -> Iterator[dict[str, object]]:
    for answer in ordered(answers):
        yield {
            "mark": MARKS.get(answer.verdict, "?"),
            "title": named(answer.what),
            "verdict": answer.verdict,
            "why": short(answer.why, 200),
            "letter": _quotes(letter, answer.spans),
            "draft": _quotes(draft, answer.words),
        }


def _quotes(whole: str, spans: tuple[Span, ...]) -> list[str]:
    return [words(whole, span) for span in spans[:MOST]]
