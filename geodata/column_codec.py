"""Columns of values as a database takes them, each value with its hash."""

import datetime as dt
import hashlib
import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.errors import ValidationError
from geodata.incident import DATE, FLOAT, INTEGER, LIST, stable_id_text
from geodata.row_checks import Problems, numbers

Hashes = NDArray[np.uint64]
Cells = NDArray[np.object_]
# Hashes are joined with this odd number (FNV-1a's, 64 bits); what is missing has this hash.
PRIME = np.uint64(0x100000001B3)
MISSING = np.uint64(0x9E3779B97F4A7C15)
_ID_DIGITS = 16
_HEX = frozenset("0123456789abcdef")


@dataclass(frozen=True, slots=True)
class Column:
    """The values of a column as a database takes them.

    Attributes:
        array: one value a row, of Arrow: text (days and lists too), numbers, or missing. Of
            geometries the points' `lon` and `lat` and others' `wkb`; numbers without a sign are
            hashes, which are kept as hexadecimal digits.
        hashes: of each value; equal values have equal hashes on any machine.
        varies: whether any two differ.

    """

    array: Any
    hashes: Hashes
    varies: bool

    @property
    def cells(self) -> Cells:
        """Return text, numbers, bytes or missing (None), one a row; made anew each time."""
        return _cells(self.array)

    def of(self, chosen: NDArray[np.bool_] | NDArray[np.intp] | slice) -> Self:
        """Return the values of some rows, by a mask, by their positions or as a part."""
        if isinstance(chosen, slice):
            values = self.array[chosen]
        elif chosen.dtype == bool:
            values = self.array.filter(pa.array(chosen))
        else:
            values = self.array.take(pa.array(chosen))
        return type(self)(values, self.hashes[chosen], self.varies)


def _cells(values: Any) -> Cells:  # noqa: ANN401 - Arrow ships no types
    kind = values.type
    if pa.types.is_dictionary(kind):
        known: Cells = np.full(len(values.dictionary) + 1, None, dtype=object)
        known[:-1] = _cells(values.dictionary)
        found: Cells = known[_codes(values)]
    elif pa.types.is_struct(kind):
        found = _geometry_cells(values)
    elif kind == pa.uint64():
        found = np.array(hex_of(values.to_numpy()), dtype=object)
    elif pa.types.is_integer(kind) or pa.types.is_floating(kind):
        missing = values.is_null().to_numpy(zero_copy_only=False)
        found = pc.fill_null(values, 0).to_numpy(zero_copy_only=False).astype(object)
        found[missing] = None
    else:
        found = values.to_numpy(zero_copy_only=False)
    return found


def _codes(values: Any) -> NDArray[np.int32]:  # noqa: ANN401 - Arrow ships no types
    """Return the place of each value in the dictionary; behind its end where there is none."""
    codes: NDArray[np.int32] = pc.fill_null(values.indices, len(values.dictionary)).to_numpy(
        zero_copy_only=False
    )
    return codes


def encode(
    name: str,
    series: "pd.Series[Any]",
    dtype: str | type[StrEnum],
    problems: Problems,
    *,
    is_told_once: bool = False,
) -> Column:
    """Return a column as the store writes it.

    Args:
        name: of the column.
        series: its values.
        dtype: of `geodata.incident`.
        problems: takes the rows whose value is none of the column's.
        is_told_once: whether hardly any value comes twice.

    Raises:
        ValidationError: the column holds what cannot be one of its values at all.

    """
    if dtype == INTEGER:
        return _integers(name, series)
    if dtype == FLOAT:
        found = numbers(series, name, problems)
        return _column(found, np.isnan(found))
    if dtype == DATE:
        return _days(name, series, problems)
    if dtype == LIST:
        return _texts(name, _lists_as_json(series), None, problems, is_told_once=False)
    terms = None if isinstance(dtype, str) else dtype
    return _texts(name, series, terms, problems, is_told_once=is_told_once)


def _texts(
    name: str,
    series: "pd.Series[Any]",
    terms: type[StrEnum] | None,
    problems: Problems,
    *,
    is_told_once: bool,
) -> Column:
    array = _as_arrow(series)
    if array is None:
        return _doubtful_texts(name, series, terms, problems)
    if is_told_once:
        cells = array.to_numpy(zero_copy_only=False)
        missing = array.is_null().to_numpy(zero_copy_only=False)
        if _holds_nul(array):
            return _doubtful_texts(name, series, terms, problems)
        cells[missing] = ""
        hashes = pd.util.hash_array(cells, categorize=False)
        hashes[missing] = MISSING
        return Column(array, hashes, varies(hashes))
    if not pa.types.is_dictionary(array.type):
        array = array.dictionary_encode()
    uniques = array.dictionary.to_numpy(zero_copy_only=False)
    if _holds_nul(array.dictionary) or (terms is not None and not _all_terms(uniques, terms)):
        return _doubtful_texts(name, series, terms, problems)
    codes = _codes(array)
    hashes = np.append(pd.util.hash_array(uniques, categorize=False), MISSING)
    return Column(array, hashes[codes], varies(codes))


