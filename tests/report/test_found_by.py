"""Which found what, and what is only perhaps there, in every format that people read."""

from dataclasses import replace

import pytest
from tests.report.conftest import pdf_text, word_text

from commscore.report import FORMATS
from commscore.report.digest import PERHAPS, digest
from commscore.types import Code, Provenance, Report

READ = ("text", "html", "docx", "pdf")


def everything(name: str, content: bytes) -> str:
    """Return what a reader of the file can see."""
    if name == "docx":
        return word_text(content)
    return pdf_text(content)[0] if name == "pdf" else content.decode("utf-8")


@pytest.fixture
def read_by_model(report: Report) -> Report:
    codes = tuple(
        replace(c, found_by="lexicon:jargon" if c.code == "jargon" else "model:consultation", probability=0.9)
        for c in report.codes
    )
    maybe = Code("reassurance", 6, 0, 4, 0.4, "model:consultation", certain=False)
    made = Provenance("0.1.0", models={"consultation": "ab12" * 16})
    return replace(report, codes=(*codes, maybe), provenance=made)


@pytest.mark.parametrize("name", READ)
def test_which_found_what(name: str, read_by_model: Report, report: Report) -> None:
    text = " ".join(everything(name, FORMATS[name].render([read_by_model])).split())
    assert "by the trained model ‘consultation’ (ab12ab12ab12), except unexplained jargon, by rules" in text
    assert "found by a trained model, and in part by rules" in text
    ruled = " ".join(everything(name, FORMATS[name].render([report])).split())
    assert "trained model" not in ruled
    assert "by rules" in ruled


@pytest.mark.parametrize("name", READ)
def test_maybe_is_shown_as_maybe(name: str, read_by_model: Report, report: Report) -> None:
    text = " ".join(everything(name, FORMATS[name].render([read_by_model])).split())
    if name == "html":
        assert "Reassurance, perhaps" in text
        assert "Reassurance, maybe" in text  # in the transcript
        assert "These are counted in no figure." in text
    else:
        assert f"{PERHAPS}" in text
        assert "Reassurance (turn 7)" in text
    assert PERHAPS not in everything(name, FORMATS[name].render([report]))


def test_what_model_and_rules_found_together(read_by_model: Report) -> None:
    voted = Code("concern", 5, 0, 4, 0.9, "model:consultation rule:phrases")
    found = dict(digest(replace(read_by_model, codes=(*read_by_model.codes, voted))).provenance)["Found"]
    assert found.endswith("except unexplained jargon, by rules; in part by both: concern")


def test_a_model_alone(read_by_model: Report) -> None:
    alone = replace(read_by_model, codes=tuple(c for c in read_by_model.codes if c.code != "jargon"))
    assert ("Found", "by the trained model ‘consultation’ (ab12ab12ab12)") in digest(alone).provenance


def test_the_likeliest_are_shown_in_the_order_of_the_text(report: Report) -> None:
    maybe = [Code("plan", n % 9, 0, 4, 0.3 + n / 100, certain=False) for n in range(40)]
    shown = digest(replace(report, codes=(*report.codes, *maybe))).maybe
    turns = [h.turn for h in shown]
    assert turns == sorted(turns, key=lambda t: t or 0)
    assert all((t or 0) % 9 in {n % 9 for n in range(40 - len(shown), 40)} for t in turns)


def test_a_person_is_named_as_one(report: Report) -> None:
    coded = replace(report, provenance=replace(report.provenance, coder="Ann"))
    assert ("Found", "by Ann, a person") in digest(coded).provenance
