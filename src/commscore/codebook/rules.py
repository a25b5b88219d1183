"""The shape of the files that the rules of `detect` read: phrases, question forms, word lists."""

from typing import Literal

from pydantic import Field

from commscore.codebook.schema import Entry


class Phrase(Entry):
    """Words that earn a code, with an example that fires and a near miss that does not.

    `match` is a pattern as `codebook.pattern` reads it; the code is not given where `unless` is found in
    the same sentence. `after` names a set of words of which the other speaker must have said one shortly
    before; `follows` a code that must have been given earlier in this turn or in the same speaker's turn
    before. The span is the matched words, the sentence, or from the match to the sentence's end.
    In `example` and `near_miss`, words before "→" are what the other speaker said just before.
    """

    code: str
    match: str
    unless: str = ""
    after: str = ""
    follows: str = ""
    span: Literal["match", "sentence", "to_end"] = "match"
    example: str
    near_miss: str


class PhraseFile(Entry):
    """A file of phrases; `words` are sets of words that the patterns name in braces."""

    words: dict[str, str] = Field(default_factory=dict)
    phrase: tuple[Phrase, ...] = ()


class Questions(Entry):
    """Patterns that tell questions apart; see codebook/questions.toml."""

    nothing: tuple[str, ...]
    closed: tuple[str, ...]
    open: tuple[str, ...]
    asks: tuple[str, ...]
    tags: str
    lead: str
    echoes: tuple[str, ...]


class Facilitators(Entry):
    """Words that alone make a turn a facilitator; see codebook/facilitators.toml."""

    most: int
    words: tuple[str, ...]
    empty: tuple[str, ...]
    answers: tuple[str, ...]


class Reflections(Entry):
    """When a sentence says the patient's words back; see codebook/reflections.toml."""

    look_back: int = Field(ge=1)
    share: float = Field(gt=0, le=1)
    stated: float = Field(gt=0, le=1)
    longest: int
    light: frozenset[str]
    opens_otherwise: frozenset[str]


class Explores(Entry):
    """The words that make a question explore a feeling."""

    match: str


class States(Entry):
    """How much a sentence must say to answer, and how a reply opens that answers anyway."""

    least: int
    opens: str


class MomentRules(Entry):
    """Which codes earn which response, in the order in which they are tried; see codebook/moments.toml."""

    feelings: dict[str, frozenset[str]]
    questions: dict[str, frozenset[str]]
    explores: Explores
    states: States


class Precision(Entry):
    """How often the rules' finds of each code are confirmed; see codebook/precision.toml."""

    precision: dict[str, float]


class Precedence(Entry):
    """Which codes give way to which; see codebook/precedence.toml."""

    gives_way: dict[str, frozenset[str]]

    def rank(self, code: str) -> int:
        """Return 0 for a code that gives way to none, else one more than the highest it gives way to."""
        return max((1 + self.rank(other) for other in self.gives_way.get(code, ())), default=0)


class Instructions(Entry):
    """Verbs of advice, and the words that tie an order to this room; see codebook/instructions.toml."""

    advises: frozenset[str]
    first_words: int
    here: frozenset[str]
