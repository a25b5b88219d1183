"""An evaluation as tables, the same for the terminal and for the page: what stands where, and beside what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

Json = Mapping[str, Any]
Cell = str | Json | None  # text, an estimate, or nothing to say

ALL: Final = "all"
MARK: Final = "†"


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `wide` ones are left out on the terminal, `interval` ones bring their own column there."""

    heading: str
    wide: bool = False
    interval: bool = False
    figure: bool = True


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a note below it; each row has a cell a column."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""
    wide: bool = False


def at(found: Any, *path: str) -> Any:
    """Return what lies at the path, None where it ends early.

    >>> at({"a": {"b": 1}}, "a", "b"), at({"a": None}, "a", "b")
    (1, None)
    """
    for key in path:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def figure(value: float | None) -> str:
    """Return a figure to two decimals, to three below a tenth, a dash for None.

    >>> figure(0.456), figure(0.0314), figure(None)
    ('0.46', '0.031', '–')
    """
    return "–" if value is None else f"{value:.{3 if 0 < abs(value) < 0.0995 else 2}f}"


def interval(estimate: Json | None) -> str:
    """Return the interval of an estimate, a dash without one."""
    low, high = at(estimate, "low"), at(estimate, "high")
    return "–" if low is None or high is None else f"{figure(low)}–{figure(high)}"


def tables(found: Json, part: str = ALL) -> tuple[Table, ...]:
    """Return the tables of one part of an evaluation's JSON, those without rows left out."""
    beside = Beside(found, part)
    there = found["parts"][part]
    made = [summary(there, beside), codes(there, beside), classes(there), quality(there), by_code(there)]
    if part == ALL and len(found["parts"]) > 2:
        made.insert(1, corpora(found))
    return tuple(table for table in made if table.rows)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside a part's figures: ceilings and baselines."""

    found: Json
    part: str

    def columns(self) -> tuple[Column, ...]:
        """Return the columns, the ceiling first."""
        return (Column("ceil."), *(Column(name) for name in self.found["baselines"]))

    def cells(self, metric: str, target: str, *path: str) -> tuple[Cell, ...]:
        """Return the ceiling of a metric at a target, and the baselines' figures at the path."""
        others = self.found["baselines"].values()
        return (self.ceiling(metric, target), *(at(o, "parts", self.part, *path) for o in others))

    def ceiling(self, metric: str, target: str) -> str:
        """Return the first ceiling for the part's corpus, marked where it is not of people with people."""
        entry = self.entry(metric, target)
        return "" if entry is None else figure(entry["figures"][metric][target]) + _mark(entry)

    def entry(self, metric: str, target: str) -> Json | None:
        """Return the first ceiling that holds this metric of this target, None without one."""
        for entry in self.found["ceilings"]:
            if self.part in (ALL, entry["corpus"]) and target in entry["figures"].get(metric, {}):
                return dict(entry)
        return None

    def note(self, asked: Iterable[tuple[str, str]]) -> str:
        """Return what the ceilings of these metrics and targets are."""
        found = [entry for each in asked if (entry := self.entry(*each))]
        said = dict.fromkeys(f"{entry['title']} ({entry['corpus']}){_mark(entry)}" for entry in found)
        marked = any(not entry["human"] for entry in found)
        end = f". {MARK} is no agreement of people with people." if marked else "."
        return f"Ceilings: {'; '.join(said)}{end}" if said else ""


def _mark(entry: Json) -> str:
    return "" if entry["human"] else MARK


def summary(part: Json, beside: Beside) -> Table:
    """Return the figures that sum up a part."""
    columns = (Column("figure", figure=False), Column("over", figure=False), Column("value", interval=True))
    there = [each for each in _summed(part) if at(part, *each[3], "value") is not None]
    rows = tuple(
        (name, over, at(part, *path), *beside.cells(*asked, *path)) for name, over, asked, path in there
    )
    return Table(
        "In sum", (*columns, *beside.columns()), rows, beside.note(asked for _, _, asked, _ in there)
    )


Summed = tuple[str, str, tuple[str, str], tuple[str, ...]]  # name, over what, metric and target, path


def _summed(part: Json) -> Iterator[Summed]:
    yield "macro-F1, all codes", f"{part['macro_codes']} codes", ("f1", "macro_f1"), ("macro_f1",)
    only = f"{part['macro_codes_clinician']} of 17 codes"
    yield "macro-F1, clinician codes", only, ("f1", "macro_f1_clinician"), ("macro_f1_clinician",)
    feelings = f"{at(part, 'feelings', 'given') or 0} turns"
    yield "cue or concern, F1", feelings, ("f1", "feelings"), ("feelings", "f1")
    for kind, name in (("feelings", "a true cue or concern"), ("questions", "a true question")):
        became = part["responses"][kind]
        over = f"{became['items']} moments" + _unjudged(became)
        yield f"response to {name}, κ", over, ("kappa", f"responses.{kind}"), ("responses", kind, "kappa")
    yield "evidence where both give it, F1", "words", ("f1", "evidence"), ("evidence", "pooled", "both")
    yield "evidence over all turns, F1", "words", ("f1", "evidence"), ("evidence", "pooled", "all")
    cells = f"{at(part, 'calibration', 'cells') or 0} turns × codes"
    yield "calibration error (ECE)", cells, ("ece", "codes"), ("calibration", "ece")
    for task, each in part["tasks"].items():
        over = f"{each['items']} turns" + _unjudged(each)
        for metric, name in (("macro_f1", "macro-F1"), ("kappa", "κ"), ("spearman", "ρ")):
            yield f"{task}, {name}", over, (metric, task), ("tasks", task, metric)
    for name, each in part["derived"].items():
        over = f"{each['turns']} turns"
        yield f"{name.replace('_', ' ')}, κ", over, ("kappa", f"derived.{name}"), ("derived", name, "kappa")
    over = f"{at(part, 'reflection_to_question', 'documents') or 0} sessions"
    path = ("reflection_to_question", "pearson")
    yield "log reflection-to-question ratio, r", over, ("pearson", "reflection_to_question"), path
    over = f"{at(part, 'quality', 'mean', 'scored') or 0} sessions"
    yield "good above poor by our scores, AUC", over, ("auc", "quality"), ("quality", "mean", "auc")


