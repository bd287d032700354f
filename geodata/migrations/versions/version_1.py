"""The first tables: reports, claims and incidents.

Stores of this version were made before there were revisions; there is nothing to do.
"""

revision = "1"
down_revision = None


def upgrade() -> None:
    """Do nothing: the tables are there."""
