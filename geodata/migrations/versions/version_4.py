"""What is remembered of web addresses that were fetched."""

import sqlalchemy as sa
from alembic import op

revision = "4"
down_revision = "3"


def upgrade() -> None:
    """Add a table; nothing else changes."""
    op.create_table(
        "fetches",
        sa.Column("url", sa.Text(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("etag", sa.Text()),
        sa.Column("last_modified", sa.Text()),
        sa.Column("not_before", sa.DateTime(timezone=True)),
    )
