"""What the words around names make of places: parts, distances, coasts, roads, rivers, borders."""

from collections.abc import Sequence

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from loaders.language.document import Document
from loaders.places.area_parts import find_parts
from loaders.places.between import find_between
from loaders.places.border_areas import find_border_areas
from loaders.places.borders import find_borders
from loaders.places.context import find_context_parts
from loaders.places.mention import PlaceMention
from loaders.places.offsets import find_offsets
from loaders.places.offshore import find_offshore
from loaders.places.rivers import find_rivers
from loaders.places.tripoints import find_tripoints


def read_phrases(
    document: Document,
    mentions: Sequence[PlaceMention],
    gazetteer: Gazetteer,
    boundaries: Boundaries,
) -> list[PlaceMention]:
    """Return the places that a report tells, in text order, none overlapping another.

    Args:
        document: the report.
        mentions: the names of places in it, each with its whole place, in text order.
        gazetteer: for countries and rivers that phrases lead to.
        boundaries: for the shapes of areas, borders and coasts.

    """
    found = find_rivers(document, mentions, gazetteer, boundaries)
    found = find_parts(document, found, boundaries)
    # Towns between which something lies must still stand where they are …
    found = find_between(document, found)
    found = find_offshore(document, found, boundaries)
    found = find_offsets(document, found)
    # … and what a context names is clearest when nothing is left to be told of the names.
    found = find_context_parts(document, found, gazetteer, boundaries)
    found = find_tripoints(document, found, boundaries)
    found = find_borders(document, found, gazetteer, boundaries)
    return find_border_areas(document, found, boundaries)
