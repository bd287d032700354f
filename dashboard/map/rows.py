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
from dashboard.map.texts import strings
from geodata.vocabulary import Kind

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

# 16 bits a coordinate while that keeps points within so many kilometres of where they are.
_FINE_KM = 0.05
_COARSE_STEPS = 2**16 - 1
# Otherwise steps of 19 m at the equator: half a pixel where the map comes nearest.
_FINE_STEP = 2.0**-21
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
    order = _by_day(start, dated)
    start, end = start[order], end[order]
    # Column by column: to put a whole frame into another order takes longer than all the rest.
    geometries = np.asarray(incidents.geometry.array, dtype=object)
    points = _is_point(geometries)
    x, y = np.full((2, len(geometries)), np.nan)
    at = shapely.get_coordinates(geometries[points])
    x[points], y[points] = world_x(at[:, 0]), world_y(at[:, 1])
    extended = geometries.copy()
    extended[points] = None
    points, x, y = points[order], x[order], y[order]
    shapes = Shapes.of(extended[order])
    cut = seam(np.concatenate([x[points], shapes.centre_x]))
    x = unwrap(x, cut)
    shapes = shapes.unwrapped(cut)
    count = int(dated.sum())
    names, places, speakers = _names(incidents)
    grid, where = _quantized(x, y)

    def codes_of(name: str, members: tuple[Any, ...]) -> npt.NDArray[np.uint8]:
        return _codes(incidents[name], members)[order]

    columns = {
        "start_steps": smallest_unsigned(np.diff(start[:count], prepend=start[:1])),
        "length": smallest_unsigned(end[:count] - start[:count]),
        "kind": codes_of("kind", KINDS),
        "type": codes_of("event_type", EVENT_TYPES),
        "outcome": codes_of("outcome", OUTCOMES),
        "date_precision": codes_of("date_precision", DATE_PRECISIONS),
        "precision": codes_of("location_precision", PRECISIONS),
        "geometry": smallest_unsigned(
            np.where(points, _POINT, np.where(shapes.number < 0, 0, shapes.number + _FIRST_SHAPE))
        ),
        "radius": smallest_unsigned(_radius(incidents["radius_km"])[order]),
        "place": smallest_unsigned(places[order]),
        "speaker": smallest_unsigned(speakers[order]),
        "sample": (incidents["source"] == SAMPLE).to_numpy(np.uint8)[order],
        **grid,
        **_counts(incidents, "killed", order),
        **_counts(incidents, "wounded", order),
    }
    meta = {
        "rows": len(order),
        "dated": count,
        "first_day": int(start[0]) if count else None,
        "last_day": int(end[:count].max()) if count else None,
        **where,
    }
    return Rows(order, columns, names, meta, x, y, _bounds(x, y, shapes)), shapes


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


def _by_day(start: Ints, dated: npt.NDArray[np.bool_]) -> Ints:
    """Return the order of the rows by day, those without one last."""
    first = int(start[dated].min()) if dated.any() else 0
    days = np.where(dated, start - first, int(start.max(initial=first)) - first + 1)
    # Days in 16 bits (179 years) are sorted by counting, ten times as fast.
    order: Ints = np.argsort(smallest_unsigned(days), kind="stable")
    return order


def _names(incidents: pd.DataFrame) -> tuple[list[str], Ints, Ints]:
    """Return all names, and the number + 1 of each row's place and speaker, 0 for none."""
    places = strings(incidents["place_name"]).dictionary_encode()
    said = strings(incidents["claimant"].where(incidents["kind"] == Kind.STATEMENT))
    said = said.dictionary_encode()
    names = [*places.dictionary.to_pylist(), *said.dictionary.to_pylist()]
    at_place, speaking = (
        column.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
        for column in (places, said)
    )
    first = len(places.dictionary)
    return names, at_place + 1, np.where(speaking < 0, 0, speaking + first + 1)


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
    radius = np.clip(column.to_numpy(np.float64, na_value=0.0), 0.0, EQUATOR_KM / 2)
    rounded: Ints = np.round(radius).astype(np.int64)
    return rounded


def _counts(
    incidents: pd.DataFrame, measure: str, order: Ints
) -> dict[str, npt.NDArray[np.generic]]:
    """Return the low, best and high estimates of a measure."""
    base = incidents[f"{measure}_low"].to_numpy(np.int64, na_value=0)[order]
    columns: dict[str, npt.NDArray[np.generic]] = {}
    for name in ("low", "best", "high"):
        values = incidents[f"{measure}_{name}"].to_numpy(np.int64, na_value=-1)[order]
        beyond = values - (0 if name == "low" else base)
        packed = np.where(values < 0, 0, np.maximum(beyond, 0) + 1)
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
