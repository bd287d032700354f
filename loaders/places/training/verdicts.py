"""Learns when a name and the place chosen for it are both right."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import RandomForestClassifier

from loaders.places.forest import Forest
from loaders.places.judge import feature_rows, judged_names
from loaders.places.names import PlaceName
from loaders.places.resolve import Choice
from loaders.places.training.corpus import MarkedReport

# By cross-validation: more trees or smaller leaves gain nothing; boosted trees did as well on the
# reports they were trained on and worse on those of another corpus.
_TREES: Final = 60
_SMALLEST_LEAF: Final = 10
_DEEPEST: Final = 14

Resolved = tuple[MarkedReport, Sequence[PlaceName], Sequence[Sequence[Choice]]]


def fit_forest(reports: Sequence[Resolved]) -> Forest:
    """Return the forest that judges names and places as people have marked them."""
    examples = [example for resolved in reports for example in _examples(resolved)]
    rows = np.concatenate([rows for rows, _ in examples])
    labels = np.concatenate([labels for _, labels in examples])
    model = RandomForestClassifier(
        _TREES, min_samples_leaf=_SMALLEST_LEAF, max_depth=_DEEPEST, random_state=0
    )
    model.fit(rows, labels)
    return as_forest([tree.tree_ for tree in model.estimators_], share_of_right)


def _examples(resolved: Resolved) -> Iterator[tuple[NDArray[np.float32], NDArray[np.bool_]]]:
    report, names, choices = resolved
    judged = [at for at in judged_names(names) if _is_told(names[at], report)]
    if judged:
        labels = [_is_right(names[at], choice, report) for at in judged for choice in choices[at]]
        yield feature_rows(names, choices, judged), np.array(labels)


def _is_told(name: PlaceName, report: MarkedReport) -> bool:
    """Tell whether the marks say if the name is a place, and where."""
    marked = [each for each in report.toponyms if each.overlaps(name.start, name.end)]
    return not marked or any(each.counts for each in marked)


def _is_right(name: PlaceName, choice: Choice, report: MarkedReport) -> bool:
    place = choice.candidate.place
    return any(
        each.counts
        and each.overlaps(name.start, name.end)
        and each.is_near(place.latitude, place.longitude)
        for each in report.toponyms
    )


def share_of_right(value: NDArray[np.float64]) -> float:
    """Return the answer of a tree that was grown on examples that are right or wrong."""
    wrong, right = value[0]
    return float(right / (wrong + right))


def as_forest(trees: Sequence[Any], answer: Callable[[NDArray[np.float64]], float]) -> Forest:
    """Return trees as arrays, laid out so that the children of a node stand side by side.

    Args:
        trees: as the library that grew them keeps them.
        answer: what a node answers, from its value there.

    """
    roots: list[int] = []
    features: list[int] = []
    thresholds: list[float] = []
    lefts: list[int] = []
    values: list[float] = []
    for tree in trees:
        begin = len(features)
        roots.append(begin)
        order, place = [0], {0: begin}
        for node in order:
            if tree.children_left[node] >= 0:
                for child in (tree.children_left[node], tree.children_right[node]):
                    place[child] = begin + len(order)
                    order.append(child)
        for node in order:
            leaf = tree.children_left[node] < 0
            features.append(0 if leaf else tree.feature[node])
            thresholds.append(np.inf if leaf else tree.threshold[node])
            lefts.append(place[node] if leaf else place[tree.children_left[node]])
            values.append(answer(tree.value[node]))
    return Forest(
        np.array(roots, dtype=np.int32),
        np.array(features, dtype=np.int16),
        np.array(thresholds, dtype=np.float32),
        np.array(lefts, dtype=np.int32),
        np.array(values, dtype=np.float32),
        max(int(tree.max_depth) for tree in trees),
    )


def constant_forest(answer: float) -> Forest:
    """Return a tree that answers the same whatever it is asked."""
    leaf = np.zeros(1, np.int32)
    return Forest(
        roots=leaf,
        feature=leaf.astype(np.int16),
        threshold=np.full(1, np.inf, np.float32),
        left=leaf,
        value=np.full(1, answer, np.float32),
        depth=0,
    )
