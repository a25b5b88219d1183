"""Whether words are meant as they stand, or are denied, conditional, over, general or somebody else's."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Final

from commscore.detect.letters.phrases import Rule, overlap, rules
from commscore.detect.letters.tense import subject, top
from commscore.detect.letters.words import listed, pattern
from commscore.sentences import ParsedLetter, Sentence
from commscore.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

QUOTED: Final = re.compile(
    r"\"(?:[^\"\n]|\n(?!\s*\n)){1,400}\"|“(?:[^”\n]|\n(?!\s*\n)){1,400}”|‘[^‘\n]{2,300}?’(?!\w)"
)
STOPS: Final = re.compile(r"[;:.!?]")
WORD: Final = re.compile(r"[\w'’]+")
FAR: Final = 70  # characters between a denial and what it may still deny
CLOSE: Final = 2  # words between a denial and what it denies for certain
MOST: Final = 5  # steps up the parse from the words to the verb that may be denied
AHEAD: Final = 3  # sentences, this one included, in which the writer may say that all is well now
LETTERS: Final = 64  # letters whose quotations are remembered: no more text than that is kept in memory


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
    """Return whether the words are denied: for certain by the parse, or by a cue no more than two words off.

    "I am not someone who runs to solicitors" is; "I am not going away until my solicitor answers" may be.
    """
    sentence = parsed.sentences[number]
    cues = list(_before("denied", parsed, sentence, match))
    plain = _denied_by_parse(sentence, match) or any(_next_to(parsed, cue, match) for cue in cues)
    if plain and not pattern("scope", "so_far").search(parsed.letter.text, match[1], sentence.end):
        return Scope("denied", plain=True)
    doubtful = plain or cues or any(_before("maybe denied", parsed, sentence, match))
    return Scope("may be denied" if doubtful else "")


def unreal(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether the words never came true: "he could have died"."""
    nearly = any(_before("never happened", parsed, parsed.sentences[number], match, within=1))
    return Scope("did not happen", plain=True) if nearly else Scope()


