"""The corridor with and without a trained model."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from commscore import pipeline
from commscore.errors import ModelError, UnreadableError
from commscore.models import NO_MODEL, load
from commscore.pipeline import TOGETHER, assess, assess_paths, triage_paths
from commscore.privacy.deidentify import Deidentified, deidentify
from commscore.privacy.finding import Finding
from commscore.settings import settings
from commscore.types import Letter, LetterReport, Privacy, Report
from conftest import consultation

TALK = consultation(
    "D: How are you?", "P: I'm worried.", "D: perhaps", "P: OK.", "D: Sorry. Any haemoptysis?"
)


def test_the_report_says_which_model_read_it(tiny: Path) -> None:
    model = load(tiny)
    for wanted in (model, tiny, str(tiny)):
        report = assess(TALK, model=wanted)
        assert report.provenance.models == {"tiny": model.sha256}
        assert NO_MODEL not in str(report.provenance.warnings)
        assert {"model:tiny"} < {c.found_by for c in report.codes}


@pytest.mark.parametrize(("model", "said"), [(None, True), ("rules", False)])
def test_rules_without_a_model(model: str | None, said: bool) -> None:
    report = assess(TALK, model=model)
    assert report.provenance.models == {}
    assert (f"{NO_MODEL} (the model 'consultation' not installed)" in report.provenance.warnings) is said
    assert not any(c.found_by.startswith("model:") for c in report.codes)


def test_a_text_that_was_deidentified_before_is_scored_as_it_is_and_the_report_says_how() -> None:
    done = deidentify(consultation("D: How are you, Siobhan?", "P: I'm worried."), Privacy.TAG)
    report = assess(done, model="rules")
    assert report.provenance.privacy == "tag: 1 name"
    assert report.document.turns[0].text == "How are you, [NAME_1]?"


def test_a_report_warns_of_what_was_left_in_a_text_said_to_be_anonymised() -> None:
    talk = consultation("D: Is it 07700 900334?", "P: Yes.")
    left = Deidentified(talk, Privacy.OFF, left=(Finding("telephone", 0, 6, 18),))
    provenance = assess(left, model="rules").provenance
    assert provenance.privacy == "off; left as it was: 1 telephone number"
    assert "left as it is, with 1 telephone number in it" in provenance.warnings[-1]
    assert assess(talk, model="rules").provenance.warnings == ()


@pytest.fixture
def consultation_installed(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    (tmp_path / "consultation").symlink_to(tiny)
    monkeypatch.setenv("COMMSCORE_MODELS", str(tmp_path))
    settings.cache_clear()
    yield
    monkeypatch.undo()
    settings.cache_clear()


@pytest.mark.usefixtures("consultation_installed")
def test_the_model_of_consultations_is_taken_where_it_is_installed() -> None:
    assert assess(TALK).provenance.models
    assert not assess(TALK, model="rules").provenance.models


def test_what_is_only_perhaps_there_counts_in_no_measure(tiny: Path) -> None:
    with_it = assess(TALK, model=tiny)
    without = assess(
        consultation(
            "D: How are you?", "P: I'm worried.", "D: maybe", "P: OK.", "D: Sorry. Any haemoptysis?"
        ),
        model=tiny,
    )
    assert [c.certain for c in with_it.codes if c.turn == 2] == [False]
    assert not [c for c in without.codes if c.turn == 2]
    assert with_it.measures == without.measures
    assert with_it.scores == without.scores
    assert with_it.moments == without.moments


def test_a_model_that_is_not_there_ends_it_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such model"):
        next(assess_paths([tmp_path / "nothing.txt"], model="charm"))


def test_many_consultations_are_read_by_one_model(tiny: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("Doctor: How are you?\nPatient: I'm worried.\n" * 4)
    found = list(assess_paths([tmp_path], model=str(tiny)))
    assert [isinstance(r, Report) and set(r.provenance.models) for r in found] == [{"tiny"}] * 2


def test_letters_are_read_many_at_a_time_in_their_order_and_what_is_unreadable_stays_in_its_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    real = pipeline._reports

    def counted(letters: Sequence[Deidentified[Letter]], *rest: Any) -> Iterator[LetterReport]:
        asked.append(len(letters))
        return real(letters, *rest)

    monkeypatch.setattr(pipeline, "_reports", counted)
    rows = [f"{n},{'' if n == 3 else 'Nobody came.'}" for n in range(TOGETHER + 3)]
    (tmp_path / "a.csv").write_text("\n".join(["id,text", *rows]))
    found = list(triage_paths([tmp_path], model="rules"))
    told = ["!" if isinstance(one, UnreadableError) else one.letter.id for one in found]
    assert told == ["!" if n == 3 else str(n) for n in range(TOGETHER + 3)]
    assert asked == [TOGETHER - 1, 3]
