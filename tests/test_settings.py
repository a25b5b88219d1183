from pathlib import Path

import pytest

from commscore.settings import Settings


def test_the_samples_are_found_without_being_told():
    assert (Settings().samples / "consultations").is_dir()


@pytest.mark.parametrize(("name", "value", "field"), [("COMMSCORE_SAMPLES", "here", "samples")])
def test_the_environment_decides(monkeypatch, name, value, field):
    monkeypatch.setenv(name, value)
    assert getattr(Settings(), field) == Path(value)


def test_a_limit_below_one_is_refused(monkeypatch):
    monkeypatch.setenv("COMMSCORE_UPLOAD_FILES", "0")
    with pytest.raises(ValueError, match="upload_files"):
        Settings()
