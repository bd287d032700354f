"""Areas and lines in which rows lie somewhere: one for all rows that lie in the same.

A point that a dataset gives for a province or a country stands for the whole of it.
"""

from dataclasses import dataclass, replace
from typing import Any, Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from dashboard.exports.static_map.background import boundaries
from geodata import masks
from geodata.query import CountRange
from geodata.sphere import destination
from geodata.vocabulary import Kind, LocationPrecision

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_CIRCLE_STEPS: Final = 48
# How far off a point may be that stands for a region, where the row does not say, km.
_REGION_KM: Final = 50.0


@dataclass(frozen=True, slots=True)
class Area:
    """An area or line in which rows lie somewhere.

    Attributes:
        shape: in degrees.
        name: of the place, where it has one.
        incidents: rows of kind incident that lie in it.
        killed: their sum.
        talks: talks that were held somewhere in it.
        tolls: what tolls that count in it state of the killed.

    """

    shape: Any
    name: str | None
    incidents: int
    killed: CountRange
    talks: int
    tolls: tuple[CountRange, ...]

    @property
    def is_line(self) -> bool:
        """Whether it is a line."""
        return bool(shapely.get_dimensions(self.shape) == 1)


def areas_of(rows: gpd.GeoDataFrame) -> tuple[Area, ...]:
    """Return the areas of rows, those that are the same as one."""
    if rows.empty:
        return ()
    shapes, numbers = shapes_of(rows)
    order = np.argsort(numbers, kind="stable")
    groups = np.split(order, np.flatnonzero(np.diff(numbers[order])) + 1)
    columns = _Columns.of(rows)
    areas = [columns.area(shapes[numbers[group[0]]], group) for group in groups]
    return tuple(sorted(areas, key=lambda area: -float(shapely.area(area.shape))))


def shapes_of(rows: gpd.GeoDataFrame) -> tuple[npt.NDArray[np.object_], Ints]:
    """Return the areas in which rows lie, one or more, and the number of each row's area."""
    numbers, firsts = _alike(rows)
    shapes = [_area_of(row) for row in rows.iloc[firsts].itertuples(index=False)]
    # Different points of a province stand for the same area.
    found: dict[bytes, int] = {}
    merged = np.array([found.setdefault(shapely.to_wkb(one), i) for i, one in enumerate(shapes)])
    return np.array(shapes, dtype=object), merged[numbers]


def with_sums(areas: tuple[Area, ...], sums: gpd.GeoDataFrame | None) -> tuple[Area, ...]:
    """Return areas with what is known of them only as sums."""
    if sums is None or sums.empty:
        return areas
    counted = sums[(sums["kind"] == Kind.INCIDENT).to_numpy() & ~masks.without_place(sums)]
    found = {shapely.to_wkb(area.shape): area for area in areas}
    for _, rows in counted.groupby("area_id", sort=True):
        shape = rows.geometry.iloc[0]
        bounds = [
            rows[f"killed_{bound}"].to_numpy(np.float64, na_value=np.nan)
            for bound in ("low", "best", "high")
        ]
        key = shapely.to_wkb(shape)
        own = found.get(key, Area(shape, None, 0, CountRange(), 0, ()))
        found[key] = replace(
            own,
            incidents=own.incidents + int(rows["rows"].sum()),
            killed=_added(own.killed, summed(np.array(bounds))),
        )
    return tuple(sorted(found.values(), key=lambda area: -float(shapely.area(area.shape))))


def _added(one: CountRange, other: CountRange) -> CountRange:
    parts = [part for part in (one, other) if part.stated]
    if not parts:
        return CountRange()
    highs = [part.high for part in parts]
    return CountRange(
        sum(part.low or 0 for part in parts),
        sum(part.best or part.low or 0 for part in parts),
        None if None in highs else sum(high or 0 for high in highs),
    )


