"""Borders of divisions, land along borders, and points where three countries meet."""

from collections.abc import Callable

import pytest
import shapely
from mentions import only, point, radius, shape_of
from shapely.geometry.base import BaseGeometry

from geodata.boundaries import Boundaries, distance_km
from geodata.vocabulary import LocationPrecision
from loaders.places.mention import PlaceMention

Finder = Callable[[str], list[PlaceMention]]


def area(boundaries: Boundaries, place_id: str) -> BaseGeometry:
    found = boundaries.area(place_id)
    assert found is not None
    return found


def test_the_border_of_mali_and_niger_is_their_line(
    places_in: Finder, places_boundaries: Boundaries
) -> None:
    mentions = places_in("Mali and Niger sent troops. Nine villagers died along their border.")
    line = shape_of(only(mentions, "border"), places_boundaries)
    assert line.geom_type == "LineString"
    # From the tripoint with Burkina Faso to the one with Algeria.
    ends = shapely.get_coordinates(line)[[0, -1]]
    south, north = sorted(ends.tolist(), key=lambda end: float(end[1]))
    assert south == pytest.approx([0.22, 14.9], abs=0.15)
    assert north == pytest.approx([4.23, 19.15], abs=0.15)


@pytest.mark.parametrize(
    ("text", "name", "sides"),
    [
        (
            "Two died near the border between Kherson and Mykolaiv regions.",
            "Kherson–Mykolaiv border",
            ("admin1:UA-65", "admin1:UA-48"),
        ),
        (
            "Six were shot dead on the Gaza-Egypt border.",
            "Gaza Strip–Egypt border",
            ("admin1:PS.GZ", "country:EGY"),
        ),
        (
            "Gunmen killed five guards in Kunar near the border with Pakistan.",
            "Kunar–Pakistan border",
            ("admin1:AF-KNR", "country:PAK"),
        ),
        (
            "Six men died on the border of Sindh and Balochistan provinces.",
            "Sindh–Balochistan border",
            ("admin1:PK-SD", "admin1:PK-BA"),
        ),
    ],
)
def test_divisions_have_borders(
    places_in: Finder,
    places_boundaries: Boundaries,
    text: str,
    name: str,
    sides: tuple[str, str],
) -> None:
    border = only(places_in(text), "border")
    assert (border.name, border.precision) == (name, LocationPrecision.BORDER)
    line = shape_of(border, places_boundaries)
    assert line.geom_type in {"LineString", "MultiLineString"}
    for side in sides:
        for x, y in shapely.get_coordinates(line)[::7]:
            assert distance_km(area(places_boundaries, side), x, y) < 0.1


def test_only_what_names_the_border_is_a_reference(places_in: Finder) -> None:
    within = places_in("Gunmen killed five guards in Kunar near the border with Pakistan.")
    assert [(each.text, each.reference) for each in within] == [
        ("Kunar", False),
        ("border", False),
        ("Pakistan", True),
    ]
    named = places_in("Two men were shot dead near the Texas border with Mexico.")
    assert [(each.text, each.reference) for each in named] == [
        ("Texas", True),
        ("border", False),
        ("Mexico", True),
    ]


def test_divisions_that_do_not_meet_have_no_border(places_in: Finder) -> None:
    mentions = places_in("Two died near the border between Kherson and Lviv regions of Ukraine.")
    assert [each for each in mentions if each.precision is LocationPrecision.BORDER] == []


@pytest.mark.parametrize(
    ("text", "place_id"),
    [
        # Its only neighbour.
        ("Two soldiers were killed on the Portuguese border.", "border:ESP-PRT"),
        ("India accused Pakistan. Two men died near the shared border.", "border:IND-PAK"),
        ("Thai and Cambodian troops fought along the two countries' border.", "border:KHM-THA"),
    ],
)
def test_borders_from_the_context(places_in: Finder, text: str, place_id: str) -> None:
    assert only(places_in(text), "border").place_id == place_id


def test_a_town_at_the_border_is_no_line(places_in: Finder) -> None:
    mentions = places_in("Shells hit the border town of Chaman in Pakistan, near Afghanistan.")
    assert "border" not in [mention.text for mention in mentions]


