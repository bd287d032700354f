"""Frames of the three tables: building them from records, and checking them.

`incidents_frame`, `claims_frame` and `reports_frame` turn records into frames with exactly the
dtypes that `geodata.incident` describes; `validate` names the row and the column that break them.
"""

import dataclasses
from collections.abc import Iterable
from enum import StrEnum
from typing import Any

import geopandas as gpd
import pandas as pd

from geodata.errors import ValidationError
from geodata.incident import GEOMETRY, INTEGER, Claim, Incident, Report, TableType

CRS = "EPSG:4326"


def incidents_frame(incidents: Iterable[Incident]) -> gpd.GeoDataFrame:
    """Return the incidents as the central GeoDataFrame (one row each, EPSG:4326)."""
    frame = _frame(Incident, incidents)
    return gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS)


def claims_frame(claims: Iterable[Claim]) -> pd.DataFrame:
    """Return the claims as a frame, one row each."""
    return _frame(Claim, claims)


def reports_frame(reports: Iterable[Report]) -> pd.DataFrame:
    """Return the reports as a frame, one row each."""
    return _frame(Report, reports)


def validate(frame: pd.DataFrame, table: TableType) -> None:
    """Check a frame against the data model.

    Args:
        frame: rows of ``table``.
        table: `Incident`, `Claim` or `Report`.

    Raises:
        ValidationError: a column is missing, unknown or of another dtype; a required value is
            missing; low exceeds high; a first day comes after the last. Names row and column.

    """
    _check_columns(frame, table)
    for column in dataclasses.fields(table):
        values = frame[column.name]
        if str(values.dtype) != str(pandas_dtype(column.metadata["dtype"])):
            raise ValidationError(
                f"{table.__name__} column {column.name!r} has dtype {values.dtype}, "
                f"expected {pandas_dtype(column.metadata['dtype'])}: build it with "
                f"{table.__name__.lower()}s_frame"
            )
        if column.metadata["required"] and values.isna().any():
            _reject(frame, table, column.name, values.isna(), "is missing")
    _check_ranges(frame, table)


def pandas_dtype(dtype: str | type[StrEnum]) -> str | pd.CategoricalDtype:
    """Return what pandas calls a column's dtype; an enum becomes a category of its values."""
    if isinstance(dtype, str):
        return dtype
    return pd.CategoricalDtype([member.value for member in dtype])


def column_names(table: TableType) -> list[str]:
    """Return the names of a table's columns, in order."""
    return [column.name for column in dataclasses.fields(table)]


def _frame(table: TableType, records: Iterable[Any]) -> pd.DataFrame:
    rows = list(records)
    columns = {}
    for column in dataclasses.fields(table):
        values = [getattr(row, column.name) for row in rows]
        dtype = column.metadata["dtype"]
        if dtype == GEOMETRY:
            columns[column.name] = pd.Series(gpd.GeoSeries(values, crs=CRS))
        else:
            columns[column.name] = _series(column.name, values, dtype, table)
    return pd.DataFrame(columns)


def _series(
    name: str, values: list[Any], dtype: str | type[StrEnum], table: TableType
) -> "pd.Series[Any]":
    if not isinstance(dtype, str):
        known = {member.value for member in dtype}
        for row, value in enumerate(values):
            if value is not None and value not in known:
                raise ValidationError(
                    f"{table.__name__} row {row}, column {name!r}: {value!r} is not one of "
                    f"{', '.join(sorted(known))}"
                )
        values = [None if value is None else str(value) for value in values]
    try:
        series: pd.Series[Any] = pd.Series(values, dtype=pandas_dtype(dtype))
    except (TypeError, ValueError, OverflowError) as error:
        raise ValidationError(f"{table.__name__} column {name!r}: {error}") from error
    return series


def _check_columns(frame: pd.DataFrame, table: TableType) -> None:
    expected = column_names(table)
    missing = [name for name in expected if name not in frame.columns]
    extra = [str(name) for name in frame.columns if name not in expected]
    if missing or extra:
        raise ValidationError(
            f"{table.__name__} frame: missing columns {missing or 'none'}, "
            f"unknown columns {extra or 'none'}"
        )


# Pairs whose first may not exceed the second.
ORDERED = {
    "Incident": [
        ("date_start", "date_end"),
        ("killed_low", "killed_best"),
        ("killed_best", "killed_high"),
        ("killed_low", "killed_high"),
        ("wounded_low", "wounded_best"),
        ("wounded_best", "wounded_high"),
        ("wounded_low", "wounded_high"),
    ],
    "Claim": [("low", "high"), ("start", "end")],
    "Report": [],
}


def _check_ranges(frame: pd.DataFrame, table: TableType) -> None:
    for lower, upper in ORDERED[table.__name__]:
        wrong = (frame[lower] > frame[upper]).fillna(value=False)
        if wrong.any():
            _reject(frame, table, lower, wrong, f"exceeds {upper}")
    for column in dataclasses.fields(table):
        if column.metadata["dtype"] == INTEGER:
            negative = (frame[column.name] < 0).fillna(value=False)
            if negative.any():
                _reject(frame, table, column.name, negative, "is negative")


def _reject(
    frame: pd.DataFrame, table: TableType, column: str, wrong: "pd.Series[Any]", what: str
) -> None:
    row = wrong.to_numpy(dtype=bool).argmax()
    value = frame[column].iloc[int(row)]
    raise ValidationError(f"{table.__name__} row {row}, column {column!r}: {value!r} {what}")
