"""A document as windows of token numbers: the one way in, for training and for use.

The turns that hold a word follow one another, each behind its speaker's mark. A window is a stretch of them:
`[CLS] earlier words role turn role turn … later words [SEP]`, and each of its turns is judged in it; the
words before and after are only read. Transcribers' tags are blanked. A turn that is too long to be judged at
once goes into several pieces.
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
ENDS = 2  # [CLS] and [SEP]


@dataclass(frozen=True, slots=True)
class Shape:
    """How windows are made: about `window` tokens, `before` of earlier words, `after` of later ones.

    `turn` is the most tokens of a turn that are judged at once, `overlap` how many of them the next piece of
    a long turn repeats. Windows are padded to a multiple of `pad` tokens, since each new length costs the
    processor's library a compilation; a batch in use holds at most `cells` tokens, padding included.
    """

    before: int = 48
    after: int = 0
    window: int = 160
    turn: int = 96
    overlap: int = 16
    pad: int = 8
    cells: int = 2048

    def length(self, tokens: int) -> int:
        """Return the length that a window of so many tokens is padded to."""
        return -(-tokens // self.pad) * self.pad

    @property
    def longest(self) -> int:
        """The tokens of the longest window there can be."""
        judged = self.turn + 1  # and its speaker's mark
        return ENDS + max(self.window - ENDS, self.before + judged + self.after, 2 * judged)


@dataclass(frozen=True, slots=True)
class Piece:
    """A turn, or a part of a long one, in its window: it begins at `start`, a turn with its speaker's mark.

    `offsets` are its tokens' character offsets into the turn's text; the first of them stands at `first`.
    """

    turn: int
    start: int
    first: int
    offsets: Offsets

    @property
    def stop(self) -> int:
        """The place in the window behind its last token."""
        return self.first + len(self.offsets)

    def moved(self, by: int) -> "Piece":
        """Return the piece so many places on."""
        return Piece(self.turn, self.start + by, self.first + by, self.offsets)


@dataclass(frozen=True, slots=True)
class Window:
    """The token numbers of a window, 1 in `types` for what is only read, and the pieces that it judges."""

    ids: tuple[int, ...]
    types: tuple[int, ...]
    pieces: tuple[Piece, ...]


def windows(document: Document, tokenizer: "Tokenizer", shape: Shape) -> list[Window]:
    """Return the windows of all turns that hold a word, in the order of the text."""
    encoded = _encode([turn.text for turn in document.turns], tokenizer)
    stream: list[int] = []
    marks: list[int] = []
    pieces: list[Piece] = []
    for number, turn in enumerate(document.turns):
        if words(turn.text):
            pieces += _pieces(number, encoded[number].offsets, len(stream), shape)
            mark, ids = _special(MARK[turn.role], tokenizer), encoded[number].ids
            stream += [mark, *ids]
            marks += [mark] * (1 + len(ids))
    return [_window(stream, marks, held, tokenizer, shape) for held in _packed(pieces, shape)]


def moment(
    document: Document, turn: int, following: Sequence[int], tokenizer: "Tokenizer", shape: Shape
) -> Window:
    """Return the window of a moment: the clinician's `following` turns, judged after the patient's `turn`."""
    said = "\n".join(document.turns[n].text for n in following)
    reply, cue = _encode([said, document.turns[turn].text], tokenizer)
    read = [_special(MARK[document.turns[turn].role], tokenizer), *cue.ids[-shape.turn :]]
    judged = [_special(MARK[Role.CLINICIAN], tokenizer), *reply.ids[: shape.turn]]
    piece = Piece(turn, len(read), len(read) + 1, tuple(reply.offsets[: shape.turn]))
    return _between([*read, *judged], piece.start, piece.stop, [piece], tokenizer)


def batches(found: Sequence[Window], shape: Shape) -> Iterator[list[int]]:
    """Yield the numbers of the windows that go together, the short ones first; at most `cells` tokens."""
    batch: list[int] = []
    length = 0
    for number in sorted(range(len(found)), key=lambda n: len(found[n].ids)):
        own = shape.length(len(found[number].ids))
        if batch and (own != length or (len(batch) + 1) * own > shape.cells):
            yield batch
            batch = []
        batch.append(number)
        length = own
    if batch:
        yield batch


def stack(batch: Sequence[Window], shape: Shape) -> dict[str, NDArray[np.int64]]:
    """Return the network's inputs: three of shape (windows, length), padded with zeros on the right.

    The fourth, `turns`, has the shape (pieces, windows · length) and is 1 where a token is of the piece.
    """
    length = shape.length(max(len(window.ids) for window in batch))
    names = ("input_ids", "attention_mask", "token_type_ids")
    found = {name: np.zeros((len(batch), length), dtype=np.int64) for name in names}
    for number, window in enumerate(batch):
        for name, values in zip(names, (window.ids, [1] * len(window.ids), window.types), strict=True):
            found[name][number, : len(window.ids)] = values
    placed = [piece.moved(n * length) for n, window in enumerate(batch) for piece in window.pieces]
    found["turns"] = np.zeros((len(placed), len(batch) * length), dtype=np.int64)
    for number, piece in enumerate(placed):
        found["turns"][number, piece.start : piece.stop] = 1
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


def _pieces(turn: int, offsets: Sequence[tuple[int, int]], at: int, shape: Shape) -> Iterator[Piece]:
    """Yield the pieces of a turn whose mark stands at `at`, its first token behind it."""
    for begin in range(0, max(1, len(offsets) - shape.overlap), shape.turn - shape.overlap):
        first = at + 1 + begin
        yield Piece(turn, first if begin else at, first, tuple(offsets[begin : begin + shape.turn]))


def _packed(pieces: Iterable[Piece], shape: Shape) -> Iterator[list[Piece]]:
    """Yield the pieces by window; one that is longer than the room in it has a longer one for itself."""
    room = shape.window - ENDS - shape.before - shape.after
    held: list[Piece] = []
    for piece in pieces:
        if held and piece.stop - held[0].start > room:
            yield held
            held = []
        held.append(piece)
    if held:
        yield held


def _window(
    stream: Sequence[int],
    marks: Sequence[int],
    held: Sequence[Piece],
    tokenizer: "Tokenizer",
    shape: Shape,
) -> Window:
    """Return the window of pieces that follow one another in the stream, with what stands around them.

    The first word before them gives way to the mark of whoever says it, `marks` by place in the stream.
    """
    start, stop = held[0].start, held[-1].stop
    left = max(0, start - shape.before)
    seen = [*marks[left:start][:1], *stream[left:start][1:], *stream[start : stop + shape.after]]
    return _between(seen, start - left, stop - left, [piece.moved(-left) for piece in held], tokenizer)


def _between(
    seen: Sequence[int], start: int, stop: int, held: Iterable[Piece], tokenizer: "Tokenizer"
) -> Window:
    """Return a window of these tokens, those from `start` to `stop` judged."""
    ids = (_special("[CLS]", tokenizer), *seen, _special("[SEP]", tokenizer))
    types = (0, *(int(not start <= n < stop) for n in range(len(seen))), 0)
    return Window(ids, types, tuple(piece.moved(1) for piece in held))
