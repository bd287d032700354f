"""The dashboard on a store with more incidents than are shown one by one."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest
import streamlit as st
from dashboard_pages import data_page, incidents_page, reports_page, run_page, timeline_page
from made_dataset import dataset_chunks, file_of
from test_app import component, run

from dashboard import cached
from dashboard.incident_table import MAX_ROWS
from dashboard.map import groups
from dashboard.map_pages import PAGES
from dashboard.row_order import SORTS, SORTS_OF_MANY, Sort, in_order, ranks_in, ranks_of
from dashboard.selection import View
from geodata.errors import StoreError
from geodata.store import Store

ROWS = 3_000


@pytest.fixture(autouse=True)
def large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that counts as large, whose tables nobody may read whole."""
    path = tmp_path / "incidents.db"
    monkeypatch.chdir(tmp_path)
    Store.open(path, create=True).save_dataset(dataset_chunks(ROWS), **file_of())
    monkeypatch.setenv("INCIDENTMAP_STORE", str(path))
    monkeypatch.setattr(cached, "_MOST_ROWS", ROWS - 1)
    monkeypatch.setattr(groups.grouped, "__defaults__", (250,))
    st.cache_resource.clear()

    def refuse(_: Store) -> None:
        raise StoreError("the whole store was read")

    monkeypatch.setattr(Store, "frames", refuse)


def test_it_opens_with_groups_and_the_newest_rows() -> None:
    app = run()
    assert not app.exception
    assert not app.error
    shown = component(app, "map_frame")
    assert PAGES.get(Path(shown["url"]).stem) is not None
    assert len(app.dataframe[0].value) == MAX_ROWS
    captions = " ".join(caption.value for caption in app.caption)
    assert "3,000 rows are too many to show one by one" in captions
    assert f"The newest {MAX_ROWS} of 3,000 rows" in captions
    assert component(app, "filters")["total"] == ROWS


def test_filters_make_other_groups_until_each_incident_shows() -> None:
    app = run()
    before = component(app, "map_frame")["url"]
    app.session_state["view"] = View(countries=("AFG",), event_types=("battle",))
    app.run()
    assert not app.exception
    left = component(app, "filters")["left"]
    assert 100 < left <= 250
    assert component(app, "map_frame")["url"] != before
    assert len(app.dataframe[0].value) == MAX_ROWS
    assert not any("too many" in caption.value for caption in app.caption)


def test_the_incidents_of_a_group_and_an_incident_open() -> None:
    app = run(incident="group 0 of 117")
    assert not app.exception
    store = Store.open(Path("incidents.db"))
    (known,) = store.overview().newest(store.overview().ids == store.overview().ids[7], 1)
    app.session_state["view"] = View(incident=known)
    app.run()
    assert not app.exception
    assert component(app, "incident_panel")["title"]


def test_the_timeline_and_the_table_tell_what_a_small_store_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same rows, read as a large store and as a small one."""
    view = View(countries=("AFG", "PAK"), date_from=dt.date(2017, 1, 1), deaths_from=1)

    def told() -> list[object]:
        timeline, incidents = (
            run_page(page, **view.to_query()) for page in (timeline_page, incidents_page)
        )
        for app in (timeline, incidents):
            assert not app.exception
            assert not app.error
        rows = incidents.dataframe[0].value
        return [
            [table.value.to_csv() for table in timeline.dataframe],
            [text.value for app in (timeline, incidents) for text in app.markdown],
            [metric.value for metric in timeline.metric],
            (len(rows), rows["From"].is_monotonic_decreasing),
        ]

    large = told()
    assert large[2]
    monkeypatch.undo()
    monkeypatch.setenv("INCIDENTMAP_STORE", str(tmp_path / "incidents.db"))
    st.cache_resource.clear()
    assert told() == large


@pytest.mark.parametrize("sort", SORTS_OF_MANY)
def test_rows_stand_in_the_order_asked_for(sort: Sort) -> None:
    store = Store.open(Path("incidents.db"))
    overview, incidents = store.overview(), store.incidents()
    places = {key: at for at, key in enumerate(incidents["incident_id"])}
    at = [places[f"{number:016x}"] for number in overview.ids.tolist()]
    known = ranks_of(incidents, SORTS[sort])[at]
    found = ranks_in(overview, SORTS[sort])
    rows = np.arange(len(overview))
    for rising in (True, False):
        expected, order = (known[in_order(ranks, rows, rising=rising)] for ranks in (known, found))
        np.testing.assert_array_equal(order, expected)


def test_filters_that_a_large_store_does_not_know_are_named() -> None:
    app = run(q="convoy")
    assert not app.exception
    assert any("search for words" in warning.value for warning in app.warning)
    assert len(app.dataframe[0].value) == MAX_ROWS


def test_other_pages_say_where_the_rows_are_and_data_counts_them() -> None:
    app = run_page(reports_page)
    assert not app.exception
    assert not app.error
    assert "on the pages Map, Timeline and Incidents" in app.info[0].value
    app = run_page(data_page)
    assert not app.exception
    assert not app.error
    assert {one.label: one.value for one in app.metric}["Rows"] == f"{ROWS:,}"
    assert app.dataframe[0].value["Rows"].tolist() == [ROWS]
