"""The network: one encoder, with heads for the codes, for the words that earn them, and for the tasks."""

from typing import TYPE_CHECKING

import torch
from torch import Tensor, nn

if TYPE_CHECKING:
    from transformers import BertModel


class Network(nn.Module):
    """An encoder of the BERT family with three heads.

    For each code the words vote: a word's logit says how far it is evidence, and its softmax over the row is
    how much it counts in what the code's own linear layer then sees, beside the row's first state. The tasks
    see the first state and the mean of all; their raters' words too have a logit, which none but the loss
    looks at.
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
        self, input_ids: Tensor, attention_mask: Tensor, token_type_ids: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Return logits of codes (rows, codes), words (rows, length, codes + tasks), tasks (rows, ·)."""
        states = self.encoder(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        states = self.drop(states)
        words = self.words(states)
        own = (attention_mask * (1 - token_type_ids)).unsqueeze(-1)
        shares = words[..., : len(self.voted)].masked_fill(own == 0, -1e4).softmax(dim=1)
        seen = torch.einsum("blc,bld->bcd", shares, states)
        mean = (states * own).sum(1) / own.sum(1)
        row = torch.cat([states[:, 0], mean], dim=-1)
        codes = (seen * self.voted).sum(-1) + self.codes(row)
        return codes, words, self.tasks(row)
