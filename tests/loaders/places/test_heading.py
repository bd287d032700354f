"""Places that a title and a publisher name."""

from collections.abc import Iterator

import pytest

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from loaders.language.document import Document, Entity, split_sentences
from loaders.places.find_places import find_places
from loaders.places.heading import heading_places
from loaders.places.model import shipped_model


@pytest.fixture(scope="module")
def gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


def heard(gazetteer: Gazetteer, title: str | None, publisher: str | None) -> dict[str, float]:
    document = Document("", [], [], title=title, publisher=publisher)
    groups = heading_places(document, gazetteer, shipped_model())
    return {group.candidates[0].place.name: group.weight for group in groups}


def test_a_title_and_a_publisher_name_places(gazetteer: Gazetteer) -> None:
    found = heard(gazetteer, "Floods in Nebraska leave three dead", "Omaha World-Herald")
    assert {"Nebraska", "Omaha"} <= set(found)


def test_a_paper_of_a_metropolis_says_less_of_its_home(gazetteer: Gazetteer) -> None:
    small = heard(gazetteer, None, "Peoria Journal Star")["Peoria"]
    large = heard(gazetteer, None, "Chicago Tribune")["Chicago"]
    assert large < small


@pytest.mark.parametrize("publisher", ["The Independent", "Daily Star", "The Times", "", None])
def test_words_of_any_paper_say_nothing(gazetteer: Gazetteer, publisher: str | None) -> None:
    assert heard(gazetteer, None, publisher) == {}


@pytest.mark.parametrize(
    ("publisher", "iso3"), [("Peterborough Examiner, Ontario", "CAN"), (None, "GBR")]
)
def test_the_publisher_decides_between_towns(
    gazetteer: Gazetteer, publisher: str | None, iso3: str
) -> None:
    text = "Police in Peterborough searched a house on Monday."
    start = text.index("Peterborough")
    entity = Entity(start, start + len("Peterborough"), "GPE")
    document = Document(text, split_sentences(text), [entity], publisher=publisher)
    with Boundaries.open() as boundaries:
        (mention,) = find_places(document, gazetteer, boundaries)
    assert mention.iso3 == iso3
