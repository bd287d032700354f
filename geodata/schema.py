"""The store's tables, built from the columns that `geodata.incident` describes.

The same tables in SQLite and in PostgreSQL; what differs are the types of a few columns, and how a
database is told to strike off packed rows. A table holds the data model's columns under their own
names, and after them what the store itself needs.
"""

import dataclasses
import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect

from geodata.incident import (
    BOOLEAN,
    DATE,
    FLOAT,
    GEOMETRY,
    INTEGER,
    LIST,
    STRING,
    TIME,
    Claim,
    Incident,
    Report,
    TableType,
)
from geodata.strike_off import STRIKE_OFF

# Raised by one whenever an older program could not read the store any more, or would read it
# wrongly; `geodata.migrations` has a revision from each version to the next.
SCHEMA_VERSION = 6


class UtcDateTime(sa.TypeDecorator[dt.datetime]):
    """A moment in UTC, also where the database keeps no time zone."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Convert to UTC before writing."""
        del dialect
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(
        self, value: dt.datetime | None, dialect: Dialect
    ) -> dt.datetime | None:
        """Name the zone after reading."""
        del dialect
        if value is None:
            return None
        return value.astimezone(dt.UTC) if value.tzinfo else value.replace(tzinfo=dt.UTC)


class PostgisGeometry(sa.types.UserDefinedType[bytes]):
    """A geometry of PostGIS in WGS 84, which the program gives and takes as well-known binary."""

    cache_ok = True

    def get_col_spec(self, **_: object) -> str:
        """Return the type's name in SQL."""
        return "geometry(Geometry, 4326)"

    def bind_expression(self, bindvalue: sa.BindParameter[bytes]) -> sa.ColumnElement[bytes]:
        """Make a geometry of what is written."""
        return sa.func.ST_GeomFromWKB(sa.type_coerce(bindvalue, sa.LargeBinary()), 4326, type_=self)

    def column_expression(self, column: sa.ColumnElement[bytes]) -> sa.ColumnElement[bytes]:
        """Return what is read, in the byte order that is written."""
        return sa.func.ST_AsBinary(column, "NDR", type_=sa.LargeBinary())


# In the order of the characters' numbers, as SQLite and Python put them, not of a language.
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    STRING: _TEXT,
    INTEGER: sa.BigInteger(),
    FLOAT: sa.Double(),
    DATE: sa.Date(),
    TIME: UtcDateTime(),
    BOOLEAN: sa.Boolean(),
    # An empty list is kept as NULL: most rows have none, and NULL needs no parsing.
    LIST: sa.JSON(none_as_null=True),
    # Well-known binary.
    GEOMETRY: sa.LargeBinary().with_variant(PostgisGeometry(), "postgresql"),
}


def _columns(table: TableType, key: str, *, without: str = "") -> list[sa.Column[Any]]:
    return [
        sa.Column(
            column.name,
            _type(column.metadata["dtype"]),
            primary_key=column.name == key,
            nullable=not column.metadata["required"],
        )
        for column in dataclasses.fields(table)
        if column.name != without
    ]


def _type(dtype: str | type[StrEnum]) -> sa.types.TypeEngine[Any]:
    return _TYPES[dtype] if isinstance(dtype, str) else _TEXT


METADATA = sa.MetaData()


def table_names(connection: sa.Connection) -> set[str]:
    """Return the names of the tables where the store's stand."""
    if connection.dialect.name == "postgresql":
        # Of the store's own schema: there may be other stores beside it.
        return set(connection.scalars(_TABLES))
    return set(sa.inspect(connection).get_table_names())


def has_table(connection: sa.Connection, table: sa.Table) -> bool:
    """Return whether the store has a table; those of earlier versions lack some."""
    return table.name in table_names(connection)


def columns_of(connection: sa.Connection, table: sa.Table) -> set[str]:
    """Return the names of the columns that a table has in the store."""
    if connection.dialect.name == "postgresql":
        # SQLAlchemy would warn of PostGIS's types.
        return set(connection.scalars(_COLUMNS, {"name": table.name}))
    return {column["name"] for column in sa.inspect(connection).get_columns(table.name)}


