"""What is read from a store's tables, inside a transaction that the store opened."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import pandas as pd
import sqlalchemy as sa

from geodata import rows, schema, sole_packs
from geodata.bulk_reading import all_incidents, incident_tables, incidents_in_parts
from geodata.frames import column_names
from geodata.history import is_kept
from geodata.incident import Claim, Incident, Report, TableType
from geodata.keeping import chunks
from geodata.link_tables import Link, links_of, members, refusals
from geodata.linked import Member, merged
from geodata.overview import Overview
from geodata.overview_reading import COLUMNS as OVERVIEW_COLUMNS
from geodata.overview_reading import overview_of
from geodata.query import Selection, count_undated, select
from geodata.text_search import words_of
from geodata.word_index import told


@dataclass(frozen=True, slots=True)
class Linked:
    """What is linked with an incident.

    Attributes:
        shown_id: the id under which its group is shown; its own when it stands alone.
        incidents: as their reports tell them: those of the group, and those that are possibly the
            same as one of them.
        members: those of the incidents that stand in a group, this one or another.
        links: between them, the surest first.
        refused: pairs of them that a person says are not the same.

    """

    shown_id: str
    incidents: gpd.GeoDataFrame
    members: dict[str, Member]
    links: list[Link]
    refused: set[tuple[str, str]]


def incidents(connection: sa.Connection) -> gpd.GeoDataFrame:
    """Return all incidents, each once however many reports tell it, by date.

    Those without a date come last.
    """
    return all_incidents(connection, *_incident_rows(connection))


def selected(connection: sa.Connection, selection: Selection) -> tuple[gpd.GeoDataFrame, int]:
    """Return the incidents that a selection asks for; see `geodata.store.Store.frames_of`."""
    found = all_incidents(connection, *_incident_rows(connection), asked=selection)
    words = words_of(selection.text)
    if words and not is_kept(connection):
        # A store of version 1 or 2, in which no dataset has notes.
        quotes, titles = claims(connection), reports(connection)
        return (
            select(found, selection, claims=quotes, reports=titles),
            count_undated(found, selection, claims=quotes, reports=titles),
        )
    known = told(connection, words)
    return select(found, selection, told=known), count_undated(found, selection, told=known)


def overview(connection: sa.Connection) -> Overview:
    """Return what a map of many millions of incidents needs to know of each."""
    _, *shown = _incident_rows(connection)
    return overview_of(incident_tables(connection, *shown, columns=OVERVIEW_COLUMNS))


def holds_more_than(connection: sa.Connection, incidents: int) -> bool:
    """Return whether there are more incidents than so many, withdrawn ones included."""
    some = sa.select(schema.incidents.c.incident_id).limit(incidents + 1).subquery()
    found = connection.scalar(sa.select(sa.func.count()).select_from(some))
    return (found or 0) + sole_packs.totals(connection).rows > incidents


def some(
    connection: sa.Connection, incident_ids: Collection[str]
) -> tuple[gpd.GeoDataFrame, pd.DataFrame, pd.DataFrame]:
    """Return some incidents as their reports tell them, their claims, and those reports."""
    found = _told(connection, incident_ids)
    table = schema.claims.c
    claims: dict[str, list[Any]] = {name: [] for name in column_names(Claim)}
    for chunk in chunks(sorted(incident_ids)):
        part = _columns(
            connection,
            column_names(Claim),
            table,
            table.claim_id,
            where=[table.incident_id.in_(chunk)],
        )
        for name, values in part.items():
            claims[name].extend(values)
    wanted = {*claims["report_id"], *(key for keys in found["report_ids"] for key in keys)}
    reports: dict[str, list[Any]] = {name: [] for name in column_names(Report)}
    for chunk in chunks(sorted(wanted)):
        key = schema.reports.c.report_id
        part = _columns(
            connection, column_names(Report), schema.reports.c, key, where=[key.in_(chunk)]
        )
        for name, values in part.items():
            reports[name].extend(values)
    return rows.frame(Incident, found), rows.frame(Claim, claims), rows.frame(Report, reports)


def incident_parts(connection: sa.Connection) -> Iterator[gpd.GeoDataFrame]:
    """Yield the same incidents, some tens of thousands at a time, in no order."""
    yield from incidents_in_parts(connection, *_incident_rows(connection))


def _incident_rows(connection: sa.Connection) -> tuple[Any, ...]:
    """Return what tells which rows are shown; see `geodata.bulk_reading.all_incidents`."""
    report_ids = _report_ids(connection, None)
    linked = members(connection)
    columns: dict[str, list[Any]] = {}
    if linked:
        table = schema.reports.c
        published = {
            row.report_id: row.published
            for row in connection.execute(sa.select(table.report_id, table.published))
        }
        columns = merged(_told(connection, linked), linked, published)
    return report_ids, _standing(connection), linked.keys(), columns


def claims(connection: sa.Connection) -> pd.DataFrame:
    """Return all claims, by report and place in it, each of the incident that is shown."""
    table = schema.claims.c
    frame = _frame(connection, Claim, table, table.report_id, table.start, table.claim_id)
    return _of_shown(frame, members(connection))


def claim_parts(connection: sa.Connection) -> Iterator[pd.DataFrame]:
    """Yield the same claims, some thousands at a time, by id."""
    linked = members(connection)
    for part in _parts(connection, Claim, schema.claims.c):
        yield _of_shown(part, linked)


def report_parts(connection: sa.Connection) -> Iterator[pd.DataFrame]:
    """Yield all reports, some thousands at a time, by id."""
    yield from _parts(connection, Report, schema.reports.c)


def _of_shown(claims: pd.DataFrame, linked: Mapping[str, Member]) -> pd.DataFrame:
    if linked:
        shown = {incident_id: member.shown_id for incident_id, member in linked.items()}
        ids = claims["incident_id"]
        claims["incident_id"] = ids.map(shown).astype(ids.dtype).fillna(ids)
    return claims


def linked_with(connection: sa.Connection, incident_id: str) -> Linked:
    """Return what is linked with an incident; see `geodata.store.Store.linked_with`."""
    linked = members(connection)
    own = linked.get(incident_id)
    shown_id = own.shown_id if own else incident_id
    group = {key for key, member in linked.items() if member.shown_id == shown_id} or {incident_id}
    links = links_of(connection, group)
    near = group | {key for link in links for key in (link.incident_a, link.incident_b)}
    frame: gpd.GeoDataFrame = rows.frame(Incident, _told(connection, near))
    pairs = {(a, b) for a, b in refusals(connection) if a in near and b in near}
    return Linked(
        shown_id, frame, {key: linked[key] for key in near if key in linked}, links, pairs
    )


def links(connection: sa.Connection) -> tuple[list[Link], dict[str, Member], set[tuple[str, str]]]:
    """Return all links, the incidents that stand in groups, and the pairs that are refused."""
    return links_of(connection, None), members(connection), refusals(connection)


def reports(connection: sa.Connection) -> pd.DataFrame:
    """Return all reports, by publication date; those without one come last."""
    table = schema.reports.c
    return _frame(connection, Report, table, table.published.nulls_last(), table.report_id)


def counts(connection: sa.Connection) -> dict[str, int]:
    """Return the number of incidents that are shown, of claims and of reports."""
    standing = {schema.incidents.name: _standing(connection)}
    found = {
        table.name: connection.scalar(
            sa.select(sa.func.count()).select_from(table).where(*standing.get(table.name, ()))
        )
        or 0
        for table in (schema.incidents, schema.claims, schema.reports)
    }
    found[schema.incidents.name] += sole_packs.totals(connection).rows
    found[schema.incidents.name] -= len(_behind_others(connection))
    return found


def linked_counts(connection: sa.Connection) -> dict[str, int]:
    """Return how many incidents are told by several reports, and by how many rows in all."""
    linked = members(connection)
    return {"incidents": len({one.shown_id for one in linked.values()}), "told": len(linked)}


def counts_by(connection: sa.Connection, column: sa.Column[str]) -> dict[str, int]:
    """Return how many shown incidents have each kind or source, the most frequent first."""
    number = sa.func.count()
    packed = sole_packs.totals(connection)
    counted = packed.kinds if column.name == "kind" else packed.sources
    for value, count in connection.execute(
        sa.select(column, number).where(*_standing(connection)).group_by(column)
    ):
        counted[str(value)] += int(count)
    # Incidents of a group are of one kind, and a group is shown with its first row's source.
    behind = _behind_others(connection)
    for first in range(0, len(behind), _CHUNK):
        chunk = behind[first : first + _CHUNK]
        for value, count in connection.execute(
            sa.select(column, number)
            .where(schema.incidents.c.incident_id.in_(chunk))
            .group_by(column)
        ):
            counted[str(value)] -= int(count)
    return dict(sorted(counted.items(), key=lambda item: (-item[1], item[0])))


def date_range(connection: sa.Connection) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day on which anything happened."""
    table = schema.incidents.c
    first, last = connection.execute(
        sa.select(sa.func.min(table.date_start), sa.func.max(table.date_end)).where(
            *_standing(connection)
        )
    ).one()
    packed = sole_packs.totals(connection)
    firsts = [day for day in (first, packed.first) if day is not None]
    lasts = [day for day in (last, packed.last) if day is not None]
    return min(firsts, default=None), max(lasts, default=None)


