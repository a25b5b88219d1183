from pathlib import Path

import pytest

from commscore.errors import CommscoreError
from commscore.settings import Settings, settings


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


@pytest.mark.parametrize(("given", "days"), [(None, 90), ("30", 30), ("0", 0), ("", 0)])
def test_reports_are_kept_for_a_while_unless_they_are_kept_for_good(monkeypatch, given, days):
    if given is not None:
        monkeypatch.setenv("COMMSCORE_RETENTION_DAYS", given)
    assert Settings().retention_days == days


def test_the_store_lies_in_the_users_own_folder_and_its_address_is_not_shown(monkeypatch):
    monkeypatch.setenv("COMMSCORE_DATABASE", "postgresql://ann:secret@host/kept")
    assert "secret" not in repr(Settings())
    monkeypatch.delenv("COMMSCORE_DATABASE")
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert Settings().database.endswith("commscore.db")


def test_a_setting_that_is_wrong_is_named(monkeypatch):
    monkeypatch.setenv("COMMSCORE_RETENTION_DAYS", "soon")
    settings.cache_clear()
    with pytest.raises(CommscoreError, match=r"COMMSCORE_RETENTION_DAYS: .*; correct it"):
        settings()
