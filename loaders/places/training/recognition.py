"""Learns how much each piece of evidence counts for a name being that of a place."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from loaders.places.names import PlaceName
from loaders.places.training.corpus import MarkedReport

# Evidence seen less often than this is left to what is set by hand, or counts nothing.
_FEWEST: Final = 20
# The inverse strength of the penalty on large weights; by cross-validation.
_LOOSENESS: Final = 0.3
# What the marked reports do not settle: people named after places and names that the gazetteer
# lacks (marked in one corpus and not in another), and what is too rare in them.
_SET_BY_HAND: Final = {
    "match:demonym": 3.0,
    "is:border": 2.0,
    "is:landmark": 0.0,
    "before:title": -2.5,
    "small word in capitals": -6.0,
    "dateline": 2.0,
}
# The log-odds of a name that the gazetteer lacks, by what the language model takes it for.
_UNKNOWN: Final = {"unknown:GPE": 1.4, "unknown:LOC": 1.0, "unknown:FAC": 0.0}


def fit_evidence(
    reports: Sequence[tuple[MarkedReport, Sequence[PlaceName]]],
) -> tuple[float, Mapping[str, float]]:
    """Return the log-odds without evidence and the weight of each piece of evidence."""
    examples = [
        (name.evidence, label)
        for report, names in reports
        for name in names
        if (label := _label(name, report)) is not None
    ]
    counts = Counter(piece for evidence, _ in examples for piece in evidence)
    pieces = sorted(piece for piece, count in counts.items() if count >= _FEWEST)
    columns = {piece: column for column, piece in enumerate(pieces)}
    rows = np.zeros((len(examples), len(pieces)))
    for row, (evidence, _) in enumerate(examples):
        rows[row, [columns[piece] for piece in evidence if piece in columns]] = 1
    model = LogisticRegression(C=_LOOSENESS, max_iter=2000)
    model.fit(rows, np.array([label for _, label in examples]))
    prior = round(float(model.intercept_[0]), 2)
    weights = {
        piece: round(float(weight), 2) for piece, weight in zip(pieces, model.coef_[0], strict=True)
    }
    unknown = {piece: round(odds - prior, 2) for piece, odds in _UNKNOWN.items()}
    return prior, weights | _SET_BY_HAND | unknown


def _label(name: PlaceName, report: MarkedReport) -> bool | None:
    """Tell whether a name is a marked place; None where the marks do not say."""
    if name.demonym or not name.candidates:
        return None
    marked = [each for each in report.toponyms if each.overlaps(name.start, name.end)]
    if marked and not any(each.counts for each in marked):
        return None
    return bool(marked)
