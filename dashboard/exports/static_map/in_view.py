"""What of some rows lies in a map that was asked to show a part of the earth only.

Its key figures, its timeline and its sources are those of what it shows.
"""

from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import shapely

from dashboard.exports.publishable import Publishable
from dashboard.exports.static_map.areas import shapes_of
from dashboard.exports.static_map.badges import visible
from dashboard.exports.static_map.extent import Frame
from dashboard.exports.static_map.rows import on_spots
from geodata import masks
from geodata.masks import Mask


@dataclass(frozen=True)
class InView:
    """The rows in a map, and what is left out.

    Attributes:
        content: what lies in the map.
        rows: which of all incidents that are.
        unplaced: rows without a place.
        outside: rows that lie elsewhere, those included that are only known as sums.

    """

    content: Publishable
    rows: Mask
    unplaced: int
    outside: int


def in_view(content: Publishable, frame: Frame) -> InView:
    """Return what of some rows lies in the frame of a map, if only in part."""
    incidents, sums = content.incidents, content.aggregates
    rows, own_sums = _seen(incidents, frame), _seen_shapes(_geometries(sums), frame)
    unplaced = masks.without_place(incidents)
    hidden = int(sums["rows"].to_numpy(dtype=np.int64)[~own_sums].sum())
    return InView(
        content.chosen(rows, own_sums),
        rows,
        int(unplaced.sum()),
        int((~rows & ~unplaced).sum()) + hidden,
    )


def _seen(incidents: gpd.GeoDataFrame, frame: Frame) -> Mask:
    seen = np.zeros(len(incidents), dtype=bool)
    spots = on_spots(incidents)
    points = shapely.get_coordinates(_geometries(incidents)[spots])
    x, y = frame.place(points[:, 0], points[:, 1])
    seen[spots] = (x >= 0) & (x <= frame.width) & (y >= 0) & (y <= frame.height)
    wide = ~spots & ~masks.without_place(incidents)
    if wide.any():
        shapes, numbers = shapes_of(incidents[wide])
        seen[wide] = _seen_shapes(shapes, frame)[numbers]
    return seen


def _seen_shapes(shapes: npt.NDArray[np.object_], frame: Frame) -> Mask:
    """Return which areas and lines are seen; those of sums are the same for many."""
    known: dict[bytes, bool] = {}
    found = []
    for shape in shapes:
        key = b"" if shape is None else shapely.to_wkb(shape)
        if key not in known:
            known[key] = bool(key) and len(visible(shape, frame)) > 0
        found.append(known[key])
    return np.array(found, dtype=bool)


def _geometries(frame: gpd.GeoDataFrame) -> npt.NDArray[np.object_]:
    return np.asarray(frame.geometry.array, dtype=object)
