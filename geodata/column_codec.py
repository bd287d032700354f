"""Columns of values as a database takes them, each value with its hash."""

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geodata.errors import ValidationError
from geodata.incident import DATE, FLOAT, INTEGER, LIST, stable_id_text
from geodata.row_checks import Problems, numbers

Hashes = NDArray[np.uint64]
Cells = NDArray[np.object_]
# Hashes are joined with this odd number (FNV-1a's, 64 bits); what is missing has this hash.
PRIME = np.uint64(0x100000001B3)
MISSING = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True)
class Column:
    """The values of a column as a database takes them.

    Attributes:
        cells: text, numbers, bytes or missing (None), one a row.
        hashes: of each value; equal values have equal hashes on any machine.
        varies: whether any two differ.

    """

    cells: Cells
    hashes: Hashes
    varies: bool

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.intp]) -> Self:
        """Return the values of some rows, by a mask or by their positions."""
        return type(self)(self.cells[chosen], self.hashes[chosen], self.varies)


def encode(
    name: str, series: "pd.Series[Any]", dtype: str | type[StrEnum], problems: Problems
) -> Column:
    """Return a column as the store writes it.

    Args:
        name: of the column.
        series: its values.
        dtype: of `geodata.incident`.
        problems: takes the rows whose value is none of the column's.

    Raises:
        ValidationError: the column holds what cannot be one of its values at all.

    """
    if dtype == INTEGER:
        return _integers(name, series)
    if dtype == FLOAT:
        found = numbers(series, name, problems)
        return _column(found, np.isnan(found), found.astype(object))
    if dtype == DATE:
        return _days(name, series, problems)
    if dtype == LIST:
        return _texts(name, _lists_as_json(series), None, problems)
    return _texts(name, series, None if isinstance(dtype, str) else dtype, problems)


def _texts(
    name: str, series: "pd.Series[Any]", terms: type[StrEnum] | None, problems: Problems
) -> Column:
    codes, found = pd.factorize(series)
    uniques: Cells = np.full(len(found) + 1, None, dtype=object)
    uniques[:-1] = found
    plain = terms is None and _is_plain(uniques[:-1])
    for number, value in enumerate(() if plain else uniques[:-1]):
        said = _wrong_text(name, value, terms)
        if said:
            problems.add(codes == number, said)
            uniques[number] = None
    hashes = np.append(pd.util.hash_array(uniques[:-1], categorize=False), MISSING)
    # The code of a missing value, -1, is the last.
    return Column(uniques[codes], hashes[codes], varies(codes))


def _is_plain(texts: Cells) -> bool:
    """Return whether all are texts that any database takes; those of most columns are."""
    try:
        joined = "".join(texts)
    except TypeError:
        return False
    return joined.isascii() and "\0" not in joined


def _wrong_text(name: str, value: object, terms: type[StrEnum] | None) -> str | None:
    """Return what is wrong with a text, or nothing."""
    if not isinstance(value, str):
        return f"{name} {value!r} is no text"
    if terms is not None and value not in {member.value for member in terms}:
        return f"{name} {value!r} is not one of {', '.join(terms)}"
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            return f"{name} holds a character that is none (half of a surrogate pair)"
    return f"{name} holds a NUL character" if "\0" in value else None


def _integers(name: str, series: "pd.Series[Any]") -> Column:
    try:
        # pandas' stubs do not know its own dtypes by these names.
        whole: Any = series.astype(INTEGER).array  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError) as error:
        raise ValidationError(f"dataset rows: column {name!r}: {error}") from error
    missing = np.asarray(whole.isna())
    values = whole.to_numpy(dtype=np.int64, na_value=0)
    return _column(values, missing, values.astype(object))


def _days(name: str, series: "pd.Series[Any]", problems: Problems) -> Column:
    days = days_of(series)
    missing = np.isnat(days)
    outside = ~missing & ((days < _FIRST_DAY) | (days > _LAST_DAY))
    problems.add(outside, f"{name} is not in the years 1 to 9999")
    missing = missing | outside
    codes, uniques = pd.factorize(days.astype(np.int64))
    texts = np.datetime_as_string(uniques.astype("datetime64[D]")).astype(object)
    return _column(days.astype(np.int64), missing, texts[codes])


