"""All incidents of a store at once, past SQLAlchemy: packed rows, and the rest row by row."""

import itertools
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import sqlalchemy as sa

from geodata import schema
from geodata.asked_rows import chosen, conditions
from geodata.database import loose_rows
from geodata.frames import column_names
from geodata.incident import Incident
from geodata.incident_columns import from_columns, incidents_of, without
from geodata.packed_rows import unpack
from geodata.query import Selection

_ALL = Selection()


def all_incidents(  # noqa: PLR0913 - what is shown, in its parts
    connection: sa.Connection,
    report_ids: Mapping[str, list[str]],
    standing: Sequence[sa.ColumnElement[bool]],
    linked: Collection[str] = (),
    shown: Mapping[str, Sequence[Any]] = MappingProxyType({}),
    *,
    asked: Selection = _ALL,
) -> gpd.GeoDataFrame:
    """Return all incidents as the central GeoDataFrame, by date; those without a date come last.

    See `incident_tables` for the arguments.
    """
    report_ids = {**report_ids, **_shown_ids(shown)}
    tables = incident_tables(connection, standing, linked, shown, asked=asked)
    return incidents_of(tables, report_ids)


def incidents_in_parts(
    connection: sa.Connection,
    report_ids: Mapping[str, list[str]],
    standing: Sequence[sa.ColumnElement[bool]],
    linked: Collection[str] = (),
    shown: Mapping[str, Sequence[Any]] = MappingProxyType({}),
) -> Iterator[gpd.GeoDataFrame]:
    """Yield all incidents some tens of thousands at a time, in no order; see `all_incidents`."""
    report_ids = {**report_ids, **_shown_ids(shown)}
    for table in incident_tables(connection, standing, linked, shown):
        if table.num_rows:
            yield incidents_of([table], report_ids)


def incident_tables(  # noqa: PLR0913 - what is shown, in its parts
    connection: sa.Connection,
    standing: Sequence[sa.ColumnElement[bool]],
    linked: Collection[str],
    shown: Mapping[str, Sequence[Any]],
    *,
    asked: Selection = _ALL,
    columns: Collection[str] | None = None,
) -> Iterator[Any]:
    """Yield all incidents as Arrow tables; one at least, so that there are columns.

    Args:
        connection: inside a transaction.
        standing: what holds of those that are shown; none in a store without packed rows.
        linked: incidents in whose place others are shown.
        shown: the columns of those.
        asked: rows that it does not ask for may be left out.
        columns: those that are wanted, all where none are named. With them the ids of packed rows
            come as numbers.

    """
    names = [
        name
        for name in column_names(Incident)
        if name != "report_ids" and (columns is None or name in columns)
    ]
    table = schema.incidents.c
    limits = conditions(asked, connection.dialect.name)
    wanted = sa.select(*(table[name] for name in names)).where(*standing, *limits)
    if standing:
        wanted = wanted.where(table.pack_id.is_(None))
    loose = loose_rows(connection, names, wanted)
    packed = (chosen(one, asked) for one in _packed(connection, columns)) if standing else ()
    tables = itertools.chain(loose, packed)
    if not linked:
        yield from tables
        return
    yield from (without(one, linked) for one in tables)
    yield from_columns(names, shown)


def _shown_ids(shown: Mapping[str, Sequence[Any]]) -> dict[str, list[str]]:
    return dict(zip(shown["incident_id"], shown["report_ids"], strict=True)) if shown else {}


def _packed(connection: sa.Connection, columns: Collection[str] | None) -> Iterator[Any]:
    gone = defaultdict(list)
    for pack_id, incident_id in connection.execute(
        sa.select(schema.struck_off.c.pack_id, schema.struck_off.c.incident_id)
    ):
        gone[pack_id].append(incident_id)
    packs = schema.packed_rows.c
    for pack_id, packed in connection.execute(
        sa.select(packs.pack_id, packs.packed).order_by(packs.pack_id)
    ):
        yield unpack(packed, gone.get(pack_id, ()), columns)
