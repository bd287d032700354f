"""How disputed boundaries are drawn: neutrally, much as United Nations maps do, or by one claim.

The table holds the stretches that governments dispute; all other borders are drawn the same in
every profile. A map takes a profile and asks each stretch how to draw it:

    profile = boundary_profile("un")
    for line in disputed_lines():
        style = line.drawn(profile)      # LineStyle.SOLID, DASHED or HIDDEN
        line.shape                       # (multi)line in WGS 84 degrees
    without_disputed(borders)            # other lines without those stretches
    boundary_note(profile)               # the note that the map bears
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import shapely
from shapely import affinity
from shapely.geometry.base import BaseGeometry

from geodata.errors import TablesError, UsageError

TABLE: Final = Path(__file__).parent / "tables" / "disputed_lines.geojson"
# Lines of different layers of the source lie this far apart, degrees: some two kilometres.
REACH_DEGREES: Final = 0.02
# What runs along a disputed line for less than this, degrees, only meets or crosses it.
CROSSING_DEGREES: Final = 3 * REACH_DEGREES

_NO_OPINION: Final = (
    "Boundaries and names on this map state no opinion on the legal status of any territory, or "
    "on where its boundaries run."
)
_PRECISION: Final = "Lines after Natural Earth, disputed ones to some kilometres."


class LineStyle(StrEnum):
    """How a stretch of boundary is drawn."""

    SOLID = "solid"
    DASHED = "dashed"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class BoundaryProfile:
    """A way to draw disputed boundaries; `boundary_profile` makes it from its name.

    Attributes:
        name: ``neutral``, ``un``, ``controlled``, or the code of a claimant in ISO 3166-1 alpha-3.
        title: what a person reads: "As claimed by India".

    """

    name: str
    title: str

    @property
    def claimant(self) -> str | None:
        """ISO 3166-1 alpha-3 code of the government whose claims are drawn."""
        return None if self.name in _POINTS_OF_VIEW else self.name

    @property
    def view(self) -> str:
        """What follows the word boundaries: as claimed by India."""
        return _lowered(self.title.removeprefix(_NEUTRALLY))


@dataclass(frozen=True, slots=True)
class DisputedLine:
    """A stretch of boundary that governments dispute.

    Attributes:
        name: Line of Control.
        area: what is disputed: Jammu and Kashmir.
        shape: (multi)line, WGS 84 degrees.
        styles: how each profile that is no claim draws it, by name.
        claims: how it is drawn for a claimant, by ISO 3166-1 alpha-3 code.

    """

    name: str
    area: str
    shape: BaseGeometry
    styles: Mapping[str, LineStyle]
    claims: Mapping[str, LineStyle]

    def drawn(self, profile: BoundaryProfile) -> LineStyle:
        """Return how a profile draws the line; a claimant's, as neutral where it claims nothing."""
        claimed = self.claims.get(profile.name)
        return claimed or self.styles.get(profile.name, self.styles[NEUTRAL])


NEUTRAL: Final = "neutral"
_NEUTRALLY: Final = "Neutral: "
_POINTS_OF_VIEW: Final = {
    NEUTRAL: f"{_NEUTRALLY}disputed ones dashed",
    "un": "Much as on United Nations maps",
    "controlled": "As controlled",
}
_NOTES: Final = {
    NEUTRAL: "Dashed is every line that a government concerned disputes, whoever controls it.",
    "un": "Dashed lines are disputed or undetermined, much as United Nations maps show them; "
    "the United Nations have not approved this map.",
    "controlled": "Lines show who controls an area rather than who claims it.",
}


