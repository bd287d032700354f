"""Which pairs of incidents are compared at all: those close in time and place.

Each row is held under its days and its cell of space, and looks for others under the same days and
the day after, in its own cell and those around it. Rows that name only a province, a country or a
border look among all rows of that division or country. So the work grows with the number of
rows and of true neighbours, and not with the square of the rows.
"""

from collections.abc import Iterator
from itertools import product

import numpy as np
import numpy.typing as npt

from loaders.linking.incident_columns import NONE, Bools, IncidentColumns, Ints

Keys = npt.NDArray[np.uint64]
Pairs = tuple[Ints, Ints]

# Points farther apart are not one place told twice.
NEAR_KM = 30.0
# Days farther apart are not one date told twice.
NEAR_DAYS = 1
# A row that lasts longer is compared with those of the very same period only.
LONGEST_DAYS = 10
_EARTH_KM = 6371.0088
# Pairs that are expanded at once, to bound memory where thousands of rows share a block.
_PAIRS = 2_000_000


def candidate_pairs(rows: IncidentColumns, fresh: Bools) -> Pairs:
    """Return the pairs to compare, each once with the smaller row first, in order.

    Args:
        rows: the incidents.
        fresh: which of them are new; a pair of two others was compared before.

    """
    found = [
        np.unique(_numbered(rows, fresh, one, other))
        for joined in (_by_cell(rows), _by_division(rows), _by_country(rows), _by_place(rows))
        for one, other in joined
    ]
    numbers = np.unique(np.concatenate(found)) if found else np.empty(0, dtype=np.int64)
    return numbers // max(len(rows), 1), numbers % max(len(rows), 1)


def _numbered(rows: IncidentColumns, fresh: Bools, one: Ints, other: Ints) -> Ints:
    """Return pairs as one number each, without those that cannot be the same."""
    low, high = np.minimum(one, other), np.maximum(one, other)
    wanted = (
        (low != high)
        & (fresh[low] | fresh[high])
        & (rows.kind[low] == rows.kind[high])
        & (rows.report[low] != rows.report[high])
        # Samples are made up: they are never part of anything told in earnest.
        & (rows.is_sample[low] == rows.is_sample[high])
        & _near_in_time(rows, low, high)
    )
    numbers: Ints = low[wanted] * len(rows) + high[wanted]
    return numbers


def _near_in_time(rows: IncidentColumns, one: Ints, other: Ints) -> Bools:
    gap = np.maximum(rows.first[one], rows.first[other]) - np.minimum(
        rows.last[one], rows.last[other]
    )
    near: Bools = gap <= NEAR_DAYS
    same = (rows.first[one] == rows.first[other]) & (rows.last[one] == rows.last[other])
    long = _is_long(rows)
    near &= same | ~(long[one] | long[other])
    return near


def _by_cell(rows: IncidentColumns) -> Iterator[Pairs]:
    """Yield pairs of rows that have a point each, near to one another."""
    points = np.flatnonzero(rows.is_fine)
    cells = _cells(rows.latitude[points], rows.longitude[points])
    held, held_days = _over_days(rows, points, after=0)
    looking, days = _over_days(rows, points, after=NEAR_DAYS)
    place = np.full(len(rows), NONE, dtype=np.int64)
    place[points] = np.arange(len(points))
    table = _Table(_keys(held_days, *cells[place[held]].T), held)
    for offset in product((-1, 0, 1), repeat=3):
        around = cells[place[looking]] + np.array(offset)
        yield from table.joined(_keys(days, *around.T), looking)


def _by_division(rows: IncidentColumns) -> Iterator[Pairs]:
    """Yield pairs of a row that names a province and one in the same province."""
    told = rows.division != NONE
    yield from _by_area(rows, rows.division, told & rows.is_province, told)


def _by_country(rows: IncidentColumns) -> Iterator[Pairs]:
    """Yield pairs of a row without a point or province and one in the same country."""
    told = rows.country != NONE
    coarse = told & ~rows.is_fine & ~rows.is_province
    yield from _by_area(rows, rows.country, coarse, told)
    across = rows.other_country != NONE
    yield from _by_area(rows, rows.country, across, told, looked_up=rows.other_country)


