"""Parts of areas: "eastern Afghanistan", "the north of Kunar", "Mali's desert north"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Final

import shapely

from geodata.boundaries import Boundaries
from geodata.vocabulary import LocationPrecision
from loaders.language.document import Document
from loaders.places.extent import area_radius, middle_of
from loaders.places.mention import PlaceMention
from loaders.places.words import DIRECTIONS

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

AREAS: Final = frozenset(
    {
        LocationPrecision.COUNTRY,
        LocationPrecision.PROVINCE,
        LocationPrecision.DISTRICT,
        LocationPrecision.REGION,
    }
)
# Areas whose parts are better known than a region of a country is.
_SMALL: Final = frozenset({LocationPrecision.PROVINCE, LocationPrecision.DISTRICT})
# "north", "south-eastern", "central"
ONE: Final = r"(?:(?:north|south)(?:[- ]?(?:east|west))?(?:ern)?|(?:east|west)(?:ern)?|central)"
# "northern", "south and east"; with an article before it, also "the centre"
_PART: Final = rf"{ONE}(?:\s+and\s+{ONE})?"
PART: Final = rf"(?:{_PART}|cent(?:re|er))"
# "restive", "war-torn", "oil-rich": what reporters put before a part of a country
TEMPER: Final = (
    r"(?:(?:far|extreme|restive|troubled|volatile|unstable|lawless|remote|rural|mountainous|rugged"
    r"|arid|desert|coastal|embattled|occupied|contested|impoverished|neglected|largely|mainly"
    r"|predominantly|[a-z]+-[a-z]+),?\s+){0,3}"
)
# "the eastern part of", "the far north of", "the southern tip of the"
SECTION: Final = (
    r"(?:parts?|half|end|tip|reaches|edge|corner|side|flank|regions|areas|districts|provinces)"
)
_BEFORE: Final = re.compile(
    rf"\b(?:(?:far[- ])?(?P<adjective>{_PART})\s+"
    rf"|the\s+{TEMPER}(?P<noun>{PART})(?:\s+{SECTION})?\s+of\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
# "Mali's north", "Mali's northern regions"; neither "Sudan's South Kordofan", "Syria's northern
# province" nor "Yemen's west coast"
OWNED_PART: Final = (
    rf"['’]s\s+{TEMPER}(?P<noun>{PART})(?:(?<!ern)(?<!central)"
    r"(?!\s+(?:(?-i:[A-Z])|(?:coast|shore|border|side|bank|of)\b))"
    r"|\s+(?:parts?|half|corner|tip|regions?|areas|districts|provinces)(?!\s+of))\b"
)
_AFTER: Final = re.compile(OWNED_PART, re.IGNORECASE)
# No phrase of this kind is longer.
_REACH: Final = 60
_KEPT: Final = 256


def find_parts(
    document: Document, mentions: Sequence[PlaceMention], boundaries: Boundaries
) -> list[PlaceMention]:
    """Return the mentions, those of a part of an area narrowed down to it."""
    found: list[PlaceMention] = []
    end = 0
    for mention, following in zip_longest(mentions, mentions[1:]):
        limit = len(document.text) if following is None else following.start
        part = _part(document.text, mention, boundaries)
        # "Sudan's south" may run into a name that begins with the direction.
        found.append(mention if part.start < end or part.end > limit else part)
        end = found[-1].end
    return found


def narrowed(mention: PlaceMention, words: str, boundaries: Boundaries) -> PlaceMention:
    """Return a mention of an area as one of the part of it that words of direction name.

    Args:
        mention: of a place.
        words: "north", "eastern", "south and east": what `PART` matches.
        boundaries: that know the area; without one the mention stays as it is.

    """
    part = direction_words(words)
    assert mention.place is not None
    shape = part_area(boundaries, mention.place.place_id, part)
    if shape is None:
        return mention
    lat, lon = middle_of(shape)
    return replace(
        mention,
        name=f"{part} {mention.name}",
        lat=lat,
        lon=lon,
        precision=mention.precision if mention.precision in _SMALL else LocationPrecision.REGION,
        radius_km=round(area_radius(shape), 1),
        part=part,
        shape=shape,
    )


def direction_words(words: str) -> str:
    """Return words of direction as the names of parts have them: "northern and eastern"."""
    parts = re.split(r"\s+and\s+", re.sub("cent(re|er)", "central", words.lower()))
    return " and ".join(DIRECTIONS[re.sub(r"[\s-]", "", part)] for part in parts)


@lru_cache(maxsize=_KEPT)
def part_area(boundaries: Boundaries, place_id: str, part: str) -> "BaseGeometry | None":
    """Return the shape of a part of an area, or None where the area's is not known."""
    area = boundaries.area(place_id)
    if area is None:
        return None
    return shapely.union_all([boundaries.part_of(area, one) for one in part.split(" and ")])


def _part(text: str, mention: PlaceMention, boundaries: Boundaries) -> PlaceMention:
    if mention.place is None or mention.precision not in AREAS or mention.demonym:
        return mention
    before = _BEFORE.search(text[max(0, mention.start - _REACH) : mention.start])
    if before is not None:
        span = mention.start - len(before[0]), mention.end
        return _spanning(text, mention, span, before, boundaries)
    after = _AFTER.match(text, mention.end)
    if after is not None:
        return _spanning(text, mention, (mention.start, after.end()), after, boundaries)
    return mention


def _spanning(
    text: str,
    mention: PlaceMention,
    span: tuple[int, int],
    match: re.Match[str],
    boundaries: Boundaries,
) -> PlaceMention:
    start, end = span
    words = match.groupdict().get("adjective") or match["noun"]
    part = narrowed(mention, words, boundaries)
    if part is mention:
        return mention
    return replace(part, start=start, end=end, text=text[start:end])
