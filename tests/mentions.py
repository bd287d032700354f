"""What tests ask of places found in a text."""

import pytest
from shapely.geometry.base import BaseGeometry

from geodata.boundaries import Boundaries
from geodata.sphere import distance_between
from loaders.places.mention import PlaceMention, geometry


def only(mentions: list[PlaceMention], text: str) -> PlaceMention:
    """Return the one mention whose span is a text."""
    found = [mention for mention in mentions if mention.text == text]
    assert len(found) == 1, [mention.text for mention in mentions]
    return found[0]


def point(mention: PlaceMention) -> tuple[float, float]:
    """Return latitude and longitude of a mention that has them."""
    assert mention.lat is not None
    assert mention.lon is not None
    return mention.lat, mention.lon


def radius(mention: PlaceMention) -> float:
    assert mention.radius_km is not None
    return mention.radius_km


def km_between(one: PlaceMention, other: PlaceMention) -> float:
    return distance_between(*point(one), *point(other))


def shape_of(mention: PlaceMention, boundaries: Boundaries) -> BaseGeometry:
    shape = geometry(mention, boundaries)
    assert shape is not None
    assert shape.is_valid
    assert not shape.is_empty
    return shape


def about(km: float) -> object:
    """Return what equals a distance to a few percent."""
    return pytest.approx(km, rel=0.03, abs=0.3)
