"""Reports in every format: one table, each format's module loaded when it is first used."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from commscore.types import Report

Render = Callable[[Sequence[Report]], bytes]


@dataclass(frozen=True, slots=True)
class Format:
    """A format: the suffix of its files, whether each report wants a file of its own, and what makes it.

    `render` takes one report or several and returns the whole file; text is UTF-8. `about` is for the help.
    """

    suffix: str
    one_file_each: bool
    render: Render
    about: str


def made_by(module: str, function: str = "render") -> Callable[..., bytes]:
    """Return a function that loads the module of this package on its first call and hands over to it."""

    def render(*given: object, **named: object) -> bytes:
        found = cast("Callable[..., bytes]", getattr(import_module(f"commscore.report.{module}"), function))
        return found(*given, **named)

    return render


FORMATS: dict[str, Format] = {
    "text": Format(".txt", False, made_by("terminal"), "plain text, to read in a terminal"),
    "json": Format(".json", False, made_by("records", "as_json"), "everything, with the words to try"),
    "jsonl": Format(
        ".jsonl", False, made_by("records", "as_feedback_lines"), "a line a report, for other programs"
    ),
    "csv": Format(".csv", False, made_by("table"), "a row a measure or score, for a spreadsheet"),
    "html": Format(".html", True, made_by("page"), "one page with the transcript, for a browser"),
    "docx": Format(".docx", True, made_by("word"), "two pages for a learner, to edit in Word"),
    "pdf": Format(".pdf", True, made_by("pdf"), "two pages for a learner, to print"),
}
