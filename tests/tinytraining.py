"""What a training run needs, small enough for a test: an encoder with random weights, and invented talk."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from commscore.read.schema import dump
from commscore.train.recipe import Recipe
from commscore.types import Code, Document, Label, Moment, Provenance, Report, Role, Turn
from tinymodel import VOCABULARY, tokenizer

WIDTH = 320  # so that the matrices are large enough to be put into eight bits
RESPONSES = ("explored", "acknowledged", "missed", "blocked")
SHAPE = {"before": 8, "window": 48, "turn": 24, "overlap": 4}
FIT = {"epochs": 2, "windows": 16, "rate": 1e-3, "head_rate": 1e-2, "held_in": 0.25}
SAID = {
    "concern": ("worried", "I am worried {}"),
    "cue": ("tired", "so tired {}"),
    "patient_question": ("scan", "a scan {}"),
    "empathy": ("sorry", "sorry {}"),
    "open_question": ("how", "how {}"),
}
# What the clinician says to a feeling, and what becomes of it.
REPLIES = {"acknowledged": "empathy", "explored": "open_question", "missed": None}


def write_encoder(folder: Path, seed: int = 0) -> Path:
    """Write an encoder of one layer with random weights into the folder, and return it."""
    import torch
    from transformers import BertConfig, BertModel

    torch.manual_seed(seed)
    size = {"hidden_size": WIDTH, "intermediate_size": WIDTH, "num_attention_heads": 4}
    config = BertConfig(vocab_size=len(VOCABULARY), num_hidden_layers=1, **size, max_position_embeddings=64)
    BertModel(config, add_pooling_layer=False).save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes(tokenizer())
    return folder


def entries(encoder: Path | str = "none", /, **changes: Any) -> dict[str, Any]:
    """Return the entries of a recipe, with some changed."""
    whole: dict[str, Any] = {
        "name": "toy",
        "seed": 3,
        "folds": 2,
        "without": ["jargon"],
        "voted": ["concern"],
        "source": [{"corpus": "schema", "path": "gold.jsonl"}],
        "encoder": {"name": str(encoder)},
        "shape": SHAPE,
        "fit": FIT,
        "task": [
            {"task": "annomi.client_talk", "labels": ["neutral", "change"], "role": "patient"},
            {"task": "uptake.uptake"},
            {"task": "response", "labels": list(RESPONSES)},
        ],
    }
    return whole | changes


def recipe(encoder: Path | str = "none", /, **changes: Any) -> Recipe:
    """Return a recipe, with some entries changed."""
    return Recipe.model_validate(entries(encoder, **changes))


def toml(found: Mapping[str, Any]) -> str:
    """Return entries as TOML, tables written inline."""
    return "".join(f"{name} = {_value(value)}\n" for name, value in found.items())


def _value(value: object) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{name} = {_value(each)}" for name, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    return json.dumps(value)


def report(number: int, prefix: str = "toy") -> Report:
    """Return a coded consultation: four feelings, each answered in one of three ways, and a question."""
    turns: list[Turn] = []
    codes: list[Code] = []
    moments: list[Moment] = []

    def say(role: Role, code: str | None, filler: str) -> None:
        word, template = SAID[code] if code else ("", "bloods {}")
        text = template.format(filler)
        if code:
            start = text.index(word)
            codes.append(Code(code, len(turns), start, start + len(word)))
        turns.append(Turn("Doctor" if role is Role.CLINICIAN else "Patient", text, role))

    for at in range(4):
        filler = f"{'abcd'[at]} {number}"
        feeling = ("concern", "cue")[at % 2]
        response = list(REPLIES)[(number + at) % 3]
        moments.append(Moment(len(turns), feeling, response, len(turns) + 1))
        say(Role.PATIENT, feeling, filler)
        say(Role.CLINICIAN, REPLIES[response], filler)
    say(Role.PATIENT, "patient_question", str(number))
    say(Role.CLINICIAN, None, "later")
    labels = (
        Label("annomi.client_talk", 0, "neutral"),
        Label("annomi.client_talk", 2, "change", share=0.5),
        Label("uptake.uptake", 1, 0.5 * (number % 3)),
        Label("annomi.quality", None, "high"),
    )
    document = Document(f"{prefix}-{number:02}", tuple(turns))
    coder = Provenance("", coder="invented")
    return Report(document, tuple(codes), tuple(moments), labels=labels, provenance=coder)


def write_reports(path: Path, reports: list[Report]) -> Path:
    """Write the reports to a file, a line each, and return its path."""
    path.write_text("".join(json.dumps(dump(each)) + "\n" for each in reports), encoding="utf-8")
    return path
