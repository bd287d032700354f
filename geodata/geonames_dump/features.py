"""Which kinds of GeoNames features a map of news needs, and how much each counts.

GeoNames has some 680 codes. Taken are places where people live (P) and divisions (A), and of the
rest what reports of a conflict name by itself: waters, mountains, passes, islands, regions, bases,
airfields, border posts, camps, dams, tunnels (features.csv). Left out are schools, churches,
farms, hotels, wells, streets and the like: there are millions of them, they are called after
people and saints, and a name taken for one of them is nearly always something else. So are what no
longer exists, small hills, and the sea floor.
"""

import csv
import functools
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from geodata.building.divisions import LEVEL_COST
from geodata.building.places import importance_of

_TABLE: Final = Path(__file__).with_name("features.csv")
# A former village; former divisions end in H, too.
_FORMER: Final = "PPLH"
# Each level below the second is a smaller share of its people's lives.
_LOWER_LEVEL_COST: Final = {"3": 1.9, "4": 2.4, "5": 2.9}
_UNLEVELLED_COST: Final = 1.9
# What features.csv does not name counts less than a village that nobody counted.
_OTHER_IMPORTANCE: Final = 0.8
# An island with a million people is known by its towns: more people add nothing.
_MOST_BY_PEOPLE: Final = 6.0


def is_wanted(feature_class: str, code: str) -> bool:
    """Tell whether a feature is of use on a map of news."""
    if feature_class == "P":
        return code != _FORMER
    if feature_class == "A":
        return not code.endswith("H")
    return f"{feature_class}.{code}" in _importances()


def importance_of_area(code: str, population: int) -> float:
    """Return the importance of a division (class A) from its code and people."""
    level = code[3:4] if code.startswith("ADM") else ""
    cost = LEVEL_COST.get(int(level)) if level in {"1", "2"} else _LOWER_LEVEL_COST.get(level)
    return importance_of(population) - (_UNLEVELLED_COST if cost is None else cost)


def importance_of_feature(feature: str, population: int, alternates: int) -> float:
    """Return the importance of what is neither a town nor a division.

    A river with names in thirty languages is better known than a brook with one.

    Args:
        feature: class and code, ``H.STM``.
        population: of an island or a reservation; else 0.
        alternates: number of its alternate names, in all languages.

    """
    known = _importances().get(feature, _OTHER_IMPORTANCE) + math.log10(1 + alternates)
    return max(known, min(importance_of(population), _MOST_BY_PEOPLE) if population else 0.0)


@functools.cache
def _importances() -> Mapping[str, float]:
    with _TABLE.open(encoding="utf-8", newline="") as stream:
        return {row["feature"]: float(row["importance"]) for row in csv.DictReader(stream)}
