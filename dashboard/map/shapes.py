"""Lines and areas of a page: each once, in world units, no finer than a screen shows."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import shapely

from dashboard.map.mercator import MAX_LATITUDE, unwrap, world_x, world_y
from dashboard.map.packing import smallest_signed, smallest_unsigned

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

# Steps of the world square in which shapes are packed: 38 m at the equator.
SHAPE_UNITS = 2**20
# An outline may leave out what is smaller than this share of the shape …
_DETAIL = 1 / 6000
# … and less of it when there are so many shapes that the page would grow beyond this.
_POINTS = 150_000
# A part of this share of the largest one counts for where the shape lies: the view need not
# reach to every rock that belongs to a country.
_LARGE_PART = 0.1
_POINT, _LINE, _AREA = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Shapes:
    """The distinct lines and areas of a page.

    Attributes:
        number: for each row the number of its shape, -1 for none.
        kinds: 1 for a line, 2 for an area.
        parts: for each shape its lines or rings, arrays of (x, y) in world units.
        centre_x: world x of where a label may stand: on the line, or well inside the area.
        centre_y: world y of the same.
        bounds: west, north, east, south around each shape's main parts.

    """

    number: Ints
    kinds: npt.NDArray[np.uint8]
    parts: list[list[Floats]]
    centre_x: Floats
    centre_y: Floats
    bounds: Floats

    @staticmethod
    def of(geometries: npt.NDArray[np.object_]) -> "Shapes":
        """Return the shapes of rows; rows without geometry, or with an empty one, have none."""
        number = np.full(len(geometries), -1, dtype=np.int64)
        rows = np.flatnonzero(~(shapely.is_missing(geometries) | shapely.is_empty(geometries)))
        distinct, number[rows] = _distinct(geometries[rows])
        projected = [_simplified(_projected(shape)) for shape in distinct]
        projected = _coarsened(projected)
        centres = np.array([_centre(shape) for shape in projected]).reshape(-1, 2)
        return Shapes(
            number,
            np.array([_LINE if _is_line(shape) else _AREA for shape in projected], dtype=np.uint8),
            [_parts(shape) for shape in projected],
            centres[:, 0],
            centres[:, 1],
            np.array([_main_bounds(shape) for shape in projected]).reshape(-1, 4),
        )

    def spread(self, rows: Ints, count: int) -> "Shapes":
        """Return the same shapes for so many rows, of which these here are some."""
        number = np.full(count, -1, dtype=np.int64)
        number[rows] = self.number
        return replace(self, number=number)

    def unwrapped(self, cut: float) -> "Shapes":
        """Return the shapes with what lies west of a cut moved one world east."""
        if not self.parts:
            return self
        moved = [[_part_unwrapped(part, cut) for part in parts] for parts in self.parts]
        centre_x = unwrap(self.centre_x, cut)
        bounds = self.bounds.copy()
        for i, parts in enumerate(moved):
            near = [part[:, 0] for part in _large(parts)]
            bounds[i, 0] = min(float(x.min()) for x in near)
            bounds[i, 2] = max(float(x.max()) for x in near)
        return replace(self, parts=moved, centre_x=centre_x, bounds=bounds)

    def columns(self) -> dict[str, npt.NDArray[np.generic]]:
        """Return the columns to pack: parts a shape, points a part, steps from point to point."""
        parts = [np.round(part * SHAPE_UNITS) for shape in self.parts for part in shape]
        sizes = np.array([len(part) for part in parts], dtype=np.int64)
        points = np.concatenate(parts).astype(np.int64) if parts else np.empty((0, 2), np.int64)
        first = np.cumsum(sizes) - sizes
        steps = np.diff(points, axis=0, prepend=0)
        steps[first] = 0
        return {
            "kinds": self.kinds,
            "part_counts": smallest_unsigned(np.array([len(shape) for shape in self.parts], int)),
            "sizes": smallest_unsigned(sizes),
            "first_x": points[first, 0].astype(np.int32),
            "first_y": points[first, 1].astype(np.int32),
            "x_steps": smallest_signed(steps[:, 0]),
            "y_steps": smallest_signed(steps[:, 1]),
            "centre_x": self.centre_x,
            "centre_y": self.centre_y,
        }


def _distinct(geometries: npt.NDArray[np.object_]) -> tuple[npt.NDArray[np.object_], Ints]:
    """Return each geometry once, in order of appearance, and which one each row has."""
    # Rows of one place usually share one object, and comparing objects is far cheaper.
    objects: dict[int, int] = {}
    by_object = [objects.setdefault(id(shape), row) for row, shape in enumerate(geometries)]
    first_rows = list(objects.values())
    outlines: dict[bytes, int] = {}
    kept: list[Any] = []
    number_of_row: dict[int, int] = {}
    for row in first_rows:
        outline = shapely.to_wkb(geometries[row])
        if outline not in outlines:
            outlines[outline] = len(kept)
            kept.append(geometries[row])
        number_of_row[row] = outlines[outline]
    distinct = np.empty(len(kept), dtype=object)
    distinct[:] = kept
    return distinct, np.array([number_of_row[row] for row in by_object], dtype=np.int64)


def _projected(shape: Any) -> Any:  # noqa: ANN401 - shapely is untyped
    """Return a shape in world units; what is neither line nor area becomes the area around it."""
    clipped = shapely.clip_by_rect(shape, -540.0, -MAX_LATITUDE, 540.0, MAX_LATITUDE)
    flat = shapely.force_2d(shape if shapely.is_empty(clipped) else clipped)
    if flat.geom_type not in {"LineString", "MultiLineString", "Polygon", "MultiPolygon"}:
        hull = shapely.convex_hull(flat)
        flat = hull if hull.geom_type in {"LineString", "Polygon"} else shapely.buffer(hull, 0.01)
    moved = shapely.transform(
        flat, lambda xy: np.column_stack([world_x(xy[:, 0]), world_y(xy[:, 1])])
    )
    return shapely.line_merge(moved) if moved.geom_type == "MultiLineString" else moved


def _simplified(shape: Any, detail: float = _DETAIL) -> Any:  # noqa: ANN401 - shapely is untyped
    west, north, east, south = _main_bounds(shape)
    tolerance = max(detail * max(east - west, south - north), 1 / SHAPE_UNITS)
    return shapely.simplify(shape, tolerance, preserve_topology=True)


def _coarsened(shapes: list[Any]) -> list[Any]:
    detail = _DETAIL
    while detail < 1 and sum(int(shapely.get_num_coordinates(s)) for s in shapes) > _POINTS:
        detail *= 4
        shapes = [_simplified(shape, detail) for shape in shapes]
    return shapes


def _is_line(shape: Any) -> bool:  # noqa: ANN401 - shapely is untyped
    return bool(shape.geom_type in {"LineString", "MultiLineString"})


def _parts(shape: Any) -> list[Floats]:  # noqa: ANN401 - shapely is untyped
    """Return a line's pieces, or an area's rings, holes included."""
    lines = shapely.get_parts(shape)
    if not _is_line(shape):
        lines = shapely.get_rings(lines)
    return [shapely.get_coordinates(line) for line in lines]


def _centre(shape: Any) -> tuple[float, float]:  # noqa: ANN401 - shapely is untyped
    parts = shapely.get_parts(shape)
    if _is_line(shape):
        longest = parts[int(shapely.length(parts).argmax())]
        middle = shapely.line_interpolate_point(longest, 0.5, normalized=True)
        return float(middle.x), float(middle.y)
    largest = parts[int(shapely.area(parts).argmax())]
    west, north, east, south = shapely.bounds(largest)
    tolerance = max(east - west, south - north) / 100
    inside = largest if shapely.is_valid(largest) else shapely.make_valid(largest)
    if inside.geom_type != "Polygon" or shapely.area(inside) == 0:
        point = shapely.point_on_surface(inside)
        return float(point.x), float(point.y)
    circle = shapely.maximum_inscribed_circle(inside, tolerance)
    x, y = shapely.get_coordinates(circle)[0]
    return float(x), float(y)


def _main_bounds(shape: Any) -> tuple[float, float, float, float]:  # noqa: ANN401 - untyped
    parts = shapely.get_parts(shape)
    sizes = shapely.length(parts) if _is_line(shape) else shapely.area(parts)
    large = parts[sizes >= _LARGE_PART * sizes.max()]
    west, north, east, south = shapely.total_bounds(large)
    return float(west), float(north), float(east), float(south)


def _part_unwrapped(part: Floats, cut: float) -> Floats:
    """Return a part moved by whole worlds, so that its middle comes to lie east of the cut."""
    middle = (part[:, 0].min() + part[:, 0].max()) / 2
    moved = part.copy()
    moved[:, 0] += float(unwrap(middle, cut)) - middle
    return moved


def _large(parts: list[Floats]) -> list[Floats]:
    extents = [
        float(np.ptp(part, axis=0).prod() + np.ptp(part, axis=0).sum() * 1e-9) for part in parts
    ]
    return [
        part
        for part, extent in zip(parts, extents, strict=True)
        if extent >= _LARGE_PART * max(extents)
    ]
