"""Fits the trees that tells reports of news from talk, and measures it on unseen reports."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import GradientBoostingClassifier

from geodata.errors import SourceError
from loaders.extraction.report_evidence import scenes_of
from loaders.extraction.report_model import ReportModel
from loaders.extraction.scene_evidence import Evidence
from loaders.extraction.scene_judgement import kept
from loaders.extraction.training.corpus import Example, ReadReport
from loaders.extraction.training.fit import FOLDS, cross_validated, fit_model, fold_of
from loaders.places.forest import Forest
from loaders.places.training.verdicts import as_forest, constant_forest

# By cross-validation: a random forest and logistic regression rank worse, deeper trees alike. Many
# small steps of small trees, each on a part of the reports and of the evidence, keep from learning
# single reports.
_TREES: Final = 400
_DEEPEST: Final = 2
_STEP: Final = 0.03
_SMALLEST_LEAF: Final = 5
_REPORTS_FOR_A_TREE: Final = 0.5
_ASKED_AT_A_NODE: Final = 0.2

Confidences = Sequence[float]


def fit_reports(reports: Sequence[ReadReport]) -> ReportModel:
    """Return the model that reports teach.

    Notes of one incident are left out, as they would teach that what is short is news; so are
    reports beyond the coders, who looked for terrorism and left out clashes that are incidents
    here. Where all that is left tell incidents, or none, every report is as likely.

    Raises:
        SourceError: there is no report to learn from.

    """
    teaching = [each for each in reports if not each.note and not each.is_beyond_the_coders]
    if not teaching:
        raise SourceError("the corpora need reports of which all incidents are coded: gold_all")
    # A scene is as sure here as it would be in a report that its model has not seen.
    scores = iter(cross_validated([e for each in reports for e in each.examples]))
    confidences = {
        id(each): [float(next(scores)) for _example in each.examples] for each in reports
    }
    evidence = [evidence_on(each, confidences[id(each)]) for each in teaching]
    names = sorted(evidence[0])
    rows = np.array([[each[name] for name in names] for each in evidence], dtype=np.float32)
    return ReportModel(names, _boosted(rows, np.array([each.incidents > 0 for each in teaching])))


def _boosted(rows: NDArray[np.float32], labels: NDArray[np.bool_]) -> Forest:
    """Return trees whose mean answer is the log-odds of a row, (rows, evidence), being right."""
    share = (labels.sum() + 1) / (len(labels) + 2)
    if labels.all() or not labels.any():
        return constant_forest(math.log(share / (1 - share)))
    model = GradientBoostingClassifier(
        n_estimators=_TREES,
        max_depth=_DEEPEST,
        learning_rate=_STEP,
        min_samples_leaf=_SMALLEST_LEAF,
        subsample=_REPORTS_FOR_A_TREE,
        max_features=_ASKED_AT_A_NODE,
        random_state=0,
    ).fit(rows, labels)
    known = labels.mean()
    prior = math.log(known / (1 - known))
    trees = [tree.tree_ for (tree,) in model.estimators_]
    return as_forest(trees, lambda value: prior + _STEP * len(trees) * float(value[0][0]))


def evidence_on(report: ReadReport, confidences: Confidences) -> Evidence:
    """Return the evidence on a report whose scenes are so sure, 0-1 each."""
    found = [example.evidence for example in report.examples]
    return {**report.style, **scenes_of(found, confidences)}


@dataclass(frozen=True, slots=True)
class Judged:
    """A report judged by models that have not seen it: its own likelihood and its scenes'."""

    report: ReadReport
    news: float
    confidences: Confidences


def judge_unseen(reports: Sequence[ReadReport], folds: int = FOLDS) -> list[Judged]:
    """Judge each report that is no note by models fitted on the other folds, all of them."""
    judged = []
    for number in range(folds):
        seen = [each for each in reports if fold_of(each, folds) != number]
        scene_model = fit_model(_examples(seen))
        report_model = fit_reports(seen)
        for report in reports:
            if report.note or fold_of(report, folds) != number:
                continue
            confidences = [scene_model.confidence(each.evidence) for each in report.examples]
            news = report_model.confidence(evidence_on(report, confidences))
            judged.append(Judged(report, news, confidences))
    return judged


def _examples(reports: Sequence[ReadReport]) -> list[Example]:
    return [example for report in reports for example in report.examples]


@dataclass(frozen=True, slots=True)
class AtCutoff:
    """What a cutoff on reports does, in shares of 0-1.

    Attributes:
        false_alarms: of reports without a coded incident, those that give a row.
        believed: of reports with one, those that give a row.
        recall: of coded incidents, those that are a row.
        precision: of rows, those that are a coded incident.

    """

    cutoff: float
    false_alarms: float
    believed: float
    recall: float
    precision: float


def at_cutoff(judged: Sequence[Judged], cutoff: float) -> AtCutoff:
    """Measure a cutoff on reports that were judged unseen."""
    rows = right = 0
    alarms = {True: 0, False: 0}
    reports = {True: 0, False: 0}
    for each in judged:
        scenes = each.report.scenes
        for scene, confidence in zip(scenes, each.confidences, strict=True):
            scene.confidence = confidence
        rule = kept(scenes, each.news, note=each.report.short, reports_from=cutoff)
        left = {id(scene) for scene in rule}
        told = each.report.incidents > 0
        reports[told] += 1
        alarms[told] += bool(left)
        rows += len(left)
        right += sum(
            example.right and id(scene) in left
            for scene, example in zip(scenes, each.report.examples, strict=True)
        )
    coded = sum(each.report.incidents for each in judged)
    return AtCutoff(
        cutoff,
        _share(alarms[False], reports[False]),
        _share(alarms[True], reports[True]),
        _share(right, coded),
        _share(right, rows),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else float("nan")
