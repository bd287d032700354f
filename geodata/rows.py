"""Between records and a store's rows: checks, rows, fingerprints, and back to frames."""

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata.characters import clean_characters
from geodata.errors import StoreError, ValidationError
from geodata.frames import (
    CRS,
    claims_frame,
    incidents_frame,
    reports_frame,
    validate,
)
from geodata.incident import DATE, GEOMETRY, LIST, STRING, TIME, Claim, Incident, Report, TableType

Row = dict[str, Any]

# What differs between two readings of the same report.
_NOT_CONTENT = frozenset({"retrieved", "sha256"})


class Rejected(Protocol):
    """What could not be loaded; `loaders.batch.Rejected` is one."""

    @property
    def where(self) -> str:
        """The source."""

    @property
    def reason(self) -> str:
        """What is wrong, and what to do."""

    @property
    def number(self) -> int | None:
        """The record's line in the source."""

    @property
    def identifier(self) -> object:
        """The record's own id; missing when it has none."""


class Batch(Protocol):
    """What is saved together; `loaders.batch.Batch` is one."""

    @property
    def reports(self) -> Sequence[Report]:
        """The reports."""

    @property
    def incidents(self) -> Sequence[Incident]:
        """What they tell of, and incidents that come from no report."""

    @property
    def claims(self) -> Sequence[Claim]:
        """The claims of the reports."""

    @property
    def rejected(self) -> Sequence[Rejected]:
        """What could not be loaded; kept with the load, when that changes anything."""


def check(batch: Batch) -> None:
    """Check a batch before it is saved.

    Raises:
        ValidationError: a record breaks the data model, names another that is not in the batch,
            or has the id of another.

    """
    validate(reports_frame(batch.reports), Report)
    validate(incidents_frame(batch.incidents), Incident)
    validate(claims_frame(batch.claims), Claim)
    incident_ids = [incident.incident_id for incident in batch.incidents]
    _check_unique("incident_id", incident_ids)
    _check_unique("claim_id", [claim.claim_id for claim in batch.claims])
    _check_known("incident_id", {claim.incident_id for claim in batch.claims}, incident_ids)
    named = {claim.report_id for claim in batch.claims}
    named.update(*(incident.report_ids for incident in batch.incidents))
    _check_known("report_id", named, [report.report_id for report in batch.reports])


def row(record: Report | Incident | Claim) -> Row:
    """Return a record's values as the store keeps them, by column."""
    return {
        name: convert(getattr(record, name)) for name, convert in _CONVERTERS[type(record)].items()
    }


def fingerprint(*groups: Sequence[Report | Incident | Claim]) -> str:
    """Return a hash of records: the same content gives the same hash."""
    digest = hashlib.sha256()
    for group in groups:
        for record in group:
            content = {
                name: value for name, value in row(record).items() if name not in _NOT_CONTENT
            }
            digest.update(json.dumps(content, default=_as_json).encode() + b"\n")
        digest.update(b"\n")
    return digest.hexdigest()[:32]


def frame(table: TableType, columns: Mapping[str, Sequence[Any]]) -> pd.DataFrame:
    """Return a frame with a table's exact dtypes.

    Args:
        table: `Incident`, `Claim` or `Report`.
        columns: the values of each of its columns, as the store keeps them.

    Raises:
        StoreError: a category is unknown, or a geometry cannot be read.

    """
    result = pd.DataFrame(
        {
            column.name: _series(column.name, columns[column.name], column.metadata["dtype"])
            for column in dataclasses.fields(table)
        }
    )
    if table is Incident:
        result = gpd.GeoDataFrame(result, geometry="geometry", crs=CRS)
    return result


def _check_unique(name: str, values: Sequence[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise ValidationError(f"two records have the same {name} {value!r}")
        seen.add(value)


def _check_known(name: str, named: set[str], known: Iterable[str]) -> None:
    unknown = named.difference(known)
    if unknown:
        raise ValidationError(f"records name {name} {min(unknown)!r}, which is not in the batch")


def _to_wkb(geometry: Any) -> bytes | None:  # noqa: ANN401 - shapely ships no types
    if geometry is None or geometry.is_empty:
        return None
    wkb: bytes = shapely.to_wkb(shapely.force_2d(geometry))
    return wkb


def _to_list(value: list[str]) -> list[str] | None:
    return [clean_characters(text) for text in value] or None


def _to_text(value: str | None) -> str | None:
    # A plain string: what a database driver makes of an enum is its own affair. What PostgreSQL
    # cannot hold, SQLite is not given either.
    return None if value is None else clean_characters(str(value))


def _as_it_is(value: Any) -> Any:  # noqa: ANN401 - any column's value
    return value


def _converter(dtype: str | type[StrEnum]) -> Callable[[Any], Any]:
    if not isinstance(dtype, str):
        return _to_text
    known: dict[str, Callable[[Any], Any]] = {
        GEOMETRY: _to_wkb,
        LIST: _to_list,
        STRING: _to_text,
    }
    return known.get(dtype, _as_it_is)


_CONVERTERS: dict[type, dict[str, Callable[[Any], Any]]] = {
    table: {
        column.name: _converter(column.metadata["dtype"]) for column in dataclasses.fields(table)
    }
    for table in (Report, Incident, Claim)
}


def _as_json(value: object) -> str:
    return value.hex() if isinstance(value, bytes) else str(value)


def _series(name: str, values: Sequence[Any], dtype: str | type[StrEnum]) -> Any:  # noqa: ANN401 - one of several kinds of array
    if not isinstance(dtype, str):
        return _categories(name, values, dtype)
    if dtype == GEOMETRY:
        return _geometries(values)
    if dtype == DATE:
        return np.array(values, dtype="datetime64[s]")
    if dtype == TIME:
        return _times(values)
    if dtype == LIST:
        return pd.Series([value or [] for value in values], dtype=LIST)
    return pd.Series(list(values), dtype=dtype)


def _categories(name: str, values: Sequence[Any], dtype: type[StrEnum]) -> Any:  # noqa: ANN401 - pandas types a categorical by its values
    codes: dict[str | None, int] = {member.value: code for code, member in enumerate(dtype)}
    codes[None] = -1
    try:
        known = [codes[value] for value in values]
    except KeyError as error:
        raise StoreError(f"the store holds an unknown {name} {error.args[0]!r}") from error
    return pd.Categorical.from_codes(known, categories=pd.Index([member.value for member in dtype]))


def _geometries(values: Sequence[bytes | None]) -> gpd.GeoSeries:
    try:
        geometries = shapely.from_wkb(np.array(values, dtype=object))
    except shapely.errors.GEOSException as error:
        raise StoreError(f"the store holds a geometry that cannot be read: {error}") from error
    return gpd.GeoSeries(geometries, crs=CRS)


def _times(values: Sequence[dt.datetime | None]) -> pd.DatetimeIndex:
    # NumPy's times have no zone: all are in UTC, and the index names it.
    naive = [None if value is None else value.replace(tzinfo=None) for value in values]
    return pd.DatetimeIndex(np.array(naive, dtype="datetime64[s]")).tz_localize("UTC")
