"""A random forest as arrays: what is needed to ask it, without the library that trained it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from geodata.errors import TablesError

_FIELDS = ("roots", "feature", "threshold", "left", "value")


@dataclass(frozen=True)
class Forest:
    """Decision trees whose answers are averaged; nodes of all trees stand in one table.

    Attributes:
        roots: (trees,) the node where each tree begins.
        feature: (nodes,) the column that a node asks for.
        threshold: (nodes,) a row with a larger value goes to the right; infinite in a leaf.
        left: (nodes,) the child for smaller values, the other one follows it; in a leaf, itself.
        value: (nodes,) what a node answers: the share of right examples, 0-1, or log-odds.
        depth: questions from a root to the deepest leaf.

    """

    roots: NDArray[np.int32]
    feature: NDArray[np.int16]
    threshold: NDArray[np.float32]
    left: NDArray[np.int32]
    value: NDArray[np.float32]
    depth: int

    @classmethod
    def open(cls, path: Path) -> Self:
        """Read a forest.

        Raises:
            TablesError: the file is missing or damaged.

        """
        try:
            with path.open("rb") as file, np.load(file, allow_pickle=False) as arrays:
                fields = {name: arrays[name] for name in _FIELDS}
                return cls(**fields, depth=int(arrays["depth"]))
        except (OSError, EOFError, ValueError, KeyError, BadZipFile) as error:
            raise TablesError(
                f"cannot read the data file {path} ({error}); install the package again"
            ) from error

    @classmethod
    def empty(cls) -> Self:
        """Return a forest without trees, for a model whose forest is yet to be trained."""
        return cls(
            np.zeros(0, np.int32),
            np.zeros(0, np.int16),
            np.zeros(0, np.float32),
            np.zeros(0, np.int32),
            np.zeros(0, np.float32),
            depth=0,
        )

    def save(self, path: Path) -> None:
        """Write the forest; the same forest gives the same bytes."""
        arrays: dict[str, Any] = {name: getattr(self, name) for name in _FIELDS}
        np.savez_compressed(path, depth=np.int32(self.depth), **arrays)

    def probabilities(self, rows: NDArray[np.float32]) -> NDArray[np.float64]:
        """Return the mean answer of the trees for each row, (rows,).

        Args:
            rows: (rows, features) in the order the forest was trained with.

        """
        node = np.broadcast_to(self.roots, (len(rows), len(self.roots)))
        each = np.arange(len(rows))[:, None]
        for _ in range(self.depth):
            larger = rows[each, self.feature[node]] > self.threshold[node]
            node = self.left[node] + larger
        answers: NDArray[np.float64] = self.value[node].mean(axis=1, dtype=np.float64)
        return answers
