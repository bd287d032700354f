"""How much each piece of evidence counts for a name being the name of a place.

The weights are those of a logistic regression on names in news reports, rounded to a tenth.
"""

import math
from collections.abc import Iterable
from typing import Final

# In natural logarithms of odds.
_PRIOR_LOG_ODDS: Final = -0.1
_WEIGHTS: Final = {
    "after:Body": 0.6,
    "after:Kind": 1.2,
    "after:Namesake": -1.6,
    "after:Street": -0.9,
    "after:Water": 0.3,
    "after:based": 0.8,
    "after:belonging": 1.4,
    "after:capitalised": -0.3,
    "after:hyphen": -0.3,
    "after:kind": 1.5,
    "after:speech": -1.6,
    "before:article": 0.6,
    "before:capitalised": -0.4,
    "before:hyphen": 0.6,
    "before:initial": -0.2,
    "before:kind of": 1.7,
    "before:number": -0.3,
    "before:title": -1.4,
    "before:where": 2.2,
    "before:whither": 0.8,
    "common": -1.6,
    "elsewhere:person": -0.3,
    "elsewhere:place": 1.1,
    "entity:date": -1.1,
    "entity:date:first": -1.6,
    "entity:date:inside": -0.5,
    "entity:date:last": -0.3,
    "entity:event:first": -0.3,
    "entity:facility": 0.6,
    "entity:facility:inside": -0.3,
    "entity:facility:last": 0.9,
    "entity:organisation": 0.5,
    "entity:organisation:inside": -1.3,
    "entity:organisation:last": -0.6,
    "entity:other": 0.4,
    "entity:other:first": -0.8,
    "entity:other:inside": -0.3,
    "entity:other:last": -0.4,
    "entity:people:first": 1.5,
    "entity:person": 0.3,
    "entity:person:inside": -1.0,
    "entity:person:last": -0.5,
    "entity:place": 1.9,
    "entity:place:first": 1.0,
    "entity:place:last": 1.7,
    "first word": 0.7,
    "importance:0": -1.7,
    "importance:1": -0.8,
    "importance:2": 0.2,
    "importance:3": 0.8,
    "importance:4": 1.0,
    "importance:5": 0.5,
    "is:country": 0.7,
    "is:district": 1.3,
    "list:after": 1.1,
    "list:before": 1.4,
    "list:holds": 0.2,
    "list:within": 1.3,
    "match:abbreviation": 1.6,
    "match:alternate": -1.4,
    "match:demonym": 3.0,
    "match:exact": -0.1,
    "ordinary": -1.4,
    "ordinary first word": -1.2,
    "person's name": -2.2,
    "possessive": -0.8,
    "several words": 1.7,
    "short capitals": -1.7,
    "unknown:FAC": 0.1,
    "unknown:GPE": 1.5,
    "unknown:LOC": 1.1,
}


def likelihood_of(evidence: Iterable[str]) -> float:
    """Return how likely the evidence makes a place, 0 to 1."""
    log_odds = _PRIOR_LOG_ODDS + sum(_WEIGHTS.get(each, 0.0) for each in evidence)
    return 1 / (1 + math.exp(-log_odds))
