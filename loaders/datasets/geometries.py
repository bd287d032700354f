"""Geometries of files, as the data model has them: WGS 84; points as numbers, others as WKB."""

from typing import Any, NamedTuple

import numpy as np
import shapely
from pyproj import Transformer

from geodata.errors import SourceError


class Split(NamedTuple):
    """Geometries as longitude and latitude (NaN where there is no point) and as WKB (or None)."""

    lon: Any
    lat: Any
    wkb: Any


def split(geometries: Any, transform: Transformer | None) -> Split:  # noqa: ANN401 - an array of objects
    """Return geometries as they are kept.

    Args:
        geometries: of shapely, or None.
        transform: into WGS 84; None when they are.

    """
    flat = shapely.force_2d(geometries)
    if transform is not None:
        flat = shapely.transform(
            flat, lambda points: np.column_stack(transform.transform(*points.T))
        )
    kinds = shapely.get_type_id(flat)
    several = kinds == _MULTI_POINT
    # A program that knows no single points writes one in a collection.
    lone = several & (shapely.get_num_geometries(flat) == 1)
    flat[lone] = shapely.get_geometry(flat[lone], 0)
    is_point = (kinds == _POINT) | lone
    lon, lat = (np.full(len(flat), np.nan) for _ in range(2))
    lon[is_point], lat[is_point] = shapely.get_x(flat[is_point]), shapely.get_y(flat[is_point])
    wkb = np.full(len(flat), None, dtype=object)
    shapes = ~is_point & ~shapely.is_empty(flat) & ~shapely.is_missing(flat)
    finite = np.zeros(len(flat), dtype=bool)
    finite[shapes] = np.isfinite(shapely.bounds(flat[shapes])).all(axis=1)
    wkb[finite] = shapely.to_wkb(flat[finite])
    return Split(lon, lat, wkb)


def from_wkb(values: Any) -> Any:  # noqa: ANN401 - an array of objects
    """Return the geometries of well-known binary; None where a value is none.

    Raises:
        SourceError: the values are no geometries at all.

    """
    try:
        return shapely.from_wkb(np.array(values, dtype=object), on_invalid="ignore")
    except (shapely.errors.GEOSException, TypeError) as error:
        raise SourceError("has a column of geometries that cannot be read") from error


def from_wkt(values: Any) -> Any:  # noqa: ANN401 - an array of objects
    """Return the geometries of well-known text; None where a value is none."""
    bare = [
        None if value is None else value.partition(";")[2] if value[:5] == "SRID=" else value
        for value in values
    ]
    return shapely.from_wkt(np.array(bare, dtype=object), on_invalid="ignore")


_POINT, _MULTI_POINT = 0, 4
