"""The candidates of all names of a report side by side, as arrays, and how they fit each other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from geodata.gazetteer import Candidate, MatchKind
from loaders.places import words
from loaders.places.containment import division_code

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]

# Columns of the two matrices of features that `CandidateTable` gives.
ALONE: Final = (
    "importance",
    "country",
    "first level",
    "lower level",
    "feature",
    "alternate",
    "other spelling",
    "kind fits",
    "kind differs",
    "named like a town in it",
    "named like its country",
)
TOGETHER: Final = (
    "same country",
    "same division",
    "country named",
    "division named",
    "near",
    "within the next",
    "holds the one before",
    "may be within the next",
    "may hold the one before",
    "like its neighbour",
)
# Alternate names of places with a lower prior come from any language and are rarely meant.
_WELL_KNOWN: Final = 0.45
# A town that newspapers call by another name of it has a higher prior than the division of that
# name by so much (New York City); one that really bears the name may be smaller.
_KNOWN_LEAD: Final = 0.02
_OWN_NAME_LEAD: Final = 0.25
_OWN_NAME: Final = frozenset({MatchKind.EXACT, MatchKind.FOLDED})
# Importance counts powers of ten of people (see the gazetteer's priors).
_IMPORTANCE: Final = 11.5
_EARTH_RADIUS_KM: Final = 6371.0
# Two places support each other by half at this distance: a day's reporting by road.
_NEAR_KM: Final = 100.0
# The seat and the far end of a second-level division lie about so far from its middle.
_DISTRICT_KM: Final = 60.0
# Only the likeliest candidates of other names speak for a place near them.
_SPEAKERS: Final = 6


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions of one name that share a meaning.

    Attributes:
        name: in small letters; groups of one name say nothing of each other.
        candidates: the places of that name.
        kind: the word for a kind of place beside it ("province"), in small letters.
        weight: how much it says about the others.

    """

    name: str
    candidates: Sequence[Candidate]
    kind: str | None
    weight: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two names that follow one another.

    Attributes:
        inner: number of the first group.
        outer: number of the second group, which may hold the first.
        close: whether nothing but a comma or a bracket stands between ("Herat, Afghanistan"), and
            the two are not part of a longer list.
        alike: whether they are told side by side ("Herat, Farah and Nimroz").

    """

    inner: int
    outer: int
    close: bool
    alike: bool


class CandidateTable:
    """Candidates of several names; rows of one name stand together."""

    def __init__(self, groups: Sequence[Group], pairs: Sequence[Pair]) -> None:
        """Lay the candidates of groups side by side; each group has one at least."""
        candidates = [each for group in groups for each in group.candidates]
        places = [candidate.place for candidate in candidates]
        sizes = [len(group.candidates) for group in groups]
        self.starts: Indices = np.concatenate(([0], np.cumsum(sizes)[:-1])).astype(np.intp)
        self.sizes = np.array(sizes)
        self._owner: Indices = np.repeat(np.arange(len(groups)), sizes)
        self._name: Indices = _numbered(group.name for group in groups)[self._owner]
        self._weight: Floats = np.array([group.weight for group in groups])[self._owner]
        self._features = [place.feature for place in places]
        self._is_country = _flags(feature.startswith("A.PCL") for feature in self._features)
        self._is_first_level = _flags(feature == "A.ADM1" for feature in self._features)
        self._is_lower_level = _flags(
            feature.startswith("A.ADM") and feature != "A.ADM1" for feature in self._features
        )
        self._vectors = _unit_vectors(
            np.array([place.latitude for place in places]),
            np.array([place.longitude for place in places]),
        )
        self._country = _numbered(place.iso3 for place in places)
        self._division_codes = [division_code(place) for place in places]
        self._division = _numbered(self._division_codes)
        self._no_division = _flags(not code for code in self._division_codes)
        self.alone = self._features_alone(groups, candidates)
        self._level = self._is_country + 2 * self._is_first_level + 3 * self._is_lower_level
        self._pairs = [
            (pair, self._holds(pair.inner, pair.outer), self._alike(pair.inner, pair.outer))
            for pair in pairs
        ]

    def probabilities(self, scores: Floats) -> Floats:
        """Return the share of each candidate among those of its name (softmax)."""
        top = np.maximum.reduceat(scores, self.starts)
        raised = np.exp(scores - np.repeat(top, self.sizes))
        shares: Floats = raised / np.repeat(np.add.reduceat(raised, self.starts), self.sizes)
        return shares

    def together(self, probabilities: Floats) -> Floats:
        """Return how well each candidate fits those of the other names, by `TOGETHER`."""
        voice = probabilities * self._weight
        division = np.where(self._no_division, 0.0, voice)
        columns = [
            self._shared(self._country, voice),
            np.where(self._no_division, 0.0, self._shared(self._division, division)),
            self._shared(self._country, np.where(self._is_country, voice, 0.0)),
            np.where(
                self._no_division,
                0.0,
                self._shared(self._division, np.where(self._is_first_level, division, 0.0)),
            ),
            self._near(probabilities, voice),
        ]
        return np.column_stack([*map(np.log1p, columns), *self._beside(probabilities)])

    def _features_alone(self, groups: Sequence[Group], candidates: Sequence[Candidate]) -> Floats:
        kinds = [group.kind for group in groups for _ in group.candidates]
        fits = _flags(
            kind is not None and _fits(kind, feature)
            for kind, feature in zip(kinds, self._features, strict=True)
        )
        told = _flags(kind is not None and kind not in words.OTHER_KINDS for kind in kinds)
        return np.column_stack(
            [
                np.array([candidate.prior for candidate in candidates]) * _IMPORTANCE,
                self._is_country,
                self._is_first_level,
                self._is_lower_level,
                _flags(feature[0] not in "AP" for feature in self._features),
                _flags(
                    candidate.match is MatchKind.ALTERNATE and candidate.prior < _WELL_KNOWN
                    for candidate in candidates
                ),
                _flags(candidate.match is MatchKind.FOLDED for candidate in candidates),
                fits,
                told & ~fits,
                self._named_like_town(candidates),
                self._named_like_country(candidates),
            ]
        ).astype(np.float64)

    def _named_like_town(self, candidates: Sequence[Candidate]) -> Flags:
        """Tell which divisions hold a town that newspapers call by the very name: New York."""
        named = zip(self._owner.tolist(), self._division_codes, candidates, strict=True)
        names = [((owner, code), candidate) for owner, code, candidate in named]
        towns: dict[tuple[int, str], float] = {}
        for key, candidate in names:
            if candidate.place.feature.startswith("P."):
                lead = _OWN_NAME_LEAD if candidate.match in _OWN_NAME else 0.0
                towns[key] = max(towns.get(key, 0.0), candidate.prior + lead)
        divisions = self._is_first_level | self._is_lower_level
        return divisions & _flags(
            towns.get(key, 0.0) >= candidate.prior + _KNOWN_LEAD for key, candidate in names
        )

    def _named_like_country(self, candidates: Sequence[Candidate]) -> Flags:
        """Tell which places lie in a country of that very name: Mexico City, Luxembourg."""
        named = list(zip(self._owner.tolist(), candidates, self._is_country, strict=True))
        countries = {
            (owner, candidate.place.iso3)
            for owner, candidate, is_country in named
            if is_country and candidate.match in _OWN_NAME
        }
        return ~self._is_country & _flags(
            (owner, candidate.place.iso3) in countries for owner, candidate, _ in named
        )

    def _shared(self, codes: Indices, voice: Floats) -> Floats:
        """Sum the voices of other names for the code of each candidate."""
        total = np.bincount(codes, weights=voice)[codes]
        own = np.unique(self._name * (codes.max() + 1) + codes, return_inverse=True)[1]
        others: Floats = np.maximum(total - np.bincount(own, weights=voice)[own], 0.0)
        return others

    def _near(self, probabilities: Floats, voice: Floats) -> Floats:
        points = ~(self._is_country | self._is_first_level)
        speakers = np.flatnonzero(points & (self._rank(probabilities) < _SPEAKERS))
        if not len(speakers):
            return np.zeros(len(voice))
        squared = np.maximum(2 - 2 * (self._vectors @ self._vectors[speakers].T), 0.0)
        kernel = 1 / (1 + squared * (_EARTH_RADIUS_KM / _NEAR_KM) ** 2)
        kernel[self._name[:, None] == self._name[speakers][None, :]] = 0.0
        return np.where(points, kernel @ voice[speakers], 0.0)

    def _rank(self, probabilities: Floats) -> Indices:
        """Return the rank of each candidate within its name, 0 for the likeliest."""
        order = np.lexsort((-probabilities, self._owner))
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order)) - self.starts[self._owner]
        return rank

    def _beside(self, probabilities: Floats) -> tuple[Floats, ...]:
        within, holds, may_be_within, may_hold, like = (
            np.zeros(len(probabilities)) for _ in range(5)
        )
        for pair, held, same in self._pairs:
            inner, outer = self._rows(pair.inner), self._rows(pair.outer)
            into, over = (within, holds) if pair.close else (may_be_within, may_hold)
            into[inner] = np.maximum(into[inner], held @ probabilities[outer])
            over[outer] = np.maximum(over[outer], probabilities[inner] @ held)
            if pair.alike:
                like[inner] = np.maximum(like[inner], same @ probabilities[outer])
                like[outer] = np.maximum(like[outer], probabilities[inner] @ same)
        return within, holds, may_be_within, may_hold, like

    def _alike(self, a: int, b: int) -> Floats:
        """Return which candidates of two groups are places of one kind in one country."""
        one, other = self._rows(a), self._rows(b)
        same_level = self._level[one][:, None] == self._level[other]
        countries = self._is_country[one][:, None] & self._is_country[other]
        same_country = self._country[one][:, None] == self._country[other]
        alike: Floats = (same_level & (same_country | countries)).astype(np.float64)
        return alike

    def _holds(self, a: int, b: int) -> Floats:
        """Return which candidates of group `b` (columns) hold which of group `a` (rows)."""
        inner, outer = self._rows(a), self._rows(b)
        same_country = self._country[inner][:, None] == self._country[outer]
        same_division = self._division[inner][:, None] == self._division[outer]
        area = self._is_country[inner] | self._is_first_level[inner]
        by_country = same_country & self._is_country[outer] & ~self._is_country[inner][:, None]
        by_division = same_division & self._is_first_level[outer] & ~area[:, None]
        chord = (_DISTRICT_KM / _EARTH_RADIUS_KM) ** 2
        close = 2 - 2 * (self._vectors[inner] @ self._vectors[outer].T) < chord
        by_district = close & self._is_lower_level[outer] & ~area[:, None]
        held: Floats = (by_country | by_division | by_district).astype(np.float64)
        return held

    def _rows(self, group: int) -> slice:
        start = int(self.starts[group])
        return slice(start, start + int(self.sizes[group]))


def _flags(values: Iterable[bool]) -> Flags:
    return np.fromiter(values, dtype=np.bool_)


def _numbered(codes: Iterable[str]) -> Indices:
    known: dict[str, int] = {}
    return np.array([known.setdefault(code, len(known)) for code in codes], dtype=np.intp)


def _unit_vectors(latitude: Floats, longitude: Floats) -> Floats:
    lat, lon = np.radians(latitude), np.radians(longitude)
    return np.column_stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)])


def _fits(kind: str, feature: str) -> bool:
    """Tell whether a place is of the kind that the text names."""
    if kind in words.FIRST_LEVEL_KINDS:
        return feature == "A.ADM1"
    if kind in words.SECOND_LEVEL_KINDS:
        return feature.startswith("A.ADM") and feature != "A.ADM1"
    if kind in words.TOWN_KINDS:
        return feature.startswith("P.")
    return feature[0] in _KIND_CLASSES.get(kind, "")


# GeoNames feature classes of what a word names.
_KIND_CLASSES: Final = {
    "island": "T",
    "islands": "T",
    "valley": "T",
    "peninsula": "T",
    "mountains": "T",
    "desert": "T",
    "coast": "T",
    "river": "H",
    "lake": "H",
    "airport": "S",
    "camp": "S",
    "base": "S",
    "prison": "S",
    "crossing": "S",
    "highway": "R",
    "road": "R",
}
