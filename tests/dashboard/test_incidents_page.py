import csv
import io
from pathlib import Path
from typing import Any

import dashboard_records as records
import pytest
import streamlit as st
from dashboard_pages import component, incidents_page, run_page
from made_dataset import dataset_chunks, file_of
from streamlit.testing.v1 import AppTest

from dashboard.downloads import csv_bytes
from geodata.store import Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "incidents.db"
    monkeypatch.setenv("INCIDENTMAP_STORE", str(path))
    monkeypatch.chdir(tmp_path)
    st.cache_resource.clear()
    return path


def table(app: AppTest) -> Any:  # noqa: ANN401 - pandas' frame, by column
    return app.dataframe[0].value


def test_rows_are_sorted_all_at_once_and_shown_a_leaf_at_a_time(store: Path) -> None:
    Store.open(store, create=True).save_dataset(dataset_chunks(1_200), **file_of())
    app = run_page(incidents_page)
    assert not app.exception
    assert len(table(app)) == 500
    assert any("Rows 1 to 500 of 1,200" in one.value for one in app.caption)
    app.selectbox(key="sort").set_value("killed").run()
    worst = table(app)["Killed ≤"].tolist()
    assert worst == sorted(worst, reverse=True)
    app.number_input(key="leaf").set_value(3).run()
    last = table(app)["Killed ≤"].tolist()
    assert len(last) == 200
    assert max(last) <= min(worst)


def test_a_filter_that_leaves_fewer_leaves_turns_back(store: Path) -> None:
    Store.open(store, create=True).save_dataset(dataset_chunks(1_200), **file_of())
    app = run_page(incidents_page)
    app.number_input(key="leaf").set_value(3).run()
    app.query_params["country"] = "AFG"
    app.run()
    assert not app.exception
    assert len(table(app)) > 0


def test_a_row_opens_its_panel_with_its_facts(store: Path) -> None:
    records.save(store, records.all_records())
    app = run_page(incidents_page, incident="clash")
    facts = dict(component(app, "incident_panel")["facts"])
    assert facts["Killed"] == "6"
    assert facts["Place"] == "Kunar, Afghanistan"
    assert facts["Said by"] == "the army"


def test_the_file_is_what_the_export_writes(store: Path) -> None:
    records.save(store, records.all_records())
    frames = Store.open(store).frames()
    chosen = frames.incidents[frames.incidents["kind"] == "talks"]
    text = csv_bytes(chosen, frames.claims, frames.reports).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["incident_id"], row["outcome"]) == ("talks", "failed")
    assert records.TALKS in row["quotes"]


def test_no_rows_say_what_to_do(store: Path) -> None:
    records.save(store, records.all_records())
    app = run_page(incidents_page, q="nowhere")
    assert "No rows" in app.info[0].value
    assert not app.dataframe
