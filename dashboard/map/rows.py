"""Incidents as the columns that the page's script draws from.

Rows are sorted by first day, rows without a date last, so that a window of dates is one slice plus
the rows that began before it. Within a day they are sorted by place, and points are packed as what
they lie off the middle of their place: both make the page a third smaller. Counts are packed as
value + 1 with 0 for missing; best and high estimates as what they exceed the low one by.
"""

from dataclasses import dataclass
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from dashboard.map.mercator import EQUATOR_KM, seam, unwrap, world_x, world_y
from dashboard.map.packing import Column, smallest_unsigned, zigzag
from dashboard.map.page_order import PageOrder, numbered
from dashboard.map.shapes import Shapes
from dashboard.map.style import DATE_PRECISIONS, EVENT_TYPES, KINDS, OUTCOMES, PRECISIONS, SAMPLE
from geodata.masks import to_check
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


def packed_rows(incidents: gpd.GeoDataFrame, by: PageOrder | None = None) -> tuple[Rows, Shapes]:
    """Return the rows and the shapes (lines and areas) of incidents.

    Args:
        incidents: the rows.
        by: their order, where it is known already.

    """
    by = PageOrder.of(incidents) if by is None else by
    order = by.rows
    names, speakers = _speakers(incidents, by)
    start, end, places = by.start[order], by.end[order], by.places[order]
    # Column by column: to put a whole frame into another order takes longer than all the rest.
    geometries = np.asarray(incidents.geometry.array, dtype=object)
    longitude, latitude = _spots(geometries)
    x, y = world_x(longitude[order]), world_y(latitude[order])
    points = ~np.isnan(x)
    extended = np.flatnonzero(~points)
    shapes = Shapes.of(geometries[order[extended]]).spread(extended, len(order))
    cut = seam(np.concatenate([x[points], shapes.centre_x]))
    x = unwrap(x, cut)
    shapes = shapes.unwrapped(cut)
    count = int(by.dated.sum())
    grid, where = _quantized(x, y, places)

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
        "place_steps": smallest_unsigned(zigzag(np.diff(places, prepend=0))),
        "speaker": smallest_unsigned(speakers[order]),
        "unsure": to_check(incidents).astype(np.uint8)[order],
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


def _speakers(incidents: pd.DataFrame, by: PageOrder) -> tuple[list[str], Ints]:
    """Return the names of places and speakers, and by row which of them, from 1 on, speaks."""
    statements = np.flatnonzero((incidents["kind"] == Kind.STATEMENT).to_numpy())
    speakers, said = numbered(incidents["claimant"].iloc[statements])
    speaking = np.zeros(len(incidents), np.int64)
    speaking[statements] = np.where(said == 0, 0, said + len(by.place_names))
    return [*by.place_names, *speakers], speaking


def _spots(geometries: npt.NDArray[np.object_]) -> tuple[Floats, Floats]:
    """Return longitude and latitude of the rows that are points, NaN for the others."""
    empty = shapely.is_empty(geometries)
    if empty.any():
        geometries = geometries.copy()
        geometries[empty] = None
    return shapely.get_x(geometries), shapely.get_y(geometries)


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


def _counts(incidents: pd.DataFrame, measure: str, order: Ints) -> dict[str, Column]:
    """Return the low, best and high estimates of a measure."""
    columns: dict[str, Column] = {}
    base: Ints | int = 0
    for name in ("low", "best", "high"):
        column = incidents[f"{measure}_{name}"]
        if column.isna().all():
            columns[f"{measure}_{name}"] = np.zeros(len(order), np.uint8)
            continue
        values = column.to_numpy(np.int64, na_value=-1)[order]
        beyond = values - base
        packed = np.where(values < 0, 0, np.maximum(beyond, 0) + 1)
        columns[f"{measure}_{name}"] = smallest_unsigned(packed)
        if name == "low":
            base = np.maximum(values, 0)
    return columns


def _quantized(x: Floats, y: Floats, places: Ints) -> tuple[dict[str, Column], dict[str, Any]]:
    """Return coordinates as whole steps from the north-west corner of all points.

    Args:
        x: world x of each row, NaN where it is no point.
        y: world y of the same.
        places: number of each row's place.

    Returns:
        ``x`` and ``y``: by how many steps each row lies off its place, folded;
        ``place_x`` and ``place_y``: of each place; and what the script needs to read them.

    """
    points = ~np.isnan(x)
    count = int(places.max(initial=0)) + 1
    if not points.any():
        none, nowhere = np.zeros(len(x), np.uint8), np.zeros(count, np.uint8)
        columns: dict[str, Column] = {"x": none, "y": none, "place_x": nowhere, "place_y": nowhere}
        return columns, {"origin": [0.0, 0.0], "step": 1.0}
    west, north = float(x[points].min()), float(y[points].min())
    extent = max(float(x[points].max()) - west, float(y[points].max()) - north)
    coarse = extent / _COARSE_STEPS
    step = max(coarse, 2.0**-40) if coarse * EQUATOR_KM <= _FINE_KM else _FINE_STEP
    at = places[points]
    shared = np.maximum(np.bincount(at, minlength=count), 1)
    columns = {}
    for name, values, edge in (("x", x, west), ("y", y, north)):
        steps = np.zeros(len(x), np.int64)
        steps[points] = np.round((values[points] - edge) / step)
        middle = np.round(np.bincount(at, steps[points], count) / shared).astype(np.int64)
        steps[points] -= middle[at]
        columns[name] = smallest_unsigned(zigzag(steps))
        columns[f"place_{name}"] = smallest_unsigned(middle)
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
