"""Groups in place of single incidents, where there are more than a page can hold.

Incidents of one kind and type that lie in one cell of the map and begin in one week, month or year
are one group, as fine as leaves no more groups than a page draws at ease. Tolls are cumulative
counts, talks and statements have no dead: only incidents are ever summed, here as elsewhere.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import shapely

from dashboard.map.group_sizes import GroupSizes
from dashboard.map.mercator import world_x, world_y
from geodata.collector import collector_paused
from geodata.frames import CRS, incidents_frame
from geodata.masks import Mask
from geodata.overview import NO_DAY, NOT_STATED, Overview
from geodata.vocabulary import EventType, Kind, LocationPrecision, Sensitivity, Status

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]
# Places in an overview.
Rows = npt.NDArray[np.int32]
Cells = npt.NDArray[np.uint32]

# A page of so many rows opens in a second and takes some five megabytes.
MOST_ROWS = 400_000
# Cells a side of the world, 0.09 degrees each at the equator, and the one of what lies nowhere.
_CELL_BITS = 12
_CELLS = 1 << _CELL_BITS
_NOWHERE = _CELLS * _CELLS
# How often cells are halved in number a side, and periods, the finest first.
_LADDER = (
    (0, "W"),
    (1, "W"),
    (1, "M"),
    (2, "M"),
    (3, "M"),
    (4, "M"),
    (4, "Y"),
    (6, "Y"),
)
# How many rows tell that there would be too many groups, and how many are looked at at once.
_SAMPLED, _AT_ONCE = 1_000_000, 1_000_000
# No calendar has so many weeks.
_NO_PERIOD = -(1 << 21)
_GROUP, _OF = "group ", " of "
_COUNTED = ("killed", "wounded")


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups of incidents as a page draws them.

    Attributes:
        incidents: one row a group, in the shape of the central table; a row that is one incident
            has its id.
        sizes: how many incidents each group has, and how many of them state no number.
        members: which of the overview's rows are in each row of `incidents`.

    """

    incidents: gpd.GeoDataFrame
    sizes: GroupSizes
    members: "Members"

    def place_of(self, incident_id: str) -> int | None:
        """Return which row is the group of that id; None where none is, as after a filter."""
        place, _, count = incident_id.removeprefix(_GROUP).partition(_OF)
        known = is_group(incident_id) and place.isdecimal() and count == str(len(self.incidents))
        return int(place) if known else None


@dataclass(frozen=True, slots=True)
class Members:
    """Which group each of some rows of an overview is in."""

    rows: Rows
    groups: npt.NDArray[np.int32]

    def of(self, group: int) -> Rows:
        """Return the rows of a group."""
        of_group: Rows = self.rows[self.groups == group]
        return of_group


def cells_of(overview: Overview) -> Cells:
    """Return the cell of the map in which each row lies, as fine as groups ever are."""
    cells = np.empty(len(overview), np.uint32)
    for first in range(0, len(overview), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        lon, lat = overview.lon[part], overview.lat[part]
        nowhere = np.isnan(lon)
        x, y = world_x(np.where(nowhere, 0, lon)), world_y(np.where(nowhere, 0, lat))
        column = np.clip((x * _CELLS).astype(np.int64), 0, _CELLS - 1)
        line = np.clip((y * _CELLS).astype(np.int64), 0, _CELLS - 1)
        cells[part] = np.where(nowhere, _NOWHERE, line << _CELL_BITS | column)
    return cells


def grouped(overview: Overview, cells: Cells, kept: Mask, most: int = MOST_ROWS) -> Groups:
    """Return some rows of an overview, in groups when there are more than a page draws.

    Args:
        overview: of a store.
        cells: of its rows, as `cells_of` finds them.
        kept: which of its rows.
        most: more rows than this become groups.

    """
    rows = np.flatnonzero(kept).astype(np.int32)
    members = Members(rows, _groups_of(overview, cells, rows, most))
    count = int(members.groups.max(initial=-1)) + 1
    sizes = np.bincount(members.groups, minlength=count)
    firsts = np.empty(count, np.int32)
    # The first row of a group is the last to be written.
    firsts[members.groups[::-1]] = rows[::-1]
    counts, not_stated = _counts(overview, members, firsts, sizes)
    frame = _frame(overview, members, firsts, sizes)
    for name, values in counts.items():
        frame[name] = pd.array(np.maximum(values, 0), dtype="Int64")
        frame.loc[values == NOT_STATED, name] = pd.NA
    incidents = gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS)
    return Groups(incidents, GroupSizes(sizes, not_stated), members)


