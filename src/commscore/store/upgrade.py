"""A database brought up to date when it is opened, by the migrations that lie beside this file."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from commscore.errors import StoreError
from commscore.store.connection import place, transaction

MIGRATIONS: Final = Path(__file__).with_name("migrations")
LOCK: Final = 0x636F6D6D  # "comm": PostgreSQL's lock that two upgrades at once wait for each other by


def upgrade(engine: Engine) -> None:
    """Bring the database up to date, all of it or nothing.

    Raises StoreError where a newer commscore made it, or where it cannot be opened.
    """
    with transaction(engine) as session:
        if engine.dialect.name == "postgresql":
            session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
        connection = session.connection()
        there = set(MigrationContext.configure(connection).get_current_heads())
        known = revisions()
        if there - set(known):
            raise StoreError(f"{place(engine)} is of a newer commscore; pip install -U commscore")
        if there != {known[-1]}:
            command.upgrade(config(connection), "head")


def revisions() -> tuple[str, ...]:
    """Return the revisions that the tables have had, the first first."""
    scripts = ScriptDirectory.from_config(config()).walk_revisions()
    return tuple(script.revision for script in scripts)[::-1]


def config(connection: Connection | None = None) -> Config:
    """Return where Alembic finds the migrations, and the connection that it is to run them on."""
    found = Config(attributes={"connection": connection})
    found.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return found
