"""The packages that commscore runs with: whether they are there, and of a version that it was tested with."""

from collections.abc import Iterable
from functools import cache
from importlib import metadata
from importlib.util import find_spec


def absent(modules: Iterable[str]) -> tuple[str, ...]:
    """Return those of the modules that are not installed; none is imported to find out."""
    return tuple(name for name in modules if find_spec(name) is None)


@cache
def untested() -> tuple[str, ...]:
    """Return a warning for each installed package whose version commscore was not tested with.

    The bounds are those of commscore's own metadata; in a checkout that was never installed there are none.

    >>> untested()
    ()
    """
    from packaging.requirements import Requirement

    try:
        needed = [Requirement(line) for line in metadata.requires("commscore") or ()]
    except metadata.PackageNotFoundError:
        return ()
    always = (each for each in needed if not each.marker or each.marker.evaluate({"extra": ""}))
    return tuple(
        f"{each.name} {version} is installed, and commscore was tested with {each.specifier} of it: what is "
        "found may differ"
        for each in always
        if (version := _version(each.name)) and not each.specifier.contains(version, prereleases=True)
    )


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
