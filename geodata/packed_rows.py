"""Rows of a dataset packed in columns, as they are read: a million in a second or two.

Beside its rows a store keeps, of each chunk of a dataset that was loaded, the columns of the
central table in Arrow's format, compressed. To read is then to decode some dozens of values, in
place of fetching tens of millions one by one. A row that has changed since is struck off its pack
by the database itself (see `geodata.schema`), and read from the table.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geodata.column_codec import Column, Hashes, points_as_wkb
from geodata.incident_columns import ARROW_TYPES, LAT, LON, WKB, without

# Fewer rows stand in the table: a pack is read as a whole.
LEAST = 500
_ID = "incident_id"
# What a pack's rest holds.
_REST = {
    "source_key": pa.string(),
    "raw": pa.string(),
    "first_loaded": pa.int64(),
    "last_changed": pa.int64(),
}


def pack(ids: Hashes, given: Mapping[str, Column], shared: Mapping[str, object]) -> bytes:
    """Return rows as the bytes that `unpack` reads.

    Args:
        ids: of the incidents.
        given: the columns that hold anything; only those of the central table are packed.
        shared: values that all rows have.

    """
    size = len(ids)
    columns: dict[str, Any] = {_ID: pa.array(ids)}
    for name, kind in ARROW_TYPES.items():
        if name in given:
            columns[name] = _array(given[name], kind)
        elif name in shared:
            columns[name] = _repeated(shared[name], kind, size)
    if "geometry" in given:
        columns |= dict(zip((LON, LAT, WKB), given["geometry"].array.flatten(), strict=False))
    return _written(columns, size)


def _written(columns: Mapping[str, Any], size: int) -> bytes:
    """Return columns in Arrow's format."""
    batch = pa.RecordBatch.from_pydict(dict(columns) or {_ID: pa.nulls(size)})
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def unpack(
    packed: bytes,
    struck_off: Sequence[str],
    names: Collection[str] | None = None,
) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return a pack's rows as an Arrow table.

    Args:
        packed: what `pack` returned.
        struck_off: the incidents that are no longer as they were packed.
        names: the columns to read, all where none are named. Ids that are among those named come
            as the numbers that their digits stand for.

    """
    if names is not None:
        table = pa.table(_read(packed, {*names, _ID}))
        return without(table, struck_off) if struck_off else table
    table = pa.ipc.open_stream(packed).read_all()
    ids = _texts_of(table.column(_ID).to_numpy())
    table = table.set_column(table.column_names.index(_ID), _ID, ids)
    return without(table, struck_off) if struck_off else table


def pack_rest(given: Mapping[str, Column], shared: Mapping[str, object], size: int) -> bytes:
    """Return what the store keeps of rows beside the central table's columns."""
    columns = {
        name: _plain(given[name], kind) if name in given else _repeated(shared[name], kind, size)
        for name, kind in _REST.items()
        if name in given or name in shared
    }
    return _written(columns, size)


def unpack_columns(
    packed: bytes,
    rest: bytes | None,
    numbers: Mapping[str, Hashes],
    names: Collection[str],
    rows: NDArray[np.intp] | None = None,
) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return columns of a pack as an Arrow table; those that hold nothing may be left out.

    Args:
        packed: what `pack` returned.
        rest: what `pack_rest` returned; None when no column of it is wanted (see `is_rest`).
        numbers: ids and fingerprints of all rows.
        names: of the columns, as the store's.
        rows: positions of the rows to return, in this order; all where none are given.

    """
    wanted = {*names} | ({LON, LAT, WKB} if "geometry" in names else set())
    columns = _read(packed, wanted - {_ID})
    if rest is not None:
        columns |= _read(rest, wanted)
    if rows is not None:
        columns = {name: column.take(rows) for name, column in columns.items()}
    size = len(numbers[_ID]) if rows is None else len(rows)
    for name in numbers.keys() & wanted:
        columns[name] = _texts_of(numbers[name] if rows is None else numbers[name][rows])
    return pa.table(columns or {_ID: pa.nulls(size)})


def is_rest(names: Collection[str]) -> bool:
    """Return whether a pack's rest holds any of some columns."""
    return not _REST.keys().isdisjoint(names)


def stored_columns(table: Any, names: Sequence[str]) -> dict[str, list[Any]]:  # noqa: ANN401 - Arrow ships no types
    """Return columns of an Arrow table as SQLite keeps them: days as text, geometries as binary."""
    found = {}
    for name in names:
        if name == "geometry":
            found[name] = _binary(table)
        elif name in table.column_names:
            column = table.column(name)
            is_date = pa.types.is_date(column.type)
            found[name] = (column.cast(pa.string()) if is_date else column).to_pylist()
        else:
            found[name] = [None] * table.num_rows
    return found


def _read(packed: bytes, wanted: Collection[str]) -> dict[str, Any]:
    """Return some of the columns, without decompressing the others."""
    names = pa.ipc.open_stream(packed).schema.names
    there = [at for at, name in enumerate(names) if name in wanted]
    if not there:
        return {}
    options = pa.ipc.IpcReadOptions(included_fields=there)
    table = pa.ipc.open_stream(packed, options=options).read_all()
    return {name: table.column(name) for name in table.column_names}


def _binary(table: Any) -> list[bytes | None]:  # noqa: ANN401 - Arrow ships no types
    """Return geometries as well-known binary."""
    found = np.full(table.num_rows, None, dtype=object)
    if LON in table.column_names:
        lon, lat = (table.column(name).to_numpy() for name in (LON, LAT))
        there = ~np.isnan(lon)
        found[there] = points_as_wkb(lon[there], lat[there])
    if WKB in table.column_names:
        written = np.array(table.column(WKB).to_pylist(), dtype=object)
        others = np.array([value is not None for value in written], dtype=bool)
        found[others] = written[others]
    cells: list[bytes | None] = found.tolist()
    return cells


def _plain(column: Column, kind: Any) -> Any:  # noqa: ANN401 - Arrow ships no types
    return column.array.cast(kind)


def _array(column: Column, kind: Any) -> Any:  # noqa: ANN401 - Arrow ships no types
    if pa.types.is_date(kind):
        days = column.array
        if not pa.types.is_dictionary(days.type):
            return days.cast(kind)
        return days.dictionary.cast(kind).take(days.indices)
    is_coded = not pa.types.is_string(kind) or pa.types.is_dictionary(column.array.type)
    return column.array if is_coded else column.array.dictionary_encode()


def _repeated(value: object, kind: Any, size: int) -> Any:  # noqa: ANN401 - Arrow ships no types
    if pa.types.is_string(kind):
        codes = pa.array(np.zeros(size, dtype=np.int32))
        return pa.DictionaryArray.from_arrays(codes, pa.array([value], type=kind))
    if pa.types.is_date(kind):
        return pa.repeat(pa.scalar(value, type=pa.string()).cast(kind), size)
    return pa.repeat(pa.scalar(value, type=kind), size)


def _texts_of(ids: Hashes) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return ids as an Arrow array of texts, made of one buffer."""
    digits = ids.astype(">u8").tobytes().hex()
    offsets = np.arange(0, 16 * len(ids) + 1, 16, dtype=np.int32)
    return pa.StringArray.from_buffers(
        len(ids), pa.py_buffer(offsets.tobytes()), pa.py_buffer(digits.encode())
    )
