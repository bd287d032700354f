"""Types of events in the terms of other schemes: ACLED, UCDP, PLOVER, CAMEO.

One table, `tables/event_types.csv`, has a line for each type and sub-type of ours: the names in the
codebook of ACLED (2024), what decides on UCDP's type of violence, the event and mode of PLOVER
(manual of 2021, in which ASSAULT takes in what was FIGHT before) and the code of CAMEO 1.1.
"""

import csv
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

from geodata.vocabulary import EventType, SubEventType, ViolenceType


class ViolenceRule(StrEnum):
    """What decides on UCDP's type of violence."""

    NONE = "none"
    ONE_SIDED = "one_sided"
    BETWEEN_ARMED = "between_armed"  # by whether a state takes part
    BY_VICTIMS = "by_victims"  # remote violence: by whom it hit


@dataclass(frozen=True, slots=True)
class EventScheme:
    """A type of event in the terms of other schemes; None where a scheme has no term for it.

    `acled_event_type` and `acled_sub_event_type` are the names in ACLED's codebook, `plover_event`
    and `plover_mode` those of PLOVER; `cameo` is a code of up to four digits, as text.
    """

    acled_event_type: str | None
    acled_sub_event_type: str | None
    violence: ViolenceRule
    plover_event: str | None
    plover_mode: str | None
    cameo: str | None


def event_scheme(event_type: str | None, sub_event_type: str | None) -> EventScheme:
    """Return a type of event in the terms of other schemes.

    Without a sub-type, or with one that is not ours, only what all sub-types of the type share is
    told: an explosion of unknown kind is PLOVER's ASSAULT without a mode.
    """
    table = _table()
    exact = table.get((event_type or "", sub_event_type or ""))
    if exact is not None:
        return exact
    family = [scheme for (wide, _narrow), scheme in table.items() if wide == event_type]
    if not family:
        return EventScheme(None, None, ViolenceRule.NONE, None, None, None)
    first = family[0]
    events = {scheme.plover_event for scheme in family}
    rules = {scheme.violence for scheme in family}
    return EventScheme(
        first.acled_event_type,
        None,
        first.violence if len(rules) == 1 else ViolenceRule.NONE,
        first.plover_event if len(events) == 1 else None,
        None,
        None,
    )


# Victims who fight for a state, and those who fight but for no state (`Claim.group`).
STATE_FORCES = frozenset({"soldiers", "police", "security_forces"})
NON_STATE_FORCES = frozenset({"militants"})


def violence_type(
    event_type: str | None,
    sub_event_type: str | None,
    *,
    groups: Collection[str] = (),
    state_party: bool | None = None,
) -> ViolenceType | None:
    """Return UCDP's type of violence, or None where the event has none or it cannot be told.

    Args:
        event_type: of `EventType`.
        sub_event_type: of `SubEventType`, or None.
        groups: whom the event hit, as in `Claim.group` ("soldiers", "civilians").
        state_party: whether a government is one of the parties; None when it is not known.

    """
    rule = event_scheme(event_type, sub_event_type).violence
    if rule is ViolenceRule.NONE:
        return None
    if rule is ViolenceRule.ONE_SIDED:
        return ViolenceType.ONE_SIDED
    hit = frozenset(groups)
    armed = hit & (STATE_FORCES | NON_STATE_FORCES)
    if rule is ViolenceRule.BY_VICTIMS and not armed:
        return ViolenceType.ONE_SIDED if hit else None
    if state_party or hit & STATE_FORCES:
        return ViolenceType.STATE_BASED
    return ViolenceType.NON_STATE if state_party is False else None


def state_takes_part(side_a: str | None, side_b: str | None) -> bool | None:
    """Tell from the names of the parties whether a government is one of them.

    Both parties must be known to say that none is: None otherwise.
    """
    sides = [side for side in (side_a, side_b) if side]
    if any(side in _countries() or side.startswith(_GOVERNMENTS) for side in sides):
        return True
    return False if side_a and side_b else None


# How datasets name the forces of a state: "Government of Mali", "Military Forces of Mali (2021-)".
_GOVERNMENTS = ("Government of ", "Military Forces of ", "Police Forces of ")


@lru_cache(maxsize=1)
def _countries() -> frozenset[str]:
    table = files("geodata") / "tables" / "curated" / "countries.csv"
    rows = csv.DictReader(table.read_text("utf-8").splitlines())
    return frozenset(row["name"] for row in rows)


@lru_cache(maxsize=1)
def _table() -> Mapping[tuple[str, str], EventScheme]:
    lines = (files("geodata") / "tables" / "event_types.csv").read_text("utf-8").splitlines()
    table = {}
    for row in csv.DictReader(lines):
        narrow = SubEventType(row["sub_event_type"]) if row["sub_event_type"] else ""
        table[str(EventType(row["event_type"])), str(narrow)] = EventScheme(
            row["acled_event_type"] or None,
            row["acled_sub_event_type"] or None,
            ViolenceRule(row["ucdp"]),
            row["plover_event"] or None,
            row["plover_mode"] or None,
            row["cameo"] or None,
        )
    return MappingProxyType(table)
