"""The baseline that a model of letters must beat: TF-IDF of the whole letter with logistic regression."""

from collections.abc import Iterable, Sequence
from typing import Final

from commscore.codebook.coded import ASK, FLAG, STAGE, coded
from commscore.codebook.letters import categories
from commscore.train.baselines import Tfidf, fit_tfidf
from commscore.train.letters.material import PROVENANCE, letter_codes_of
from commscore.triage.priority import priority
from commscore.types import (
    Code,
    Document,
    Flag,
    Kind,
    Letter,
    LetterReport,
    Named,
    Problem,
    Report,
    Role,
    Turn,
)

USUAL: Final = 2  # the severity most problems have: the baseline reads none


def fit_counted(gold: Iterable[LetterReport]) -> Tfidf:
    """Return regressions fitted to coded letters, each as one turn; what is disputed is left out."""
    return fit_tfidf([_whole(report) for report in gold], tuple(coded(Kind.LETTER)), {})


def counted(fitted: Tfidf, letters: Sequence[Letter]) -> list[LetterReport]:
    """Return what the regressions find in letters; there are no quotes."""
    read = fitted.predict([_document(letter) for letter in letters])
    return [_report(letter, found.codes) for letter, found in zip(letters, read, strict=True)]


def everything(letter: Letter) -> LetterReport:
    """Return a letter that is given every code: what no figure may fall below."""
    return _report(letter, [Code(code, 0, 0, 1) for code in coded(Kind.LETTER)])


def _document(letter: Letter) -> Document:
    return Document(letter.id, (Turn("Writer", letter.text, Role.PATIENT),), Kind.LETTER, group=letter.group)


def _whole(report: LetterReport) -> Report:
    size = len(report.letter.text)
    codes = (Code(code, 0, 0, size, disputed=d) for code, d in letter_codes_of(report).items())
    return Report(_document(report.letter), tuple(codes), provenance=PROVENANCE)


def _report(letter: Letter, codes: Iterable[Code]) -> LetterReport:
    given = {code.code: code for code in codes}
    problems = tuple(
        Problem(name, USUAL, (USUAL, USUAL), (), given[name].probability, given[name].found_by)
        for name in categories()
        if name in given
    )
    stages, asks = (
        tuple(
            Named(name.removeprefix(start), (), code.probability, code.found_by)
            for name, code in given.items()
            if name.startswith(start)
        )
        for start in (STAGE, ASK)
    )
    flags = tuple(
        Flag(name.removeprefix(FLAG), (), code.probability, code.found_by)
        for name, code in given.items()
        if name.startswith(FLAG)
    )
    return LetterReport(letter, problems, stages, asks, flags=flags, priority=priority(problems, flags))
