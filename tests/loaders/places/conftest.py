"""Places found in sentences, as a report's extraction finds them."""

from collections.abc import Callable, Iterator

import pytest

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from loaders.language.document import Document, split_sentences
from loaders.language.language_model import LanguageModel
from loaders.places.find_places import PlaceMention, find_places


@pytest.fixture(scope="session")
def places_gazetteer() -> Iterator[Gazetteer]:
    with Gazetteer.open() as opened:
        yield opened


@pytest.fixture(scope="session")
def places_boundaries() -> Iterator[Boundaries]:
    with Boundaries.open() as opened:
        yield opened


@pytest.fixture(scope="session")
def places_in(
    places_gazetteer: Gazetteer, places_boundaries: Boundaries
) -> Callable[[str], list[PlaceMention]]:
    model = LanguageModel.open()

    def find(text: str) -> list[PlaceMention]:
        document = Document(text, split_sentences(text), model.entities(text))
        return find_places(document, places_gazetteer, places_boundaries)

    return find
