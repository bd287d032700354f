"""What the dashboard computes once and keeps: every use of Streamlit's caches.

Everything here is shared by all sessions and must not be changed in place. What is kept is found
by the store, the version of its data and the selection, so that a load by another program shows.
"""

import datetime as dt
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cache, partial
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import streamlit as st

from dashboard.export_files import Previews
from dashboard.map.groups import Cells, Groups, cells_of, grouped
from dashboard.map.incident_map import incident_map
from dashboard.map.incident_map import page as page_of
from dashboard.map_pages import MapPage, map_page
from dashboard.row_order import Ranks, SortBy, in_order, ranks_in, ranks_of
from geodata.facets import Counted, Facets
from geodata.frames import claims_frame, incidents_frame, reports_frame
from geodata.gazetteer import Gazetteer
from geodata.history import Load, Rejection
from geodata.masks import Mask
from geodata.overview import Overview
from geodata.query import Selection, TollTotal, totals
from geodata.reading import Linked
from geodata.saving import SAMPLE
from geodata.settings import Settings
from geodata.store import Frames, Store, Summary
from geodata.text_search import matching
from geodata.vocabulary import Kind
from loaders.extraction.extract import Extractor
from loaders.extractor import ReportExtractor
from loaders.linking.link import undo_link

# People switch between a few filters; an entry holds the rows that one leaves, or their map.
_KEPT = 8
# A store of more incidents than this is shown in groups: their frames would take gigabytes.
_MOST_ROWS = 2_000_000
# Each is compared with all incidents.
_MOST_TOLLS = 200


@dataclass(frozen=True, slots=True)
class StoreState:
    """A store and the version of its data; equal states hold equal rows."""

    location: str
    version: str
    wait_seconds: float


@dataclass(frozen=True, slots=True)
class Span:
    """The first and the last day of some rows; none when no row has a date."""

    first: dt.date | None
    last: dt.date | None


def store_state(settings: Settings) -> StoreState:
    """Return the state of the settings' store now; its version is empty when there is none yet.

    Raises:
        StoreError: the store cannot be read.

    """
    store = _open(settings.store, settings.store_wait_seconds)
    version = store.data_version() if store.exists() else ""
    return StoreState(settings.store, version, settings.store_wait_seconds)


def remove_samples(settings: Settings) -> None:
    """Remove the sample reports and what was found in them from the store."""
    _open(settings.store, settings.store_wait_seconds).remove(SAMPLE)


def undo_links(settings: Settings, incident_id: str) -> None:
    """Set an incident apart from those that it is linked with.

    Raises:
        StoreError: the store cannot be written.
        UsageError: it is linked with nothing any more.

    """
    undo_link(_open(settings.store, settings.store_wait_seconds), incident_id)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def linked_with(state: StoreState, incident_id: str) -> Linked:
    """Return what is linked with an incident."""
    return _open(state.location, state.wait_seconds).linked_with(incident_id)


@st.cache_resource(max_entries=2, show_spinner="Reading the store …")
def frames(state: StoreState) -> Frames:
    """Return the store's tables; empty ones when there is no store yet."""
    if not state.version:
        return Frames(incidents_frame([]), claims_frame([]), reports_frame([]))
    return _open(state.location, state.wait_seconds).frames()


def facets(state: StoreState) -> Facets | Overview:
    """Return what the store's rows can be filtered by, and what sums of them are made of."""
    return overview(state) if is_large(state) else _facets(state)


@st.cache_resource(max_entries=2, show_spinner="Counting …")
def _facets(state: StoreState) -> Facets:
    return Facets(frames(state).incidents)


@st.cache_resource(max_entries=2 * _KEPT, show_spinner=False)
def counted(state: StoreState, selection: Selection) -> Counted:
    """Return which rows a selection leaves, and what each filter could leave beside the others."""
    known = facets(state)
    if isinstance(known, Overview):
        return known.counted(selection)
    return known.counted(selection, _found(state, selection.text))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def span(state: StoreState, selection: Selection) -> Span:
    """Return the first and last days of the rows that a selection leaves."""
    found = facets(state).span(counted(state, selection).rows)
    return Span(None, None) if found is None else Span(*found)


def newest(state: StoreState, selection: Selection, most: int) -> gpd.GeoDataFrame:
    """Return the newest rows that a selection leaves, those without a date last of all.

    Args:
        state: of the store.
        selection: which rows.
        most: how many.

    """
    if is_large(state):
        ids = overview(state).newest(counted(state, selection).rows, most)
        return some(state, tuple(ids)).incidents
    # Rows stand by their first day; those without one come last.
    places = np.flatnonzero(counted(state, selection).rows)
    incidents = frames(state).incidents
    dated = incidents["date_start"].notna().to_numpy(dtype=bool)[places]
    chosen = np.concatenate([places[dated][::-1][:most], places[~dated][:most]])[:most]
    return incidents.iloc[chosen]