def _alike(rows: gpd.GeoDataFrame) -> tuple[Ints, Ints]:
    """Return a number for each row, equal for rows that lie in the same area, and their firsts."""
    geometries = np.asarray(rows.geometry.array, dtype=object)
    point = shapely.get_type_id(geometries) == shapely.GeometryType.POINT
    bounds = np.round(shapely.bounds(geometries), 3)
    country = (rows["location_precision"] == LocationPrecision.COUNTRY).to_numpy(dtype=bool)
    # Wherever a dataset puts the point of a country, it stands for the country.
    known = rows["iso3"].notna().to_numpy(dtype=bool)
    bounds[point & country & known] = 0.0
    keys = pd.DataFrame(bounds)
    keys["points"] = shapely.get_num_coordinates(geometries)
    keys["precision"] = rows["location_precision"].cat.codes.to_numpy()
    for name in ("place_id", "iso3"):
        keys[name] = np.where(point & (name == "place_id"), -1, pd.factorize(rows[name])[0])
    keys["radius"] = np.where(point, np.round(rows["radius_km"].fillna(0).to_numpy(float), 1), 0)
    numbers = keys.groupby(list(keys.columns), sort=False).ngroup().to_numpy()
    _, firsts = np.unique(numbers, return_index=True)
    return numbers.astype(np.int64), firsts.astype(np.int64)


@dataclass(frozen=True, slots=True)
class _Columns:
    """What is added up of rows, as arrays."""

    incident: Mask
    talks: Mask
    toll: Mask
    bounds: Floats
    names: npt.NDArray[np.object_]

    @classmethod
    def of(cls, rows: gpd.GeoDataFrame) -> "_Columns":
        bounds = [
            rows[f"killed_{bound}"].to_numpy(np.float64, na_value=np.nan)
            for bound in ("low", "best", "high")
        ]
        return cls(
            masks.is_kind(rows, Kind.INCIDENT),
            masks.is_kind(rows, Kind.TALKS),
            masks.is_kind(rows, Kind.TOLL),
            np.array(bounds),
            rows["place_name"].to_numpy(dtype=object, na_value=None),
        )

    def area(self, shape: Any, group: Ints) -> Area:  # noqa: ANN401 - shapely ships no types
        """Return the area that a group of rows lies in."""
        tolls = group[self.toll[group]]
        return Area(
            shape=shape,
            name=next((self.names[one] for one in group if self.names[one]), None),
            incidents=int(self.incident[group].sum()),
            killed=summed(self.bounds[:, group[self.incident[group]]]),
            talks=int(self.talks[group].sum()),
            tolls=tuple(summed(self.bounds[:, [one]]) for one in tolls),
        )


def summed(bounds: Floats) -> CountRange:
    """Add up low, best and high numbers (three rows, a column a row); NaN is not stated."""
    low, best, high = bounds[:, ~np.isnan(bounds).all(axis=0)]
    if not len(low):
        return CountRange()
    known = np.where(np.isnan(best), np.nan_to_num(low), best)
    return CountRange(
        int(np.nan_to_num(low).sum()),
        int(known.sum()),
        None if np.isnan(high).any() else int(high.sum()),
    )


def _area_of(row: Any) -> Any:  # noqa: ANN401 - a row of the frame, and a geometry
    """Return the area that a row lies in; for a point the one that it stands for."""
    shape = row.geometry
    if shape.geom_type != "Point":
        return shape
    known = boundaries()
    if row.location_precision == LocationPrecision.COUNTRY and isinstance(row.iso3, str):
        area = known.area(f"country:{row.iso3}")
    elif row.location_precision in (LocationPrecision.PROVINCE, LocationPrecision.COUNTRY):
        found = known.locate(shape.x, shape.y)
        area = None if found is None else known.area(found.admin1_id)
    else:
        area = None
    if area is not None:
        return area
    radius = row.radius_km if row.radius_km and row.radius_km > 0 else _REGION_KM
    rim = [
        destination(shape.y, shape.x, bearing, radius)
        for bearing in np.linspace(0, 360, _CIRCLE_STEPS, endpoint=False)
    ]
    return shapely.polygons([(longitude, latitude) for latitude, longitude in rim])
