"""Learns the three steps in turn, each on what the one before it makes of the reports."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from geodata.gazetteer import Gazetteer
from loaders.places.candidate_table import ALONE, TOGETHER
from loaders.places.forest import Forest
from loaders.places.heading import heading_places
from loaders.places.model import PlaceModel
from loaders.places.names import PlaceName, gather_names, judged
from loaders.places.resolve import Choice, resolve
from loaders.places.training.corpus import MarkedReport, excerpts
from loaders.places.training.recognition import fit_evidence
from loaders.places.training.resolution import fit_weights
from loaders.places.training.verdicts import fit_forest

Gathered = tuple[MarkedReport, Sequence[PlaceName]]

# The judge also learns from every so manieth sentence read alone.
_EVERY: Final = 5


def gather(reports: Iterable[MarkedReport], gazetteer: Gazetteer) -> list[Gathered]:
    """Return the reports with their possible names; that needs no model."""
    return [(report, gather_names(report.document, gazetteer)) for report in reports]


def fit_model(gathered: Sequence[Gathered], gazetteer: Gazetteer) -> PlaceModel:
    """Return the model that the reports teach."""
    prior, evidence = fit_evidence(gathered)
    model = PlaceModel(
        prior, evidence, np.zeros(len(ALONE)), np.zeros(len(TOGETHER)), Forest.empty()
    )
    alone, together = fit_weights(_judged(gathered, model))
    model = replace(model, alone=alone, together=together)
    short = (each for report, _ in gathered for each in excerpts(report, _EVERY))
    judged_reports = _judged([*gathered, *gather(short, gazetteer)], model)
    resolved = [
        (report, names, _resolved(report, names, gazetteer, model))
        for report, names in judged_reports
    ]
    return replace(model, forest=fit_forest(resolved))


def _judged(gathered: Sequence[Gathered], model: PlaceModel) -> list[Gathered]:
    return [(report, judged(names, model)) for report, names in gathered]


def _resolved(
    report: MarkedReport, names: Sequence[PlaceName], gazetteer: Gazetteer, model: PlaceModel
) -> list[tuple[Choice, ...]]:
    heading = heading_places(report.document, gazetteer, model)
    return resolve(names, report.document.text, model, heading)
