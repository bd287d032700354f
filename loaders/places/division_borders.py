"""Borders of divisions: "the border between Kherson and Mykolaiv regions"."""

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from geodata.borderlands import common_line
from geodata.boundaries import Boundaries, line_length_km
from geodata.gazetteer import Place
from geodata.vocabulary import LocationPrecision
from loaders.places.mention import PlaceMention

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

_FEATURE: Final = "X.BORDER"
# Both sides are named; that their areas share the line makes it surer still.
_SURE: Final = 0.95
_KEPT: Final = 256


def is_division(mention: PlaceMention) -> bool:
    """Tell whether a mention is of a first-level division."""
    return (mention.place_id or "").startswith("admin1:")


def division_border(
    noun: re.Match[str], one: PlaceMention, other: PlaceMention, boundaries: Boundaries
) -> PlaceMention | None:
    """Return the mention of a border whose sides are named, or None where they do not meet.

    Args:
        noun: the word for the border in the text of the report.
        one: a side: a country, a division, or a town that stands for its division.
        other: the other side.
        boundaries: for the shapes of both.

    """
    sides = sorted((_area_id(one, boundaries), _area_id(other, boundaries)))
    line = _line(boundaries, *sides)
    if line is None:
        return None
    point = line.representative_point()
    name = f"{one.name}–{other.name} border"
    place_id = "border:" + "+".join(side.split(":", 1)[-1] for side in sides)
    same_country = one.iso3 == other.iso3
    place = Place(
        place_id, name, point.y, point.x, "", (one.iso3 or "") if same_country else "",
        None, None, _FEATURE, 0,
    )  # fmt: skip
    return PlaceMention(
        *noun.span(),
        noun[0],
        place,
        name,
        place_id,
        lat=point.y,
        lon=point.x,
        iso3=one.iso3 if same_country else None,
        feature=_FEATURE,
        precision=LocationPrecision.BORDER,
        radius_km=round(line_length_km(line) / 2, 1),
        score=min(one.score, other.score) * _SURE,
        shape=line,
    )


def _area_id(mention: PlaceMention, boundaries: Boundaries) -> str:
    """Return the id of the area that a mention is, or lies in."""
    place = mention.place
    assert place is not None
    if boundaries.area(place.place_id) is None and place.admin1_code is not None:
        return f"admin1:{place.admin1_code}"
    return place.place_id


@lru_cache(maxsize=_KEPT)
def _line(boundaries: Boundaries, one_id: str, other_id: str) -> "BaseGeometry | None":
    one, other = boundaries.area(one_id), boundaries.area(other_id)
    if one is None or other is None or one_id == other_id:
        return None
    return common_line(one, other)
