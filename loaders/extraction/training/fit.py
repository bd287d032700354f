"""Fits the model, by cross-validation and on all, and says how well it is calibrated."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

from geodata.errors import SourceError
from loaders.extraction.scene_model import SceneModel
from loaders.extraction.training.corpus import Example, ReadReport

FOLDS: Final = 5
# Strong: there are some sixty pieces of evidence and few thousand scenes.
_REGULARISATION: Final = 0.05

# Notes and headlines must not teach that whatever is short is an incident.
_NOTE_WEIGHT: Final = 0.3

Scores = NDArray[np.float64]


def fit_model(examples: Sequence[Example]) -> SceneModel:
    """Return the model that the examples teach.

    Raises:
        SourceError: they are all right or all wrong, which teaches nothing.

    """
    if len({example.right for example in examples}) < 2:  # noqa: PLR2004 - right and wrong
        raise SourceError("the reports need scenes that were coded and scenes that were not")
    names = sorted({name for example in examples for name in example.evidence})
    rows = np.array(
        [[float(example.evidence.get(name, 0.0)) for name in names] for example in examples]
    )
    mean, spread = rows.mean(axis=0), rows.std(axis=0)
    spread[spread == 0] = 1.0
    regression = LogisticRegression(C=_REGULARISATION, max_iter=2000)
    regression.fit(
        (rows - mean) / spread,
        [example.right for example in examples],
        sample_weight=[_NOTE_WEIGHT if example.note else 1.0 for example in examples],
    )
    weights = regression.coef_[0] / spread
    prior = float(regression.intercept_[0] - weights @ mean)
    rounded = {name: round(float(w), 6) for name, w in zip(names, weights, strict=True) if w}
    return SceneModel(round(prior, 6), rounded)


def cross_validated(examples: Sequence[Example], folds: int = FOLDS) -> Scores:
    """Return the confidence of each by a model that has not seen its report, (examples,)."""
    fold = np.array([fold_of(example, folds) for example in examples])
    scores = np.zeros(len(examples))
    for number in range(folds):
        model = fit_model([e for e, of in zip(examples, fold, strict=True) if of != number])
        for row in map(int, np.flatnonzero(fold == number)):
            scores[row] = model.confidence(examples[row].evidence)
    return scores


def fold_of(example: Example | ReadReport, folds: int = FOLDS) -> int:
    """Return the fold of an example: that of its report, wherever it stands in the corpus."""
    key = f"{example.corpus} {example.report_id}".encode()
    return int.from_bytes(hashlib.sha256(key).digest()[:8], "big") % folds


@dataclass(frozen=True, slots=True)
class Bin:
    """Scenes of like confidence: how many, their mean confidence, the share that is right."""

    scenes: int
    confidence: float
    right: float


def reliability(examples: Sequence[Example], scores: Scores, bins: int = 10) -> list[Bin]:
    """Return the scenes in bins of confidence, the least sure first; empty bins are left out."""
    right = np.array([example.right for example in examples], dtype=np.float64)
    of = np.minimum((scores * bins).astype(int), bins - 1)
    return [
        Bin(int(inside.sum()), float(scores[inside].mean()), float(right[inside].mean()))
        for inside in (of == number for number in range(bins))
        if inside.any()
    ]


def ranking(examples: Sequence[Example], scores: Scores) -> float:
    """Return how often a right scene is surer than a wrong one, 0-1 (area under the curve)."""
    right = np.array([example.right for example in examples])
    ahead = scores[right][:, None] - scores[~right][None, :]
    return float((ahead > 0).mean() + (ahead == 0).mean() / 2) if ahead.size else float("nan")
