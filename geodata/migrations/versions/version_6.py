"""Packs whose rows stand nowhere else; those that there are go on standing beside their rows."""

import sqlalchemy as sa
from alembic import op

revision = "6"
down_revision = "5"


def upgrade() -> None:
    """Add a table; nothing else changes."""
    text = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "sole_packs",
        sa.Column("pack_id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("source", text, nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("totals", text, nullable=False),
        sa.Column("ids", sa.LargeBinary(), nullable=False),
        sa.Column("fingerprints", sa.LargeBinary(), nullable=False),
        sa.Column("rest", sa.LargeBinary(), nullable=False),
    )