def _as_arrow(series: "pd.Series[Any]") -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return texts as an Arrow array; None where something else is among them."""
    try:
        if isinstance(series.dtype, pd.CategoricalDtype):
            codes = series.cat.codes.to_numpy(dtype=np.int32)
            known = pa.array(series.cat.categories.astype(object), type=pa.string())
            return pa.DictionaryArray.from_arrays(pa.array(codes, mask=codes < 0), known)
        if pd.api.types.infer_dtype(series, skipna=True) not in {"string", "empty"}:
            return None
        array = pa.array(series, type=pa.string(), from_pandas=True)
    except (pa.ArrowException, UnicodeError, TypeError, ValueError):
        return None
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return array


def _holds_nul(texts: Any) -> bool:  # noqa: ANN401 - Arrow ships no types
    *_, content = texts.buffers()
    return content is not None and b"\0" in bytes(content) and _counts_nul(texts)


def _counts_nul(texts: Any) -> bool:  # noqa: ANN401 - Arrow ships no types
    """Look again, closely: a part of an array shares the buffer of the whole."""
    return bool(pc.any(pc.match_substring(texts, "\0")).as_py())


def _all_terms(texts: Cells, terms: type[StrEnum]) -> bool:
    return {*texts.tolist()} <= {member.value for member in terms}


def _doubtful_texts(
    name: str, series: "pd.Series[Any]", terms: type[StrEnum] | None, problems: Problems
) -> Column:
    """Return the texts among the values, and tell of the others."""
    codes, found = pd.factorize(series)
    uniques: Cells = np.full(len(found) + 1, None, dtype=object)
    uniques[:-1] = found
    for number, value in enumerate(uniques[:-1]):
        said = _wrong_text(name, value, terms)
        if said:
            problems.add(codes == number, said)
            uniques[number] = None
    hashes = np.append(pd.util.hash_array(uniques[:-1], categorize=False), MISSING)
    # The code of a missing value, -1, is the last.
    texts = pa.array(uniques, type=pa.string())
    values = pa.DictionaryArray.from_arrays(pa.array(codes % len(uniques), type=pa.int32()), texts)
    return Column(pc.dictionary_encode(values.cast(pa.string())), hashes[codes], varies(codes))


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
    return _column(whole.to_numpy(dtype=np.int64, na_value=0), missing)


def _days(name: str, series: "pd.Series[Any]", problems: Problems) -> Column:
    days = days_of(series)
    missing = np.isnat(days)
    outside = ~missing & ((days < _FIRST_DAY) | (days > _LAST_DAY))
    problems.add(outside, f"{name} is not in the years 1 to 9999")
    missing = missing | outside
    whole = np.where(missing, 0, days.astype(np.int64))
    codes, uniques = pd.factorize(whole)
    texts = np.datetime_as_string(uniques.astype("datetime64[D]")).astype(object)
    values = pa.DictionaryArray.from_arrays(
        pa.array(codes.astype(np.int32), mask=missing), pa.array(texts, type=pa.string())
    )
    hashes = pd.util.hash_array(whole)
    hashes[missing] = MISSING
    return Column(values, hashes, varies(hashes))


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


def _column(found: NDArray[Any], missing: NDArray[np.bool_]) -> Column:
    hashes = pd.util.hash_array(found)
    hashes[missing] = MISSING
    return Column(pa.array(found, mask=missing), hashes, varies(hashes))


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
    whole = np.array([value], dtype=None if isinstance(value, int) else object)
    hashed = pd.util.hash_array(whole, categorize=False)
    return Column(pa.array([value] * size), np.full(size, hashed), varies=False)


def geometries(
    lon: NDArray[np.float64],
    lat: NDArray[np.float64],
    written: Cells | None,
    hashes: Hashes,
) -> Column:
    """Return geometries as a column.

    Args:
        lon: degrees, NaN where there is no point.
        lat: degrees.
        written: what is no point, as well-known binary; None when all are.
        hashes: of each.

    """
    parts = {"lon": pa.array(lon), "lat": pa.array(lat)}
    if written is not None:
        parts["wkb"] = pa.array(written, type=pa.binary())
    values = pa.StructArray.from_arrays([*parts.values()], names=[*parts])
    return Column(values, hashes, varies(hashes))


def _geometry_cells(values: Any) -> Cells:  # noqa: ANN401 - Arrow ships no types
    lon, lat = (column.to_numpy(zero_copy_only=False) for column in values.flatten()[:2])
    found = np.full(len(lon), None, dtype=object)
    there = ~np.isnan(lon)
    found[there] = points_as_wkb(lon[there], lat[there])
    for written in values.flatten()[2:]:
        others = written.is_valid().to_numpy(zero_copy_only=False)
        found[others] = written.to_numpy(zero_copy_only=False)[others]
    return found


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


def numbers_among(incident_ids: Collection[str]) -> Hashes:
    """Return as numbers those among ids that are of our making: 16 hexadecimal digits."""
    return numbers_of(sorted({key for key in incident_ids if is_number(key)}))


def is_number(incident_id: str) -> bool:
    """Return whether an id is of our making, so that it can be kept as a number."""
    return len(incident_id) == _ID_DIGITS and _HEX.issuperset(incident_id)


def incident_ids(source: str, keys: Sequence[str]) -> Hashes:
    """Return the ids of a dataset's rows, `stable_id` of source and key, as numbers."""
    before, sha256 = stable_id_text(source, ""), hashlib.sha256
    digests = [sha256((before + key).encode()).digest() for key in keys]
    # The first 8 of the 32 bytes of each.
    return np.frombuffer(b"".join(digests), dtype=">u8")[::4].astype(np.uint64)
