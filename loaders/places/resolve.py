"""Ranks the places that each name of a report may stand for, with the whole report in view.

All names are settled together: each candidate is judged by what is known of it alone (importance,
the kind of place the text speaks of) and by how well it fits the candidates of the other names,
which are weighed by how likely they are themselves. A few rounds of this settle it. A name has one
meaning in a report, unless the words beside it ask for another (`senses`).
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from geodata.gazetteer import Candidate
from loaders.places.candidate_table import CandidateTable, Floats, Group, Pair
from loaders.places.model import PlaceModel
from loaders.places.names import PlaceName
from loaders.places.senses import Link, Sense, find_links, senses_of

# After so many rounds the probabilities move no more.
_ROUNDS: Final = 3
# A part of a report has at most so many names, so that time stays linear in its length; the
# weightiest names before it are heard in it, too.
_NAMES_TOGETHER: Final = 60
_ANCHORS: Final = 15
# A span less likely to be a place has no say in what others mean.
_LEAST_LIKELIHOOD: Final = 0.2
# So many places of a name are worth a second look.
_MOST_CHOICES: Final = 3


@dataclass(frozen=True, slots=True)
class Choice:
    """A place that a name may stand for.

    Attributes:
        candidate: the place.
        probability: 0-1, that it is the right one, if the name is that of a place.
        features: its row of `candidate_table`, (ALONE + TOGETHER,).

    """

    candidate: Candidate
    probability: float
    features: Floats


def resolve(
    names: Sequence[PlaceName], text: str, model: PlaceModel, context: Sequence[Group] = ()
) -> list[tuple[Choice, ...]]:
    """Rank the likeliest places of each name, best first; () where the gazetteer has none.

    Args:
        names: in text order.
        text: the report's.
        model: how much each feature counts.
        context: places told outside the text, as by its title; they are heard, too.

    """
    settled: dict[Sense, tuple[Choice, ...]] = {}
    anchors: list[Group] = []
    senses, parts = grouped(names, text)
    for groups, pairs in parts:
        table = CandidateTable([*groups.values(), *context, *anchors], pairs)
        probabilities, features = settle(table, model.alone, model.together)
        choices = {
            sense: tuple(_ranked(group, probabilities, features, int(start)))
            for (sense, group), start in zip(groups.items(), table.starts, strict=False)
        }
        settled.update(choices)
        anchors = _weightiest(anchors, groups, choices)
    return [() if sense is None else settled[sense] for sense in senses]


def grouped(
    names: Sequence[PlaceName], text: str
) -> tuple[list[Sense | None], Iterator[tuple[dict[Sense, Group], list[Pair]]]]:
    """Return the sense of each name and, part by part, the groups of names to settle together."""
    links = find_links(names, text)
    senses = senses_of(names, links)
    mentions: dict[Sense, list[PlaceName]] = defaultdict(list)
    for name, sense in zip(names, senses, strict=True):
        if sense is not None:
            mentions[sense].append(name)
    return senses, (
        (
            {sense: _group(sense, mentions[sense]) for sense in part},
            _pairs(links, senses, part),
        )
        for part in _parts(mentions)
    )


def _parts(mentions: Mapping[Sense, object]) -> Iterator[list[Sense]]:
    keys = list(mentions)
    for start in range(0, len(keys), _NAMES_TOGETHER):
        yield keys[start : start + _NAMES_TOGETHER]


def _group(sense: Sense, mentions: Sequence[PlaceName]) -> Group:
    likelihood = max(name.likelihood for name in mentions)
    weight = likelihood * (1 + math.log(len(mentions)))
    if likelihood < _LEAST_LIKELIHOOD:
        weight = 0.0
    return Group(sense.name, mentions[0].candidates, sense.kind, weight)


def _pairs(
    links: Sequence[Link], senses: Sequence[Sense | None], part: Sequence[Sense]
) -> list[Pair]:
    """Return the pairs of names of this part that stand beside each other."""
    numbers: dict[Sense | None, int] = {sense: number for number, sense in enumerate(part)}
    pairs: dict[Pair, None] = {}
    for link in links:
        one, other = numbers.get(senses[link.first]), numbers.get(senses[link.second])
        if one is not None and other is not None and one != other:
            pairs[Pair(one, other, close=link.close, alike=link.alike)] = None
    return list(pairs)


def settle(
    table: CandidateTable, alone_weights: Floats, together_weights: Floats
) -> tuple[Floats, Floats]:
    """Return each candidate's probability, (candidates,), and the features behind it."""
    alone = table.alone @ alone_weights
    probabilities = table.probabilities(alone)
    together = table.together(probabilities)
    for _ in range(_ROUNDS):
        probabilities = table.probabilities(alone + together @ together_weights)
        together = table.together(probabilities)
    return probabilities, np.hstack((table.alone, together))


def _ranked(group: Group, probabilities: Floats, features: Floats, start: int) -> Iterator[Choice]:
    own = probabilities[start : start + len(group.candidates)]
    for at in np.argsort(-own, kind="stable")[:_MOST_CHOICES].tolist():
        yield Choice(group.candidates[at], float(own[at]), features[start + at])


def _weightiest(
    anchors: Sequence[Group],
    groups: Mapping[Sense, Group],
    choices: Mapping[Sense, Sequence[Choice]],
) -> list[Group]:
    settled = [
        Group(sense.name, [best.candidate], None, group.weight * best.probability)
        for sense, group in groups.items()
        for best in choices[sense][:1]
    ]
    return sorted([*anchors, *settled], key=lambda group: group.weight, reverse=True)[:_ANCHORS]
