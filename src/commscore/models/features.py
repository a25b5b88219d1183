"""Turns as rows of token numbers: the one way in, for training and for use.

A row is `[CLS] role turn [SEP] role other-turn role other-turn … [SEP]`, the nearest other turn first and
what is furthest from the turn cut; a later turn begins with "then" in place of its role. Transcribers' tags
are blanked. A turn longer than a row goes into several.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from commscore.errors import ModelError
from commscore.read.noise import mask, words
from commscore.types import Document, Role

if TYPE_CHECKING:
    from tokenizers import Encoding, Tokenizer

Offsets = tuple[tuple[int, int], ...]
MARK = {Role.CLINICIAN: "doctor", Role.PATIENT: "patient", Role.OTHER: "other"}
LATER = "then"


@dataclass(frozen=True, slots=True)
class Shape:
    """How rows are made: `before` earlier turns are read and `after` later ones, `context` tokens together.

    `turn` is the most tokens of the turn itself in one row, `overlap` how many of them the next row of a long
    turn repeats. Rows are padded to the next of `pads`, since each new length costs the processor's library a
    compilation; a batch in use holds at most `cells` tokens, padding included.
    """

    before: int = 3
    context: int = 48
    turn: int = 96
    overlap: int = 16
    pads: tuple[int, ...] = (32, 48, 64, 96, 152)
    cells: int = 4096
    after: int = 0

    def length(self, tokens: int) -> int:
        """Return the length that a row of so many tokens is padded to."""
        return next((pad for pad in self.pads if pad >= tokens), tokens)


@dataclass(frozen=True, slots=True)
class Piece:
    """One row: `ids` and segment `types` of its tokens, of which those of the turn begin at `first`.

    `offsets` are the turn's tokens' character offsets into the turn's text, in the order of the tokens.
    """

    turn: int
    ids: tuple[int, ...]
    types: tuple[int, ...]
    first: int
    offsets: Offsets


def pieces(document: Document, tokenizer: "Tokenizer", shape: Shape) -> list[Piece]:
    """Return the rows of all turns that hold a word, in the order of the text."""
    encoded = _encode([turn.text for turn in document.turns], tokenizer)
    spoken = [bool(words(turn.text)) for turn in document.turns]
    rows = []
    for number, turn in enumerate(document.turns):
        if not spoken[number]:
            continue
        near = _near(spoken, number, shape)
        told = ((MARK[document.turns[n].role] if n < number else LATER, encoded[n].ids) for n in near)
        context = _context(told, shape.context, tokenizer)
        step, mark = shape.turn - shape.overlap, _special(MARK[turn.role], tokenizer)
        for at in range(0, max(1, len(encoded[number].ids) - shape.overlap), step):
            ids = [mark, *encoded[number].ids[at : at + shape.turn]]
            offsets = tuple(encoded[number].offsets[at : at + shape.turn])
            rows.append(_row(number, ids, offsets, context, tokenizer))
    return rows


def moment_piece(
    document: Document, turn: int, following: Sequence[int], tokenizer: "Tokenizer", shape: Shape
) -> Piece:
    """Return the row of a moment: the clinician's `following` turns, read against the patient's `turn`."""
    said = "\n".join(document.turns[n].text for n in following)
    reply, cue = _encode([said, document.turns[turn].text], tokenizer)
    context = _context([(MARK[document.turns[turn].role], cue.ids)], shape.turn, tokenizer)
    ids = [_special(MARK[Role.CLINICIAN], tokenizer), *reply.ids[: shape.turn]]
    return _row(turn, ids, tuple(reply.offsets[: shape.turn]), context, tokenizer)


def batches(rows: Sequence[Piece], shape: Shape) -> Iterator[list[int]]:
    """Yield the numbers of the rows that go together, the short ones first; at most `cells` tokens each."""
    batch: list[int] = []
    length = 0
    for number in sorted(range(len(rows)), key=lambda n: len(rows[n].ids)):
        own = shape.length(len(rows[number].ids))
        if batch and (own != length or (len(batch) + 1) * own > shape.cells):
            yield batch
            batch = []
        batch.append(number)
        length = own
    if batch:
        yield batch


def stack(rows: Sequence[Piece], shape: Shape) -> dict[str, NDArray[np.int64]]:
    """Return the encoder's inputs, each of shape (rows, length), padded with zeros on the right."""
    length = shape.length(max(len(row.ids) for row in rows))
    names = ("input_ids", "attention_mask", "token_type_ids")
    found = {name: np.zeros((len(rows), length), dtype=np.int64) for name in names}
    for number, row in enumerate(rows):
        for name, values in zip(names, (row.ids, [1] * len(row.ids), row.types), strict=True):
            found[name][number, : len(row.ids)] = values
    return found


def _encode(texts: list[str], tokenizer: "Tokenizer") -> "list[Encoding]":
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer.encode_batch([mask(text) for text in texts], add_special_tokens=False)


def _special(token: str, tokenizer: "Tokenizer") -> int:
    number = tokenizer.token_to_id(token)
    if number is None:
        raise ModelError(f"the tokenizer knows no {token!r}; take an encoder of the BERT family")
    return number


def _near(spoken: Sequence[bool], number: int, shape: Shape) -> list[int]:
    """Return the numbers of the turns around a turn, the nearest first, an earlier one before a later one."""
    earlier = [n for n in range(number - 1, -1, -1) if spoken[n]][: shape.before]
    later = [n for n in range(number + 1, len(spoken)) if spoken[n]][: shape.after]
    return sorted((*earlier, *later), key=lambda n: (abs(n - number), n))


def _context(turns: Iterable[tuple[str, list[int]]], most: int, tokenizer: "Tokenizer") -> list[int]:
    """Return the tokens of other turns, each after its mark; of one that is too long, what is nearest."""
    found: list[int] = []
    for mark, ids in turns:
        left = most - len(found) - 1
        if left > 0:
            found += [_special(mark, tokenizer), *(ids[:left] if mark == LATER else ids[-left:])]
    return found


def _row(
    number: int, ids: Sequence[int], offsets: Offsets, context: Sequence[int], tokenizer: "Tokenizer"
) -> Piece:
    """Return a row; `ids` begin with the speaker's mark, and `offsets` are those of the others."""
    start, stop = _special("[CLS]", tokenizer), _special("[SEP]", tokenizer)
    own = [start, *ids, stop]
    other = [*context, stop] if context else []
    return Piece(number, (*own, *other), (*([0] * len(own)), *([1] * len(other))), 2, offsets)
