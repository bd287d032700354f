"""Places in a report: where the text names them, and where on earth they are.

Recognition (`names`) and resolution (`resolve`) know nothing of each other's ways; here they
come together, and names become what a map needs: points, areas and lines.
"""

from dataclasses import replace
from typing import Final

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from loaders.language.document import Document
from loaders.places.mention import PlaceMention, geometry, mention_of
from loaders.places.names import PlaceName, find_names
from loaders.places.phrases import read_phrases
from loaders.places.resolve import Choice, resolve

__all__ = ["PlaceMention", "find_places", "geometry", "mention_of"]

# A name that is less likely to be that of a place is not reported.
_LEAST_LIKELIHOOD: Final = 0.4


def find_places(
    document: Document, gazetteer: Gazetteer, boundaries: Boundaries
) -> list[PlaceMention]:
    """Find the places of a report, in text order, none overlapping another."""
    names = find_names(document, gazetteer)
    choices = resolve(names, document)
    mentions = [
        _mention(name, choice, boundaries)
        for name, choice in zip(names, choices, strict=True)
        if name.likelihood >= _LEAST_LIKELIHOOD
    ]
    return read_phrases(document, mentions, gazetteer, boundaries)


def _mention(name: PlaceName, choice: Choice | None, boundaries: Boundaries) -> PlaceMention:
    if choice is None:
        return PlaceMention(
            name.start,
            name.end,
            name.text,
            place=None,
            name=name.text,
            in_organisation=name.in_organisation,
        )
    mention = mention_of(
        choice.candidate.place, boundaries, start=name.start, end=name.end, text=name.text
    )
    return replace(
        mention,
        score=name.likelihood * choice.probability,
        demonym=name.demonym,
        in_organisation=name.in_organisation,
    )
