"""Where real areas meet."""

from collections.abc import Iterator

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.borderlands import borderland, common_line, land_border, tripoint
from geodata.boundaries import Boundaries, distance_km, line_length_km


@pytest.fixture(scope="module")
def boundaries() -> Iterator[Boundaries]:
    with Boundaries.open() as opened:
        yield opened


def area(boundaries: Boundaries, place_id: str) -> BaseGeometry:
    found = boundaries.area(place_id)
    assert found is not None
    return found


def test_two_divisions_share_a_line(boundaries: Boundaries) -> None:
    sindh, balochistan = area(boundaries, "admin1:PK-SD"), area(boundaries, "admin1:PK-BA")
    line = common_line(sindh, balochistan)
    assert line is not None
    assert 400 < line_length_km(line) < 900
    for x, y in shapely.get_coordinates(line)[::10]:
        assert distance_km(sindh, x, y) < 0.1
        assert distance_km(balochistan, x, y) < 0.1


def test_the_border_of_two_countries_is_the_line_that_they_share(boundaries: Boundaries) -> None:
    line = common_line(area(boundaries, "country:MLI"), area(boundaries, "country:NER"))
    border = boundaries.border("MLI", "NER")
    assert line is not None
    assert border is not None
    assert line_length_km(line) == pytest.approx(line_length_km(border), rel=1e-6)


@pytest.mark.parametrize(
    ("one", "other"),
    [("admin1:PK-SD", "country:AFG"), ("admin1:PK-SD", "country:PAK"), ("country:AFG",) * 2],
)
def test_areas_apart_or_within_each_other_share_no_line(
    boundaries: Boundaries, one: str, other: str
) -> None:
    assert common_line(area(boundaries, one), area(boundaries, other)) is None


@pytest.mark.parametrize(
    ("countries", "longitude", "latitude"),
    [
        (("MLI", "NER", "BFA"), 0.23, 14.99),
        (("ARG", "BRA", "PRY"), -54.59, -25.59),
        (("IRN", "IRQ", "TUR"), 44.77, 37.15),
    ],
)
def test_three_countries_meet_in_a_point(
    boundaries: Boundaries, countries: tuple[str, ...], longitude: float, latitude: float
) -> None:
    point = tripoint(boundaries, countries)
    assert point is not None
    assert distance_km(point, longitude, latitude) < 15
    for iso3 in countries:
        assert distance_km(area(boundaries, f"country:{iso3}"), point.x, point.y) < 0.1


def test_countries_that_do_not_all_meet_have_no_such_point(boundaries: Boundaries) -> None:
    assert tripoint(boundaries, ("MLI", "NER", "TCD")) is None


def test_all_land_borders_of_a_country(boundaries: Boundaries) -> None:
    whole = land_border(boundaries, "AFG")
    assert whole is not None
    parts = [boundaries.border("AFG", other) for other in "PAK IRN TKM UZB TJK CHN".split()]
    assert line_length_km(whole) == pytest.approx(
        sum(line_length_km(part) for part in parts if part is not None), rel=0.01
    )
    assert land_border(boundaries, "ISL") is None


def test_land_along_a_border_lies_on_both_sides_or_in_one_country(boundaries: Boundaries) -> None:
    border = boundaries.border("AFG", "PAK")
    assert border is not None
    afghanistan, pakistan = area(boundaries, "country:AFG"), area(boundaries, "country:PAK")
    both = borderland(border, 30)
    assert shapely.intersects(both, afghanistan)
    assert shapely.intersects(both, pakistan)
    for x, y in shapely.get_coordinates(both)[::20]:
        assert distance_km(border, x, y) < 40
    one = borderland(border, 30, afghanistan)
    assert one.area < both.area
    assert shapely.difference(one, afghanistan).area < 1e-9
