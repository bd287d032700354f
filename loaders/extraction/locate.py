"""Where an incident is: the place told with it, or the country the report is about."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.vocabulary import LocationPrecision
from loaders.extraction.facts import Facts
from loaders.extraction.place_mention import PlaceMention, geometry, mention_of

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


def inferred_country(
    told: Sequence[Facts], report: Sequence[Facts], gazetteer: Gazetteer, boundaries: Boundaries
) -> Location:
    """Return the country that an event without a place is in, as an area, or `NOWHERE`.

    It is the country named most in the report, the event's own sentences weighing more; demonyms
    count ("Pakistani soldiers").
    """
    votes: Counter[str] = Counter()
    for facts in report:
        weight = _OWN_SENTENCE if facts in told else 1
        for mention in facts.places:
            if mention.iso3 is not None:
                votes[mention.iso3] += weight
    for iso3, _count in votes.most_common(1):
        place = gazetteer.place(f"country:{iso3}")
        if place is not None:
            location = location_of(mention_of(place, boundaries), boundaries)
            return Location(
                location.name,
                location.place_id,
                location.iso3,
                None,
                location.precision,
                location.radius_km,
                location.geometry,
                _INFERRED,
            )
    return NOWHERE
