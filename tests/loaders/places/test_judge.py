"""The verdict on a name and its places."""

from collections.abc import Sequence

import numpy as np
import pytest

from geodata.gazetteer import Candidate, MatchKind, Place
from loaders.places.candidate_table import ALONE, TOGETHER
from loaders.places.forest import Forest
from loaders.places.judge import FEATURES, judge
from loaders.places.names import PlaceName
from loaders.places.resolve import Choice


def candidate(
    place_id: str, lat: float, prior: float, match: MatchKind = MatchKind.EXACT
) -> Candidate:
    place = Place(place_id, "Zed", lat, 10.0, "AA", "AAA", None, None, "P.PPL", 1000)
    return Candidate(place, "Zed", match, prior)


def forest(by_prior: Sequence[tuple[float, float]]) -> Forest:
    """Return a forest of one tree that answers by the prior: (up to, answer) from low to high."""
    feature, threshold, left, value = [], [], [], []
    for number, (limit, answer) in enumerate(by_prior):
        node = 2 * number
        feature += [FEATURES.index("prior"), 0]
        threshold += [limit, np.inf]
        left += [node + 1, node + 1]
        value += [0.0, answer]
    # The chain's right children follow its leaves.
    return Forest(
        np.array([0], np.int32),
        np.array(feature, np.int16),
        np.array(threshold, np.float32),
        np.array(left, np.int32),
        np.array(value, np.float32),
        depth=2 * len(by_prior),
    )


BY_PRIOR = forest([(0.3, 0.2), (0.5, 0.9), (1.0, 0.4)])
TOWN = candidate("geonames:1", 10.0, 0.6)
DIVISION = candidate("admin1:AA-Z", 10.5, 0.4)
FAR = candidate("geonames:2", 40.0, 0.4)
SMALL = candidate("geonames:3", -40.0, 0.1)


def mixed(by_forest: float) -> float:
    """Return the score of what the forest answers so, at likelihood 0.8 and probability 0.5."""
    return 0.7 * by_forest + 0.3 * 0.8 * 0.5


def verdict(*candidates: Candidate) -> tuple[str, float]:
    """Judge one name whose places resolution ranks in this order."""
    name = PlaceName(0, 3, "Zed", candidates, 0, (), 0.8)
    row = np.zeros(len(ALONE) + len(TOGETHER))
    choices = [Choice(each, 0.5, row) for each in candidates]
    (result,) = judge([name], [choices], BY_PRIOR)
    assert result is not None
    return result.candidate.place.place_id, result.score


def test_the_place_that_the_forest_prefers() -> None:
    assert verdict(TOWN, FAR, SMALL) == ("geonames:2", pytest.approx(mixed(0.9)))
    assert verdict(SMALL) == ("geonames:3", pytest.approx(mixed(0.2)))


def test_resolution_tells_a_town_from_the_division_around_it() -> None:
    assert verdict(TOWN, DIVISION) == ("geonames:1", pytest.approx(mixed(0.9)))
    assert verdict(DIVISION, TOWN) == ("admin1:AA-Z", pytest.approx(mixed(0.9)))


def test_people_are_not_judged() -> None:
    people = candidate("country:AAA", 10.0, 0.4, MatchKind.DEMONYM)
    identifier, score = verdict(people)
    assert (identifier, score) == ("country:AAA", pytest.approx(0.8 * 0.5))


def test_landmarks_are_not_judged() -> None:
    place = Place("supplement:sea", "Zed", 10.0, 10.0, "", "", None, None, "H.SEA", 0)
    sea = Candidate(place, "Zed", MatchKind.EXACT, 0.4)
    assert verdict(sea) == ("supplement:sea", pytest.approx(0.8 * 0.5))


def test_what_the_gazetteer_lacks_has_no_verdict() -> None:
    assert judge([PlaceName(0, 3, "Zed", (), 0, (), 0.8)], [()], BY_PRIOR) == [None]
    assert judge([], [], BY_PRIOR) == []
