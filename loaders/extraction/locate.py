"""Where an incident is: the place told with it, or the country the report is about."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.vocabulary import LocationPrecision
from loaders.extraction.facts import Facts
from loaders.places.mention import PlaceMention, geometry, mention_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Location:
    """A place as a row of the map holds it, and how sure it is that the event was there (0-1)."""

    name: str | None
    place_id: str | None
    iso3: str | None
    admin1: str | None
    precision: LocationPrecision
    radius_km: float | None
    geometry: "BaseGeometry | None"
    confidence: float


NOWHERE = Location(None, None, None, None, LocationPrecision.NONE, None, None, 0.0)

# A country named in the event's own sentences weighs as much as so many mentions elsewhere.
_OWN_SENTENCE = 3
# A country that is only inferred is less sure than the least sure place that was told.
_INFERRED = 0.4


def location_of(mention: PlaceMention, boundaries: Boundaries) -> Location:
    """Return the location that a mention of a place gives."""
    return Location(
        mention.name,
        mention.place_id,
        mention.iso3,
        mention.admin1,
        mention.precision,
        mention.radius_km,
        geometry(mention, boundaries),
        mention.score,
    )


def named_countries(report: Sequence[Facts]) -> Counter[str]:
    """Count how often a report names each country, demonyms included.

    Who only holds talks on a conflict, or mediates in them, is no country of it.
    """
    return Counter(
        mention.iso3
        for facts in report
        for mention in facts.places
        if mention.iso3 is not None and not _holds_talks(facts, mention)
    )


def _holds_talks(facts: Facts, mention: PlaceMention) -> bool:
    mediators = (span for talks in facts.talks for span in talks.mediators)
    return facts.is_venue(mention) or any(start <= mention.start < end for start, end in mediators)


def division_pointed_at(
    told: Sequence[Facts], report: Sequence[Facts], gazetteer: Gazetteer, boundaries: Boundaries
) -> Location | None:
    """Return the division that "in the province" means: that of the place named last before it."""
    for facts in told[:_SPEAKING]:
        match = _THE_DIVISION.search(facts.sentence.text)
        if match is None:
            continue
        at = facts.sentence.start + match.start()
        before = [
            mention.place
            for other in report
            for mention in other.places
            if mention.start < at and mention.place is not None and not mention.demonym
        ]
        code = before[-1].admin1_code if before else None
        place = None if code is None else gazetteer.place(f"admin1:{code}")
        if place is not None:
            location = location_of(mention_of(place, boundaries), boundaries)
            return replace(location, confidence=_INFERRED)
    return None


# Sentences of an event in which its place is looked for.
_SPEAKING = 2
_THE_DIVISION = re.compile(
    r"\b(?:in|across|throughout|within|around)\s+(?:the|this|that)\s+(?:same\s+|whole\s+|entire\s+)?"
    r"(?:province|governorate|state|oblast|prefecture)\b(?!\s+(?:of|capital)\b|['’])",
    re.IGNORECASE,
)


def inferred_country(
    told: Sequence[Facts], named: Counter[str], gazetteer: Gazetteer, boundaries: Boundaries
) -> Location:
    """Return the country that an event without a place is in, as an area, or `NOWHERE`.

    It is the country named most in the report (`named`), the event's own sentences weighing more;
    demonyms count ("Pakistani soldiers").
    """
    votes = named.copy()
    for iso3, count in named_countries(told).items():
        votes[iso3] += (_OWN_SENTENCE - 1) * count
    for iso3, _count in votes.most_common(1):
        place = gazetteer.place(f"country:{iso3}")
        if place is not None:
            location = location_of(mention_of(place, boundaries), boundaries)
            return replace(location, admin1=None, confidence=_INFERRED)
    return NOWHERE
