"""Stores of a test's own, and reports that seeded words can be looked for in."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path

import pytest

from commscore.settings import Settings
from commscore.store import Store, open_store
from commscore.types import (
    Aside,
    Clock,
    Code,
    Flag,
    Label,
    Letter,
    LetterReport,
    Measure,
    Moment,
    Named,
    Priority,
    Problem,
    Provenance,
    Report,
    Score,
)
from conftest import consultation

Opened = Callable[..., AbstractContextManager[Store]]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the test's database lies once it is opened."""
    return tmp_path / "kept" / "commscore.db"


@pytest.fixture
def opened(path: Path) -> Opened:
    """Return a function that opens the test's store, for 90 days unless told."""

    def open_it(days: int = 90, who: str = "ann") -> AbstractContextManager[Store]:
        return open_store(who, Settings(database=f"sqlite:///{path}", retention_days=days))

    return partial(open_it)


def visit(name: str = "visit-1", word: str = "Zebrafish") -> Report:
    """Return a consultation with something of everything, and a word to look for."""
    made = replace(consultation("D: How are you? Ünï \ud800", f"P: I'm worried about {word}."), id=name)
    return Report(
        replace(made, source=f"{name}.txt", group="a"),
        codes=(Code("open_question", 0, 0, 12, 0.9, "rule", certain=False),),
        moments=(Moment(1, "concern", "missed", None, "nobody answered", disputed=True),),
        measures=(Measure("talk_share", None, "share of words", why="too short"),),
        scores=(Score("listening", 0.1 + 0.2, 0.0, 70.0, ("talk_share",)),),
        labels=(Label("annomi.quality", None, "high", 0.5), Label("x.y", 1, 0.25, spans=((0, 3),))),
        provenance=Provenance("0.1.0", {"tiny": "ab"}, "cd", None, "replace: 1 name", "labels", ("noisy",)),
    )


def complaint(name: str = "letter-1", word: str = "Quokka") -> LetterReport:
    """Return a letter with something of everything, and a word to look for."""
    return LetterReport(
        Letter(
            name,
            f"Nobody listened to {word}.",
            "a.eml",
            date(2026, 3, 9),
            "C/1",
            (Aside("form", 0, 6),),
            "g",
        ),
        problems=(Problem("listening", 2, (1, 2), ((0, 15),), 0.8, "model:letter", certain=False),),
        stages=(Named("ward", ((0, 6),)),),
        asks=(Named("apology", found_by="rule"),),
        harm=((0, 6),),
        questions=((7, 15),),
        praise=((0, 3),),
        flags=(Flag("legal", ((0, 6),), check="is it a claim?"),),
        priority=Priority("high", ("legal",)),
        clocks=(Clock("acknowledge", date(2026, 3, 12), "a rule"), Clock("respond", None, "x", "not known")),
        provenance=Provenance("0.1.0", privacy="tag"),
    )
