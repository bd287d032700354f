"""Places at sea told by the coast, on real coasts."""

from collections.abc import Callable

import pytest
import shapely
from mentions import about, km_between, only, point, radius, shape_of

from geodata.boundaries import Boundaries, distance_km
from geodata.sphere import bearing_to
from geodata.vocabulary import LocationPrecision
from loaders.places.mention import PlaceMention

Finder = Callable[[str], list[PlaceMention]]


@pytest.mark.parametrize(
    ("text", "span", "km"),
    [
        ("A ship was attacked 40 nautical miles off Hodeidah.", "Hodeidah", 74.1),
        ("A ship was attacked 14 miles off the port of Hodeidah.", "Hodeidah", 22.5),
        ("A tanker burned 30 km off the Yemeni port city of Hodeidah.", "Hodeidah", 30),
        ("A ferry sank in waters off Odesa.", "Odesa", 25),
        ("A patrol boat was hit off Mogadishu.", "Mogadishu", 25),
        ("A tanker was boarded just off Mogadishu.", "Mogadishu", 25),
    ],
)
def test_off_a_port_is_a_point_in_the_water(
    places_in: Finder, places_boundaries: Boundaries, text: str, span: str, km: float
) -> None:
    town = only(places_in(f"Two men died in {span}."), span)
    off = only(places_in(text), span)
    latitude, longitude = point(off)
    assert places_boundaries.locate(longitude, latitude) is None
    assert km_between(town, off) == about(km)
    assert radius(off) > radius(town)
    assert off.iso3 == town.iso3
    assert "off" in off.name
    assert shape_of(off, places_boundaries).geom_type == "Point"


def test_a_told_direction_at_sea_counts(places_in: Finder, places_boundaries: Boundaries) -> None:
    town = only(places_in("Two men died in Hodeidah."), "Hodeidah")
    off = only(places_in("It was hit 75 nautical miles northwest of Hodeidah."), "Hodeidah")
    assert km_between(town, off) == about(138.9)
    assert bearing_to(*point(town), *point(off)) == pytest.approx(315, abs=1)
    assert places_boundaries.locate(point(off)[1], point(off)[0]) is None


@pytest.mark.parametrize(
    ("text", "span", "iso3"),
    [
        ("A tanker was hit off the coast of Yemen.", "Yemen", "YEM"),
        ("Pirates killed two sailors off Somalia's coast.", "Somalia", "SOM"),
        ("Thirteen migrants drowned off the Libyan coast.", "Libyan", "LBY"),
        ("A boat sank in waters off Lebanon.", "Lebanon", "LBN"),
        ("A dhow was seized in international waters off Oman.", "Oman", "OMN"),
    ],
)
def test_off_a_country_is_the_sea_before_its_coast(
    places_in: Finder, places_boundaries: Boundaries, text: str, span: str, iso3: str
) -> None:
    off = only(places_in(text), span)
    country = places_boundaries.area(f"country:{iso3}")
    assert country is not None
    water = shape_of(off, places_boundaries)
    assert water.geom_type in {"Polygon", "MultiPolygon"}
    assert shapely.intersection(water, country).area < 1e-9
    latitude, longitude = point(off)
    assert shapely.intersects_xy(water, longitude, latitude)
    assert distance_km(country, longitude, latitude) < 110
    assert (off.precision, off.iso3) == (LocationPrecision.REGION, iso3)
    assert not off.demonym


def test_a_side_of_the_coast(places_in: Finder, places_boundaries: Boundaries) -> None:
    west, south = (
        only(places_in(f"A tanker was hit off the {side} coast of Yemen."), "Yemen")
        for side in ("western", "eastern")
    )
    assert west.name == "off the western coast of Yemen"
    # The Red Sea lies west of 43.5 degrees, and the sea off the east of Yemen far from it.
    assert shapely.intersects_xy(shape_of(west, places_boundaries), 42.3, 14.5)
    assert not shapely.intersects_xy(shape_of(south, places_boundaries), 42.3, 14.5)


def test_a_distance_from_a_coast_is_a_band(
    places_in: Finder, places_boundaries: Boundaries
) -> None:
    off = only(places_in("It was hit 60 nautical miles off the coast of Yemen."), "Yemen")
    yemen = places_boundaries.area("country:YEM")
    assert yemen is not None
    latitude, longitude = point(off)
    assert distance_km(yemen, longitude, latitude) == pytest.approx(111, rel=0.35)


def test_a_countrys_own_waters_are_narrower(
    places_in: Finder, places_boundaries: Boundaries
) -> None:
    off = only(places_in("A ship sank off the coast of Iran."), "Iran")
    own = only(places_in("A ship was seized in Iranian territorial waters."), "Iranian")
    assert own.place_id == off.place_id
    assert shape_of(own, places_boundaries).area < shape_of(off, places_boundaries).area / 2


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("He took off from Odesa before noon.", "Odesa"),
        ("The navy cut off Mariupol by sea.", "Mariupol"),
        ("Police sealed off Karachi after ships were attacked.", "Karachi"),
        ("Snow fell off and on in Odesa.", "Odesa"),
        ("A quake struck 30 km off Kabul.", "Kabul"),
        ("Two died near Odesa on the coast of Ukraine.", "Odesa"),
    ],
)
def test_what_is_no_sea_stays_on_land(
    places_in: Finder, places_boundaries: Boundaries, text: str, span: str
) -> None:
    found = only(places_in(text), span)
    latitude, longitude = point(found)
    assert places_boundaries.locate(longitude, latitude) is not None


def test_a_landlocked_country_has_no_coast(places_in: Finder) -> None:
    mention = only(places_in("A ship sank off the coast of Chad."), "Chad")
    assert (mention.name, mention.precision) == ("Chad", LocationPrecision.COUNTRY)
