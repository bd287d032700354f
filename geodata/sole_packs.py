"""Rows of datasets that stand in packs alone, as they were loaded: found, read, and made loose.

Of a large chunk a store in SQLite keeps no row for each incident, only its columns (see
`geodata.packed_rows`), and beside them the ids in ascending order, by which a row is found. A row
that is to change is made loose first: it is struck off its pack and stands in `incidents` from then
on. In PostgreSQL, and in stores of versions before 6, there are no such packs.
"""

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa
import sqlalchemy as sa
from numpy.typing import NDArray

from geodata import schema
from geodata.column_codec import Hashes, hex_of, numbers_among, numbers_of
from geodata.packed_rows import is_rest, stored_columns, unpack_columns

_SOLE, _PACKS, _STRUCK = schema.sole_packs.c, schema.packed_rows.c, schema.struck_off.c
# What the table of incidents holds of each row.
_NAMES = [column.name for column in schema.incidents.columns if column.name != "pack_id"]
# Rows of a pack at most.
MOST = 1 << 16
# Rows that are made loose at a time.
_CHUNK = 20_000


class Keys(NamedTuple):
    """The rows of a pack by their ids.

    Attributes:
        pack_id: of the pack.
        ids: of all its rows, ascending.
        stands: which of these are not struck off.

    """

    pack_id: int
    ids: Hashes
    stands: NDArray[np.bool_]


class WholePack(NamedTuple):
    """The rows of a pack.

    Attributes:
        table: their columns, of Arrow.
        ids: of the rows, ascending.
        fingerprints: of the rows.

    """

    table: Any
    ids: Hashes
    fingerprints: Hashes


class Place(NamedTuple):
    """Where rows that were asked for stand.

    Attributes:
        pack_id: the pack.
        rows: their positions in the pack.
        asked: their positions among the ids that were asked for.

    """

    pack_id: int
    rows: NDArray[np.intp]
    asked: NDArray[np.intp]


@dataclass(slots=True)
class Totals:
    """How many rows stand in packs alone, of which kinds and sources, and from when to when."""

    rows: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    sources: Counter[str] = field(default_factory=Counter)
    first: dt.date | None = None
    last: dt.date | None = None

    def add(self, source: str, told: Mapping[str, Any]) -> None:
        """Count the rows of a pack, as `totals_of` tells them."""
        self.kinds.update(told["kinds"])
        number = sum(told["kinds"].values())
        self.rows += number
        self.sources[source] += number
        if told["first"]:
            day = dt.date.fromisoformat(told["first"])
            self.first = min(self.first or day, day)
        if told["last"]:
            day = dt.date.fromisoformat(told["last"])
            self.last = max(self.last or day, day)


def totals_of(
    kinds: Iterable[str], starts: Iterable[str | None], ends: Iterable[str | None]
) -> dict[str, Any]:
    """Return how many rows there are of each kind, and the first and the last day.

    Args:
        kinds: of the rows.
        starts: their first days, as ISO texts.
        ends: their last days.

    """
    first, last = (sorted({*days} - {None}, key=str) for days in (starts, ends))
    return {
        "kinds": Counter(kinds),
        "first": first[0] if first else None,
        "last": last[-1] if last else None,
    }


def are_there(connection: sa.Connection) -> bool:
    """Return whether there is any such pack."""
    if not schema.has_table(connection, schema.sole_packs):
        return False
    return connection.scalar(sa.select(_SOLE.pack_id).limit(1)) is not None


def keys(connection: sa.Connection, *, source: str | None = None) -> Iterator[Keys]:
    """Yield the ids of packs, those of one source or all."""
    yield from _keys(connection, source=source)


def fingerprints(
    connection: sa.Connection, *, source: str
) -> Iterator[tuple[Hashes, Hashes, NDArray[np.bool_]]]:
    """Yield ids, fingerprints, and that none is withdrawn, of the rows of a source."""
    for pack_id, ids, stands in keys(connection, source=source):
        yield ids[stands], _fingerprints(connection, pack_id)[stands], np.zeros(stands.sum(), bool)


def fingerprints_of(
    connection: sa.Connection, ids: Hashes, *, source: str | None
) -> Iterator[tuple[Hashes, Hashes, NDArray[np.bool_]]]:
    """Yield the same of those among some rows that stand in packs, of one source or any."""
    for place in places(connection, ids, source=source):
        found = _fingerprints(connection, place.pack_id)[place.rows]
        yield ids[place.asked], found, np.zeros(len(found), bool)


