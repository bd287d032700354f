"""Rows of a dataset into and out of SQLite, past SQLAlchemy: a million in seconds."""

import json
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from geodata import schema, sole_packs
from geodata.bulk import DROP_EMPTY_PACKS, known_rows, not_written
from geodata.column_codec import Column, Hashes, hex_of
from geodata.history import COLUMNS
from geodata.incident_columns import from_rows
from geodata.known_rows import Known
from geodata.pack_merging import small_packs, taken_out
from geodata.packed_rows import LEAST, pack, pack_rest

_INCIDENTS = schema.incidents.name
# Rows fetched at a time.
_FETCHED = 50_000
# Databases limit the number of values in one statement; the lowest limit is SQLite's: 32,766.
_ASKED = 10_000


class SqliteBulk:
    """The incidents of one dataset, inside a transaction that writes."""

    def __init__(self, connection: sa.Connection, source: str) -> None:
        driver = connection.connection.driver_connection
        assert isinstance(driver, sqlite3.Connection)
        self._connection = connection
        self._driver = driver
        self._source = source

    def known(self) -> Iterator[Known]:
        """Yield ids, fingerprints, and which are withdrawn, of the rows that the store holds."""
        found = self._driver.execute(
            "SELECT incident_id, fingerprint, withdrawn IS NOT NULL FROM incidents "
            "WHERE source = ? AND source_key IS NOT NULL",
            [self._source],
        )
        while rows := found.fetchmany(_FETCHED):
            yield known_rows(rows)
        yield from sole_packs.fingerprints(self._connection, source=self._source)

    def known_of(self, ids: Hashes, *, anywhere: bool) -> Iterator[Known]:
        """Yield the same of those among some rows that the store holds."""
        source = None if anywhere else self._source
        yield from sole_packs.fingerprints_of(self._connection, ids, source=source)
        for first in range(0, len(ids), _ASKED):
            keys = hex_of(ids[first : first + _ASKED])
            rows = self._driver.execute(
                "SELECT incident_id, fingerprint, withdrawn IS NOT NULL FROM incidents "  # noqa: S608 - question marks
                f"WHERE incident_id IN ({_marks(len(keys))}) AND source_key IS NOT NULL",
                keys,
            ).fetchall()
            if rows:
                yield known_rows(rows)

    def current(self, ids: Hashes) -> Iterator[dict[str, Any]]:
        """Yield some incidents as they are kept."""
        names = (*COLUMNS, "first_loaded")
        for first in range(0, len(ids), _ASKED):
            keys = hex_of(ids[first : first + _ASKED])
            found = self._driver.execute(
                f"SELECT {', '.join(names)} FROM {_INCIDENTS} "  # noqa: S608 - names from here
                f"WHERE incident_id IN ({_marks(len(keys))})",
                keys,
            )
            for row in found:
                yield dict(zip(names, row, strict=True))
        for place in sole_packs.places(self._connection, ids):
            columns = sole_packs.columns_of(self._connection, place, names)
            for row in zip(*columns.values(), strict=True):
                yield dict(zip(names, row, strict=True))

    def insert(
        self, ids: Hashes, given: Mapping[str, Column], shared: Mapping[str, object]
    ) -> None:
        """Insert rows; many of the dataset's own in packs alone.

        Args:
            ids: of the incidents.
            given: the columns that hold anything.
            shared: values that all rows have.

        """
        if len(ids) >= LEAST and "source" in shared:
            self._pack_alone(ids, given, shared)
            return
        shared = dict(shared) | self._pack(ids, given, shared)
        same = shared | {
            name: column.of(slice(0, 1)).cells[0]
            for name, column in given.items()
            if not column.varies
        }
        # What all rows share stands in the statement, all else is bound: a third of the work less.
        # VALUES takes its foreign keys for granted; INSERT ... SELECT would look into each table
        # that refers here.
        written = {name: _literal(value) for name, value in same.items() if _is_short(value)}
        bound = {name: column for name, column in given.items() if name not in written}
        repeated = {name: value for name, value in shared.items() if name not in {*bound, *written}}
        names = ["incident_id", *bound, *repeated, *written]
        values = ["?"] * (len(names) - len(written)) + list(written.values())
        self._driver.executemany(
            f"INSERT INTO {_INCIDENTS} ({', '.join(names)}) VALUES ({', '.join(values)})",  # noqa: S608 - names from here; values as `_literal` writes them
            zip(hex_of(ids), *_cells(bound, repeated, len(ids)), strict=True),
        )

    def update(
        self, ids: Hashes, given: Mapping[str, Column], shared: Mapping[str, object]
    ) -> None:
        """Write over rows; a column that is neither given nor shared becomes missing."""
        packed = [*sole_packs.places(self._connection, ids)]
        loose = np.ones(len(ids), dtype=bool)
        if packed:
            where = np.concatenate([place.asked for place in packed])
            loose[where] = False
            self._update_packed(packed, ids, given, shared)
        if loose.all():
            self._update_loose(ids, given, shared)
        elif loose.any():
            chosen = {name: column.of(loose) for name, column in given.items()}
            self._update_loose(ids[loose], chosen, shared)

    def _update_packed(
        self,
        packed: Sequence[sole_packs.Place],
        ids: Hashes,
        given: Mapping[str, Column],
        shared: Mapping[str, object],
    ) -> None:
        """Write over rows that stand in packs alone: as new ones, in a pack again or loose."""
        if "last_changed" not in shared:
            for place in packed:
                self._note_fingerprints(place, given["fingerprint"].hashes)
            return
        first = [sole_packs.columns_of(self._connection, one, ["first_loaded"]) for one in packed]
        where = np.concatenate([place.asked for place in packed])
        loads = np.concatenate([np.array(one["first_loaded"]) for one in first])
        for place in packed:
            sole_packs.strike_off(self._connection, place.pack_id, ids[place.asked])
        order = np.argsort(ids[where])
        where = where[order]
        chosen = {name: column.of(where) for name, column in given.items()}
        chosen["first_loaded"] = Column(pa.array(loads[order]), ids[where], varies=True)
        self.insert(ids[where], chosen, shared)

    def _note_fingerprints(self, place: sole_packs.Place, fingerprints: Hashes) -> None:
        """Write over the fingerprints of rows that are otherwise as they stand in their pack."""
        held = self._driver.execute(
            "SELECT fingerprints FROM sole_packs WHERE pack_id = ?", [place.pack_id]
        ).fetchone()[0]
        changed = np.frombuffer(held, dtype="<u8").copy()
        changed[place.rows] = fingerprints[place.asked]
        self._driver.execute(
            "UPDATE sole_packs SET fingerprints = ? WHERE pack_id = ?",
            [changed.tobytes(), place.pack_id],
        )

    def _update_loose(
        self, ids: Hashes, given: Mapping[str, Column], shared: Mapping[str, object]
    ) -> None:
        shared = dict(shared) | self._pack(ids, given, shared)
        names = [*given, *shared]
        written = [f"{name} = ?" for name in names]
        written += [f"{name} = NULL" for name in not_written(names)]
        self._driver.executemany(
            f"UPDATE {_INCIDENTS} SET {', '.join(written)} WHERE incident_id = ?",  # noqa: S608 - names from here
            zip(*_cells(given, shared, len(ids)), hex_of(ids), strict=True),
        )

    def _pack_alone(
        self, ids: Hashes, given: Mapping[str, Column], shared: Mapping[str, object]
    ) -> None:
        """Keep rows in columns only.

        Args:
            ids: of the incidents, ascending.
            given: the columns that hold anything.
            shared: values that all rows have.

        """
        for first in range(0, len(ids), sole_packs.MOST):
            part = slice(first, first + sole_packs.MOST)
            self._pack_part(ids[part], {name: one.of(part) for name, one in given.items()}, shared)

    def _pack_part(
        self, ids: Hashes, given: Mapping[str, Column], shared: Mapping[str, object]
    ) -> None:
        kept = self._driver.execute(
            "INSERT INTO packed_rows (size, packed) VALUES (?, ?)",
            [len(ids), pack(ids, given, shared)],
        )
        self._driver.execute(
            "INSERT INTO sole_packs (pack_id, source, load_id, totals, ids, fingerprints, rest) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                kept.lastrowid,
                self._source,
                shared["last_changed"],
                json.dumps(_totals(given)),
                ids.astype("<u8").tobytes(),
                given["fingerprint"].hashes.astype("<u8").tobytes(),
                pack_rest(given, shared, len(ids)),
            ],
        )

    def _pack(
        self, ids: Hashes, given: Mapping[str, Column], shared: Mapping[str, object]
    ) -> dict[str, object]:
        """Keep many rows in columns too; return the column that says where."""
        if len(ids) < LEAST:
            return {"pack_id": None}
        kept = self._driver.execute(
            "INSERT INTO packed_rows (size, packed) VALUES (?, ?)",
            [len(ids), pack(ids, given, shared)],
        )
        return {"pack_id": kept.lastrowid}

    def tidy(self) -> None:
        """Drop the packs of which nothing is left, and make one of many small ones."""
        self._driver.execute(
            "DELETE FROM sole_packs WHERE pack_id IN (SELECT pack_id FROM packed_rows WHERE size "
            "<= (SELECT count(*) FROM struck_off WHERE struck_off.pack_id = packed_rows.pack_id))"
        )
        for statement in DROP_EMPTY_PACKS:
            self._driver.execute(statement)
        small = small_packs(self._connection, self._source)
        if small:
            # As of this load: what finds words has not met these packs yet.
            load_id = self._driver.execute("SELECT max(load_id) FROM loads").fetchone()[0]
            shared = {"source": self._source, "last_changed": load_id}
            self._pack_alone(*taken_out(self._connection, small), shared)


