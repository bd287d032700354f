"""Places in tables that have no geometries: coordinates of points, and what shapes others have.

The shape of a country, a division or a border is not written into each row (that of Canada fills
a megabyte): its `place_id` says which it is. Any other line or area is written as text.
"""

from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pyarrow as pa
import shapely

from dashboard.exports.geometries import written_geometries
from geodata.boundaries import Boundaries


def place_columns(
    incidents: gpd.GeoDataFrame, boundaries: Path | None = None, *, longest: int | None = None
) -> dict[str, Any]:
    """Return geometry_type, longitude, latitude and geometry_wkt of incidents as Arrow arrays.

    Args:
        incidents: the rows.
        boundaries: another boundary file than the program's own.
        longest: how many characters a text may have; a longer one is left out.

    """
    written = written_geometries(incidents)
    kinds = shapely.get_type_id(written)
    points = kinds == shapely.GeometryType.POINT
    lon, lat = np.full((2, len(written)), np.nan)
    lon[points], lat[points] = shapely.get_x(written[points]), shapely.get_y(written[points])
    return {
        "geometry_type": pa.array([_NAMES.get(kind) for kind in kinds.tolist()], pa.string()),
        "longitude": pa.array(lon, from_pandas=True),
        "latitude": pa.array(lat, from_pandas=True),
        "geometry_wkt": pa.array(_texts(incidents, written, ~points, boundaries, longest)),
    }


# By what shapely calls them; rings and missing ones are not among them.
_NAMES = {
    0: "Point",
    1: "LineString",
    3: "Polygon",
    4: "MultiPoint",
    5: "MultiLineString",
    6: "MultiPolygon",
    7: "GeometryCollection",
}


def _texts(
    incidents: gpd.GeoDataFrame,
    written: Any,  # noqa: ANN401 - an array of objects
    shaped: Any,  # noqa: ANN401 - an array of truths
    boundaries: Path | None,
    longest: int | None,
) -> Any:  # noqa: ANN401 - an array of objects
    texts = np.full(len(written), None, dtype=object)
    rows = np.flatnonzero(shaped & ~shapely.is_missing(written))
    if not len(rows):
        return pa.array(texts, pa.string())
    with Boundaries.open(boundaries) as opened:
        known: dict[str, bytes | None] = {}
        for row in rows:
            place_id = incidents["place_id"].iloc[row]
            own = incidents.geometry.iloc[row]
            if isinstance(place_id, str):
                if place_id not in known:
                    shape = opened.area(place_id) or opened.line(place_id)
                    known[place_id] = None if shape is None else shape.wkb
                if known[place_id] == own.wkb:
                    continue
            text = shapely.to_wkt(written[row], rounding_precision=7, trim=True)
            texts[row] = text if longest is None or len(text) <= longest else None
    return pa.array(texts, pa.string())
