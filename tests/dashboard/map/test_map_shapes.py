import numpy as np
import pytest
import shapely
from map_records import BORDER, COUNTRY

from dashboard.map.mercator import world_x, world_y
from dashboard.map.shapes import SHAPE_UNITS, Shapes


def shapes_of(*geometries: object) -> Shapes:
    rows = np.empty(len(geometries), dtype=object)
    rows[:] = geometries
    return Shapes.of(rows)


def test_each_shape_comes_once() -> None:
    shapes = shapes_of(COUNTRY, None, BORDER, shapely.from_wkb(COUNTRY.wkb), shapely.Polygon())
    assert shapes.number.tolist() == [0, -1, 1, 0, -1]
    assert shapes.kinds.tolist() == [2, 1]


def test_an_area_keeps_its_parts_and_holes() -> None:
    shapes = shapes_of(COUNTRY)
    assert len(shapes.parts[0]) == 3
    outer = shapes.parts[0][0]
    assert outer[:, 0].max() == pytest.approx(float(world_x(77)), abs=1e-6)
    assert outer[:, 1].min() == pytest.approx(float(world_y(36)), abs=1e-6)


def test_labels_stand_inside_areas_and_on_lines() -> None:
    crescent = shapely.Point(0, 0).buffer(10).difference(shapely.Point(4, 0).buffer(9))
    shapes = shapes_of(crescent, BORDER)
    rings = [shapely.Polygon(ring) for ring in shapes.parts[0]]
    centre = shapely.Point(shapes.centre_x[0], shapes.centre_y[0])
    assert any(ring.contains(centre) for ring in rings)
    line = shapely.LineString(shapes.parts[1][0])
    assert line.distance(shapely.Point(shapes.centre_x[1], shapes.centre_y[1])) < 1e-6


def test_a_far_rock_does_not_widen_the_view() -> None:
    mainland, rock = shapely.box(0, 0, 10, 10), shapely.box(-60, 0, -59.9, 0.1)
    shapes = shapes_of(shapely.union(mainland, rock))
    assert shapes.bounds[0, 0] == pytest.approx(float(world_x(0)), abs=1e-6)


def test_an_area_cut_by_the_antimeridian_is_put_together() -> None:
    cut = shapely.MultiPolygon([shapely.box(170, 0, 180, 10), shapely.box(-180, 0, -172, 10)])
    shapes = shapes_of(cut).unwrapped(0.25)
    west, east = shapes.bounds[0, 0], shapes.bounds[0, 2]
    assert (east - west) * 360 == pytest.approx(18, abs=1e-6)


@pytest.mark.parametrize(
    "odd",
    [
        shapely.MultiPoint([(0, 0), (1, 1), (2, 0)]),
        shapely.MultiPoint([(5, 5)]),
        shapely.GeometryCollection([shapely.Point(0, 0), shapely.box(1, 1, 2, 2)]),
        shapely.LineString([(0, 0, 5), (1, 1, 6)]),
        shapely.box(-180, -90, 180, 90),
        shapely.Polygon([(0, 0), (2, 2), (2, 0), (0, 2)]),
        shapely.Polygon([(0, 0), (1, 0), (2, 0)]),
    ],
    ids=lambda shape: shape.geom_type,
)
def test_unusual_geometries_are_drawn(odd: object) -> None:
    columns = shapes_of(odd).columns()
    assert columns["sizes"].sum() >= 2
    assert np.isfinite(columns["centre_x"]).all()
    assert np.isfinite(columns["centre_y"]).all()


def test_detail_follows_the_size_of_a_shape() -> None:
    circle = shapely.Point(0, 0).buffer(10, quad_segs=5000)
    points = sum(len(part) for part in shapes_of(circle).parts[0])
    assert 20 < points < 2000


def test_columns_rebuild_the_lines() -> None:
    shapes = shapes_of(BORDER, COUNTRY)
    columns = shapes.columns()
    ends = np.cumsum(columns["sizes"].astype(int))
    for number, part in enumerate(part for parts in shapes.parts for part in parts):
        first = ends[number] - columns["sizes"][number]
        x = columns["first_x"][number] + np.cumsum(
            columns["x_steps"][first : ends[number]].astype(int)
        )
        assert x / SHAPE_UNITS == pytest.approx(part[:, 0], abs=1 / SHAPE_UNITS)


def test_no_shapes_have_empty_columns() -> None:
    assert all(len(column) == 0 for column in shapes_of(None, None).columns().values())
