"""Small places in countries that a report does not speak of: namesakes of places in its own.

A gazetteer knows hundreds of towns called San Miguel. Where a report names countries, and none of
them is that of a small place, what happened there happened in one of its own.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.vocabulary import LocationPrecision
from loaders.extraction.date_forms import DateForm
from loaders.extraction.dates import DateMention
from loaders.language.document import Document
from loaders.places.dateline import dateline_end
from loaders.places.mention import PlaceMention, mention_of


def without_namesakes(
    document: Document,
    dates: Sequence[DateMention],
    places: Sequence[PlaceMention],
    gazetteer: Gazetteer,
    boundaries: Boundaries,
) -> list[PlaceMention]:
    """Return places with the namesakes abroad replaced by those at home, or left out.

    A name that means one place only stays, wherever that is; so do large towns, and places in a
    country of which the report names a place that is in no doubt.
    """
    home = _home(document, dates, places)
    if not home:
        return list(places)
    named = {place.iso3 for place in places if not place.demonym and not _is_doubtful(place)}
    left = []
    for place in places:
        if place.iso3 in home or place.iso3 in named or not _is_doubtful(place):
            left.append(place)
            continue
        candidates = [each.place for each in gazetteer.candidates(place.text)]
        at_home = [each for each in candidates if each.iso3 in home]
        if at_home:
            meant = mention_of(at_home[0], boundaries, start=place.start, end=place.end)
            left.append(replace(meant, text=place.text, score=place.score * _LESS_SURE))
        elif len(candidates) <= 1:
            left.append(place)
    return left


# So much less sure is a place that is chosen for its country alone.
_LESS_SURE: Final = 0.8
# Larger towns and surer names are meant wherever they are.
_LARGE: Final = 100_000
_SURE: Final = 0.7
_SMALL: Final = {LocationPrecision.EXACT, LocationPrecision.TOWN, LocationPrecision.DISTRICT}


def _is_doubtful(mention: PlaceMention) -> bool:
    return (
        mention.place is not None
        and not mention.demonym
        and mention.precision in _SMALL
        and mention.score < _SURE
        and (mention.place.population or 0) < _LARGE
    )


def _home(
    document: Document, dates: Sequence[DateMention], places: Sequence[PlaceMention]
) -> set[str]:
    """Return the countries that a report names, and that of its dateline."""
    ends = [date.end for date in dates if date.form is DateForm.DATELINE]
    ends.extend(dateline_end(document.text, sentence) for sentence in document.sentences[:1])
    written = max(ends, default=0)
    return {
        place.iso3
        for place in places
        if place.iso3 is not None
        and (
            place.demonym
            or place.precision is LocationPrecision.COUNTRY
            or (place.start < written and not _is_doubtful(place))
        )
    }
