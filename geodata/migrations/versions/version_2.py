"""The tables of links between incidents; what is in the store is linked by the next load."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    """Add the tables of links."""
    op.create_table(
        "incident_links",
        sa.Column("link_id", sa.Text(), primary_key=True),
        _incident("incident_a"),
        _incident("incident_b"),
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("features", sa.JSON(), nullable=False),
        sa.Index("incident_links_a", "incident_a"),
        sa.Index("incident_links_b", "incident_b"),
    )
    op.create_table(
        "incident_groups",
        _incident("incident_id", primary_key=True),
        sa.Column("group_id", sa.Text(), nullable=False),
        sa.Column("source_key", sa.Text(), nullable=False),
        sa.Index("incident_groups_group_id", "group_id"),
    )
    op.create_table(
        "link_refusals",
        sa.Column("incident_a", sa.Text(), primary_key=True),
        sa.Column("incident_b", sa.Text(), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def _incident(name: str, *, primary_key: bool = False) -> sa.Column[str]:
    return sa.Column(
        name,
        sa.Text(),
        sa.ForeignKey("incidents.incident_id", ondelete="CASCADE"),
        primary_key=primary_key,
        nullable=False,
    )
