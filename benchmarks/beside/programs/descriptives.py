"""TextDescriptives: all of its measures, of each consultation as one text."""

import spacy
import textdescriptives
from spacy.language import Language
from timing import answer, material, took

if __name__ == "__main__":
    given = material()

    def load() -> Language:
        """Return spaCy's default pipeline with all measures behind it."""
        nlp = spacy.load(given["spacy"])
        nlp.add_pipe("textdescriptives/all")
        return nlp

    def measure(documents: list[dict[str, object]]) -> None:
        """Take the measures of each text out of the pipeline, as one does who wants them."""
        texts = ("\n".join(turn["text"] for turn in each["turns"]) for each in documents)  # type: ignore[attr-defined]
        for doc in nlp.pipe(texts):
            textdescriptives.extract_dict(doc)

    nlp, loaded = took(load)
    measure(given["warm"])
    _, work = took(lambda: measure(given["documents"]))
    answer({"load": loaded, "work": work}, ["textdescriptives", "spacy"], documents=len(given["documents"]))
