"""Each recogniser of the codebook takes its own lines and leaves its near misses."""

import pytest

from commscore.codebook.personal import Recogniser, personal
from commscore.privacy.dictated import NAME
from commscore.privacy.engine import analyse
from commscore.privacy.finding import Finding, told

ENTRIES = personal().recogniser


def found(entry: Recogniser, line: str) -> list[str]:
    """Return what is found of the recogniser's kind, by it or another."""
    return [line[each.start : each.end] for each in analyse(line) if each.entity_type == entry.kind]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.name)
def test_a_recogniser_takes_its_lines_and_leaves_near_misses(entry: Recogniser) -> None:
    assert [line for line in entry.takes if not found(entry, line)] == []
    assert [line for line in entry.leaves if found(entry, line)] == []


@pytest.mark.parametrize(
    ("said", "kind", "words"),
    [
        ("My NHS number is nine nine nine, oh four oh, six four five six.", "nhs_number", 10),
        ("nine nine nine double one, six six two four six", "nhs_number", 10),  # valid, and nothing named it
        ("oh double seven double oh nine hundred three three four", "telephone", 10),
        ("oh seven seven\nyeah\noh oh nine oh oh, um, three three four", "telephone", 13),
        ("the hospital number, two two eight four oh one seven", "record_number", 7),
        ("My postcode is h x nine, four l t.", "postcode", 6),
        ("one two three four five six seven eight", None, 0),  # counting
        ("Take two, then one, or two or three.", None, 0),
        ("one forty over ninety, pulse seventy two", None, 0),
        ("", None, 0),
    ],
)
def test_spoken_numbers(said: str, kind: str | None, words: int) -> None:
    results = [each for each in analyse(said) if each.recognition_metadata["recognizer_name"] == NAME]
    assert [each.entity_type for each in results] == ([kind] if kind else [])
    assert [len(said[each.start : each.end].split()) for each in results] == ([words] if kind else [])


def test_what_is_told_is_in_the_order_of_the_codebook() -> None:
    assert told([Finding("url", None, 0, 1), Finding("nhs_number", None, 2, 3)]) == (
        "1 NHS, CHI or Health and Care number, 1 web address"
    )
    assert told([]) == "nothing personal"
