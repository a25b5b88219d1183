"""TextGrids: praatio is the witness that no interval, word or time is lost."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from praatio.utilities import textgrid_io

from commscore.errors import UnreadableError
from commscore.read.textgrid import pair, read

FOLDER = Path(__file__).parent / "samples"
LABEL = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
LENGTHS = st.lists(st.tuples(st.floats(0.001, 100, allow_nan=False), LABEL), min_size=1, max_size=20)


def written(tiers: dict[str, list[tuple[float, str]]], short: bool) -> str:
    """Return a TextGrid of tiers of intervals, each given by its length and text, as Praat writes it."""
    made = {}
    for name, lengths in tiers.items():
        at, entries = 0.0, []
        for length, text in lengths:
            entries.append((at, at + length, text))
            at += length
        made[name] = entries
    last = max(entries[-1][1] for entries in made.values())
    grid = {
        "xmin": 0.0,
        "xmax": last,
        "tiers": [
            {"class": "IntervalTier", "name": n, "xmin": 0.0, "xmax": last, "entries": e}
            for n, e in made.items()
        ],
    }
    kind = "short_textgrid" if short else "long_textgrid"
    return str(textgrid_io.getTextgridAsStr(grid, kind, includeBlankSpaces=False))


@given(LENGTHS, LENGTHS, st.booleans())
def test_no_interval_word_or_time_is_lost(one: list, other: list, short: bool) -> None:
    text = written({"Doctor": one, "Patient": other}, short)
    witness = textgrid_io.parseTextgridStr(text, includeEmptyIntervals=False)
    expected = sorted(
        (
            (tier["name"], float(start), float(end), said.strip())
            for tier in witness["tiers"]
            for start, end, said in tier["entries"]
            if said.strip()
        ),
        key=lambda entry: entry[1],
    )
    assert [(t.speaker, t.start, t.end, t.text) for t in read(text.encode())] == expected


def test_a_pair_is_both_files_by_start_time() -> None:
    contents = {
        s: (FOLDER / "pair" / f"knee_{s.casefold()}.TextGrid").read_bytes() for s in ("Doctor", "Patient")
    }
    merged = pair(contents)
    alone = [(t.text, t.start, t.end) for content in contents.values() for t in read(content)]
    assert sorted(alone) == sorted((t.text, t.start, t.end) for t in merged)
    assert [t.start for t in merged] == sorted(t.start for t in merged if t.start is not None)


def test_those_that_start_together_stay_in_order() -> None:
    text = written({"Doctor": [(1.0, "one")], "Patient": [(2.0, "two")]}, short=False)
    assert [t.speaker for t in read(text.encode())] == ["Doctor", "Patient"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
def test_encodings(encoding: str) -> None:
    text = written({"Doctor": [(1.0, 'so "café" it is')]}, short=True)
    assert [t.text for t in read(text.encode(encoding))] == ['so "café" it is']


@pytest.mark.parametrize("content", [b"", b"Doctor: hello", b'"ooTextFile"\n"TextGrid"\n0 1\n<exists> 5'])
def test_what_is_no_textgrid(content: bytes) -> None:
    with pytest.raises(UnreadableError):
        list(read(content))
