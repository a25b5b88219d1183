"""Saying of a code whether it is right, and adding one: asked beside the words, with the reason."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import cast

from commscore import codebook
from commscore.codebook.schema import ResponseEntry
from commscore.report import wording
from commscore.report.corrections import LONGEST_REASON, corrections
from commscore.report.figures import scored
from commscore.report.quote import quote, visible
from commscore.review import became_of, words_around
from commscore.types import Document, Report, Role, Score
from commscore.ui import keeping, session
from commscore.ui.pieces import put
from commscore.work import Review, Verdict

SAVED = "saved"
SAYS = {
    Verdict.CONFIRMED: "Yes, it is right",
    Verdict.CHANGED: "No, it is something else",
    Verdict.REJECTED: "No, take it out",
}
NAMES_ONE = (Verdict.ADDED, Verdict.CHANGED)
IN_SHORT = "In a few words"
NAME = "Your name or initials, which corrections are kept with"
MOST_NAME = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """The words that the visitor wants to say something of, and the machine's code; None to add one.

    `version` is that of the consultation as it was shown then, 0 where it is not kept; `refused` is why what
    was said could not be saved.
    """

    turn: int
    start: int
    end: int
    code: str | None = None
    version: int = 0
    refused: str = ""


def told(number: int, said: Mapping[str, object] | None) -> None:
    """Do what the visitor chose in the transcript of consultation `number`: ask about words, or withdraw."""
    import streamlit as st

    if said is None:
        return
    if "withdraw" in said:
        of = session.report_of(number).reviews[cast("int", said["withdraw"])]
        keeping.tried(lambda: keeping.withdraw(number, of))
        return
    turn, code = cast("int", said["turn"]), cast("str | None", said.get("code"))
    start, end = cast("int", said.get("start", 0)), cast("int", said.get("end", 0))
    if code is None:
        text = session.machine_report_of(number).document.turns[turn].text
        start, end = (_unshown(text, place) for place in (start, end))
        start, end = words_around(text, start, end) if end > start else (0, len(text))
    st.session_state[session.ASKED] = Asked(turn, start, end, code, _version(number))


def _version(number: int) -> int:
    seen = session.seen(number)
    return seen.version if seen else 0


def _unshown(text: str, place: int) -> int:
    r"""Return where in the text the character stands that the page shows at this place.

    >>> _unshown("a\r\nb", 2)
    3
    """
    shown = [n for n in range(len(text)) if text[n : n + 2] != "\r\n"]
    return shown[place] if place < len(shown) else len(text)


def show(number: int) -> None:
    """Ask about the words that the visitor chose, if any, and tell what became of the last answer."""
    import streamlit as st

    if saved := st.session_state.pop(SAVED, ""):
        st.toast(saved)
    asked = st.session_state.get(session.ASKED)
    if isinstance(asked, Asked):
        title = "Add a code" if asked.code is None else "Is this right?"
        st.dialog(title, on_dismiss=_forget)(_ask)(number, asked)


def _forget() -> None:
    import streamlit as st

    st.session_state.pop(session.ASKED, None)


def _ask(number: int, asked: Asked) -> None:
    """Ask what the visitor says of the words, and keep it once it is whole."""
    import streamlit as st

    if asked.refused:
        put("notice.html.j2", title="Not saved", texts=(asked.refused,))
    report = session.report_of(number)
    given = choices(report.document.turns[asked.turn].role, asked.code)
    moment = "." in (asked.code or "")
    verdict: Verdict | None = Verdict.ADDED
    if asked.code is None:
        asked = _words(report.document, asked)
    else:
        _shown(report, asked)
        verdict = _verdict([v for v in SAYS if _sayable(v, bool(given), moment)])
    code = _code(given) if verdict in NAMES_ONE else None
    reason = st.text_area("Why?", key="reason", max_chars=LONGEST_REASON, height=90, placeholder=IN_SHORT)
    name = session.author() or st.text_input(NAME, key="name", max_chars=MOST_NAME)
    if not st.button("Save", type="primary", key="save"):
        return
    lacks = _lacks(verdict, code, reason, name)
    if verdict is None or lacks:
        put("notice.html.j2", title="Not saved yet", texts=(lacks,))
        return
    at = datetime.now(UTC)
    place = (asked.turn, asked.start, asked.end, asked.code or code or "")
    instead = code if verdict is Verdict.CHANGED else None
    session.sign(name.strip())
    said = Review(*place, verdict, name.strip(), reason.strip(), at, instead)
    if refused := keeping.attempt(lambda: keeping.review(number, said, asked.version)):
        again = replace(st.session_state.pop(session.ASKED), version=_version(number), refused=refused)
        st.session_state[session.ASKED] = again  # asked again, beside the page as it is now
        st.rerun()
    st.session_state[SAVED] = moved(report.scores, session.report_of(number).scores)
    _forget()
    st.rerun()


def moved(before: Iterable[Score], after: Iterable[Score]) -> str:
    """Return what a correction changed in the scores, in words.

    >>> moved([Score("empathy", 39.0), Score("clarity", 5)], [Score("empathy", 41.4), Score("clarity", 5)])
    'Saved. Empathy: 39, now 41.'
    """
    pairs = [(old.domain, scored(old), scored(new)) for old, new in zip(before, after, strict=True)]
    told = [f"{wording.domain_title(domain)}: {old}, now {new}" for domain, old, new in pairs if old != new]
    return f"Saved. {'; '.join(told)}." if told else "Saved. No score changed."


def _lacks(verdict: Verdict | None, code: str | None, reason: str, name: str) -> str:
    """Return what the visitor has yet to say, "" where nothing is missing."""
    if verdict is None:
        return "Say whether it is right."
    if code is None and verdict in NAMES_ONE:
        return "Say what it is."
    if not reason.strip():
        return "Say why, in a few words: it is shown beside what commscore said."
    return "" if name.strip() else "Say who you are: corrections are kept with a name or initials."


def _words(document: Document, asked: Asked) -> Asked:
    """Let the visitor say which words of the turn are meant; return them."""
    import streamlit as st

    text = document.turns[asked.turn].text
    words = [match.span() for match in re.finditer(r"\S+", text)]
    named = [f"{n}. {visible(text[start:end])}" for n, (start, end) in enumerate(words, 1)]
    first = next((n for n, (_, end) in enumerate(words) if end > asked.start), 0)
    last = max((n for n, (start, _) in enumerate(words) if start < asked.end), default=0)
    said = st.container()
    left, right = st.columns(2)
    numbers = range(len(words))
    from_ = left.selectbox("From this word", numbers, first, format_func=named.__getitem__, key="from")
    to = right.selectbox("To this word", numbers, last, format_func=named.__getitem__, key="to")
    chosen = replace(asked, start=words[min(from_, to)][0], end=words[max(from_, to)][1])
    with said:
        put("asked.html.j2", quote=quote(document, asked.turn, (chosen.start, chosen.end)), said="", told=())
    return chosen


def _shown(report: Report, asked: Asked) -> None:
    """Show the words, what commscore said of them and when it does, and what people said since."""
    entry = codebook.codes().get(asked.code or "") or _response(asked.code or "")
    put(
        "asked.html.j2",
        quote=quote(report.document, asked.turn, (asked.start, asked.end)),
        said=wording.title(asked.code or ""),
        give=entry.give if entry else "",
        told=[c.told for c in corrections(report, named) if _same(report.reviews[c.number], asked)],
    )


def _same(review: Review, asked: Asked) -> bool:
    return review.place == (asked.turn, asked.start, asked.end, asked.code) or (
        bool(review.moment) and (review.turn, review.code) == (asked.turn, asked.code)
    )


def named(author: str) -> str:
    """Return what the author of a review is called on the page."""
    return "you" if author == session.author() else visible(author)


def choices(role: Role, code: str | None) -> list[str]:
    """Return the codes that the words of somebody in this role can have, other than this one.

    Of a moment ("cue.missed"), return what else could have become of it.
    """
    if code and "." in code:
        return [name for name in became_of(code.partition(".")[0]) if name != code]
    return [name for name, entry in codebook.codes().items() if entry.role is role and name != code]


def _sayable(verdict: Verdict, others: bool, moment: bool) -> bool:
    return others if verdict is Verdict.CHANGED else not (moment and verdict is Verdict.REJECTED)


def _verdict(options: list[Verdict]) -> Verdict | None:
    import streamlit as st

    return st.radio("Is it right?", options, index=None, key="verdict", format_func=SAYS.__getitem__)


def _code(given: list[str]) -> str | None:
    """Let the visitor choose one of these codes; say in plain English when it is given."""
    import streamlit as st

    code = st.selectbox(_asks(given), given, None, format_func=_titled, key="code", placeholder="Choose one")
    if code:
        if response := _response(code):
            put("notice.html.j2", title=wording.title(code), texts=(f"When {response.give}.",))
            return code
        entry = codebook.codes()[code]
        texts = (f"When {entry.give}.", f"Not when {entry.not_when}.", f"For example: “{entry.examples[0]}”")
        put("notice.html.j2", title=entry.title, texts=texts)
    return code


def _asks(given: list[str]) -> str:
    return "What became of it?" if any(map(_response, given)) else "What is it?"


def _response(code: str) -> ResponseEntry | None:
    """Return the codebook's entry of what became of a patient's code, None where it is a code itself."""
    of, _, response = code.partition(".")
    known = codebook.consultation().response
    return next((each for each in known if each.name == response and of in each.to), None)


def _titled(code: str) -> str:
    title, domain = wording.title(code), wording.domain(code)
    of = wording.domain_title(domain) if domain else title
    return title if of == title else f"{of}: {title}"
