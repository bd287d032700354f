"""Coordinates that cannot be right: out of range, at 0,0, or with longitude and latitude exchanged.

A row never gets lost for its coordinates: it is kept without a point, or with the two exchanged
where its country shows that they must be, and the remark says so. The source's own numbers stay in
`raw`.
"""

from functools import lru_cache

import numpy as np
import pyarrow as pa
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from geodata.boundaries import NEAR_KM, Boundaries
from geodata.errors import UsageError
from loaders.datasets.cells import Mask
from loaders.datasets.chunks import Remarks, Rows

Degrees = np.ndarray[tuple[int], np.dtype[np.float64]]


class PointCheck:
    """Checks the coordinates of a dataset, chunk by chunk."""

    def __init__(self, remarks: Remarks, *, crs: str | None = None) -> None:
        """Prepare for a dataset.

        Args:
            remarks: gets what was found.
            crs: of the coordinates, as pyproj knows it; WGS 84 when missing.

        Raises:
            UsageError: there is no such reference system.

        """
        self._remarks = remarks
        self.transform = transformer(crs)

    def check(self, lon: Degrees, lat: Degrees, iso3: pa.Array, numbers: Rows) -> Mask:
        """Correct coordinates in place; NaN where there is no point.

        Args:
            lon: longitudes.
            lat: latitudes.
            iso3: the country of each row, as far as the row tells.
            numbers: the rows' numbers in the file.

        Returns:
            The rows whose coordinates are not what the source has.

        """
        half = np.isnan(lon) != np.isnan(lat)
        self._drop(half, lon, lat, numbers, "has only one of longitude and latitude: no point")
        exchanged = self._exchange(lon, lat, iso3, numbers)
        # An exact zero for both is what programs write for "not known"; it lies in the sea.
        zero = (lon == 0) & (lat == 0)
        self._drop(zero, lon, lat, numbers, "lies at 0,0, which means not known: no point")
        with np.errstate(invalid="ignore"):
            outside = (np.abs(lat) > _MOST_LAT) | (np.abs(lon) > _MOST_LON)
        outside |= np.isinf(lon) | np.isinf(lat)
        self._drop(outside, lon, lat, numbers, "has a latitude or longitude out of range: no point")
        changed: Mask = half | exchanged | zero | outside
        return changed

    def _drop(self, rows: Mask, lon: Degrees, lat: Degrees, numbers: Rows, why: str) -> None:
        self._remarks.add(why, numbers[rows])
        lon[rows] = np.nan
        lat[rows] = np.nan

    def _exchange(self, lon: Degrees, lat: Degrees, iso3: pa.Array, numbers: Rows) -> Mask:
        """Exchange longitude and latitude where only that puts a point into its row's country."""
        exchanged = np.zeros(len(lon), dtype=bool)
        encoded = iso3.dictionary_encode()
        codes = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False)
        for code, country in enumerate(encoded.dictionary.to_pylist()):
            area = _country(country)
            if area is None:
                continue
            rows = np.flatnonzero(codes == code)
            wrong = rows[_is_exchanged(area, lon[rows], lat[rows])]
            exchanged[wrong] = True
        lon[exchanged], lat[exchanged] = lat[exchanged], lon[exchanged].copy()
        self._remarks.add(
            "longitude and latitude are exchanged, as the country shows: put right",
            numbers[exchanged],
        )
        return exchanged


def transformer(crs: str | None) -> Transformer | None:
    """Return what turns coordinates into WGS 84; None where they are.

    Raises:
        UsageError: there is no such reference system.

    """
    if crs is None:
        return None
    try:
        found = CRS.from_user_input(crs)
    except CRSError as error:
        raise UsageError(f"there is no reference system {crs[:80]!r}: write EPSG:32642") from error
    if found.equals(CRS.from_epsg(4326), ignore_axis_order=True) or "CRS84" in found.name:
        return None
    return Transformer.from_crs(found, CRS.from_epsg(4326), always_xy=True)


_MOST_LAT, _MOST_LON = 90, 180
# Points of a country may lie this far outside its area: on piers, in its waters, in its camps
# across the border. An exchanged point lies much further off.
_NEAR_DEGREES = 1.0


def transformed(
    transform: Transformer | None, lon: Degrees, lat: Degrees
) -> tuple[Degrees, Degrees]:
    """Return coordinates in WGS 84; NaN where they cannot be."""
    if transform is None:
        return lon, lat
    try:
        moved: tuple[Degrees, Degrees] = transform.transform(lon, lat)
    except ProjError:
        return np.full_like(lon, np.nan), np.full_like(lat, np.nan)
    return moved


class _Country:
    """A country's area, ready to be asked about many points."""

    def __init__(self, area: shapely.Geometry) -> None:
        self.area = area
        shapely.prepare(self.area)
        self.near = area.simplify(NEAR_KM / 111).buffer(_NEAR_DEGREES)
        shapely.prepare(self.near)
        self.box = self.near.bounds


@lru_cache(maxsize=300)
def _country(iso3: str) -> _Country | None:
    area = _boundaries().area(f"country:{iso3}")
    return None if area is None else _Country(area)


@lru_cache(maxsize=1)
def _boundaries() -> Boundaries:
    return Boundaries.open()


def _is_exchanged(country: _Country, lon: Degrees, lat: Degrees) -> Mask:
    # Only a point that would lie in the country when exchanged can be so: mostly none are.
    result = _in_box(country, lat, lon)
    rows = np.flatnonzero(result)
    inside = shapely.intersects_xy(country.area, lat[rows], lon[rows])
    inside[inside] = ~shapely.intersects_xy(country.near, lon[rows[inside]], lat[rows[inside]])
    result[rows] = inside
    return result


def _in_box(country: _Country, x: Degrees, y: Degrees) -> Mask:
    west, south, east, north = country.box
    with np.errstate(invalid="ignore"):
        inside: Mask = (west <= x) & (x <= east) & (south <= y) & (y <= north)
    return inside
