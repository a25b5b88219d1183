"""Presidio's analyser with its default recognisers, and a TF-IDF SVC for what a letter is about.

Presidio has spaCy's small model: its own default, the large one, is not in the package index. The classifier
is pxtextmining's (an SVC a label on TF-IDF) in its quickest form, with a linear kernel; it is fitted on that
project's labelled feedback while all is loaded.
"""

import csv
from collections.abc import Sequence
from pathlib import Path

import tldextract
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC
from timing import answer, material, took


def analyser(spacy: str) -> AnalyzerEngine:
    """Return Presidio's engine; no list of domains is asked of the network."""
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    settings = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": spacy}]}
    return AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=settings).create_engine())


def classifier(feedback: Path) -> Pipeline:
    """Return the classifier, fitted."""
    with feedback.open(encoding="utf-8", newline="") as file:
        labelled = [
            (row["feedback"], row["label"]) for row in csv.DictReader(file) if row["feedback"].strip()
        ]
    texts, labels = zip(*labelled, strict=True)
    return make_pipeline(TfidfVectorizer(), LinearSVC(class_weight="balanced")).fit(texts, labels)


def find(letters: Sequence[str]) -> None:
    """Look for personal details in each letter."""
    for letter in letters:
        engine.analyze(letter, language="en")


if __name__ == "__main__":
    given = material()
    engine, loaded = took(lambda: analyser(given["spacy"]))
    themes, fitted = took(lambda: classifier(Path(given["feedback"])))
    find(given["letters"][:3])
    _, found = took(lambda: find(given["letters"]))
    _, themed = took(lambda: themes.predict(given["letters"]))
    stages = {"load": loaded, "fit": fitted, "presidio": found, "svc": themed}
    answer(stages, ["presidio-analyzer", "scikit-learn", "spacy"], documents=len(given["letters"]))
