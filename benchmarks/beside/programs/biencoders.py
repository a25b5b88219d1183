"""Three bi-encoders after EPITOME (Sharma and others 2020, arXiv:2009.08441), their weights drawn at random.

Built from the published architecture: RoBERTa-base reads the patient's words, another one the reply; the
reply attends to the patient by one head; a classifier of three levels stands on its first token, one of two
on each token for the rationale. All texts are padded to 64 tokens. Time does not depend on what weights and
tokens are: both are drawn, and the tokenizer's work is not counted.
"""

import random
from itertools import pairwise
from typing import Any

import torch
from timing import answer, material, took
from torch import Tensor, nn
from transformers import RobertaConfig, RobertaModel

LENGTH, WIDTH, BATCH, SEED = 64, 768, 32, 5
VOCABULARY = 50265
TOKENS_A_WORD = 1.3  # of RoBERTa's; it only says how much of a row is padding
Rows = dict[str, Tensor]


class BiEncoder(nn.Module):
    """One of the three: emotional reactions, interpretations or explorations."""

    def __init__(self) -> None:
        super().__init__()
        base = RobertaConfig(vocab_size=VOCABULARY, max_position_embeddings=514, type_vocab_size=1)
        self.seeker, self.responder = RobertaModel(base), RobertaModel(base)
        self.attention = nn.MultiheadAttention(WIDTH, 1, batch_first=True)
        self.level = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.ReLU(), nn.Linear(WIDTH, 3))
        self.rationale = nn.Linear(WIDTH, 2)

    def forward(self, said: Rows, reply: Rows) -> tuple[Tensor, Tensor]:
        """Return the level's logits, shape (rows, 3), and the rationale's, (rows, tokens, 2)."""
        asked = self.seeker(**said).last_hidden_state
        answered = self.responder(**reply).last_hidden_state
        answered = answered + self.attention(answered, asked, asked, need_weights=False)[0]
        return self.level(answered[:, 0]), self.rationale(answered)


def rows(texts: list[str]) -> Rows:
    """Return drawn tokens in the number of the texts' own, padded."""
    lengths = [min(LENGTH, 2 + round(TOKENS_A_WORD * len(text.split()))) for text in texts]
    mask = torch.tensor([[1] * length + [0] * (LENGTH - length) for length in lengths])
    drawn = torch.randint(5, VOCABULARY, mask.shape)
    return {"input_ids": torch.where(mask == 1, drawn, 1), "attention_mask": mask}


def pairs(documents: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the words of each patient's turn and of the clinician's turn that follows."""
    turns = [each["turns"] for each in documents]
    return [
        (one["text"], next_["text"])
        for each in turns
        for one, next_ in pairwise(each)
        if (one["role"], next_["role"]) == ("patient", "clinician")
    ]


@torch.inference_mode()
def read(given: list[tuple[str, str]]) -> None:
    """Read the pairs with all three."""
    for at in range(0, len(given), BATCH):
        said, reply = (rows(list(side)) for side in zip(*given[at : at + BATCH], strict=True))
        for model in models:
            model(said, reply)


if __name__ == "__main__":
    given = material()
    torch.set_num_threads(given["cores"])
    torch.manual_seed(SEED)
    models, load = took(lambda: [BiEncoder().eval() for _ in range(3)])
    every = pairs(given["documents"])
    some = random.Random(SEED).sample(every, min(given["pairs"], len(every)))
    read(some[:4])
    _, work = took(lambda: read(some))
    answer({"load": load, "work": work}, ["torch", "transformers"], pairs=len(every), measured=len(some))
