"""Places in a report: where the text names them, and where on earth they are.

Recognition (`names`), resolution (`resolve`) and the verdict on both (`judge`) come together here,
and names become what a map needs: points, areas and lines.
"""

import re
from dataclasses import replace
from typing import Final

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from loaders.language.document import Document
from loaders.places.heading import heading_places
from loaders.places.judge import Verdict, judge
from loaders.places.mention import PlaceMention, geometry, mention_of
from loaders.places.model import PlaceModel, shipped_model
from loaders.places.names import PlaceName, find_names
from loaders.places.phrases import read_phrases
from loaders.places.resolve import resolve

__all__ = ["PlaceMention", "find_likely_places", "find_places", "geometry", "mention_of"]

# What is less likely to be right is not reported: here precision and recall balance.

_LEAST_SCORE: Final = 0.35
# Below this a name tells nothing, even where the words around it ask for a place.
_LEAST_POSSIBLE: Final = 0.08


def find_places(
    document: Document,
    gazetteer: Gazetteer,
    boundaries: Boundaries,
    model: PlaceModel | None = None,
) -> list[PlaceMention]:
    """Find the places of a report, in text order, none overlapping another.

    Args:
        document: the report's text, with what the language model saw in it.
        gazetteer: what is known by which name.
        boundaries: shapes of areas and lines.
        model: what has been learned about names; the program's own when missing.

    """
    return find_likely_places(document, gazetteer, boundaries, model)[0]


def find_likely_places(
    document: Document,
    gazetteer: Gazetteer,
    boundaries: Boundaries,
    model: PlaceModel | None = None,
) -> tuple[list[PlaceMention], list[PlaceMention]]:
    """Find the places of a report as `find_places` does, and names that may be places.

    The latter are too doubtful to report, but better than none where an event's words ask for a
    place ("a blast in"); they are known to the gazetteer, and no demonyms.
    """
    model = model or shipped_model()
    names = find_names(document, gazetteer, model)
    choices = resolve(names, document.text, model, heading_places(document, gazetteer, model))
    mentions, possible = [], []
    for name, verdict in zip(names, judge(names, choices, model.forest), strict=True):
        if _is_phrase(name, document.text):
            continue
        score = name.likelihood if verdict is None else verdict.score
        if score >= _LEAST_SCORE:
            mentions.append(_mention(name, verdict, boundaries))
        elif score >= _LEAST_POSSIBLE and verdict is not None and not name.demonym:
            possible.append(_mention(name, verdict, boundaries))
    return read_phrases(document, mentions, gazetteer, boundaries), possible


# In capitals "AT THE ENTRANCE OF THE BANK" is no town of that name.
_OF: Final = re.compile(r" (?:OF|TO) (?:THE|AN?|ITS|HIS|HER|THEIR)\b")


def _is_phrase(name: PlaceName, text: str) -> bool:
    """Tell a common noun in capitals, with its article, from the name that it looks like."""
    of = _OF.match(text, name.end) is not None
    return of and name.text.startswith("THE ") and name.text.isupper()


def _mention(name: PlaceName, verdict: Verdict | None, boundaries: Boundaries) -> PlaceMention:
    if verdict is None:
        return PlaceMention(
            name.start,
            name.end,
            name.text,
            place=None,
            name=name.text,
            in_organisation=name.in_organisation,
        )
    mention = mention_of(
        verdict.candidate.place, boundaries, start=name.start, end=name.end, text=name.text
    )
    if name.demonym:
        # "Afghan soldiers" may be anywhere: their origin has an id and no point on the map.
        mention = replace(mention, lat=None, lon=None)
    return replace(
        mention,
        score=verdict.score,
        demonym=name.demonym,
        in_organisation=name.in_organisation,
    )
