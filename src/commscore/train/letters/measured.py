"""The evaluation of a model of letters: out of fold, on letters that are only tested, and beside others."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from statistics import fmean
from typing import TYPE_CHECKING, Any, Final

from commscore.models import RULES
from commscore.models.model import Model
from commscore.pipeline import assess_letters
from commscore.train.agreement import FEWEST, RESAMPLES, SEED
from commscore.train.cells import binary, cells
from commscore.train.evaluation import HERE, rounded
from commscore.train.letters.baseline import counted, everything, fit_counted
from commscore.train.letters.chances import Chances, chances
from commscore.train.letters.figures import LetterPart, letter_part
from commscore.train.letters.material import Lettered
from commscore.train.letters.registers import registers
from commscore.train.letters.robustness import robustness
from commscore.train.letters.tables import SCHEMA, letter_ceilings
from commscore.train.metrics import BINS
from commscore.train.outoffold import Judged, Seen, judged
from commscore.train.recipe import LETTERS
from commscore.train.resample import FEWER, resampling
from commscore.train.run import Run
from commscore.types import LetterReport

if TYPE_CHECKING:
    from commscore.train.letters.training import Letters

TESTED: Final = "tested"
TFIDF: Final = "tfidf"
NHS: Final = ("nhs.listening", "nhs.communication")
ALL_GIVEN: Final = "yes to all"
YES: Final = "yes"
EVERY: Final = 3  # of the measured letters one in so many is changed in each way; ours


@dataclass(frozen=True, slots=True, eq=False)
class Read:
    """Coded letters with what was read of them, and what a model gave each code, if one read them."""

    gold: Sequence[LetterReport]
    read: Sequence[LetterReport]
    chances: Sequence[Chances] = ()

    def part(self, quotable: Collection[str] = ()) -> LetterPart:
        """Return the figures."""
        return letter_part(self.gold, self.read, self.chances, quotable)


def figures(letters: "Letters", run: Run, found: Sequence[Seen], made: Model) -> dict[str, Any]:
    """Return what stands in the evaluation of a model of letters."""
    run.say("figures")
    parts = judged(found, letters.calibration)
    own = [_own(letters, part) for part in parts]
    eight = _together([by_model(part.model, each) for part, each in zip(parts, own, strict=True)])
    whole = _together([by_model(part.floating, each) for part, each in zip(parts, own, strict=True)])
    read = {LETTERS: eight} | ({TESTED: by_model(made, letters.tested)} if letters.tested else {})
    others = {
        RULES: {name: by_rules(each.gold) for name, each in read.items()},
        TFIDF: dict(_counted(letters, own)),
        ALL_GIVEN: {
            name: Read(each.gold, [everything(g.letter) for g in each.gold]) for name, each in read.items()
        },
    }
    run.say("robustness")
    told = [each.gold.letter for each in letters.registers]
    tone = {"registers": asdict(registers(list(assess_letters(told, model=made))))} if told else {}
    return as_json(
        letters.recipe.name,
        {name: each.part(letters.quotable) for name, each in read.items()},
        {name: {part: each.part() for part, each in found.items()} for name, found in others.items()},
        [each.gold.provenance.coder for each in (*letters.own, *letters.tested)],
    ) | {
        "notes": list(letters.recipe.notes),
        "int8": rounded({"int8": mean_f1(eight), "float": mean_f1(whole)}),
        "robustness": rounded(
            [
                asdict(each)
                for each in robustness([(p.model, o[::EVERY]) for p, o in zip(parts, own, strict=True)])
            ]
        ),
        "nhs": _nhs(found),
        **tone,
    }


def as_json(
    model: str,
    parts: Mapping[str, LetterPart],
    others: Mapping[str, Mapping[str, LetterPart]],
    coders: Sequence[str | None],
) -> dict[str, Any]:
    """Return the figures of letters as JSON's values, to four decimals, with what they are read against."""
    method = {
        "unit": "letter",
        "resamples": RESAMPLES,
        "fewer": FEWER,
        "seed": SEED,
        "fewest": FEWEST,
        "bins": BINS,
    }
    found: dict[str, Any] = rounded(
        {
            "schema": SCHEMA,
            "model": model,
            "gold": None,
            "coders": sorted({coder for coder in coders if coder}),
            "warnings": [],
            "method": method,
            "parts": {name: asdict(part) for name, part in parts.items()},
            "baselines": {
                name: {"on": HERE, "parts": {each: slim(part) for each, part in own.items()}}
                for name, own in others.items()
            },
            "ceilings": [ceiling.model_dump(mode="json") for ceiling in letter_ceilings()],
        }
    )
    return found


def slim(part: LetterPart) -> dict[str, Any]:
    """Return of a part what stands beside a model's figures: no letters and no curve."""
    return {name: each for name, each in asdict(part).items() if name not in {"missed", "calibration"}}


def by_model(model: Model, letters: Sequence[Lettered]) -> Read:
    """Return coded letters with what a model, and the rules beside it, read of them."""
    gold = [each.gold for each in letters]
    read = list(assess_letters([each.letter for each in gold], model=model))
    return Read(gold, read, list(chances(model, [each.parsed for each in letters])))


def by_rules(gold: Sequence[LetterReport]) -> Read:
    """Return coded letters with what the rules alone read of them."""
    return Read(gold, list(assess_letters([each.letter for each in gold], model=RULES)))


def mean_f1(read: Read) -> float | None:
    """Return the mean F1 over the codes that the gold gives often enough; None without any."""
    codes = read.part().codes.values()
    known = [each.f1.value for each in codes if each.given >= FEWEST and each.f1.value is not None]
    return fmean(known) if known else None


def _own(letters: "Letters", part: Judged) -> list[Lettered]:
    """Return a fold's letters."""
    found = (letters.of_id(report.document.id) for report in part.fold.tested)
    return [each for each in found if each is not None]


def _together(parts: Sequence[Read]) -> Read:
    gold, read, given = (
        [each for part in parts for each in getattr(part, n)] for n in ("gold", "read", "chances")
    )
    return Read(gold, read, given)


def _counted(letters: "Letters", own: Sequence[Sequence[Lettered]]) -> Iterator[tuple[str, Read]]:
    """Yield what TF-IDF reads, fold by fold on the same splits, and of the tested letters."""
    known = [each.gold for each in (*letters.own, *letters.rich)]
    parts = []
    for fold in own:
        gold = [each.gold for each in fold]
        names = {each.letter.id for each in gold}
        fitted = fit_counted(each for each in known if each.letter.id not in names)
        parts.append(Read(gold, counted(fitted, [each.letter for each in gold])))
    yield LETTERS, _together(parts)
    if letters.tested:
        gold = [each.gold for each in letters.tested]
        yield TESTED, Read(gold, counted(fit_counted(known), [each.letter for each in gold]))


def _nhs(found: Sequence[Seen]) -> dict[str, Any]:
    """Return for each of the two labels of NHS comments the F1 of "yes", the shares' threshold a half."""
    pairs = [pair for part in found for pair in part.pairs()]
    drawn = resampling([report.document for report, _ in pairs])
    told = {}
    for task in NHS:
        rows = [
            (number, label.value == YES, bool(reading.tasks[task][0].argmax()), False, float("nan"))
            for number, (report, reading) in enumerate(pairs)
            for label in report.labels
            if label.task == task and task in reading.tasks
        ]
        if rows:
            told[task] = rounded(asdict(binary(cells(rows), drawn).f1))
    return told
