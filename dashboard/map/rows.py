"""Incidents as the columns that the page's script draws from.

Rows are sorted by first day, rows without a date last, so that a window of dates is one slice plus
the rows that began before it. Counts are packed as value + 1 with 0 for missing; best and high
estimates as what they exceed the low one by.
"""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from dashboard.map.mercator import EQUATOR_KM, seam, unwrap, world_x, world_y
from dashboard.map.packing import smallest_unsigned
from dashboard.map.shapes import Shapes
from dashboard.map.style import DATE_PRECISIONS, EVENT_TYPES, KINDS, OUTCOMES, PRECISIONS, SAMPLE
from geodata.vocabulary import Kind

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# 16 bits a coordinate while that keeps points within so many kilometres of where they are.
_FINE_KM = 0.05
_COARSE_STEPS = 2**16 - 1
# Otherwise 60 cm steps.
_FINE_STEP = 2.0**-26
# geometry column: no geometry, a point of its own, or from here on the number of a shape.
_POINT, _FIRST_SHAPE = 1, 2
_POINT_TYPE = 0


@dataclass(frozen=True, slots=True)
class Rows:
    """The packed rows of a page.

    Attributes:
        order: position in the frame of each packed row.
        columns: for `dashboard.map.packing.pack`.
        names: what the ``place`` and ``speaker`` columns count through: names of places, and of
            those who made statements.
        meta: what the script needs to read the columns.
        x: world x of the rows that are points; NaN for the others.
        y: world y of the same.
        bounds: west, north, east, south around everything drawn, in world units.

    """

    order: Ints
    columns: dict[str, npt.NDArray[np.generic]]
    names: list[str]
    meta: dict[str, Any]
    x: Floats
    y: Floats
    bounds: tuple[float, float, float, float] | None


def packed_rows(incidents: gpd.GeoDataFrame) -> tuple[Rows, Shapes]:
    """Return the rows and the shapes (lines and areas) of incidents."""
    start, end, dated = _days(incidents)
    order = np.argsort(np.where(dated, start, np.iinfo(np.int64).max), kind="stable")
    incidents, start, end = incidents.iloc[order], start[order], end[order]
    geometries = np.asarray(incidents.geometry.array, dtype=object)
    points = _is_point(geometries)
    x, y = np.full((2, len(geometries)), np.nan)
    x[points] = world_x(shapely.get_x(geometries[points]))
    y[points] = world_y(shapely.get_y(geometries[points]))
    extended = geometries.copy()
    extended[points] = None
    shapes = Shapes.of(extended)
    cut = seam(np.concatenate([x[points], shapes.centre_x]))
    x = unwrap(x, cut)
    shapes = shapes.unwrapped(cut)
    count = int(dated.sum())
    statement = incidents["kind"] == Kind.STATEMENT
    speakers = incidents["claimant"].where(statement)
    named = pd.concat([incidents["place_name"], speakers], ignore_index=True)
    codes, names = pd.factorize(named, use_na_sentinel=True)
    grid, where = _quantized(x, y)
    columns = {
        "start_steps": smallest_unsigned(np.diff(start[:count], prepend=start[:1])),
        "length": smallest_unsigned(end[:count] - start[:count]),
        "kind": _codes(incidents["kind"], KINDS),
        "type": _codes(incidents["event_type"], EVENT_TYPES),
        "outcome": _codes(incidents["outcome"], OUTCOMES),
        "date_precision": _codes(incidents["date_precision"], DATE_PRECISIONS),
        "precision": _codes(incidents["location_precision"], PRECISIONS),
        "geometry": smallest_unsigned(
            np.where(points, _POINT, np.where(shapes.number < 0, 0, shapes.number + _FIRST_SHAPE))
        ),
        "radius": smallest_unsigned(_radius(incidents["radius_km"])),
        "place": smallest_unsigned(codes[: len(order)] + 1),
        "speaker": smallest_unsigned(codes[len(order) :] + 1),
        "sample": (incidents["source"] == SAMPLE).to_numpy(np.uint8),
        **grid,
        **_counts(incidents, "killed"),
        **_counts(incidents, "wounded"),
    }
    meta = {
        "rows": len(order),
        "dated": count,
        "first_day": int(start[0]) if count else None,
        "last_day": int(end[:count].max()) if count else None,
        **where,
    }
    return Rows(
        order, columns, [str(name) for name in names], meta, x, y, _bounds(x, y, shapes)
    ), shapes


