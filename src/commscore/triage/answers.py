"""Whether a draft answers, as far as its words can show: three-valued, with the words that it rests on.

Words are compared by lemma and by how they begin; names, numbers and dates count as words do. A reply in
other words than the letter's cannot be told from none, so whatever is not plain is "not sure".
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from commscore.codebook import triage
from commscore.sentences import ParsedLetter, Sentence
from commscore.triage.manner import compiled
from commscore.types import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

ANSWERED, NOT_SURE, LEFT_OUT = "answered", "not sure", "left out"
CONTENT: Final = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM"})


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of something in the letter: `verdict`, with the draft's words, and why.

    `what` is "question", or the name of an ask or of a category; `spans` are its words in the letter,
    `words` those in the draft.
    """

    what: str
    spans: tuple[Span, ...]
    verdict: str
    words: tuple[Span, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of a draft that stand together, and the share of the words sought that they hold."""

    sentences: tuple[Sentence, ...]
    share: float
    own: float  # the share in those sentences alone that say nothing back

    def spans(self) -> tuple[Span, ...]:
        """Return where the sentences stand."""
        return tuple((sentence.start, sentence.end) for sentence in self.sentences)


def content(parsed: ParsedLetter, spans: Iterable[Span]) -> frozenset[str]:
    """Return the lemmas of what carries meaning in these spans, in small letters."""
    found: set[str] = set()
    for start, end in spans:
        for sentence in parsed.sentences:
            if sentence.start < end and start < sentence.end:
                tokens = (t for t in sentence.span if t.idx < end and start < t.idx + len(t))
                found |= set(_lemmas(tokens))
    return frozenset(found)


def _lemmas(tokens: "Iterable[Token]") -> Iterator[str]:
    light = triage.reply().answering.light
    for token in tokens:
        lemma = token.lemma_.lower()
        number = token.pos_ == "NUM" or token.text[:1].isdigit()
        if token.pos_ in CONTENT and (number or not token.is_stop) and lemma not in light:
            yield lemma


def alike(one: str, other: str) -> bool:
    """Tell whether two lemmas are the same, or begin alike for long enough to be of one family.

    >>> alike("apologise", "apology"), alike("ward", "warden")
    (True, False)
    """
    rule = triage.reply().answering
    same = next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )
    return one == other or (same >= rule.stem and same >= rule.stem_share * max(len(one), len(other)))


def passages(draft: ParsedLetter, sought: frozenset[str]) -> Iterator[Passage]:
    """Yield each run of the draft's sentences, up to as many as are read together.

    What puts an answer off is left out, and what says something back begins a run: what follows is on that.
    """
    rule = triage.reply().answering
    told = [s for s in draft.told() if not _says(s, draft, rule.puts_off)]
    held = [_held(sentence, sought) for sentence in told]
    back = [restates(sentence, draft) for sentence in told]
    for first in range(len(told)):
        for last in range(first + 1, min(first + rule.window, len(told)) + 1):
            if any(back[first + 1 : last]):
                break
            own = held[first + back[first] : last]
            yield Passage(tuple(told[first:last]), _share(held[first:last], sought), _share(own, sought))


def _held(sentence: Sentence, sought: frozenset[str]) -> frozenset[str]:
    lemmas = set(_lemmas(sentence.span))
    return frozenset(word for word in sought if any(alike(word, lemma) for lemma in lemmas))


def _share(held: Sequence[frozenset[str]], sought: frozenset[str]) -> float:
    return len(frozenset().union(*held)) / max(len(sought), 1)


def restates(sentence: Sentence, draft: ParsedLetter) -> bool:
    """Tell whether the sentence says back what the writer asked or told."""
    return _says(sentence, draft, triage.reply().answering.restates)


def _says(sentence: Sentence, draft: ParsedLetter, pattern: str) -> bool:
    return bool(compiled(pattern).search(draft.letter.text, sentence.start, sentence.end))


def question(letter: ParsedLetter, span: Span, draft: ParsedLetter, changes: tuple[Span, ...] = ()) -> Answer:
    """Return whether the draft answers a question of the letter.

    It does where enough of the question's words stand together in it, not only said back, with what the
    question wants: a reason for a why, a figure, a time or somebody. `changes` are the draft's words on what
    will change, which may answer a question of that.
    """
    rule = triage.reply().answering
    sought = content(letter, [span])
    if len(sought) < rule.least:
        sought |= content(letter, [(s.start, s.end) for s in letter.told() if s.end <= span[0]][-1:])
    if not sought:
        return Answer("question", (span,), NOT_SURE, why="the question has no words to look for")
    wants = [name for name, asks in rule.wants.items() if compiled(asks).search(letter.letter.text, *span)]
    plain, best = _best(draft, sought, wants)
    if best is None or best.share < rule.some:
        if changes and compiled(rule.of_change).search(letter.letter.text, *span):
            return Answer("question", (span,), NOT_SURE, changes, "the draft says what will change")
        return _left_out(span, sought, draft)
    why = f"{best.share:.0%} of its words stand there"
    if best.share < rule.enough:
        return Answer("question", (span,), NOT_SURE, best.spans(), why)
    lacks = f"; no {' or '.join(wants)} is seen there" if wants else "; they may only be said back"
    return Answer(
        "question", (span,), ANSWERED if plain else NOT_SURE, best.spans(), why + lacks * (not plain)
    )


def _left_out(span: Span, sought: frozenset[str], draft: ParsedLetter) -> Answer:
    """Return the question as left out, with the sentence that puts it off where there is one."""
    rule = triage.reply().answering
    later = [s for s in draft.told() if _says(s, draft, rule.puts_off)]
    off = [(s.start, s.end) for s in later if _share([_held(s, sought)], sought) >= rule.some]
    why = "the draft puts it off" if off else "hardly any of its words stand in the draft"
    return Answer("question", (span,), LEFT_OUT, tuple(off), why)


def _best(draft: ParsedLetter, sought: frozenset[str], wants: Sequence[str]) -> tuple[bool, Passage | None]:
    """Return the passage with the most of the words, of those that plainly answer if there are any."""
    enough = triage.reply().answering.enough
    read = [(_plain(passage, draft, wants), passage) for passage in passages(draft, sought)]
    return max(
        read,
        key=lambda r: (r[0] and r[1].share >= enough, r[1].share, -len(r[1].sentences)),
        default=(False, None),
    )


def _plain(passage: Passage, draft: ParsedLetter, wants: Sequence[str]) -> bool:
    """Tell whether the passage gives more than the question said back, and one of the things it wants."""
    rule = triage.reply().answering
    own = [s for s in passage.sentences if not restates(s, draft)]
    gives = any(_says(s, draft, rule.gives[want]) for s in own for want in wants)
    return bool(own) and (gives if wants else passage.own >= rule.some)
