"""What is looked for in letters: their words, and which of them may be of the same matter."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session

from commscore.store.letters import fill

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the table, and what it holds of the letters that are there."""
    op.create_table(
        "letter",
        sa.Column("item_id", sa.Uuid(), sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("told", sa.String(), nullable=False),
        sa.Column("sketch", sa.LargeBinary(), nullable=False),
        sa.Column("matter", sa.Uuid(), nullable=False),
        sa.Column("why", sa.String(), nullable=False),
    )
    op.create_index("ix_letter_matter", "letter", ["matter"])
    with Session(op.get_bind()) as session:
        fill(session)
        session.flush()
