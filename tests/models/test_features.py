"""A document as windows: offsets that are true, nothing lost, every turn judged once."""

import unicodedata

import numpy as np
import pytest
from tokenizers import Tokenizer

from commscore.errors import ModelError
from commscore.models.features import Piece, Shape, Window, batches, moment, stack, windows
from commscore.read.noise import mask
from conftest import consultation
from tinymodel import tokenizer

SHAPE = Shape(before=4, window=16, turn=8, overlap=2, pad=4, cells=48)
TOKENS = Tokenizer.from_buffer(tokenizer())


def said(ids: tuple[int, ...]) -> str:
    return " ".join(str(TOKENS.id_to_token(number)) for number in ids)


def told(window: Window) -> str:
    """Return what a window says, what is only read in brackets."""
    words = [f"({w})" if read else w for w, read in zip(said(window.ids).split(), window.types, strict=True)]
    return " ".join(words).replace(") (", " ")


@pytest.mark.parametrize(
    "text",
    [
        "I'm worried.",
        "Só tired, ÉTÉ scan",
        "  sorry\n\thow\u00a0later  ",
        "[laughs] sorry <UNIN/> scan",
        "🙂 scan 𝒳 how",
        "e\u0301 how",  # an accent that is a character of its own
        "A" * 30,
        "a" * 30 + " tired",
    ],
)
def test_offsets_are_true_to_the_text(text: str) -> None:
    seen = set()
    for window in windows(consultation(f"P: {text}"), TOKENS, SHAPE):
        for piece in window.pieces:
            own = window.ids[piece.first : piece.stop]
            for number, (start, end) in zip(own, piece.offsets, strict=True):
                token = TOKENS.id_to_token(number).removeprefix("##")
                plain = unicodedata.normalize("NFD", text[start:end].lower())
                assert token in {"[UNK]", "".join(c for c in plain if not unicodedata.combining(c))}
                seen |= set(range(start, end))
    spoken = {n for n, c in enumerate(mask(text)) if c.isalnum()}
    assert spoken <= seen <= {n for n, c in enumerate(mask(text)) if not c.isspace()}


@pytest.mark.parametrize(
    ("tokens", "count"), [(1, 1), (7, 1), (8, 1), (9, 2), (14, 2), (15, 3), (20, 3), (21, 4)]
)
def test_a_long_turn_goes_into_several_pieces(tokens: int, count: int) -> None:
    made = windows(consultation("D: " + "how " * tokens), TOKENS, SHAPE)
    found = [piece for window in made for piece in window.pieces]
    assert len(found) == count
    assert {piece.turn for piece in found} == {0}
    starts = [piece.offsets[0][0] // 4 for piece in found]
    assert starts == [6 * n for n in range(count)]  # eight tokens, of which two stood in the piece before
    assert found[-1].offsets[-1] == (4 * tokens - 4, 4 * tokens - 1)
    assert all(2 < len(piece.offsets) <= 8 or tokens == 1 for piece in found)
    assert [piece.first - piece.start for piece in found] == [1] + [0] * (count - 1)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["D: how"], ["[CLS] doctor how [SEP]"]),
        (["R: how"], ["[CLS] other how [SEP]"]),
        (  # ten tokens are judged in a window
            ["D: how", "P: tired", "D: sorry", "P: scan", "D: later how"],
            [
                "[CLS] doctor how patient tired doctor sorry patient scan [SEP]",
                "[CLS] (doctor sorry patient scan) doctor later how [SEP]",
            ],
        ),
        (  # whoever says the first of the four words before stands in its place
            ["D: how later how later how later", "P: tired tired tired"],
            [
                "[CLS] doctor how later how later how later [SEP]",
                "[CLS] (doctor later how later) patient tired tired tired [SEP]",
            ],
        ),
        (  # neither tags nor empty turns are speech
            ["D: how", "P: [laughs]", "D: ", "P: (sighs) tired <UNIN/>"],
            ["[CLS] doctor how patient tired [SEP]"],
        ),
        ([], []),
    ],
)
def test_windows(lines: list[str], expected: list[str]) -> None:
    assert [told(window) for window in windows(consultation(*lines), TOKENS, SHAPE)] == expected


def test_what_is_said_later_is_read_too_where_the_shape_says_so() -> None:
    shape = Shape(before=2, after=3, window=12, turn=8, overlap=2)
    document = consultation("D: how how how", "P: tired tired", "D: sorry")
    assert [told(window) for window in windows(document, TOKENS, shape)] == [
        "[CLS] doctor how how how (patient tired tired) [SEP]",
        "[CLS] (doctor how) patient tired tired doctor sorry [SEP]",
    ]


