"""The floor: commscore's encoder alone on the rows that it reads, and spaCy alone on the same words.

    python benchmarks/beside/programs/floor.py PATH...

A row is made of each turn, once, as the corridor makes it, and so is the text that spaCy parses; making them
is not counted. Rows of about the same length go through together, whichever consultation they are from.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from timing import answer, took

from commscore.english import language
from commscore.errors import UnreadableError
from commscore.models import chosen
from commscore.models.features import batches, pieces, stack
from commscore.read import read_paths
from commscore.read.noise import mask
from commscore.roles import find_roles
from commscore.settings import samples_folder
from commscore.types import Document

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Rows = list[dict[str, Any]]


def documents(paths: Iterable[Path]) -> list[Document]:
    """Return the consultations, each speaker's role found."""
    found = [each for each in read_paths(paths) if not isinstance(each, UnreadableError)]
    return [find_roles(each).document for each in found]


def load() -> "tuple[InferenceSession, Tokenizer]":
    """Return the corridor's own encoder, and its tokenizer; spaCy is loaded too."""
    language()
    return model._session, model._tokenizer


def rows(given: Iterable[Document]) -> Rows:
    """Return the encoder's inputs, a batch each."""
    shape = model.manifest.shape
    every = [piece for document in given for piece in pieces(document, tokenizer, shape)]
    return [stack([every[number] for number in batch], shape) for batch in batches(every, shape)]


def encode(inputs: Rows) -> None:
    """Run the encoder."""
    for batch in inputs:
        session.run(["codes", "words", "tasks"], batch)


def parse(texts: Iterable[str]) -> None:
    """Run spaCy, with the parts that `language` gives it."""
    for _ in language().pipe(texts):
        pass


if __name__ == "__main__":
    model = chosen(None)
    if model is None:
        raise SystemExit("no trained model is in use: there is no encoder to run")
    (session, tokenizer), loaded = took(load)
    warm, given = documents([samples_folder() / "consultations"]), documents(map(Path, sys.argv[1:]))
    inputs, texts = rows(given), [mask(turn.text) for each in given for turn in each.turns]
    encode(rows(warm))
    parse([mask(turn.text) for each in warm for turn in each.turns])
    _, encoder = took(lambda: encode(inputs))
    _, spacy = took(lambda: parse(texts))
    tokens = sum(int(batch["attention_mask"].sum()) for batch in inputs)
    counts = {"documents": len(given), "tokens": tokens, "rows": sum(len(b["input_ids"]) for b in inputs)}
    answer({"load": loaded, "encoder": encoder, "spacy": spacy}, ["spacy", "onnxruntime"], **counts)
