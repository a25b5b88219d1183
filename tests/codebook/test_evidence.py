import re
import tomllib
from functools import cache
from importlib.resources import files
from pathlib import Path

import pytest

from commscore.codebook import codes, evidence
from commscore.codebook.schema import EvidenceCard

SHARED = Path(__file__).resolve().parents[2] / "../shared/evidence.md"
MEASURES = files("commscore.codebook").joinpath("measures.toml")
FIGURE = re.compile(r"(?<![\w.])\.?\d+(?:[.:,]\d+)*")
CARDS = tuple(evidence().values())
EACH_CARD = pytest.mark.parametrize("card", CARDS, ids=lambda card: card.id)


def figures(text: str) -> set[str]:
    return set(FIGURE.findall(text))


@cache
def paragraphs() -> tuple[set[str], ...]:
    """The figures of each paragraph or item of the notes that the cards were made from."""
    return tuple(figures(part) for part in re.split(r"\n- |\n\n", SHARED.read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("18.3 against 15.0 minutes, 57 %", {"18.3", "15.0", "57"}),
        ("κ .57, ratio 1:1, 2.74 (0.21 to 1.01)", {".57", "1:1", "2.74", "0.21", "1.01"}),
        ("PMC1490080 and nothing", set()),
        ("", set()),
    ],
)
def test_figures_are_read_whole(text: str, found: set[str]) -> None:
    assert figures(text) == found


@EACH_CARD
def test_every_part_of_a_card_says_something(card: EvidenceCard) -> None:
    for text in (card.title, card.study, card.who, card.found, card.not_shown):
        assert text.strip()


@EACH_CARD
@pytest.mark.skipif(not SHARED.exists(), reason="the notes on the literature are not on this machine")
def test_figures_stand_together_in_the_notes(card: EvidenceCard) -> None:
    shown = figures(" ".join((card.study, card.who, card.found, card.not_shown)))
    assert any(shown <= noted for noted in paragraphs()), shown


@EACH_CARD
def test_a_recalled_card_shows_no_figure(card: EvidenceCard) -> None:
    assert card.status != "recalled" or not figures(card.who + card.found + card.not_shown)


@EACH_CARD
def test_no_card_speaks_of_the_reader_or_foretells_a_claim(card: EvidenceCard) -> None:
    text = f"{card.title} {card.who} {card.found} {card.not_shown}".lower()
    assert not re.search(r"\b(?:you|your|sued|lawsuits?|risk of (?:a )?claims?|likely to be)\b", text)


@EACH_CARD
def test_codes_and_measures_exist(card: EvidenceCard) -> None:
    assert set(card.codes) <= codes().keys()
    if not MEASURES.is_file():
        pytest.skip("no measures.toml yet")
    text = MEASURES.read_text(encoding="utf-8")
    names = {entry["name"] for entry in tomllib.loads(text)["measure"]}
    assert set(card.measures) <= names


def test_tone_is_said_not_to_be_measured() -> None:
    card = evidence()["ambady-2002"]
    assert "commscore does not measure tone" in card.not_shown
    assert card.codes == card.measures == ()


def test_ids_are_unique() -> None:
    raw = tomllib.loads(files("commscore.codebook").joinpath("evidence.toml").read_text(encoding="utf-8"))
    assert len(raw["card"]) == len(CARDS)
