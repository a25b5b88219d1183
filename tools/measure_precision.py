"""Measure how often the rules are right, and write codebook/precision.toml. Run by hand, when rules change.

    python tools/measure_precision.py CODINGS.jsonl > src/commscore/codebook/precision.toml

CODINGS are coded consultations in commscore's schema. Those whose id begins with one of HELD_OUT are not
read: the rules' agreement is measured on them. A turn with a disputed code is left out for that code.
"""

import sys
from collections import Counter
from pathlib import Path

from commscore import codebook
from commscore.detect import detect
from commscore.parse import parse
from commscore.read.schema import read_coded

HELD_OUT = ("primock57-day4", "primock57-day5")
HEAD = """# How often what the rules find is confirmed: the share of the turns in which a rule found a code
# where the coder gave it too, drawn towards a half by one hit and one miss (Laplace). Measured by
# tools/measure_precision.py on the coded consultations that the rules were developed on, so it is on the high
# side. Gold: language-model coders following the codebook. Jargon has its own, in jargon.toml.
[precision]
"""


def main(codings: Path) -> None:
    """Write the table to standard output."""
    right, found = Counter[str](), Counter[str]()
    for report in read_coded(codings):
        if report.document.id.startswith(HELD_OUT):
            continue
        given = {(c.turn, c.code) for c in report.codes if not c.disputed}
        disputed = {(c.turn, c.code) for c in report.codes if c.disputed} - given
        for turn, code in {(c.turn, c.code) for c in detect(parse(report.document))} - disputed:
            found[code] += 1
            right[code] += (turn, code) in given
    lines = [
        f"{code} = {(right[code] + 1) / (found[code] + 2):.2f}  # {right[code]} of {found[code]}"
        for code in codebook.codes()
        if code != "jargon"
    ]
    sys.stdout.write(HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
