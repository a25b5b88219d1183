"""The floor: commscore's encoder alone on the rows that it reads, and spaCy alone on the same words.

    python benchmarks/beside/programs/floor.py PATH...

Windows are made of the turns, once, as the corridor makes them, and so is the text that spaCy parses; making
them is not counted. Windows of about the same length go through together, of whichever consultation.
"""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import onnxruntime
from timing import answer, took
from tokenizers import Tokenizer

from commscore.english import language
from commscore.errors import UnreadableError
from commscore.models import chosen
from commscore.models.features import batches, stack, windows
from commscore.models.model import ENCODER, TOKENIZER, cores
from commscore.read import read_paths
from commscore.read.noise import mask
from commscore.roles import find_roles
from commscore.settings import samples_folder
from commscore.types import Document

Inputs = list[dict[str, Any]]


def documents(paths: Iterable[Path]) -> list[Document]:
    """Return the consultations, each speaker's role found."""
    found = [each for each in read_paths(paths) if not isinstance(each, UnreadableError)]
    return [find_roles(each).document for each in found]


def load() -> tuple[onnxruntime.InferenceSession, Tokenizer]:
    """Return the encoder as the corridor loads it, and its tokenizer; spaCy is loaded too."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = cores()
    language()
    session = onnxruntime.InferenceSession(
        model.folder / ENCODER, options, providers=["CPUExecutionProvider"]
    )
    return session, Tokenizer.from_file(str(model.folder / TOKENIZER))


def prepared(given: Iterable[Document]) -> Inputs:
    """Return the encoder's inputs, a batch each."""
    shape = model.manifest.shape
    every = [window for document in given for window in windows(document, tokenizer, shape)]
    return [stack([every[number] for number in batch], shape) for batch in batches(every, shape)]


def encode(inputs: Inputs) -> None:
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
    inputs, texts = prepared(given), [mask(turn.text) for each in given for turn in each.turns]
    encode(prepared(warm))
    parse([mask(turn.text) for each in warm for turn in each.turns])
    _, encoder = took(lambda: encode(inputs))
    _, spacy = took(lambda: parse(texts))
    tokens = sum(int(batch["attention_mask"].sum()) for batch in inputs)
    windows_read = sum(len(batch["input_ids"]) for batch in inputs)
    counts = {"documents": len(given), "tokens": tokens, "windows": windows_read}
    answer({"load": loaded, "encoder": encoder, "spacy": spacy}, ["spacy", "onnxruntime"], **counts)