def test_a_piece_that_is_longer_than_the_room_has_a_longer_window() -> None:
    shape = Shape(before=4, window=10, turn=12, overlap=2)
    found = windows(consultation("D: how", "P: " + "tired " * 11), TOKENS, shape)
    assert [len(window.pieces) for window in found] == [1, 1]
    assert told(found[1]) == "[CLS] (doctor how) patient" + " tired" * 11 + " [SEP]"
    assert max(len(window.ids) for window in found) <= shape.longest


@pytest.mark.parametrize("seed", range(20))
def test_every_word_is_judged_and_only_where_it_stands(seed: int) -> None:
    drawn = np.random.default_rng(seed)
    lines = [f"{'DPR'[drawn.integers(3)]}: " + "how tired " * drawn.integers(15) for _ in range(12)]
    document = consultation(*lines)
    seen: dict[int, set[int]] = {}
    for window in windows(document, TOKENS, SHAPE):
        assert len(window.ids) <= SHAPE.longest
        for piece in window.pieces:
            own = [TOKENS.id_to_token(number) for number in window.ids[piece.first : piece.stop]]
            text = document.turns[piece.turn].text
            assert own == [text[start:end] for start, end in piece.offsets]
            assert not any(window.types[piece.start : piece.stop])
            seen.setdefault(piece.turn, set()).update(start for start, _ in piece.offsets)
    assert {n: len(starts) for n, starts in seen.items()} == {
        n: len(turn.text.split()) for n, turn in enumerate(document.turns) if turn.text.strip()
    }


def test_a_moment_is_the_reply_read_after_what_was_said() -> None:
    document = consultation("P: tired [sighs]", "D: how", "P: scan", "D: sorry " + "later " * 9)
    found = moment(document, 0, (1, 3), TOKENS, SHAPE)
    assert told(found) == "[CLS] (patient tired) doctor how sorry" + " later" * 6 + " [SEP]"
    (piece,) = found.pieces
    assert (piece.turn, piece.first - piece.start, len(piece.offsets)) == (0, 1, 8)


def of(*lengths: int) -> list[Window]:
    """Return windows of so many tokens, of which the last two are one piece and the last another."""
    return [
        Window((7,) * n, (0,) * n, (Piece(0, n - 2, n - 1, ((0, 1),)), Piece(1, n - 1, n - 1, ((0, 1),))))
        for n in lengths
    ]


@pytest.mark.parametrize(
    "lengths",
    [(), (3,), (3,) * 8, (20, 3, 9, 12, 13, 8, 16, 17, 4), (50, 60, 3, 70), tuple(range(3, 60))],
)
def test_batches_hold_every_window_once(lengths: tuple[int, ...]) -> None:
    made = of(*lengths)
    found = list(batches(made, SHAPE))
    assert sorted(n for batch in found for n in batch) == list(range(len(made)))
    for batch in found:
        (padded,) = {SHAPE.length(len(made[n].ids)) for n in batch}
        assert len(batch) == 1 or padded * len(batch) <= SHAPE.cells


@pytest.mark.parametrize(("tokens", "padded"), [(2, 4), (4, 4), (5, 8), (8, 8), (21, 24), (300, 300)])
def test_windows_are_padded_to_few_lengths(tokens: int, padded: int) -> None:
    assert SHAPE.length(tokens) == padded
    found = stack(of(2, tokens), SHAPE)
    turns = found.pop("turns")
    assert set(found) == {"input_ids", "attention_mask", "token_type_ids"}
    assert {(values.shape, values.dtype) for values in found.values()} == {((2, padded), np.dtype(np.int64))}
    assert found["attention_mask"].sum(axis=1).tolist() == [2, tokens]
    assert (found["input_ids"] == 7 * found["attention_mask"]).all()
    last = padded + tokens
    assert [np.flatnonzero(piece).tolist() for piece in turns] == [
        [0, 1],
        [1],
        [last - 2, last - 1],
        [last - 1],
    ]


def test_a_tokenizer_without_the_words_for_the_speakers() -> None:
    other = Tokenizer.from_str(tokenizer().decode().replace('"doctor"', '"nurse"'))
    with pytest.raises(ModelError, match="knows no 'doctor'; take an encoder of the BERT family"):
        windows(consultation("D: how"), other, SHAPE)
