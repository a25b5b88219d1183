import pytest
from tests.conftest import consultation

from commscore.report.quote import clip, quote, short, visible

LONG = "One two three four. " * 20


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("", ""),
        ("a\x00b\x0bc\x1b[31m", "a\ufffdb\ufffdc\ufffd[31m"),
        ("rtl \u202e override", "rtl \ufffd override"),
        ("lone \ud800 surrogate", "lone \ufffd surrogate"),
        ("tab\tand\r\nline", "tab\tand\nline"),
        ("żółć 🙂 مرحبا", "żółć 🙂 مرحبا"),
    ],
)
def test_visible(text: str, shown: str) -> None:
    assert visible(text) == shown


@pytest.mark.parametrize(
    ("text", "start", "end", "parts"),
    [
        ("", 0, 0, ("", "", "")),
        ("word", 0, 4, ("", "word", "")),
        ("It hurts a lot.", 3, 8, ("It ", "hurts", " a lot.")),
        ("beyond", 2, 900, ("be", "yond", "")),
        ("backwards", 6, 2, ("backwa", "", "rds")),
    ],
)
def test_short_turns_are_quoted_whole(text: str, start: int, end: int, parts: tuple[str, str, str]) -> None:
    assert clip(text, start, end)[0] == parts[0]
    assert "".join(clip(text, start, end)).replace(" ", "") in {text.replace(" ", ""), text + parts[2]}


@pytest.mark.parametrize("start", range(0, len(LONG), 7))
def test_long_turns_are_cut_round_the_words(start: int) -> None:
    before, words, after = clip(LONG, start, min(start + 9, len(LONG)))
    assert words == LONG[start : start + 9]
    assert len((before + words + after).split()) <= 44
    assert "…" in before + after


def test_quote_of_a_word_longer_than_a_page() -> None:
    said = quote(consultation("D: " + "x" * 1_000_000), 0)
    assert len(said.text) < 1000


@pytest.mark.parametrize(("text", "most"), [("a" * 500, 20), ("a b " * 500, 20), ("\n\n", 5)])
def test_short(text: str, most: int) -> None:
    assert len(short(text, most)) <= most + 1
