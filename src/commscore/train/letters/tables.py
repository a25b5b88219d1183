"""The evaluation of letters as tables, the same for the terminal, the page and the card."""

from collections.abc import Iterator
from functools import cache
from typing import Final

from commscore.codebook import load
from commscore.codebook.ceiling import Ceiling, Ceilings
from commscore.train.tables import MARK, Beside, Cell, Column, Json, Table, at, figure

SCHEMA: Final = "commscore-letter-evaluation/1"
MEANS: Final = ("categories", "relationship", "stages", "asks", "flags")
SHARES: Final = {
    "low": "urgent or high, ranked as standard",
    "lowered": "urgent, ranked as high",
    "flagged": "not urgent, flagged as urgent",
}
METRICS: Final = {"severity": "kappa", "severity_exact": "exact"}  # of a ceiling, F1 for all else
BARS: Final = {"low": "at most {}", "flagged": "at most {}"}


@cache
def letter_ceilings() -> tuple[Ceiling, ...]:
    """Return what figures of letters are read against."""
    return load(Ceilings, "letterceiling.toml").ceiling


def letter_tables(found: Json, part: str) -> tuple[Table, ...]:
    """Return the tables of one part of an evaluation of letters."""
    beside = Beside(found, part)
    there = found["parts"][part]
    made = (_summary(there, beside), _codes(there, beside), _passages(there, beside))
    return tuple(table for table in made if table.rows)


def letter_facts(part: Json) -> str:
    """Return over what a part's figures go."""
    return f"{part['letters']} letters; intervals from resampling {part['resampled']}"


def letter_notes(found: Json) -> tuple[str, ...]:
    """Return what a reader of the figures must know."""
    method = found["method"]
    return (
        "Letters are compared; a code that is disputed is left out there, and one that is not certain counts "
        "as not given. Questions, harm and praise are compared by sentence.",
        f"95 % intervals from {method['resamples']} resamples ({method['fewer']} for κ and average "
        f"precision), none where the gold gives fewer than {method['fewest']}. All letters of an author are "
        f"drawn together; with fewer than {method['fewest']} authors each letter is, and the interval says "
        "nothing of new authors.",
        *found.get("notes", ()),
    )


def _summary(part: Json, beside: Beside) -> Table:
    columns = (
        Column("figure", figure=False),
        Column("over", figure=False),
        Column("value", interval=True),
        Column("bar", figure=False),
        *beside.columns(),
    )
    rows = tuple(
        (
            name,
            over,
            at(part, *path),
            _bar(beside, target),
            _ceiling(beside, target),
            *_others(beside, *path),
        )
        for name, over, target, path in _summed(part)
    )
    return Table("In sum", columns, rows, _said(beside))


def _summed(part: Json) -> Iterator[tuple[str, str, str, tuple[str, ...]]]:
    """Yield name, over what, target and place of each figure."""
    for name in MEANS:
        yield f"mean F1, {name}", f"{part['letters']} letters", name, ("means", name)
    problems = f"{part['severity']['problems']} problems"
    yield "severity, quadratic κ", problems, "severity", ("severity", "kappa")
    yield "severity, alike", problems, "severity_exact", ("severity", "exact")
    between = f"{part['severity']['between']} problems"
    yield "severity between two levels that holds", between, "", ("severity", "between_holds")
    urgent = f"{part['urgent']['given']} urgent"
    yield "urgent letters flagged (recall)", urgent, "urgent", ("urgent", "recall")
    for name, title in SHARES.items():
        share = part["ranking"][name]
        yield f"{title} (share)", f"{share['letters']} of {share['of']}", name, ("ranking", name, "share")
    sentences = f"{part['passages']['questions']['given']} sentences"
    for name in ("recall", "precision"):
        yield f"questions, {name}", sentences, f"questions_{name}", ("passages", "questions", name)
    cells = f"{at(part, 'calibration', 'cells') or 0} letters × codes"
    yield "calibration error (ECE)", cells, "", ("calibration", "ece")


def _others(beside: Beside, *path: str) -> tuple[Cell, ...]:
    return tuple(at(o, "parts", beside.part, *path) for o in beside.found["baselines"].values())


def _bar(beside: Beside, target: str) -> str:
    entry = _entry(beside, "bar", target)
    if entry is None:
        return ""
    return BARS.get(target, "at least {}").format(figure(entry["figures"]["bar"][target]))


def _ceiling(beside: Beside, target: str) -> str:
    """Return what people, the coder again or a published model reach, marked where it is not people."""
    metric = METRICS.get(target, "f1")
    entry = _entry(beside, metric, target.removesuffix("_exact"))
    if entry is None:
        return ""
    return figure(entry["figures"][metric][target.removesuffix("_exact")]) + ("" if entry["human"] else MARK)


def _entry(beside: Beside, metric: str, target: str) -> Json | None:
    """Return the first entry for a metric of a target in this part of an evaluation."""
    for entry in beside.found["ceilings"]:
        if entry["corpus"] in {"", beside.part} and target in entry["figures"].get(metric, {}):
            return dict(entry)
    return None


def _said(beside: Beside) -> str:
    there = [entry for entry in beside.found["ceilings"] if entry["kind"] != "bar"]
    said = (f"{e['title'].capitalize()}: {e['says']}" for e in there if e["corpus"] in {"", beside.part})
    bars = "Bars are those that this project set itself before training."
    return " ".join((bars, *said, f"{MARK} is no agreement of people with people."))


def _codes(part: Json, beside: Beside) -> Table:
    columns = (
        *(
            Column(name, figure=name != "code")
            for name in ("code", "given", "found", "maybe", "prec.", "rec.")
        ),
        Column("F1", interval=True),
        Column("AP"),
        Column("ECE"),
        *beside.columns()[1:],
    )
    figures = ("precision", "recall", "f1", "average_precision", "ece")
    rows = tuple(
        (
            code,
            *(str(each[name]) for name in ("given", "found", "maybe")),
            *(each[name] for name in figures),
            *_others(beside, "codes", code, "f1"),
        )
        for code, each in part["codes"].items()
    )
    return Table("Codes, letter by letter", columns, rows, "Baselines are of F1.")


def _passages(part: Json, beside: Beside) -> Table:
    columns = (
        Column("sentences that hold", figure=False),
        *(Column(n) for n in ("given", "found", "prec.", "rec.")),
    )
    rows = tuple(
        (name, str(each["given"]), str(each["found"]), each["precision"], each["recall"], each["f1"])
        for name, each in part["passages"].items()
    )
    return Table("Passages, sentence by sentence", (*columns, Column("F1", interval=True)), rows)
