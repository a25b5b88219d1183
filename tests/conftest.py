"""What the tests share: where things lie, and consultations made of plain lines.

No trained model is installed for the tests, whatever lies in the checkout: what a model should do is tested
with a model of the test's own (`tiny`), or with the folder it names. Nor is what the user keeps touched.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from commscore.settings import settings
from commscore.types import Document, Role, Turn

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
os.environ["COMMSCORE_MODELS"] = str(ROOT / "tests" / "no-models")
ROLES = {"D": Role.CLINICIAN, "P": Role.PATIENT, "R": Role.OTHER}


def consultation(*lines: str) -> Document:
    """Return a consultation of lines like "D: How can I help?"; D, P and R are the three roles."""
    parts = [line.partition(": ") for line in lines]
    return Document("made", tuple(Turn(who, said, ROLES[who]) for who, _, said in parts))


@pytest.fixture(scope="session", autouse=True)
def no_store_of_the_user(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Have commands keep reports, and all else, in folders of the test run's own."""
    os.environ["COMMSCORE_DATA"] = str(tmp_path_factory.mktemp("data"))
    os.environ["COMMSCORE_DATABASE"] = f"sqlite:///{tmp_path_factory.mktemp('store') / 'all.db'}"
    os.environ.pop("COMMSCORE_RETENTION_DAYS", None)
    settings.cache_clear()


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return where this test's own database lies once a command has opened it."""
    path = tmp_path / "kept" / "commscore.db"
    monkeypatch.setenv("COMMSCORE_DATABASE", f"sqlite:///{path}")
    settings.cache_clear()
    yield path
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return this test's own folder for runs, what they make, and which model is in use."""
    monkeypatch.setenv("COMMSCORE_DATA", str(tmp_path / "data"))
    settings.cache_clear()
    yield tmp_path / "data"
    monkeypatch.undo()
    settings.cache_clear()


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of gold and corpora that lies beside the project, or skip."""
    if not SHARED.is_dir():
        pytest.skip("the shared corpora are not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a small model that knows a few words, exported as a trained one is."""
    pytest.importorskip("torch")
    from tinymodel import write

    return write(tmp_path_factory.mktemp("models") / "tiny")
