"""Places in sentences: which spans, which places, and what shape they have."""

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.vocabulary import LocationPrecision
from loaders.language.document import Document, Entity, split_sentences
from loaders.language.language_model import LanguageModel
from loaders.places.find_places import PlaceMention, find_places, geometry, mention_of

Finder = Callable[[str], list[PlaceMention]]


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def boundaries() -> Iterator[Boundaries]:
    with Boundaries.open() as opened:
        yield opened


@pytest.fixture(scope="module")
def find(gazetteer: Gazetteer, boundaries: Boundaries) -> Finder:
    model = LanguageModel.open()

    def find_in(text: str) -> list[PlaceMention]:
        document = Document(text, split_sentences(text), model.entities(text))
        return find_places(document, gazetteer, boundaries)

    return find_in


def ids(mentions: list[PlaceMention]) -> list[tuple[str, str | None]]:
    return [(mention.text, mention.place_id) for mention in mentions]


def only(mentions: list[PlaceMention], text: str) -> PlaceMention:
    (mention,) = (each for each in mentions if each.text == text)
    return mention


# What is a place


@pytest.mark.parametrize("name", ["Paktika", "Khost", "Chaman"])
def test_names_that_the_language_model_misjudges_are_found(find: Finder, name: str) -> None:
    mention = only(find(f"Militants attacked a checkpoint near {name} on Sunday."), name)
    assert mention.iso3 in {"AFG", "PAK"}


def test_words_inside_words_are_no_places(find: Finder) -> None:
    assert find("The ambassador embarrassed his assistants.") == []


@pytest.mark.parametrize(
    "text",
    [
        "Chelsea Clinton praised Austin Powers.",
        "Mr. Washington said that it was late.",
        "Many people said so. Most of them were reading.",
        "March was cold, and May will be warm.",
    ],
)
def test_persons_and_common_words_are_no_places(find: Finder, text: str) -> None:
    assert find(text) == []


def test_a_place_within_the_name_of_an_organisation_is_marked(find: Finder) -> None:
    mentions = find("The Paris Police Department searched a house in Marseille.")
    assert only(mentions, "Paris").in_organisation
    assert not only(mentions, "Marseille").in_organisation


def test_possessives_belong_to_no_name(find: Finder) -> None:
    assert "Kabul" in [mention.text for mention in find("Kabul’s streets and Herat's were empty.")]


def test_demonyms_are_marked(find: Finder) -> None:
    mentions = find("Afghan officials met Pakistani soldiers in Kabul.")
    assert [(each.text, each.iso3, each.demonym) for each in mentions] == [
        ("Afghan", "AFG", True),
        ("Pakistani", "PAK", True),
        ("Kabul", "AFG", False),
    ]


def test_the_longest_name_wins(find: Finder) -> None:
    assert "York" not in [mention.text for mention in find("He moved from York to New York.")][1:]


def test_text_in_capitals(find: Finder) -> None:
    mentions = find(
        "SAN SALVADOR, 3 JAN -- REBELS ATTACKED POLICE IN SAN MIGUEL AND IN USULUTAN, EL SALVADOR, "
        "OFFICIALS SAID."
    )
    assert [mention.text for mention in mentions] == [
        "SAN SALVADOR",
        "SAN MIGUEL",
        "USULUTAN",
        "EL SALVADOR",
    ]
    assert {mention.iso3 for mention in mentions} == {"SLV"}


def test_a_direction_alone_is_no_place(find: Finder) -> None:
    assert "South" not in [mention.text for mention in find("They fled to South Zorbania.")]


def test_abbreviations(find: Finder) -> None:
    mentions = find("Troops from the U.S. met a delegation from Charleston, W. Va. on Monday.")
    assert ("U.S.", "country:USA") in ids(mentions)
    assert ("W. Va.", "admin1:US-WV") in ids(mentions)


def test_a_place_that_the_gazetteer_lacks_is_told_without_coordinates(find: Finder) -> None:
    (mention,) = find("Fighting was reported in Zorbania on Monday.")
    assert mention.text == "Zorbania"
    assert mention.place is None
    assert mention.lat is None
    assert mention.precision is LocationPrecision.NONE


