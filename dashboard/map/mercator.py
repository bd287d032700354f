"""Web Mercator in world units: the whole world is the square from (0, 0) to (1, 1), y downwards.

The browser draws in these units times 256 · 2^zoom pixels, so everything that goes into the page
is projected here, once.
"""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Where Web Mercator's square ends; the poles themselves would be infinitely far away.
MAX_LATITUDE = 85.05112878
EQUATOR_KM = 40075.017
# Among more points than this the widest gap is looked for to the nearest 0.6 km.
_CELLS = 2**16


def world_x(longitude: npt.ArrayLike) -> Floats:
    """Return world x of longitudes in degrees; beyond ±180° it runs on past 0 and 1."""
    return np.asarray(longitude, dtype=np.float64) / 360.0 + 0.5


def world_y(latitude: npt.ArrayLike) -> Floats:
    """Return world y of latitudes in degrees, 0 in the north; the poles come to lie on the edge."""
    clipped = np.clip(np.asarray(latitude, dtype=np.float64), -MAX_LATITUDE, MAX_LATITUDE)
    sine = np.sin(np.radians(clipped))
    return np.asarray(0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi), dtype=np.float64)


def seam(x: Floats) -> float:
    """Return the world x at which to cut the world so that the points lie closest together.

    The cut goes through the middle of the widest gap between neighbouring points. Points on both
    sides of the antimeridian thereby stay together: what lies west of the cut moves one world east.
    """
    inside = np.mod(x, 1.0)
    if inside.size > _CELLS:
        # Cells that hold points say it in a tenth of the time that sorting takes.
        held = np.bincount((inside * _CELLS).astype(np.int64), minlength=_CELLS)
        inside = (np.flatnonzero(held) + 0.5) / _CELLS
    inside = np.unique(inside)
    if inside.size == 0:
        return 0.0
    gaps = np.diff(np.append(inside, inside[0] + 1.0))
    widest = int(gaps.argmax())
    if widest == inside.size - 1:
        return 0.0
    return float(inside[widest] + gaps[widest] / 2)


def unwrap(x: Any, cut: float) -> Floats:  # noqa: ANN401 - numbers or arrays of them
    """Return x moved by whole worlds into the world that begins at the cut."""
    moved: Floats = np.mod(np.asarray(x, dtype=np.float64) - cut, 1.0) + cut
    return moved
