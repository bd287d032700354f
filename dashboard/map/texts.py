"""Columns of what a person reads, packed in slices: text, numbers, lists.

Text that repeats is a number into a list of values that the page holds once; text that does not
(quotes) travels as its bytes and their lengths. Missing values are 0, what is there is one more.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.map.packing import TEXT_BYTES, Column, smallest_unsigned

Ints = npt.NDArray[np.int64]
Parts = dict[str, Column]

# A column of which so many first values are nearly all different repeats little.
_SAMPLE = 4096
# Numbers of more values than this are kept to so many decimals: people are told two.
_DISTINCT = 65_535
_DECIMALS = 4


@dataclass(frozen=True, slots=True)
class Repeated:
    """Text as numbers into a list of values, which the page holds once for all rows."""

    codes: npt.NDArray[np.integer[Any]]
    texts: Any
    kind: str = "repeated"

    def parts(self, name: str, first: int, last: int) -> Parts:
        """Return the arrays of the rows from first to last, under names that begin with `name`."""
        return {name: self.codes[first:last]}

    def values(self) -> Parts:
        """Return what is held once for all rows."""
        return text_parts("", self.texts)


@dataclass(frozen=True, slots=True)
class Single:
    """Text that hardly repeats, as it is.

    Attributes:
        texts: an Arrow array, in the order of the frame.
        order: of the rows, which so much text is only put into piece by piece.

    """

    texts: Any
    order: Ints
    kind: str = "single"

    def parts(self, name: str, first: int, last: int) -> Parts:
        """See `Repeated`."""
        return text_parts(name, self.texts.take(pa.array(self.order[first:last])))

    def values(self) -> Parts:
        """See `Repeated`."""
        return {}


@dataclass(frozen=True, slots=True)
class Coded:
    """Numbers as numbers into a list of those that occur, which the page holds once."""

    codes: npt.NDArray[np.integer[Any]]
    numbers: npt.NDArray[np.float32]
    kind: str = "coded"

    def parts(self, name: str, first: int, last: int) -> Parts:
        """See `Repeated`."""
        return {name: self.codes[first:last]}

    def values(self) -> Parts:
        """See `Repeated`."""
        return {".values": self.numbers}


@dataclass(frozen=True, slots=True)
class Number:
    """Whole numbers as value + 1 with 0 for missing, or truth values."""

    numbers: npt.NDArray[np.generic]
    kind: str

    def parts(self, name: str, first: int, last: int) -> Parts:
        """See `Repeated`."""
        return {name: self.numbers[first:last]}

    def values(self) -> Parts:
        """See `Repeated`."""
        return {}


Readable = Repeated | Single | Coded | Number


def readable(column: "pd.Series[Any]", order: Ints) -> Readable | None:
    """Return a column in an order, packed by its type; None when nothing stands in it.

    Args:
        column: text, categories, numbers, truth values, or lists of text.
        order: positions in the column, in packed order.

    """
    if column.isna().all():
        return None
    if isinstance(column.dtype, pd.CategoricalDtype):
        codes = column.cat.codes.to_numpy()[order].astype(np.int64) + 1
        return _repeated(codes, strings(pd.Series(column.cat.categories, dtype="string")))
    if pd.api.types.is_bool_dtype(column.dtype):
        return _number(column, order, missing=0)
    if pd.api.types.is_integer_dtype(column.dtype):
        return _number(column, order, missing=-1)
    if pd.api.types.is_float_dtype(column.dtype):
        return _real(column.to_numpy(np.float32, na_value=np.nan)[order])
    return readable_texts(strings(column), order)


def readable_texts(texts: Any, order: Ints) -> Readable | None:  # noqa: ANN401 - Arrow is untyped
    """Return an Arrow array of text in an order; None when nothing stands in it."""
    if texts.null_count == len(texts):
        return None
    if pc.count_distinct(texts[:_SAMPLE]).as_py() * 2 > min(len(texts), _SAMPLE):
        return Single(texts, order)
    encoded = texts.dictionary_encode()
    codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
    return _repeated(codes[order].astype(np.int64) + 1, encoded.dictionary)


def strings(values: "pd.Series[Any] | list[str | None]") -> Any:  # noqa: ANN401 - as above
    """Return text as an Arrow array."""
    array = pa.array(values, from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return array.cast(pa.large_string())


def text_parts(name: str, texts: Any) -> Parts:  # noqa: ANN401 - as above
    """Return the bytes of an Arrow array of text, and their lengths: 0 is missing, 1 empty."""
    lengths = pc.binary_length(texts).fill_null(-1).to_numpy(zero_copy_only=False)
    _, offsets, content = texts.buffers()
    first, last = (
        np.frombuffer(offsets, np.int64)[[texts.offset, texts.offset + len(texts)]]
        if offsets
        else (0, 0)
    )
    held = np.frombuffer(content, np.uint8)[first:last] if content else np.zeros(0, np.uint8)
    return {
        f"{name}{TEXT_BYTES}": held,
        f"{name}.lengths": smallest_unsigned(lengths.astype(int) + 1),
    }


def _repeated(codes: Ints, texts: Any) -> Repeated | None:  # noqa: ANN401 - as above
    return Repeated(smallest_unsigned(codes), texts) if codes.any() else None


def _real(numbers: npt.NDArray[np.float32]) -> Coded | None:
    # Few of many differ: finding them is faster than sorting all.
    codes, distinct = pd.factorize(numbers)
    if len(distinct) > _DISTINCT:
        codes, distinct = pd.factorize(np.round(numbers, _DECIMALS))
    if not len(distinct):
        return None
    order = np.argsort(distinct)
    # What is missing has the code -1, so its place is the last.
    places = np.zeros(len(distinct) + 1, np.int64)
    places[order] = np.arange(1, len(distinct) + 1)
    return Coded(smallest_unsigned(places[codes]), distinct[order])


def _number(column: "pd.Series[Any]", order: Ints, *, missing: int) -> Number | None:
    values = column.to_numpy(np.int64, na_value=missing)[order]
    if missing == 0:
        return Number(values.astype(np.uint8), "truth") if values.any() else None
    return Number(smallest_unsigned(values + 1), "whole") if (values >= 0).any() else None
