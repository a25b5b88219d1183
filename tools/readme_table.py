"""Write the README's table of the rules' agreement with the gold. Run by hand, when rules change.

    python tools/readme_table.py CODINGS.jsonl README.md

CODINGS are coded consultations in commscore's schema; those of PriMock57 are compared.
"""

import sys
from collections.abc import Sequence
from pathlib import Path

from commscore.pipeline import assess
from commscore.read.schema import read_coded
from commscore.train.agreement import FEWEST, Agreement, agreement, macro_f1, responses
from commscore.types import Report

CORPUS, UNREAD = "primock57", ("primock57-day4", "primock57-day5")
MARKS = "<!-- agreement -->\n", "<!-- end of agreement -->"
HEAD = """| code | turns | precision | recall | F1 (95 %) | κ | F1, all 39 | second pass |
|---|---|---|---|---|---|---|---|
"""
# F1 of the two passes over the 57 consultations, as the gold's own notes state it.
SECOND_PASS = {
    "open_question": 0.92,
    "closed_question": 0.98,
    "agenda": 0.99,
    "reflection": 0.94,
    "ice": 0.84,
    "facilitator": 0.92,
    "empathy": 0.94,
    "reassurance": 0.85,
    "apology": 0.92,
    "signpost": 0.89,
    "explanation": 0.94,
    "jargon": 0.80,
    "check_understanding": 1.0,
    "plan": 0.98,
    "safety_net": 0.98,
    "shared_decision": 0.91,
    "permission": 0.88,
    "introduction": 0.99,
    "concern": 0.93,
    "cue": 0.84,
    "patient_question": 0.91,
}


def table(codings: Path) -> str:
    """Return the table in Markdown, followed by a line on responses."""
    gold = [report for report in read_coded(codings) if report.document.id.startswith(CORPUS)]
    found = [assess(report.document) for report in gold]
    unread = [i for i, report in enumerate(gold) if report.document.id.startswith(UNREAD)]
    some = [gold[i] for i in unread], [found[i] for i in unread]
    rows, every = agreement(*some), {row.code: row for row in agreement(gold, found)}
    here = {row.code: row for row in rows}
    lines = [_row(code, here.get(code), row) for code, row in every.items()]
    mean = (
        f"| mean of F1 | | | | {_figure(macro_f1(rows))} | | {_figure(macro_f1(tuple(every.values())))} | |"
    )
    return HEAD + "\n".join((*lines, mean)) + "\n\n" + _said(some, (gold, found))


def _row(code: str, here: Agreement | None, everywhere: Agreement) -> str:
    figures = "| 0 | – | – | – | – |"
    if here:
        interval = f" ({_figure(here.low)} to {_figure(here.high)})" if here.given >= FEWEST else ""
        figures = (
            f"| {here.given} | {_figure(here.precision)} | {_figure(here.recall)} "
            f"| {_figure(here.f1)}{interval} | {_figure(here.kappa)} |"
        )
    return f"| `{code}` {figures} {_figure(everywhere.f1)} | {_figure(SECOND_PASS.get(code))} |"


def _said(*codings: tuple[Sequence[Report], Sequence[Report]]) -> str:
    parts = [
        f"{row.to}, {where}: {row.alike} of {row.moments} (κ {_figure(row.kappa)})"
        for where, pair in zip(("days 4 and 5", "all 39"), codings, strict=True)
        for row in responses(*pair)
    ]
    return "Responses alike, on the moments that both hold: " + "; ".join(parts) + ".\n"


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def replaced(text: str, block: str) -> str:
    """Return a README's text with the block between the marks replaced."""
    before, _, rest = text.partition(MARKS[0])
    return before + MARKS[0] + block + MARKS[1] + rest.partition(MARKS[1])[2]


if __name__ == "__main__":
    codings, readme = Path(sys.argv[1]), Path(sys.argv[2])
    readme.write_text(replaced(readme.read_text(encoding="utf-8"), table(codings)), encoding="utf-8")
