"""A store of one engine as a store of another: its rows, table by table, through the schema.

A backup is always the same kind of file, a store in SQLite: whichever engine it was made of, it can
be restored into either, opened as a store, or kept for years.
"""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa

from geodata import schema
from geodata.sole_packs import whole_rows

# Rows on their way at a time.
_CHUNK = 5_000


def copy_rows(source: sa.Connection, target: sa.Connection) -> None:
    """Copy all rows of a store of this version into the empty tables of another.

    Args:
        source: inside a transaction that reads one unchanging state.
        target: inside a transaction that writes.

    """
    for table in schema.METADATA.sorted_tables:
        if table is schema.sole_packs:
            # Their rows stand in the table of incidents there.
            continue
        for rows in _chunks(source, table):
            target.execute(sa.insert(table), rows)
        if table is schema.incidents:
            for rows in whole_rows(source):
                target.execute(sa.insert(table), rows)
        if target.dialect.name == "postgresql":
            _count_on(target, table)


def delete_rows(connection: sa.Connection) -> None:
    """Delete all rows of a store in PostgreSQL; readers go on with what they see."""
    # No row need be struck off its pack: the packs go too.
    connection.exec_driver_sql("ALTER TABLE incidents DISABLE TRIGGER incidents_strike_off")
    for table in reversed(schema.METADATA.sorted_tables):
        connection.execute(sa.delete(table))
    connection.exec_driver_sql("ALTER TABLE incidents ENABLE TRIGGER incidents_strike_off")


def _chunks(source: sa.Connection, table: sa.Table) -> Iterator[list[dict[str, Any]]]:
    found = source.execute(
        sa.select(table).order_by(*table.primary_key), execution_options={"yield_per": _CHUNK}
    )
    for part in found.mappings().partitions():
        yield [dict(row) for row in part]


def _count_on(target: sa.Connection, table: sa.Table) -> None:
    """Let the numbers that the database gives go on after those that were copied."""
    [key, *others] = table.primary_key
    if others or not isinstance(key.type, sa.Integer):
        return
    last = target.scalar(sa.select(sa.func.max(key)))
    if last is not None:
        sequence = sa.func.pg_get_serial_sequence(table.name, key.name)
        target.execute(sa.select(sa.func.setval(sequence, last)))
