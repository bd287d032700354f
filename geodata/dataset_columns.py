"""A chunk of a dataset as the store writes it: checked, and encoded a column at a time.

The rules are those of `geodata.frames.validate`; here a row that breaks one is rejected with its
number and the reason, and the others go on. What a row holds is hashed with it, so that a newer
export is compared with the store by numbers alone.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc
from numpy.typing import NDArray

from geodata.column_codec import (
    MISSING,
    Column,
    Hashes,
    constant,
    days_of,
    encode,
    geometries,
    hex_of,
    incident_ids,
    is_number,
    joined,
    numbers_of,
)
from geodata.dataset_rows import (
    LAT,
    LON,
    RAW,
    ROW_NUMBER,
    SOURCE_KEY,
    WKB,
    DatasetRows,
    RejectedRow,
)
from geodata.errors import ValidationError
from geodata.frames import ORDERED
from geodata.incident import DATE, GEOMETRY, INTEGER, STRING, Incident
from geodata.row_checks import Problems, points, shapes


@dataclass(frozen=True, slots=True)
class EncodedRows:
    """The valid rows of a chunk.

    Attributes:
        ids: the incidents' ids as numbers.
        fingerprints: a hash of all that a row holds.
        columns: the columns that hold anything, by their names in the store.
        row_numbers: the rows' numbers in the file.
        rejected: the rows that are not valid, and those that were none before.
        keeps_ids: whether the rows came with the ids of incidents.

    """

    ids: Hashes
    fingerprints: Hashes
    columns: Mapping[str, Column]
    row_numbers: NDArray[np.int64]
    rejected: Sequence[RejectedRow]
    keeps_ids: bool = False


def encoded(chunk: DatasetRows, source: str) -> EncodedRows:
    """Return a chunk's valid rows as the store writes them.

    Args:
        chunk: rows of a dataset.
        source: the dataset's name, in which the rows' own ids are unique.

    Raises:
        ValidationError: the chunk as such is wrong: a column is unknown or missing, or holds what
            cannot be one of its values at all.

    """
    frame = chunk.frame
    _check_names(frame)
    problems = Problems(len(frame))
    columns = {
        name: column
        for name, dtype in (_DTYPES | _OWN).items()
        if name in frame.columns
        for column in [
            encode(name, frame[name], dtype, problems, is_told_once=name in {SOURCE_KEY, RAW})
        ]
        if column.array.null_count < len(frame)
    }
    _add_geometry(frame, columns, problems)
    _check_required(frame, columns, problems)
    _check_ranges(frame, problems)
    columns |= _defaults(columns, len(frame))
    return _valid(chunk, columns, problems, source)


_NOT_GIVEN = ("incident_id", "source", "report_ids")
_DTYPES: dict[str, str | type[StrEnum]] = {
    column.name: column.metadata["dtype"]
    for column in dataclasses.fields(Incident)
    if column.name not in _NOT_GIVEN and column.metadata["dtype"] != GEOMETRY
} | {SOURCE_KEY: STRING, RAW: STRING}
# What only an export of the program's own brings: its rows were incidents before.
_OWN: dict[str, str | type[StrEnum]] = {"incident_id": STRING, "source": STRING}
_DEFAULTS = {
    column.name: column.default
    for column in dataclasses.fields(Incident)
    if column.name not in _NOT_GIVEN and column.default not in {None, dataclasses.MISSING}
}
_REQUIRED = {
    SOURCE_KEY: None,
    **{
        column.name: _DEFAULTS.get(column.name)
        for column in dataclasses.fields(Incident)
        if column.metadata["required"] and column.name not in _NOT_GIVEN
    },
}


def _check_names(frame: pd.DataFrame) -> None:
    allowed = {*_DTYPES, *_OWN, LON, LAT, WKB, ROW_NUMBER}
    unknown = [str(name) for name in frame.columns if name not in allowed]
    missing = [name for name in (SOURCE_KEY, ROW_NUMBER, "kind") if name not in frame.columns]
    if unknown or missing:
        raise ValidationError(
            f"dataset rows: missing columns {missing or 'none'}, unknown columns "
            f"{unknown or 'none'}"
        )


def _add_geometry(frame: pd.DataFrame, columns: dict[str, Column], problems: Problems) -> None:
    """Add the geometry: points from their coordinates, anything else from its binary."""
    hashes = np.full(len(frame), MISSING)
    lon, lat = (np.full(len(frame), np.nan) for _ in range(2))
    written = None
    if LON in frame.columns and LAT in frame.columns:
        east, north, there = points(frame[LON], frame[LAT], problems)
        lon[there], lat[there] = east[there], north[there]
        hashes[there] = joined([pd.util.hash_array(lon), pd.util.hash_array(lat)], len(lon))[there]
    if WKB in frame.columns:
        written = shapes(frame[WKB], problems)
        there = np.array([value is not None for value in written], dtype=bool)
        lon[there] = lat[there] = np.nan
        hashes[there] = pd.util.hash_array(written[there], categorize=False)
    if (hashes != MISSING).any():
        columns["geometry"] = geometries(lon, lat, written, hashes)


def _check_required(frame: pd.DataFrame, columns: Mapping[str, Column], problems: Problems) -> None:
    for name, default in _REQUIRED.items():
        if name in columns:
            missing = columns[name].hashes == MISSING
            problems.add(missing, f"{name} is missing")
        elif default is None or name in frame.columns:
            problems.add(np.ones(len(frame), dtype=bool), f"{name} is missing")
    if SOURCE_KEY in columns:
        empty = pc.fill_null(pc.equal(columns[SOURCE_KEY].array, ""), fill_value=False)
        problems.add(empty.to_numpy(zero_copy_only=False), f"{SOURCE_KEY} is missing")


def _check_ranges(frame: pd.DataFrame, problems: Problems) -> None:
    for lower, upper in ORDERED[Incident.__name__]:
        if lower in frame.columns and upper in frame.columns:
            low, high = (_in_order(frame[name], _DTYPES[name]) for name in (lower, upper))
            wrong = (low > high).fillna(value=False).to_numpy(dtype=bool)
            problems.add(wrong, f"{lower} exceeds {upper}", low, high)
    for name, dtype in _DTYPES.items():
        if dtype == INTEGER and name in frame.columns:
            negative = (frame[name] < 0).fillna(value=False).to_numpy(dtype=bool)
            problems.add(negative, f"{name} is negative", frame[name])


def _in_order(series: "pd.Series[Any]", dtype: str | type[StrEnum]) -> "pd.Series[Any]":
    """Return values that can be compared: also days that come as dates."""
    return pd.Series(days_of(series)) if dtype == DATE else series.reset_index(drop=True)


def _defaults(columns: Mapping[str, Column], size: int) -> dict[str, Column]:
    """Return the columns that have a default and were not given."""
    found = {}
    for name, default in _DEFAULTS.items():
        if name not in columns:
            value = str(default) if isinstance(default, StrEnum) else default
            found[name] = constant(value, size)
    return found


def _valid(
    chunk: DatasetRows, columns: Mapping[str, Column], problems: Problems, source: str
) -> EncodedRows:
    row_numbers = chunk.frame[ROW_NUMBER].to_numpy(dtype=np.int64)
    rejected = list(chunk.rejected)
    if problems:
        keys = chunk.frame[SOURCE_KEY].tolist()
        rejected += [
            RejectedRow(int(row_numbers[index]), reason, _identifier(keys[index]))
            for index, reason in problems.found()
        ]
        valid = problems.valid()
        columns = {name: column.of(valid) for name, column in columns.items()}
        row_numbers = row_numbers[valid]
    keys = columns[SOURCE_KEY].cells.tolist() if SOURCE_KEY in columns else []
    given = {name: column for name, column in columns.items() if name != "incident_id"}
    keeps_ids = len(given) < len(columns)
    ids = _own_ids(columns["incident_id"].cells.tolist(), source) if keeps_ids else None
    columns = given
    return EncodedRows(
        ids=incident_ids(source, keys) if ids is None else ids,
        fingerprints=_fingerprints(columns, len(row_numbers)),
        columns=columns,
        row_numbers=row_numbers,
        rejected=sorted(rejected, key=lambda row: row.row_number),
        keeps_ids=keeps_ids,
    )


def _own_ids(given: Sequence[str], source: str) -> Hashes:
    """Return the ids that rows came with; a hash of one that a person made up."""
    texts = [text if is_number(text) else hex_of(incident_ids(source, [text]))[0] for text in given]
    return numbers_of(texts)


def _identifier(key: object) -> str:
    return key if isinstance(key, str) else ""


def _fingerprints(columns: Mapping[str, Column], size: int) -> Hashes:
    """Return a hash of each row; a column that is not there counts as one that is missing."""
    names = (*_DTYPES, "geometry")
    return joined([columns[name].hashes if name in columns else MISSING for name in names], size)
