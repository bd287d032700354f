"""The vector basemap: land, borders, divisions, lakes, rivers and town names for one page.

A page carries the whole world coarsely and the surroundings of its data in detail. Both come from
one table of lines, in which every point knows the zoom from which on it is worth drawing.
"""

from collections.abc import Iterable
from enum import IntEnum
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.map.packing import pack, pack_json, smallest_signed, smallest_unsigned
from geodata.boundary_profiles import boundary_profiles, disputed_lines
from geodata.errors import TablesError

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

TABLE = Path(__file__).parent / "tables" / "basemap.npz"
# Steps of the world square: 76 m at the equator, finer than the source (400 m).
WORLD_UNITS = 2**19

# Cells a side in which the world is searched for data: 1.4 degrees each.
CELLS = 256

# How much detail a cell gets: all there is around the data, less in a belt around that so that a
# pan does not meet a cliff, and the world at large as far as zoom 3 shows it.
_NEAR, _MIDDLE, _FAR = 0, 1, 2
_NEAR_CELLS = 2
_MIDDLE_CELLS = 8
_NEAREST_LEVEL = 12
_MIDDLE_LEVEL = 6
_FAR_LEVEL = 3
# About 350 KB in the page.
_POINTS = 80_000
_NEAR_TOWNS = 700
# Zoom from which on towns of at least so many people are named; capitals come first.
_TOWN_LEVELS = ((5_000_000, 4), (1_000_000, 5), (300_000, 6), (100_000, 7), (40_000, 8), (0, 9))
_CAPITAL_LEVEL = 4
# Seats of smaller places, such as those of dependencies, are named like any town.
_CAPITAL_POPULATION = 30_000


class ArcKind(IntEnum):
    """What a line of the basemap is."""

    COAST = 0
    BORDER = 1
    LAKE = 2
    RIVER = 3
    DIVISION = 4
    DISPUTED = 5


class RingKind(IntEnum):
    """What a closed ring of the basemap encloses."""

    LAND = 0
    LAKE = 1


def basemap(cells: Mask) -> dict[str, Any]:
    """Return the basemap for a page, ready for the page's script.

    Args:
        cells: which cells of the world hold data, as `cells_of` finds them.

    Returns:
        ``lines``: packed columns of arcs and rings, ``labels``: packed names.

    """
    table = basemap_table()
    detail = _Detail(table, cells)
    return {
        "units": WORLD_UNITS,
        "lines": pack(detail.lines()),
        "labels": pack_json({"countries": _countries(table), "towns": detail.towns()}),
        "profiles": pack_json(_profiles(table)),
    }


def country_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of countries by ISO 3166-1 alpha-3 code; unknown codes are left out."""
    table = basemap_table()
    names = dict(zip(table["iso3_codes"].tolist(), table["iso3_names"].tolist(), strict=True))
    return {code: names[code] for code in codes if code in names}


def cells_of(x: npt.ArrayLike, y: npt.ArrayLike) -> Mask:
    """Return which of the world's cells points in world units fall into."""
    cells = np.zeros((CELLS, CELLS), dtype=bool)
    column = np.floor(np.asarray(x, dtype=np.float64) * CELLS).astype(np.int64) % CELLS
    row = np.floor(np.asarray(y, dtype=np.float64) * CELLS).astype(np.int64)
    cells[np.clip(row, 0, CELLS - 1), column] = True
    return cells