def _by_place(rows: IncidentColumns) -> Iterator[Pairs]:
    """Yield pairs of rows with the same place, which finds those without a country too."""
    told = (rows.place != NONE) & ~rows.is_fine
    yield from _by_area(rows, rows.place, told, told)


def _by_area(
    rows: IncidentColumns,
    codes: Ints,
    looking: Bools,
    held: Bools,
    *,
    looked_up: Ints | None = None,
) -> Iterator[Pairs]:
    wanted = codes if looked_up is None else looked_up
    holders, held_days = _over_days(rows, np.flatnonzero(held), after=NEAR_DAYS)
    table = _Table(_keys(held_days, codes[holders]), holders)
    # Both reach a day beyond their last: they meet whichever comes first.
    lookers, days = _over_days(rows, np.flatnonzero(looking), after=NEAR_DAYS)
    yield from table.joined(_keys(days, wanted[lookers]), lookers)


class _Table:
    """Rows by key, sorted, so that all rows of a key are found at once."""

    def __init__(self, keys: Keys, rows: Ints) -> None:
        order = np.argsort(keys, kind="stable")
        self._keys, self._rows = keys[order], rows[order]

    def joined(self, keys: Keys, rows: Ints) -> Iterator[Pairs]:
        """Yield the pairs of rows with equal keys, so many at a time that memory is bounded."""
        starts = np.searchsorted(self._keys, keys, "left")
        counts = np.searchsorted(self._keys, keys, "right") - starts
        hit = counts > 0
        starts, counts, rows = starts[hit], counts[hit], rows[hit]
        ends = np.cumsum(counts)
        at = 0
        while at < len(rows):
            done = ends[at - 1] if at else 0
            until = max(at + 1, int(np.searchsorted(ends, done + _PAIRS, "right")))
            some = slice(at, until)
            repeated = np.repeat(rows[some], counts[some])
            within = np.arange(len(repeated)) - np.repeat(
                ends[some] - counts[some] - done, counts[some]
            )
            yield self._rows[np.repeat(starts[some], counts[some]) + within], repeated
            at = until


def _is_long(rows: IncidentColumns) -> Bools:
    long: Bools = rows.last - rows.first > LONGEST_DAYS
    return long


def _over_days(rows: IncidentColumns, chosen: Ints, *, after: int) -> tuple[Ints, Ints]:
    """Return each chosen row once for each of its days and some after it, and these days.

    A long row stands under its first day alone.
    """
    long = _is_long(rows)[chosen]
    first = rows.first[chosen]
    last = np.where(long, rows.first[chosen], rows.last[chosen]) + after
    counts = last - first + 1
    repeated = np.repeat(chosen, counts)
    within = np.arange(len(repeated)) - np.repeat(np.cumsum(counts) - counts, counts)
    return repeated, np.repeat(first, counts) + within


def _cells(latitude: npt.NDArray[np.float64], longitude: npt.NDArray[np.float64]) -> Ints:
    """Return the cube of `NEAR_KM` of each point: the same near the poles as at the equator."""
    phi, theta = np.radians(latitude), np.radians(longitude)
    xyz = np.stack([np.cos(phi) * np.cos(theta), np.cos(phi) * np.sin(theta), np.sin(phi)], axis=1)
    return np.floor(xyz * _EARTH_KM / NEAR_KM).astype(np.int64)


_PRIMES = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9, 0xD6E8FEB86659FD93)


def _keys(*parts: Ints) -> Keys:
    """Return one number for several; two that meet by chance are told apart when compared."""
    keys = np.zeros(len(parts[0]), dtype=np.uint64)
    for part, prime in zip(parts, _PRIMES, strict=False):
        keys = (keys ^ part.astype(np.uint64)) * np.uint64(prime)
        keys ^= keys >> np.uint64(29)
    return keys
