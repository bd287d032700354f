"""Rows of a dataset into and out of PostgreSQL by COPY: a million in seconds."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import psycopg
import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa
from psycopg import sql
from pyarrow import csv

from geodata import schema
from geodata.bulk import DROP_EMPTY_PACKS, known_rows, not_written
from geodata.column_codec import Column, Hashes, hex_of, numbers_of
from geodata.history import COLUMNS
from geodata.incident import DATE, GEOMETRY, LIST
from geodata.incident_columns import ARROW_TYPES, KINDS, WKB
from geodata.known_rows import Known
from geodata.packed_rows import LEAST, pack

_INCIDENTS = schema.incidents.name
# The rows of an update on their way into the table.
_WRITTEN = "incidents_written"
# Of a COPY of this many bytes at a time are rows made.
_BLOCK = 8 << 20
# Values that are told as text, whatever the driver would make of them.
_AS_TEXT = {name for name, kind in KINDS.items() if kind in {DATE, LIST}}


class PostgresBulk:
    """The incidents of one dataset, inside a transaction that writes."""

    def __init__(self, connection: sa.Connection, source: str) -> None:
        self._driver = driver_of(connection)
        self._source = source

    def known(self) -> Iterator[Known]:
        """Yield ids, fingerprints, and which are withdrawn, of the rows that the store holds."""
        wanted = sql.SQL(
            "SELECT incident_id, fingerprint, (withdrawn IS NOT NULL)::int FROM incidents "
            "WHERE source = {} AND source_key IS NOT NULL"
        ).format(sql.Literal(self._source))
        kinds = {"id": pa.string(), "fingerprint": pa.string(), "withdrawn": pa.int8()}
        for batch in _copied(self._driver, wanted, kinds):
            ids, fingerprints = (batch.column(at).to_pylist() for at in range(2))
            withdrawn = batch.column(2).to_numpy(zero_copy_only=False)
            yield numbers_of(ids), numbers_of(fingerprints), withdrawn.astype(bool)

    def known_of(self, ids: Hashes, *, anywhere: bool) -> Iterator[Known]:
        """Yield the same of those among some rows that the store holds."""
        del anywhere
        rows = self._driver.execute(
            "SELECT incident_id, fingerprint, withdrawn IS NOT NULL FROM incidents "
            "WHERE incident_id = ANY(%s) AND source_key IS NOT NULL",
            [hex_of(ids)],
        ).fetchall()
        if rows:
            yield known_rows(rows)

    def current(self, ids: Hashes) -> Iterator[dict[str, Any]]:
        """Yield some incidents as they are kept."""
        names = (*COLUMNS, "first_loaded")
        wanted = sql.SQL("SELECT {} FROM incidents WHERE incident_id = ANY(%s)").format(
            sql.SQL(", ").join(map(_told, names))
        )
        for row in self._driver.execute(wanted, [hex_of(ids)]):
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
        self._write(_INCIDENTS, ids, given, dict(shared) | self._pack(ids, given, shared))

    def update(
        self, ids: Hashes, given: Mapping[str, Column], shared: Mapping[str, object]
    ) -> None:
        """Write over rows; a column that is neither given nor shared becomes missing."""
        shared = dict(shared) | self._pack(ids, given, shared)
        names = [*given, *shared]
        self._driver.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} LIMIT 0").format(
                sql.Identifier(_WRITTEN),
                _listed(["incident_id", *names]),
                sql.Identifier(_INCIDENTS),
            )
        )
        self._write(_WRITTEN, ids, given, shared)
        values = [sql.SQL("{0} = w.{0}").format(sql.Identifier(name)) for name in names]
        values += [sql.SQL("{} = NULL").format(sql.Identifier(name)) for name in not_written(names)]
        self._driver.execute(
            sql.SQL("UPDATE {0} SET {1} FROM {2} w WHERE {0}.incident_id = w.incident_id").format(
                sql.Identifier(_INCIDENTS), sql.SQL(", ").join(values), sql.Identifier(_WRITTEN)
            )
        )
        self._driver.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(_WRITTEN)))

    def tidy(self) -> None:
        """Drop the packs of which nothing is left."""
        for statement in DROP_EMPTY_PACKS:
            self._driver.execute(statement.encode())

    def _write(
        self,
        table: str,
        ids: Hashes,
        given: Mapping[str, Column],
        shared: Mapping[str, object],
    ) -> None:
        columns: dict[str, Any] = {"incident_id": pa.array(hex_of(ids))}
        for name, column in given.items():
            columns[name] = _array(name, column)
        for name, value in shared.items():
            kind = pa.int64() if isinstance(value, int) else pa.string()
            columns[name] = pa.repeat(pa.scalar(value, type=kind), len(ids))
        copying = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv)").format(
            sql.Identifier(table), _listed(columns)
        )
        with self._driver.cursor() as cursor, cursor.copy(copying) as copy:
            copy.write(_as_csv(pa.table(columns)))

    def _pack(
        self, ids: Hashes, given: Mapping[str, Column], shared: Mapping[str, object]
    ) -> dict[str, object]:
        """Keep many rows in columns too; return the column that says where."""
        if len(ids) < LEAST:
            return {"pack_id": None}
        kept = self._driver.execute(
            "INSERT INTO packed_rows (size, packed) VALUES (%s, %b) RETURNING pack_id",
            [len(ids), pack(ids, given, shared)],
        ).fetchone()
        assert kept is not None
        return {"pack_id": int(kept[0])}


def arrow_tables(
    connection: sa.Connection, names: Sequence[str], wanted: sa.Select[Any]
) -> Iterator[Any]:
    """Yield chosen rows of incidents; see `geodata.database.loose_rows`."""
    chosen = str(wanted.compile(connection, compile_kwargs={"literal_binds": True}))
    kinds = {
        name: pa.string() if KINDS[name] == GEOMETRY else ARROW_TYPES.get(name, pa.string())
        for name in names
    }
    # SQLAlchemy doubles the sign that begins a parameter of the driver.
    query = sql.SQL("SELECT {} FROM ({}) chosen").format(
        sql.SQL(", ").join(map(_copied_column, names)),
        sql.SQL(chosen.replace("%%", "%")),
    )
    for batch in _copied(driver_of(connection), query, kinds):
        table = pa.table(batch)
        if "geometry" in names:
            at = names.index("geometry")
            table = table.set_column(at, WKB, _binary(table.column(at)))
        yield table
    yield pa.table(
        {
            WKB if name == "geometry" else name: pa.array(
                [], pa.binary() if name == "geometry" else kind
            )
            for name, kind in kinds.items()
        }
    )


def driver_of(connection: sa.Connection) -> psycopg.Connection[tuple[Any, ...]]:
    """Return the driver's own connection."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    return driver


