"""Encodings, found out from the bytes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commscore.errors import UnreadableError
from commscore.read.encoding import decode

LATIN = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=8)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"]
)
def test_what_is_written_is_read(encoding: str) -> None:
    text = "Doctor: Your café is “fine”, I'd say.\nPatient: Ça va – really."
    assert decode(text.encode(encoding)) == text


@given(LATIN, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]))
def test_plain_letters_in_any_encoding(text: str, encoding: str) -> None:
    assert decode(("D: " + text).encode(encoding)) == "D: " + text


@pytest.mark.parametrize(
    "content", [b"PK\x03\x04zip", b"%PDF-1.4", b"{\\rtf1", bytes(range(32)) * 9, b"ab\x00\x01\x02" * 9]
)
def test_what_is_no_text(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        decode(content)


def test_line_ends() -> None:
    assert decode(b"a\r\nb\rc\x0cd") == "a\nb\nc\nd"