def test_a_name_may_begin_with_a_small_direction(find: Finder) -> None:
    assert only(find("Fighting in eastern Congo."), "eastern Congo").place_id == (
        "supplement:eastern-congo"
    )


def test_a_plural_kind_counts_for_the_whole_list(find: Finder) -> None:
    mentions = find("They shelled the Donetsk, Luhansk and Kharkiv regions.")
    assert [mention.feature for mention in mentions] == ["A.ADM1"] * 3


# What shape it has


def test_a_town_is_a_point_with_a_radius_by_its_people(
    find: Finder, boundaries: Boundaries
) -> None:
    mention = only(find("An explosion shook Kabul."), "Kabul")
    assert mention.precision is LocationPrecision.TOWN
    assert mention.radius_km is not None
    assert 15 < mention.radius_km < 30
    shape = geometry(mention, boundaries)
    assert shape is not None
    assert (shape.geom_type, round(shape.y, 1), round(shape.x, 1)) == ("Point", 34.5, 69.2)


@pytest.mark.parametrize(
    ("text", "place_id", "precision"),
    [
        ("Two died in Pakistan.", "country:PAK", LocationPrecision.COUNTRY),
        ("Two died in Paktika province.", "admin1:AF-PKA", LocationPrecision.PROVINCE),
        ("Shells hit the Kabul province.", "admin1:AF-KAB", LocationPrecision.PROVINCE),
    ],
)
def test_countries_and_provinces_are_areas(
    find: Finder, boundaries: Boundaries, text: str, place_id: str, precision: LocationPrecision
) -> None:
    (mention,) = find(text)
    assert (mention.place_id, mention.precision) == (place_id, precision)
    shape = geometry(mention, boundaries)
    assert shape is not None
    assert shape.geom_type in {"Polygon", "MultiPolygon"}


@pytest.mark.parametrize(
    ("text", "span", "name"),
    [
        ("Floods hit eastern Afghanistan.", "eastern Afghanistan", "eastern Afghanistan"),
        ("Floods hit north-eastern Nigeria.", "north-eastern Nigeria", "northeastern Nigeria"),
        ("Floods hit the north of Mali.", "the north of Mali", "northern Mali"),
        ("Rebels hold Mali's north.", "Mali's north", "northern Mali"),
    ],
)
def test_a_part_of_an_area_is_a_smaller_area(
    find: Finder, boundaries: Boundaries, text: str, span: str, name: str
) -> None:
    mention = only(find(text), span)
    assert (mention.name, mention.precision) == (name, LocationPrecision.REGION)
    assert mention.place_id is not None
    whole = boundaries.area(mention.place_id)
    part = geometry(mention, boundaries)
    assert whole is not None
    assert part is not None
    assert 0.1 < part.area / whole.area < 0.8


def test_a_direction_within_a_name_makes_no_part(find: Finder) -> None:
    assert ids(find("He fled from South Sudan to Northern Ireland."))[0] == (
        "South Sudan",
        "country:SSD",
    )


def test_a_distance_and_direction_move_the_point(find: Finder, boundaries: Boundaries) -> None:
    town = only(find("Bombs fell in Kunduz."), "Kunduz")
    moved = only(find("Bombs fell 20 km north of Kunduz."), "Kunduz")
    assert moved.place_id == town.place_id
    assert moved.name == "20 km north of Kunduz"
    assert town.lat is not None
    assert moved.lat is not None
    assert moved.lat - town.lat == pytest.approx(20 / 111.2, abs=0.01)
    assert moved.lon == pytest.approx(town.lon)
    assert moved.radius_km is not None
    assert town.radius_km is not None
    assert moved.radius_km > town.radius_km
    shape = geometry(moved, boundaries)
    assert shape is not None
    assert shape.y == moved.lat


def test_near_widens_the_radius(find: Finder) -> None:
    inside, near = (
        only(find(f"Bombs fell {word} Kunduz."), "Kunduz").radius_km for word in ("in", "near")
    )
    assert inside is not None
    assert near == pytest.approx(inside + 10)


