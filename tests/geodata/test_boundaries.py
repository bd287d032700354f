from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.base import BaseGeometry

from geodata.boundaries import (
    POINT_OF_VIEW,
    Boundaries,
    Location,
    border_id,
    distance_km,
    line_length_km,
)
from geodata.gazetteer import Gazetteer, Place
from geodata.geometry_codec import decode, encode

KABUL = (69.17233, 34.52813)


@pytest.fixture(scope="module")
def boundaries() -> Iterator[Boundaries]:
    with Boundaries.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def area_of(boundaries: Boundaries, place_id: str) -> BaseGeometry:
    area = boundaries.area(place_id)
    assert area is not None
    return area


def square_km(area: BaseGeometry) -> float:
    """Measure in the cylindrical equal-area projection of Lambert."""
    radius = 6371.0072
    projected = shapely.transform(
        area,
        lambda points: np.column_stack(
            [np.radians(points[:, 0]) * radius, np.sin(np.radians(points[:, 1])) * radius]
        ),
    )
    return float(projected.area)


def test_every_area_is_valid_and_in_range(boundaries: Boundaries) -> None:
    for scheme in ("country", "admin1", "admin2"):
        for place_id in boundaries.place_ids(scheme):
            area = area_of(boundaries, place_id)
            assert area.is_valid, place_id
            west, south, east, north = area.bounds
            assert -180 <= west < east <= 180, place_id
            assert -90 <= south < north <= 90, place_id


@pytest.mark.parametrize(
    ("iso3", "published_square_km"),
    # Of the areas that the boundaries mean: Pakistan with what it administers, no waters.
    [
        ("PAK", 880_000),
        ("AFG", 652_000),
        ("UKR", 600_000),
        ("BRA", 8_510_000),
        ("USA", 9_400_000),
        ("RUS", 16_900_000),
        ("IND", 3_170_000),
        ("FRA", 546_000),
        ("LBN", 10_400),
        ("LUX", 2_586),
    ],
)
def test_areas_measure_what_is_published(
    boundaries: Boundaries, iso3: str, published_square_km: float
) -> None:
    measured = square_km(area_of(boundaries, f"country:{iso3}"))
    assert measured == pytest.approx(published_square_km, rel=0.05)


def test_a_country_is_exactly_its_divisions(boundaries: Boundaries) -> None:
    for iso2, iso3 in (("AF", "AFG"), ("PK", "PAK"), ("UA", "UKR"), ("TH", "THA")):
        parts = [
            area_of(boundaries, place_id)
            for place_id in boundaries.place_ids("admin1")
            if place_id.startswith(f"admin1:{iso2}-")
        ]
        country = area_of(boundaries, f"country:{iso3}")
        assert sum(part.area for part in parts) == pytest.approx(country.area, rel=1e-9)


def test_neighbours_do_not_overlap(boundaries: Boundaries) -> None:
    for first, second in pairwise(["IRN", "AFG", "PAK", "IND", "CHN", "RUS", "UKR", "POL", "DEU"]):
        one, other = (area_of(boundaries, f"country:{iso3}") for iso3 in (first, second))
        assert one.intersection(other).area == 0


def test_the_afghan_pakistani_border(boundaries: Boundaries) -> None:
    line = boundaries.border("AFG", "PAK")
    assert line is not None
    assert 2000 < line_length_km(line) < 2700
    assert line.equals(boundaries.border("PAK", "AFG"))
    assert line.equals(boundaries.line("border:AFG-PAK"))
    for iso3 in ("AFG", "PAK"):
        edge = area_of(boundaries, f"country:{iso3}").boundary
        assert edge.covers(line)
    assert distance_km(line, 71.092, 34.126) < 3
    length = boundaries.border_length("PAK", "AFG")
    assert length is not None
    assert length.measured_km == pytest.approx(line_length_km(line), abs=0.1)
    assert length.published_km == 2670


@pytest.mark.parametrize(
    ("pair", "km"),
    [
        (("KHM", "THA"), (600, 820)),
        (("KOR", "PRK"), (190, 250)),
        (("ISR", "LBN"), (75, 105)),
        (("EGY", "PSE"), (10, 15)),
        (("MEX", "USA"), (2500, 3200)),
        (("CAN", "USA"), (7500, 9000)),
    ],
)
def test_borders_measure_roughly_what_is_published(
    boundaries: Boundaries, pair: tuple[str, str], km: tuple[float, float]
) -> None:
    line = boundaries.border(*pair)
    assert line is not None
    assert km[0] < line_length_km(line) < km[1]


@pytest.mark.parametrize("pair", [("AFG", "IND"), ("PAK", "PAK"), ("AFG", "XXX"), ("GBR", "FRA")])
def test_who_does_not_meet_has_no_border(boundaries: Boundaries, pair: tuple[str, str]) -> None:
    assert boundaries.border(*pair) is None
    assert boundaries.border_length(*pair) is None


