"""Distances, directions and surroundings, against known ones and against each other."""

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPoint, Point, box
from shapely.geometry.base import BaseGeometry

from geodata.sphere import bearing_to, destination, distance_between, widened

KYIV, ODESA = (50.4547, 30.5238), (46.4775, 30.7326)
latitudes = st.floats(-80, 80)
longitudes = st.floats(-179, 179)


def test_a_known_distance_and_direction() -> None:
    # The great-circle distance that atlases give.
    assert distance_between(*KYIV, *ODESA) == pytest.approx(442, abs=3)
    assert bearing_to(*KYIV, *ODESA) == pytest.approx(178, abs=1)


@given(latitudes, longitudes, st.floats(0, 359), st.floats(1, 5000))
def test_a_destination_lies_as_far_and_in_the_direction_that_was_asked_for(
    latitude: float, longitude: float, bearing: float, km: float
) -> None:
    end = destination(latitude, longitude, bearing, km)
    assert distance_between(latitude, longitude, *end) == pytest.approx(km, rel=1e-6)
    assert -90 <= end[0] <= 90
    assert -180 <= end[1] <= 180
    turn = (bearing_to(latitude, longitude, *end) - bearing + 180) % 360 - 180
    assert abs(turn) < 0.01


def distances_to(shape: BaseGeometry, outline: BaseGeometry) -> list[float]:
    """Return how far the points of an outline are from the nearest vertex of a dense shape, km."""
    near = shapely.get_coordinates(shapely.segmentize(shape, 0.02))
    return [
        min(distance_between(y, x, b, a) for a, b in near)
        for x, y in shapely.get_coordinates(outline)[::3]
    ]


@pytest.mark.parametrize("latitude", [0, 40, -65])
def test_a_widened_point_is_a_circle_on_the_earth(latitude: float) -> None:
    circle = widened(Point(20, latitude), 100)
    away = [distance_between(latitude, 20, y, x) for x, y in shapely.get_coordinates(circle)]
    assert min(away) == pytest.approx(100, rel=0.1)
    assert max(away) == pytest.approx(100, rel=0.1)


def test_a_long_shape_is_widened_alike_in_the_south_and_in_the_north() -> None:
    line = LineString([(20, 10), (20, 70)])
    wide = widened(line, 50)
    assert wide.is_valid
    for latitude in (12, 40, 68):
        west, _south, east, _north = shapely.clip_by_rect(
            wide, 0, latitude - 0.2, 40, latitude + 0.2
        ).bounds
        assert distance_between(latitude, 20, latitude, west) == pytest.approx(50, rel=0.15)
        assert distance_between(latitude, 20, latitude, east) == pytest.approx(50, rel=0.15)


def test_what_is_widened_holds_the_shape_and_reaches_about_as_far_as_asked() -> None:
    shape = box(30, 45, 33, 47)
    wide = widened(shape, 80)
    assert wide.contains(shape)
    away = distances_to(shape, wide.exterior)
    assert np.mean(away) == pytest.approx(80, rel=0.15)


def test_an_islet_is_not_lost() -> None:
    islets = MultiPoint([(10, 10), (12, 10)]).buffer(0.0005)
    assert shapely.get_num_geometries(widened(islets, 30)) == 2


def test_what_is_widened_stays_on_the_map() -> None:
    west, south, east, north = widened(Point(179.9, 89.9), 200).bounds
    assert west >= -180
    assert south >= -90
    assert east <= 180
    assert north <= 90
