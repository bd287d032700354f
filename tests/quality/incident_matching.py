"""Which found rows are which rows of the gold data, and what is wrong with them.

A row is found where kind, day and place agree; every row is found once. What is left over on both
sides is paired where most of it agrees, to say in what it does not.
"""

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

Row = dict[str, Any]

NEAR_KM: Final = 25.0
FAR_KM: Final = 161.0
"""A hundred miles, as published work on geoparsing reckons."""
MOST_DAYS: Final = 1
MEASURES: Final = ("killed", "wounded")
_POINTS: Final = frozenset({"exact", "town"})
# A pair of rows that is none, but near enough to say why, agrees in so many of the four.
_ASPECTS: Final = ("kind", "date", "place", "killed")
_LEAST_ALIKE: Final = 2
_EARTH_KM: Final = 6371.0


@dataclass(frozen=True, slots=True)
class Pair:
    """A row of the gold data and the found row that is held against it."""

    gold: Row
    found: Row

    @property
    def agreeing(self) -> set[str]:
        """Return the aspects in which the two agree."""
        gold, found = self.gold, self.found
        agreeing = {
            "kind": gold["kind"] == found["kind"],
            "date": is_day_right(gold, found),
            "place": is_place_right(gold, found, FAR_KM),
            "killed": gold["killed_low"] is not None and are_counts_right(gold, found, "killed"),
        }
        return {aspect for aspect, agrees in agreeing.items() if agrees}

    @property
    def is_match(self) -> bool:
        """Tell whether the found row is the gold row: kind, day and place agree."""
        return {"kind", "date", "place"} <= self.agreeing


@dataclass(slots=True)
class Matching:
    """What came of one report."""

    matches: list[Pair] = field(default_factory=list)
    near_misses: list[Pair] = field(default_factory=list)
    missed: list[Row] = field(default_factory=list)
    made_up: list[Row] = field(default_factory=list)
    """Found rows that are no gold row; near misses are not among them."""


def match(gold: Iterable[Row], found: Iterable[Row]) -> Matching:
    """Hold found rows against the gold rows of the same report.

    Optional rows of the gold take found rows up, and are not missed.
    """
    result, golds, founds = Matching(), list(gold), list(found)
    for is_wanted, kept in ((_is_match, result.matches), (_is_alike, result.near_misses)):
        pairs = sorted((Pair(g, f) for g in golds for f in founds), key=_merit, reverse=True)
        for pair in filter(is_wanted, pairs):
            if _holds(golds, pair.gold) and _holds(founds, pair.found):
                kept.append(pair)
                golds = [row for row in golds if row is not pair.gold]
                founds = [row for row in founds if row is not pair.found]
    result.missed = [row for row in golds if not row["optional"]]
    result.made_up = founds
    return result


def is_day_right(gold: Row, found: Row) -> bool:
    """Tell whether a found row is of the gold row's days, or a day off; where it has days."""
    if gold["date_start"] is None:
        return True
    if found["date_start"] is None:
        return False
    first, last = _days(gold)
    start, end = _days(found)
    slack = dt.timedelta(days=MOST_DAYS)
    meets = start - slack <= last and first - slack <= end
    # The beginning of a toll is told loosely; a year is no answer to the question for a day.
    return meets and (gold["kind"] == "toll" or min(abs(start - first), abs(end - last)) <= slack)


def is_place_right(gold: Row, found: Row, most_km: float) -> bool:
    """Tell whether a found row's point is so near to the gold row's, where that has one.

    A country has no point that all agree on: the right country is right. Nor has a province, a
    district or a border one to be near to: they are always held to the larger distance.
    """
    if gold["lat"] is None:
        return True
    if gold["location_precision"] == "country":
        return bool(gold["iso3"] == found["iso3"])
    has_point = gold["location_precision"] in _POINTS or gold["in_text"]["place"] == "offset"
    return distance_km(gold, found) <= (most_km if has_point else FAR_KM)


def are_counts_right(gold: Row, found: Row, measure: str) -> bool:
    """Tell whether both ends of a count are the gold row's, missing ones too."""
    ends = (f"{measure}_low", f"{measure}_high")
    return all(gold[end] == found.get(end) for end in ends)


def distance_km(gold: Row, found: Row) -> float:
    """Return how far apart two points are, in kilometres; infinite where the found has none."""
    if found.get("lat") is None:
        return math.inf
    south, west, north, east = map(
        math.radians, (gold["lat"], gold["lon"], found["lat"], found["lon"])
    )
    chord = (
        math.sin((north - south) / 2) ** 2
        + math.cos(south) * math.cos(north) * math.sin((east - west) / 2) ** 2
    )
    return 2 * _EARTH_KM * math.asin(math.sqrt(min(1.0, chord)))


def wrong_aspects(pairs: Iterable[Pair]) -> Counter[str]:
    """Count in what near misses are wrong; a pair may be wrong in several things."""
    return Counter(
        aspect
        for pair in pairs
        for aspect in _ASPECTS
        if aspect != "killed" and aspect not in pair.agreeing
    )


def confusions(pairs: Iterable[Pair]) -> Iterator[str]:
    """Yield "toll as incident" for each pair that differs in kind."""
    for pair in pairs:
        if "kind" not in pair.agreeing:
            yield f"{pair.gold['kind']} as {pair.found['kind']}"


def _is_match(pair: Pair) -> bool:
    return pair.is_match


def _is_alike(pair: Pair) -> bool:
    return len(pair.agreeing) >= _LEAST_ALIKE and not pair.gold["optional"]


def _merit(pair: Pair) -> tuple[bool, int, float]:
    distance = distance_km(pair.gold, pair.found) if pair.gold["lat"] is not None else math.inf
    return not pair.gold["optional"], len(pair.agreeing), -distance


def _holds(rows: list[Row], row: Row) -> bool:
    return any(each is row for each in rows)


def _days(row: Row) -> tuple[dt.date, dt.date]:
    start = dt.date.fromisoformat(row["date_start"])
    return start, dt.date.fromisoformat(row.get("date_end") or row["date_start"])
