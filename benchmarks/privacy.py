"""How well personal details are found and replaced: letters, transcripts, hard negatives, codes and speed.

    python benchmarks/privacy.py ../shared [--part PART ...] [--output FILE] [--misses]

Prints a plain table and writes one JSON of counts alone, in which parts not measured stay as they were.
`--misses` prints what is wrong in the development halves, of the injection and of the glossaries' terms.
The test halves are for measuring: the injection's misses are shown with `--misses-of-test` alone, and
whoever has read them has no test half left.
"""

import argparse
import json
import sys
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Final

from deid.codes import codes
from deid.figures import Figure, as_json, table
from deid.gold import gold
from deid.injection import injection, transcripts
from deid.negatives import negatives
from deid.speed import speed

Found = tuple[Iterable[Figure], list[str]]  # figures, and what was missed


def _injected(half: str, shared: Path) -> Found:
    return injection(transcripts(shared), half)


PARTS: Final[dict[str, Callable[[Path], Found]]] = {
    "gold": lambda shared: (gold(shared / "gold"), []),
    "development": partial(_injected, "development"),
    "test": partial(_injected, "test"),
    "negatives": lambda shared: negatives(shared / "data"),
    "codes": lambda shared: (codes(shared / "gold"), []),
    "speed": lambda shared: (speed(shared), []),
}


def main() -> int:
    """Measure the parts asked for; exit status 1 where a bar is missed."""
    given = _arguments()
    known = given.output.read_text(encoding="utf-8") if given.output.exists() else "{}"
    measured, held = json.loads(known), True
    for name in given.part or PARTS:
        found, missed = PARTS[name](given.shared)
        figures = list(found)
        print("\n".join(table(name, figures)), flush=True)
        if (given.misses and name != "test") or (given.misses_of_test and name == "test"):
            print("\n".join(missed))
        measured[name] = as_json(figures)
        held = held and all(figure.holds is not False for figure in figures)
    given.output.write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0 if held else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("shared", type=Path, help="the folder with data/ and gold/")
    parser.add_argument("--part", choices=PARTS, action="append", help="this part alone; may be repeated")
    parser.add_argument("--output", type=Path, default=Path(__file__).with_suffix(".json"))
    parser.add_argument("--misses", action="store_true", help="print the development half's misses")
    parser.add_argument(
        "--misses-of-test", action="store_true", help="print the test half's: it is used up then"
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
