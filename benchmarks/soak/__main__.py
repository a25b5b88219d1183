"""What commscore must survive, a part at a time; JSON out, and status 1 where it did not.

    cd benchmarks; python -m soak [PART...] [--count N] [--minutes M] [--from N] [--json FILE]

Parts: readers, letters, consultations, triage and store take mangled inputs; hostile are files made to do
harm; fuzzed has atheris make inputs for the readers; killed kills a program that works on a store, stopped
one that reads an archive; places are full disks, read-only folders, programs at once, clocks that are set;
browsers are sessions of the app; service is sent mangled files by --clients at once.
"""

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from soak import attacked, fuzzed, killed, mangled, places, service, stopped
from soak.targets import TARGETS

SHARES = {
    "readers": 0.6,
    "letters": 0.25,
    "store": 0.05,
    "triage": 0.05,
    "consultations": 0.03,
    "service": 0.02,
}
PARTS = (*TARGETS, "hostile", "fuzzed", "killed", "stopped", "places", "service", "browsers")


def found(part: str, given: argparse.Namespace) -> dict[str, Any]:
    """Return what a part found."""
    if part in TARGETS:
        numbers = range(given.first, given.first + max(1, round(given.count * SHARES[part])))
        return mangled.soak(part, numbers, given.seed)
    if part == "killed":
        return killed.soak(given.kills, given.seed)
    if part == "stopped":
        return stopped.soak(given.kills, given.seed)
    if part == "fuzzed":
        return fuzzed.soak(given.minutes)
    if part == "browsers":
        from soak import browsers  # it needs a browser, and the rest does not

        return browsers.soak(given.sessions, given.minutes)
    if part == "service":
        return service.soak(round(given.count * SHARES[part]), given.clients, given.seed)
    return places.soak() if part == "places" else attacked.soak()


def main() -> int:
    """Run the parts, print what each found, and write all of it as JSON."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    options.add_argument("--count", type=int, default=20_000, help="mangled inputs, over all their parts")
    options.add_argument("--from", type=int, default=0, dest="first", help="the first input's number")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--kills", type=int, default=100)
    options.add_argument("--sessions", type=int, default=20)
    options.add_argument("--clients", type=int, default=50)
    options.add_argument("--minutes", type=float, default=10)
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    all_found: dict[str, Any] = {}
    for part in given.parts or PARTS:
        began = time.perf_counter()
        all_found[part] = found(part, given) | {"seconds": round(time.perf_counter() - began)}
        print(part, json.dumps(all_found[part], indent=1), flush=True)
        if given.json:
            given.json.write_text(json.dumps(all_found, indent=1) + "\n", encoding="utf-8")
    return int(any(each["failures"] for each in all_found.values()))


if __name__ == "__main__":
    sys.exit(main())