def days_of(series: "pd.Series[Any]") -> NDArray[np.datetime64]:
    """Return a column of days, given as times or as dates.

    Raises:
        ValidationError: it holds something else.

    """
    values = series.to_numpy()
    try:
        if values.dtype == object:
            # Of the kinds of missing NumPy knows only this one.
            values = np.where(series.isna(), np.datetime64("NaT", "D"), values)
        return np.asarray(values, dtype="datetime64[D]")
    except (TypeError, ValueError) as error:
        raise ValidationError(f"dataset rows: column {series.name!r}: {error}") from error


_FIRST_DAY, _LAST_DAY = np.datetime64(dt.date.min), np.datetime64(dt.date.max)


def _column(found: NDArray[Any], missing: NDArray[np.bool_], cells: Cells) -> Column:
    hashes = pd.util.hash_array(found)
    hashes[missing] = MISSING
    cells[missing] = None
    return Column(cells, hashes, varies(hashes))


def varies(values: NDArray[Any]) -> bool:
    """Return whether any two values differ."""
    return len(values) > 0 and bool((values != values[0]).any())


def _lists_as_json(series: "pd.Series[Any]") -> "pd.Series[Any]":
    texts = [
        json.dumps(list(value)) if isinstance(value, (list, tuple)) and len(value) else None
        for value in series
    ]
    return pd.Series(texts, dtype=object)


# Byte order (little-endian) and geometry type (point) of well-known binary.
_POINT_HEAD = np.array([1, 1, 0, 0, 0], dtype=np.uint8)


def constant(value: object, size: int) -> Column:
    """Return a column that holds one value in every row."""
    cells = np.full(size, value, dtype=object)
    whole = np.array([value]) if isinstance(value, int) else cells[:1]
    hashed = pd.util.hash_array(whole, categorize=False) if size else MISSING
    return Column(cells, np.full(size, hashed), varies=False)


def joined(columns: Sequence["Hashes | np.uint64"], size: int) -> Hashes:
    """Return one hash for each row, made of those of its columns in their order."""
    result = np.zeros(size, dtype=np.uint64)
    for hashes in columns:
        result = (result ^ hashes) * PRIME
        result ^= result >> np.uint64(29)
    return result


def points_as_wkb(lon: NDArray[np.float64], lat: NDArray[np.float64]) -> Cells:
    """Return points as well-known binary; ten times as fast as making geometries of them."""
    written = np.empty((len(lon), 21), dtype=np.uint8)
    written[:, :5] = _POINT_HEAD
    written[:, 5:13] = lon.astype("<f8").view(np.uint8).reshape(-1, 8)
    written[:, 13:] = lat.astype("<f8").view(np.uint8).reshape(-1, 8)
    whole = written.tobytes()
    result = np.empty(len(lon), dtype=object)
    result[:] = [whole[first : first + 21] for first in range(0, len(whole), 21)]
    return result


def hex_of(values: Hashes) -> list[str]:
    """Return numbers as 16 hexadecimal digits each, as ids and fingerprints are kept."""
    digits = values.astype(">u8").tobytes().hex()
    return [digits[first : first + 16] for first in range(0, len(digits), 16)]


def numbers_of(values: Sequence[str]) -> Hashes:
    """Return what `hex_of` wrote as numbers."""
    return np.frombuffer(bytes.fromhex("".join(values)), dtype=">u8").astype(np.uint64)


def incident_ids(source: str, keys: Sequence[str]) -> Hashes:
    """Return the ids of a dataset's rows, `stable_id` of source and key, as numbers."""
    before = stable_id_text(source, "")
    digests = [hashlib.sha256((before + key).encode()).digest()[:8] for key in keys]
    return np.frombuffer(b"".join(digests), dtype=">u8").astype(np.uint64)
