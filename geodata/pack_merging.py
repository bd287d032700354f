"""Small packs of one source made into larger ones, which are read and searched faster.

A month of files of a thousand rows each would otherwise leave thousands of packs, and each file's
rows would be looked for in all of them.
"""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import sqlalchemy as sa

from geodata import schema, sole_packs
from geodata.column_codec import Column, Hashes
from geodata.incident_columns import LAT, LON, WKB

# So many packs of fewer rows than this are made one.
MANY, SMALL = 32, 16_000
_PARTS = (LON, LAT, WKB)


def small_packs(connection: sa.Connection, source: str) -> list[int]:
    """Return the small packs of a source, as many as make one; none while there are few."""
    packs, sole = schema.packed_rows.c, schema.sole_packs.c
    wanted = (
        sa.select(packs.pack_id, packs.size)
        .join(schema.sole_packs, sole.pack_id == packs.pack_id)
        .where(sole.source == source, packs.size < SMALL)
        .order_by(packs.pack_id)
    )
    found = connection.execute(wanted).all()
    if len(found) < MANY:
        return []
    before = np.cumsum([row.size for row in found]) - found[0].size
    return [row.pack_id for row, rows in zip(found, before, strict=True) if rows < sole_packs.MOST]


def taken_out(
    connection: sa.Connection, pack_ids: Sequence[int]
) -> tuple[Hashes, dict[str, Column]]:
    """Take the rows out of packs, which are then gone; return their ids, ascending, and columns."""
    packs = [*sole_packs.whole_packs(connection, pack_ids)]
    ids = np.concatenate([pack.ids for pack in packs])
    order = np.argsort(ids)
    whole = pa.concat_tables([pack.table for pack in packs], promote_options="default")
    whole = whole.unify_dictionaries().take(pa.array(order))
    columns = {name: whole.column(name).combine_chunks() for name in whole.column_names}
    parts = {name: columns.pop(name) for name in _PARTS if name in columns}
    if parts:
        columns["geometry"] = pa.StructArray.from_arrays([*parts.values()], names=[*parts])
    none = np.zeros(len(ids), dtype=np.uint64)
    given = {
        name: Column(_as_text(array), none, varies=True)
        for name, array in columns.items()
        if array.null_count < len(array)
    }
    fingerprints = np.concatenate([pack.fingerprints for pack in packs])[order]
    given["fingerprint"] = Column(pa.array(fingerprints), fingerprints, varies=True)
    sole_packs.remove(connection, pack_ids)
    return ids[order], given


def _as_text(array: pa.Array) -> pa.Array:
    """Return days as text, as all else gives them."""
    return array.cast(pa.string()) if pa.types.is_date(array.type) else array
