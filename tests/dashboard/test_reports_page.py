import dataclasses
from pathlib import Path

import dashboard_records as records
import pytest
import streamlit as st
from dashboard_pages import component, follow, reports_page, run_page
from streamlit.testing.v1 import AppTest

from geodata.store import Store

TEXT = (
    "KABUL, 12 October 2025 - An air strike hit a market in Kabul on Saturday, killing 15 "
    "civilians."
)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "incidents.db"
    monkeypatch.setenv("INCIDENTMAP_STORE", str(path))
    monkeypatch.chdir(tmp_path)
    st.cache_resource.clear()
    return path


def button(app: AppTest, label: str) -> AppTest:
    [found] = [one for one in app.button if one.label == label]
    return found.click().run()


def test_a_pasted_report_is_shown_first_and_stored_when_a_person_says_so(store: Path) -> None:
    app = run_page(reports_page)
    app.text_area(key="bring_text").set_value(TEXT).run()
    app.text_input(key="bring_title").set_value("A **market**").run()
    follow(button(app, "Read"), "reading_job")
    assert not app.exception
    assert not store.exists()
    assert "1 report read; found\\: 1 incident" in app.markdown[0].value
    shown = component(app, "report_text")
    assert shown["title"] == "A **market**"
    [quoted] = [part for part in shown["segments"] if part["incidents"]]
    assert quoted["text"] in TEXT
    follow(button(app, "Load into the store"), "loading_job")
    assert not app.exception
    assert "1 new" in app.success[0].value
    assert Store.open(store).counts()["reports"] == 1
    assert app.dataframe[0].value["Title"].tolist() == ["A **market**"]
    assert app.text_area(key="bring_text").value == ""


def test_what_was_found_can_be_discarded(store: Path) -> None:
    app = run_page(reports_page)
    app.text_area(key="bring_text").set_value(TEXT).run()
    follow(button(app, "Read"), "reading_job")
    button(app, "Discard")
    assert not app.exception
    assert not store.exists()
    assert app.text_area(key="bring_text").value == TEXT


def test_nothing_to_read_is_said(store: Path) -> None:
    app = button(run_page(reports_page), "Read")
    assert not app.exception
    assert "nothing to read yet" in app.warning[0].value
    assert not store.exists()


def test_a_report_is_read_with_its_quotes_and_they_open_rows(store: Path) -> None:
    records.save(store, records.all_records())
    app = run_page(reports_page, report="report-1", incident="clash")
    assert not app.exception
    shown = component(app, "report_text")
    told = {part["text"]: part["incidents"] for part in shown["segments"]}
    assert told[records.CLASH] == ["clash"]
    assert told[records.STATEMENT] == ["statement"]
    assert shown["titles"]["clash"] == "Battle · Kunar · 15 March 2025"
    assert app.dataframe[0].value["Rows"].tolist() == [4, 1]
    assert component(app, "incident_panel")["title"] == "Battle · Kunar · 15 March 2025"


def test_a_report_without_a_title_is_known_by_its_first_words(store: Path) -> None:
    batch = records.all_records()
    batch.reports = [dataclasses.replace(one, title=None) for one in batch.reports]
    records.save(store, batch)
    titles = run_page(reports_page).dataframe[0].value["Title"].tolist()
    assert titles[0] == f"{records.TEXT[:70]} …"


def test_filters_leave_the_reports_of_their_rows(store: Path) -> None:
    records.save(store, records.all_records())
    app = run_page(reports_page, type="explosion")
    assert app.dataframe[0].value["Title"].tolist() == ["Blast at a market"]
    nothing = run_page(reports_page, q="nowhere")
    assert "none of the 2 reports" in nothing.info[0].value


def test_an_address_of_no_report_says_so(store: Path) -> None:
    records.save(store, records.all_records())
    app = run_page(reports_page, report="nothing")
    assert "not in the store" in app.info[0].value