# Land along borders


def test_border_areas_lie_on_both_sides(places_in: Finder, places_boundaries: Boundaries) -> None:
    mentions = places_in("Six men died in the border areas between Pakistan and Afghanistan.")
    land = only(mentions, "border areas")
    assert (land.name, land.precision, land.place_id) == (
        "Afghanistan–Pakistan border region",
        LocationPrecision.REGION,
        "border:AFG-PAK",
    )
    shape = shape_of(land, places_boundaries)
    assert shape.geom_type in {"Polygon", "MultiPolygon"}
    for iso3 in ("AFG", "PAK"):
        assert shapely.intersection(shape, area(places_boundaries, f"country:{iso3}")).area > 1


def test_border_areas_of_a_country_lie_in_it(
    places_in: Finder, places_boundaries: Boundaries
) -> None:
    mentions = places_in("Pakistani jets struck Afghanistan's border regions.")
    land = only(mentions, "border regions")
    assert land.iso3 == "AFG"
    shape = shape_of(land, places_boundaries)
    outside = shapely.difference(shape, area(places_boundaries, "country:AFG"))
    assert outside.area < 1e-6
    border = places_boundaries.border("AFG", "PAK")
    assert border is not None
    assert distance_km(border, *reversed(point(land))) < 40


def test_all_border_regions_of_a_country(places_in: Finder, places_boundaries: Boundaries) -> None:
    land = only(
        places_in("Militants killed ten people in Ukraine's border regions."), "border regions"
    )
    shape = shape_of(land, places_boundaries)
    # Along the borders with Poland and with Russia, and not in the middle.
    assert shapely.intersects_xy(shape, 24.3, 50.6)
    assert shapely.intersects_xy(shape, 36.3, 50.15)
    assert not shapely.intersects_xy(shape, 31.5, 49.5)


def test_joined_countries_with_their_borderlands_are_one_mention(places_in: Finder) -> None:
    (mention,) = places_in("Fighting in the Afghan–Pakistani borderlands killed 12 people.")
    assert mention.text == "Afghan–Pakistani borderlands"


# Where three countries meet


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("Ten died in the tri-border area of Mali, Niger and Burkina Faso.", "tri-border area"),
        ("Ten died in the three-border region between Mali, Burkina Faso and Niger.", None),
        (
            "Ten died where the borders of Mali, Niger and Burkina Faso meet.",
            "where the borders of",
        ),
        ("Ten died in the Mali-Niger-Burkina Faso tri-border region.", "tri-border region"),
        (
            "Mali and Niger met Burkina Faso. Ten men died in the tri-border area.",
            "tri-border area",
        ),
    ],
)
def test_where_three_countries_meet_is_a_circle_around_the_point(
    places_in: Finder, places_boundaries: Boundaries, text: str, span: str | None
) -> None:
    mentions = places_in(text)
    meeting = next(each for each in mentions if each.place_id == "border:BFA-MLI-NER")
    assert span in {None, meeting.text}
    assert point(meeting) == pytest.approx((14.95, 0.22), abs=0.1)
    assert radius(meeting) == 100
    shape = shape_of(meeting, places_boundaries)
    for iso3 in ("BFA", "MLI", "NER"):
        assert shapely.intersection(shape, area(places_boundaries, f"country:{iso3}")).area > 0.3


def test_three_countries_told_with_it_are_references(places_in: Finder) -> None:
    mentions = places_in("Ten died in the tri-border area of Mali, Niger and Burkina Faso.")
    assert [each.reference for each in mentions] == [False, True, True, True]


@pytest.mark.parametrize(
    "text",
    [
        "Ten people died in the tri-border area.",
        "Ten died in the tri-border area of Mali, Chad and Togo.",
        "Where Mali, Niger and Burkina Faso stand is not known.",
    ],
)
def test_no_such_point_is_guessed(places_in: Finder, text: str) -> None:
    assert [each for each in places_in(text) if "tri-border" in each.name] == []