def _unjudged(each: Json) -> str:
    return f" (+{each['unjudged']} unread)" if each["unjudged"] else ""


BINARY: Final = ("precision", "recall", "f1", "kappa", "ac1", "average_precision", "ece")


def _binary_columns(first: str) -> tuple[Column, ...]:
    return (
        Column(first, figure=False),
        Column("given"),
        Column("found"),
        Column("maybe (right)", wide=True),
        Column("prec."),
        Column("rec."),
        Column("F1", interval=True),
        Column("κ"),
        Column("AC1", wide=True),
        Column("AP"),
        Column("ECE"),
    )


def _binary_cells(each: Json) -> tuple[Cell, ...]:
    maybe = f"{each['maybe']} ({each['maybe_right']})" if each["maybe"] else ""
    return (str(each["given"]), str(each["found"]), maybe, *(each[name] for name in BINARY))


def codes(part: Json, beside: Beside) -> Table:
    """Return the codes, each on the turns of its role."""
    rows = tuple(
        (code, *_binary_cells(each), *beside.cells("f1", code, "codes", code, "f1"))
        for code, each in part["codes"].items()
    )
    note = " ".join(
        ("Ceilings and baselines are of F1.", beside.note(("f1", code) for code in part["codes"]))
    )
    return Table("Codes, turn by turn", (*_binary_columns("code"), *beside.columns()), rows, note)


def classes(part: Json) -> Table:
    """Return the classes of the tasks and of the responses, each against the rest."""
    responses = {f"response to {kind}": each for kind, each in part["responses"].items()}
    rows = tuple(
        (f"{task}: {name}", *_binary_cells(each))
        for task, found in {**part["tasks"], **responses}.items()
        for name, each in found["classes"].items()
        if each["given"] or each["found"]
    )
    return Table("Classes, each against the rest", _binary_columns("class"), rows)


def quality(part: Json) -> Table:
    """Return how far each domain's score tells good sessions from poor ones."""
    found = part["quality"]
    columns = (
        Column("score", figure=False),
        Column("AUC", interval=True),
        Column("scored"),
        Column("no score"),
    )
    if found is None:
        return Table("", columns, ())
    every = {**found["domains"], "their mean": found["mean"]}
    rows = tuple((n, e["auc"], str(e["scored"]), str(e["unscored"])) for n, e in every.items())
    title = f"Good ({found['high']}) above poor ({found['low']}) sessions by our scores"
    return Table(
        title, columns, rows, "Nothing was trained on quality; sessions without a score are left out."
    )


def by_code(part: Json) -> Table:
    """Return the evidence of each code, and how its rate in a session correlates with the gold's."""
    columns = (
        Column("code", figure=False),
        Column("words, both give it"),
        Column("words, all turns"),
        Column("documents"),
        Column("rate, Pearson r"),
        Column("rate, Spearman ρ"),
    )
    session, evidence = part["session"]["codes"], part["evidence"]["codes"]
    rows = tuple(
        (
            code,
            e["both"],
            e["all"],
            str(session[code]["documents"]),
            *(session[code][k] for k in ("pearson", "spearman")),
        )
        for code, e in evidence.items()
    )
    note = (
        "F1 of the words that earn a code; rates are per 100 turns of the code's role, document by document."
    )
    return Table("Evidence, and sessions", columns, rows, note, wide=True)


def corpora(found: Json) -> Table:
    """Return the corpora beside each other."""
    paths: Sequence[tuple[str, tuple[str, ...]]] = (
        ("macro-F1", ("macro_f1",)),
        ("clinician", ("macro_f1_clinician",)),
        ("cue/concern", ("feelings", "f1")),
        ("response κ", ("responses", "feelings", "kappa")),
        ("evidence", ("evidence", "pooled", "all")),
        ("ECE", ("calibration", "ece")),
    )
    rows = tuple(
        (name, str(part["documents"]), *(at(part, *path) for _, path in paths))
        for name, part in found["parts"].items()
        if name != ALL and part["codes"]
    )
    columns = (Column("corpus", figure=False), Column("docs"), *(Column(heading) for heading, _ in paths))
    return Table("Corpus by corpus", columns, rows if len(rows) > 1 else ())


def notes(found: Json) -> tuple[str, ...]:
    """Return what a reader of the figures must know."""
    method = found["method"]
    said = [
        f"{method['unit'].capitalize()}s are compared; a code that is only disputed is left out there, and "
        "one that is not certain counts as not given.",
        f"95 % intervals from {method['resamples']} resamples of whole {method['resampled']} "
        f"({method['fewer']} for AP, AUC and correlations); none where the gold gives fewer than "
        f"{method['fewest']} or there are fewer than {method['fewest']} {method['resampled']}.",
    ]
    if found["gold"]:
        said.insert(0, f"{found['gold'][0].upper()}{found['gold'][1:]}; no human check but on AnnoMI.")
    said += [f"{name}: {each['on']}." for name, each in found["baselines"].items() if each["on"]]
    return tuple(said)
