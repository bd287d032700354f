"""Groups in place of single incidents, where there are more than a page can hold.

Incidents of one kind and type that lie in one cell of the map and begin in one week, month or year
are one group, as fine as leaves no more groups than a page draws at ease. Tolls are cumulative
counts, talks and statements have no dead: only incidents are ever summed, here as elsewhere.
"""

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
from geodata.frames import CRS, incidents_frame
from geodata.masks import Mask
from geodata.overview import NO_DAY, NOT_STATED, Overview
from geodata.vocabulary import EventType, Kind

Array = npt.NDArray[Any]
Ints = npt.NDArray[np.int64]
# Places in an overview.
Rows = npt.NDArray[np.int32]

# A page of so many rows opens in a second and takes some five megabytes.
MOST_ROWS = 400_000
# Cells a side of the world (256: 1.4 degrees at the equator) and periods, the finest first.
_LADDER = (
    (4096, "W"),
    (2048, "W"),
    (2048, "M"),
    (1024, "M"),
    (512, "M"),
    (256, "M"),
    (256, "Y"),
    (64, "Y"),
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
    """The rows of an overview by group."""

    rows: Rows
    begins: Ints

    def of(self, group: int) -> Rows:
        """Return the rows of a group."""
        return self.rows[self.begins[group] : self.begins[group + 1]]


def grouped(overview: Overview, kept: Mask, most: int = MOST_ROWS) -> Groups:
    """Return some rows of an overview, in groups when there are more than a page draws.

    Args:
        overview: of a store.
        kept: which of its rows.
        most: more rows than this become groups.

    """
    rows = np.flatnonzero(kept).astype(np.int32)
    keys = np.arange(len(rows)) if len(rows) <= most else _keys(overview, rows, most)
    order = np.argsort(keys, kind="stable")
    rows, keys = rows[order], keys[order]
    del order
    begins = np.flatnonzero(np.append(True, keys[1:] != keys[:-1])[: len(keys)])
    del keys
    members = Members(rows, np.append(begins, len(rows)))
    sizes = np.diff(members.begins)
    counts, not_stated = _counts(overview, members)
    frame = _frame(overview, members, sizes)
    for name, values in counts.items():
        frame[name] = pd.array(np.maximum(values, 0), dtype="Int64")
        frame.loc[values == NOT_STATED, name] = pd.NA
    incidents = gpd.GeoDataFrame(frame, geometry="geometry", crs=CRS)
    return Groups(incidents, GroupSizes(sizes, not_stated), members)


def is_group(incident_id: str) -> bool:
    """Return whether an id is that of a group, not of an incident."""
    return incident_id.startswith(_GROUP)


def _keys(overview: Overview, rows: Rows, most: int) -> Ints:
    """Return a number for each row, equal for those of one group."""
    keys = np.empty(len(rows), np.int64)
    # Among some of the rows there are no more groups than among all.
    some = rows[:: max(1, len(rows) // _SAMPLED)]
    for cells, period in _LADDER:
        sampled = _different(_keys_of(overview, some, cells, period))
        if sampled > most and (cells, period) != _LADDER[-1]:
            continue
        for first in range(0, len(rows), _AT_ONCE):
            part = rows[first : first + _AT_ONCE]
            keys[first : first + _AT_ONCE] = _keys_of(overview, part, cells, period)
        if _different(keys) <= most:
            break
    return keys


def _different(keys: Ints) -> int:
    """Return how many different keys there are; numpy's own count takes many times as long."""
    ordered = np.sort(keys)
    return int((ordered[1:] != ordered[:-1]).sum()) + min(len(keys), 1)


def _keys_of(overview: Overview, rows: Rows, cells: int, period: str) -> Ints:
    spot = ~np.isnan(overview.lon[rows])
    x = np.where(spot, world_x(np.nan_to_num(overview.lon[rows])), 0.0)
    y = np.where(spot, world_y(np.nan_to_num(overview.lat[rows])), 0.0)
    column = np.clip((x * cells).astype(np.int64), 0, cells - 1)
    line = np.clip((y * cells).astype(np.int64), 0, cells - 1)
    cell = np.where(spot, line * cells + column, cells * cells)
    kind = overview.kinds[rows].astype(np.int64) << 8 | overview.event_types[rows]
    # 25 bits for the cell, 22 for the period, 16 for kind and type.
    return cell << 38 | (_periods(overview.first[rows], period) & 0x3FFFFF) << 16 | kind


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


def _counts(overview: Overview, members: Members) -> tuple[dict[str, Array], dict[str, Ints]]:
    counts: dict[str, Array] = {}
    not_stated: dict[str, Ints] = {}
    begins = members.begins[:-1]

    def summed(values: Array) -> Ints:
        if not len(begins):
            return np.zeros(0, np.int64)
        return np.asarray(np.add.reduceat(values, begins, dtype=np.int64))

    for at, measure in enumerate(_COUNTED):
        low, high = overview.counts[members.rows, 2 * at : 2 * at + 2].T
        stated = (low != NOT_STATED) | (high != NOT_STATED)
        open_ended = summed(stated & (high == NOT_STATED)) > 0
        # Tolls are never summed: what they count may be the same dead.
        several = np.diff(members.begins) > 1
        none = (summed(stated) == 0) | ((overview.kinds[members.rows[begins]] != 0) & several)
        not_stated[measure] = summed(~stated)
        least, most = summed(np.maximum(low, 0)), summed(np.maximum(high, np.maximum(low, 0)))
        counts[f"{measure}_low"] = np.where(none, NOT_STATED, least)
        counts[f"{measure}_high"] = np.where(none | open_ended, NOT_STATED, most)
    return counts, not_stated


def _frame(overview: Overview, members: Members, sizes: Ints) -> pd.DataFrame:
    """Return one row a group, without its counts."""
    begins = members.begins[:-1]
    rows = members.rows
    firsts = rows[begins]
    frame = pd.DataFrame(incidents_frame([]).drop(columns="geometry")).reindex(range(len(sizes)))
    frame["incident_id"] = pd.array(_ids(overview, firsts, sizes), dtype="string")
    frame["kind"] = _category(overview.kinds[firsts], Kind)
    frame["event_type"] = _category(overview.event_types[firsts], EventType)
    days = {}
    for name, values, reduced in (
        ("date_start", overview.first, np.minimum),
        ("date_end", overview.last, np.maximum),
    ):
        extreme = reduced.reduceat(values[rows], begins) if len(begins) else values[:0]
        days[name] = np.where(
            overview.first[firsts] == NO_DAY, np.datetime64("NaT"), extreme.astype("datetime64[D]")
        )
        frame[name] = pd.Series(days[name]).astype("datetime64[s]")
    names = pd.array(["unknown", *overview.source_names], dtype="string")
    codes = overview.sources[firsts].astype(np.int64) + 1
    frame["source"] = names[np.where(codes < len(names), codes, 0)]
    countries = pd.array([*overview.country_names, None], dtype="string")
    place = overview.countries[firsts].astype(np.int64)
    frame["iso3"] = countries[np.minimum(place, len(countries) - 1)]
    spot = ~np.isnan(overview.lon[firsts])
    for name, known, none in (
        ("location_precision", "district", "none"),
        ("status", "extracted", "extracted"),
        ("sensitivity", "public", "public"),
    ):
        words = pd.Series(np.where(spot, known, none))
        frame[name] = words.astype(frame[name].dtype)
    for name in ("mediators", "report_ids"):
        frame[name] = pd.Series([[] for _ in range(len(frame))], dtype=object)
    frame["source_count"] = pd.array(np.ones(len(frame), np.int64), dtype="Int64")
    points = np.full(len(frame), None, dtype=object)
    if spot.any():
        lon, lat = (_middle(values[rows], begins, sizes) for values in (overview.lon, overview.lat))
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


def _middle(values: Array, begins: Ints, sizes: Ints) -> Array:
    """Return the mean of the values of each group."""
    means: Array = np.add.reduceat(values, begins, dtype=np.float64) / sizes
    return means


def _category(codes: Array, terms: type[StrEnum]) -> "pd.Categorical[str]":
    values = pd.Index([term.value for term in terms])
    known = np.where(codes < len(values), codes, -1).astype(np.int8)
    return pd.Categorical.from_codes(known, categories=values)
