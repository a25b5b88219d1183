"""The network: one encoder, with heads for the codes, for the words that earn them, and for the tasks."""

from typing import TYPE_CHECKING, Final

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from transformers import BertModel

MOST: Final = 20.0  # a word's logit, so that its exponential and the sum of many stay in range


class Network(nn.Module):
    """An encoder of the BERT family with three heads.

    For each code the words of a piece vote: a word's logit says how far it is evidence, and its softmax over
    the piece is how much it counts in what the code's own linear layer then sees, beside the piece's first
    state and the mean of all. The tasks see these two; their raters' words too have a logit, which none but
    the loss looks at.
    """

    def __init__(
        self, encoder: "BertModel", codes: int, tasks: int, outputs: int, dropout: float = 0.1
    ) -> None:
        super().__init__()
        width = encoder.config.hidden_size
        self.encoder = encoder
        self.drop = nn.Dropout(dropout)
        self.words = nn.Linear(width, codes + tasks)
        self.voted = nn.Parameter(torch.randn(codes, width) * 0.02)
        self.codes = nn.Linear(2 * width, codes)
        self.tasks = nn.Linear(2 * width, outputs)

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor, turns: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits of codes (pieces, codes), words (windows, length, codes + tasks), tasks (pieces, ·).

        `turns`, of shape (pieces, windows · length), is 1 where a token is of the piece.
        """
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        states = self.drop(states)
        words = self.words(states)
        flat, own = states.flatten(0, 1), turns.to(states.dtype)
        weights = words.flatten(0, 1)[:, : len(self.voted)].clamp(-MOST, MOST).exp()
        voted = (own @ (weights * (flat @ self.voted.T))) / (own @ weights)
        mean = (own @ flat) / own.sum(1, keepdim=True)
        piece = torch.cat([flat[turns.argmax(1)], mean], dim=-1)
        return voted + self.codes(piece), words, self.tasks(piece)
