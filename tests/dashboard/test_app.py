import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import dashboard_records as records
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard.map_pages import PAGES
from dashboard.selection import View
from geodata.schema import SCHEMA_VERSION
from geodata.store import Store

Run = Callable[..., AppTest]


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "incidents.db"
    monkeypatch.setenv("INCIDENTMAP_STORE", str(path))
    monkeypatch.chdir(tmp_path)
    st.cache_resource.clear()
    return path


def run(**query: str | list[str]) -> AppTest:
    app = AppTest.from_file(str(Path(dashboard.__file__).with_name("app.py")), default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def component(app: AppTest, name: str) -> dict[str, Any]:
    """Return the data that the page gave to one of its components."""
    [found] = [
        element.proto.mixed.json or element.proto.json
        for element in app.get("bidi_component")
        if element.proto.component_name == f"incidentmap.{name}"
    ]
    data: dict[str, Any] = json.loads(found)
    return data


def table(app: AppTest) -> Any:  # noqa: ANN401 - pandas' frame, by column
    return app.dataframe[0].value


def places(app: AppTest) -> list[str]:
    return list(table(app)["Place"])


def set_schema_version(store: Path, version: int) -> None:
    connection = sqlite3.connect(store)
    connection.execute(
        "UPDATE incidentmap_meta SET value = ? WHERE name = 'schema_version'", [str(version)]
    )
    connection.commit()
    connection.close()


def test_table_and_map_show_all_rows_at_first(store: Path) -> None:
    records.save(store, records.all_records())
    app = run()
    assert not app.exception
    assert places(app)[:2] == ["Doha", "Kunar"]
    assert len(places(app)) == 5
    shown = component(app, "map_frame")
    assert shown["dates"] == ["2025-03-01", "2025-03-31"]
    assert PAGES.get(Path(shown["url"]).stem) is not None


def test_the_address_filters_and_opens_an_incident(store: Path) -> None:
    records.save(store, records.all_records())
    query = {"kind": ["incident"], "from": ["2025-03-10"], "to": ["2025-03-31"]}
    app = run(**query, incident="clash")
    assert places(app) == ["Kunar"]
    panel = component(app, "incident_panel")
    # Without an open incident the table has the whole width.
    assert (len(app.columns), len(run(**query).columns)) == (2, 1)
    assert panel["passages"][0]["quote"] == records.CLASH
    assert panel["title"] == "Battle · Kunar · 15 March 2025"
    assert app.query_params == {"incident": "clash"} | {k: v for k, [v] in query.items()}


def test_filters_change_rows_map_and_address_and_count_what_is_left(store: Path) -> None:
    records.save(store, records.all_records())
    app = run()
    everything = component(app, "map_frame")["url"]
    app.session_state["view"] = View(kinds=("talks",))
    app.run()
    assert places(app) == ["Doha"]
    # The page stays; only which of its rows show goes after it.
    shown = component(app, "map_frame")
    assert shown["url"] == everything
    rows = PAGES.rows(Path(shown["rows"]).stem)
    assert rows is not None
    assert sum(byte.bit_count() for byte in rows.bits) == 1
    assert app.query_params == {"kind": "talks"}
    filters = component(app, "filters")
    assert (filters["left"], filters["total"]) == (1, 5)
    assert filters["chosen"] == {"kind": ["talks"]}
    lists = {one["name"]: one["options"] for one in filters["lists"]}
    assert lists["kind"] == [
        ["incident", "Incident", 2],
        ["toll", "Toll", 1],
        ["talks", "Talks", 1],
        ["statement", "Statement", 1],
    ]
    assert lists["country"] == [
        ["QAT", "Qatar", 1],
        ["AFG", "Afghanistan", 0],
        ["PAK", "Pakistan", 0],
    ]
    assert lists["actor"] == [["the north", None, 1], ["the south", None, 1]]


def test_nonsense_in_the_address_is_named(store: Path) -> None:
    records.save(store, records.all_records())
    app = run(kind="war", incident="nothing")
    assert "war" in app.warning[0].value
    assert len(places(app)) == 5
    assert "not in the store" in app.info[0].value


def test_dates_and_filters_that_leave_nothing_say_so(store: Path) -> None:
    records.save(store, records.all_records())
    app = run(**{"from": "1999-01-01", "to": "1999-12-31"})
    assert not app.exception
    assert "No rows" in app.info[0].value
    assert not app.dataframe
    app.button(key="clear_nothing").click().run()
    assert len(places(app)) == 5
    assert app.query_params == {}


def test_a_browser_that_is_behind_does_not_call_up_the_address_before(store: Path) -> None:
    records.save(store, records.all_records())
    app = run(kind="talks", incident="talks")
    before = dict(app.query_params)
    next(button for button in app.button if button.label == "Close").click().run()
    assert "incident" not in app.query_params
    for name, value in before.items():
        app.query_params[name] = value
    app.run()
    assert "incident" not in app.query_params


def test_samples_are_marked_and_one_click_removes_them(store: Path) -> None:
    records.save(store, records.all_records())
    app = run()
    app.button(key="remove_samples").click().run()
    assert not app.exception
    assert Store.open(store).counts()["reports"] == 1
    assert "Kabul" not in places(app)
    assert not [button for button in app.button if button.key == "remove_samples"]


def test_a_missing_or_empty_store_says_how_to_load(store: Path) -> None:
    app = run()
    assert not app.exception
    assert "nothing in the store" in app.info[0].value
    links = [link.proto.page for link in app.get("page_link")]
    assert links == ["reports", "data", "data"]
    assert str(store) in app.code[0].value
    assert not store.exists()
    records.save(store, records.all_records())
    app.run()
    assert len(places(app)) == 5


def test_a_store_emptied_and_filled_again_is_followed(store: Path) -> None:
    records.save(store, records.sample_records())
    app = run()
    app.button(key="remove_samples").click().run()
    assert "nothing in the store" in app.info[0].value
    records.save(store, records.own_records())
    app.run()
    assert not app.exception
    assert len(places(app)) == 4


def test_a_store_of_a_newer_version_is_one_clear_line(store: Path) -> None:
    records.save(store, records.all_records())
    set_schema_version(store, 999)
    app = run()
    assert not app.exception
    [error] = app.error
    assert "newer version" in error.value
    set_schema_version(store, SCHEMA_VERSION)
    assert len(places(app.run())) == 5


def test_a_file_that_is_no_store_is_one_clear_line(store: Path) -> None:
    store.write_bytes(b"no database at all" * 100)
    app = run()
    assert not app.exception
    assert len(app.error) == 1


def test_samples_in_a_locked_store_stay_and_the_reason_is_said(
    store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("INCIDENTMAP_STORE_WAIT_SECONDS", "0.1")
    records.save(store, records.all_records())
    app = run()
    connection = sqlite3.connect(store)
    connection.execute("BEGIN IMMEDIATE")
    app.button(key="remove_samples").click().run()
    connection.rollback()
    connection.close()
    assert not app.exception
    [error] = app.error
    assert "locked" in error.value
    assert "Kabul" in places(app)


def test_report_text_reaches_the_page_as_text_only(store: Path) -> None:
    records.save(store, records.all_records())
    app = run(incident="statement")
    assert not app.exception
    panel = component(app, "incident_panel")
    assert panel["passages"][0]["quote"] == records.STATEMENT
    shown = [*app.markdown, *app.caption, *app.title, *app.info, *app.warning]
    assert not [element for element in shown if "onerror" in element.value]
    assert records.HOSTILE in places(app)
