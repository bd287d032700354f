"""Rows of a dataset into and out of SQLite, past SQLAlchemy: a million in seconds."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import sqlalchemy as sa
from numpy.typing import NDArray

from geodata import schema
from geodata.column_codec import Column, Hashes, hex_of, numbers_of
from geodata.history import COLUMNS
from geodata.incident_columns import from_rows
from geodata.packed_rows import LEAST, pack

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
        self._driver = driver
        self._source = source

    def known(self) -> Iterator[tuple[Hashes, Hashes, NDArray[np.bool_]]]:
        """Yield ids, fingerprints, and which are withdrawn, of the rows that the store holds."""
        found = self._driver.execute(
            "SELECT incident_id, fingerprint, withdrawn IS NOT NULL FROM incidents "
            "WHERE source = ? AND source_key IS NOT NULL",
            [self._source],
        )
        while rows := found.fetchmany(_FETCHED):
            ids, fingerprints, withdrawn = zip(*rows, strict=True)
            yield numbers_of(ids), numbers_of(fingerprints), np.array(withdrawn, dtype=bool)

    def known_of(self, ids: Hashes) -> Iterator[tuple[Hashes, Hashes, NDArray[np.bool_]]]:
        """Yield the same of those among some rows that the store holds."""
        for first in range(0, len(ids), _ASKED):
            keys = hex_of(ids[first : first + _ASKED])
            rows = self._driver.execute(
                "SELECT incident_id, fingerprint, withdrawn IS NOT NULL FROM incidents "  # noqa: S608 - question marks
                f"WHERE incident_id IN ({_marks(len(keys))}) AND source_key IS NOT NULL",
                keys,
            ).fetchall()
            if rows:
                found, fingerprints, withdrawn = zip(*rows, strict=True)
                yield numbers_of(found), numbers_of(fingerprints), np.array(withdrawn, dtype=bool)

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

    def insert(
        self, ids: Hashes, given: Mapping[str, Column], shared: Mapping[str, object]
    ) -> None:
        """Insert rows.

        Args:
            ids: of the incidents.
            given: the columns that hold anything.
            shared: values that all rows have.

        """
        shared = dict(shared) | self._pack(ids, given, shared)
        same = shared | {
            name: column.cells[0] for name, column in given.items() if not column.varies
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
        shared = dict(shared) | self._pack(ids, given, shared)
        names = [*given, *shared]
        missing = [name for name in COLUMNS if name not in {*names, "incident_id"}]
        written = [*(f"{name} = ?" for name in names), *(f"{name} = NULL" for name in missing)]
        self._driver.executemany(
            f"UPDATE {_INCIDENTS} SET {', '.join(written)} WHERE incident_id = ?",  # noqa: S608 - names from here
            zip(*_cells(given, shared, len(ids)), hex_of(ids), strict=True),
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
        """Drop the packs of which nothing is left."""
        self._driver.execute(
            "DELETE FROM packed_rows WHERE size <= "
            "(SELECT count(*) FROM struck_off WHERE struck_off.pack_id = packed_rows.pack_id)"
        )
        self._driver.execute(
            "DELETE FROM struck_off WHERE pack_id NOT IN (SELECT pack_id FROM packed_rows)"
        )


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
