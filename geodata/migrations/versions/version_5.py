"""Stores in PostgreSQL: geometries are PostGIS's own, with an index, and texts in one order.

In SQLite nothing changes: texts always were in the order of their characters' numbers there.
"""

from alembic import op

revision = "5"
down_revision = "4"


def upgrade() -> None:
    """Make geometries of well-known binary, and put texts in the order of their characters."""
    if op.get_context().dialect.name != "postgresql":
        return
    op.execute(
        "ALTER TABLE incidents ALTER COLUMN geometry TYPE geometry(Geometry, 4326) "
        "USING ST_GeomFromWKB(geometry, 4326)"
    )
    op.create_index("incidents_geometry", "incidents", ["geometry"], postgresql_using="gist")
    op.execute(_IN_ONE_ORDER)


_IN_ONE_ORDER = """
DO $$
DECLARE
    one record;
BEGIN
    FOR one IN
        SELECT table_name, column_name FROM information_schema.columns
        WHERE table_schema = current_schema() AND data_type = 'text' AND collation_name IS NULL
    LOOP
        EXECUTE format(
            'ALTER TABLE %I ALTER COLUMN %I TYPE text COLLATE "C"', one.table_name, one.column_name
        );
    END LOOP;
END $$
"""
