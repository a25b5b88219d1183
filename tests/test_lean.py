"""What is not used is not loaded, and is there for whoever asks for it later."""

import subprocess
import sys

import pytest

from commscore.lean import HEAVY

PROGRAM = """
import sys
from commscore.pipeline import assess
from commscore.types import Document, Turn
assess(Document("a", (Turn("Doctor", "How are you?"),)), privacy="{privacy}", model="rules")
print(*sorted({heavy!r} & sys.modules.keys()))
import spacy.cli
print(spacy.cli.download.__name__)
"""


@pytest.mark.parametrize("privacy", ["off", "replace"])
def test_the_corridor_loads_nothing_heavy(privacy: str) -> None:
    program = PROGRAM.format(privacy=privacy, heavy=set(HEAVY))
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["", "download"]