def places(connection: sa.Connection, ids: Hashes, *, source: str | None = None) -> Iterator[Place]:
    """Yield where rows stand, a pack at a time; only those that do."""
    if not len(ids) or not are_there(connection):
        return
    for pack_id, held in _ids(connection, source=source):
        at = np.searchsorted(held, ids)
        at[at == len(held)] = 0
        asked = np.flatnonzero(held[at] == ids)
        if len(asked):
            rows = at[asked]
            stands = _standing(connection, pack_id, held)[rows]
            if stands.any():
                yield Place(pack_id, rows[stands], asked[stands])


def columns_of(
    connection: sa.Connection, place: Place, names: Sequence[str]
) -> dict[str, list[Any]]:
    """Return columns of rows as SQLite keeps them: days and lists as text."""
    table = _unpacked(connection, place.pack_id, names, place.rows)
    return stored_columns(table, names)


def rows_of(
    connection: sa.Connection, incident_ids: Collection[str], names: Sequence[str]
) -> list[dict[str, Any]]:
    """Return some rows as records: days are dates, lists are lists."""
    ids = numbers_among(incident_ids)
    found: list[dict[str, Any]] = []
    for place in places(connection, ids):
        columns = columns_of(connection, place, names)
        found += [
            {name: as_record(name, value) for name, value in zip(names, row, strict=True)}
            for row in zip(*(columns[name] for name in names), strict=True)
        ]
    return found


def as_record(name: str, value: Any) -> Any:  # noqa: ANN401 - any column's value
    """Return a value as records hold it, of a value as SQLite keeps it."""
    if value is None:
        return None
    if name in {"date_start", "date_end"}:
        return dt.date.fromisoformat(value)
    return json.loads(value) if name == "mediators" else value


def loosen(connection: sa.Connection, incident_ids: Collection[str]) -> None:
    """Make rows loose, those of them that stand in packs alone.

    Args:
        connection: of a transaction that writes.
        incident_ids: of the rows, or of any others.

    """
    ids = numbers_among(incident_ids)
    # All are found before the first is struck off.
    for place in [*places(connection, ids)]:
        for first in range(0, len(place.rows), _CHUNK):
            part = slice(first, first + _CHUNK)
            _loosen(connection, Place(place.pack_id, place.rows[part], place.asked[part]))
        strike_off(connection, place.pack_id, ids[place.asked])


def strike_off(connection: sa.Connection, pack_id: int, ids: Hashes) -> None:
    """Note that rows no longer stand in their pack."""
    connection.exec_driver_sql(
        "INSERT OR IGNORE INTO struck_off (pack_id, incident_id) VALUES (?, ?)",
        [(pack_id, key) for key in hex_of(ids)],
    )


def remove_source(connection: sa.Connection, source: str) -> int:
    """Remove the packs of a source; return how many rows stood in them."""
    if not are_there(connection):
        return 0
    packs = [*keys(connection, source=source)]
    remove(connection, [pack.pack_id for pack in packs])
    return sum(int(pack.stands.sum()) for pack in packs)


def remove(connection: sa.Connection, pack_ids: Sequence[int]) -> None:
    """Remove packs."""
    for table in (schema.sole_packs, schema.struck_off, schema.packed_rows):
        for pack_id in pack_ids:
            connection.execute(sa.delete(table).where(table.c.pack_id == pack_id))


def whole_packs(connection: sa.Connection, pack_ids: Sequence[int]) -> Iterator[WholePack]:
    """Yield all that packs hold of rows that are not struck off."""
    names = [name for name in _NAMES if name not in {"incident_id", "fingerprint"}]
    for pack_id in pack_ids:
        for pack in _keys(connection, pack_id=pack_id):
            table = _unpacked(connection, pack_id, names).filter(pa.array(pack.stands))
            held = _fingerprints(connection, pack_id)
            yield WholePack(table, pack.ids[pack.stands], held[pack.stands])


def totals(connection: sa.Connection) -> Totals:
    """Return how many rows stand in packs alone, and of which kinds."""
    found = Totals()
    if not are_there(connection):
        return found
    packs = connection.execute(
        sa.select(_SOLE.pack_id, _SOLE.source, _SOLE.totals).order_by(_SOLE.pack_id)
    ).all()
    struck = struck_off(connection)
    for pack_id, source, told in packs:
        if pack_id not in struck:
            found.add(source, json.loads(told))
            continue
        for pack in _keys(connection, pack_id=pack_id):
            rows = np.flatnonzero(pack.stands)
            names = ("kind", "date_start", "date_end")
            columns = columns_of(connection, Place(pack_id, rows, rows), names)
            found.add(source, totals_of(*(columns[name] for name in names)))
    return found


def loaded_after(connection: sa.Connection, load_id: int) -> dict[int, int]:
    """Return the packs that came after a load, and how many rows each was made of."""
    if not schema.has_table(connection, schema.sole_packs):
        return {}
    wanted = (
        sa.select(_PACKS.pack_id, _PACKS.size)
        .join(schema.sole_packs, _SOLE.pack_id == _PACKS.pack_id)
        .where(_SOLE.load_id > load_id)
        .order_by(_PACKS.pack_id)
    )
    return {row.pack_id: row.size for row in connection.execute(wanted)}


