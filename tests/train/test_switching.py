"""Which model is in use, and what another would change."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from commscore.cli import group
from commscore.errors import ModelError
from commscore.models import CHOSEN, RULES, chosen, in_use, use
from commscore.pipeline import assess
from commscore.settings import settings
from commscore.train.switching import PRIORITY, difference, samples
from commscore.types import Kind, Letter
from conftest import consultation

TALK = consultation("D: That must be very hard for you.", "P: I'm worried.")


@pytest.fixture
def folder(tiny: Path, own_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return the user's data folder; a model is installed with commscore, another was trained by the user."""
    monkeypatch.setenv("COMMSCORE_MODELS", str(tmp_path / "models"))
    settings.cache_clear()
    shutil.copytree(tiny, tmp_path / "models" / "consultation")
    shutil.copytree(tiny, own_data / "models" / "mine-1")
    yield own_data
    monkeypatch.undo()
    settings.cache_clear()


def test_the_usual_model_is_in_use_until_another_is_chosen_and_back_again(folder: Path) -> None:
    assert (in_use(), in_use("letter")) == ("consultation", "letter")
    use("mine-1")
    assert in_use() == "mine-1"
    found = chosen(None)
    assert found is not None
    assert found.folder == (folder / "models" / "mine-1").resolve()
    use(RULES)
    assert chosen(None) is None
    assert assess(TALK, privacy="off").provenance.models == {}
    use("consultation")
    assert assess(TALK, privacy="off").provenance.models != {}
    assert in_use("letter") == "letter"


def test_what_is_asked_for_and_what_the_settings_say_come_first(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(RULES)
    found = chosen("mine-1")
    assert found is not None
    monkeypatch.setenv("COMMSCORE_CONSULTATION_MODEL", "mine-1")
    settings.cache_clear()
    assert in_use() == "mine-1"
    assert chosen(None) is not None


def test_what_cannot_be_used_is_refused_and_what_went_is_named(folder: Path) -> None:
    with pytest.raises(ModelError, match="no such model"):
        use("gone")
    with pytest.raises(ModelError, match="a model of consultations, and one of letters is wanted"):
        use("mine-1", "letter")
    use("mine-1")
    shutil.rmtree(folder / "models" / "mine-1")
    with pytest.raises(ModelError, match="mine-1: no such model"):
        chosen(None)
    (folder / CHOSEN).write_text("{")
    with pytest.raises(ModelError, match=f"{CHOSEN}: which model is in use cannot be read; remove this file"):
        in_use()


def test_the_command_says_which_is_in_use(folder: Path) -> None:
    use("mine-1")
    done = CliRunner().invoke(group, ["models", "--format", "json"])
    assert {row["name"]: row["in_use"] for row in json.loads(done.stdout)} == {
        "consultation": False,
        "mine-1": True,
    }


def test_what_another_model_changes_is_counted_by_code_and_score(folder: Path) -> None:
    found = difference([TALK], RULES, "consultation")
    assert found.documents == 1
    for code in found.codes:
        assert code.before - code.gone + code.new == code.after
    assert {each.domain for each in found.scores} >= {"empathy", "listening"}
    same = difference([TALK], RULES, RULES)
    assert all(code.gone == code.new == 0 for code in same.codes)


def test_letters_have_categories_flags_and_a_level() -> None:
    letter = Letter("one", "Nobody listened to me. I want an apology.")
    found = difference([letter], RULES, RULES)
    assert found.scores == ()
    assert any(code.code.startswith(PRIORITY) for code in found.codes)


def test_the_samples_are_a_reference_set() -> None:
    assert (len(samples(Kind.CONSULTATION)), len(samples(Kind.LETTER))) == (8, 6)
