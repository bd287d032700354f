"""How much each piece of evidence counts for a name being the name of a place.

The weights are those of a logistic regression on names in news reports, rounded to a tenth. Set by
hand are those for demonyms and for names that the gazetteer lacks, which the reports do not settle,
and for borders, titles and small words in capitals, of which they have too few.
"""

import math
from collections.abc import Iterable
from typing import Final

# In natural logarithms of odds.
_PRIOR_LOG_ODDS: Final = -0.3
_WEIGHTS: Final = {
    "after:Body": 0.6,
    "after:Kind": 1.4,
    "after:Namesake": -1.6,
    "after:Street": -0.9,
    "after:Water": 0.4,
    "after:based": 0.8,
    "after:belonging": 1.4,
    "after:capitalised": -0.4,
    "after:hyphen": -0.5,
    "after:kind": 1.6,
    "after:speech": -1.6,
    "after:thing": -1.5,
    "before:article": 0.6,
    "before:capitalised": -0.4,
    "before:hyphen": 0.7,
    "before:initial": -0.3,
    "before:kind of": 1.6,
    "before:number": -0.2,
    "before:title": -2.5,
    "before:where": 2.1,
    "before:whither": 0.8,
    "common": -2.2,
    "elsewhere:person": -0.3,
    "elsewhere:place": 1.1,
    "entity:date": -1.1,
    "entity:date:first": -1.6,
    "entity:date:inside": -0.5,
    "entity:date:last": -0.3,
    "entity:event:first": -0.2,
    "entity:facility": 0.8,
    "entity:facility:first": 0.2,
    "entity:facility:inside": -0.3,
    "entity:facility:last": 0.8,
    "entity:none": 0.3,
    "entity:organisation": 0.5,
    "entity:organisation:inside": -1.2,
    "entity:organisation:last": -0.7,
    "entity:other": 0.5,
    "entity:other:first": -0.7,
    "entity:other:inside": -0.2,
    "entity:other:last": -0.4,
    "entity:person": 0.4,
    "entity:person:first": 0.2,
    "entity:person:inside": -0.8,
    "entity:person:last": -0.3,
    "entity:place": 2.0,
    "entity:place:first": 0.8,
    "entity:place:last": 1.4,
    "first word": 0.8,
    "importance:0": -1.7,
    "importance:1": -0.9,
    "importance:2": 0.2,
    "importance:3": 0.9,
    "importance:4": 0.6,
    "importance:5": 0.9,
    "is:border": 2.0,
    "is:country": 0.3,
    "is:district": 1.4,
    "is:feature": -2.1,
    "list:after": 1.2,
    "list:before": 1.6,
    "list:holds": 0.5,
    "list:within": 1.4,
    "match:abbreviation": 1.4,
    "match:alternate": -1.2,
    "match:demonym": 3.0,
    "match:folded": -0.2,
    "ordinary": -1.4,
    "ordinary first word": -1.2,
    "person's name": -2.3,
    "possessive": -0.8,
    "several words": 1.7,
    "short capitals": -1.6,
    "small word in capitals": -6.0,
    "unknown:FAC": 0.3,
    "unknown:GPE": 1.7,
    "unknown:LOC": 1.3,
}


def likelihood_of(evidence: Iterable[str]) -> float:
    """Return how likely the evidence makes a place, 0 to 1."""
    log_odds = _PRIOR_LOG_ODDS + sum(_WEIGHTS.get(each, 0.0) for each in evidence)
    return 1 / (1 + math.exp(-log_odds))
