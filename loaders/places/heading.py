"""Places that a report's title and its publisher name; they tell which places its text means.

"Police search Richmond home" in the Richmond Times-Dispatch is about Virginia, and a story headed
"Syria" is about the Tripoli next door. These places are heard where names of the text are ambiguous
and are no finds themselves.
"""

from collections.abc import Iterator
from typing import Final

from geodata.gazetteer import Gazetteer, MatchKind
from loaders.language.document import Document, split_sentences
from loaders.places.candidate_table import Group
from loaders.places.gazetteer_scan import GazetteerScan, Match
from loaders.places.model import PlaceModel
from loaders.places.names import find_names

# A title is written for the reader of this report alone: it counts like a sentence of it.
_TITLE_WEIGHT: Final = 1.0
# A paper writes first of all of its home. That of a metropolis writes of the world, too.
_HOME_WEIGHT: Final = 0.7
_METROPOLIS_WEIGHT: Final = 0.2
_METROPOLIS: Final = 1_000_000


def heading_places(document: Document, gazetteer: Gazetteer, model: PlaceModel) -> list[Group]:
    """Return the places that title and publisher name, with their weights."""
    return [
        *_title_places(document.title or "", gazetteer, model),
        *_home_places(document.publisher or "", gazetteer),
    ]


def _title_places(title: str, gazetteer: Gazetteer, model: PlaceModel) -> Iterator[Group]:
    headline = Document(title, split_sentences(title), [])
    for name in find_names(headline, gazetteer, model):
        if name.candidates:
            weight = _TITLE_WEIGHT * name.likelihood
            yield Group(name.text.lower(), name.candidates, name.kind, weight)


def _home_places(publisher: str, gazetteer: Gazetteer) -> Iterator[Group]:
    scan = GazetteerScan(gazetteer)
    for sentence in split_sentences(publisher):
        for match in scan.matches(sentence):
            if not _says_nothing(match, gazetteer):
                weight = _METROPOLIS_WEIGHT if _is_metropolis(match) else _HOME_WEIGHT
                yield Group(match.text.lower(), match.candidates, None, weight)


def _is_metropolis(match: Match) -> bool:
    return any(
        each.place.feature.startswith("P.") and each.place.population >= _METROPOLIS
        for each in match.candidates
    )


def _says_nothing(match: Match, gazetteer: Gazetteer) -> bool:
    """Tell whether the words are those of any paper: "Independent", "Star", "Times"."""
    if match.candidates[0].match is MatchKind.ABBREVIATION:
        return True
    return all(gazetteer.is_ordinary_word(word) for word in match.text.split())