def is_group(incident_id: str) -> bool:
    """Return whether an id is that of a group, not of an incident."""
    return incident_id.startswith(_GROUP)


def _groups_of(overview: Overview, cells: Cells, rows: Rows, most: int) -> npt.NDArray[np.int32]:
    """Return the group of each row: numbers from 0 on."""
    if len(rows) <= most:
        return np.arange(len(rows), dtype=np.int32)
    # Among some of the rows there are no more groups than among all.
    some = rows[:: max(1, len(rows) // _SAMPLED)]
    for step in _LADDER:
        if step != _LADDER[-1] and len(pd.unique(_keys(overview, cells, some, *step))) > most:
            continue
        # To look a key up takes a fifth of the time that sorting them all does.
        groups, keys = pd.factorize(_keys(overview, cells, rows, *step))
        if len(keys) <= most:
            break
    return groups.astype(np.int32)


def _keys(overview: Overview, cells: Cells, rows: Rows, coarser: int, period: str) -> Ints:
    """Return a number for each row, equal for those of one group."""
    keys = np.empty(len(rows), np.int64)
    for first in range(0, len(rows), _AT_ONCE):
        part = rows[first : first + _AT_ONCE]
        fine = cells[part].astype(np.int64)
        line, column = fine >> _CELL_BITS + coarser, (fine & _CELLS - 1) >> coarser
        kind = overview.kinds[part].astype(np.int64) << 8 | overview.event_types[part]
        when = _periods(overview.first[part], period) & 0x3FFFFF
        # 25 bits for the cell, 22 for the period, 16 for kind and type.
        keys[first : first + _AT_ONCE] = (line << _CELL_BITS | column) << 38 | when << 16 | kind
    return keys


def _periods(days: Array, period: str) -> Ints:
    """Return the period in which days lie; a missing day lies in one of its own."""
    dated = days != NO_DAY
    if not dated.any():
        return np.full(len(days), _NO_PERIOD)
    # Each day that occurs is converted once: the calendar is slower than a table.
    first, last = int(days[dated].min()), int(days[dated].max())
    # Weeks begin on Thursday, as 1970 did.
    span = np.arange(first, last + 1).astype("datetime64[D]").astype(f"datetime64[{period}]")
    table = np.append(span.astype(np.int64), _NO_PERIOD)
    found: Ints = table[np.where(dated, days - first, len(span))]
    return found


def _counts(
    overview: Overview, members: Members, firsts: Rows, sizes: Ints
) -> tuple[dict[str, Array], dict[str, Ints]]:
    counts: dict[str, Array] = {}
    not_stated: dict[str, Ints] = {}

    def summed(at: int, of: Callable[[Array, Array, Array], Array]) -> Ints:
        def picked(rows: Rows) -> Array:
            low, best, high = overview.counts[rows, 3 * at : 3 * at + 3].T
            return of(low, best, high)

        return _sums(members, len(sizes), picked).astype(np.int64)

    # Tolls are never summed: what they count may be the same dead.
    unsummed = (overview.kinds[firsts] != 0) & (sizes > 1)
    for at, measure in enumerate(_COUNTED):
        telling = summed(at, _stated)
        open_ended = (
            summed(at, lambda low, best, high: _stated(low, best, high) & (high == NOT_STATED)) > 0
        )
        none = (telling == 0) | unsummed
        not_stated[measure] = sizes - telling
        for bound, of in (
            ("low", lambda low, _best, _high: np.maximum(low, 0)),
            ("best", lambda low, best, _: np.maximum(np.where(best == NOT_STATED, low, best), 0)),
            ("high", lambda _low, _best, high: np.maximum(high, 0)),
        ):
            counts[f"{measure}_{bound}"] = np.where(none, NOT_STATED, summed(at, of))
        counts[f"{measure}_high"][open_ended] = NOT_STATED
    return counts, not_stated


def _stated(low: Array, best: Array, high: Array) -> Array:
    stated: Array = (low != NOT_STATED) | (best != NOT_STATED) | (high != NOT_STATED)
    return stated


def _sums(members: Members, count: int, values: Callable[[Rows], Array]) -> Array:
    """Return the sum by group, exact for whole numbers up to 2^53, in little memory."""
    sums = np.zeros(count)
    for first in range(0, len(members.rows), _AT_ONCE):
        part = slice(first, first + _AT_ONCE)
        sums += np.bincount(members.groups[part], values(members.rows[part]), count)
    return sums


@collector_paused()
def _frame(overview: Overview, members: Members, firsts: Rows, sizes: Ints) -> pd.DataFrame:
    """Return one row a group, without its counts."""
    frame = pd.DataFrame(incidents_frame([]).drop(columns="geometry")).reindex(range(len(sizes)))
    frame["incident_id"] = pd.array(_ids(overview, firsts, sizes), dtype="string")
    frame["kind"] = _category(overview.kinds[firsts], Kind)
    frame["event_type"] = _category(overview.event_types[firsts], EventType)
    undated = overview.first[firsts] == NO_DAY
    for name, values, extreme in (
        ("date_start", overview.first, np.minimum),
        ("date_end", overview.last, np.maximum),
    ):
        days = values[firsts]
        extreme.at(days, members.groups, values[members.rows])
        dates = np.where(undated, np.datetime64("NaT"), days.astype("datetime64[D]"))
        frame[name] = pd.Series(dates).astype("datetime64[s]")
    names = pd.array(["unknown", *overview.source_names], dtype="string")
    codes = overview.sources[firsts].astype(np.int64) + 1
    frame["source"] = names[np.where(codes < len(names), codes, 0)]
    countries = pd.array([*overview.country_names, None], dtype="string")
    place = overview.countries[firsts].astype(np.int64)
    frame["iso3"] = countries[np.minimum(place, len(countries) - 1)]
    spot = ~np.isnan(overview.lon[firsts])
    precisions = (LocationPrecision.DISTRICT, LocationPrecision.NONE)
    at = [list(LocationPrecision).index(precision) for precision in precisions]
    frame["location_precision"] = _category(np.where(spot, *at), LocationPrecision)
    for name, value in (("status", Status.EXTRACTED), ("sensitivity", Sensitivity.PUBLIC)):
        frame[name] = pd.Categorical([value.value]).set_categories(frame[name].cat.categories)[
            np.zeros(len(frame), np.int8)
        ]
    for name in ("mediators", "report_ids"):
        # One list for all: nobody changes a frame in place.
        frame[name] = pd.Series([[]] * len(frame), dtype=object)
    frame["source_count"] = pd.array(np.ones(len(frame), np.int64), dtype="Int64")
    points = np.full(len(frame), None, dtype=object)
    if spot.any():
        lon, lat = (
            _sums(members, len(sizes), values.__getitem__) / sizes
            for values in (overview.lon, overview.lat)
        )
        points[spot] = shapely.points(lon[spot], lat[spot])
    frame["geometry"] = gpd.GeoSeries(points, crs=CRS)
    return frame


def _ids(overview: Overview, firsts: Array, sizes: Ints) -> list[str]:
    return [
        f"{number:016x}" if size == 1 else f"{_GROUP}{place}{_OF}{len(sizes)}"
        for place, (number, size) in enumerate(
            zip(overview.ids[firsts].tolist(), sizes.tolist(), strict=True)
        )
    ]


def _category(codes: Array, terms: type[StrEnum]) -> "pd.Categorical[str]":
    values = pd.Index([term.value for term in terms])
    known = np.where(codes < len(values), codes, -1).astype(np.int8)
    return pd.Categorical.from_codes(known, categories=values)