def of_kinds(
    state: StoreState, selection: Selection, kinds: tuple[Kind, ...], most: int
) -> gpd.GeoDataFrame:
    """Return the newest rows of some kinds that a selection leaves; see `newest`."""
    if selection.kinds:
        kinds = tuple(kind for kind in kinds if kind in selection.kinds)
        if not kinds:
            return incidents_frame([])
    return newest(state, replace(selection, kinds=tuple(str(kind) for kind in kinds)), most)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def tolls(state: StoreState, selection: Selection) -> list[TollTotal]:
    """Return the tolls that a selection leaves, the largest first.

    What accounts for a toll does so whether or not it is selected; in a large store that is not
    looked for.
    """
    rows = of_kinds(state, selection, (Kind.TOLL,), _MOST_TOLLS)
    if rows.empty:
        return []
    if is_large(state):
        found = tuple(replace(toll, not_located=None) for toll in totals(rows).tolls)
    else:
        found = totals(rows, known=frames(state).incidents).tolls
    return sorted(found, key=lambda toll: -(toll.killed.low or toll.killed.high or 0))


def ordered(
    state: StoreState, selection: Selection, by: SortBy, *, rising: bool
) -> npt.NDArray[np.integer[Any]]:
    """Return the places of the rows that a selection leaves, in an order."""
    order = _large_ordered if is_large(state) else _ordered
    return order(state, selection, by, rising=rising)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def _ordered(
    state: StoreState, selection: Selection, by: SortBy, *, rising: bool
) -> npt.NDArray[np.int64]:
    places = np.flatnonzero(counted(state, selection).rows)
    return in_order(_ranks(state, by), places, rising=rising)


# Of ten million rows an order takes forty megabytes: only the last is kept.
@st.cache_resource(max_entries=1, show_spinner="Sorting …")
def _large_ordered(
    state: StoreState, selection: Selection, by: SortBy, *, rising: bool
) -> npt.NDArray[np.int32]:
    places = np.flatnonzero(counted(state, selection).rows)
    return in_order(ranks_in(overview(state), by), places, rising=rising).astype(np.int32)


@st.cache_resource(max_entries=4, show_spinner=False)
def _ranks(state: StoreState, by: SortBy) -> Ranks:
    return ranks_of(frames(state).incidents, by)


def rows_at(state: StoreState, places: npt.NDArray[np.integer[Any]]) -> gpd.GeoDataFrame:
    """Return the rows at some of the places that `ordered` returns."""
    if not is_large(state):
        return frames(state).incidents.iloc[places]
    ids = overview(state).ids[places]
    return some(state, tuple(f"{number:016x}" for number in ids.tolist())).incidents


def chosen_rows(state: StoreState, selection: Selection) -> gpd.GeoDataFrame:
    """Return the rows that a selection leaves; not kept, since they may be a million."""
    incidents, kept = frames(state).incidents, counted(state, selection).rows
    return incidents if kept.all() else incidents[kept]


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def page(state: StoreState, selection: Selection) -> MapPage:
    """Return the map page of all rows, showing those that a selection leaves."""
    whole, order = _whole_page(state)
    return whole.showing(order, counted(state, selection).rows)


@st.cache_resource(max_entries=2, show_spinner="Drawing the map …")
def _whole_page(state: StoreState) -> tuple[MapPage, npt.NDArray[np.int64]]:
    """Return the map page of all rows, and the position in the frame of each of its rows."""
    drawn = incident_map(*frames(state), boundary_profile=Settings.read().boundary_profile)
    return map_page(page_of(drawn)), drawn.order


@st.cache_resource(max_entries=4, show_spinner=False)
def is_large(state: StoreState) -> bool:
    """Return whether a store has more incidents than are read and shown one by one."""
    store = _open(state.location, state.wait_seconds)
    return bool(state.version) and store.holds_more_than(_MOST_ROWS)


@st.cache_resource(max_entries=1, show_spinner="Reading the store …")
def overview(state: StoreState) -> Overview:
    """Return what is known of each incident of a large store."""
    return _open(state.location, state.wait_seconds).overview()


# What is kept of ten million rows takes two hundred megabytes: only the last is.
@st.cache_resource(max_entries=1, show_spinner="Grouping incidents …")
def groups(state: StoreState, selection: Selection) -> tuple[Groups, MapPage]:
    """Return the groups of what a selection leaves of a large store, and their map page."""
    found = grouped(overview(state), _cells(state), counted(state, selection).rows)
    drawn = incident_map(
        found.incidents,
        claims_frame([]),
        reports_frame([]),
        groups=found.sizes,
        boundary_profile=Settings.read().boundary_profile,
    )
    return found, map_page(page_of(drawn))


