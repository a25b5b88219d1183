"""A ranked queue of letters in every format: one table, each format's module loaded when it is first used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from commscore.report import made_by
from commscore.types import LetterReport

if TYPE_CHECKING:
    from commscore.triage.reply import ReplyCheck
    from commscore.triage.summary import Summary

Value = TypeVar("Value")


class Render(Protocol):
    """What makes a file of letters, given in any order; days count from `today`, else the day it is run."""

    def __call__(self, reports: Sequence[LetterReport], today: date | None = None) -> bytes:
        """Return the whole file; text is UTF-8."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the suffix of its files, and what makes one file of one letter or of a queue."""

    suffix: str
    render: Render


@dataclass(frozen=True, slots=True)
class Other(Generic[Value]):
    """A format of what else triage makes: the suffix of its files, and what makes one."""

    suffix: str
    render: Callable[[Value], bytes]


FORMATS: dict[str, Format] = {
    "text": Format(".txt", made_by("letters.terminal")),
    "json": Format(".json", made_by("letters.records", "as_json")),
    "jsonl": Format(".jsonl", made_by("letters.records", "as_lines")),
    "csv": Format(".csv", made_by("letters.table")),
    "xlsx": Format(".xlsx", made_by("letters.workbook")),
    "html": Format(".html", made_by("letters.page")),
    "docx": Format(".docx", made_by("letters.word")),
    "pdf": Format(".pdf", made_by("letters.pdf")),
}

MONTHS: dict[str, Other["Summary"]] = {
    "text": Other(".txt", made_by("letters.months", "as_text")),
    "json": Other(".json", made_by("letters.months", "as_json")),
    "csv": Other(".csv", made_by("letters.months", "as_table")),
}
REPLY: dict[str, Other[tuple[LetterReport, "ReplyCheck"]]] = {
    "text": Other(".txt", made_by("letters.reply", "as_text")),
    "json": Other(".json", made_by("letters.reply", "as_json")),
}