_TABLES = sa.text("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
_COLUMNS = sa.text(
    "SELECT attname FROM pg_attribute "
    "WHERE attrelid = to_regclass(quote_ident(current_schema()) || '.' || quote_ident(:name)) "
    "AND attnum > 0 AND NOT attisdropped"
)

meta = sa.Table(
    "incidentmap_meta",
    METADATA,
    sa.Column("name", _TEXT, primary_key=True),
    sa.Column("value", _TEXT, nullable=False),
)

# Which revision of `geodata.migrations` the tables are: the same number as `schema_version` in
# incidentmap_meta, by which older programs find out that they cannot read a store. Kept apart from
# the other tables, because it is Alembic's own.
revision = sa.Table(
    "alembic_version",
    sa.MetaData(),
    sa.Column("version_num", sa.String(32), nullable=False),
    sa.PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)

# One row a change of the store: a load, or the removal of a source. Who loaded is told by the
# program's version; the names of people are nobody's business here.
loads = sa.Table(
    "loads",
    METADATA,
    sa.Column("load_id", sa.Integer(), primary_key=True, autoincrement=True),
    sa.Column("action", _TEXT, nullable=False),
    sa.Column("at", UtcDateTime(), nullable=False),
    sa.Column("program_version", _TEXT, nullable=False),
    sa.Column("loaded", sa.Integer(), nullable=False),
    sa.Column("updated", sa.Integer(), nullable=False),
    sa.Column("unchanged", sa.Integer(), nullable=False),
    sa.Column("rejected", sa.Integer(), nullable=False),
    # Of a dataset's file: how many rows it no longer has, what it is a part of, and which it was.
    sa.Column("withdrawn", sa.Integer(), nullable=False, server_default="0"),
    sa.Column("source", _TEXT),
    sa.Column("file", _TEXT),
    sa.Column("sha256", _TEXT),
    # An id is never given twice: `Store.data_version` rests on it.
    sqlite_autoincrement=True,
)


def _load_id() -> sa.Column[Any]:
    return sa.Column("load_id", sa.ForeignKey("loads.load_id"), nullable=False)


def _reference(target: str) -> sa.ForeignKey:
    return sa.ForeignKey(target, ondelete="CASCADE")


reports = sa.Table(
    "reports",
    METADATA,
    *_columns(Report, "report_id"),
    # Hash of the report with its incidents and claims: equal means that a load changes nothing.
    sa.Column("fingerprint", _TEXT, nullable=False),
    _load_id(),
)

incidents = sa.Table(
    "incidents",
    METADATA,
    # The reports of an incident stand in incident_reports.
    *_columns(Incident, "incident_id", without="report_ids"),
    # Only of an incident that comes from no report; the others are compared with their report.
    sa.Column("fingerprint", _TEXT),
    # The load that wrote the row as it is. No foreign keys: of a million rows that are loaded each
    # would be looked up, and a load is never deleted.
    sa.Column("last_changed", sa.Integer(), nullable=False),
    sa.Column("first_loaded", sa.Integer(), nullable=False),
    # Of a dataset's row: its own id there, what was not understood of it (JSON text), and since
    # when the dataset no longer has it. A row that was withdrawn is kept and not shown.
    sa.Column("source_key", _TEXT),
    sa.Column("raw", _TEXT),
    sa.Column("withdrawn", UtcDateTime()),
    # The pack in which the row stands as it is; see packed_rows.
    sa.Column("pack_id", sa.Integer()),
    # No index by day or source: no query is faster for one, and each row would pay for it.
    sa.Index("incidents_geometry", "geometry", postgresql_using="gist").ddl_if("postgresql"),
    sa.Index(
        "incidents_loose",
        "incident_id",
        sqlite_where=sa.text("pack_id IS NULL"),
        postgresql_where=sa.text("pack_id IS NULL"),
    ),
)

# Chunks of datasets in columns, for reading; `geodata.packed_rows` makes and reads them.
packed_rows = sa.Table(
    "packed_rows",
    METADATA,
    sa.Column("pack_id", sa.Integer(), primary_key=True, autoincrement=True),
    sa.Column("size", sa.Integer(), nullable=False),
    sa.Column("packed", sa.LargeBinary(), nullable=False),
    # An id is never given twice: rows refer to it.
    sqlite_autoincrement=True,
)

# Packs whose rows stand nowhere else: of these `incidents` has no row until one is changed, linked
# or withdrawn, and is struck off its pack then. Only SQLite has such packs: to write a row of some
# forty columns costs it more than all else; see `geodata.sole_packs`.
sole_packs = sa.Table(
    "sole_packs",
    METADATA,
    sa.Column("pack_id", sa.Integer(), primary_key=True, autoincrement=False),
    sa.Column("source", _TEXT, nullable=False),
    # The load that wrote the pack.
    sa.Column("load_id", sa.Integer(), nullable=False),
    # JSON: how many rows there are of each kind, and the first and the last day.
    sa.Column("totals", _TEXT, nullable=False),
    # Numbers of eight bytes each, little-endian: the ids in ascending order, and the fingerprints.
    sa.Column("ids", sa.LargeBinary(), nullable=False),
    sa.Column("fingerprints", sa.LargeBinary(), nullable=False),
    # What the store keeps of the rows beside the columns of the central table.
    sa.Column("rest", sa.LargeBinary(), nullable=False),
)

# Incidents that are no longer as they stand in a pack.
struck_off = sa.Table(
    "struck_off",
    METADATA,
    sa.Column("pack_id", sa.Integer(), primary_key=True),
    sa.Column("incident_id", _TEXT, primary_key=True),
)


@sa.event.listens_for(METADATA, "after_create")
def _create_triggers(target: sa.MetaData, connection: sa.Connection, **_: object) -> None:
    """Let the database strike off rows itself, whoever changes or deletes them."""
    del target
    for statement in STRIKE_OFF[connection.dialect.name]:
        connection.exec_driver_sql(statement)


# Every earlier version of an incident; the last one stands in incidents.
incident_history = sa.Table(
    "incident_history",
    METADATA,
    sa.Column("history_id", sa.Integer(), primary_key=True, autoincrement=True),
    # No foreign key: it outlives an incident whose report no longer tells it.
    sa.Column("incident_id", _TEXT, nullable=False),
    # The change that ended this version, and when that was.
    sa.Column("load_id", sa.Integer(), nullable=False),
    sa.Column("at", UtcDateTime(), nullable=False),
    sa.Column("why", _TEXT, nullable=False),
    # JSON: the earlier value of each column that was changed.
    sa.Column("earlier", _TEXT, nullable=False),
    sa.Index("incident_history_incident_id", "incident_id"),
)

# What a load could not take, each with its place in the file and the reason.
rejected_rows = sa.Table(
    "rejected_rows",
    METADATA,
    sa.Column("rejected_id", sa.Integer(), primary_key=True, autoincrement=True),
    sa.Column("load_id", sa.Integer(), nullable=False),
    sa.Column("file", _TEXT, nullable=False),
    sa.Column("row_number", sa.Integer()),
    sa.Column("identifier", _TEXT),
    sa.Column("reason", _TEXT, nullable=False),
    sa.Index("rejected_rows_load_id", "load_id"),
)

incident_reports = sa.Table(
    "incident_reports",
    METADATA,
    sa.Column("incident_id", _TEXT, _reference("incidents.incident_id"), primary_key=True),
    sa.Column("report_id", _TEXT, _reference("reports.report_id"), primary_key=True),
    # Keeps the order of an incident's reports.
    sa.Column("position", sa.Integer(), nullable=False),
    sa.Index("incident_reports_report_id", "report_id"),
)

claims = sa.Table(
    "claims",
    METADATA,
    *_columns(Claim, "claim_id"),
    sa.ForeignKeyConstraint(["report_id"], ["reports.report_id"], ondelete="CASCADE"),
    sa.ForeignKeyConstraint(["incident_id"], ["incidents.incident_id"], ondelete="CASCADE"),
    sa.Index("claims_report_id", "report_id"),
    sa.Index("claims_incident_id", "incident_id"),
)

# Pairs of incidents of different reports that may be the same; what a pair is worth stays until one
# of the two changes. Whether both stand for one incident follows from incident_groups.
incident_links = sa.Table(
    "incident_links",
    METADATA,
    sa.Column("link_id", _TEXT, primary_key=True),
    # The smaller id first.
    sa.Column("incident_a", _TEXT, _reference("incidents.incident_id"), nullable=False),
    sa.Column("incident_b", _TEXT, _reference("incidents.incident_id"), nullable=False),
    sa.Column("score", sa.Double(), nullable=False),
    # What was compared: [feature, how it compares, weight], ...
    sa.Column("features", sa.JSON(), nullable=False),
    sa.Index("incident_links_a", "incident_a"),
    sa.Index("incident_links_b", "incident_b"),
)

# Every incident that linking has seen, and the group it stands in, mostly alone.
incident_groups = sa.Table(
    "incident_groups",
    METADATA,
    sa.Column("incident_id", _TEXT, _reference("incidents.incident_id"), primary_key=True),
    sa.Column("group_id", _TEXT, nullable=False),
    # Incidents of a group with the same key come from one source: a publisher, an agency's text.
    sa.Column("source_key", _TEXT, nullable=False),
    sa.Index("incident_groups_group_id", "group_id"),
)

# Pairs that a person says are not the same. They outlive the incidents: a report that is loaded
# again gives its incidents the same ids.
link_refusals = sa.Table(
    "link_refusals",
    METADATA,
    sa.Column("incident_a", _TEXT, primary_key=True),
    sa.Column("incident_b", _TEXT, primary_key=True),
    sa.Column("at", UtcDateTime(), nullable=False),
)

# Web addresses that were fetched: what to ask the server next time, and not before when.
fetches = sa.Table(
    "fetches",
    METADATA,
    # Without credentials.
    sa.Column("url", _TEXT, primary_key=True),
    sa.Column("at", UtcDateTime(), nullable=False),
    sa.Column("etag", _TEXT),
    sa.Column("last_modified", _TEXT),
    sa.Column("not_before", UtcDateTime()),
)
