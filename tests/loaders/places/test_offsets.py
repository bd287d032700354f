"""Places told by where they lie from a town."""

from collections.abc import Callable

import pytest
from mentions import about, km_between, only, point, radius

from geodata.sphere import bearing_to
from geodata.vocabulary import LocationPrecision
from loaders.places.mention import PlaceMention

Finder = Callable[[str], list[PlaceMention]]


def turn(one: PlaceMention, other: PlaceMention, bearing: float) -> float:
    """Return by how many degrees the way from one to the other strays from a direction."""
    away = bearing_to(*point(one), *point(other)) - bearing
    return abs((away + 180) % 360 - 180)


@pytest.mark.parametrize(
    ("phrase", "km", "bearing", "told"),
    [
        ("20 km north of Kunduz", 20, 0, "20 km north of"),
        ("20km north of Kunduz", 20, 0, "20 km north of"),
        ("about 20 kilometres due south of Kunduz", 20, 180, "20 kilometres south of"),
        ("30 miles (48 km) south-east of the city of Kunduz", 48.3, 135, "30 miles south-east of"),
        ("12 miles, or 19 km, to the west of Kunduz", 19.3, 270, "12 miles west of"),
        ("between 20 and 30 km northeast of Kunduz", 25, 45, "20–30 km northeast of"),
        ("10-15 kilometers southwest of Kunduz", 12.5, 225, "10–15 kilometers southwest of"),
        ("45 km SSE of Kunduz", 45, 157.5, "45 km SSE of"),
        ("five miles east from Kunduz", 8.05, 90, "five miles east of"),
        ("a few kilometres north of Kunduz", 4, 0, "a few kilometres north of"),
        ("dozens of kilometres north of the provincial capital, Kunduz", 30, 0, None),
        ("an hour's drive east of Kunduz", 50, 90, "an hour's drive east of"),
    ],
)
def test_a_distance_and_a_direction_move_the_point(
    places_in: Finder, phrase: str, km: float, bearing: float, told: str | None
) -> None:
    town = only(places_in("Bombs fell in Kunduz."), "Kunduz")
    moved = only(places_in(f"Three men were killed {phrase} on Monday."), "Kunduz")
    assert km_between(town, moved) == about(km)
    assert turn(town, moved, bearing) < 1
    assert moved.place_id == town.place_id
    assert radius(town) < radius(moved) < radius(town) + km
    assert moved.precision is LocationPrecision.DISTRICT
    if told is not None:
        assert moved.name == f"{told} Kunduz"


@pytest.mark.parametrize(
    ("phrase", "reach"),
    [
        ("20 kilometres from Kunduz", 20),
        ("within 20 km of Kunduz", 20),
        ("a few miles from Kunduz", 6.4),
        ("half a mile outside Kunduz", 0.8),
        ("30-kilometre zone around Kunduz", 30),
    ],
)
def test_a_distance_without_a_direction_is_a_circle(
    places_in: Finder, phrase: str, reach: float
) -> None:
    town = only(places_in("Bombs fell in Kunduz."), "Kunduz")
    near = only(places_in(f"Two men died {phrase}."), "Kunduz")
    assert point(near) == point(town)
    assert radius(near) >= radius(town) + reach
    assert near.precision in {LocationPrecision.DISTRICT, LocationPrecision.REGION}


@pytest.mark.parametrize(
    "word",
    [
        "near", "outside", "close to", "not far from", "around", "in the vicinity of",
        "in the countryside around", "near the city of",
    ],
)  # fmt: skip
def test_near_widens_the_radius_and_moves_nothing(places_in: Finder, word: str) -> None:
    town = only(places_in("Bombs fell in Kunduz."), "Kunduz")
    near = only(places_in(f"Two men were killed {word} Kunduz."), "Kunduz")
    assert point(near) == point(town)
    assert radius(near) == pytest.approx(radius(town) + 10)
    assert near.precision is LocationPrecision.TOWN


def test_beyond_a_town_without_a_distance(places_in: Finder) -> None:
    town = only(places_in("Bombs fell in Kunduz."), "Kunduz")
    for words in ("north of Kunduz", "to the north of Kunduz"):
        beyond = only(places_in(f"Two men were killed {words}."), "Kunduz")
        assert beyond.name == "north of Kunduz"
        assert turn(town, beyond, 0) < 1
        # Neither in the town nor beyond the circle that says how sure it is.
        assert radius(town) < km_between(town, beyond) <= radius(beyond) + 0.1


@pytest.mark.parametrize(
    ("text", "name", "bearing"),
    [
        ("Six died on the outskirts of Kandahar.", "outskirts of Kandahar", None),
        ("Six died in Kandahar's outskirts.", "outskirts of Kandahar", None),
        ("Six died on the northern edge of Kandahar.", "northern outskirts of Kandahar", 0),
        ("Six died in Kandahar's southern suburbs.", "southern outskirts of Kandahar", 180),
    ],
)
def test_outskirts_lie_at_the_edge(
    places_in: Finder, text: str, name: str, bearing: float | None
) -> None:
    town = only(places_in("Six died in Kandahar."), "Kandahar")
    edge = only(places_in(text), "Kandahar")
    assert (edge.name, edge.precision) == (name, LocationPrecision.TOWN)
    if bearing is None:
        assert point(edge) == point(town)
        assert radius(edge) > radius(town)
    else:
        assert turn(town, edge, bearing) < 1
        assert km_between(town, edge) == about(radius(town))


def test_part_of_a_town_is_a_smaller_circle_in_it(places_in: Finder) -> None:
    town = only(places_in("A car bomb killed nine in Mosul."), "Mosul")
    part = only(places_in("A car bomb killed nine in eastern Mosul."), "Mosul")
    middle = only(places_in("A car bomb killed nine in central Mosul."), "Mosul")
    assert part.text == "Mosul"
    assert turn(town, part, 90) < 1
    assert km_between(town, part) + radius(part) <= radius(town) * 1.1
    assert point(middle) == point(town)
    assert radius(middle) < radius(town)


def test_a_town_that_describes_another_stays_where_it_is(places_in: Finder) -> None:
    mentions = places_in("Shells hit Izyum, a town about 120 km southeast of Kharkiv, on Monday.")
    assert not only(mentions, "Izyum").reference
    assert only(mentions, "Kharkiv").reference
    assert only(mentions, "Kharkiv").name == "Kharkiv"


def test_suburb_and_quarter(places_in: Finder) -> None:
    suburb = places_in("Three died in the Kyiv suburb of Bucha.")
    assert [(each.text, each.reference) for each in suburb] == [("Kyiv", True), ("Bucha", False)]


@pytest.mark.parametrize(
    "text",
    [
        "They fled north from Kunduz.",
        "A bus crashed in Kunduz at 20 km an hour.",
        "Kunduz is the largest city of the north.",
        "Near the house of a judge in Kunduz two men died.",
    ],
)
def test_words_that_locate_nothing_move_nothing(places_in: Finder, text: str) -> None:
    town = only(places_in("Bombs fell in Kunduz."), "Kunduz")
    found = only(places_in(text), "Kunduz")
    assert (point(found), found.radius_km) == (point(town), town.radius_km)


def test_what_is_very_far_is_not_located_by_it(places_in: Finder) -> None:
    far = only(places_in("The probe landed 2,000 km east of Kazan."), "Kazan")
    assert far.reference
