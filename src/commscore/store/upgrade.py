"""A database brought up to date when it is opened, by the migrations that lie beside this file."""

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine

from commscore.errors import StoreError
from commscore.store.connection import place, transaction

MIGRATIONS: Final = Path(__file__).with_name("migrations")


def upgrade(engine: Engine) -> None:
    """Bring the database up to date, all of it or nothing.

    Raises StoreError where a newer commscore made it, or where it cannot be opened.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    scripts = ScriptDirectory.from_config(config)
    with transaction(engine) as session:
        connection = session.connection()
        there = set(MigrationContext.configure(connection).get_current_heads())
        if there - {script.revision for script in scripts.walk_revisions()}:
            raise StoreError(f"{place(engine)} is of a newer commscore; pip install -U commscore")
        if there != set(scripts.get_heads()):
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
