"""The sea off real coasts: outside the land, near it, and on the right side."""

from collections.abc import Iterator

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.boundaries import Boundaries, distance_km
from geodata.sphere import bearing_to, distance_between
from geodata.waters import at_sea, seaward, waters_off

HODEIDAH, ODESA, KABUL = (14.7978, 42.9545), (46.4775, 30.7326), (34.5281, 69.1723)


@pytest.fixture(scope="module")
def boundaries() -> Iterator[Boundaries]:
    with Boundaries.open() as opened:
        yield opened


def country(boundaries: Boundaries, iso3: str) -> BaseGeometry:
    area = boundaries.area(f"country:{iso3}")
    assert area is not None
    return area


def test_points_on_land_near_the_coast_and_at_sea(boundaries: Boundaries) -> None:
    # Kabul; Odesa; the Black Sea; the Caspian Sea, which no country holds.
    found = at_sea(boundaries, [34.53, 46.48, 43.5, 41.5], [69.17, 30.73, 34.0, 51.0])
    assert found.tolist() == [False, False, True, True]


@pytest.mark.parametrize(("town", "km", "to"), [(HODEIDAH, 74, (200, 340)), (ODESA, 25, (60, 180))])
def test_seaward_of_a_port_is_water_at_that_distance(
    boundaries: Boundaries, town: tuple[float, float], km: float, to: tuple[float, float]
) -> None:
    point = seaward(boundaries, *town, km)
    assert point is not None
    assert distance_between(*town, point.latitude, point.longitude) == pytest.approx(km, rel=0.01)
    assert boundaries.locate(point.longitude, point.latitude) is None
    bearing = bearing_to(*town, point.latitude, point.longitude)
    assert to[0] < bearing < to[1]
    assert 10 <= point.arc <= 180


def test_an_inland_town_has_no_sea(boundaries: Boundaries) -> None:
    assert seaward(boundaries, *KABUL, 60) is None


def test_off_an_island_is_the_side_of_the_nearest_shore(boundaries: Boundaries) -> None:
    # Valletta lies on the north-east coast of Malta.
    point = seaward(boundaries, 35.9, 14.514, 12)
    assert point is not None
    assert boundaries.locate(point.longitude, point.latitude) is None
    assert bearing_to(35.9, 14.514, point.latitude, point.longitude) < 120


@pytest.mark.parametrize("iso3", ["YEM", "LBN", "SOM", "GRC"])
def test_waters_are_outside_every_country_and_near_the_coast(
    boundaries: Boundaries, iso3: str
) -> None:
    area = country(boundaries, iso3)
    water = waters_off(boundaries, area, 0, 100)
    assert water is not None
    assert water.is_valid
    for land in boundaries.countries_within(*water.bounds):
        assert shapely.intersection(water, land).area < 1e-9
    for x, y in shapely.get_coordinates(water)[::25]:
        assert distance_km(area, x, y) < 125


def test_waters_end_about_where_another_coast_is_nearer(boundaries: Boundaries) -> None:
    water = waters_off(boundaries, country(boundaries, "LBN"), 0, 100)
    assert water is not None
    # Off Haifa and off Latakia other coasts are nearer.
    assert not shapely.intersects_xy(water, 34.9, 32.85)
    assert not shapely.intersects_xy(water, 35.6, 35.5)
    assert shapely.intersects_xy(water, 35.2, 33.9)


def test_waters_at_a_distance_leave_out_what_is_nearer(boundaries: Boundaries) -> None:
    area = country(boundaries, "YEM")
    water = waters_off(boundaries, area, 80, 140)
    assert water is not None
    point = water.representative_point()
    assert 60 < distance_km(area, point.x, point.y) < 170


@pytest.mark.parametrize("iso3", ["AFG", "TCD", "CHE"])
def test_a_country_without_a_coast_has_no_waters(boundaries: Boundaries, iso3: str) -> None:
    assert waters_off(boundaries, country(boundaries, iso3), 0, 100) is None