def conditional(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether the words may hang on a condition."""
    return Scope("may be conditional" if _anywhere("if", parsed, parsed.sentences[number]) else "")


def over(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether the words are history.

    For certain only where the writer says so ("no longer"), or that the same person is well now, and nothing
    in the sentence tells of the present.
    """
    sentence = parsed.sentences[number]
    ended = any(_before("over", parsed, sentence, match, within=12))
    if not ended and not _anywhere("long ago", parsed, sentence):
        return Scope()
    well = list(_well(parsed, number, subject(sentence, match)))
    if _goes_on(parsed, sentence, well):
        return Scope("may be past")
    return Scope("past and over", plain=True) if ended else Scope("may be past", plain=bool(well))


def ended(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether an act of self-harm may have ended a life: for certain where a death is told."""
    text, sentence = parsed.letter.text, parsed.sentences[number]
    acts = (m.span() for r in _of("ended") for m in r.match.finditer(text, sentence.start, sentence.end))
    if not any(overlap(act, match) for act in acts) or _anywhere("lived", parsed, sentence):
        return Scope()
    told = list(parsed.told())
    lived, dead = (any(_anywhere(kind, parsed, s) for s in told) for kind in ("lived", "dead"))
    return Scope("may tell of a death", plain=dead and not lived)


def quoted(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether the words stand in quotation marks or in a question that was asked of the writer."""
    marked = any(s <= match[0] and match[1] <= e for s, e in quotations(parsed.letter.text))
    asked = any(_before("asked", parsed, parsed.sentences[number], match, within=40))
    return Scope("may be somebody else's words" if marked or asked else "")


def anothers(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether somebody else advises it: for certain where the writer does not take it up."""
    sentence = parsed.sentences[number]
    if not any(_before("another", parsed, sentence, match, within=160)):
        return Scope()
    after = parsed.sentences[number : number + 3]
    spurned = any(
        m.end() > match[0]
        for s in after
        for r in _of("rejected")
        for m in r.match.finditer(parsed.letter.text, s.start, s.end)
    )
    return Scope("may be somebody else's words", plain=spurned)


def disclaimed(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether the writer says in the same sentence that they will not sue."""
    return (
        Scope("denied", plain=True) if _anywhere("disclaimed", parsed, parsed.sentences[number]) else Scope()
    )


def general(parsed: ParsedLetter, number: int, match: Span) -> Scope:
    """Return whether the words are about people in general."""
    found = any(_before("general", parsed, parsed.sentences[number], match, within=40))
    return Scope("may be meant in general" if found else "")


@lru_cache(maxsize=LETTERS)
def quotations(text: str) -> tuple[Span, ...]:
    """Return the spans in quotation marks, the marks included.

    >>> quotations('He said "not now" and left.')
    ((8, 17),)
    """
    return tuple(m.span() for m in QUOTED.finditer(text))


@cache
def _of(kind: str) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules("scope") if rule.phrase.gives == kind)


def _before(
    kind: str, parsed: ParsedLetter, sentence: Sentence, match: Span, within: int = FAR
) -> Iterator[Span]:
    """Yield the cues of a kind that stand before the words, nothing between them that breaks the thought."""
    text = parsed.letter.text
    for rule in _of(kind):
        if rule.unless and rule.unless.search(text, sentence.start, match[0]):
            continue
        for cue in rule.match.finditer(text, sentence.start, match[0]):
            between = cue.end(), match[0]
            broken = STOPS.search(text, *between) or pattern("scope", "breaks").search(text, *between)
            if between[1] - between[0] <= within and not broken:
                yield cue.span()


def _next_to(parsed: ParsedLetter, cue: Span, match: Span) -> bool:
    """Return whether a cue stands right before the words, and no other clause begins between them."""
    between = WORD.findall(parsed.letter.text, cue[1], match[0])
    return len(between) <= CLOSE and not any(word.lower() in listed("scope", "subjects") for word in between)


def _well(parsed: ParsedLetter, number: int, who: str) -> Iterator[Span]:
    """Yield where the writer says, in this sentence or right after it, that the same person is well now."""
    for sentence in parsed.sentences[number : number + AHEAD]:
        for rule in _of("well now"):
            if rule.unless and rule.unless.search(parsed.letter.text, sentence.start, sentence.end):
                continue
            for found in rule.match.finditer(parsed.letter.text, sentence.start, sentence.end):
                if _same((found["who"] or "").lower(), who):
                    yield found.span()


def _same(one: str, other: str) -> bool:
    """Return whether a subject may be the person named before; no subject is whoever was spoken of."""
    third = one in listed("scope", "third") and other not in listed("scope", "subjects")
    return not one or one == other or third


def _goes_on(parsed: ParsedLetter, sentence: Sentence, well: Sequence[Span]) -> bool:
    """Return whether the sentence tells of the present, beside what says that all is well."""
    found = pattern("scope", "goes_on").finditer(parsed.letter.text, sentence.start, sentence.end)
    return any(not any(s < m.end() and m.start() < e for s, e in well) for m in found)


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
        if any(c.tag_ == "MD" for c in child.head.children) and any(
            c.lower_ in {"have", "'ve", "’ve", "of"} for c in child.head.children
        ):
            return False  # "she would not have died": she did
        nxt = child.nbor(1).lower_ if child.i + 1 < len(child.doc) else ""
        return nxt not in {"only", "just", "merely", "longer"}
    if child.dep_ == "det":
        return child.lower_ in {"no", "neither"}
    if child.dep_ in {"nsubj", "nsubjpass"}:
        alone = child.lower_ in listed("scope", "none")
        return alone or (child.lower_ == "one" and any(c.lower_ == "no" for c in child.children))
    return False


def _passes_on(token: "Token") -> bool:
    """Return whether a denial of what governs this word denies it too."""
    if token.dep_ in {"acomp", "attr", "oprd", "prep"}:
        return token.head.i != token.i
    if token.dep_ == "xcomp":
        return token.head.lemma_ in listed("scope", "passes_on")
    if token.dep_ == "ccomp":  # "they did not believe that I was ill": the writer says that it is so
        own = any(c.dep_ == "nsubj" and c.lower_ in listed("scope", "own") for c in token.head.children)
        return own and token.head.lemma_ in listed("scope", "passes_on")
    if token.dep_ in {"dobj", "pobj", "amod", "compound", "pcomp"}:
        return token.dep_ != "dobj" or token.head.lemma_ in listed("scope", "holds")
    return False
