"""What the tests share: where things lie, and consultations made of plain lines."""

from pathlib import Path

import pytest

from commscore.types import Document, Role, Turn

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
ROLES = {"D": Role.CLINICIAN, "P": Role.PATIENT, "R": Role.OTHER}


def consultation(*lines: str) -> Document:
    """Return a consultation of lines like "D: How can I help?"; D, P and R are the three roles."""
    parts = [line.partition(": ") for line in lines]
    return Document("made", tuple(Turn(who, said, ROLES[who]) for who, _, said in parts))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of gold and corpora that lies beside the project, or skip."""
    if not SHARED.is_dir():
        pytest.skip("the shared corpora are not beside this checkout")
    return SHARED
