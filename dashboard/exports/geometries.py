"""Geometries as files take them: WGS 84, two dimensions, rounded, right way round, uncut nowhere.

RFC 7946 asks for longitude before latitude, outer rings counter-clockwise, and shapes that are cut
where they cross the antimeridian; the other formats are the better for it.
"""

from collections.abc import Sequence
from typing import Any, Final

import geopandas as gpd
import numpy as np
import shapely
from shapely.affinity import translate

# Seven decimals are a centimetre.
DECIMALS: Final = 7
_HALF: Final = 180.0


def written_geometries(incidents: gpd.GeoDataFrame) -> Any:  # noqa: ANN401 - an array of objects
    """Return each row's geometry as it is written; None where there is none."""
    geometries = np.asarray(incidents.geometry.array, dtype=object).copy()
    geometries[shapely.is_empty(geometries)] = None
    bounds = shapely.bounds(geometries)
    with np.errstate(invalid="ignore"):
        beyond = (bounds[:, 0] < -_HALF) | (bounds[:, 2] > _HALF)
    for row in np.flatnonzero(beyond):
        geometries[row] = _within_the_world(geometries[row])
    if shapely.has_z(geometries).any():
        geometries = shapely.force_2d(geometries)
    rounded = shapely.transform(geometries, lambda places: np.round(places, DECIMALS))
    areas = np.isin(shapely.get_type_id(rounded), _AREAS)
    rounded[areas] = shapely.orient_polygons(rounded[areas])
    return rounded


_AREAS: Final = (
    shapely.GeometryType.POLYGON,
    shapely.GeometryType.MULTIPOLYGON,
    shapely.GeometryType.GEOMETRYCOLLECTION,
)


def geojson_geometries(incidents: gpd.GeoDataFrame) -> Sequence[str]:
    """Return each row's geometry as GeoJSON text; "null" where there is none."""
    return [text or "null" for text in shapely.to_geojson(written_geometries(incidents))]


def bounding_box(geometries: Any) -> tuple[float, float, float, float] | None:  # noqa: ANN401 - an array of objects
    """Return west, south, east, north of written geometries; None when there are none.

    West is above east where the narrowest box crosses the antimeridian (RFC 7946, 5.2).
    """
    parts = shapely.get_parts(geometries[~shapely.is_missing(geometries)])
    if not len(parts):
        return None
    bounds = shapely.bounds(parts)
    south, north = float(bounds[:, 1].min()), float(bounds[:, 3].max())
    order = np.argsort(bounds[:, 0], kind="stable")
    wests, easts = bounds[order, 0], np.maximum.accumulate(bounds[order, 2])
    gaps = wests[1:] - easts[:-1]
    around = wests[0] + 2 * _HALF - easts[-1]
    if len(gaps) and gaps.max() > around:
        place = int(np.argmax(gaps))
        return float(wests[place + 1]), south, float(easts[place]), north
    return float(wests[0]), south, float(easts[-1]), north


def _within_the_world(geometry: Any) -> Any:  # noqa: ANN401 - shapely ships no types
    """Return a geometry with longitudes from -180 to 180, cut where it goes beyond."""
    parts = [
        translate(
            geometry.intersection(shapely.box(left, -90, left + 2 * _HALF, 90)), xoff=-_HALF - left
        )
        for left in (-3 * _HALF, -_HALF, _HALF)
    ]
    return shapely.union_all([part for part in parts if not part.is_empty])