def _days(incidents: pd.DataFrame) -> tuple[Ints, Ints, npt.NDArray[np.bool_]]:
    """Return first and last day of each row since 1970, and whether it has any date."""
    first = incidents["date_start"].to_numpy("datetime64[D]")
    last = incidents["date_end"].to_numpy("datetime64[D]")
    first = np.where(np.isnat(first), last, first)
    last = np.where(np.isnat(last), first, last)
    dated = ~np.isnat(first)
    start = np.where(dated, first.astype(np.int64), 0)
    end = np.where(dated, last.astype(np.int64), 0)
    return start, np.maximum(start, end), dated


def _is_point(geometries: npt.NDArray[np.object_]) -> npt.NDArray[np.bool_]:
    is_point = shapely.get_type_id(geometries) == _POINT_TYPE
    points: npt.NDArray[np.bool_] = is_point & ~shapely.is_empty(geometries)
    return points


def _codes(column: "pd.Series[Any]", members: tuple[Any, ...]) -> npt.NDArray[np.uint8]:
    """Return each value's place among the members; missing values that of None, or else 0."""
    numbers = {None if member is None else str(member): i for i, member in enumerate(members)}
    table = np.array([numbers[str(name)] for name in column.cat.categories] + [0], dtype=np.uint8)
    codes: npt.NDArray[np.uint8] = table[column.cat.codes.to_numpy()]
    return codes


def _radius(column: "pd.Series[Any]") -> Ints:
    return column.fillna(0.0).clip(0.0, EQUATOR_KM / 2).round().to_numpy().astype(np.int64)


def _counts(incidents: pd.DataFrame, measure: str) -> dict[str, npt.NDArray[np.generic]]:
    """Return the low, best and high estimates of a measure."""
    low = incidents[f"{measure}_low"]
    base = low.fillna(0).to_numpy(np.int64)
    columns: dict[str, npt.NDArray[np.generic]] = {}
    for name in ("low", "best", "high"):
        values = incidents[f"{measure}_{name}"]
        beyond = values.fillna(0).to_numpy(np.int64) - (0 if name == "low" else base)
        packed = np.where(values.isna().to_numpy(), 0, np.maximum(beyond, 0) + 1)
        columns[f"{measure}_{name}"] = smallest_unsigned(packed)
    return columns


def _quantized(x: Floats, y: Floats) -> tuple[dict[str, npt.NDArray[np.generic]], dict[str, Any]]:
    """Return coordinates as whole steps from the north-west corner of all points."""
    points = ~np.isnan(x)
    if not points.any():
        nothing = np.zeros(len(x), dtype=np.uint8)
        return {"x": nothing, "y": nothing}, {"origin": [0.0, 0.0], "step": 1.0}
    west, north = float(x[points].min()), float(y[points].min())
    extent = max(float(x[points].max()) - west, float(y[points].max()) - north)
    coarse = extent / _COARSE_STEPS
    fine_enough = coarse * EQUATOR_KM <= _FINE_KM
    step = max(coarse, 2.0**-40) if fine_enough else _FINE_STEP
    columns: dict[str, npt.NDArray[np.generic]] = {}
    for name, values, edge in (("x", x, west), ("y", y, north)):
        steps = np.round((np.where(points, values, edge) - edge) / step).astype(np.int64)
        columns[name] = steps.astype(np.uint16 if fine_enough else np.uint32)
    return columns, {"origin": [west, north], "step": step}


def _bounds(x: Floats, y: Floats, shapes: Shapes) -> tuple[float, float, float, float] | None:
    points = ~np.isnan(x)
    west = np.concatenate([x[points], shapes.bounds[:, 0]])
    north = np.concatenate([y[points], shapes.bounds[:, 1]])
    east = np.concatenate([x[points], shapes.bounds[:, 2]])
    south = np.concatenate([y[points], shapes.bounds[:, 3]])
    if not len(west):
        return None
    return float(west.min()), float(north.min()), float(east.max()), float(south.max())
