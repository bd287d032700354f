"""What datasets need: raw columns, history, rejected rows, files, and rows packed in columns."""

import sqlalchemy as sa
from alembic import op

revision = "3"
down_revision = "2"

# The foreign keys of the first versions have no names in the database.
_NAMES = {"fk": "%(table_name)s_%(column_0_name)s_fkey"}


def upgrade() -> None:
    """Add columns and tables; what is there keeps its values."""
    for column in (
        sa.Column("withdrawn", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("source", sa.Text()),
        sa.Column("file", sa.Text()),
        sa.Column("sha256", sa.Text()),
    ):
        op.add_column("loads", column)
    op.add_column("claims", sa.Column("confidence", sa.Double()))
    _change_incidents()
    op.create_table(
        "incident_history",
        sa.Column("history_id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("incident_id", sa.Text(), nullable=False),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("earlier", sa.Text(), nullable=False),
        sa.Index("incident_history_incident_id", "incident_id"),
    )
    op.create_table(
        "rejected_rows",
        sa.Column("rejected_id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("load_id", sa.Integer(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("row_number", sa.Integer()),
        sa.Column("identifier", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Index("rejected_rows_load_id", "load_id"),
    )
    _add_packs()


def _change_incidents() -> None:
    """Tell the first load of an incident from the last, and drop what slows each row down."""
    op.drop_index("incidents_source", "incidents")
    op.drop_index("incidents_date_start", "incidents")
    with op.batch_alter_table("incidents", naming_convention=_NAMES) as incidents:
        incidents.drop_constraint("incidents_load_id_fkey", type_="foreignkey")
        incidents.alter_column("load_id", new_column_name="last_changed")
        incidents.add_column(sa.Column("first_loaded", sa.Integer()))
        incidents.add_column(sa.Column("source_key", sa.Text()))
        incidents.add_column(sa.Column("raw", sa.Text()))
        incidents.add_column(sa.Column("withdrawn", sa.DateTime(timezone=True)))
        incidents.add_column(sa.Column("pack_id", sa.Integer()))
    op.execute("UPDATE incidents SET first_loaded = last_changed")
    with op.batch_alter_table("incidents") as incidents:
        incidents.alter_column("first_loaded", nullable=False)


def _add_packs() -> None:
    """Add what keeps rows in columns, and the triggers that strike off what has changed."""
    unpacked = sa.text("pack_id IS NULL")
    op.create_index(
        "incidents_loose",
        "incidents",
        ["incident_id"],
        sqlite_where=unpacked,
        postgresql_where=unpacked,
    )
    op.create_table(
        "packed_rows",
        sa.Column("pack_id", sa.Integer(), primary_key=True, autoincrement=True),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "struck_off",
        sa.Column("pack_id", sa.Integer(), primary_key=True),
        sa.Column("incident_id", sa.Text(), primary_key=True),
    )
    for trigger in _TRIGGERS[op.get_context().dialect.name]:
        op.execute(trigger)


_TRIGGERS = {
    "sqlite": (
        """
        CREATE TRIGGER incidents_deleted AFTER DELETE ON incidents
        WHEN OLD.pack_id IS NOT NULL BEGIN
            INSERT OR IGNORE INTO struck_off VALUES (OLD.pack_id, OLD.incident_id);
        END
        """,
        """
        CREATE TRIGGER incidents_packed_anew AFTER UPDATE ON incidents
        WHEN OLD.pack_id IS NOT NULL AND OLD.pack_id IS NOT NEW.pack_id BEGIN
            INSERT OR IGNORE INTO struck_off VALUES (OLD.pack_id, OLD.incident_id);
        END
        """,
        """
        CREATE TRIGGER incidents_changed AFTER UPDATE ON incidents
        WHEN OLD.pack_id IS NOT NULL AND OLD.pack_id IS NEW.pack_id BEGIN
            UPDATE incidents SET pack_id = NULL WHERE incident_id = OLD.incident_id;
            INSERT OR IGNORE INTO struck_off VALUES (OLD.pack_id, OLD.incident_id);
        END
        """,
    ),
    "postgresql": (
        """
        CREATE FUNCTION incidents_strike_off() RETURNS trigger LANGUAGE plpgsql
        SET search_path FROM CURRENT AS $$
        BEGIN
            INSERT INTO struck_off VALUES (OLD.pack_id, OLD.incident_id) ON CONFLICT DO NOTHING;
            IF TG_OP = 'DELETE' THEN
                RETURN OLD;
            END IF;
            IF NEW.pack_id = OLD.pack_id THEN
                NEW.pack_id := NULL;
            END IF;
            RETURN NEW;
        END $$
        """,
        """
        CREATE TRIGGER incidents_strike_off BEFORE UPDATE OR DELETE ON incidents
        FOR EACH ROW WHEN (OLD.pack_id IS NOT NULL) EXECUTE FUNCTION incidents_strike_off()
        """,
    ),
}
