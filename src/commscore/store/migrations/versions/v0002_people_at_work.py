"""What people do with kept items: reviews, notes, status, ticks, teams, versions; what the queue shows."""

import sqlalchemy as sa
from alembic import op

from commscore.store.records import brief, load
from commscore.store.tables import Item, ItemReport
from commscore.types import Kind

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the tables and columns; letters that are there get what the queue shows of them."""
    op.add_column("item", sa.Column("version", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("item", sa.Column("team", sa.String(), nullable=False, server_default=""))
    op.add_column("item", sa.Column("learner", sa.String()))
    op.add_column("item", sa.Column("status", sa.String(), nullable=False, server_default="new"))
    op.add_column("item", sa.Column("brief", sa.String()))
    op.create_index("ix_item_team", "item", ["team"])
    op.create_index("ix_audit_item_id", "audit", ["item_id"])
    op.create_table(
        "review",
        *_derived(),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("verdict", sa.String(), nullable=False),
        sa.Column("instead", sa.String()),
        sa.Column("reason", sa.String(), nullable=False),
    )
    op.create_table("note", *_derived(), sa.Column("text", sa.String(), nullable=False))
    op.create_table("step", *_derived(), sa.Column("status", sa.String(), nullable=False))
    op.create_table("tick", _item(), sa.Column("what", sa.String(), primary_key=True))
    op.create_table(
        "view",
        sa.Column("owner", sa.String(), primary_key=True),
        sa.Column("name", sa.String(), primary_key=True),
        sa.Column("filters", sa.JSON(), nullable=False),
    )
    _fill()


def _item() -> sa.Column[object]:
    return sa.Column("item_id", sa.Uuid(), sa.ForeignKey("item.id", ondelete="CASCADE"), primary_key=True)


def _derived() -> tuple[sa.Column[object], ...]:
    return (
        _item(),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _fill() -> None:
    """Write each letter's brief, one letter at a time in memory."""
    link = op.get_bind()
    letters = link.scalars(sa.select(Item.id).where(Item.kind == str(Kind.LETTER))).all()
    for id in letters:
        content = link.scalars(sa.select(ItemReport.content).where(ItemReport.item_id == id)).one()
        shown = brief(load(content, f"kept item {id}"))
        link.execute(sa.update(Item).where(Item.id == id).values(brief=shown))
