"""Measure how often the rules for letters are right, and write codebook/letters/precision.toml. Run by hand.

    python tools/measure_letter_precision.py CODINGS.jsonl > precision.toml

CODINGS are coded letters in commscore's schema. Only those whose id begins with one of READ are read:
invented letters that the rules were developed on. A disputed code is left out.
"""

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from commscore.codebook.coded import ASK, FLAG, PASSAGES, STAGE, coded
from commscore.detect.letters.together import by_rules
from commscore.read.asides import asides
from commscore.read.letterschema import read_coded_letters
from commscore.sentences import parse_letter
from commscore.types import Kind, LetterReport

READ = ("d", "t")
HEAD = """# How often what the rules find in a letter is confirmed: the share of the letters in which a rule
# found a code where the coder gave it too, drawn towards a half by one hit and one miss (Laplace). Measured
# by tools/measure_letter_precision.py on invented letters that the rules were developed on, so it is on the
# high side. Gold: language-model coders following the codebook.
[precision]
"""


def given(report: LetterReport, disputed: bool = False) -> set[str]:
    """Return the codes of a letter; the disputed ones alone where asked for."""
    entries: Iterable[tuple[str, bool]] = (
        *((each.category, each.disputed) for each in report.problems),
        *((STAGE + each.name, each.disputed) for each in report.stages),
        *((ASK + each.name, each.disputed) for each in report.asks),
        *((FLAG + each.flag, each.disputed) for each in report.flags),
    )
    return {name for name, doubtful in entries if doubtful == disputed}


def main(codings: Path) -> None:
    """Write the table to standard output."""
    right, found = Counter[str](), Counter[str]()
    for report in read_coded_letters(codings):
        if not report.letter.id.startswith(READ):
            continue
        letter = replace(report.letter, asides=asides(report.letter.text))
        for code in given(by_rules(parse_letter(letter))) - given(report, disputed=True):
            found[code] += 1
            right[code] += code in given(report)
    names = [code for code in coded(Kind.LETTER) if code not in PASSAGES]
    lines = [f'"{c}" = {(right[c] + 1) / (found[c] + 2):.2f}  # {right[c]} of {found[c]}' for c in names]
    sys.stdout.write(HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
