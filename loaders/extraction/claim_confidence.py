"""How sure a number is that a report gives for an event: learned shares, by how it is told.

A number that stands alone is nearly always the event's; one of several for the same thing may be an
earlier count, a part, or another event's; one victim that only an article tells ("a guard was
killed") may be one of more. `loaders.extraction.training.claims` counts how often each is right.
"""

import json
from collections.abc import Mapping
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from geodata.errors import TablesError
from geodata.vocabulary import Qualifier
from loaders.extraction.casualties import Casualties
from loaders.extraction.scene import Scene

FOLDER: Final = Path(__file__).parents[1] / "tables" / "claims"
SHARES: Final = "shares.json"


class Told(StrEnum):
    """How a number is told."""

    NUMBER = "number"
    ROUGH = "rough number"
    IMPLIED = "implied"
    NOBODY = "nobody"


class Manner(NamedTuple):
    """How a number is told, and what else stands about the same.

    Attributes:
        told: by a number, a rough one ("dozens"), only by words, or that it was nobody.
        sole: whether the event has no other number of the same measure.
        short: whether the report is a note or headline of a few sentences.

    """

    told: Told
    sole: bool
    short: bool

    @property
    def key(self) -> str:
        """Its name in the table."""
        return ", ".join(
            (
                self.told,
                "sole" if self.sole else "one of several",
                "short report" if self.short else "long report",
            )
        )


def manner_of(scene: Scene, found: Casualties, sentences: int) -> Manner:
    """Return how a scene tells a count, in a report of so many sentences."""
    same = {
        (other.low, other.high)
        for _facts, other in scene.casualties
        if other.measure is found.measure and not other.part
    }
    return Manner(_told(found), len(same) <= 1, sentences <= _SHORT)


# A note or headline, in sentences.
_SHORT: Final = 5
_ROUGH: Final = {
    Qualifier.SEVERAL,
    Qualifier.DOZENS,
    Qualifier.SCORES,
    Qualifier.HUNDREDS,
    Qualifier.THOUSANDS,
    Qualifier.UNKNOWN,
}


def _told(found: Casualties) -> Told:
    if found.low == 0:
        return Told.NOBODY
    if found.implied:
        return Told.IMPLIED
    return Told.ROUGH if found.qualifier in _ROUGH else Told.NUMBER


def confidence_of(manner: Manner, shares: Mapping[str, float] | None = None) -> float:
    """Return how likely a number told so is right for its event, 0-1."""
    table = _shipped() if shares is None else shares
    return table[manner.key]


def read_shares(folder: Path = FOLDER) -> dict[str, float]:
    """Read the learned shares by `Manner.key`.

    Raises:
        TablesError: the file is missing or damaged.

    """
    path = folder / SHARES
    try:
        shares = {name: float(share) for name, share in json.loads(path.read_text("utf-8")).items()}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise TablesError(
            f"cannot read the data file {path} ({error}); install the package again"
        ) from error
    missing = [key for key in keys() if key not in shares]
    if missing:
        raise TablesError(f"the data file {path} lacks {missing[0]!r}; install the package again")
    return shares


def keys() -> list[str]:
    """Return the names of all manners."""
    return [
        Manner(told, sole, short).key
        for told in Told
        for sole in (True, False)
        for short in (True, False)
    ]


@lru_cache(maxsize=1)
def _shipped() -> Mapping[str, float]:
    return read_shares()