@st.cache_resource(max_entries=1, show_spinner="Grouping incidents …")
def _cells(state: StoreState) -> Cells:
    return cells_of(overview(state))


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def some(state: StoreState, incident_ids: tuple[str, ...]) -> Frames:
    """Return some incidents with their claims and reports, in the order of their ids."""
    tables = _open(state.location, state.wait_seconds).some(incident_ids)
    place = {key: at for at, key in enumerate(incident_ids)}
    order = tables.incidents["incident_id"].map(place).argsort()
    return tables._replace(incidents=tables.incidents.iloc[order])


@st.cache_resource(show_spinner=False)
def country_names(gazetteer: Path | None, codes: frozenset[str]) -> dict[str, str]:
    """Return the names of countries by ISO 3166-1 alpha-3 code; the code where there is none."""
    with Gazetteer.open(gazetteer) as opened:
        places = {code: opened.place(f"country:{code}") for code in sorted(codes)}
    return {code: code if place is None else place.name for code, place in places.items()}


@st.cache_resource(max_entries=2, show_spinner=False)
def summary(state: StoreState) -> Summary | None:
    """Return what the store holds, counted by the database; None when there is none yet."""
    return _open(state.location, state.wait_seconds).summary() if state.version else None


@st.cache_resource(max_entries=2, show_spinner=False)
def loads(state: StoreState, most: int) -> list[Load]:
    """Return the latest changes of the store, the last first."""
    return _open(state.location, state.wait_seconds).loads(most) if state.version else []


@st.cache_resource(max_entries=4, show_spinner=False)
def rejected_rows(state: StoreState, load_id: int) -> list[Rejection]:
    """Return what a load could not take, in the order of the file."""
    return _open(state.location, state.wait_seconds).rejected_rows(load_id)


@st.cache_resource(max_entries=2, show_spinner=False)
def licences(state: StoreState) -> pd.DataFrame:
    """Return the sources in the store: rows, days and licences of each."""
    incidents = frames(state).incidents
    names = ["source", "licence", "attribution"]
    # Of a million rows few differ in these.
    codes = [pd.factorize(incidents[name]) for name in names]
    table = pd.DataFrame({name: code for name, (code, _) in zip(names, codes, strict=True)})
    table["first"], table["last"] = (incidents[f"date_{end}"] for end in ("start", "end"))
    found = table.groupby(names, as_index=False).agg(
        rows=("first", "size"), first=("first", "min"), last=("last", "max")
    )
    for name, (_, texts) in zip(names, codes, strict=True):
        found[name] = [None if code < 0 else str(texts[code]) for code in found[name]]
    return found.sort_values("rows", ascending=False)


@st.cache_resource(show_spinner=False)
def queue() -> ThreadPoolExecutor:
    """Return where long work goes: one piece after the other, so that pages stay quick."""
    return ThreadPoolExecutor(1, thread_name_prefix="incidentmap-job")


@st.cache_resource(show_spinner=False)
def drawing_queue() -> ThreadPoolExecutor:
    """Return where maps and files are made: one at a time, for Matplotlib knows no threads."""
    return ThreadPoolExecutor(1, thread_name_prefix="incidentmap-drawing")


@st.cache_resource(show_spinner=False)
def previews() -> Previews:
    """Return the previews of files that were drawn last."""
    return Previews()


@st.cache_resource(show_spinner=False)
def extractor_opener(settings: Settings) -> Callable[[], ReportExtractor]:
    """Return what opens the extractor once, when the first report is read."""
    return cache(partial(Extractor.open, settings))


def store_of(settings: Settings) -> Store:
    """Return the settings' store; there may be none yet, and the first save then makes it."""
    return _open(settings.store, settings.store_wait_seconds)


@st.cache_resource(max_entries=_KEPT, show_spinner=False)
def reports_of(state: StoreState, selection: Selection) -> list[str]:
    """Return the reports that the rows which a selection leaves come from."""
    told = chosen_rows(state, selection)["report_ids"]
    return list({report_id for report_ids in told for report_id in report_ids})


@st.cache_resource(show_spinner=False)
def _open(location: str, wait_seconds: float) -> Store:
    return Store.open(location, create=True, wait_seconds=wait_seconds)


@st.cache_resource(max_entries=_KEPT, show_spinner="Searching …")
def _found(state: StoreState, text: str) -> Mask | None:
    """Return which rows a text finds; None when there is nothing to search for."""
    if not text:
        return None
    told = _open(state.location, state.wait_seconds).told(text) if state.version else {}
    return matching(text, *frames(state), told)
