"""Write codebook/privacy/ordinary.txt: words that are written small, so that a capital or a list tells less.

    python tools/ordinary_words.py [FOLDER]

FOLDER holds SCOWL's lists, as Debian's package `scowl` puts them (the folder where it does without one).
"""

import json
import re
import sys
from itertools import chain
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1]
LISTS = ("english-words", "british-words", "british_z-words", "american-words", "english-contractions")
SIZE = 50  # of SCOWL: 35 are the words of a small dictionary, 50 of a medium one, 70 of a large one
WORD = re.compile(r"[a-z]{2,}(?:'[a-z]+)?")
SAID = re.compile(r"(?<![\w'’.-])[A-Za-z]+(?:['’][a-z]+)?(?![\w-])")
HEAD = """\
# Words that are written small. A name that is one needs more to be taken for a name. From SCOWL up to
# size 50 (Kevin Atkinson and others, free to use with their notice) and the letters and consultations
# written for this project, less names that are words only in a dictionary. tools/ordinary_words.py wrote it.
"""
# Words of a dictionary that are nearly always names where people talk of their health.
NAMES = """
al ally basil beck beryl billy bob bobby brad cam carol christian clement colleen daisy deb derrick di
dieter dyer eddy emery felicity ford freeman gabby gill glen hank harry hazel heather hector holly homer
hunter jack jade jasmine jasper jay jimmy john josh ken kitty lee levy lily maria martin matt max meg melody
mike newton nick noel paddy patsy patty peter phoebe piers reed rhea rick rob robin roger rogers ruby sally
sonny smith sue terry tom tony troy verity victor viola violet warren yaw
"""


def main() -> None:
    """Write the list."""
    scowl = Path(*sys.argv[1:2] or ["/usr/share/dict/scowl"])
    listed = chain.from_iterable(
        file.read_text("latin-1").split() for file in scowl.iterdir() if _wanted(file)
    )
    words = {word for word in [*listed, *_said()] if WORD.fullmatch(word) and not word.endswith("'s")}
    lines = "\n".join(sorted(words - set(NAMES.split())))
    (PROJECT / "src/commscore/codebook/privacy/ordinary.txt").write_text(f"{HEAD}{lines}\n", encoding="utf-8")


def _wanted(file: Path) -> bool:
    name, _, size = file.name.rpartition(".")
    return name in LISTS and int(size) <= SIZE


def _said() -> set[str]:
    """Return the words of texts written for the project that are written small, and never with a capital."""
    lines = (PROJECT / "data/training/letters.jsonl").read_text(encoding="utf-8").splitlines()
    texts = [json.loads(line)["text"] for line in lines]
    texts += [file.read_text(encoding="utf-8") for file in (PROJECT / "data/samples").rglob("*.txt")]
    said = {word.replace("’", "'") for text in texts for word in SAID.findall(text)}
    return {word for word in said if word.islower() and word.title() not in said}


if __name__ == "__main__":
    main()