# Borders


@pytest.mark.parametrize(
    ("text", "span", "place_id"),
    [
        ("Clashes on the Durand Line were heavy.", "Durand Line", "border:AFG-PAK"),
        ("Clashes on the Afghan–Pakistani border.", "Afghan–Pakistani border", "border:AFG-PAK"),
        ("At the Lebanese-Israeli frontier.", "Lebanese-Israeli frontier", "border:ISR-LBN"),
        ("On the border between Thailand and Cambodia.", "border", "border:KHM-THA"),
        ("On Pakistan's long border with Afghanistan.", "border", "border:AFG-PAK"),
        ("Polish troops left for the border with Belarus.", "border", "border:BLR-POL"),
        ("Thailand and Cambodia agreed. Border clashes went on.", "Border", "border:KHM-THA"),
        (
            "Iraq closed the crossing. Jordan protested. Two died at the Jordanian border.",
            "border",
            "border:IRQ-JOR",
        ),
    ],
)
def test_borders(find: Finder, boundaries: Boundaries, text: str, span: str, place_id: str) -> None:
    mention = only(find(text), span)
    assert (mention.place_id, mention.precision) == (place_id, LocationPrecision.BORDER)
    shape = geometry(mention, boundaries)
    assert shape is not None
    assert shape.geom_type in {"LineString", "MultiLineString"}


@pytest.mark.parametrize(
    "text",
    [
        "The border guards of Poland and Belarus met.",
        "Fighting went on near the border.",
        "India, Pakistan, China and Nepal spoke. Shots were fired at the border.",
        "Thailand and Brazil spoke. Shots were fired at the border.",
    ],
)
def test_no_border_is_guessed(find: Finder, text: str) -> None:
    assert [each for each in find(text) if each.precision is LocationPrecision.BORDER] == []


def test_a_border_that_only_the_context_names_is_less_sure(find: Finder) -> None:
    named = only(find("Two died on the Thai-Cambodian border."), "Thai-Cambodian border")
    inferred = only(find("Thailand accused Cambodia. Two died at the border."), "border")
    assert inferred.score < named.score


# Contract and bad input


def test_record(find: Finder) -> None:
    (mention,) = find("Two died in Pakistan.")
    record = mention.to_record()
    assert list(record) == [
        "start",
        "end",
        "text",
        "name",
        "place_id",
        "lat",
        "lon",
        "iso3",
        "feature",
        "precision",
        "radius_km",
        "score",
        "demonym",
    ]
    assert (record["precision"], record["iso3"]) == ("country", "PAK")


def test_a_place_without_a_text(gazetteer: Gazetteer, boundaries: Boundaries) -> None:
    place = gazetteer.place("country:PAK")
    assert place is not None
    mention = mention_of(place, boundaries)
    assert (mention.place_id, mention.text) == ("country:PAK", "")


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.sampled_from(
            ["Kabul", "Springfield", "border", "Afghan", "–", "-", "northern", "'s", ",", "of",
             "the", "20 km north of", "\u200b", "😀", "كابول", "<b>", "PAKISTAN", "U.S.", ".", "\n",
             "South", "Herat’s", "and", "St.", "\u202e", "İstanbul"]
        ),
        max_size=30,
    ).map(" ".join)
    | st.text(max_size=80)
)  # fmt: skip
def test_spans_are_in_order_and_true_to_the_text(
    gazetteer: Gazetteer, boundaries: Boundaries, text: str
) -> None:
    entities = [Entity(0, min(len(text), 7), "GPE")] if text[:7].strip() else []
    mentions = find_places(Document(text, split_sentences(text), entities), gazetteer, boundaries)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end
        assert text[mention.start : mention.end] == mention.text
        assert 0 <= mention.score <= 1
        assert (mention.place is None) == (mention.radius_km is None)
        # A people has no place on the map.
        unplaced = mention.place is None or mention.demonym
        assert unplaced == (geometry(mention, boundaries) is None)
        assert unplaced == (mention.lat is None)
        end = mention.end
