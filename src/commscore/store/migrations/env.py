"""What Alembic runs to bring a database up to date, on the connection that `store.upgrade` gives it."""

from alembic import context

from commscore.store.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
with context.begin_transaction():
    context.run_migrations()
