"""Write the README's tables of agreement with the gold. Run by hand, when rules or a model change.

    python tools/readme_table.py CODINGS.jsonl README.md

CODINGS are coded consultations in commscore's schema; those of PriMock57 are compared with the rules. The
figures of the models `consultation` and `letter` are those that `commscore train` wrote into their folders.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path
from typing import Any

from commscore import codebook
from commscore.models import RULES
from commscore.pipeline import assess
from commscore.read.schema import read_coded
from commscore.train.agreement import FEWEST, Agreement, agreement, macro_f1, responses
from commscore.train.letters.tables import letter_tables
from commscore.train.tables import ALL, Beside, Cell, Table, at, figure
from commscore.types import Report

CORPUS, UNREAD = "primock57", ("primock57-day4", "primock57-day5")
MODELS = Path(__file__).resolve().parents[1] / "models"
HEAD = """| code | turns | precision | recall | F1 (95 %) | κ | F1, all 39 | second pass |
|---|---|---|---|---|---|---|---|
"""
MODEL_HEAD = """| PriMock57, code | turns | F1 (95 %) | rules | second pass |
|---|---|---|---|---|
"""
LETTERS_HEAD = """| figure | letters | bar | rules | TF-IDF | real stories | bar | rules | TF-IDF |
|---|---|---|---|---|---|---|---|---|
"""
TASKS_HEAD = """| on | figure | model (95 %) | aimed at | rules | TF-IDF | beside it |
|---|---|---|---|---|---|---|
"""


def table(codings: Path) -> str:
    """Return the table of the rules in Markdown, followed by a line on responses."""
    gold = [report for report in read_coded(codings) if report.document.id.startswith(CORPUS)]
    found = [assess(report.document, model=RULES) for report in gold]
    unread = [i for i, report in enumerate(gold) if report.document.id.startswith(UNREAD)]
    some = [gold[i] for i in unread], [found[i] for i in unread]
    rows, every = agreement(*some), {row.code: row for row in agreement(gold, found)}
    here = {row.code: row for row in rows}
    passes = next(c.figures["f1"] for c in codebook.ceilings() if c.id == "primock57-second-pass")
    lines = [_row(here.get(code), row, passes.get(code)) for code, row in every.items()]
    mean = (
        f"| mean of F1 | | | | {_figure(macro_f1(rows))} | | {_figure(macro_f1(tuple(every.values())))} | |"
    )
    return HEAD + "\n".join((*lines, mean)) + "\n\n" + _said(some, (gold, found))


def _row(here: Agreement | None, everywhere: Agreement, second: float | None) -> str:
    figures = "| 0 | – | – | – | – |"
    if here:
        interval = f" ({_figure(here.low)} to {_figure(here.high)})" if here.given >= FEWEST else ""
        figures = (
            f"| {here.given} | {_figure(here.precision)} | {_figure(here.recall)} "
            f"| {_figure(here.f1)}{interval} | {_figure(here.kappa)} |"
        )
    return f"| `{everywhere.code}` {figures} {_figure(everywhere.f1)} | {_figure(second)} |"


def _said(*codings: tuple[Sequence[Report], Sequence[Report]]) -> str:
    parts = [
        f"{row.to}, {where}: {row.alike} of {row.moments} (κ {_figure(row.kappa)})"
        for where, pair in zip(("days 4 and 5", "all 39"), codings, strict=True)
        for row in responses(*pair)
    ]
    return "Responses alike, on the moments that both hold: " + "; ".join(parts) + ".\n"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


@dataclass(frozen=True, slots=True)
class Sought:
    """A figure that was aimed at: its path in an evaluation's part, and its ceiling's metric and target."""

    on: str
    name: str
    aim: float
    part: str
    path: tuple[str, ...]
    ceiling: tuple[str, str] = ("", "")
    least: bool = False  # the smaller, the better


def _task(on: str, name: str, aim: float, task: str, metric: str) -> Sought:
    return Sought(on, name, aim, task.partition(".")[0], ("tasks", task, metric), (metric, task))


def _derived(on: str, aim: float, name: str) -> Sought:
    return Sought(on, "κ", aim, "annomi", ("derived", name, "kappa"), ("kappa", f"derived.{name}"))


BEHAVIOUR = "AnnoMI: the therapist's behaviour, one of four"
RATIO = "AnnoMI: a session's log ratio of reflections to questions"
QUALITY = "AnnoMI: good sessions above poor ones, by the mean of our domain scores"
REACTIONS = "EPITOME: emotional reactions, three levels"
RESPONSE = "PriMock57: the response, given a true cue or concern"
BOTH = "all codings: the words quoted, where both give the code"
WORDS = "all codings: the words quoted, over all turns"
CLINICIAN, CUES = "macro_f1_clinician", "feelings"
SOUGHT = (
    _task(BEHAVIOUR, "macro-F1", 0.79, "annomi.behaviour", "macro_f1"),
    _task(BEHAVIOUR, "κ", 0.75, "annomi.behaviour", "kappa"),
    _derived("AnnoMI: a question is there", 0.85, "question_present"),
    _derived("AnnoMI: open or closed, given a question", 0.55, "open_given_question"),
    _derived("AnnoMI: a reflection is there", 0.62, "reflection_present"),
    Sought(RATIO, "r", 0.85, "annomi", ("reflection_to_question", "pearson")),
    Sought(QUALITY, "AUC", 0.90, "annomi", ("quality", "mean", "auc")),
    _task(REACTIONS, "macro-F1", 0.74, "epitome.emotional_reactions", "macro_f1"),
    _task("EPITOME: explorations", "macro-F1", 0.62, "epitome.explorations", "macro_f1"),
    _task("EPITOME: interpretations", "macro-F1", 0.68, "epitome.interpretations", "macro_f1"),
    _task("Uptake of what was said", "ρ", 0.60, "uptake.uptake", "spearman"),
    Sought("PriMock57: 17 clinician codes", "mean F1", 0.80, CORPUS, (CLINICIAN,), ("f1", CLINICIAN)),
    Sought("PriMock57: cue or concern", "F1", 0.70, CORPUS, (CUES, "f1"), ("f1", CUES)),
    Sought(RESPONSE, "κ", 0.60, CORPUS, ("responses", CUES, "kappa")),
    Sought(BOTH, "F1", 0.75, ALL, ("evidence", "pooled", "both")),
    Sought(WORDS, "F1", 0.75, ALL, ("evidence", "pooled", "all")),
    Sought("all codings: error of the probabilities", "ECE", 0.03, ALL, ("calibration", "ece"), least=True),
)


def model_table(evaluation: Path) -> str:
    """Return the tables of the trained model in Markdown, from what its training wrote."""
    found = json.loads(evaluation.read_text(encoding="utf-8"))
    part = found["parts"][CORPUS]
    beside = Beside(found, CORPUS)
    codes = MODEL_HEAD + "".join(_code_rows(part, beside))
    tasks = TASKS_HEAD + "".join(_sought_row(found, sought) for sought in SOUGHT)
    return f"{codes}\n{tasks}{_eight_bits(found)}"


def _code_rows(part: Mapping[str, Any], beside: Beside) -> Iterator[str]:
    every: list[tuple[str, object, str, tuple[str, ...]]] = [
        (f"`{code}`", each["given"], code, ("codes", code, "f1")) for code, each in part["codes"].items()
    ]
    every += [
        ("cue or concern, as one", at(part, CUES, "given"), CUES, (CUES, "f1")),
        (f"mean of {part['macro_codes_clinician']} clinician codes", "", CLINICIAN, (CLINICIAN,)),
        (f"mean of {part['macro_codes']} codes", "", "macro_f1", ("macro_f1",)),
    ]
    for name, given, target, path in every:
        entry, rules = beside.entry("f1", target), _baseline(beside, "rules", path)
        second = figure(entry["figures"]["f1"][target]) if entry else "–"
        yield f"| {name} | {given} | {_estimate(at(part, *path))} | {rules} | {second} |\n"


def _sought_row(found: Mapping[str, Any], sought: Sought) -> str:
    beside, (metric, target) = Beside(found, sought.part), sought.ceiling
    own = at(found, "parts", sought.part, *sought.path)
    value, entry = at(own, "value"), beside.entry(metric, target)
    ceiling = f"{figure(entry['figures'][metric][target])} ({entry['kind']})" if entry else "–"
    missed = value is not None and (value > sought.aim if sought.least else value < sought.aim)
    aim = f"{'at most ' if sought.least else ''}{figure(sought.aim)}{', missed' if missed else ''}"
    others = " | ".join(_baseline(beside, name, sought.path) for name in ("rules", "tfidf"))
    return f"| {sought.on} | {sought.name} | {_estimate(own)} | {aim} | {others} | {ceiling} |\n"


def _baseline(beside: Beside, name: str, path: tuple[str, ...]) -> str:
    return figure(at(beside.found, "baselines", name, "parts", beside.part, *path, "value"))


def _estimate(each: Mapping[str, float | None] | None) -> str:
    low, high = at(each, "low"), at(each, "high")
    interval = "" if low is None or high is None else f" ({figure(low)} to {figure(high)})"
    return figure(at(each, "value")) + interval


def _eight_bits(found: Mapping[str, Any]) -> str:
    eight, full = at(found, "int8", "int8"), at(found, "int8", "float")
    if eight is None or full is None:
        return ""
    return (
        f"\nMean F1 of all codings in eight bits, as the model ships: {eight:.3f}; unrounded: {full:.3f}.\n"
    )


def letters_table(evaluation: Path) -> str:
    """Return the table of the trained model of letters in Markdown, from what its training wrote."""
    found = json.loads(evaluation.read_text(encoding="utf-8"))
    parts = (letter_tables(found, part)[0] for part in ("letters", "tested"))
    rows = zip(*(map(_summed, repeat(part), part.rows) for part in parts), strict=True)
    return LETTERS_HEAD + "".join(f"| {name} | {own} | {tested} |\n" for (name, own), (_, tested) in rows)


def _summed(table: Table, row: Sequence[Cell]) -> tuple[Cell, str]:
    """Return a figure's name, and in cells the model's, its bar and what stands beside it."""
    cells: dict[str, Any] = dict(zip((column.heading for column in table.columns), row, strict=True))
    beside = (figure(at(cells[name], "value")) for name in ("rules", "tfidf"))
    return cells["figure"], " | ".join((_estimate(cells["value"]), cells["bar"], *beside))


def replaced(text: str, name: str, block: str) -> str:
    """Return a README's text with the block between the marks of this name replaced."""
    first, last = f"<!-- {name} -->\n", f"<!-- end of {name} -->"
    before, _, rest = text.partition(first)
    return before + first + block + last + rest.partition(last)[2]


if __name__ == "__main__":
    codings, readme = Path(sys.argv[1]), Path(sys.argv[2])
    text = replaced(readme.read_text(encoding="utf-8"), "agreement", table(codings))
    for model, name, made in (("consultation", "model", model_table), ("letter", "letters", letters_table)):
        evaluation = MODELS / model / "evaluation.json"
        if evaluation.exists():
            text = replaced(text, name, made(evaluation))
    readme.write_text(text, encoding="utf-8")
