"""Rows of a dataset packed in columns, as they are read: a million in a second or two.

Beside its rows a store keeps, of each chunk of a dataset that was loaded, the columns of the
central table in Arrow's format, compressed. To read is then to decode some dozens of values, in
place of fetching tens of millions one by one. A row that has changed since is struck off its pack
by the database itself (see `geodata.schema`), and read from the table.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from geodata.column_codec import Column, Hashes
from geodata.incident_columns import ARROW_TYPES, LAT, LON, WKB, without

# Fewer rows are read from the table as fast.
LEAST = 2_000
_ID = "incident_id"
# Bytes of a point in well-known binary, and where its coordinates begin.
_POINT_SIZE, _POINT_HEAD = 21, 5


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
            columns[name] = _array(given[name], kind, size)
        elif name in shared:
            columns[name] = _repeated(shared[name], kind, size)
    if "geometry" in given:
        columns |= _geometry(given["geometry"].cells)
    batch = pa.RecordBatch.from_pydict(columns)
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, batch.schema, options=options) as writer:
        writer.write_batch(batch)
    packed: bytes = sink.getvalue().to_pybytes()
    return packed


def unpack(packed: bytes, struck_off: Sequence[str]) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return a pack's rows as an Arrow table.

    Args:
        packed: what `pack` returned.
        struck_off: the incidents that are no longer as they were packed.

    """
    table = pa.ipc.open_stream(packed).read_all()
    ids = _texts_of(table.column(_ID).to_numpy())
    table = table.set_column(table.column_names.index(_ID), _ID, ids)
    return without(table, struck_off) if struck_off else table


def _array(column: Column, kind: Any, size: int) -> Any:  # noqa: ANN401 - Arrow ships no types
    if not column.varies:
        return _repeated(column.cells[0], kind, size)
    if pa.types.is_date(kind):
        return pa.array(column.cells, type=pa.string()).cast(kind)
    array = pa.array(column.cells, type=kind)
    return array.dictionary_encode() if pa.types.is_string(kind) else array


def _repeated(value: object, kind: Any, size: int) -> Any:  # noqa: ANN401 - Arrow ships no types
    if pa.types.is_string(kind):
        codes = pa.array(np.zeros(size, dtype=np.int32))
        return pa.DictionaryArray.from_arrays(codes, pa.array([value], type=kind))
    if pa.types.is_date(kind):
        return pa.repeat(pa.scalar(value, type=pa.string()).cast(kind), size)
    return pa.repeat(pa.scalar(value, type=kind), size)


def _geometry(cells: NDArray[np.object_]) -> dict[str, Any]:
    """Return points as two columns of numbers, and what is no point as it is."""
    is_point = np.array([cell is not None and len(cell) == _POINT_SIZE for cell in cells])
    lon, lat = (np.full(len(cells), np.nan) for _ in range(2))
    joined = np.frombuffer(b"".join(cells[is_point]), dtype=np.uint8).reshape(-1, _POINT_SIZE)
    lon[is_point] = joined[:, _POINT_HEAD : _POINT_HEAD + 8].copy().view("<f8")[:, 0]
    lat[is_point] = joined[:, _POINT_HEAD + 8 :].copy().view("<f8")[:, 0]
    found = {LON: pa.array(lon), LAT: pa.array(lat)}
    if not is_point.all():
        others = cells.copy()
        others[is_point] = None
        found[WKB] = pa.array(others, type=pa.binary())
    return found


def _texts_of(ids: Hashes) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return ids as an Arrow array of texts, made of one buffer."""
    digits = ids.astype(">u8").tobytes().hex()
    offsets = np.arange(0, 16 * len(ids) + 1, 16, dtype=np.int32)
    return pa.StringArray.from_buffers(
        len(ids), pa.py_buffer(offsets.tobytes()), pa.py_buffer(digits.encode())
    )