def test_every_border_lies_on_both_countries(boundaries: Boundaries) -> None:
    for place_id in boundaries.place_ids("border"):
        first, second = place_id.removeprefix("border:").split("-")
        assert place_id == border_id(second, first)
        line = boundaries.line(place_id)
        assert line is not None
        middle = shapely.line_interpolate_point(shapely.get_parts(line)[0], 0.5, normalized=True)
        for iso3 in (first, second):
            assert area_of(boundaries, f"country:{iso3}").distance(middle) < 1e-6, place_id


@pytest.mark.parametrize(
    ("position", "location"),
    [
        (KABUL, Location("AFG", "admin1:AF-KAB", "Kabul")),
        ((28.9784, 41.0082), Location("TUR", "admin1:TR-34", "Istanbul")),
        ((34.1, 44.95), Location("UKR", "admin1:UA-43", "Crimea")),
        ((34.46, 31.5), Location("PSE", "admin1:PS.GZ", "Gaza Strip")),
        ((-77.0365, 38.8977), Location("USA", "admin1:US-DC", "District of Columbia")),
        ((2.3488, 48.8534), Location("FRA", "admin1:FR-IDF", "Île-de-France")),
        ((-0.1257, 51.5085), Location("GBR", "admin1:GB-ENG", "England")),
        ((179.3, -16.6), Location("FJI", "admin1:FJ-N", "Northern")),
        ((-171.0, 65.9), Location("RUS", "admin1:RU-CHU", "Chukotka")),
    ],
)
def test_locate(boundaries: Boundaries, position: tuple[float, float], location: Location) -> None:
    assert boundaries.locate(*position) == location


@pytest.mark.parametrize("position", [(0.0, 0.0), (-30.0, 40.0), (180.0, 90.0), (65.0, 20.0)])
def test_the_open_sea_is_nowhere(boundaries: Boundaries, position: tuple[float, float]) -> None:
    assert boundaries.locate(*position) is None


def test_a_pier_belongs_to_its_coast(boundaries: Boundaries) -> None:
    # Some 2 km off the shore of Karachi, and far off it.
    found = boundaries.locate(66.95, 24.78)
    assert found is not None
    assert found.iso3 == "PAK"
    assert boundaries.locate(66.0, 24.0) is None


@settings(deadline=None)
@given(longitude=st.floats(-180, 180), latitude=st.floats(-90, 90))
def test_locate_answers_everywhere(
    boundaries: Boundaries, longitude: float, latitude: float
) -> None:
    found = boundaries.locate(longitude, latitude)
    if found:
        area = area_of(boundaries, found.admin1_id)
        assert distance_km(area, longitude, latitude) <= 5


def test_nearly_every_large_town_lies_in_its_country(
    boundaries: Boundaries, gazetteer: Gazetteer
) -> None:
    names = (
        "Lahore",
        "Kandahar",
        "Kharkiv",
        "Kinshasa",
        "Mosul",
        "Sittwe",
        "Bogotá",
        "Manila",
        "Lagos",
    )
    for name in names:
        place = gazetteer.candidates(name)[0].place
        found = boundaries.locate(place.longitude, place.latitude)
        assert found is not None
        assert found.iso3 == place.iso3
        assert found.admin1_id == f"admin1:{place.admin1_code}"


@pytest.mark.parametrize(
    ("direction", "inside", "outside"),
    [
        ("eastern", (70.45, 34.43), (62.2, 34.34)),
        ("western", (62.2, 34.34), (70.45, 34.43)),
        ("north", (67.1, 36.7), (65.7, 31.6)),
        ("South-Eastern", (69.2, 33.2), (62.2, 34.34)),
        ("northwestern", (64.8, 35.9), (69.2, 33.2)),
        ("central", (67.8, 34.8), (61.8, 30.9)),
    ],
)
def test_parts_of_afghanistan(
    boundaries: Boundaries,
    direction: str,
    inside: tuple[float, float],
    outside: tuple[float, float],
) -> None:
    country = area_of(boundaries, "country:AFG")
    part = boundaries.part_of(country, direction)
    assert part.is_valid
    assert part.covers(Point(inside))
    assert not part.covers(Point(outside))
    assert 0.05 < part.area / country.area < 0.75
    assert country.buffer(1e-9).covers(part)


@pytest.mark.parametrize(
    ("direction", "inside", "outside"),
    [
        # Peshawar and Quetta, in a country that lies aslant.
        ("northwestern", (71.52, 34.01), (74.34, 31.55)),
        ("southwestern", (67.0, 30.18), (71.47, 30.2)),
        ("southeastern", (71.47, 30.2), (67.0, 30.18)),
    ],
)
def test_quarters_are_halves_of_halves(
    boundaries: Boundaries,
    direction: str,
    inside: tuple[float, float],
    outside: tuple[float, float],
) -> None:
    part = boundaries.part_of(area_of(boundaries, "country:PAK"), direction)
    assert part.covers(Point(inside))
    assert not part.covers(Point(outside))


