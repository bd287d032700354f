"""How the earlier versions of incidents are kept when a report or record is loaded anew."""

import datetime as dt
import json
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from geodata import history, schema

# Databases limit the number of values in one statement; the lowest limit is SQLite's: 32,766.
_CHUNK = 10_000
Rows = dict[str, dict[str, object]]


def incidents_of(
    connection: sa.Connection, report_ids: Sequence[str], incident_ids: Sequence[str]
) -> Rows:
    """Return the incidents of some reports, and some incidents, as the store holds them now."""
    table, links = schema.incidents.c, schema.incident_reports.c
    wanted = sa.select(*(table[name] for name in history.COLUMNS), table.first_loaded)
    of_reports = wanted.join(schema.incident_reports, links.incident_id == table.incident_id)
    found: Rows = {}
    for chunk in chunks(report_ids):
        found.update(_rows(connection, of_reports.where(links.report_id.in_(chunk))))
    for chunk in chunks(incident_ids):
        found.update(_rows(connection, wanted.where(table.incident_id.in_(chunk))))
    return found


def keep(connection: sa.Connection, earlier: Rows, load_id: int, at: dt.datetime) -> None:
    """Keep what a load has changed in incidents, and those that it took away.

    Args:
        connection: of the transaction in which the load has written.
        earlier: the incidents as they were before.
        load_id: the load.
        at: when it was.

    """
    now = incidents_of(connection, (), list(earlier))
    kept = [
        {
            "incident_id": key,
            "load_id": load_id,
            "at": at,
            "why": history.CORRECTION if key in now else history.WITHDRAWN,
            "earlier": json.dumps(history.as_json(changed)),
        }
        for key, before in earlier.items()
        # Nothing else remembers an incident that its report no longer tells.
        if (changed := history.difference(before, now[key]) if key in now else before)
    ]
    if kept:
        connection.execute(sa.insert(schema.incident_history), kept)
    if now:
        connection.execute(
            sa.update(schema.incidents)
            .where(schema.incidents.c.incident_id == sa.bindparam("key"))
            .values(first_loaded=sa.bindparam("first")),
            [{"key": key, "first": earlier[key]["first_loaded"]} for key in now],
        )


def forget_links(connection: sa.Connection, incident_ids: Sequence[str]) -> None:
    """Take incidents out of their groups and links: what has changed is to be linked anew."""
    if not incident_ids:
        return
    groups, links = schema.incident_groups.c, schema.incident_links.c
    keys = [{"key": incident_id} for incident_id in incident_ids]
    key: sa.BindParameter[str] = sa.bindparam("key")
    connection.execute(sa.delete(schema.incident_groups).where(groups.incident_id == key), keys)
    connection.execute(
        sa.delete(schema.incident_links).where(
            sa.or_(links.incident_a == key, links.incident_b == key)
        ),
        keys,
    )


def chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield values in numbers that one statement may hold."""
    for first in range(0, len(values), _CHUNK):
        yield values[first : first + _CHUNK]


def _rows(connection: sa.Connection, wanted: sa.Select[tuple[object, ...]]) -> Rows:
    return {row["incident_id"]: dict(row) for row in connection.execute(wanted).mappings()}
