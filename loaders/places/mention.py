"""A place where a report names it, with what the map and the tables need to know of it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import shapely

from geodata.boundaries import Boundaries
from geodata.gazetteer import Place
from geodata.vocabulary import LocationPrecision
from loaders.places.extent import precision_of, radius_of

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A span of a report that names a place.

    Attributes:
        start: offset of its first character in the text.
        end: offset after its last character.
        text: the span.
        place: the place of the gazetteer; None when the gazetteer lacks it.
        name: the place's name, with the part of it that is meant ("eastern Afghanistan").
        place_id: id of the place.
        lat: latitude of a point that stands for it, degrees (WGS 84); None for what has no place
            in the gazetteer, and for people named after a place, who may be anywhere.
        lon: longitude of that point.
        iso3: country; None for what lies in several.
        admin1: name of the first-level division that it lies in or is.
        feature: GeoNames class and code.
        precision: how exactly the place is known.
        radius_km: how far off the point may be.
        score: 0-1, how sure it is that this is the place.
        demonym: whether the text names the people ("Afghan") rather than the place.
        in_organisation: whether the name is part of the name of an organisation or a person.
        part: the part that is meant ("eastern"), if not all of it.
        shape: the area or line that is meant, where it is neither the place's own nor a point.
        reference: whether the name only serves to tell where another place is ("between Kyiv and
            Odesa"): nothing is said to have happened there.

    """

    start: int
    end: int
    text: str
    place: Place | None
    name: str
    place_id: str | None = None
    lat: float | None = None
    lon: float | None = None
    iso3: str | None = None
    admin1: str | None = None
    feature: str | None = None
    precision: LocationPrecision = LocationPrecision.NONE
    radius_km: float | None = None
    score: float = 0.0
    demonym: bool = False
    in_organisation: bool = False
    part: str | None = None
    shape: "BaseGeometry | None" = None
    reference: bool = False

    def to_record(self) -> dict[str, Any]:
        """Return the mention as the command line writes it."""
        return {
            "start": self.start,
            "end": self.end,
            "text": self.text,
            "name": self.name,
            "place_id": self.place_id,
            "lat": self.lat,
            "lon": self.lon,
            "iso3": self.iso3,
            "feature": self.feature,
            "precision": self.precision.value,
            "radius_km": self.radius_km,
            "score": round(self.score, 3),
            "demonym": self.demonym,
        }


class Spans:
    """Mentions by where they stand in a text; they are in text order and none overlaps another."""

    def __init__(self, mentions: Sequence[PlaceMention]) -> None:
        self._mentions = mentions
        self._starts = [mention.start for mention in mentions]

    def overlap(self, start: int, end: int) -> bool:
        """Tell whether a mention stands within a span."""
        before = bisect_left(self._starts, end)
        return before > 0 and self._mentions[before - 1].end > start

    def between(self, start: int, end: int) -> Sequence[PlaceMention]:
        """Return the mentions that begin within a span."""
        first = bisect_left(self._starts, start)
        return self._mentions[first : bisect_left(self._starts, end, first)]

    def before(self, offset: int, count: int) -> Sequence[PlaceMention]:
        """Return the last so many mentions that begin before an offset."""
        last = bisect_left(self._starts, offset)
        return self._mentions[max(0, last - count) : last]

    def after(self, offset: int, count: int) -> Sequence[PlaceMention]:
        """Return the first so many mentions that begin at an offset or behind it."""
        first = bisect_left(self._starts, offset)
        return self._mentions[first : first + count]


def mention_of(
    place: Place, boundaries: Boundaries, *, start: int = 0, end: int = 0, text: str = ""
) -> PlaceMention:
    """Return a mention of a whole place, by default one that stands nowhere in a text."""
    precision = precision_of(place)
    return PlaceMention(
        start=start,
        end=end,
        text=text,
        place=place,
        name=place.name,
        place_id=place.place_id,
        lat=place.latitude,
        lon=place.longitude,
        iso3=place.iso3 or None,
        admin1=place.name if place.place_id.startswith("admin1:") else place.admin1,
        feature=place.feature,
        precision=precision,
        radius_km=radius_of(place, boundaries),
        score=1.0,
    )


def is_country(mention: PlaceMention) -> bool:
    """Tell whether a mention is of a country, or of its people."""
    return mention.place_id is not None and mention.place_id.startswith("country:")


def geometry(mention: PlaceMention, boundaries: Boundaries) -> "BaseGeometry | None":
    """Return what a map may draw of a mention: a point, an area or a line; None when unplaced."""
    if mention.place is None or mention.lat is None or mention.lon is None:
        return None
    if mention.shape is not None:
        return mention.shape
    shape = boundaries.geometry(mention.place)
    if shape.geom_type == "Point":
        # The mention's own point: it may lie some way off the place ("20 km north of").
        return shapely.Point(mention.lon, mention.lat)
    return shape
