"""Whatever words make of a place, a map can draw it and says how sure it is."""

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.vocabulary import LocationPrecision
from loaders.language.document import Document, Entity, split_sentences
from loaders.places.bearings import DIRECTION, bearing_of
from loaders.places.find_places import find_places
from loaders.places.mention import PlaceMention, geometry

_NAMES = (
    "Kabul", "Kunduz", "Hodeidah", "Odesa", "Kyiv", "Yemen", "Mali", "Niger", "Burkina Faso",
    "Afghanistan", "Pakistan", "Donetsk region", "Gaza", "Egypt", "Dnipro", "Texas", "Mexico",
    "Afghan", "Libyan", "Kashmir", "Line of Control", "Russia", "Kherson",
)  # fmt: skip
_WORDS = (
    "20 km north of", "some 30 miles (48 km) south-east of the city of", "a few kilometres from",
    "40 nautical miles off", "off the coast of", "off the southern coast of", "in waters off",
    "in the territorial waters of", "on the outskirts of", "near", "outside", "between", "and",
    "halfway between", "the road from", "to", "the highway linking", "'s border regions",
    "the tri-border area of", ",", "border", "the border", "the border with", "frontier between",
    "where the borders of", "meet", "on the banks of the", "across the", "northern", "far-eastern",
    "the south and east of", "'s restive north", "in the country's east",
    "the north of the province", "the country's centre", "–", "-", "highway", "coast", "'s coast",
    "territorial waters", "a town about 9,999 km west of", "half a mile from", "two-hour drive",
    "suburb of", "district of", "a ship sank", "Bombs fell", "killed two", ".", "\n", "South",
    "0 km from", "1,000,000 miles off",
)  # fmt: skip
_TEXTS = st.lists(st.sampled_from(_NAMES) | st.sampled_from(_WORDS), max_size=25).map(" ".join)


def check(mention: PlaceMention, boundaries: Boundaries) -> None:
    """Assert that a placed mention has all that a map needs, and an unplaced one nothing."""
    if mention.place is None:
        assert mention.precision is LocationPrecision.NONE
        assert (mention.lat, mention.lon, mention.radius_km) == (None, None, None)
        assert geometry(mention, boundaries) is None
        return
    assert mention.precision is not LocationPrecision.NONE
    assert mention.radius_km is not None
    assert 0 < mention.radius_km < 20_100
    assert (mention.lat is None) == (mention.lon is None)
    if mention.lat is None or mention.lon is None:
        # The people of a place may be anywhere.
        assert mention.demonym
        assert geometry(mention, boundaries) is None
        return
    assert -90 <= mention.lat <= 90
    assert -180 <= mention.lon <= 180
    assert mention.name
    shape = geometry(mention, boundaries)
    assert shape is not None
    assert not shape.is_empty
    if mention.precision is LocationPrecision.BORDER:
        assert shape.geom_type in {"LineString", "MultiLineString"}
    if mention.shape is not None:
        assert shapely.is_valid(mention.shape)


@settings(deadline=None, max_examples=250)
@given(_TEXTS)
def test_radius_and_precision_are_always_set(
    places_gazetteer: Gazetteer, places_boundaries: Boundaries, text: str
) -> None:
    entities = [Entity(0, min(len(text), 7), "GPE")] if text[:7].strip() else []
    document = Document(text, split_sentences(text), entities)
    end = 0
    for mention in find_places(document, places_gazetteer, places_boundaries):
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert 0 <= mention.score <= 1
        check(mention, places_boundaries)
        end = mention.end


@given(st.from_regex(rf"(?i:{DIRECTION})", fullmatch=True))
def test_every_direction_has_a_bearing(words: str) -> None:
    assert 0 <= bearing_of(words) < 360


@pytest.mark.parametrize(
    ("words", "bearing"),
    [("north", 0), ("East", 90), ("south-western", 225), ("NNE", 22.5), ("west-northwest", 292.5)],
)
def test_bearings(words: str, bearing: float) -> None:
    assert bearing_of(words) == bearing


@pytest.mark.parametrize(
    "text",
    [
        "20 km north of " * 3000,
        "off the coast of Yemen, " * 3000,
        "between Kyiv and Odesa, " * 3000,
        "the border between Mali and Niger " * 2000,
        "in the country's east and the north of the country " * 2000,
        "the tri-border area of Mali, Niger and Burkina Faso " * 1500,
        "on the banks of the Dnipro " * 3000,
        "Mali, Niger, " * 5000 + "the border " * 2000,
        " " * 50_000 + "Kabul" + " the" * 10_000,
    ],
)
def test_repetition_without_end_takes_time_in_proportion(
    places_gazetteer: Gazetteer, places_boundaries: Boundaries, text: str
) -> None:
    # Anything worse than linear would not come back from 100 kB.
    find_places(Document(text, split_sentences(text)), places_gazetteer, places_boundaries)
