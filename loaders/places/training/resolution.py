"""Learns how much each feature counts for a place being the one meant by a name.

A conditional logistic regression: of the places of one name one is right. How well a place fits
the others of its report depends on which these are, so features and weights are found in turn.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geodata.gazetteer import Candidate
from loaders.places.candidate_table import ALONE, TOGETHER, CandidateTable, Flags, Floats, Indices
from loaders.places.names import PlaceName
from loaders.places.resolve import grouped, settle
from loaders.places.training.corpus import MarkedReport, Toponym

# What the marked reports do not tell: they hold few words for kinds of place, and do not tell a
# town from the division around it.
_SET_BY_HAND: Final = {
    "feature": 1.0,
    "kind fits": 2.5,
    "kind differs": -2.0,
    "named like a town in it": -1.8,
    "named like its country": -4.0,
}
_NAMES: Final = (*ALONE, *TOGETHER)
# Where learning begins: the larger place of a name is likelier meant.
_START: Final = {"importance": 1.0}
_TURNS: Final = 4
_STEPS: Final = 8
# Weights are drawn towards nothing as by so many names that speak against each.
_PENALTY: Final = 0.5
# Of several places close to the marked one, those this much farther than the nearest are not it.
_SAME_KM: Final = 10.0
# A name counts at most so often in one report, lest one report's habit weigh too much.
_MOST_MENTIONS: Final = 3


@dataclass(frozen=True, slots=True)
class _Example:
    """The names of a part of a report: their table, which rows are right, and what each counts."""

    table: CandidateTable
    right: Flags
    weight: Floats


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of all examples one under the other."""

    features: Floats
    right: Floats
    weight: Floats
    starts: Indices
    sizes: Indices


def fit_weights(
    reports: Sequence[tuple[MarkedReport, Sequence[PlaceName]]],
) -> tuple[Floats, Floats]:
    """Return the weights of the columns ALONE and TOGETHER; the names have their likelihood."""
    examples = [example for report, names in reports for example in _examples(report, names)]
    begin = _START | _SET_BY_HAND
    weights = np.array([begin.get(name, 0.0) for name in _NAMES])
    free = np.array([name not in _SET_BY_HAND for name in _NAMES])
    for _ in range(_TURNS):
        rows = _stacked(examples, weights)
        for _ in range(_STEPS):
            weights = _newton_step(rows, weights, free)
    rounded = np.round(weights, 2)
    return rounded[: len(ALONE)], rounded[len(ALONE) :]


def _examples(report: MarkedReport, names: Sequence[PlaceName]) -> Iterator[_Example]:
    senses, parts = grouped(names, report.document.text)
    marked = _marked(names, report.toponyms)
    for groups, pairs in parts:
        table = CandidateTable(list(groups.values()), pairs)
        right, weight = [], []
        for sense, group in groups.items():
            toponyms = [toponym for at, toponym in marked.items() if senses[at] == sense]
            rows = np.sum([_is_right(group.candidates, each) for each in toponyms], axis=0)
            right.append(np.broadcast_to(rows, len(group.candidates)))
            weight.append(min(len(toponyms), _MOST_MENTIONS) if np.any(rows) else 0)
        yield _Example(table, np.concatenate(right) > 0, np.array(weight, dtype=np.float64))


def _marked(names: Sequence[PlaceName], toponyms: Sequence[Toponym]) -> Mapping[int, Toponym]:
    """Return the marked place of each name that has one with coordinates."""
    return {
        at: toponym
        for at, name in enumerate(names)
        for toponym in toponyms
        if toponym.counts and toponym.overlaps(name.start, name.end)
    }


def _is_right(candidates: Sequence[Candidate], toponym: Toponym) -> Flags:
    places = [candidate.place for candidate in candidates]
    named = np.array([place.place_id == f"geonames:{toponym.geonameid}" for place in places])
    if named.any():
        return named
    away = np.array([toponym.distance_km(place.latitude, place.longitude) for place in places])
    near = np.array([toponym.is_near(place.latitude, place.longitude) for place in places])
    right: Flags = near & (away <= away.min() + _SAME_KM)
    return right


def _stacked(examples: Sequence[_Example], weights: Floats) -> _Rows:
    alone, together = weights[: len(ALONE)], weights[len(ALONE) :]
    features = [settle(example.table, alone, together)[1] for example in examples]
    sizes = np.concatenate([example.table.sizes for example in examples])
    return _Rows(
        np.concatenate(features),
        np.concatenate([example.right for example in examples]).astype(np.float64),
        np.repeat(np.concatenate([example.weight for example in examples]), sizes),
        np.concatenate(([0], np.cumsum(sizes)[:-1])),
        sizes,
    )


def _newton_step(rows: _Rows, weights: Floats, free: Flags) -> Floats:
    """Return weights that make the right places likelier, those not `free` unchanged."""
    shares = _shares(rows, rows.features @ weights)
    right = _normalised(rows, shares * rows.right)
    gradient = rows.features.T @ ((right - shares) * rows.weight) - _PENALTY * weights
    weighted = shares * rows.weight
    means = np.add.reduceat(rows.features * shares[:, None], rows.starts)
    of_name = rows.weight[rows.starts]
    curvature = (rows.features * weighted[:, None]).T @ rows.features
    curvature -= (means * of_name[:, None]).T @ means
    curvature += _PENALTY * np.eye(len(weights))
    step = np.zeros(len(weights))
    step[free] = np.linalg.solve(curvature[np.ix_(free, free)], gradient[free])
    stepped: Floats = weights + step
    return stepped


def _shares(rows: _Rows, scores: Floats) -> Floats:
    top = np.repeat(np.maximum.reduceat(scores, rows.starts), rows.sizes)
    return _normalised(rows, np.exp(scores - top))


def _normalised(rows: _Rows, values: Floats) -> Floats:
    totals = np.repeat(np.add.reduceat(values, rows.starts), rows.sizes)
    shares: Floats = np.divide(values, totals, out=np.zeros_like(values), where=totals > 0)
    return shares
