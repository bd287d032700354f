"""Pure filters and totals on the frame of incidents.

`select` keeps the rows that a `Selection` asks for; `totals` adds them up honestly: only rows of
kind incident are summed, a toll is set beside the sum with the part of it that they account for.
"""

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely

from geodata import masks
from geodata.masks import Mask
from geodata.text_search import matching
from geodata.vocabulary import Kind, LocationPrecision


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is asked for; a part that is missing or empty asks for everything.

    Attributes:
        date_from: first day; rows that last into it are kept.
        date_to: last day; rows that begin by then are kept.
        kinds: values of `Kind`.
        event_types: values of `EventType`.
        countries: ISO 3166-1 alpha-3 codes; a border belongs to both of its countries.
        bbox: west, south, east, north in degrees; west above east crosses the antimeridian.
        sources: names of sources, such as `report`.
        text: words that all begin a word of what is told of a row; see `geodata.text_search`.
        divisions: first-level divisions with their country, as `AFG:Nangarhar`.
        actors: names of parties, on either side.
        precisions: values of `LocationPrecision`.
        confidences: values of `ConfidenceBand`.
        deaths_from: at least so many deaths (see `geodata.masks.deaths`).
        deaths_to: at most so many.
        deaths_stated: whether a row must state a number of deaths, or must state none.

    """

    date_from: dt.date | None = None
    date_to: dt.date | None = None
    kinds: tuple[str, ...] = ()
    event_types: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    bbox: tuple[float, float, float, float] | None = None
    sources: tuple[str, ...] = ()
    text: str = ""
    divisions: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    precisions: tuple[str, ...] = ()
    confidences: tuple[str, ...] = ()
    deaths_from: int | None = None
    deaths_to: int | None = None
    deaths_stated: bool | None = None


@dataclass(frozen=True, slots=True)
class CountRange:
    """A number of people as far as known; a missing bound is not known, never 0."""

    low: int | None = None
    best: int | None = None
    high: int | None = None

    @property
    def stated(self) -> bool:
        """Whether anything is known."""
        return (self.low, self.best, self.high) != (None, None, None)

    def text(self) -> str:
        """Return the range as a person reads it: "30", "70 or more", "24–40", "not stated"."""
        if not self.stated:
            return "not stated"
        if self.high is None:
            return self._open_text()
        if self.high == self.low:
            return f"{self.high:,}"
        if not self.low:
            return f"up to {self.high:,}"
        return f"{self.low:,}–{self.high:,}"

    def _open_text(self) -> str:
        if self.best and not self.low:
            return f"about {self.best:,}"
        return f"{self.low or 0:,} or more"


@dataclass(frozen=True, slots=True)
class TollTotal:
    """A cumulative count beside the sum.

    Attributes:
        incident_id: of the toll's row.
        place_name: the area it counts in.
        place_id: the same, as resolved.
        date_start: first day of the period it counts in.
        date_end: last day.
        killed: how many it states.
        wounded: how many it states.
        accounted_for: least deaths of the incidents inside its area and period, and never more
            than the toll itself.
        not_located: what is left of the toll; missing when it states no least number.

    """

    incident_id: str
    place_name: str | None
    place_id: str | None
    date_start: dt.date | None
    date_end: dt.date | None
    killed: CountRange
    wounded: CountRange
    accounted_for: int
    not_located: int | None


@dataclass(frozen=True, slots=True)
class Totals:
    """What a frame of incidents adds up to.

    Attributes:
        incidents: rows of kind incident; `killed` and `wounded` are theirs.
        killed: the sum of what is stated.
        wounded: the sum of what is stated.
        killed_not_stated: incidents that state no number of deaths, and add nothing to the sum.
        wounded_not_stated: incidents that state no number of wounded.
        talks: rows of kind talks.
        statements: rows of kind statement.
        tolls: cumulative counts, never part of the sums.
        without_place: rows of any kind that have no geometry.
        undated: rows of any kind that have no date.

    """

    incidents: int
    killed: CountRange
    wounded: CountRange
    killed_not_stated: int
    wounded_not_stated: int
    talks: int
    statements: int
    tolls: tuple[TollTotal, ...]
    without_place: int
    undated: int


def select(
    incidents: gpd.GeoDataFrame,
    selection: Selection,
    *,
    claims: pd.DataFrame | None = None,
    reports: pd.DataFrame | None = None,
    told: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> gpd.GeoDataFrame:
    """Return the rows that a selection asks for, in their order and with their index.

    A row meets a date window when any day from its first to its last lies in it. A row without a
    date is kept only when no date is asked for; `count_undated` tells how many are left out so.

    Args:
        incidents: the rows.
        selection: what is asked for.
        claims: whose quotes a text is looked for in, beside the rows themselves.
        reports: whose titles it is looked for in.
        told: what a store finds of its words; see `geodata.store.Store.told`.

    """
    wanted = _matches_without_date(incidents, selection) & _in_window(incidents, selection)
    if selection.text:
        # Only in what is left: to search takes longer than all else.
        incidents = incidents if wanted.all() else incidents[wanted]
        wanted = matching(selection.text, incidents, claims, reports, told)
    # To copy a million rows takes longer than to find out that none is left out.
    return incidents if wanted.all() else incidents[wanted]


def count_undated(
    incidents: gpd.GeoDataFrame,
    selection: Selection,
    *,
    claims: pd.DataFrame | None = None,
    reports: pd.DataFrame | None = None,
    told: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> int:
    """Return how many rows meet all of a selection but its dates, because they have none."""
    if selection.date_from is None and selection.date_to is None:
        return 0
    undated = incidents[~masks.dated(incidents)]
    anytime = replace(selection, date_from=None, date_to=None)
    return len(select(undated, anytime, claims=claims, reports=reports, told=told))


def date_range(incidents: gpd.GeoDataFrame) -> tuple[dt.date, dt.date] | None:
    """Return the first and the last day of all rows; None when no row has a date."""
    starts, ends = masks.days(incidents)
    dated = masks.dated(incidents)
    if not dated.any():
        return None
    return starts[dated].min().astype(dt.date), ends[dated].max().astype(dt.date)


def totals(incidents: gpd.GeoDataFrame, *, known: gpd.GeoDataFrame | None = None) -> Totals:
    """Add up a frame of incidents; see `Totals`.

    Args:
        incidents: the rows to add up.
        known: all rows known, when ``incidents`` is a selection of them: what accounts for a toll
            does so whether or not it is selected.

    """
    happened = _happened(incidents)
    return Totals(
        incidents=len(happened),
        killed=_sum(happened, "killed"),
        wounded=_sum(happened, "wounded"),
        killed_not_stated=int((~masks.states(happened, "killed")).sum()),
        wounded_not_stated=int((~masks.states(happened, "wounded")).sum()),
        talks=int(masks.is_kind(incidents, Kind.TALKS).sum()),
        statements=int(masks.is_kind(incidents, Kind.STATEMENT).sum()),
        tolls=tuple(_tolls(incidents, happened if known is None else _happened(known))),
        without_place=int(masks.without_place(incidents).sum()),
        undated=int((~masks.dated(incidents)).sum()),
    )


def _matches_without_date(incidents: gpd.GeoDataFrame, selection: Selection) -> Mask:
    matches = masks.everything(incidents)
    for column, wanted in (
        ("kind", selection.kinds),
        ("event_type", selection.event_types),
        ("source", selection.sources),
        ("location_precision", selection.precisions),
    ):
        if wanted:
            matches &= masks.is_one_of(incidents[column], wanted)
    for test, asked in (
        (masks.in_countries, selection.countries),
        (masks.in_divisions, selection.divisions),
        (masks.has_actor, selection.actors),
        (masks.has_confidence, selection.confidences),
    ):
        if asked:
            matches &= test(incidents, asked)
    if selection.bbox is not None:
        matches &= masks.in_box(incidents, selection.bbox)
    return matches & _has_deaths(incidents, selection)


def _has_deaths(incidents: gpd.GeoDataFrame, selection: Selection) -> Mask:
    found = masks.everything(incidents)
    bounds = (selection.deaths_from, selection.deaths_to)
    if bounds != (None, None):
        found &= masks.deaths_between(masks.deaths(incidents), *bounds)
    if selection.deaths_stated is not None:
        found &= masks.states(incidents, "killed") == selection.deaths_stated
    return found


def _in_window(incidents: gpd.GeoDataFrame, selection: Selection) -> Mask:
    if selection.date_from is None and selection.date_to is None:
        return masks.everything(incidents)
    starts, ends = masks.days(incidents)
    inside = masks.dated(incidents)
    if selection.date_from is not None:
        inside &= ends >= np.datetime64(selection.date_from)
    if selection.date_to is not None:
        inside &= starts <= np.datetime64(selection.date_to)
    return inside


def _sum(incidents: gpd.GeoDataFrame, what: str) -> CountRange:
    """Add up what rows state.

    A row without a least number adds nothing to the least; without a best one it adds its least
    to the best; one without a highest number leaves the highest open.
    """
    stated = incidents[masks.states(incidents, what)]
    if stated.empty:
        return CountRange()
    low, best, high = (stated[f"{what}_{bound}"] for bound in ("low", "best", "high"))
    return CountRange(
        low=int(low.fillna(0).sum()),
        best=int(best.fillna(low).fillna(0).sum()),
        high=None if high.isna().any() else int(high.sum()),
    )


def _happened(incidents: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    return incidents[masks.is_kind(incidents, Kind.INCIDENT)]


def _tolls(incidents: gpd.GeoDataFrame, happened: gpd.GeoDataFrame) -> list[TollTotal]:
    tolls = incidents[masks.is_kind(incidents, Kind.TOLL)]
    return [_toll(toll, happened) for toll in tolls.itertuples(index=False)]


def _toll(toll: Any, happened: gpd.GeoDataFrame) -> TollTotal:  # noqa: ANN401 - a row of the frame
    inside = happened[_in_period(happened, toll)]
    inside = inside[_in_area(inside, toll)]
    killed, wounded = _range(toll, "killed"), _range(toll, "wounded")
    accounted_for = int(inside["killed_low"].fillna(0).sum())
    ceiling = killed.low if killed.low is not None else killed.high
    if ceiling is not None:
        accounted_for = min(accounted_for, ceiling)
    return TollTotal(
        incident_id=toll.incident_id,
        place_name=_or_none(toll.place_name),
        place_id=_or_none(toll.place_id),
        date_start=_date(toll.date_start),
        date_end=_date(toll.date_end),
        killed=killed,
        wounded=wounded,
        accounted_for=accounted_for,
        not_located=None if killed.low is None else killed.low - accounted_for,
    )


def _in_period(happened: gpd.GeoDataFrame, toll: Any) -> Mask:  # noqa: ANN401 - a row of the frame
    """Return which incidents lie wholly in a toll's period; one bound may be missing."""
    starts, ends = masks.days(happened)
    first, last = _date(toll.date_start), _date(toll.date_end)
    if first is None and last is None:
        return np.zeros(len(happened), dtype=bool)
    inside = masks.dated(happened)
    if first is not None:
        inside &= starts >= np.datetime64(first)
    if last is not None:
        inside &= ends <= np.datetime64(last)
    return inside


