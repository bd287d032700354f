"""Stores in PostgreSQL: geometries are PostGIS's own, with an index of where they are.

In SQLite nothing changes.
"""

from alembic import op

revision = "5"
down_revision = "4"


def upgrade() -> None:
    """Make geometries of well-known binary."""
    if op.get_context().dialect.name != "postgresql":
        return
    op.execute(
        "ALTER TABLE incidents ALTER COLUMN geometry TYPE geometry(Geometry, 4326) "
        "USING ST_GeomFromWKB(geometry, 4326)"
    )
    op.create_index("incidents_geometry", "incidents", ["geometry"], postgresql_using="gist")
