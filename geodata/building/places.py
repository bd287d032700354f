"""The places of the gazetteer with their names, as the build assembles them."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import IntEnum

from geodata.building.naming import is_name, short_forms
from geodata.folding import fold


class NameKind(IntEnum):
    """What a name is to its place; the numbers are stored."""

    PRIMARY = 0
    ALTERNATE = 1
    DEMONYM = 2
    ABBREVIATION = 3


# Importance is counted in powers of ten of people. These are the steps that a name's kind makes.
# An alternate name may come from any language, so a town must be some 300 times as large to win by
# one against a town that really bears the name; names that English reports use cost little.
ALTERNATE_COST = 2.5
KNOWN_NAME_COST = 0.1
TRANSLITERATION_COST = 0.3
FORMER_NAME_COST = 0.6
DEMONYM_COST = 0.2
ABBREVIATION_COST = 0.2
# China with the bonus of a country reaches this.
_HIGHEST_IMPORTANCE = 11.5
PRIOR_STEPS = 255


@dataclass(frozen=True, slots=True)
class Name:
    """One name of a place with what it costs in importance."""

    text: str
    kind: NameKind
    cost: float


@dataclass(slots=True)
class PlaceRow:
    """One place of the gazetteer; ``names`` holds its primary name first."""

    place_id: str
    name: str
    latitude: float
    longitude: float
    iso2: str
    feature: str
    population: int
    importance: float
    admin1: str = ""
    """Id of the first-level division, or empty."""
    names: dict[str, Name] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.add([self.name], NameKind.PRIMARY, 0.0)

    def add(self, names: Iterable[str], kind: NameKind, cost: float) -> None:
        """Add names; the first of several that fold alike stays, at the lowest cost."""
        for text in names:
            if not is_name(text):
                continue
            # Abbreviations fold like ordinary words ("US"), so they are kept beside names.
            key = fold(text) if kind is not NameKind.ABBREVIATION else text.replace(".", "")
            known = self.names.get(key)
            if known is None:
                self.names[key] = Name(text, kind, cost)
            elif cost < known.cost:
                self.names[key] = Name(known.text, known.kind, cost)

    def add_short_forms(self) -> None:
        """Add "St. Petersburg" for "Saint Petersburg" and the reverse, for every name."""
        for name in list(self.names.values()):
            if name.kind in (NameKind.PRIMARY, NameKind.ALTERNATE):
                self.add(short_forms(name.text), NameKind.ALTERNATE, name.cost)


def importance_of(population: int) -> float:
    """Return a place's importance from its population; nobody counted is ten people."""
    return math.log10(max(population, 0) + 10)


def prior_of(importance: float, cost: float) -> int:
    """Return the rank of a name among the places that share it, 1 to 255."""
    share = (importance - cost) / _HIGHEST_IMPORTANCE
    return max(1, min(PRIOR_STEPS, round(share * PRIOR_STEPS)))


def importance_from(prior: int) -> float:
    """Return the importance of a place from the rank of a name that costs nothing."""
    return prior / PRIOR_STEPS * _HIGHEST_IMPORTANCE
