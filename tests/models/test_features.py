"""Turns as rows: offsets that are true, nothing lost, the nearest turn first."""

import unicodedata

import numpy as np
import pytest
from tokenizers import Tokenizer

from commscore.errors import ModelError
from commscore.models.features import Piece, Shape, batches, moment_piece, pieces, stack
from commscore.read.noise import mask
from conftest import consultation
from tinymodel import tokenizer

SHAPE = Shape(before=2, context=6, turn=8, overlap=2, pads=(8, 12, 16, 20), cells=48)
TOKENS = Tokenizer.from_buffer(tokenizer())


def said(piece: Piece) -> str:
    return " ".join(str(TOKENS.id_to_token(number)) for number in piece.ids)


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
    found = pieces(consultation(f"P: {text}"), TOKENS, SHAPE)
    seen = set()
    for piece in found:
        own = piece.ids[piece.first : piece.first + len(piece.offsets)]
        for number, (start, end) in zip(own, piece.offsets, strict=True):
            token = TOKENS.id_to_token(number).removeprefix("##")
            plain = unicodedata.normalize("NFD", text[start:end].lower())
            assert token in {"[UNK]", "".join(c for c in plain if not unicodedata.combining(c))}
            seen |= set(range(start, end))
    spoken = {n for n, c in enumerate(mask(text)) if c.isalnum()}
    assert spoken <= seen <= {n for n, c in enumerate(mask(text)) if not c.isspace()}


@pytest.mark.parametrize(
    ("tokens", "rows"), [(1, 1), (7, 1), (8, 1), (9, 2), (14, 2), (15, 3), (20, 3), (21, 4)]
)
def test_a_long_turn_goes_into_several_rows(tokens: int, rows: int) -> None:
    found = pieces(consultation("D: " + "how " * tokens), TOKENS, SHAPE)
    assert len(found) == rows
    assert {piece.turn for piece in found} == {0}
    starts = [piece.offsets[0][0] // 4 for piece in found]
    assert starts == [6 * n for n in range(rows)]  # eight tokens, of which two stood in the row before
    assert found[-1].offsets[-1] == (4 * tokens - 4, 4 * tokens - 1)
    assert all(2 < len(piece.offsets) <= 8 or tokens == 1 for piece in found)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["D: how"], ["[CLS] doctor how [SEP]"]),
        (["R: how"], ["[CLS] other how [SEP]"]),
        (
            ["D: how", "P: tired", "D: sorry", "P: scan"],
            [
                "[CLS] doctor how [SEP]",
                "[CLS] patient tired [SEP] doctor how [SEP]",
                "[CLS] doctor sorry [SEP] patient tired doctor how [SEP]",
                "[CLS] patient scan [SEP] doctor sorry patient tired [SEP]",  # two turns before, no more
            ],
        ),
        (  # six tokens of context: the oldest are cut, and of a long turn its beginning
            ["D: how later how", "P: tired tired tired", "D: sorry"],
            [
                "[CLS] doctor how later how [SEP]",
                "[CLS] patient tired tired tired [SEP] doctor how later how [SEP]",
                "[CLS] doctor sorry [SEP] patient tired tired tired doctor how [SEP]",
            ],
        ),
        (  # neither tags nor empty turns are speech
            ["D: how", "P: [laughs]", "D: ", "P: (sighs) tired <UNIN/>"],
            ["[CLS] doctor how [SEP]", "[CLS] patient tired [SEP] doctor how [SEP]"],
        ),
        ([], []),
    ],
)
def test_rows(lines: list[str], expected: list[str]) -> None:
    found = pieces(consultation(*lines), TOKENS, SHAPE)
    assert [said(piece) for piece in found] == expected
    for piece in found:
        stop = piece.ids.index(TOKENS.token_to_id("[SEP]")) + 1
        assert piece.types == (0,) * stop + (1,) * (len(piece.ids) - stop)


def test_the_rows_of_a_long_turn_all_have_its_context() -> None:
    found = pieces(consultation("D: how", "P: " + "tired " * 12), TOKENS, SHAPE)
    assert [said(piece).partition(" [SEP] ")[2] for piece in found] == ["", *["doctor how [SEP]"] * 2]


def test_a_moment_is_the_reply_read_against_what_was_said() -> None:
    document = consultation("P: tired [sighs]", "D: how", "P: scan", "D: sorry " + "later " * 9)
    piece = moment_piece(document, 0, (1, 3), TOKENS, SHAPE)
    assert said(piece) == "[CLS] doctor how sorry " + "later " * 6 + "[SEP] patient tired [SEP]"
    assert (piece.turn, len(piece.offsets)) == (0, 8)


def rows_of(*lengths: int) -> list[Piece]:
    return [Piece(n, (7,) * size, (0,) * size, 2, ()) for n, size in enumerate(lengths)]


@pytest.mark.parametrize(
    "lengths",
    [(), (3,), (3,) * 8, (20, 3, 9, 12, 13, 8, 16, 17, 4), (50, 60, 3, 70), tuple(range(3, 60))],
)
def test_batches_hold_every_row_once(lengths: tuple[int, ...]) -> None:
    rows = rows_of(*lengths)
    found = list(batches(rows, SHAPE))
    assert sorted(n for batch in found for n in batch) == list(range(len(rows)))
    for batch in found:
        (padded,) = {SHAPE.length(len(rows[n].ids)) for n in batch}
        assert len(batch) == 1 or padded * len(batch) <= SHAPE.cells


@pytest.mark.parametrize(
    ("tokens", "padded"), [(1, 8), (8, 8), (9, 12), (12, 12), (20, 20), (21, 21), (300, 300)]
)
def test_rows_are_padded_to_few_lengths(tokens: int, padded: int) -> None:
    assert SHAPE.length(tokens) == padded
    found = stack(rows_of(1, tokens), SHAPE)
    assert set(found) == {"input_ids", "attention_mask", "token_type_ids"}
    assert {(values.shape, values.dtype) for values in found.values()} == {((2, padded), np.dtype(np.int64))}
    assert found["attention_mask"].sum(axis=1).tolist() == [1, tokens]
    assert (found["input_ids"] == 7 * found["attention_mask"]).all()


def test_a_tokenizer_without_the_words_for_the_speakers() -> None:
    other = Tokenizer.from_str(tokenizer().decode().replace('"doctor"', '"nurse"'))
    with pytest.raises(ModelError, match="knows no 'doctor'; take an encoder of the BERT family"):
        pieces(consultation("D: how"), other, SHAPE)
