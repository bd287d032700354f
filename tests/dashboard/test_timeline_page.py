import dataclasses
import datetime as dt
from pathlib import Path

import dashboard_records as records
import pytest
import streamlit as st
from dashboard_pages import component, run_page, timeline_page


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "incidents.db"
    monkeypatch.setenv("INCIDENTMAP_STORE", str(path))
    monkeypatch.chdir(tmp_path)
    st.cache_resource.clear()
    return path


def test_figures_keep_incidents_and_tolls_apart(store: Path) -> None:
    records.save(store, records.all_records())
    app = run_page(timeline_page)
    assert not app.exception
    assert {one.label: one.value for one in app.metric} == {
        "Incidents": "2",
        "Killed in incidents": "6",
        "Tolls, not added": "1",
        "Talks": "1",
        "Statements": "1",
    }
    [told] = [one.value for one in app.markdown if "killed in" in one.value]
    assert told == (
        "6 killed in 2 incidents (1 of them without a number); a toll of 40 or more for March 2025 "
        "(Afghan–Pakistani border) is reported, 34 of them not located."
    )
    headings = [one.value for one in app.subheader]
    assert headings == [
        "Killed in incidents, by day",
        "Incidents by type and day",
        "Talks and statements",
        "Tolls over their period",
        "Talks",
    ]


def test_dates_are_compared_with_the_period_before(store: Path) -> None:
    records.save(store, records.all_records())
    app = run_page(timeline_page, **{"from": "2025-03-12", "to": "2025-03-18"})
    figures = {one.label: one.delta for one in app.metric}
    assert figures["Incidents"] == "+0"
    assert figures["Killed in incidents"] == ""
    [said] = [one.value.replace("\\", "") for one in app.caption if "period before" in one.value]
    assert said == "The period before, 5–11 March 2025: 1 incident, no deaths stated."
    early = run_page(timeline_page, **{"from": "2025-03-05", "to": "2025-03-18"})
    [said] = [one.value for one in early.caption if "period before" in one.value]
    assert said.endswith("Nothing in the store is older than 1 March 2025.")


def test_talks_stand_with_venue_parties_mediators_and_outcome(store: Path) -> None:
    records.save(store, records.all_records())
    app = run_page(timeline_page, incident="talks")
    table = app.dataframe[-1].value
    assert table[["Venue", "Parties", "Mediators", "Outcome"]].to_numpy().tolist() == [
        ["Doha, Qatar", "the north – the south", "Qatar", "Failed"]
    ]
    assert ["Outcome", "Failed"] in component(app, "incident_panel")["facts"]


def test_each_chart_has_a_table_that_tells_the_same(store: Path) -> None:
    records.save(store, records.all_records())
    app = run_page(timeline_page)
    killed, types, tolls, _ = (one.value for one in app.dataframe)
    assert killed["high"].sum() == 6
    assert types.drop(columns="from").to_numpy().sum() == 2
    assert tolls["not located"].tolist() == [34]


def test_what_began_before_the_dates_is_told_and_not_drawn(store: Path) -> None:
    report, batch = records.REPORT, records.all_records()
    long = dataclasses.replace(
        batch.incidents[0],
        incident_id="long",
        date_start=dt.date(2025, 2, 1),
        date_end=dt.date(2025, 3, 31),
        killed_low=7,
        killed_best=8,
        killed_high=9,
        report_ids=[report.report_id],
    )
    records.save(store, dataclasses.replace(batch, incidents=[*batch.incidents, long]))
    app = run_page(timeline_page, **{"from": "2025-03-01", "to": "2025-03-31"})
    assert {one.label: one.value for one in app.metric}["Killed in incidents"] == "13–15"
    [said] = [one.value for one in app.info if "began before" in one.value]
    assert said.startswith("1 incident that began before 1 March 2025 lasts into these dates: 7–9")
    assert app.dataframe[0].value["high"].sum() == 6
    whole = run_page(timeline_page)
    assert whole.dataframe[0].value["high"].sum() == 15
    assert not whole.info


def test_rows_without_dates_or_no_rows_say_so(store: Path) -> None:
    records.save(store, records.all_records())
    undated = run_page(timeline_page, kind="statement")
    assert "no timeline" in undated.info[0].value
    nothing = run_page(timeline_page, q="nowhere")
    assert "No rows" in nothing.info[0].value
    assert not nothing.exception


def test_an_empty_store_says_what_to_do(store: Path) -> None:
    app = run_page(timeline_page)
    assert "nothing in the store" in app.info[0].value
    assert not store.exists()
