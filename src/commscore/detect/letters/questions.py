"""What the writer asks that the organisation could answer, directly or not; asides of rhetoric left out."""

import re
from collections.abc import Iterator
from typing import Final

from commscore.detect.letters.phrases import find, rules
from commscore.detect.letters.scope import quotations
from commscore.detect.letters.words import pattern
from commscore.sentences import ParsedLetter, Sentence, joined
from commscore.types import Span

ASKED: Final = re.compile(r"\?+")
# Where a question begins within a longer sentence: after a colon, a dash, a bracket, or "so" and "but".
LEADS: Final = re.compile(r"(?:[:;]|\s[-–—])\s+|^\W*(?:\(?[a-z0-9]{1,3}[.)]\s+)?", re.IGNORECASE)
START: Final = re.compile(r"\W*")
AND: Final = re.compile(r"\W*(?:(?:and|but|or)\b,? *|\([a-z]\) *)*", re.IGNORECASE)
ALONE: Final = re.compile(r"(?:why|when|how|where|who)\W*", re.IGNORECASE)  # a word that asks by itself
BRACKETS: Final = "[]"


def questions(parsed: ParsedLetter) -> tuple[Span, ...]:
    """Return the spans of the questions, in the order of the text."""
    told = list(parsed.told())
    direct = [span for s in told for span in (*_direct(parsed, s), *_unmarked(parsed, s))]
    indirect = [f.shown for f in find(parsed, rules("questions")) if f.phrase.gives == "indirect"]
    said = quotations(parsed.letter.text)
    return joined([*direct, *(span for span in indirect if not _inside(span, said))])


def _direct(parsed: ParsedLetter, sentence: Sentence) -> Iterator[Span]:
    """Yield what ends in a question mark and is meant to be answered."""
    text = parsed.letter.text
    said = quotations(text)
    begins = sentence.start
    for match in ASKED.finditer(text, sentence.start, sentence.end):
        begun, begins = begins, match.end()
        start, end = _clause(text, begun, match.end())
        mark = match.end() - 1
        if _inside((mark, match.end()), said) or _bracketed(text, sentence) or _bare(text[start:end]):
            continue
        if not _is("rhetorical", text, start, end) and not _told_of(text, begun, start):
            yield start, end


def _unmarked(parsed: ParsedLetter, sentence: Sentence) -> Iterator[Span]:
    """Yield a sentence that has a question's form and no mark: "and would it have been different"."""
    text, end = parsed.letter.text, sentence.end
    lead = AND.match(text, sentence.start, end)
    start = lead.end() if lead else sentence.start
    for rule in rules("questions"):
        if (
            rule.phrase.gives != "unmarked"
            or "?" in text[start:end]
            or not rule.match.match(text, start, end)
        ):
            continue
        if not (rule.unless and rule.unless.match(text, start, end)):
            yield start, end


def _clause(text: str, start: int, end: int) -> Span:
    """Return the part from where the question opens, the whole where no such place is found."""
    for lead in reversed(list(LEADS.finditer(text, start, end))):
        if _opens(text, lead.end(), end):
            return lead.end(), end
    while start < end and (text[start].isspace() or text[start] in "\"'”’)"):
        start += 1
    return start, end


def _told_of(text: str, start: int, asked: int) -> bool:
    """Return whether the words before a question tell that somebody asked it once: "I said to her, why"."""
    end = max(asked, min(len(text), start + 60))
    return not _opens(text, start, end) and _is("reported", text, start, end)


def _opens(text: str, start: int, end: int) -> bool:
    """Return whether a question's first words stand here."""
    begins = START.match(text, start, end)
    return bool(pattern("questions", "opens").match(text, begins.end() if begins else start, end))


def _is(kind: str, text: str, start: int, end: int) -> bool:
    return any(
        rule.match.search(text, start, end) and not (rule.unless and rule.unless.search(text, start, end))
        for rule in rules("questions")
        if rule.phrase.gives == kind
    )


def _bare(said: str) -> bool:
    """Return whether a single word stands before the mark that asks nothing by itself: "What?"."""
    return len(re.findall(r"\w+", said)) < 2 and not ALONE.match(said)


def _bracketed(text: str, sentence: Sentence) -> bool:
    said = text[sentence.start : sentence.end]
    return said.startswith(BRACKETS[0]) and BRACKETS[1] in said


def _inside(span: Span, quoted: tuple[Span, ...]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in quoted)
