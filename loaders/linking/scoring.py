"""Which pairs of incidents may be the same, how surely, and why."""

from collections.abc import Iterator

import numpy as np

from geodata.link_tables import Link
from loaders.linking.blocking import candidate_pairs
from loaders.linking.comparing import compared
from loaders.linking.incident_columns import NONE, Bools, IncidentColumns, Ints
from loaders.linking.weights import LEVELS, POSSIBLE, PRIOR, probability, weights_of

# Pairs that are compared at once, to bound memory.
_PAIRS = 200_000
_DECIMALS = 4


def possible_links(rows: IncidentColumns, fresh: Bools) -> Iterator[Link]:
    """Yield the pairs that are possibly the same or more, with what was compared.

    Args:
        rows: the incidents.
        fresh: which are new; pairs of two others are left out.

    """
    one, other = candidate_pairs(rows, fresh)
    for first in range(0, len(one), _PAIRS):
        yield from _scored(rows, one[first : first + _PAIRS], other[first : first + _PAIRS])


def _scored(rows: IncidentColumns, one: Ints, other: Ints) -> Iterator[Link]:
    levels = compared(rows, one, other)
    odds = np.full(len(one), PRIOR)
    for feature, found in levels.items():
        # A level that does not exist: the two cannot be the same, however the rest compares.
        odds += np.where(found == NONE, -np.inf, weights_of(feature)[found])
    scores = probability(odds)
    for pair in np.flatnonzero(scores >= POSSIBLE):
        yield Link(
            rows.ids[one[pair]],
            rows.ids[other[pair]],
            round(float(scores[pair]), _DECIMALS),
            tuple((name, *LEVELS[name][found[pair]]) for name, found in levels.items()),
        )