def last_load(connection: sa.Connection) -> int:
    """Return the number of the last change; 0 before the first."""
    return connection.scalar(sa.select(sa.func.max(schema.loads.c.load_id))) or 0


def last_change(connection: sa.Connection) -> dt.datetime | None:
    """Return when the store was last changed."""
    return connection.scalar(
        sa.select(schema.loads.c.at).order_by(schema.loads.c.load_id.desc()).limit(1)
    )


def meta_value(connection: sa.Connection, name: str) -> str | None:
    """Return what the store says of itself under a name."""
    return connection.scalar(sa.select(schema.meta.c.value).where(schema.meta.c.name == name))


# Databases limit the number of values in one statement; the lowest limit is SQLite's: 32,766.
_CHUNK = 10_000


def _told(connection: sa.Connection, incident_ids: Collection[str]) -> dict[str, list[Any]]:
    """Return the columns of some incidents, as their reports tell them."""
    table = schema.incidents.c
    names = [name for name in column_names(Incident) if name in table]
    columns: dict[str, list[Any]] = {name: [] for name in names}
    order = (table.date_start.nulls_last(), table.incident_id)
    for chunk in chunks(sorted(incident_ids)):
        chosen = [*_standing(connection), table.incident_id.in_(chunk)]
        for name, values in _columns(connection, names, table, *order, where=chosen).items():
            columns[name].extend(values)
    for row in sole_packs.rows_of(connection, incident_ids, names):
        for name in names:
            columns[name].append(row[name])
    links = _report_ids(connection, incident_ids)
    columns["report_ids"] = [links.get(key, []) for key in columns["incident_id"]]
    return columns


