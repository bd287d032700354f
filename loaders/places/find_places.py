"""Places in a report: where the text names them, and where on earth they are.

Recognition (`names`), resolution (`resolve`) and the verdict on both (`judge`) come together here,
and names become what a map needs: points, areas and lines.
"""

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

__all__ = ["PlaceMention", "find_places", "geometry", "mention_of"]

# What is less likely to be right is not reported: here precision and recall balance.

_LEAST_SCORE: Final = 0.35


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
    model = model or shipped_model()
    names = find_names(document, gazetteer, model)
    choices = resolve(names, document.text, model, heading_places(document, gazetteer, model))
    verdicts = judge(names, choices, model.forest)
    mentions = [
        _mention(name, verdict, boundaries)
        for name, verdict in zip(names, verdicts, strict=True)
        if (name.likelihood if verdict is None else verdict.score) >= _LEAST_SCORE
    ]
    return read_phrases(document, mentions, gazetteer, boundaries)


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
