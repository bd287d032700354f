"""Incidents as a static map draws them: marks on spots, groups of marks, areas, lines.

What is known to lie somewhere in an area or along a line is drawn as that area or line, never as a
mark on one spot; a point that a dataset gives for a province stands for the province.
"""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from dashboard.exports.static_map.areas import Area, areas_of, with_sums
from dashboard.map.style import EVENT_TYPES
from geodata import masks
from geodata.vocabulary import Kind, LocationPrecision

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

# Points of an extent are told apart by so many decimals of a degree, fewer when they are many.
_DIGITS: Final = (2, 1)
_MOST_POINTS: Final = 20_000
_FAR: Final = 1000
SPOT_PRECISIONS: Final = (
    LocationPrecision.EXACT,
    LocationPrecision.TOWN,
    LocationPrecision.DISTRICT,
)


@dataclass(frozen=True, slots=True)
class Spots:
    """What happened on spots, row by row.

    Attributes:
        longitude: degrees.
        latitude: degrees.
        types: index in `dashboard.map.style.EVENT_TYPES`.
        talks: whether they are talks.
        killed: the best number known; NaN where none is stated.
        names: of the places.

    """

    longitude: Floats
    latitude: Floats
    types: Ints
    talks: Mask
    killed: Floats
    names: npt.NDArray[np.object_]

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.longitude)

    def chosen(self, which: Mask) -> "Spots":
        """Return some of them."""
        return Spots(
            self.longitude[which],
            self.latitude[which],
            self.types[which],
            self.talks[which],
            self.killed[which],
            self.names[which],
        )


@dataclass(frozen=True, slots=True)
class Drawn:
    """All that a map draws of a frame of incidents, and what it does not.

    Attributes:
        spots: marks.
        areas: areas and lines, large ones first.
        unplaced: rows that have no place.
        statements: rows that are statements, which a map does not show.

    """

    spots: Spots
    areas: tuple[Area, ...]
    unplaced: int
    statements: int

    def shapes(self) -> npt.NDArray[np.object_]:
        """Return the geometries of all, for the extent of the map."""
        longitude, latitude = self.spots.longitude, self.spots.latitude
        for digits in _DIGITS:
            size = 10**digits
            keys = np.round(longitude * size).astype(np.int64) * (_FAR * size)
            _, first = np.unique(
                keys + np.round(latitude * size).astype(np.int64), return_index=True
            )
            if len(first) <= _MOST_POINTS:
                break
        points = shapely.points(longitude[first], latitude[first])
        return np.append(points, np.array([area.shape for area in self.areas], dtype=object))


def drawn_of(incidents: gpd.GeoDataFrame, aggregates: gpd.GeoDataFrame | None = None) -> Drawn:
    """Return what is drawn of a frame of incidents.

    Args:
        incidents: rows that may be shown one by one.
        aggregates: sums of others, as `dashboard.exports.aggregates` makes them.

    """
    said = masks.is_kind(incidents, Kind.STATEMENT)
    unplaced = masks.without_place(incidents)
    placed = ~said & ~unplaced
    geometries = np.asarray(incidents.geometry.array, dtype=object)
    on_spot = placed & on_spots(incidents)
    return Drawn(
        spots=_spots(incidents, geometries, on_spot),
        areas=with_sums(areas_of(incidents[placed & ~on_spot]), aggregates),
        unplaced=int((unplaced & ~said).sum()),
        statements=int(said.sum()),
    )


def on_spots(incidents: gpd.GeoDataFrame) -> Mask:
    """Return which rows lie on a spot, and not somewhere in an area."""
    geometries = np.asarray(incidents.geometry.array, dtype=object)
    found: Mask = shapely.get_type_id(geometries) == shapely.GeometryType.POINT
    found &= masks.is_one_of(incidents["location_precision"], SPOT_PRECISIONS)
    return found & ~masks.is_kind(incidents, Kind.TOLL)


def best_killed(incidents: pd.DataFrame) -> Floats:
    """Return the best number of killed that each row states; NaN where it states none."""
    low, best, high = (
        incidents[f"killed_{bound}"].to_numpy(np.float64, na_value=np.nan)
        for bound in ("low", "best", "high")
    )
    known = np.where(np.isnan(best), low, best)
    return np.where(np.isnan(known), high, known)


def _spots(incidents: gpd.GeoDataFrame, geometries: npt.NDArray[np.object_], chosen: Mask) -> Spots:
    points = shapely.get_coordinates(geometries[chosen])
    order = {None if one is None else str(one): i for i, one in enumerate(EVENT_TYPES)}
    types = incidents["event_type"].cat
    codes = np.array([order[str(name)] for name in types.categories] + [0])
    column = incidents["place_name"]
    return Spots(
        longitude=points[:, 0],
        latitude=points[:, 1],
        types=codes[types.codes.to_numpy()][chosen],
        talks=masks.is_kind(incidents, Kind.TALKS)[chosen],
        killed=best_killed(incidents)[chosen],
        names=column.to_numpy(dtype=object, na_value=None)[chosen],
    )
