from pathlib import Path

import dashboard_records as records
import pytest
import streamlit as st
from dashboard_pages import data_page, follow, run_page
from made_dataset import dataset_chunks, file_of

from dashboard.dataset_intake import keep, look
from geodata.settings import Settings
from geodata.store import Store

TABLE = b"No,Day,Town,Dead\n1,2025-10-01,Kabul,3\n2,2025-10-02,Herat,4\n"


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "incidents.db"
    monkeypatch.setenv("INCIDENTMAP_STORE", str(path))
    monkeypatch.chdir(tmp_path)
    st.cache_resource.clear()
    return path


def test_the_page_tells_what_is_held_from_where_and_how_it_came(store: Path) -> None:
    records.save(store, records.all_records())
    Store.open(store).save_dataset(dataset_chunks(30), **file_of("made.csv"))
    app = run_page(data_page)
    assert not app.exception
    held = {one.label: one.value for one in app.metric}
    assert (held["Rows"], held["Reports"]) == ("35", "2")
    sources, loads = (one.value for one in app.dataframe)
    assert dict(zip(sources["Source"], sources["Rows"], strict=True)) == {
        "made": 30,
        "Report": 4,
        "Sample report": 1,
    }
    assert sources["Licence"].iloc[0] == "not to be redistributed"
    assert loads["File"].iloc[0] == "made.csv"
    assert loads["New"].iloc[0] == 30
    assert loads["What"].iloc[0] == "Load"
    assert all(one.help for one in app.metric)


def test_a_store_that_is_not_there_yet_says_what_to_do(store: Path) -> None:
    app = run_page(data_page)
    assert not app.exception
    assert "makes it" in app.info[0].value
    assert str(store) in app.code[0].value
    assert not store.exists()


def test_samples_are_loaded_and_removed(store: Path) -> None:
    app = run_page(data_page)
    app.button(key="load_samples").click().run()
    follow(app, "samples_job")
    assert not app.exception
    assert "Sample reports loaded" in app.success[0].value
    assert Store.open(store).counts()["reports"] > 0
    app.button(key="remove_samples_here").click().run()
    assert not app.exception
    assert Store.open(store).counts()["reports"] == 0


def test_a_dataset_is_looked_at_and_then_loaded(store: Path) -> None:
    app = run_page(data_page)
    app.session_state["dataset_look"] = look(keep("my **survey**.csv", TABLE), None, Settings())
    app.session_state["dataset_columns"] = app.session_state["dataset_look"].columns
    app.run()
    assert not app.exception
    assert 'place_name = "Town"' in app.text_area[0].value
    assert app.dataframe[0].value["place_name"].tolist() == ["Kabul", "Herat"]
    assert not store.exists()
    [button] = [one for one in app.button if one.label == "Load into the store"]
    button.click().run()
    follow(app, "dataset_loading")
    assert not app.exception
    assert "2 rows new" in app.success[0].value
    assert Store.open(store).counts()["incidents"] == 2