def test_parts_leave_outlying_lands_aside(boundaries: Boundaries) -> None:
    west = boundaries.part_of(area_of(boundaries, "country:USA"), "western")
    assert west.covers(Point(-118.2, 34.05))
    assert not west.covers(Point(-150, 61))
    assert not west.covers(Point(-81, 34))
    east = boundaries.part_of(area_of(boundaries, "country:UKR"), "eastern")
    assert east.covers(Point(37.8, 48.0))
    assert not east.covers(Point(30.5, 50.45))


@pytest.mark.parametrize("direction", ["", "upper", "up north", "northsouth", "eastwest"])
def test_what_is_no_direction_is_refused(boundaries: Boundaries, direction: str) -> None:
    with pytest.raises(ValueError, match="no direction"):
        boundaries.part_of(Polygon([(0, 0), (1, 0), (1, 1)]), direction)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Kabul", "Point"),
        ("Torkham", "Point"),
        ("Pakistan", "Polygon"),
        ("Paktika", "Polygon"),
        ("Kashmir", "Polygon"),
        ("Golan Heights", "Polygon"),
        ("Durand Line", "LineString"),
        ("Line of Control", "LineString"),
    ],
)
def test_what_a_map_may_draw(
    boundaries: Boundaries, gazetteer: Gazetteer, name: str, kind: str
) -> None:
    place = gazetteer.candidates(name)[0].place
    shape = boundaries.geometry(place)
    assert shape.geom_type.removeprefix("Multi") == kind
    if kind == "Point":
        assert (shape.x, shape.y) == (place.longitude, place.latitude)


def test_every_shape_has_a_place_whose_point_fits(
    boundaries: Boundaries, gazetteer: Gazetteer
) -> None:
    missing = []
    for scheme in ("country", "admin1", "border", "supplement"):
        for place_id in boundaries.place_ids(scheme):
            place = gazetteer.place(place_id)
            if place is None:
                missing.append(place_id)
                continue
            shape = boundaries.geometry(place)
            assert shape.distance(Point(place.longitude, place.latitude)) < 2e-5, place_id
    # Islands off a country to which Natural Earth gives the country's own name.
    assert all(place_id.endswith("~") or place_id.startswith("admin1") for place_id in missing)
    assert len(missing) < 60


def test_regions_are_made_of_what_they_should_be(boundaries: Boundaries) -> None:
    donbas = area_of(boundaries, "supplement:donbas")
    parts = [area_of(boundaries, place_id) for place_id in ("admin1:UA-09", "admin1:UA-14")]
    assert donbas.area == pytest.approx(sum(part.area for part in parts), rel=1e-9)
    assert area_of(boundaries, "supplement:kashmir").covers(Point(74.8, 34.08))
    assert area_of(boundaries, "supplement:sahel").covers(Point(0.0, 15.0))


def test_ids_of_another_kind(boundaries: Boundaries) -> None:
    assert boundaries.area("border:AFG-PAK") is None
    assert boundaries.line("country:AFG") is None
    assert boundaries.area("country:XXX") is None
    unknown = Place("zzz:1", "x", 1.0, 2.0, "", "", None, None, "P.PPL", 0)
    assert boundaries.geometry(unknown).equals(Point(2.0, 1.0))


def test_the_point_of_view_is_told() -> None:
    assert "Natural Earth" in POINT_OF_VIEW
    assert "Crimea" in POINT_OF_VIEW


whole = st.integers(-18_000_000, 18_000_000)
positions = st.tuples(whole, st.integers(-9_000_000, 9_000_000)).map(
    lambda pair: (pair[0] / 100_000, pair[1] / 100_000)
)


@settings(deadline=None)
@given(st.lists(positions, min_size=2, max_size=30))
def test_a_line_survives_encoding(points: list[tuple[float, float]]) -> None:
    line = LineString(points)
    assert decode(encode(line)).equals_exact(line, 0)


@settings(deadline=None)
@given(st.lists(st.tuples(positions, st.integers(1, 500_000)), min_size=1, max_size=8))
def test_polygons_with_holes_survive_encoding(
    squares: list[tuple[tuple[float, float], int]],
) -> None:
    def square(x: float, y: float, half: int) -> list[tuple[float, float]]:
        x0, y0 = round(x * 100_000), round(y * 100_000)
        corners = [(-half, -half), (half, -half), (half, half), (-half, half)]
        return [((x0 + dx) / 100_000, (y0 + dy) / 100_000) for dx, dy in corners]

    shape = MultiPolygon(
        [Polygon(square(*at, 2 * half), [square(*at, half)]) for at, half in squares]
    )
    assert decode(encode(shape)).equals_exact(shape, 0)
