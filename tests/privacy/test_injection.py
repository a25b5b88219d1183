"""The measurement of de-identification: what is put in stands where it should, and halves share nothing."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from deid.covered import Count, found
from deid.gold import marked
from deid.half import HALVES, Half, half
from deid.inject import injected
from deid.recognised import recognised
from deid.saidnumbers import plain
from deid.sentences import Line, Put
from deid.talk import Injected, Place

from commscore.errors import UnreadableError
from commscore.privacy.finding import Finding
from commscore.read import read_paths
from commscore.types import Document

SAMPLES = Path(__file__).parents[2] / "data" / "samples" / "consultations"
NAMES, NUMBERS = 300, 200


@pytest.fixture(scope="module", params=HALVES)
def made(request: pytest.FixtureRequest) -> tuple[Half, list[Injected]]:
    read = list(read_paths([SAMPLES]))
    documents = [each for each in read if not isinstance(each, UnreadableError)]
    return half(request.param), injected(documents, half(request.param), names=NAMES, numbers=NUMBERS)


def words_at(each: Injected, place: Place) -> list[str]:
    texts = [turn.text for turn in each.document.turns]
    return [texts[turn][start:end] for turn, start, end in place.spans]


def test_halves_are_large_and_share_nothing() -> None:
    one, other = (half(name) for name in HALVES)
    for each in (one, other):
        assert len(each.given) >= 150
        assert len(each.surnames) >= 150
        assert sum(map(len, each.sentences.values())) >= 60
        assert sum(map(len, each.numbers.values())) >= 40
        assert each.words <= each.given | each.surnames
    first, second = ({plain(name) for name in each.given | each.surnames} for each in (one, other))
    assert not first & second
    assert not set(one.streets) & set(other.streets)
    said = [
        {line for lines in (*e.sentences.values(), *e.numbers.values()) for line in lines}
        for e in (one, other)
    ]
    assert not said[0] & said[1]


def test_as_many_are_put_in_as_were_asked_for(made: tuple[Half, list[Injected]]) -> None:
    kinds = [place.what.kind == "name" for each in made[1] for place in each.places]
    assert NAMES <= sum(kinds) <= NAMES + 4
    assert len(kinds) - sum(kinds) == NUMBERS
    assert {place.lower for each in made[1] for place in each.places} == {True, False}


def test_names_stand_where_they_are_said_to(made: tuple[Half, list[Injected]]) -> None:
    known, every = made
    parts = {plain(part) for name in known.given | known.surnames for part in re.split(r"[- ]", name)}
    whole = {plain(name) for name in known.given | known.surnames}
    for each in every:
        for place in each.places:
            (text,) = words_at(each, place) if place.what.kind == "name" else ("",)
            if place.what.form in ("plain", "word"):
                assert all(plain(word) in parts | whole for word in re.split(r"[- ]", text)), text
            if place.what.form == "spelled":
                assert re.fullmatch(
                    r"(?:\w|double|for [\w-]+)(?:(?:, |[ -])(?:\w|double|for [\w-]+))*", text
                ), text
            if place.lower:
                assert text == text.lower()


def test_numbers_stand_where_they_are_said_to(made: tuple[Half, list[Injected]]) -> None:
    digits = {"mobile": {11, 12}, "landline": {11}, "nhs": {10}, "record": {5, 6, 7, 8}}
    for each in made[1]:
        for place in each.places:
            said = " ".join(words_at(each, place))
            assert said == said.strip() != ""
            if place.what.form == "written" and place.what.kind in digits:
                assert sum(letter.isdigit() for letter in said) in digits[place.what.kind], said
            if place.what.kind == "email":
                assert ("@" in said) == (place.what.form == "written")
            if place.what.form == "spoken":
                assert not re.search(r"\d", said)


def test_what_was_put_in_does_not_overlap(made: tuple[Half, list[Injected]]) -> None:
    for each in made[1]:
        spans = sorted(span for place in each.places for span in place.spans)
        for (turn, _, end), (next_turn, start, _) in pairwise(spans):
            assert turn < next_turn or end <= start


def test_the_same_is_put_in_again(made: tuple[Half, list[Injected]]) -> None:
    known, every = made
    originals = [each for each in read_paths([SAMPLES]) if isinstance(each, Document)]
    assert injected(originals, known, names=NAMES, numbers=NUMBERS) == every


@pytest.mark.parametrize(
    ("said", "name", "text", "at"),
    [
        ("Hello, Mrs O'Brien-Khan?", "O'Brien-Khan", "hello mrs o'brien khan", "o'brien khan"),
        ("It's <UNSURE>Siân</UNSURE>, S-I-A-N.", "S-I-A-N", "it's sian s i a n", "s i a n"),
        ("It's 4.5.62.", "4.5.62", "it's 4.5.62", "4.5.62"),
        ("To a-b.c@sky.com, please.", "a-b.c@sky.com", "to a-b.c@sky.com please", "a-b.c@sky.com"),
        ("Łukasz", "Łukasz", "lukasz", "lukasz"),
        ("", "", "", ""),
    ],
)
def test_recognisers_write_without_capitals_and_stops(said: str, name: str, text: str, at: str) -> None:
    start = said.index(name)
    line = recognised(Line("P", said, [(start, start + len(name), Put("name", "plain", "", ""))]))
    ((low, high, _),) = line.places
    assert (line.text, line.text[low:high]) == (text, at)


@pytest.mark.parametrize(
    ("findings", "wholly", "partly"),
    [
        ([(0, 7), (8, 12)], 1, 1),  # the space between two findings names nobody
        ([(0, 7)], 0, 1),
        ([(13, 16)], 0, 0),
        ([], 0, 0),
    ],
)
def test_found_is_what_lies_wholly_in_findings(
    findings: list[tuple[int, int]], wholly: int, partly: int
) -> None:
    given = [Finding("name", 0, start, end) for start, end in findings]
    assert found([(0, 0, 12)], ["Siobhan Khan, yes"], given) == Count(1, wholly, partly)


def test_marks_of_letters_leave_out_titles_and_other_words() -> None:
    text = "Mrs Edna Hale wrote. May HALE come in May? It may be that may hale comes."
    places = list(marked("a", text, [("Mrs Edna Hale", "PERSON"), ("Hale", "PERSON")]))
    assert [text[start:end] for _, (_, start, end) in places] == ["Edna Hale", "HALE"]
