"""Cross-validation by report: each report is read with a model that has not seen it."""

import hashlib
from collections.abc import Iterator, Sequence

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from loaders.places.find_places import find_places
from loaders.places.training.corpus import MarkedReport
from loaders.places.training.fit import Gathered, fit_model
from loaders.places.training.scores import Found

FOLDS = 5


def cross_validated(
    gathered: Sequence[Gathered], gazetteer: Gazetteer, boundaries: Boundaries, folds: int = FOLDS
) -> Iterator[Found]:
    """Yield each report with the places found in it by a model fitted on the other folds."""
    for fold in range(folds):
        model = fit_model([each for each in gathered if fold_of(each[0], folds) != fold], gazetteer)
        for report, _names in gathered:
            if fold_of(report, folds) == fold:
                yield report, find_places(report.document, gazetteer, boundaries, model)


def fold_of(report: MarkedReport, folds: int = FOLDS) -> int:
    """Return the fold of a report: the same wherever it stands in the corpus."""
    key = f"{report.corpus} {report.report_id}".encode()
    return int.from_bytes(hashlib.sha256(key).digest()[:8], "big") % folds
