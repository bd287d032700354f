"""Chooses one place for each name of a report, with the whole report in view.

All names are settled together: each candidate is judged by what is known of it alone (importance,
the kind of place the text speaks of) and by how well it fits the candidates of the other names,
which are weighed by how likely they are themselves. A few rounds of this settle it. A name has one
meaning in a report, unless the words beside it ask for another kind of place.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geodata.gazetteer import Candidate
from loaders.language.document import Document
from loaders.places.candidate_table import ALONE, TOGETHER, CandidateTable, Floats, Group, Pair
from loaders.places.names import PlaceName

# A name and the kind of place that the words beside it ask for.
Key = tuple[str, str | None]

# After so many rounds the probabilities move no more.
_ROUNDS: Final = 3
# A part of a report has at most so many names, so that time stays linear in its length; the
# weightiest names before it are heard in it, too.
_NAMES_TOGETHER: Final = 60
_ANCHORS: Final = 15
# A span less likely to be a place has no say in what others mean.
_LEAST_LIKELIHOOD: Final = 0.2
# What may stand between a place and the area that holds it.
_WITHIN: Final = re.compile(
    r"[,;]?\s*\(?\s*|,?\s+(?:in|of)\s+(?:the\s+)?"
    r"|,\s+(?:a|an|the)\s[a-z\s-]{3,40}\s(?:in|of)\s+(?:the\s+)?(?:[a-z]+\s)?"
)
_CLOSE: Final = re.compile(r",\s|\s?\(")
_LIST: Final = re.compile(r",?\s(?:and|or)\s(?:the\s)?|,\s")
_LONGEST_GAP: Final = 60

# How much each feature of `candidate_table` counts, in natural logarithms of odds; those of a
# conditional logistic regression on names in news reports, rounded. Set by hand are those for the
# kind of place and for namesakes: the reports do not tell a town from the division around it.
_ALONE_WEIGHTS: Final = {
    "importance": 1.1,
    "country": -0.7,
    "first level": 1.4,
    "lower level": 0.4,
    "feature": 1.0,
    "alternate": -0.6,
    "kind fits": 2.5,
    "kind differs": -2.0,
    "named like a town in it": -1.8,
    "named like its country": -4.0,
}
_TOGETHER_WEIGHTS: Final = {
    "same country": 1.6,
    "same division": 2.0,
    "country named": -0.3,
    "division named": 0.6,
    "near": 1.7,
    "within the next": 3.3,
    "holds the one before": 2.9,
    "may be within the next": 0.7,
    "may hold the one before": 3.0,
    "like its neighbour": 0.5,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """The place that a name is taken for, and how likely it is the right one of that name."""

    candidate: Candidate
    probability: float


def resolve(names: Sequence[PlaceName], document: Document) -> list[Choice | None]:
    """Choose a place for each name, in order; None where the gazetteer has none."""
    mentions = _mentions(names)
    settled: dict[Key, Choice] = {}
    anchors: list[Group] = []
    for part in _parts(mentions):
        groups = {key: _group(key, mentions[key]) for key in part}
        choices = _settle(groups, anchors, _pairs(names, document.text, part))
        settled.update(choices)
        anchors = _weightiest(anchors, groups, choices)
    return [settled.get(_key(name)) for name in names]


def _mentions(names: Sequence[PlaceName]) -> dict[Key, list[PlaceName]]:
    mentions: dict[Key, list[PlaceName]] = defaultdict(list)
    for name in names:
        if name.candidates:
            mentions[_key(name)].append(name)
    return mentions


def _key(name: PlaceName) -> Key:
    return name.text.lower(), name.kind


def _parts(mentions: Mapping[Key, object]) -> Iterator[list[Key]]:
    keys = list(mentions)
    for start in range(0, len(keys), _NAMES_TOGETHER):
        yield keys[start : start + _NAMES_TOGETHER]


def _group(key: Key, mentions: Sequence[PlaceName]) -> Group:
    likelihood = max(name.likelihood for name in mentions)
    weight = likelihood * (1 + math.log(len(mentions)))
    if likelihood < _LEAST_LIKELIHOOD:
        weight = 0.0
    return Group(mentions[0].candidates, key[1], weight)


def _pairs(names: Sequence[PlaceName], text: str, part: Sequence[Key]) -> list[Pair]:
    """Find the names that stand before another like a place before the area that holds it."""
    numbers = {key: number for number, key in enumerate(part)}
    pairs = set()
    for one, other, third in zip(names, names[1:], [*names[2:], None], strict=False):
        if one.sentence != other.sentence or other.start - one.end > _LONGEST_GAP:
            continue
        a, b = numbers.get(_key(one)), numbers.get(_key(other))
        if a is None or b is None or a == b:
            continue
        within = _WITHIN.fullmatch(text, one.end, other.start) is not None
        alike = _LIST.fullmatch(text, one.end, other.start) is not None
        if within or alike:
            close = _CLOSE.fullmatch(text, one.end, other.start) is not None
            in_list = third is not None and _LIST.fullmatch(text, other.end, third.start)
            pairs.add(Pair(a, b, close=close and not in_list, alike=alike))
    return list(pairs)


def _settle(
    groups: Mapping[Key, Group], anchors: Sequence[Group], pairs: Sequence[Pair]
) -> dict[Key, Choice]:
    """Return the choice for each group; the anchors are heard and stay as they are."""
    table = CandidateTable([*groups.values(), *anchors], pairs)
    alone = table.alone @ np.array([_ALONE_WEIGHTS[name] for name in ALONE])
    weights = np.array([_TOGETHER_WEIGHTS[name] for name in TOGETHER])
    probabilities = table.probabilities(alone)
    for _ in range(_ROUNDS):
        probabilities = table.probabilities(alone + table.together(probabilities) @ weights)
    return {
        key: _best(group, probabilities[start : start + len(group.candidates)])
        for (key, group), start in zip(groups.items(), table.starts, strict=False)
    }


def _best(group: Group, probabilities: Floats) -> Choice:
    best = int(np.argmax(probabilities))
    return Choice(group.candidates[best], float(probabilities[best]))


def _weightiest(
    anchors: Sequence[Group], groups: Mapping[Key, Group], choices: Mapping[Key, Choice]
) -> list[Group]:
    settled = [
        Group([choices[key].candidate], None, group.weight * choices[key].probability)
        for key, group in groups.items()
    ]
    return sorted([*anchors, *settled], key=lambda group: group.weight, reverse=True)[:_ANCHORS]
