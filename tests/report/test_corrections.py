"""Corrections, notes and words to try in what is handed on: plain, without a name, and text alone."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from tests.report.conftest import a_report, pdf_text, word_text
from tests.report.test_formats import OURS, Seen, everything

from commscore.codebook import suggestions
from commscore.report import FORMATS, wording
from commscore.report.corrections import corrections
from commscore.report.digest import digest
from commscore.review import corrected
from commscore.types import Report
from commscore.work import Review, Verdict
from payloads import PAYLOADS

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
READ = ("text", "html", "docx", "pdf")


def reviewed(
    reason: str = "it names a feeling", author: str = "Zebedee", note: str = "Well begun."
) -> Report:
    report = a_report()
    by_code = {c.code: c for c in report.codes}

    def said(code: str, verdict: Verdict, instead: str | None = None, minutes: int = 0) -> Review:
        c = by_code[code]
        at = NOON + timedelta(minutes=minutes)
        return Review(c.turn, c.start, c.end, code, verdict, author, reason, at, instead)

    added = Review(6, 0, 4, "reassurance", Verdict.ADDED, author, reason, NOON)
    twice = said("plan", Verdict.CONFIRMED), said("plan", Verdict.CHANGED, "safety_net", 5)
    took_out = said("jargon", Verdict.REJECTED)
    return replace(corrected(report, [*twice, took_out, added]), notes=(note,))


@pytest.mark.parametrize("name", READ)
def test_corrections_stand_beside_the_machine_s_view_with_their_reason(name: str) -> None:
    text = " ".join(everything(name, FORMATS[name].render([reviewed()])).split())
    for said in (
        "commscore said “Plan”; a person changed it to “Safety net”, because: it names a feeling",
        f"commscore said “{wording.title('jargon')}”; a person took it out, because: it names a feeling",
        "not marked by commscore; a person added “Reassurance”, because: it names a feeling",
        "Well begun.",
        "3 corrections by 1 person",
    ):
        assert said in text
    assert "confirmed it" not in text  # a later review took its place
    assert "Zebedee" not in text


def test_json_carries_corrections_notes_and_words_to_try() -> None:
    found = json.loads(FORMATS["json"].render([reviewed()]))
    assert [r["verdict"] for r in found["reviews"]] == ["confirmed", "rejected", "added", "changed"]
    assert found["notes"] == ["Well begun."]
    assert {c["found_by"] for c in found["codes"]} == {"rule", "person:Zebedee"}
    assert [(s["for"], s["source"]) for s in found["suggestions"]] == [("cue.missed", "ours")]
    assert found["suggestions"][0]["try"] == list(suggestions()["cue.missed"].wordings)


def test_authors_are_named_where_the_page_asks_for_it_and_the_later_review_holds() -> None:
    told = corrections(reviewed(), lambda author: f"{author}!")
    assert [(c.quote.turn, c.holds) for c in told] == [(2, True), (6, True), (6, False), (6, True)]
    assert told[2].told == "commscore said “Plan”; Zebedee! confirmed it, because: it names a feeling"


def test_a_person_s_code_that_somebody_reviews_was_not_said_by_the_machine() -> None:
    added = Review(6, 0, 4, "reassurance", Verdict.ADDED, "Al", "so", NOON)
    out = replace(added, verdict=Verdict.REJECTED, author="Bo", reason="no", at=NOON + timedelta(1))
    told = corrections(corrected(a_report(), [added, out]), str)
    assert told[1].told == "Al said “Reassurance”; Bo took it out, because: no"


def test_nothing_is_said_of_corrections_where_there_are_none() -> None:
    assert not digest(a_report()).corrections
    assert "orrected" not in FORMATS["html"].render([a_report()]).decode().replace(".corrections", "")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_in_reason_note_and_author_stay_text(payload: str) -> None:
    report = reviewed(payload, payload, payload)
    page = Seen()
    page.feed(FORMATS["html"].render([report]).decode())
    assert page.tags <= OURS | {"q"}
    assert not {a for a in page.attributes if a.startswith("on")}
    assert payload in " ".join(page.said)
    word = FORMATS["docx"].render([report])
    assert payload in word_text(word)
    assert b"javascript:alert" not in zipfile.ZipFile(io.BytesIO(word)).read("word/_rels/document.xml.rels")
    assert pdf_text(FORMATS["pdf"].render([report]))[1] <= 3
