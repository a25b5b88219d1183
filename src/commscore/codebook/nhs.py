"""The shape of the table that reads labels of public NHS comments by the letter codebook, and its loader."""

from functools import cache
from typing import Literal, Self

from pydantic import Field, model_validator

from commscore.codebook import load
from commscore.codebook.letters import categories
from commscore.codebook.schema import Entry

Sentiment = Literal["praise", "neutral", "complaint"]


class NhsLabel(Entry):
    """A label of theirs and what a complaint with it says by our codebook; `why` in a sentence.

    `use` is "always" where it gives the `category`; "alone" where it does so only without another label
    beside it; "open" where it may be several of our categories or none, so that the complaint is not coded;
    "general" where it names no problem, and hides none; "empty" where there is nothing to label. `task` is
    the yes-or-no task that it answers with yes, `never` a sentiment that its own words contradict.
    """

    label: str
    use: Literal["always", "alone", "open", "general", "empty"]
    category: str = ""
    task: str = ""
    never: Sentiment | None = None
    why: str = Field(min_length=1)

    @model_validator(mode="after")
    def _category(self) -> Self:
        if bool(self.category) != (self.use in ("always", "alone")):
            raise ValueError(f"{self.label}: a category stands with 'always' and 'alone', and only there")
        if self.category and self.category not in categories():
            raise ValueError(f"{self.label}: the letter codebook has no category {self.category}")
        return self


class NhsFile(Entry):
    """A file's columns, what its figures say of the sentiment, and its labels.

    `single` says that a comment has one label, the main one, whatever else it speaks of. `wholly` are the
    figures of comments without a good word.
    """

    text: str
    sentiment: str
    single: bool
    praise: tuple[str, ...]
    neutral: tuple[str, ...]
    complaint: tuple[str, ...]
    wholly: tuple[str, ...] = ()
    label: tuple[NhsLabel, ...]

    @property
    def says(self) -> dict[str, Sentiment]:
        """The sentiment that each figure says."""
        graded: dict[Sentiment, tuple[str, ...]] = {
            "praise": self.praise,
            "neutral": self.neutral,
            "complaint": self.complaint,
        }
        return {figure: sentiment for sentiment, figures in graded.items() for figure in figures}


class NhsTable(Entry):
    """The table as a whole.

    A comment of no other words than `nothing` is left out; one of up to `short` words speaks of one thing;
    one of fewer than `least` words, or of up to `wish_words` that begins with one of `wish`, is not coded.
    """

    source: str
    short: int = Field(ge=1)
    least: int = Field(ge=1)
    wish_words: int = Field(ge=1)
    wish: frozenset[str]
    nothing: frozenset[str]
    v6: NhsFile
    phase1: NhsFile


@cache
def nhs() -> NhsTable:
    """Return the table."""
    return load(NhsTable, "letters", "nhs.toml")
