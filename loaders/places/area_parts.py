"""Parts of areas: "eastern Afghanistan", "the north of the Kunar province"."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import Final

from geodata.boundaries import Boundaries
from geodata.vocabulary import LocationPrecision
from loaders.language.document import Document
from loaders.places.extent import area_radius
from loaders.places.mention import PlaceMention
from loaders.places.words import DIRECTIONS

_AREAS: Final = frozenset(
    {
        LocationPrecision.COUNTRY,
        LocationPrecision.PROVINCE,
        LocationPrecision.DISTRICT,
        LocationPrecision.REGION,
    }
)
_DIRECTION: Final = r"(?:north|south)(?:[- ]?(?:east|west))?(?:ern)?|(?:east|west)(?:ern)?|central"
# "eastern ", "north-eastern ", "the far north of ", "the east of the "
_BEFORE: Final = re.compile(
    rf"\b(?:(?P<adjective>{_DIRECTION})\s+"
    rf"|the\s+(?:far\s+|extreme\s+)?(?P<noun>{_DIRECTION})\s+of\s+(?:the\s+)?)$",
    re.IGNORECASE,
)
# "Mali's north", but neither "Sudan's South Kordofan" nor "Syria's northern province"
_AFTER: Final = re.compile(
    rf"['’]s\s+(?:far\s+)?(?P<noun>{_DIRECTION})\b(?!\s+(?:(?-i:[A-Z])|province|region|city))",
    re.IGNORECASE,
)
# No phrase of this kind is longer.
_REACH: Final = 40


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


def _part(text: str, mention: PlaceMention, boundaries: Boundaries) -> PlaceMention:
    if mention.place is None or mention.precision not in _AREAS or mention.demonym:
        return mention
    before = _BEFORE.search(text[max(0, mention.start - _REACH) : mention.start])
    if before is not None:
        start = mention.start - len(before[0])
        return _narrowed(text, mention, (start, mention.end), before, boundaries)
    after = _AFTER.match(text, mention.end)
    if after is not None:
        return _narrowed(text, mention, (mention.start, after.end()), after, boundaries)
    return mention


def _narrowed(
    text: str,
    mention: PlaceMention,
    span: tuple[int, int],
    match: re.Match[str],
    boundaries: Boundaries,
) -> PlaceMention:
    assert mention.place is not None
    area = boundaries.area(mention.place.place_id)
    if area is None:
        return mention
    groups = match.groupdict()
    word = groups.get("adjective") or groups["noun"]
    direction = DIRECTIONS[re.sub(r"[\s-]", "", word.lower())]
    part = boundaries.part_of(area, direction)
    point = part.representative_point()
    return replace(
        mention,
        start=span[0],
        end=span[1],
        text=text[span[0] : span[1]],
        name=f"{direction} {mention.name}",
        lat=point.y,
        lon=point.x,
        precision=LocationPrecision.REGION,
        radius_km=round(area_radius(part), 1),
        part=direction,
    )
