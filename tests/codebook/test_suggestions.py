import re
import tomllib
from importlib.resources import files

import pytest
from pydantic import ValidationError

from commscore.codebook import codes, evidence, suggestions, went_well
from commscore.codebook.schema import Suggestion
from commscore.types import Role

KINDS = {
    "cue.missed",
    "cue.blocked",
    "concern.missed",
    "concern.blocked",
    "patient_question.missed",
    "jargon",
    "dismissal",
    "stacked_questions",
    "no_agenda",
    "no_ice",
    "no_safety_net",
    "no_check",
    "no_teach_back",
    "no_signpost",
    "no_shared_decision",
    "long_monologue",
    "closed_run",
    "reassurance_first",
    "empathy_absent",
    "high_talk_share",
    "first_redirection",
}
NOT_KEPT = {"jargon", "dismissal", "closed_question"}
SCOLDING = re.compile(r"\b(?:you (?:should|must)|failed|failure|wrong|bad|poor|never|always)\b", re.I)
EACH = pytest.mark.parametrize("entry", suggestions().values(), ids=lambda entry: entry.kind)


def test_there_is_one_suggestion_for_each_kind_of_moment() -> None:
    raw = tomllib.loads(files("commscore.codebook").joinpath("suggestions.toml").read_text(encoding="utf-8"))
    assert sorted(entry["for"] for entry in raw["suggestion"]) == sorted(KINDS)
    assert suggestions().keys() == KINDS


def test_every_clinician_code_worth_keeping_says_why() -> None:
    clinician = {name for name, entry in codes().items() if entry.role is Role.CLINICIAN}
    assert went_well().keys() == clinician - NOT_KEPT


@EACH
def test_wordings_are_whole_and_distinct(entry: Suggestion) -> None:
    assert all(w.strip() and w[0].isupper() and w[-1] in ".?" for w in entry.wordings)
    assert len(set(entry.wordings)) == len(entry.wordings)
    assert entry.title.strip()
    assert entry.source == "ours"


@EACH
def test_why_is_one_sentence_without_a_figure(entry: Suggestion) -> None:
    assert re.fullmatch(r"[^.!?]+\.", entry.why)
    assert not re.search(r"\d", entry.why)


@EACH
def test_a_study_is_named_only_where_a_card_stands_behind_it(entry: Suggestion) -> None:
    assert bool(entry.evidence) == bool(re.search(r"\bstudy|studies|research|shown to\b", entry.why))
    assert not entry.evidence or entry.evidence in evidence()


@EACH
def test_nobody_is_scolded(entry: Suggestion) -> None:
    assert not SCOLDING.search(f"{entry.title} {entry.why}")


@pytest.mark.parametrize(("code", "why"), went_well().items())
def test_what_went_well_is_one_plain_sentence(code: str, why: str) -> None:
    assert re.fullmatch(r"[A-Z][^.!?]*\.", why.replace('that".', "that.")), code
    assert len(why.split()) <= 25


@pytest.mark.parametrize("tried", [[], ["One."], ["A.", "B.", "C.", "D.", "E."]])
def test_a_suggestion_has_two_to_four_wordings(tried: list[str]) -> None:
    with pytest.raises(ValidationError):
        Suggestion.model_validate(
            {"for": "jargon", "source": "ours", "title": "t", "try": tried, "why": "w."}
        )
