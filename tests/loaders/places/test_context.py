"""Parts of what a report speaks of, and parts that it names."""

from collections.abc import Callable

import pytest
import shapely
from mentions import only, point, radius, shape_of

from geodata.boundaries import Boundaries
from geodata.vocabulary import LocationPrecision
from loaders.places.mention import PlaceMention

Finder = Callable[[str], list[PlaceMention]]


@pytest.mark.parametrize(
    ("text", "span", "name"),
    [
        (
            "Afghan police said that floods killed 20 people in the north of the country.",
            "the north of the country",
            "northern Afghanistan",
        ),
        (
            "A blast in Afghanistan killed seven people in the country's east.",
            "the country's east",
            "eastern Afghanistan",
        ),
        (
            "Soldiers died in Burkina Faso. Fighting went on in the country's restive far north.",
            "the country's restive far north",
            "northern Burkina Faso",
        ),
        (
            "Floods killed 30 in the south and east of the country, Mozambique's government said.",
            "the south and east of the country",
            "southern and eastern Mozambique",
        ),
        (
            "Rebels took the southern half of the country, Sudan's army said.",
            "the southern half of the country",
            "southern Sudan",
        ),
        (
            "In Tigray, drones killed 12 people in the region's northwest.",
            "the region's northwest",
            "northwestern Tigray",
        ),
        (
            "Somali officials said nine died in the centre of the country.",
            "the centre of the country",
            "central Somalia",
        ),
    ],
)
def test_the_context_tells_whose_part_is_meant(
    places_in: Finder, places_boundaries: Boundaries, text: str, span: str, name: str
) -> None:
    part = only(places_in(text), span)
    assert part.name == name
    assert part.place is not None
    whole = places_boundaries.area(part.place.place_id)
    shape = shape_of(part, places_boundaries)
    assert whole is not None
    assert 0.1 < shape.area / whole.area < 0.9
    assert shapely.intersects_xy(shape, *reversed(point(part)))
    assert radius(part) > 0


def test_the_country_spoken_of_is_the_one_of_the_sentence(places_in: Finder) -> None:
    text = (
        "Nigeria and Chad sent troops. Officials in Niamey, Niger, said that 20 people had died "
        "in the west of the country."
    )
    assert only(places_in(text), "the west of the country").name == "western Niger"


def test_without_a_country_there_is_no_part(places_in: Finder) -> None:
    assert places_in("Twenty people died in the north of the country.") == []


def test_the_division_in_the_same_sentence_only_serves_as_a_reference(places_in: Finder) -> None:
    mentions = places_in("In Tigray, drones killed 12 people in the region's northwest.")
    assert only(mentions, "Tigray").reference
    apart = places_in("Two died in Tigray. Drones killed 12 people in the region's northwest.")
    assert not only(apart, "Tigray").reference


# Parts of what is named


@pytest.mark.parametrize(
    ("text", "span", "name"),
    [
        ("Gunmen killed 30 in Nigeria's restive north-east.", None, "northeastern Nigeria"),
        ("Shelling killed two in southern and eastern Ukraine.", None, None),
        (
            "Two died in the far north of Cameroon.",
            "the far north of Cameroon",
            "northern Cameroon",
        ),
        ("Two died in the eastern part of Syria.", "the eastern part of Syria", "eastern Syria"),
        ("Two died in Mali's northern regions.", "Mali's northern regions", "northern Mali"),
        ("Two died in far-eastern Ukraine.", "far-eastern Ukraine", "eastern Ukraine"),
    ],
)
def test_parts_of_a_country(
    places_in: Finder,
    places_boundaries: Boundaries,
    text: str,
    span: str | None,
    name: str | None,
) -> None:
    (part,) = places_in(text)
    assert span in {None, part.text}
    assert name in {None, part.name}
    assert part.precision is LocationPrecision.REGION
    assert shape_of(part, places_boundaries).geom_type in {"Polygon", "MultiPolygon"}


def test_two_parts_together_are_larger_than_each(
    places_in: Finder, places_boundaries: Boundaries
) -> None:
    both, east = (
        shape_of(places_in(f"Two died in {words} Ukraine.")[0], places_boundaries)
        for words in ("southern and eastern", "eastern")
    )
    assert shapely.difference(east, both).area < 1e-9
    assert both.area > east.area


@pytest.mark.parametrize(
    "text",
    [
        "Two died on Yemen's west coast.",
        "Mali's central bank closed.",
        "Syria's northern province of Idlib was shelled.",
        "Spain's northern Basque Country was calm.",
    ],
)
def test_what_only_looks_like_a_part(places_in: Finder, text: str) -> None:
    country = places_in(text)[0]
    assert country.precision is LocationPrecision.COUNTRY
