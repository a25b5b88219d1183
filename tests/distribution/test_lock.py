"""Every dependency has bounds, and the lock holds a version within them, with its hashes."""

import re
import runpy
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from conftest import ROOT

TOOL = runpy.run_path(str(ROOT / "tools" / "lock.py"), run_name="tool")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = PROJECT["project"]["optional-dependencies"]
LOCK = TOOL["LOCK"].read_text(encoding="utf-8")
LOCKED = [
    (Requirement(line.rstrip(" \\")), hashes.count("--hash=sha256:"))
    for line, hashes in re.findall(r"^(\w\S*==.*)\n((?:    --hash=.*\n)+)", LOCK, re.MULTILINE)
]


def others(lines: list[str]) -> list[Requirement]:
    """Return the requirements of others' packages."""
    return [found for line in lines if (found := Requirement(line)).name != "commscore"]


NEEDED = others(PROJECT["project"]["dependencies"])
ALL = NEEDED + [each for lines in EXTRAS.values() for each in others(lines)]


@pytest.mark.parametrize("needed", [*ALL, *others(PROJECT["build-system"]["requires"])], ids=str)
def test_every_dependency_has_a_lower_and_an_upper_bound(needed: Requirement) -> None:
    assert {specifier.operator for specifier in needed.specifier} == {">=", "<"}


@pytest.mark.parametrize(
    "needed", NEEDED + [each for name in TOOL["extras"]() for each in others(EXTRAS[name])], ids=str
)
def test_the_lock_holds_a_version_within_the_bounds(needed: Requirement) -> None:
    versions = [
        next(iter(locked.specifier)).version
        for locked, _ in LOCKED
        if canonicalize_name(locked.name) == canonicalize_name(needed.name)
    ]
    assert versions, f"{needed} is not locked; run: python tools/lock.py --keep"
    assert all(version in needed.specifier for version in versions), "run: python tools/lock.py --keep"


def test_everything_locked_has_hashes_and_comes_from_no_named_place() -> None:
    assert len(LOCKED) == len(re.findall(r"^\w", LOCK, re.MULTILINE))
    assert all(hashes for _, hashes in LOCKED)
    assert "://" not in LOCK
