"""Small towns abroad are not taken for those of the country that a report speaks of."""

from dataclasses import replace

import pytest

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.settings import Settings
from loaders.extraction.namesakes import without_namesakes
from loaders.language.document import Document, split_sentences
from loaders.places.mention import PlaceMention, mention_of

Tables = tuple[Gazetteer, Boundaries]


@pytest.fixture(scope="module")
def tables() -> Tables:
    settings = Settings()
    return Gazetteer.open(settings.gazetteer), Boundaries.open(settings.boundaries)


def taken(tables: Tables, text: str, name: str, iso3: str, score: float = 0.5) -> list[str | None]:
    """Return the countries of what a name is taken for that was found in one country."""
    gazetteer, boundaries = tables
    document = Document(text, split_sentences(text), [])
    mentions = [as_found(tables, text, name, iso3, score)]
    mentions.extend(
        as_found(tables, text, country, country[:3].upper(), 0.9)
        for country in ("Peru", "Argentina")
        if country in text
    )
    kept = without_namesakes(document, [], mentions, gazetteer, boundaries)
    return [mention.iso3 for mention in kept if mention.text == name]


def as_found(tables: Tables, text: str, name: str, iso3: str, score: float) -> PlaceMention:
    gazetteer, boundaries = tables
    place = next(each.place for each in gazetteer.candidates(name) if each.place.iso3 == iso3)
    start = text.index(name)
    mention = mention_of(place, boundaries, start=start, end=start + len(name), text=name)
    return replace(mention, score=score)


def test_a_small_town_abroad_is_taken_for_the_one_at_home(tables: Tables) -> None:
    text = "A mayor was shot in San Isidro. It was the first such murder in Peru."
    assert taken(tables, text, "San Isidro", "ESP") == ["PER"]


def test_a_town_without_namesake_at_home_is_left_out(tables: Tables) -> None:
    text = "A mayor was shot in Kirkwood. It was the first such murder in Peru."
    assert taken(tables, text, "Kirkwood", "ZAF") == []


@pytest.mark.parametrize(
    ("text", "name", "iso3", "score"),
    [
        # Its country is named, it is sure, or there is only one of the name.
        ("A mayor of San Isidro in Argentina was shot.", "San Isidro", "ARG", 0.5),
        ("He was shot in San Isidro after he had left Peru.", "San Isidro", "ESP", 0.9),
        ("He was shot in Mulalo after he had left Peru.", "Mulalo", "ECU", 0.5),
        # A report that names no country tells nothing of it.
        ("A mayor was shot in San Isidro.", "San Isidro", "ESP", 0.5),
        # A large town is meant wherever it is.
        ("He was shot in Santa Rosa after he had left Peru.", "Santa Rosa", "PHL", 0.5),
    ],
)
def test_what_speaks_for_a_place_abroad_keeps_it(
    tables: Tables, text: str, name: str, iso3: str, score: float
) -> None:
    assert taken(tables, text, name, iso3, score) == [iso3]
