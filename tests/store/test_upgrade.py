"""A database of the first revision, with what lies in it, opened by today's commscore."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import sqlalchemy as sa
from alembic import command

from commscore.store.connection import connected, transaction
from commscore.store.records import dump
from commscore.store.upgrade import config
from commscore.types import Kind, LetterReport, Report
from commscore.work import Status
from store.conftest import Opened, complaint, visit, work_on

AT = datetime.now(UTC)
REPORTS: dict[UUID, Report | LetterReport] = {uuid4(): complaint(), uuid4(): visit()}


def first(address: str) -> None:
    """Make a database as the first revision did, and keep the reports in it."""
    engine = connected(address)
    with transaction(engine) as session:
        link = session.connection()
        command.upgrade(config(link), "0001")
        tables = sa.MetaData()
        tables.reflect(link)
        hexed = link.dialect.name == "sqlite"
        for id, report in REPORTS.items():
            letter = isinstance(report, LetterReport)
            kind, name = ("letter", report.letter.id) if letter else ("consultation", report.document.id)
            own = id.hex if hexed else id
            item = {"id": own, "kind": kind, "name": name, "kept_at": AT, "kept_by": "ann", "privacy": "tag"}
            link.execute(tables.tables["item"].insert().values(item))
            link.execute(tables.tables["report"].insert().values(item_id=own, content=dump(report)))
            act = {"at": AT, "who": "ann", "action": "added", "item_id": own, "kind": kind}
            link.execute(tables.tables["audit"].insert().values(act))
    engine.dispose()


def test_what_the_first_revision_kept_is_there_and_can_be_worked_on(opened: Opened, address: str) -> None:
    first(address)
    with opened() as store:
        letter, talk = (store.one(id) for id in REPORTS)
        assert {each.id for each in store.kept()} == set(REPORTS)
        assert (letter.kind, letter.at, letter.version, letter.team) == (Kind.LETTER, AT, 1, "")
        assert (letter.status, letter.learner) == (Status.NEW, None)
        assert store.open_all(list(REPORTS)) == tuple(REPORTS.values())
        (row,) = store.rows()
        assert (row.id, row.flags, row.due[0][0]) == (letter.id, ("legal",), "acknowledge")
        assert work_on(store, talk.id) == 5
        assert len(store.audit()) == 8
        assert store.remove_all() == 2
