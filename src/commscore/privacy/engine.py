"""Presidio with recognisers of ours and spaCy's names: one engine, built on first use.

Presidio's own recognisers are left out: they are for other countries, and that of mail addresses asks the
network for a list of domains.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

import regex
from presidio_analyzer import AnalyzerEngine, Pattern, PatternRecognizer, RecognizerRegistry, RecognizerResult
from presidio_analyzer.context_aware_enhancers import ContextAwareEnhancer
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from presidio_analyzer.predefined_recognizers import SpacyRecognizer

from commscore.codebook.personal import Recogniser, personal
from commscore.english import language
from commscore.privacy.checks import CHECKS
from commscore.privacy.dictated import SpokenRecogniser

ENGLISH = "en"
PERSON = "PERSON"


class Named(NlpEngine):
    """The project's spaCy model, of which the names are read and nothing else."""

    def load(self) -> None:
        """Load the model."""
        language()

    def is_loaded(self) -> bool:
        """Return whether the model is there: it loads on first use."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """Return the text's tokens and the names of persons in it."""
        doc = _named(text)
        persons = [span for span in doc.ents if span.label_ == PERSON]
        return NlpArtifacts(persons, doc, [], [], None, language)

    def process_batch(
        self, texts: Iterable[str], language: str, batch_size: int = 1, n_process: int = 1, **kwargs: Any
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Yield each text with what `process_text` gives."""
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:
        """Return False: context is looked for in the text, not among keywords."""
        return False

    def is_punct(self, word: str, language: str) -> bool:
        """Return False, as `is_stopword` does."""
        return False

    def get_supported_entities(self) -> list[str]:
        """Return what spaCy finds for us."""
        return [PERSON]

    def get_supported_languages(self) -> list[str]:
        """Return English alone."""
        return [ENGLISH]


def _named(text: str) -> Any:
    nlp = language()
    return nlp.get_pipe("ner")(nlp.make_doc(text))


class Formed(PatternRecognizer):
    """A recogniser of the codebook: a form, the words before it, and a check."""

    def __init__(self, entry: Recogniser) -> None:
        flags = regex.MULTILINE if entry.as_written else regex.MULTILINE | regex.IGNORECASE
        super().__init__(
            supported_entity=entry.kind,
            name=entry.name,
            patterns=[Pattern(entry.name, personal().pattern(entry), entry.score)],
            context=list(entry.context),
            global_regex_flags=flags,
        )
        self.check = CHECKS.get(entry.check)

    def validate_result(self, pattern_text: str) -> bool | None:
        """Return whether the check holds; None without a check."""
        return self.check(pattern_text) if self.check else None


class Before(ContextAwareEnhancer):
    """Raises the score of what has one of its recogniser's context words shortly before it."""

    def __init__(self) -> None:
        rules = personal()
        super().__init__(rules.boost, rules.threshold, rules.window, 0)
        self.words = {
            entry.name: regex.compile(
                rf"(?<!\w)(?:{'|'.join(map(regex.escape, entry.context))})(?!\w)", regex.IGNORECASE
            )
            for entry in rules.recogniser
            if entry.context
        }

    def enhance_using_context(
        self,
        text: str,
        raw_results: list[RecognizerResult],
        nlp_artifacts: NlpArtifacts,
        recognizers: list[Any],
        context: list[str] | None = None,
    ) -> list[RecognizerResult]:
        """Return the results, those with a context word raised."""
        for result in raw_results:
            words = self.words.get(result.recognition_metadata[RecognizerResult.RECOGNIZER_NAME_KEY])
            if words and words.search(text, max(0, result.start - self.context_prefix_count), result.start):
                result.score = min(1.0, result.score + self.context_similarity_factor)
        return raw_results


@cache
def engine() -> AnalyzerEngine:
    """Return the engine; ModelError without a spaCy model."""
    ours = [Formed(entry) for entry in personal().recogniser]
    names = SpacyRecognizer(supported_entities=[PERSON], name="spacy")
    return AnalyzerEngine(
        registry=RecognizerRegistry([*ours, SpokenRecogniser(), names]),
        nlp_engine=Named(),
        context_aware_enhancer=Before(),
        default_score_threshold=personal().threshold,
    )


def analyse(text: str) -> list[RecognizerResult]:
    """Return what the engine finds in a text, in no order; results may overlap."""
    found: list[RecognizerResult] = engine().analyze(text, ENGLISH)
    return found


def analyse_forms(text: str, kinds: list[str]) -> list[RecognizerResult]:
    """Return what the recognisers of these kinds find, without reading names."""
    nothing = NlpArtifacts([], language().make_doc(""), [], [], None, ENGLISH)
    found: list[RecognizerResult] = engine().analyze(text, ENGLISH, entities=kinds, nlp_artifacts=nothing)
    return found
