"""The check of a draft reply: what it answers and leaves out, how it speaks; the draft is kept nowhere."""

from collections.abc import Callable, Iterable, Iterator
from uuid import UUID

from commscore.report.letters import wording
from commscore.report.letters.reply import BY_WORDS, MANNERS, MARKS, MOST, ordered, readability, words
from commscore.report.quote import short
from commscore.store.items import Kept
from commscore.triage.answers import ANSWERED, Answer
from commscore.triage.reply import ReplyCheck
from commscore.types import LetterReport, Span
from commscore.ui.kept import store
from commscore.ui.letters.desk import attempt
from commscore.ui.pieces import rendered

CHECKED = "draft-checked"
LOOK = "It goes by the words alone: look at each answer first. You can take a tick back in the letter."


def show(kept: Kept, report: LetterReport, ticks: frozenset[str]) -> None:
    """Let a person paste a draft, and show what it answers of the letter."""
    import streamlit as st

    from commscore.triage.reply import check

    st.caption("Nothing is sent, and the draft is not kept: it is gone when you go back to the queue.")
    held = checked(kept.id)
    st.session_state.setdefault(f"draft-{kept.id}", held.draft if held else "")
    with st.form(f"draft-form-{kept.id}", border=False):
        draft = st.text_area("Your draft reply", key=f"draft-{kept.id}", height=220)
        asked = st.form_submit_button("Check it", type="primary")
    if asked and draft.strip():
        with st.spinner("Reading the draft…"):
            held = check(report, draft)
        st.session_state[CHECKED] = (kept.id, held)
    if held is None:
        return
    if found := [key for key in answered(held) if key not in ticks]:
        said = "Tick the one that it answers" if len(found) == 1 else f"Tick the {len(found)} that it answers"
        st.button(said, icon=":material/check:", on_click=_tick, args=(kept, found), help=LOOK)
    st.html(html(report, held))


def checked(id: UUID) -> ReplyCheck | None:
    """Return how the last draft did that was checked against this letter."""
    import streamlit as st

    held = st.session_state.get(CHECKED)
    return held[1] if isinstance(held, tuple) and held[0] == id else None


def answered(found: ReplyCheck) -> list[str]:
    """Return what of a letter a draft plainly answers, as it is ticked."""
    questions = [a for a in found.questions if a.verdict == ANSWERED]
    return [
        *(f"question:{start}-{end}" for answer in questions for start, end in answer.spans),
        *(f"ask:{answer.what}" for answer in found.asks if answer.verdict == ANSWERED),
    ]


def _tick(kept: Kept, found: Iterable[str]) -> None:
    """Tick these as answered, as the person who checked the draft says."""

    def every() -> None:
        version = kept.version
        for what in found:
            version = store().tick(kept.id, what, True, version)

    attempt(every)


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
