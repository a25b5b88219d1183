"""Whether words are meant as they stand, or are denied, conditional, over, general or somebody else's."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from commscore.codebook.letterphrases import letter_phrases
from commscore.detect.letters.phrases import Rule, rules
from commscore.detect.letters.tense import top
from commscore.sentences import ParsedLetter, Sentence
from commscore.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

QUOTED: Final = re.compile(
    r"\"(?:[^\"\n]|\n(?!\s*\n)){1,400}\"|“(?:[^”\n]|\n(?!\s*\n)){1,400}”|‘[^‘\n]{2,300}?’(?!\w)"
)
BREAKS: Final = re.compile(r"[;:.!?]|,? (?:but|yet|although|though|however|and then)\b", re.IGNORECASE)
FAR: Final = 70  # characters between a denial and what it still denies
MOST: Final = 5  # steps up the parse from the words to the verb that may be denied


@dataclass(frozen=True, slots=True)
class Scope:
    """Why words may not be meant as they stand, "" where they are; `plain` where there is no doubt of it."""

    reason: str = ""
    plain: bool = False

    def __bool__(self) -> bool:
        """Tell whether there is a reason."""
        return bool(self.reason)


Doubt = Callable[[ParsedLetter, int, Span], Scope]


def scope(parsed: ParsedLetter, number: int, match: Span, doubts: Iterable[Doubt]) -> Scope:
    """Return the strongest reason to doubt the words at `match` in sentence `number`, a plain one first."""
    found = [reason for doubt in doubts if (reason := doubt(parsed, number, match))]
    return next((s for s in found if s.plain), next(iter(found), Scope()))


def not_so(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether the verb or the noun of these words is denied: "no one died", "I am not suicidal"."""
    return Scope("denied", plain=True) if _denied_by_parse(parsed.sentences[number], match) else Scope()


def denied(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether the words are denied in any way: "I am not someone who runs to solicitors" too."""
    sentence = parsed.sentences[number]
    if _denied_by_parse(sentence, match) or _before("denied", parsed, sentence, match):
        return Scope("denied", plain=True)
    if _before("maybe denied", parsed, sentence, match):
        return Scope("may be denied")
    return Scope()


def unreal(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether the words never came true, or hang on a condition."""
    sentence = parsed.sentences[number]
    if _before("never happened", parsed, sentence, match, within=1):
        return Scope("did not happen", plain=True)
    if _anywhere("if", parsed, sentence):
        return Scope("may be conditional")
    return Scope()


def over(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether the words are history: for certain where the writer says that all is well now."""
    sentence = parsed.sentences[number]
    if _before("over", parsed, sentence, match, within=12):
        return Scope("past and over", plain=True)
    if not _anywhere("long ago", parsed, sentence):
        return Scope()
    around = parsed.sentences[number : number + 3]
    return Scope("may be past", plain=any(_anywhere("well now", parsed, s) for s in around))


def quoted(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether the words stand in quotation marks; a question there claims nothing."""
    text = parsed.letter.text
    for start, end in quotations(text):
        if start <= match[0] and match[1] <= end:
            rest = text[match[1] : end]
            return Scope("may be somebody else's words", plain="?" in re.split(r"[.!]", rest)[0])
    return Scope()


def anothers(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether somebody else advises it: for certain where the writer does not take it up."""
    sentence = parsed.sentences[number]
    if not _before("another", parsed, sentence, match, within=160):
        return Scope()
    after = parsed.sentences[number : number + 3]
    spurned = any(
        m.end() > match[0]
        for s in after
        for r in _of("rejected")
        for m in r.match.finditer(parsed.letter.text, s.start, s.end)
    )
    return Scope("may be somebody else's words", plain=spurned)


def general(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether the words are about people in general."""
    found = _before("general", parsed, parsed.sentences[number], match, within=40)
    return Scope("may be meant in general") if found else Scope()


@cache
def quotations(text: str) -> tuple[Span, ...]:
    """Return the spans in quotation marks, the marks included.

    >>> quotations('He said "not now" and left.')
    ((8, 17),)
    """
    return tuple(m.span() for m in QUOTED.finditer(text))


@cache
def _of(kind: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules("scope") if rule.phrase.gives == kind)


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(letter_phrases("scope").words[name].split("|"))


def _before(kind: str, parsed: ParsedLetter, sentence: Sentence, match: Span, within: int = FAR) -> bool:
    """Return whether such a cue stands before the words, nothing between them that breaks the thought."""
    text = parsed.letter.text
    for rule in _of(kind):
        if rule.unless and rule.unless.search(text, sentence.start, match[0]):
            continue
        for cue in rule.match.finditer(text, sentence.start, match[0]):
            between = text[cue.end() : match[0]]
            if len(between) <= within and not BREAKS.search(between):
                return True
    return False


def _anywhere(kind: str, parsed: ParsedLetter, sentence: Sentence) -> bool:
    text, (start, end) = parsed.letter.text, (sentence.start, sentence.end)
    return any(
        r.match.search(text, start, end) and not (r.unless and r.unless.search(text, start, end))
        for r in _of(kind)
    )


def _denied_by_parse(sentence: Sentence, match: Span) -> bool:
    inside = [t for t in sentence.span if match[0] <= t.idx < match[1] and not t.is_space]
    if not inside:
        return False
    token, among = top(inside), {t.i for t in inside}
    for _ in range(MOST):
        if any(_denies(child) for child in token.children if child.i not in among):
            return True
        if not _passes_on(token):
            return False
        token = token.head
    return False


def _denies(child: "Token") -> bool:
    if child.dep_ == "neg":
        nxt = child.nbor(1).lower_ if child.i + 1 < len(child.doc) else ""
        return nxt not in {"only", "just", "merely", "longer"}
    if child.dep_ == "det":
        return child.lower_ in {"no", "neither"}
    if child.dep_ in {"nsubj", "nsubjpass"}:
        alone = child.lower_ in _words("none")
        return alone or (child.lower_ == "one" and any(c.lower_ == "no" for c in child.children))
    return False


def _passes_on(token: "Token") -> bool:
    """Return whether a denial of what governs this word denies it too."""
    if token.dep_ in {"acomp", "attr", "oprd", "prep"}:
        return token.head.i != token.i
    if token.dep_ in {"xcomp", "ccomp"}:
        return token.head.lemma_ in _words("passes_on")
    if token.dep_ in {"dobj", "pobj", "amod", "compound", "pcomp"}:
        return token.dep_ != "dobj" or token.head.lemma_ in _words("holds")
    return False