def arrow_tables(
    connection: sa.Connection, names: Sequence[str], wanted: sa.Select[Any]
) -> Iterator[Any]:
    """Yield chosen rows of incidents; see `geodata.database.loose_rows`."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)
    chosen = wanted.compile(connection, compile_kwargs={"literal_binds": True})
    found = driver.execute(str(chosen))
    while rows := found.fetchmany(_FETCHED):
        yield from_rows(names, rows)
    # One table at least, so that there are columns.
    yield from_rows(names, [])


def _totals(given: Mapping[str, Column]) -> dict[str, Any]:
    names = ("kind", "date_start", "date_end")
    return sole_packs.totals_of(
        *(given[name].cells.tolist() if name in given else [] for name in names)
    )


def _cells(
    given: Mapping[str, Column], shared: Mapping[str, object], size: int
) -> Iterator[list[object]]:
    """Yield the values of each column."""
    yield from (column.cells.tolist() for column in given.values())
    yield from ([value] * size for value in shared.values())


# A statement is no place for long texts.
_LONGEST = 500


def _is_short(value: object) -> bool:
    return (
        value is None
        or isinstance(value, int)
        or (isinstance(value, str) and len(value) <= _LONGEST)
    )


def _literal(value: object) -> str:
    """Return a value as it stands in a statement: text in hexadecimal digits, so never as SQL."""
    if isinstance(value, str):
        return f"CAST(X'{value.encode().hex()}' AS TEXT)"
    return "NULL" if value is None else f"{value:d}"


def _marks(number: int) -> str:
    return ", ".join("?" * number)
