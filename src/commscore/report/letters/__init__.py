"""A ranked queue of letters in every format: one table, each format's module loaded when it is first used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar, cast

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
    about: str


@dataclass(frozen=True, slots=True)
class Other(Generic[Value]):
    """A format of what else triage makes: the suffix of its files, and what makes one."""

    suffix: str
    render: Callable[[Value], bytes]


def _made_by(module: str, function: str = "render") -> Render:
    """Return a function that loads the module on its first call and hands over to it."""

    def render(reports: Sequence[LetterReport], today: date | None = None) -> bytes:
        made_by = cast("Render", getattr(import_module(f"commscore.report.letters.{module}"), function))
        return made_by(reports, today)

    return render


def _made_of(module: str, function: str) -> Callable[[Value], bytes]:
    def render(value: Value) -> bytes:
        found = getattr(import_module(f"commscore.report.letters.{module}"), function)
        return cast("Callable[[Value], bytes]", found)(value)

    return render


FORMATS: dict[str, Format] = {
    "text": Format(".txt", _made_by("terminal"), "plain text, to read in a terminal"),
    "json": Format(".json", _made_by("records", "as_json"), "everything, for other programs"),
    "jsonl": Format(".jsonl", _made_by("records", "as_lines"), "the same, a line a letter"),
    "csv": Format(".csv", _made_by("table"), "a row a letter, for a spreadsheet"),
    "html": Format(".html", _made_by("page"), "the queue with each letter below it, for a browser"),
    "docx": Format(".docx", _made_by("word"), "the same, to edit in Word"),
}

MONTHS: dict[str, Other["Summary"]] = {
    "text": Other(".txt", _made_of("months", "as_text")),
    "json": Other(".json", _made_of("months", "as_json")),
    "csv": Other(".csv", _made_of("months", "as_table")),
}
REPLY: dict[str, Other[tuple[LetterReport, "ReplyCheck"]]] = {
    "text": Other(".txt", _made_of("reply", "as_text")),
    "json": Other(".json", _made_of("reply", "as_json")),
}
