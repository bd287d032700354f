"""Where marks stand on the paper and how large they are.

One incident is a mark whose shape and colour tell its type and whose area tells how many were
killed; several at one place, or too close to be told apart, are one circle with their number and a
ring of their types.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import shapely

from dashboard.exports.static_map.extent import Frame
from dashboard.exports.static_map.rows import Spots
from dashboard.map.style import EVENT_TYPES

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# In millimetres on A4.
_CELL: Final = 0.7
LEAST_RADIUS: Final = 1.05
_MOST_RADIUS: Final = 4.2
_RADIUS_OF_ONE: Final = 0.62
GROUP_LEAST: Final = 1.75
_GROUP_MOST: Final = 7.0
_GROUP_OF_ONE: Final = 1.2
# Marks closer than this are put together; the first distance that leaves few enough is taken.
_DISTANCES: Final = (1.1, 2.0, 2.8, 3.6, 5.0, 7.0, 10.0, 14.0)
_ROOM_OF_A_MARK: Final = 55.0
# So much of a mark may be hidden by a larger one, in its radii.
_COVERED: Final = 0.45


@dataclass(frozen=True, slots=True)
class Cells:
    """Rows that are put together, as sums; the arrays are as in `Marks`."""

    x: Floats
    y: Floats
    count: Ints
    types: Ints
    talks: Ints
    killed: Floats
    names: npt.NDArray[np.object_]


@dataclass(frozen=True, slots=True)
class Marks:
    """Marks of a map, the largest first; x and y are millimetres of its frame.

    Attributes:
        x: of the middle.
        y: of the middle.
        radius: of the circle of the same area, mm.
        count: rows that it stands for.
        types: a row a mark, a column an event type (in the order of `EVENT_TYPES`): their rows.
        talks: how many of the rows are talks.
        killed: the sum of what is stated; NaN where nothing is.
        names: of the places.
        outside: rows that lie outside the frame.

    """

    x: Floats
    y: Floats
    radius: Floats
    count: Ints
    types: Ints
    talks: Ints
    killed: Floats
    names: npt.NDArray[np.object_]
    outside: int

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.x)


@dataclass(frozen=True, slots=True)
class Scale:
    """How sizes on paper follow numbers; the same in all panels of a page.

    Attributes:
        unit: 1 on A4, more on larger paper.
        killed: mm of radius for the root of one death.
        incidents: mm of radius for the root of one incident in a group.

    """

    unit: float
    killed: float
    incidents: float

    def of_killed(self, killed: npt.ArrayLike) -> Floats:
        """Return the radius of marks of single incidents."""
        root = np.sqrt(np.nan_to_num(np.asarray(killed, np.float64)))
        return np.maximum(self.killed * root, LEAST_RADIUS) * self.unit

    def of_count(self, count: npt.ArrayLike) -> Floats:
        """Return the radius of circles that stand for several incidents."""
        root = np.sqrt(np.asarray(count, np.float64))
        return np.maximum(self.incidents * root, GROUP_LEAST) * self.unit


def gathered(spots: Spots, frame: Frame, unit: float, distance: float | None = None) -> Cells:
    """Return rows put together where they lie too close to be told apart.

    Args:
        spots: the rows.
        frame: of the map.
        unit: size of the page, 1 for A4.
        distance: below which they are put together, mm on A4; None finds it.

    """
    cells = _cells(spots, frame, unit)
    if distance is not None:
        return _merged(cells, distance * unit)
    most = frame.width * frame.height / (_ROOM_OF_A_MARK * unit**2)
    for tried in _DISTANCES:
        merged = _merged(cells, tried * unit)
        if len(merged.x) <= most:
            break
    return merged


def scale_of(cells: list[Cells], unit: float) -> Scale:
    """Return the sizes that suit all panels of a page."""
    single = [float(np.nanmax(one.killed[one.count == 1], initial=0)) for one in cells]
    counts = [int(one.count.max(initial=1)) for one in cells]
    most_killed, most_count = max(single, default=0.0), max(counts, default=1)
    return Scale(
        unit,
        min(_RADIUS_OF_ONE, _MOST_RADIUS / max(most_killed, 1.0) ** 0.5),
        min(_GROUP_OF_ONE, _GROUP_MOST / max(most_count, 1) ** 0.5),
    )


def parted(cells: Cells, scale: Scale) -> Cells:
    """Return rows put together until no mark hides another: large ones take in what they cover."""
    while len(cells.x) > 1:
        radius = _radius(cells, scale)
        order = np.argsort(-radius, kind="stable")
        points = shapely.points(cells.x, cells.y)
        reach = radius + _COVERED * np.median(radius)
        large, small = shapely.STRtree(points).query(points, predicate="dwithin", distance=reach)
        rank = np.empty(len(order), dtype=np.int64)
        rank[order] = np.arange(len(order))
        covers = rank[large] < rank[small]
        gap = np.hypot(cells.x[large] - cells.x[small], cells.y[large] - cells.y[small])
        covers &= gap < radius[large] + _COVERED * radius[small]
        if not covers.any():
            break
        cells = _taken_in(cells, rank, large[covers], small[covers])
    return cells


def _taken_in(cells: Cells, rank: Ints, large: Ints, small: Ints) -> Cells:
    """Return cells with small ones put into large ones; who is taken in takes nobody in."""
    head = np.arange(len(rank))
    for number in np.lexsort((rank[small], rank[large])):
        one, other = large[number], small[number]
        if head[one] == one and head[other] == other and not (head == other).sum() > 1:
            head[other] = one
    heads, taken = np.unique(head, return_inverse=True)
    return _joined(cells, heads, taken)


def marks_of(cells: Cells, scale: Scale, total: int) -> Marks:
    """Return the marks of gathered rows; `total` is how many rows there were."""
    radius = _radius(cells, scale)
    order = np.argsort(-radius, kind="stable")
    return Marks(
        cells.x[order],
        cells.y[order],
        radius[order],
        cells.count[order],
        cells.types[order],
        cells.talks[order],
        cells.killed[order],
        cells.names[order],
        total - int(cells.count.sum()),
    )


def _radius(cells: Cells, scale: Scale) -> Floats:
    return np.where(cells.count > 1, scale.of_count(cells.count), scale.of_killed(cells.killed))


def _cells(spots: Spots, frame: Frame, unit: float) -> Cells:
    """Return rows by small cells of the paper, the fullest first."""
    x, y = frame.place(spots.longitude, spots.latitude)
    inside = (x >= 0) & (x <= frame.width) & (y >= 0) & (y <= frame.height)
    x, y, spots = x[inside], y[inside], spots.chosen(inside)
    size = _CELL * unit
    key = np.floor(x / size).astype(np.int64) * 1_000_003 + np.floor(y / size).astype(np.int64)
    _, first, cell = np.unique(key, return_index=True, return_inverse=True)
    many = len(first)
    count = np.bincount(cell, minlength=many)
    stated = ~np.isnan(spots.killed)
    killed = np.bincount(cell, np.nan_to_num(spots.killed), many).astype(np.float64)
    killed[np.bincount(cell[stated], minlength=many) == 0] = np.nan
    kinds = len(EVENT_TYPES)
    types = np.bincount(cell * kinds + spots.types, minlength=many * kinds).reshape(many, kinds)
    order = np.lexsort((key[first], -count))
    return Cells(
        (np.bincount(cell, x, many) / count)[order],
        (np.bincount(cell, y, many) / count)[order],
        count[order],
        types[order],
        np.bincount(cell[spots.talks], minlength=many)[order],
        killed[order],
        spots.names[first][order],
    )


def _merged(cells: Cells, distance: float) -> Cells:
    """Return cells put together with fuller ones near them; these keep their places."""
    if len(cells.x) < 2:  # noqa: PLR2004 - nothing to put together
        return cells
    points = shapely.points(cells.x, cells.y)
    one, other = shapely.STRtree(points).query(points, predicate="dwithin", distance=distance)
    order = np.lexsort((other, one))
    one, other = one[order], other[order]
    starts = np.searchsorted(one, np.arange(len(points) + 1))
    taken = np.full(len(points), -1, dtype=np.int64)
    heads: list[int] = []
    for number in range(len(points)):
        if taken[number] >= 0:
            continue
        near = other[starts[number] : starts[number + 1]]
        taken[near[taken[near] < 0]] = len(heads)
        heads.append(number)
    return _joined(cells, np.array(heads), taken)


def _joined(cells: Cells, heads: Ints, taken: Ints) -> Cells:
    """Return cells put together.

    Args:
        cells: in some order.
        heads: those whose places are kept.
        taken: for each cell the number of its head.

    """
    many = len(heads)
    stated = ~np.isnan(cells.killed)
    killed = np.bincount(taken, np.nan_to_num(cells.killed), many).astype(np.float64)
    killed[np.bincount(taken[stated], minlength=many) == 0] = np.nan
    types = np.zeros((many, cells.types.shape[1]), dtype=np.int64)
    np.add.at(types, taken, cells.types)
    return Cells(
        cells.x[heads],
        cells.y[heads],
        np.bincount(taken, cells.count, many).astype(np.int64),
        types,
        np.bincount(taken, cells.talks, many).astype(np.int64),
        killed,
        cells.names[heads],
    )