def _in_area(happened: gpd.GeoDataFrame, toll: Any) -> Mask:  # noqa: ANN401 - a row of the frame
    """Return which incidents lie in a toll's area.

    For a country that is every incident in it, for a border every incident in either country;
    for any smaller area those at the same place and those whose geometry it covers.
    """
    place_id = _or_none(toll.place_id) or ""
    sides = masks.border_sides(place_id)
    if sides:
        return masks.in_countries(happened, sides)
    inside = masks.is_one_of(happened["place_id"], [place_id])
    if toll.location_precision == LocationPrecision.COUNTRY:
        return inside | masks.is_one_of(happened["iso3"], [_or_none(toll.iso3) or ""])
    if toll.geometry is not None:
        shapely.prepare(toll.geometry)
        covered: Mask = shapely.covers(toll.geometry, happened.geometry.to_numpy())
        return inside | covered
    return inside


def _range(row: Any, what: str) -> CountRange:  # noqa: ANN401 - a row of the frame
    return CountRange(
        *(
            None if pd.isna(value) else int(value)
            for value in (getattr(row, f"{what}_{bound}") for bound in ("low", "best", "high"))
        )
    )


def _date(value: pd.Timestamp) -> dt.date | None:
    return None if pd.isna(value) else value.date()


def _or_none(value: Any) -> str | None:  # noqa: ANN401 - text, or pandas' missing value
    return None if pd.isna(value) else str(value)
