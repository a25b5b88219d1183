"""The baseline that a model of letters must beat: TF-IDF of the whole letter with logistic regression."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commscore.codebook.coded import ASK, FLAG, STAGE, coded
from commscore.codebook.letters import categories
from commscore.train.letters.material import letter_codes_of
from commscore.triage.priority import priority
from commscore.types import Flag, Kind, Letter, LetterReport, Named, Problem

FOUND_BY = "tfidf"
USUAL = 2  # the severity most problems have: the baseline reads none


@dataclass(frozen=True, slots=True, eq=False)
class Counted:
    """A vectoriser of words and pairs of words, and a regression a code."""

    words: Any
    codes: Mapping[str, Any]

    def predict(self, letters: Sequence[Letter]) -> list[LetterReport]:
        """Return what the regressions find at a half or more; there are no quotes."""
        rows = self.words.transform([letter.text for letter in letters])
        chances = {code: model.predict_proba(rows)[:, 1] for code, model in self.codes.items()}
        found = [{code: float(each[n]) for code, each in chances.items()} for n in range(len(letters))]
        return [_report(letter, codes) for letter, codes in zip(letters, found, strict=True)]


def fit_counted(gold: Sequence[LetterReport]) -> Counted:
    """Return regressions fitted to coded letters, what is disputed left out."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    words = TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True)
    rows = words.fit_transform(report.letter.text for report in gold)
    said = [letter_codes_of(report) for report in gold]
    fitted = {}
    for code in coded(Kind.LETTER):
        sure = [n for n, codes in enumerate(said) if not codes.get(code, False)]
        given = [code in said[n] for n in sure]
        if 0 < sum(given) < len(given):
            fitted[code] = LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000).fit(
                rows[sure], given
            )
    return Counted(words, fitted)


def _report(letter: Letter, chances: Mapping[str, float]) -> LetterReport:
    given = {code: chance for code, chance in chances.items() if chance >= 0.5}
    problems = tuple(
        Problem(name, USUAL, (USUAL, USUAL), (), given[name], FOUND_BY)
        for name in categories()
        if name in given
    )
    flags = tuple(
        Flag(code.removeprefix(FLAG), (), chance, FOUND_BY)
        for code, chance in given.items()
        if code.startswith(FLAG)
    )
    stages, asks = (
        tuple(
            Named(code.removeprefix(start), (), chance, FOUND_BY)
            for code, chance in given.items()
            if code.startswith(start)
        )
        for start in (STAGE, ASK)
    )
    return LetterReport(letter, problems, stages, asks, flags=flags, priority=priority(problems, flags))
