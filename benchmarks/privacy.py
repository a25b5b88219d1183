"""How well personal details are found and replaced, on gold letters, injected transcripts and hard negatives.

    python benchmarks/privacy.py ../shared [--part injection] [--half development --misses]

Prints one JSON. What the injection's development half misses is printed with `--misses`; the test half is for
measuring, and its misses are shown with `--misses-of-test` alone: whoever has read them has none left.
"""

import argparse
import sys
from pathlib import Path

from deid.injection import injection, transcripts


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path)
    parser.add_argument("--half", choices=("development", "test"), default="development")
    parser.add_argument("--misses", action="store_true")
    given = parser.parse_args()
    figures, missed = injection(transcripts(given.shared), given.half)
    for cell, counts in figures.items():
        print(f"{cell:45} {counts}")
    if given.misses and given.half == "development":
        print("\n".join(missed))
    return 0


if __name__ == "__main__":
    sys.exit(main())
