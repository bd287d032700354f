"""What the two kinds of database have in common when the rows of a dataset go in and out."""

from collections.abc import Iterable, Sequence

import numpy as np

from geodata.column_codec import numbers_of
from geodata.history import COLUMNS
from geodata.known_rows import Known

# Packs of which nothing is left, and what was struck off them.
DROP_EMPTY_PACKS = (
    (
        "DELETE FROM packed_rows WHERE size <= "
        "(SELECT count(*) FROM struck_off WHERE struck_off.pack_id = packed_rows.pack_id)"
    ),
    "DELETE FROM struck_off WHERE pack_id NOT IN (SELECT pack_id FROM packed_rows)",
)


def known_rows(rows: Sequence[tuple[str, str, int]]) -> Known:
    """Return ids, fingerprints, and which are withdrawn, of rows as they are fetched."""
    ids, fingerprints, withdrawn = zip(*rows, strict=True)
    return numbers_of(ids), numbers_of(fingerprints), np.array(withdrawn, dtype=bool)


def not_written(names: Iterable[str]) -> list[str]:
    """Return the columns that become missing where others are written over."""
    written = {*names, "incident_id"}
    return [name for name in COLUMNS if name not in written]
