"""Rows of one file that have the same id, found in memory that does not grow with their length."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from loaders.datasets.chunks import Rows

Hashes = np.ndarray[tuple[int], np.dtype[np.uint64]]


class SeenKeys:
    """The ids of a file so far: a hash of 64 bits and a row's number each."""

    def __init__(self) -> None:
        # Sorted runs, each at least twice as long as the next: few, and cheap to add to.
        self._runs: list[tuple[Hashes, Rows]] = []

    def first_rows(self, keys: Sequence[str], numbers: Rows) -> Rows:
        """Return for each row the number of the first row with its id; its own when it is first.

        Args:
            keys: the ids.
            numbers: the rows' numbers, ascending.

        """
        hashes = _hashes(keys)
        result = numbers.copy()
        order = np.argsort(hashes, kind="stable")
        ordered = hashes[order]
        starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
        lengths = np.diff(np.append(starts, len(ordered)))
        result[order] = np.repeat(numbers[order[starts]], lengths)
        for seen, rows in self._runs:
            # What is looked for in order is found many times as fast.
            places = np.minimum(np.searchsorted(seen, ordered), len(seen) - 1)
            met = np.flatnonzero(seen[places] == ordered)
            again = order[met]
            result[again] = np.minimum(result[again], rows[places[met]])
        self._add(ordered[starts], numbers[order[starts]])
        return result

    def _add(self, hashes: Hashes, rows: Rows) -> None:
        runs = self._runs
        runs.append((hashes, rows))
        while len(runs) > 1 and len(runs[-2][0]) < 2 * len(runs[-1][0]):
            last, before = runs.pop(), runs.pop()
            joined = np.concatenate((before[0], last[0]))
            numbers = np.concatenate((before[1], last[1]))
            order = np.argsort(joined, kind="stable")
            runs.append((joined[order], numbers[order]))


def _hashes(keys: Sequence[str]) -> Hashes:
    return pd.util.hash_array(np.array(keys, dtype=object), categorize=False)
