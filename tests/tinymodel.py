"""A model that is small enough to make in a test: it knows a few words, and the rest is noise."""

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

from commscore.models.features import Shape
from commscore.models.manifest import CodeHead, Corpus, Encoder, Manifest, TaskHead, Training
from commscore.types import Role

if TYPE_CHECKING:
    from torch import nn

SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "doctor", "patient", "other"]
WORDS = ["sorry", "worried", "scan", "tired", "perhaps", "frightening", "later", "how", "bloods"]
LETTERS = list("abcdefghijklmnopqrstuvwxyz0123456789'.,?!-")
VOCABULARY = {t: n for n, t in enumerate([*SPECIAL, *WORDS, *LETTERS, *(f"##{c}" for c in LETTERS)])}
CODES = ("empathy", "concern", "patient_question", "cue", "open_question")
# The words that make the network say a code; "perhaps" makes it half sure of empathy.
EARNS = {
    "sorry": ("empathy", 6.0),
    "perhaps": ("empathy", 0.0),
    "worried": ("concern", 6.0),
    "scan": ("patient_question", 6.0),
    "tired": ("cue", 6.0),
    "how": ("open_question", 6.0),
}
TASKS = (
    TaskHead(
        task="response",
        labels=("explored", "acknowledged", "missed", "blocked"),
        role=Role.CLINICIAN,
    ),
    TaskHead(task="answer", labels=("answered", "deferred", "missed"), role=Role.CLINICIAN),
    TaskHead(task="annomi.client_talk", labels=("neutral", "change"), role=Role.PATIENT),
    TaskHead(task="uptake.uptake", labels=(), role=Role.CLINICIAN),
)
# What a word adds to an output of the tasks: acknowledged, deferred, change, the scale.
TELLS = {"frightening": (1, 8.0), "later": (5, 8.0), "tired": (8, 8.0), "how": (9, 1.5)}
OUTPUTS = sum(head.width for head in TASKS)
WIDTH = 320  # so that the matrices are large enough to be put into eight bits


def tokenizer() -> bytes:
    """Return a tokenizer of the kind that BERT has, as its file."""
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    made = Tokenizer(models.WordPiece(VOCABULARY, unk_token="[UNK]"))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.add_special_tokens(SPECIAL[:4])
    return made.to_str().encode()


def network() -> "nn.Module":
    """Return the network: an encoder of one layer with random weights, and tables of what words say."""
    import torch
    from torch import Tensor, nn
    from transformers import BertConfig, BertModel

    class Tiny(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            size = {"hidden_size": WIDTH, "intermediate_size": WIDTH, "num_attention_heads": 4}
            config = BertConfig(vocab_size=400, num_hidden_layers=1, **size, max_position_embeddings=160)
            self.encoder = BertModel(config, add_pooling_layer=False)
            self.noise = nn.Linear(WIDTH, len(CODES))
            self.says, self.tells = nn.Embedding(400, len(CODES)), nn.Embedding(400, OUTPUTS)

        def forward(
            self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor, turns: Tensor
        ) -> tuple[Tensor, Tensor, Tensor]:
            states = self.encoder(
                input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
            ).last_hidden_state
            words = self.says(input_ids) + 0.1 * self.noise(states)
            own = words.flatten(0, 1).masked_fill(turns.unsqueeze(-1) == 0, -9)
            return own.amax(1), words, turns.to(words.dtype) @ self.tells(input_ids).flatten(0, 1)

    torch.manual_seed(0)
    made = Tiny().eval()
    with torch.no_grad():
        made.says.weight.fill_(-6)
        made.tells.weight.zero_()
        for word, (code, logit) in EARNS.items():
            made.says.weight[VOCABULARY[word], CODES.index(code)] = logit
        for word, (output, logit) in TELLS.items():
            made.tells.weight[VOCABULARY[word], output] = logit
    return made


def manifest(name: str = "tiny") -> Manifest:
    """Return the manifest of the small model, without its files."""
    heads = [
        CodeHead(code=code, threshold=0.8, maybe=0.3, slope=1, intercept=0, span_threshold=0.4)
        for code in CODES
    ]
    no_sum = hashlib.sha256(b"").hexdigest()
    return Manifest(
        name=name,
        created="2026-01-01",
        seed=0,
        encoder=Encoder(name="random", sha256=no_sum),
        shape=Shape(before=8, window=48, turn=24, overlap=4, cells=128),
        codes=tuple(heads),
        tasks=TASKS,
        files={},
        training=Training(
            groups=(no_sum[:16],),
            split=no_sum,
            documents=1,
            turns=2,
            corpora=(Corpus(name="invented", licence="Apache-2.0", source="this project"),),
        ),
        packages={},
    )


def write(folder: Path) -> Path:
    """Write the small model into the folder, and return it."""
    from commscore.train.export import add, export

    export(network(), folder, manifest(folder.name), tokenizer())
    add(folder, {"card.md": b"# Card\n\nA model that knows six words.\n"})
    return folder