def notes(connection: sa.Connection, pack_id: int) -> Iterator[tuple[int, str]]:
    """Yield position and `raw` of the rows of a pack that hold anything there."""
    raw = _unpacked(connection, pack_id, ("raw",))
    if "raw" in raw.column_names:
        for position, text in enumerate(raw.column("raw").to_pylist()):
            if text is not None:
                yield position, text


def ids_at(connection: sa.Connection, pack_id: int, rows: Iterable[int]) -> list[str]:
    """Return the incidents at positions of a pack, without those that are struck off."""
    wanted = np.fromiter(rows, dtype=np.intp)
    for pack in _keys(connection, pack_id=pack_id):
        return hex_of(pack.ids[wanted[pack.stands[wanted]]])
    return []


def struck_off(connection: sa.Connection) -> dict[int, list[str]]:
    """Return the incidents that are no longer as they stand in a pack, by pack."""
    gone = defaultdict(list)
    for pack_id, incident_id in connection.execute(sa.select(_STRUCK.pack_id, _STRUCK.incident_id)):
        gone[pack_id].append(incident_id)
    return gone


def whole_rows(connection: sa.Connection) -> Iterator[list[dict[str, Any]]]:
    """Yield all rows that stand in packs alone, as records of the table `incidents`."""
    if not are_there(connection):
        return
    for pack in keys(connection):
        where = np.flatnonzero(pack.stands)
        for first in range(0, len(where), _CHUNK):
            rows = where[first : first + _CHUNK]
            columns = columns_of(connection, Place(pack.pack_id, rows, rows), _NAMES)
            yield [
                {name: as_record(name, value) for name, value in zip(_NAMES, row, strict=True)}
                | {"pack_id": pack.pack_id}
                for row in zip(*(columns[name] for name in _NAMES), strict=True)
            ]


def _loosen(connection: sa.Connection, place: Place) -> None:
    columns = columns_of(connection, place, _NAMES)
    connection.exec_driver_sql(
        f"INSERT INTO incidents ({', '.join(_NAMES)}) "  # noqa: S608 - names from here
        f"VALUES ({', '.join('?' * len(_NAMES))})",
        [*zip(*(columns[name] for name in _NAMES), strict=True)],
    )


def _keys(
    connection: sa.Connection, *, source: str | None = None, pack_id: int | None = None
) -> Iterator[Keys]:
    for number, ids in _ids(connection, source=source, pack_id=pack_id):
        yield Keys(number, ids, _standing(connection, number, ids))


def _ids(
    connection: sa.Connection, *, source: str | None = None, pack_id: int | None = None
) -> Iterator[tuple[int, Hashes]]:
    if not schema.has_table(connection, schema.sole_packs):
        return
    wanted = sa.select(_SOLE.pack_id, _SOLE.ids).order_by(_SOLE.pack_id)
    if source is not None:
        wanted = wanted.where(_SOLE.source == source)
    if pack_id is not None:
        wanted = wanted.where(_SOLE.pack_id == pack_id)
    for number, ids in connection.execute(wanted):
        yield number, np.frombuffer(ids, dtype="<u8")


def _fingerprints(connection: sa.Connection, pack_id: int) -> Hashes:
    held = connection.scalar(sa.select(_SOLE.fingerprints).where(_SOLE.pack_id == pack_id))
    return np.frombuffer(held or b"", dtype="<u8")


def _standing(connection: sa.Connection, pack_id: int, ids: Hashes) -> NDArray[np.bool_]:
    gone = connection.scalars(sa.select(_STRUCK.incident_id).where(_STRUCK.pack_id == pack_id))
    return ~np.isin(ids, numbers_of(gone.all()))


def _unpacked(
    connection: sa.Connection,
    pack_id: int,
    names: Collection[str],
    rows: NDArray[np.intp] | None = None,
) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return columns of a pack as an Arrow table, of some rows or of all."""
    # What is not wanted is not fetched: the rest of a pack, its notes, is the most of it.
    wanted = [_PACKS.packed, _SOLE.ids, _SOLE.fingerprints]
    if is_rest(names):
        wanted.append(_SOLE.rest)
    packed, ids, held, *rest = connection.execute(
        sa.select(*wanted)
        .join(schema.sole_packs, _SOLE.pack_id == _PACKS.pack_id)
        .where(_PACKS.pack_id == pack_id)
    ).one()
    numbers = {
        "incident_id": np.frombuffer(ids, dtype="<u8"),
        "fingerprint": np.frombuffer(held, dtype="<u8"),
    }
    return unpack_columns(packed, rest[0] if rest else None, numbers, names, rows)
