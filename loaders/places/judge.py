"""Decides which place a name stands for, or none: the last word after recognition and resolution.

Recognition knows the words around a name and nothing of the other places of the report;
resolution takes it for granted that a name is a place. A forest of decision trees hears both for
each of a name's likeliest places. Mixed with theirs its answer is a calibrated score: of the
places scored 0.9, nine in ten are right (see the card of the model).
"""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geodata.gazetteer import Candidate, MatchKind
from geodata.sphere import distance_between
from loaders.places.candidate_table import ALONE, TOGETHER
from loaders.places.forest import Forest
from loaders.places.landmarks import is_landmark
from loaders.places.names import PlaceName
from loaders.places.resolve import Choice

# The columns of a row that the forest judges, before those of ALONE and TOGETHER.
OWN_FEATURES: Final = (
    "log-odds of a place",
    "mentions",
    "in an organisation",
    "characters",
    "words",
    "places of that name",
    "probability",
    "log probability",
    "rank",
    "lead",
    "prior",
    "prior below the best",
    "exact",
    "abbreviation",
)
FEATURES: Final = (*OWN_FEATURES, *ALONE, *TOGETHER)
# Probabilities closer to 0 and 1 than this say nothing more.
_LEAST: Final = 1e-4
# Places of one name this near to each other are told apart by resolution alone.
_SAME_KM: Final = 161.0
# How far ahead a name's only place is, in natural logarithms of odds.
_NO_RIVAL: Final = 9.0
# The forest knows the reports it was learned from best, the two steps before it other reports:
# by cross-validation and on reports of our own, so much of the one and the rest of the other.
_FOREST_SHARE: Final = 0.7


@dataclass(frozen=True, slots=True)
class Verdict:
    """The place that a name stands for, and how likely both the name and the place are right."""

    candidate: Candidate
    score: float


def judge(
    names: Sequence[PlaceName], choices: Sequence[Sequence[Choice]], forest: Forest
) -> list[Verdict | None]:
    """Return the verdict on each name, in order; None where the gazetteer has no such place.

    People named after a place are not judged, as no report says where they are, and neither are
    landmarks (see `landmarks`): their score is that of recognition times that of resolution.
    """
    verdicts: list[Verdict | None] = [
        Verdict(ranked[0].candidate, name.likelihood * ranked[0].probability) if ranked else None
        for name, ranked in zip(names, choices, strict=True)
    ]
    judged = judged_names(names)
    if not judged:
        return verdicts
    scores = iter(forest.probabilities(feature_rows(names, choices, judged)).tolist())
    for at in judged:
        verdicts[at] = _verdict(names[at], choices[at], [next(scores) for _ in choices[at]])
    return verdicts


def _verdict(name: PlaceName, choices: Sequence[Choice], judged: Sequence[float]) -> Verdict:
    """Return the best scored place, or the one nearby that resolution ranks before it.

    A town and the division around it are one place to those who marked the reports, so the forest
    cannot tell them apart; resolution can.
    """
    scores = [
        _FOREST_SHARE * by_forest + (1 - _FOREST_SHARE) * name.likelihood * choice.probability
        for by_forest, choice in zip(judged, choices, strict=True)
    ]
    score = max(scores)
    best = choices[scores.index(score)].candidate.place
    near = (
        choice.candidate
        for choice in choices
        if distance_between(
            choice.candidate.place.latitude,
            choice.candidate.place.longitude,
            best.latitude,
            best.longitude,
        )
        <= _SAME_KM
    )
    return Verdict(next(near), score)


def judged_names(names: Sequence[PlaceName]) -> list[int]:
    """Return the numbers of the names that have places to judge."""
    return [
        at
        for at, name in enumerate(names)
        if name.candidates and not name.demonym and not is_landmark(name.candidates[0].place)
    ]


def feature_rows(
    names: Sequence[PlaceName], choices: Sequence[Sequence[Choice]], judged: Sequence[int]
) -> NDArray[np.float32]:
    """Return (choices of the judged names, `FEATURES`), the names' rows one after the other."""
    mentions = Counter(name.text for name in names)
    rows = [
        np.concatenate((own, choice.features))
        for at in judged
        for own, choice in zip(
            _own_features(names[at], choices[at], mentions[names[at].text]),
            choices[at],
            strict=True,
        )
    ]
    return np.array(rows, dtype=np.float32)


def _own_features(
    name: PlaceName, choices: Sequence[Choice], mentions: int
) -> Iterator[Sequence[float]]:
    likelihood = min(max(name.likelihood, _LEAST), 1 - _LEAST)
    of_name = (
        math.log(likelihood / (1 - likelihood)),
        math.log(mentions),
        float(name.in_organisation),
        float(len(name.text)),
        float(name.text.count(" ") + 1),
        math.log(len(name.candidates)),
    )
    logs = [math.log(max(choice.probability, _LEAST)) for choice in choices]
    highest = max(candidate.prior for candidate in name.candidates)
    for rank, choice in enumerate(choices):
        rival = 1 if rank == 0 else 0
        candidate = choice.candidate
        yield (
            *of_name,
            choice.probability,
            logs[rank],
            float(rank),
            logs[rank] - logs[rival] if len(choices) > 1 else _NO_RIVAL,
            candidate.prior,
            candidate.prior - highest,
            float(candidate.match is MatchKind.EXACT),
            float(candidate.match is MatchKind.ABBREVIATION),
        )
