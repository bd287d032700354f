"""Places between two towns: roads, corridors, halfway points."""

from collections.abc import Callable

import pytest
import shapely
from mentions import about, km_between, only, point, radius, shape_of
from shapely.geometry import Point

from geodata.boundaries import Boundaries
from geodata.vocabulary import LocationPrecision
from loaders.places.mention import PlaceMention

Finder = Callable[[str], list[PlaceMention]]


@pytest.mark.parametrize(
    ("text", "span", "name"),
    [
        (
            "A convoy was ambushed on the road between Kyiv and Odesa.",
            "road between",
            "Kyiv–Odesa road",
        ),
        (
            "Gunmen stopped a bus on the Kabul-Kandahar highway.",
            "highway",
            "Kabul–Kandahar highway",
        ),
        (
            "Ten men were abducted on the highway linking Kaduna to Abuja.",
            "highway linking",
            "Kaduna–Abuja highway",
        ),
        (
            "A bus travelling from Quetta to Karachi was attacked.",
            "from",
            "between Quetta and Karachi",
        ),
        (
            "Twelve passengers were killed between Gao and Ansongo.",
            "between",
            "between Gao and Ansongo",
        ),
        (
            "Shells fell somewhere between the towns of Pokrovsk and Kostiantynivka.",
            "somewhere between",
            "between Pokrovsk and Kostiantynivka",
        ),
        (
            "Militants attacked a convoy on the Jos to Maiduguri road.",
            "road",
            "Jos–Maiduguri road",
        ),
    ],
)
def test_between_two_towns_lies_a_corridor(
    places_in: Finder,
    places_boundaries: Boundaries,
    text: str,
    span: str,
    name: str,
) -> None:
    mentions = places_in(text)
    between = only(mentions, span)
    one, other = (mention for mention in mentions if mention.reference)
    assert (between.name, between.reference) == (name, False)
    way = km_between(one, other)
    # In the middle of the way, and as far from either end.
    assert km_between(one, between) == about(way / 2)
    assert km_between(other, between) == about(way / 2)
    assert way / 2 <= radius(between) <= way * 0.65 + 3
    corridor = shape_of(between, places_boundaries)
    assert corridor.geom_type == "Polygon"
    for mention in (one, other, between):
        latitude, longitude = point(mention)
        assert shapely.intersects_xy(corridor, longitude, latitude)
    assert between.iso3 == one.iso3
    assert between.precision in {LocationPrecision.DISTRICT, LocationPrecision.REGION}


def test_the_road_itself_runs_in_the_corridor(
    places_in: Finder, places_boundaries: Boundaries
) -> None:
    mentions = places_in("Gunmen stopped a bus on the Kabul-Kandahar highway.")
    corridor = shape_of(only(mentions, "highway"), places_boundaries)
    for longitude, latitude in ((68.42, 33.55), (66.9, 32.1)):  # Ghazni and Qalat lie on it
        assert shapely.intersects_xy(corridor, longitude, latitude)
    # Herat does not, nor does Khost.
    assert not shapely.intersects_xy(corridor, 62.2, 34.35)
    assert not shapely.intersects_xy(corridor, 69.95, 33.34)


def test_halfway_is_a_point(places_in: Finder, places_boundaries: Boundaries) -> None:
    mentions = places_in("A bomb killed four soldiers halfway between Ramadi and Fallujah.")
    halfway = only(mentions, "halfway between")
    one, other = only(mentions, "Ramadi"), only(mentions, "Fallujah")
    assert km_between(one, halfway) == about(km_between(one, other) / 2)
    assert radius(halfway) < km_between(one, other) / 2
    assert isinstance(shape_of(halfway, places_boundaries), Point)


@pytest.mark.parametrize(
    "text",
    [
        "Talks between Lahore and Karachi police chiefs killed no one's hopes.",
        "The match between Liverpool and Chelsea was attacked by critics.",
        "The war between Russia and Ukraine killed thousands.",
        "Trade between Lahore and Karachi fell.",
        "The distance between Lahore and Karachi is large; two died.",
        "Clashes between Moscow and Kyiv killed dozens.",
        "He moved from Lahore to Karachi.",
        "Passengers from Lahore and Karachi were killed.",
        "A choice between Springfield in Ohio and Springfield in Illinois.",
    ],
)
def test_relations_and_lists_are_no_places(places_in: Finder, text: str) -> None:
    assert [each.name for each in places_in(text) if "between" in each.name] == []
    assert [each.name for each in places_in(text) if "–" in each.name] == []


def test_capitals_that_stand_for_governments_locate_nothing(places_in: Finder) -> None:
    mentions = places_in("Fighting between Islamabad and Kabul killed 20 people.")
    assert [(each.text, each.reference) for each in mentions] == [
        ("Islamabad", True),
        ("Kabul", True),
    ]
