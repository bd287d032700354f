"""Levels of a feature for many pairs at once."""

from typing import Any

import numpy as np

from loaders.linking.incident_columns import NONE, Ints
from loaders.linking.weights import level


def levels(feature: str, count: int, *found: tuple[str, Any]) -> Ints:
    """Return the number of the last level that holds for each pair; `NONE` where none does.

    Args:
        feature: one of `loaders.linking.weights.LEVELS`.
        count: number of pairs.
        found: words of a level, and for which pairs it holds. Later ones win.

    """
    numbers = np.full(count, NONE, dtype=np.int64)
    for words, holds in found:
        numbers[holds] = level(feature, words)
    return numbers
