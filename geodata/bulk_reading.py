"""All incidents of a store at once, past SQLAlchemy: packed rows, and the rest row by row."""

import itertools
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import sqlalchemy as sa

from geodata import schema
from geodata.frames import column_names
from geodata.incident import Incident
from geodata.incident_columns import from_columns, from_rows, incidents_of, without
from geodata.packed_rows import unpack

# Rows fetched at a time.
_FETCHED = 50_000


def all_incidents(
    connection: sa.Connection,
    report_ids: Mapping[str, list[str]],
    standing: Sequence[sa.ColumnElement[bool]],
    linked: Collection[str] = (),
    shown: Mapping[str, Sequence[Any]] = MappingProxyType({}),
) -> gpd.GeoDataFrame:
    """Return all incidents as the central GeoDataFrame, by date; those without a date come last.

    Args:
        connection: inside a transaction.
        report_ids: the reports of those that reports tell.
        standing: what holds of those that are shown; none in a store without packed rows.
        linked: incidents in whose place others are shown.
        shown: the columns of those.

    """
    names = [name for name in column_names(Incident) if name != "report_ids"]
    table = schema.incidents.c
    wanted = sa.select(*(table[name] for name in names)).where(*standing)
    if standing:
        wanted = wanted.where(table.pack_id.is_(None))
    if linked:
        merged_ids = zip(shown["incident_id"], shown["report_ids"], strict=True)
        report_ids = {**report_ids, **dict(merged_ids)}
    loose = _loose(connection, names, wanted)
    tables = itertools.chain(loose, _packed(connection)) if standing else loose
    if not linked:
        return incidents_of(tables, report_ids)
    others = (without(one, linked) for one in tables)
    return incidents_of(itertools.chain(others, [from_columns(names, shown)]), report_ids)


def _packed(connection: sa.Connection) -> Iterator[Any]:
    gone = defaultdict(list)
    for pack_id, incident_id in connection.execute(
        sa.select(schema.struck_off.c.pack_id, schema.struck_off.c.incident_id)
    ):
        gone[pack_id].append(incident_id)
    packs = schema.packed_rows.c
    for pack_id, packed in connection.execute(
        sa.select(packs.pack_id, packs.packed).order_by(packs.pack_id)
    ):
        yield unpack(packed, gone.get(pack_id, ()))


def _loose(
    connection: sa.Connection, names: Sequence[str], wanted: sa.Select[Any]
) -> Iterator[Any]:
    """Yield the rows that are in no pack; one table at least, so that there are columns."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    found = driver.execute(str(wanted.compile(connection)))
    while rows := found.fetchmany(_FETCHED):
        yield from_rows(names, rows)
    yield from_rows(names, [])
