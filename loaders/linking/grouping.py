"""Groups of incidents that are one, from the scores of pairs.

The surest pairs are joined first; two groups become one only when their incidents fit together on
the whole. So one wrong pair does not tie two events together, and the result does not depend on
the order in which reports were loaded: it follows from the pairs alone.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from loaders.linking.weights import SAME

Pair = tuple[str, str]

# Two groups are one when the scores between their incidents, 0 for a pair that has none, have this
# mean: an incident fits with nearly all of the others.
_FIT: Final = 0.6
# A report that tells two incidents which fit another report's nearly as well leaves it open which
# of them is meant. In natural logarithms of odds: 2.7 times as likely.
_CLEARLY: Final = 1.0
# Odds of a score that rounding has made 1.
_SUREST: Final = 0.9999


def grouped(
    incident_ids: Iterable[str],
    scores: Mapping[Pair, float],
    refused: Collection[Pair],
    reports_of: Mapping[str, tuple[str, ...]],
) -> dict[str, str]:
    """Return the group of each incident: the smallest id in it.

    Args:
        incident_ids: all incidents.
        scores: of pairs, the smaller id first.
        refused: pairs that a person says are not the same.
        reports_of: the reports of each incident; no group has two incidents of one report.

    """
    allowed = {pair: score for pair, score in scores.items() if pair not in refused}
    doubtful = _doubtful(allowed, reports_of)
    sure = sorted(
        (
            (-score, pair)
            for pair, score in allowed.items()
            if score >= SAME and pair not in doubtful
        )
    )
    groups = {key: [key] for pair in scores for key in pair}
    for _, (one, other) in sure:
        first, second = groups[one], groups[other]
        if first is not second and _fit(first, second, allowed, refused, reports_of):
            first.extend(second)
            for key in second:
                groups[key] = first
    return {key: min(groups[key]) if key in groups else key for key in incident_ids}


def _fit(
    first: list[str],
    second: list[str],
    scores: Mapping[Pair, float],
    refused: Collection[Pair],
    reports_of: Mapping[str, tuple[str, ...]],
) -> bool:
    """Return whether two groups may be one."""
    told = {report for key in first for report in reports_of.get(key, ())}
    if any(report in told for key in second for report in reports_of.get(key, ())):
        return False
    sum_of_scores = 0.0
    for one in first:
        for other in second:
            pair = (one, other) if one < other else (other, one)
            if pair in refused:
                return False
            sum_of_scores += scores.get(pair, 0.0)
    return sum_of_scores >= _FIT * len(first) * len(second)


def _doubtful(scores: Mapping[Pair, float], reports_of: Mapping[str, tuple[str, ...]]) -> set[Pair]:
    """Return the pairs of which one incident fits another of the same report nearly as well."""
    by_report: dict[tuple[str, str], list[tuple[float, Pair]]] = defaultdict(list)
    for pair, score in scores.items():
        odds = _log_odds(score)
        for one, other in (pair, pair[::-1]):
            for report in reports_of.get(other, ()):
                by_report[one, report].append((odds, pair))
    doubtful: set[Pair] = set()
    for rivals in by_report.values():
        if len(rivals) > 1:
            rivals.sort(reverse=True)
            (best, _), (second, _) = rivals[:2]
            clear = best - second >= _CLEARLY
            doubtful.update(pair for _, pair in rivals[1 if clear else 0 :])
    return doubtful


def _log_odds(score: float) -> float:
    score = min(score, _SUREST)
    return math.log(score / (1 - score))