def boundary_profile(name: str) -> BoundaryProfile:
    """Return the profile of a name, in capitals or not.

    Raises:
        UsageError: there is none of that name; the message lists those there are.

    """
    text = name.strip()
    if text.lower() in _POINTS_OF_VIEW:
        return BoundaryProfile(text.lower(), _POINTS_OF_VIEW[text.lower()])
    names = _table().claimants
    if text.upper() in names:
        return BoundaryProfile(text.upper(), f"As claimed by {names[text.upper()]}")
    raise UsageError(
        f"there is no boundary profile {name!r}: take {', '.join(_POINTS_OF_VIEW)}, or the code of "
        f"a claimant ({', '.join(names)})"
    )


def boundary_profiles() -> tuple[BoundaryProfile, ...]:
    """Return all profiles: those that are no claim first, claimants by name."""
    points = [BoundaryProfile(name, title) for name, title in _POINTS_OF_VIEW.items()]
    claims = [boundary_profile(code) for code in _table().claimants]
    return (*points, *sorted(claims, key=lambda profile: profile.title))


def disputed_lines() -> tuple[DisputedLine, ...]:
    """Return the stretches of boundary that governments dispute; the table is read once.

    Raises:
        TablesError: the table is missing or damaged.

    """
    return _table().lines


def without_disputed(lines: npt.NDArray[np.object_]) -> npt.NDArray[np.object_]:
    """Return boundaries without the stretches that `disputed_lines` draws.

    Args:
        lines: (multi)lines in WGS 84 degrees, or a turn of 360 further east or west.

    Returns:
        What is left of them, parts apart; what is disputed, and drawn otherwise by each profile,
        is cut out with what lies within `REACH_DEGREES` of it.

    """
    apart: npt.NDArray[np.object_] = shapely.get_parts(lines)
    near = shapely.intersects(apart, _near_disputed())
    cut = shapely.get_parts(shapely.difference(apart[near], _near_disputed()))
    within = shapely.get_parts(shapely.intersection(apart[near], _near_disputed()))
    # A border that only meets a disputed line goes on beside its end.
    met = within[shapely.length(within) < CROSSING_DEGREES]
    kept = np.concatenate([apart[~near], cut, met])
    there: npt.NDArray[np.object_] = kept[~shapely.is_empty(kept)]
    return there


def near_disputed(points: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Return which points lie within `REACH_DEGREES` of a disputed line.

    Args:
        points: longitude and latitude, (n, 2), WGS 84 degrees.

    """
    near: npt.NDArray[np.bool_] = shapely.contains_xy(_near_disputed(), points)
    return near


def boundary_note(profile: BoundaryProfile) -> str:
    """Return the note that a map with boundaries bears."""
    view = _NOTES.get(profile.name, f"Lines are drawn {profile.view}.")
    return f"{_NO_OPINION} {view} {_PRECISION}"


def _lowered(title: str) -> str:
    return title[0].lower() + title[1:]


@dataclass(frozen=True, slots=True)
class _Table:
    lines: tuple[DisputedLine, ...]
    claimants: Mapping[str, str]


@cache
def _table() -> _Table:
    try:
        content = json.loads(TABLE.read_text("utf-8"))
        return _Table(tuple(map(_line, content["features"])), content["claimants"])
    except (OSError, ValueError, KeyError) as error:
        raise TablesError(
            f"{TABLE}: the disputed boundaries are missing or damaged; install the program again"
        ) from error


def _line(feature: dict[str, Any]) -> DisputedLine:
    properties = feature["properties"]
    return DisputedLine(
        name=properties["name"],
        area=properties["area"],
        shape=shapely.geometry.shape(feature["geometry"]),
        styles={name: LineStyle(properties[name]) for name in _POINTS_OF_VIEW},
        claims={code: LineStyle(style) for code, style in properties["claims"].items()},
    )


@cache
def _near_disputed() -> BaseGeometry:
    once = shapely.union_all([line.shape.buffer(REACH_DEGREES) for line in disputed_lines()])
    # Maps across the antimeridian draw the world a turn further east or west.
    turns = [affinity.translate(once, turn) for turn in (-360.0, 0.0, 360.0)]
    near = shapely.union_all(turns)
    shapely.prepare(near)
    return near
