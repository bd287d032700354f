"""A table's columns as cells of text, and what becomes of them, each distinct value once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from loaders.datasets.numbers import UNKNOWN

Mask = np.ndarray[tuple[int], np.dtype[np.bool_]]


def as_text(column: pa.Array) -> pa.Array:
    """Return a column as text without spaces around it; null where a cell is empty."""
    if pa.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        column = _cast(column)
    text = pc.utf8_trim_whitespace(pc.cast(column, pa.string()))
    return pc.if_else(pc.equal(pc.binary_length(text), 0), pa.scalar(None, pa.string()), text)


def without_unknown(text: pa.Array) -> pa.Array:
    """Return the text of numbers and dates, null also where it says that nothing is known."""
    known = pc.is_in(pc.utf8_lower(text), value_set=pa.array(sorted(UNKNOWN)))
    return pc.if_else(known, pa.scalar(None, pa.string()), text)


@dataclass(slots=True)
class Converter:
    """Converts cells, and remembers what it has converted.

    Attributes:
        convert: gives a cell's value, or None when it has none.
        kind: the Arrow type of the values.

    """

    convert: Callable[[str], Any]
    kind: pa.DataType
    _known: dict[str, Any] = field(default_factory=dict)

    def values(self, text: pa.Array) -> pa.Array:
        """Return the values of cells; null where a cell is empty or has none."""
        encoded = text.dictionary_encode()
        return pa.array(self.distinct(encoded), self.kind).take(encoded.indices)

    def distinct(self, encoded: pa.DictionaryArray) -> list[Any]:
        """Return the value of each distinct cell."""
        known, convert = self._known, self.convert
        if len(known) > _MOST_KNOWN:
            known.clear()
        result = []
        for cell in encoded.dictionary.to_pylist():
            if cell not in known:
                known[cell] = convert(cell)
            result.append(known[cell])
        return result


_MOST_KNOWN = 200_000


def first_of(arrays: Sequence[pa.Array], length: int, kind: pa.DataType) -> pa.Array:
    """Return for each row the first value that is there."""
    if not arrays:
        return pa.nulls(length, kind)
    return arrays[0] if len(arrays) == 1 else pc.coalesce(*arrays)


def mask(array: pa.Array) -> Mask:
    """Return a Boolean array as NumPy's; null counts as false."""
    result: Mask = pc.fill_null(array, False).to_numpy(zero_copy_only=False)  # noqa: FBT003 - Arrow's own signature
    return result


def _cast(column: pa.Array) -> pa.Array:
    try:
        return pc.cast(column, pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
        values = [None if value is None else str(value) for value in column.to_pylist()]
        return pa.array(values, pa.string())