def _copied(
    driver: psycopg.Connection[tuple[Any, ...]], query: sql.Composable, kinds: Mapping[str, Any]
) -> Iterator[Any]:
    """Yield the rows of a query as Arrow's record batches."""
    copying = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(query)
    found: list[Any] = []
    with driver.cursor() as cursor, cursor.copy(copying) as copy:
        block = io.BytesIO()
        # The server sends a row at a time.
        for row in copy:
            block.write(row)
            if block.tell() >= _BLOCK:
                found += _parsed(block, kinds)
                block = io.BytesIO()
        if block.tell():
            found += _parsed(block, kinds)
    # Only now: until all is read, nothing else can be asked on this connection.
    yield from found


def _parsed(block: io.BytesIO, kinds: Mapping[str, Any]) -> Iterator[Any]:
    block.seek(0)
    yield from csv.read_csv(
        block,
        read_options=csv.ReadOptions(column_names=list(kinds), use_threads=False),
        parse_options=csv.ParseOptions(newlines_in_values=True),
        convert_options=csv.ConvertOptions(
            column_types=dict(kinds),
            # What is missing has nothing between its commas, an empty text has quotes.
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    ).to_batches()


def _as_csv(table: Any) -> bytes:  # noqa: ANN401 - Arrow ships no types
    """Return a table as COPY reads it: everything in quotes but what is missing."""
    sink = io.BytesIO()
    options = csv.WriteOptions(include_header=False, quoting_style="all_valid")
    csv.write_csv(table, sink, options)
    return sink.getvalue()


def _array(name: str, column: Column) -> Any:  # noqa: ANN401 - Arrow ships no types
    if name == "geometry":
        cells = [None if cell is None else cell.hex() for cell in column.cells]
        return pa.array(cells, type=pa.string())
    if name == "fingerprint":
        return pa.array(column.cells, type=pa.string())
    is_coded = pa.types.is_dictionary(column.array.type)
    return column.array.dictionary_decode() if is_coded else column.array


def _binary(column: Any) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return hexadecimal digits as the bytes that they stand for."""
    parts = []
    for chunk in column.chunks:
        offsets = pc.fill_null(pc.binary_length(chunk), 0).to_numpy(zero_copy_only=False)
        ends = np.concatenate([[0], np.cumsum(offsets // 2)]).astype(np.int32)
        digits = "".join(chunk.drop_null().to_pylist())
        missing = chunk.is_null()
        mask = pc.invert(missing).to_numpy(zero_copy_only=False)
        validity = pa.py_buffer(np.packbits(mask, bitorder="little").tobytes())
        parts.append(
            pa.BinaryArray.from_buffers(
                pa.binary(),
                len(chunk),
                [validity, pa.py_buffer(ends.tobytes()), pa.py_buffer(bytes.fromhex(digits))],
            )
        )
    return pa.chunked_array(parts, type=pa.binary())


def _told(name: str) -> sql.Composable:
    """Return a column as the store keeps it: days and lists as text, geometries as binary."""
    if name == "geometry":
        return sql.SQL("ST_AsBinary(geometry, 'NDR')")
    return sql.SQL("{}::text" if name in _AS_TEXT else "{}").format(sql.Identifier(name))


def _copied_column(name: str) -> sql.Composable:
    if name == "geometry":
        return sql.SQL("encode(geometry, 'hex')")
    return sql.SQL("{}").format(sql.Identifier(name))


def _listed(names: Any) -> sql.Composable:  # noqa: ANN401 - any iterable of names
    return sql.SQL(", ").join(map(sql.Identifier, names))
