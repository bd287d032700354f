"""How many incidents the rows of a page stand for, where they are groups."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from dashboard.map.packing import Column, smallest_unsigned

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class GroupSizes:
    """What a page knows of its groups beside their rows.

    Attributes:
        sizes: how many incidents each group has.
        not_stated: of each measure (``killed``, ``wounded``) how many of them state no number.

    """

    sizes: Ints
    not_stated: dict[str, Ints]

    def columns(self, order: Ints) -> dict[str, Column]:
        """Return the columns that the page's script reads, in an order."""
        columns: dict[str, Column] = {"size": smallest_unsigned(self.sizes[order])}
        for measure, counts in self.not_stated.items():
            columns[f"{measure}_not_stated"] = smallest_unsigned(counts[order])
        return columns
