"""The shape of the codebook's files: pydantic models that refuse what contradicts itself."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from commscore.types import Role


class Entry(BaseModel):
    """Base of all entries: frozen, and without fields that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Domain(Entry):
    """One of the four domains that scores are given for."""

    name: str
    title: str


class CodeEntry(Entry):
    """A code: when it is given and when not, and words that earn it."""

    name: str
    title: str
    role: Role
    domain: str
    give: str
    not_when: str
    examples: tuple[str, ...] = Field(min_length=1)


class ResponseEntry(Entry):
    """What can become of a patient's cue, concern or question, judged over `window` clinician turns."""

    name: str
    to: tuple[str, ...]
    window: int = Field(ge=1)
    good: bool
    give: str


class Consultation(Entry):
    """The consultation codebook as a whole."""

    version: str
    settled: tuple[str, ...]
    domain: tuple[Domain, ...]
    code: tuple[CodeEntry, ...]
    response: tuple[ResponseEntry, ...]


class RoleLabels(Entry):
    """The words that transcripts label speakers with, by what they say of the speaker."""

    clinician: tuple[str, ...]
    assistant: tuple[str, ...]
    patient: tuple[str, ...]
    relative: tuple[str, ...]
    other: tuple[str, ...]
    speaker: tuple[str, ...]
    title: tuple[str, ...]


class RolePair(Entry):
    """Two labels that say who is who only beside each other."""

    clinician: str
    patient: str


class NotSpeakers(Entry):
    """Words that stand where a speaker's label would and are none."""

    words: tuple[str, ...]
    headers: tuple[str, ...]
    sounds: tuple[str, ...]


class RoleCue(Entry):
    """Words that tell who speaks: in how many of the counted clinician and patient turns they occur.

    What a cue that `covers` matches is hidden from the cues after it.
    """

    name: str
    match: str
    covers: bool = False
    clinician: int = Field(ge=0)
    patient: int = Field(ge=0)
    example: str


class RoleCues(Entry):
    """The cues, the turns that they were counted in, and the scale that their sum was fitted with.

    A cue in a turn weighs the logarithm of how much oftener clinicians say it than patients; a speaker's
    turns add up, each by at most `most`, and `scale` corrects for cues not being independent of each other.
    """

    source: str
    clinician_turns: int = Field(ge=1)
    patient_turns: int = Field(ge=1)
    scale: float = Field(gt=0, le=1)
    most: float = Field(gt=0)
    cue: tuple[RoleCue, ...] = Field(min_length=1)


class Roles(Entry):
    """Who speaks: labels, and what clinicians and patients say."""

    labels: RoleLabels
    pair: tuple[RolePair, ...]
    not_speakers: NotSpeakers
    cues: RoleCues


class EvidenceCard(Entry):
    """What one study found and did not show, and the codes and measures that it bears on.

    `status` says how far its figures were checked, `topic` what the card is for; the notes in evidence.toml
    say what the words mean. `codes` and `measures` may be empty: a card can bear on the report as a whole.
    """

    id: str
    title: str
    study: str
    status: Literal["reported", "computed", "recalled"]
    topic: Literal["claims", "visit", "reference", "agreement", "transcript", "use"]
    who: str
    found: str
    not_shown: str
    codes: tuple[str, ...]
    measures: tuple[str, ...]


class Evidence(Entry):
    """The evidence cards, in the order they are shown."""

    card: tuple[EvidenceCard, ...] = Field(min_length=1)


class Suggestion(Entry):
    """Something to try, by the kind of moment it is shown beside (`for` in the file).

    `wordings` (`try` in the file) are to be adapted and not recited, and `source` says whose they are;
    `evidence` is the id of the card that
    `why` rests on, empty where the reason is plain sense.
    """

    kind: str = Field(alias="for")
    source: Literal["ours"]
    title: str
    wordings: tuple[str, ...] = Field(alias="try", min_length=2, max_length=4)
    why: str
    evidence: str = ""


class Suggestions(Entry):
    """The library of suggestions; `keep` says by code why something that went well is worth keeping."""

    suggestion: tuple[Suggestion, ...]
    keep: dict[str, str]


class JargonRule(Entry):
    """A way by which the jargon detector finds a term, and how often it was right: `source` says on what."""

    name: Literal["added", "glossary", "family"]
    probability: float = Field(ge=0, le=1)
    source: str


class AddedTerms(Entry):
    """Terms that we added by hand, each with its lay word ("" without one), and why."""

    name: str
    reason: str
    terms: dict[str, str]


class EverydayWords(Entry):
    """Words, in one string, that are no jargon, and why."""

    reason: str
    words: str


class WordFamily(Entry):
    """Endings that make an unknown word of at least `least` letters a technical one, and what they miss."""

    reason: str
    endings: tuple[str, ...]
    least: int = Field(ge=4)
    unless: tuple[str, ...]


class JargonSettings(Entry):
    """A term in `as_written` counts in no other form.

    `small` are the words that name nothing. After "your", a term of a group in `your` is the patient's own
    and known. A term in `no_lay_word` is offered none of a glossary's.
    """

    no_lay_word: frozenset[str]
    as_written: tuple[str, ...]
    small: str
    your: tuple[str, ...]


class Gloss(Entry):
    """Patterns of the words by which a clinician explains a term, right `after` and right `before` it."""

    after: tuple[str, ...] = Field(min_length=1)
    before: tuple[str, ...] = Field(min_length=1)
    filler: str


class Dictation(Entry):
    """Patterns of a `turn` spoken to a scribe and of a `command` to a device, and why it matters."""

    reason: str
    turn: tuple[str, ...] = Field(min_length=1)
    command: str


class Jargon(Entry):
    """What the jargon detector works by, beside the lexicon made of the glossaries."""

    settings: JargonSettings
    rule: tuple[JargonRule, ...]
    added: tuple[AddedTerms, ...]
    everyday: tuple[EverydayWords, ...]
    family: tuple[WordFamily, ...]
    gloss: Gloss
    dictation: Dictation
