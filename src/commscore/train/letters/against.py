"""Letters in `commscore evaluate` and `commscore agreement`: a reading, or a coding, against a coding."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from commscore.errors import UnreadableError
from commscore.models import RULES
from commscore.read.letterschema import read_coded_letters
from commscore.train.against import seen, stored
from commscore.train.agreement import Agreement
from commscore.train.cells import Binary
from commscore.train.letters.figures import LetterPart, Severities, letter_part
from commscore.train.letters.material import lettered
from commscore.train.letters.measured import as_json, by_model, by_rules
from commscore.train.tables import ALL
from commscore.types import LetterReport

if TYPE_CHECKING:
    from commscore.models.model import Model


@dataclass(frozen=True, slots=True)
class LetterAgreement:
    """How far two codings of letters agree: by code, on severity, and how many have the same `level`."""

    codes: tuple[Agreement, ...]
    severity: Severities
    letters: int
    level: int


def letters_of(paths: Iterable[Path]) -> list[LetterReport]:
    """Return the coded letters of files; UnreadableError where one is not in the schema."""
    return [report for path in paths for report in read_coded_letters(path)]


def evaluated_letters(
    model: "Model | None", gold: Sequence[LetterReport]
) -> tuple[dict[str, Any], Sequence[LetterReport]]:
    """Return the evaluation as JSON's values, with the rules beside a model, and what was read.

    It warns where a letter was among those that the model was trained on.
    """
    coded = lettered(gold)
    ruled = by_rules([each.gold for each in coded])
    read = by_model(model, coded) if model else ruled
    others = {RULES: {ALL: ruled.part()}} if model else {}
    name = model.name if model else RULES
    found = as_json(name, {ALL: read.part()}, others, [each.provenance.coder for each in gold])
    if model:
        found["baselines"].update(stored(model.folder))
        found["warnings"] += seen([each.report for each in coded], model.manifest.training.groups)
    return found, read.read


def letter_agreement(first: Iterable[LetterReport], second: Iterable[LetterReport]) -> LetterAgreement:
    """Return how far two codings of the same letters agree, the second read against the first.

    Letters are matched by id. Raises UnreadableError when none matches or when a pair differs in its text.
    """
    others = {report.letter.id: report for report in second}
    pairs = [(report, others[report.letter.id]) for report in first if report.letter.id in others]
    if not pairs:
        raise UnreadableError("the two codings share no letter; letters are matched by 'id'")
    for one, other in pairs:
        if one.letter.text != other.letter.text:
            raise UnreadableError(
                f"{one.letter.id}: the two codings differ in their text; code the same text"
            )
    part = letter_part(*map(list, zip(*pairs, strict=True)))
    level = sum(one.priority.level == other.priority.level for one, other in pairs)
    return LetterAgreement(tuple(_rows(part)), part.severity, len(pairs), level)


def _rows(part: LetterPart) -> Iterable[Agreement]:
    return (_row(code, part.letters, each) for code, each in part.codes.items())


def _row(code: str, letters: int, each: Binary) -> Agreement:
    return Agreement(
        code=code,
        documents=letters,
        turns=each.turns,
        given=each.given,
        found=each.found,
        precision=each.precision.value,
        recall=each.recall.value,
        f1=each.f1.value,
        low=each.f1.low,
        high=each.f1.high,
        kappa=each.kappa.value,
        ac1=each.ac1.value,
    )
