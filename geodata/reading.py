"""What is read from a store's tables, inside a transaction that the store opened."""

import datetime as dt
from collections import defaultdict
from typing import Any

import geopandas as gpd
import pandas as pd
import sqlalchemy as sa

from geodata import rows, schema
from geodata.frames import column_names
from geodata.incident import Claim, Incident, Report, TableType


def incidents(connection: sa.Connection) -> gpd.GeoDataFrame:
    """Return all incidents, by date; those without one come last."""
    table = schema.incidents.c
    names = [name for name in column_names(Incident) if name in table]
    columns = _columns(connection, names, table, table.date_start.nulls_last(), table.incident_id)
    links = _report_ids(connection)
    columns["report_ids"] = [links.get(key, []) for key in columns["incident_id"]]
    frame: gpd.GeoDataFrame = rows.frame(Incident, columns)
    return frame


def claims(connection: sa.Connection) -> pd.DataFrame:
    """Return all claims, by report and place in it."""
    table = schema.claims.c
    return _frame(connection, Claim, table, table.report_id, table.start, table.claim_id)


def reports(connection: sa.Connection) -> pd.DataFrame:
    """Return all reports, by publication date; those without one come last."""
    table = schema.reports.c
    return _frame(connection, Report, table, table.published.nulls_last(), table.report_id)


def counts(connection: sa.Connection) -> dict[str, int]:
    """Return the number of rows of each of the three tables."""
    return {
        table.name: connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
        for table in (schema.incidents, schema.claims, schema.reports)
    }


def counts_by(connection: sa.Connection, column: sa.Column[str]) -> dict[str, int]:
    """Return how many rows have each value of a column, the most frequent first."""
    number = sa.func.count()
    found = connection.execute(
        sa.select(column, number).group_by(column).order_by(number.desc(), column)
    )
    return {str(value): int(count) for value, count in found}


def date_range(connection: sa.Connection) -> tuple[dt.date | None, dt.date | None]:
    """Return the first and the last day on which anything happened."""
    table = schema.incidents.c
    first, last = connection.execute(
        sa.select(sa.func.min(table.date_start), sa.func.max(table.date_end))
    ).one()
    return first, last


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


def _frame(
    connection: sa.Connection,
    kind: TableType,
    table: sa.sql.base.ReadOnlyColumnCollection[str, Any],
    *order: sa.ColumnElement[Any],
) -> pd.DataFrame:
    return rows.frame(kind, _columns(connection, column_names(kind), table, *order))


def _columns(
    connection: sa.Connection,
    names: list[str],
    table: sa.sql.base.ReadOnlyColumnCollection[str, Any],
    *order: sa.ColumnElement[Any],
) -> dict[str, Any]:
    """Return the values of each column, in the order asked for."""
    found = connection.execute(sa.select(*(table[name] for name in names)).order_by(*order)).all()
    values = zip(*found, strict=True) if found else ((),) * len(names)
    return dict(zip(names, values, strict=True))


def _report_ids(connection: sa.Connection) -> dict[str, list[str]]:
    """Return the reports of each incident."""
    link = schema.incident_reports.c
    found = connection.execute(
        sa.select(link.incident_id, link.report_id).order_by(link.incident_id, link.position)
    )
    report_ids = defaultdict(list)
    for incident_id, report_id in found:
        report_ids[incident_id].append(report_id)
    return report_ids
