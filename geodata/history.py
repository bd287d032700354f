"""What a store remembers: its loads, the rows they rejected, and every version of an incident."""

import dataclasses
import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from geodata import schema
from geodata.incident import Incident
from geodata.sole_packs import rows_of

# Why a version of an incident was followed by another.
NEWER_EXPORT = "newer export"
WITHDRAWN = "withdrawn"
CORRECTION = "correction"
# How many of the last loads a summary names.
_LAST_LOADS = 5

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Load:
    """A change of the store.

    Attributes:
        load_id: its number.
        action: `load`, or what else was done.
        at: when, UTC.
        program_version: which version of the program did it.
        source: the dataset; missing for reports.
        file: the dataset's file.
        sha256: of that file.
        loaded: how many rows are new.
        updated: how many were changed.
        unchanged: how many were there already.
        rejected: how many could not be taken.
        withdrawn: how many the file no longer has.

    """

    load_id: int
    action: str
    at: dt.datetime
    program_version: str
    source: str | None
    file: str | None
    sha256: str | None
    loaded: int
    updated: int
    unchanged: int
    rejected: int
    withdrawn: int


@dataclass(frozen=True, slots=True)
class Version:
    """An incident as it was from one change of the store to the next.

    Attributes:
        load_id: the change that made it.
        at: when, UTC; missing when the store does not know.
        why: `first load`, `newer export`, `withdrawn` or `correction`.
        file: the file that it came from.
        program_version: which version of the program wrote it.
        contents: of all columns: days as ISO text, the geometry as hexadecimal well-known binary;
            none where the incident was no longer told.
        changed: the columns in which it differs from the version before; none in the first.

    """

    load_id: int
    at: dt.datetime | None
    why: str
    file: str | None
    program_version: str | None
    contents: Values
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row that a load could not take."""

    file: str
    row_number: int | None
    identifier: str | None
    reason: str


def versions(connection: sa.Connection, incident_id: str) -> list[Version]:
    """Return the versions of an incident; see `geodata.store.Store.history`."""
    if not is_kept(connection):
        return []
    past = schema.incident_history.c
    found = _current(connection, incident_id)
    ended = connection.execute(
        sa.select(past.load_id, past.why, past.earlier)
        .where(past.incident_id == incident_id)
        .order_by(past.history_id.desc())
    ).all()
    first_loaded = found.pop("first_loaded", None)
    values = as_json(found)
    loads = _loads(connection, {first_loaded, *(row.load_id for row in ended)})
    result = []
    for load_id, why, earlier_text in ended:
        earlier = json.loads(earlier_text)
        first_loaded = earlier.pop("first_loaded", first_loaded)
        result.append(_version(load_id, why, values, tuple(earlier), loads))
        values = values | earlier
    if values:
        loads = _loads(connection, {first_loaded})
        result.append(_version(first_loaded or 0, "first load", values, (), loads))
    return result


def latest_loads(connection: sa.Connection, most: int) -> list[Load]:
    """Return the latest changes of the store, the last first; none of a store that keeps none."""
    if not is_kept(connection):
        return []
    ordered = sa.select(*_LOAD_COLUMNS).order_by(schema.loads.c.load_id.desc()).limit(most)
    return [Load(*row) for row in connection.execute(ordered)]


def rejections(connection: sa.Connection, load_id: int) -> list[Rejection]:
    """Return what a load could not take."""
    if not is_kept(connection):
        return []
    table = schema.rejected_rows.c
    found = connection.execute(
        sa.select(table.file, table.row_number, table.identifier, table.reason)
        .where(table.load_id == load_id)
        .order_by(table.rejected_id)
    )
    return [Rejection(*row) for row in found]


def loads_and_history(connection: sa.Connection) -> dict[str, Any]:
    """Return what `geodata.store.Summary` tells of loads and history."""
    if not is_kept(connection):
        return {"loads": (), "withdrawn": 0, "earlier_versions": 0, "rejected_rows": 0}
    withdrawn = schema.incidents.c.withdrawn.is_not(None)
    return {
        "loads": tuple(latest_loads(connection, _LAST_LOADS)),
        "withdrawn": _count(connection, schema.incidents, withdrawn),
        "earlier_versions": _count(connection, schema.incident_history),
        "rejected_rows": _count(connection, schema.rejected_rows),
    }


def is_kept(connection: sa.Connection) -> bool:
    """Return whether the store keeps history; one of version 1 or 2 does not."""
    return schema.has_table(connection, schema.incident_history)


def as_json(values: Mapping[str, Any]) -> Values:
    """Return a row's values as history keeps them: days as ISO text, binary as hexadecimal."""
    return {name: _plain(value) for name, value in values.items()}


def difference(before: Mapping[str, Any], after: Mapping[str, Any]) -> Values:
    """Return the earlier values of the columns in which two versions of a row differ."""
    return {name: before[name] for name in COLUMNS if before[name] != after[name]}


# The columns of an incident whose changes are kept: those of the data model, and what a dataset
# says beside them.
COLUMNS = (
    *(column.name for column in dataclasses.fields(Incident) if column.name != "report_ids"),
    "source_key",
    "raw",
    "withdrawn",
)
_LOAD_COLUMNS = [schema.loads.c[column.name] for column in dataclasses.fields(Load)]


def _current(connection: sa.Connection, incident_id: str) -> Values:
    """Return an incident as it is kept, or nothing."""
    names = (*COLUMNS, "first_loaded")
    table = schema.incidents.c
    wanted = sa.select(*(table[name] for name in names)).where(table.incident_id == incident_id)
    found = connection.execute(wanted).mappings().one_or_none()
    if found is not None:
        return dict(found)
    return next(iter(rows_of(connection, [incident_id], names)), {})


def _version(
    load_id: int, why: str, values: Values, changed: tuple[str, ...], loads: Mapping[int, Load]
) -> Version:
    load = loads.get(load_id)
    return Version(
        load_id=load_id,
        at=load.at if load else None,
        why=why,
        file=load.file if load else None,
        program_version=load.program_version if load else None,
        contents=values,
        changed=changed,
    )


def _loads(connection: sa.Connection, load_ids: set[int | None]) -> dict[int, Load]:
    wanted = schema.loads.c.load_id.in_([one for one in load_ids if one is not None])
    found = connection.execute(sa.select(*_LOAD_COLUMNS).where(wanted))
    return {row.load_id: Load(*row) for row in found}


def _count(
    connection: sa.Connection, table: sa.Table, where: sa.ColumnElement[bool] | None = None
) -> int:
    counted = sa.select(sa.func.count()).select_from(table)
    return connection.scalar(counted if where is None else counted.where(where)) or 0


def _plain(value: Any) -> Any:  # noqa: ANN401 - any column's value
    if isinstance(value, dt.date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value
