"""What can be wrong with the rows of a dataset, found for all rows at once."""

from typing import Any

import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from geodata.errors import ValidationError

Mask = NDArray[np.bool_]


class Problems:
    """The rows of a chunk that cannot be taken; of each what was found first."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._found: dict[int, str] = {}

    def __bool__(self) -> bool:
        return bool(self._found)

    def add(self, wrong: Mask, said: str, *values: "pd.Series[Any]") -> None:
        """Note what is wrong with some rows.

        Args:
            wrong: which rows.
            said: what is wrong with them.
            values: what the rows hold, to be told with it.

        """
        indexes = np.flatnonzero(wrong)
        if not len(indexes):
            return
        held = [column.take(indexes).tolist() for column in values]
        for number, index in enumerate(indexes.tolist()):
            shown = ", ".join(_shown(column[number]) for column in held)
            self._found.setdefault(index, f"{said}: {shown}" if shown else said)

    def found(self) -> list[tuple[int, str]]:
        """Return the rows' positions and what is wrong with each, in their order."""
        return sorted(self._found.items())

    def valid(self) -> Mask:
        """Return which rows can be taken."""
        result = np.ones(self._size, dtype=bool)
        result[list(self._found)] = False
        return result


def numbers(series: "pd.Series[Any]", name: str, problems: Problems) -> NDArray[np.float64]:
    """Return a column of numbers; missing is NaN, and what is infinite is a problem."""
    try:
        found = series.to_numpy(dtype=np.float64, na_value=np.nan)
    except (TypeError, ValueError) as error:
        raise ValidationError(f"dataset rows: column {name!r}: {error}") from error
    problems.add(np.isinf(found), f"{name} is not a finite number")
    return found


def points(
    lon: "pd.Series[Any]", lat: "pd.Series[Any]", problems: Problems
) -> tuple[NDArray[np.float64], NDArray[np.float64], Mask]:
    """Return longitudes, latitudes, and where there is a point.

    A coordinate that no place on earth has is a problem, and so is one without the other.
    """
    x, y = numbers(lon, "lon", problems), numbers(lat, "lat", problems)
    has_x, has_y = ~np.isnan(x), ~np.isnan(y)
    problems.add(has_x & ~has_y, "lat is missing beside lon")
    problems.add(has_y & ~has_x, "lon is missing beside lat")
    problems.add(has_x & (np.abs(x) > _MAX_LON), "lon is outside -180 to 180", lon)
    problems.add(has_y & (np.abs(y) > _MAX_LAT), "lat is outside -90 to 90", lat)
    return x, y, has_x & has_y


def shapes(wkb: "pd.Series[Any]", problems: Problems) -> NDArray[np.object_]:
    """Return geometries as two-dimensional well-known binary; empty ones are missing."""
    given: NDArray[np.object_] = wkb.astype(object).where(wkb.notna(), None).to_numpy()
    result = np.full(len(given), None, dtype=object)
    there = np.array([value is not None for value in given], dtype=bool)
    if not there.any():
        return result
    read = np.full(len(given), None, dtype=object)
    read[there] = [value if isinstance(value, bytes) else b"" for value in given[there]]
    geometries = shapely.force_2d(shapely.from_wkb(read, on_invalid="ignore"))
    problems.add(there & shapely.is_missing(geometries), "the geometry cannot be read")
    west, south, east, north = shapely.bounds(geometries).T
    outside = (west < -_MAX_LON) | (east > _MAX_LON) | (south < -_MAX_LAT) | (north > _MAX_LAT)
    problems.add(outside, "the geometry is not in degrees of longitude and latitude")
    written = there & ~shapely.is_missing(geometries) & ~shapely.is_empty(geometries)
    result[written] = shapely.to_wkb(geometries[written])
    return result


# Degrees.
_MAX_LON, _MAX_LAT = 180, 90


def _shown(value: Any) -> str:  # noqa: ANN401 - any column's value
    return value.date().isoformat() if isinstance(value, pd.Timestamp) else str(value)