def _standing(connection: sa.Connection) -> list[sa.ColumnElement[bool]]:
    """Return what holds of incidents that their source has not withdrawn.

    A store of version 1 or 2 knows of no withdrawal.
    """
    withdrawn = schema.incidents.c.withdrawn
    known = schema.columns_of(connection, schema.incidents)
    return [withdrawn.is_(None)] if withdrawn.name in known else []


def _behind_others(connection: sa.Connection) -> list[str]:
    """Return the incidents that are shown as part of another."""
    linked = members(connection)
    return [key for key, member in linked.items() if key != member.shown_id]


def _frame(
    connection: sa.Connection,
    kind: TableType,
    table: sa.sql.base.ReadOnlyColumnCollection[str, Any],
    *order: sa.ColumnElement[Any],
) -> pd.DataFrame:
    return rows.frame(kind, _columns(connection, column_names(kind), table, *order))


# A report's text may be long.
_PART = 5_000


def _parts(
    connection: sa.Connection,
    kind: TableType,
    table: sa.sql.base.ReadOnlyColumnCollection[str, Any],
) -> Iterator[pd.DataFrame]:
    """Yield a table's rows by their id, a part after the other."""
    key = table[column_names(kind)[0]]
    last = None
    while True:
        after: list[sa.ColumnElement[bool]] = [] if last is None else [key > last]
        columns = _columns(connection, column_names(kind), table, key, where=after, limit=_PART)
        if not columns[key.name]:
            return
        last = columns[key.name][-1]
        yield rows.frame(kind, columns)


def _columns(
    connection: sa.Connection,
    names: list[str],
    table: sa.sql.base.ReadOnlyColumnCollection[str, Any],
    *order: sa.ColumnElement[Any],
    where: Sequence[sa.ColumnElement[bool]] = (),
    limit: int | None = None,
) -> dict[str, Any]:
    """Return the values of each column, in the order asked for.

    A column that a store of an earlier version lacks is read as missing.
    """
    known = schema.columns_of(connection, table[names[0]].table)
    wanted = (table[name] if name in known else sa.null().label(name) for name in names)
    chosen = sa.select(*wanted).where(*where).order_by(*order).limit(limit)
    found = connection.execute(chosen).all()
    values = zip(*found, strict=True) if found else ((),) * len(names)
    return dict(zip(names, values, strict=True))


def _report_ids(
    connection: sa.Connection, incident_ids: Collection[str] | None
) -> dict[str, list[str]]:
    """Return the reports of each incident, or of some."""
    link = schema.incident_reports.c
    wanted = sa.select(link.incident_id, link.report_id).order_by(link.incident_id, link.position)
    parts = (
        [wanted]
        if incident_ids is None
        else [wanted.where(link.incident_id.in_(chunk)) for chunk in chunks(sorted(incident_ids))]
    )
    report_ids = defaultdict(list)
    for part in parts:
        for incident_id, report_id in connection.execute(part):
            report_ids[incident_id].append(report_id)
    return report_ids
