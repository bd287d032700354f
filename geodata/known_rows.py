"""Which rows of a dataset a store holds, as numbers: some 17 bytes a row."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from geodata.column_codec import Hashes

Mask = NDArray[np.bool_]
Known = tuple[Hashes, Hashes, Mask]


class KnownRows:
    """The rows that a store holds of a dataset, and those that a load has met.

    Args:
        chunks: ids, fingerprints, and which are withdrawn.

    """

    def __init__(self, chunks: Iterable[Known]) -> None:
        self._ids: Hashes = np.empty(0, np.uint64)
        self._fingerprints: Hashes = np.empty(0, np.uint64)
        self._withdrawn: Mask = np.empty(0, np.bool_)
        self._taken: Mask = np.empty(0, np.bool_)
        self._named: Mask = np.empty(0, np.bool_)
        self.learn(chunks)
        # New ids in the order of the chunks, each part sorted.
        self._new: list[Hashes] = []

    def learn(self, chunks: Iterable[Known]) -> None:
        """Take in more of the rows that the store holds; those that are known stay as they are."""
        found = [*chunks]
        if not found:
            return
        ids, fingerprints, withdrawn = (
            np.concatenate([chunk[part] for chunk in found]) for part in range(3)
        )
        fresh = ~self._places(ids)[1]
        ids = np.concatenate([self._ids, ids[fresh]])
        order = np.argsort(ids, kind="stable")
        none = np.zeros(int(fresh.sum()), dtype=bool)
        self._ids = ids[order].astype(np.uint64)
        self._fingerprints = np.concatenate([self._fingerprints, fingerprints[fresh]])[order]
        self._withdrawn = np.concatenate([self._withdrawn, withdrawn[fresh]])[order]
        self._taken = np.concatenate([self._taken, none])[order]
        self._named = np.concatenate([self._named, none])[order]

    def first_met(self, ids: Hashes) -> Mask:
        """Return which ids are met for the first time in this load, and note that they are met."""
        first = np.ones(len(ids), dtype=bool)
        order = np.argsort(ids, kind="stable")
        in_order = ids[order]
        first[1:] = in_order[1:] != in_order[:-1]
        # What is looked for in order is found many times as fast: memory is passed through once.
        for part in self._new:
            first &= ~_places(part, in_order)[1]
        at, known = self._places(in_order)
        first[known] &= ~self._taken[at[known]]
        self._taken[at[known]] = True
        self._add(in_order[first & ~known])
        result = np.empty(len(ids), dtype=bool)
        result[order] = first
        return result

    def name(self, ids: Hashes) -> None:
        """Note that the file has rows of these ids, which cannot be taken."""
        at, known = self._places(ids)
        self._named[at[known]] = True

    def compare(self, ids: Hashes, fingerprints: Hashes) -> tuple[Mask, Mask]:
        """Return which rows are new, and which may differ from what the store holds."""
        at, known = self._places(ids)
        differs = np.zeros(len(ids), dtype=bool)
        held = at[known]
        differs[known] = (self._fingerprints[held] != fingerprints[known]) | self._withdrawn[held]
        return ~known, differs

    def missing(self) -> Hashes:
        """Return the ids that the load has not met, without those that were withdrawn before."""
        return self._ids[~self._taken & ~self._named & ~self._withdrawn]

    def met_any(self) -> bool:
        """Return whether the load has met any row that can be taken."""
        return bool(self._new) or bool(self._taken.any())

    def _places(self, ids: Hashes) -> tuple[NDArray[np.intp], Mask]:
        return _places(self._ids, ids)

    def _add(self, ids: Hashes) -> None:
        if not len(ids):
            return
        # Parts grow as the digits of a number do, so that there are few and each is seldom sorted.
        while self._new and len(self._new[-1]) <= len(ids):
            ids = np.sort(np.concatenate([self._new.pop(), ids]))
        self._new.append(ids)


def _places(among: Hashes, ids: Hashes) -> tuple[NDArray[np.intp], Mask]:
    """Return where ids stand among others, which are sorted, and which are there at all."""
    at = np.searchsorted(among, ids)
    if not len(among):
        return at, np.zeros(len(ids), dtype=bool)
    at[at == len(among)] = 0
    return at, among[at] == ids
