"""Stores of a test's own, and reports that seeded words can be looked for in."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import create_engine

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
from commscore.work import Review, Status, Verdict
from conftest import ROOT, consultation
from postgres import running

Opened = Callable[..., AbstractContextManager[Store]]
NUMBERS = count()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where the test's database lies once it is opened."""
    return tmp_path / "kept" / "commscore.db"


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Return the address of a PostgreSQL, `{}` in place of a database's name."""
    with running() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, path: Path) -> str:
    """Return the address of a database of the test's own, once of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{path}"
    server: str = request.getfixturevalue("server")
    name = f"t{next(NUMBERS)}"
    engine = create_engine(
        server.format("postgres").replace(":", "+psycopg:", 1), isolation_level="AUTOCOMMIT"
    )
    with engine.connect() as link:
        link.exec_driver_sql(f"CREATE DATABASE {name}")
    engine.dispose()
    return server.format(name)


@pytest.fixture
def opened(address: str) -> Opened:
    """Return a function that opens the test's store, for 90 days unless told."""
    return opener(address)


@pytest.fixture
def filed(path: Path) -> Opened:
    """Return a function that opens the test's store in SQLite's file."""
    return opener(f"sqlite:///{path}")


def opener(address: str) -> Opened:
    """Return a function that opens the store at this address, for 90 days unless told."""

    def open_it(days: int = 90, who: str = "ann") -> AbstractContextManager[Store]:
        return open_store(who, Settings(database=address, retention_days=days))

    return open_it


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


def said(verdict: Verdict = Verdict.CHANGED, reason: str = "it is closed", turn: int = 0) -> Review:
    """Return a review as a page makes it."""
    at = datetime(2026, 3, 1, tzinfo=UTC)
    instead = "closed_question" if verdict is Verdict.CHANGED else None
    return Review(turn, 0, 12, "open_question", verdict, "whoever", reason, at, instead)


def work_on(store: Store, id: UUID, word: str = "Zebra") -> int:
    """Do with a new item whatever a person can, and return its version."""
    version = store.review(id, said(reason=f"{word}-reason"), 1)
    version = store.note(id, f"{word}-note", version)
    version = store.set_status(id, Status.ACKNOWLEDGED, version)
    return store.tick(id, f"ask:{word}", True, version)


def started(program: str) -> subprocess.Popen[bytes]:
    """Return a Python of its own that runs this program."""
    paths = os.pathsep.join([str(ROOT / "src"), str(ROOT / "tests")])
    return subprocess.Popen([sys.executable, "-c", program], env=os.environ | {"PYTHONPATH": paths})