class _Detail:
    """What of the table goes into one page."""

    def __init__(self, table: dict[str, Any], cells: Mask) -> None:
        self.table = table
        self.zones = _zones(cells)
        self.arc_of_point = np.repeat(np.arange(len(table["arc_sizes"])), table["arc_sizes"])
        self.zone = _zone(self.zones, table["x"], table["y"])
        self.rings, self.arcs = self._chosen()

    def _chosen(self) -> tuple[Mask, Mask]:
        """Return which rings and arcs are drawn: near ones, and far ones large enough to see."""
        table, count = self.table, len(self.table["arc_sizes"])
        near_arcs = np.zeros(count, dtype=bool)
        near_arcs[self.arc_of_point[self.zone == _NEAR]] = True
        arc_of_ring = np.where(table["ring_arcs"] < 0, ~table["ring_arcs"], table["ring_arcs"])
        ring_of_arc = np.repeat(np.arange(len(table["ring_sizes"])), table["ring_sizes"])
        rings = table["ring_levels"] <= _FAR_LEVEL
        rings[ring_of_arc[near_arcs[arc_of_ring]]] = True
        arcs = near_arcs & np.isin(table["arc_kinds"], (ArcKind.DIVISION, ArcKind.RIVER))
        # They stand for borders, which are drawn everywhere.
        arcs |= table["arc_kinds"] == ArcKind.DISPUTED
        arcs[arc_of_ring[rings[ring_of_arc]]] = True
        return rings, arcs

    def _points(self) -> Mask:
        """Return which points are drawn: as many as the page can afford."""
        table = self.table
        drawn = self.arcs[self.arc_of_point]
        for nearest in range(_NEAREST_LEVEL, _FAR_LEVEL, -1):
            limits = np.array([nearest, min(nearest, _MIDDLE_LEVEL), _FAR_LEVEL])
            points: Mask = drawn & (table["levels"] <= limits[self.zone])
            if points.sum() <= _POINTS:
                break
        return points

    def lines(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return the columns of arcs and rings."""
        table, points = self.table, self._points()
        sizes = np.bincount(self.arc_of_point[points], minlength=len(self.arcs))[self.arcs]
        first = np.cumsum(sizes) - sizes
        x, y = table["x"][points], table["y"][points]
        ring_of_arc = np.repeat(np.arange(len(self.rings)), table["ring_sizes"])
        return {
            "arc_sizes": smallest_unsigned(sizes),
            "arc_kinds": table["arc_kinds"][self.arcs],
            "arc_x": x[first].astype(np.int32),
            "arc_y": y[first].astype(np.int32),
            "x_steps": _steps(x, first),
            "y_steps": _steps(y, first),
            "levels": table["levels"][points],
            "disputed_points": np.packbits(table["disputed_points"][points], bitorder="little"),
            "disputed_arcs": table["disputed_arcs"],
            "ring_sizes": smallest_unsigned(table["ring_sizes"][self.rings]),
            "ring_arcs": _renumbered(table["ring_arcs"][self.rings[ring_of_arc]], self.arcs),
            "ring_kinds": table["ring_kinds"][self.rings],
            "ring_levels": table["ring_levels"][self.rings],
        }

    def towns(self) -> list[list[Any]]:
        """Return ``[name, x, y, level, capital]`` of the towns to name, most important first."""
        table = self.table
        population, capital = table["city_population"], table["city_capital"]
        near = _zone(self.zones, table["city_x"], table["city_y"]) == _NEAR
        near &= np.cumsum(near) <= _NEAR_TOWNS
        level = np.full(len(population), _TOWN_LEVELS[-1][1])
        for least, zoom in reversed(_TOWN_LEVELS):
            level[population >= least] = zoom
        seat = capital & (population >= _CAPITAL_POPULATION)
        level[seat] = np.minimum(level[seat], _CAPITAL_LEVEL)
        chosen = np.flatnonzero(near | (level <= _CAPITAL_LEVEL))
        return [
            [
                str(table["city_names"][i]),
                int(table["city_x"][i]),
                int(table["city_y"][i]),
                int(level[i]),
                int(capital[i]),
            ]
            for i in chosen
        ]


def _countries(table: dict[str, Any]) -> list[list[Any]]:
    """Return ``[name, x, y, radius]`` of the countries, largest first.

    Parts that ISO 3166 lists under no name of their own are not named as countries.
    """
    listed = set(table["iso3_names"].tolist())
    return [
        [str(name), *(round(float(value), 5) for value in place)]
        for name, place in zip(table["country_names"], table["country_places"], strict=True)
        if str(name) in listed
    ]


def _profiles(table: dict[str, Any]) -> list[dict[str, str]]:
    """Return how each profile draws the disputed lines: a letter of its style for each line."""
    lines = {line.name: line for line in disputed_lines()}
    return [
        {
            "name": profile.name,
            "title": profile.title,
            "view": profile.view,
            "styles": "".join(
                lines[name].drawn(profile)[0] for name in table["disputed_names"].tolist()
            ),
        }
        for profile in boundary_profiles()
    ]


def _zones(cells: Mask) -> npt.NDArray[np.uint8]:
    """Return for each cell of the world how much detail is wanted there."""
    zones = np.full(cells.shape, _FAR, dtype=np.uint8)
    zones[_grown(cells, _MIDDLE_CELLS)] = _MIDDLE
    zones[_grown(cells, _NEAR_CELLS)] = _NEAR
    return zones


def _grown(cells: Mask, by: int) -> Mask:
    """Return the cells and those up to ``by`` cells away, around the world."""
    wide = cells.copy()
    for step in range(1, by + 1):
        wide |= np.roll(cells, step, axis=1) | np.roll(cells, -step, axis=1)
    tall = wide.copy()
    for step in range(1, by + 1):
        tall[step:] |= wide[:-step]
        tall[:-step] |= wide[step:]
    return tall


def _zone(zones: npt.NDArray[np.uint8], x: Ints, y: Ints) -> npt.NDArray[np.uint8]:
    """Return the zone of points in basemap units."""
    scale = WORLD_UNITS // CELLS
    row = np.clip(y // scale, 0, CELLS - 1)
    return zones[row, np.mod(x // scale, CELLS)]


def _steps(values: Ints, first: Ints) -> npt.NDArray[np.integer]:
    """Return each point's distance from the one before it on its line."""
    steps = np.diff(values, prepend=0)
    steps[first] = 0
    return smallest_signed(steps)


def _renumbered(arcs: npt.NDArray[np.int32], kept: Mask) -> npt.NDArray[np.integer]:
    """Return ring members in the numbering of the kept arcs, ``~n`` for reversed ones."""
    numbers = np.cumsum(kept) - 1
    forward = arcs >= 0
    return smallest_signed(np.where(forward, numbers[np.abs(arcs)], ~numbers[~arcs]))


@cache
def basemap_table() -> dict[str, Any]:
    """Return the columns of the table, positions in world units; read once."""
    try:
        with np.load(TABLE, allow_pickle=False) as stored:
            table = {name: stored[name] for name in stored.files}
    except (OSError, ValueError) as error:
        raise TablesError(
            f"{TABLE}: the basemap is missing or damaged; install the program again"
        ) from error
    table["x"] = np.cumsum(table.pop("x_steps"), dtype=np.int64)
    table["y"] = np.cumsum(table.pop("y_steps"), dtype=np.int64)
    bits = np.unpackbits(table["disputed_points"], count=len(table["x"]))
    table["disputed_points"] = bits.astype(bool)
    return table
