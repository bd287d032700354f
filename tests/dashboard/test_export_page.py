"""The page Export without a browser: options, preview, the file, and its recipe."""

import datetime as dt
import io
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import dashboard_records as records
import pytest
import streamlit as st
from dashboard_pages import component, export_page, follow, run_page
from PIL import Image

from dashboard.cli import run
from dashboard.export_choices import USUAL, request_of
from dashboard.export_files import Source, made_file, preview_of, recipe_file
from dashboard.exports import export_for
from dashboard.exports.request import ExportRequest
from dashboard.jobs import Job
from geodata import masks
from geodata.facets import Facets
from geodata.query import Selection
from geodata.settings import Settings
from geodata.store import Store
from geodata.vocabulary import Sensitivity

DAY = dt.date(2025, 4, 2)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "incidents.db"
    batch = records.all_records()
    # Three rows may leave only as a sum, one not at all.
    kept = {"blast": Sensitivity.AGGREGATE_ONLY, "statement": Sensitivity.RESTRICTED}
    batch.incidents = [
        replace(one, sensitivity=kept.get(one.incident_id, one.sensitivity))
        for one in batch.incidents
    ]
    blast = next(one for one in batch.incidents if one.incident_id == "blast")
    batch.incidents += [replace(blast, incident_id=name) for name in ("blast-2", "blast-3")]
    records.save(path, batch)
    monkeypatch.setenv("INCIDENTMAP_STORE", str(path))
    monkeypatch.chdir(tmp_path)
    st.cache_resource.clear()
    return path


def key(name: str) -> str:
    """Return the key of an option; they begin anew when the browser tells what it remembers."""
    return f"export_{name}_1"


def source(path: Path, selection: Selection | None = None) -> Source:
    opened = Store.open(path)
    tables = opened.frames()
    kept = masks.everything(tables.incidents)
    if selection is not None:
        kept = Facets(tables.incidents).counted(selection).rows
    return Source(tables, kept, opened, Settings.read())


def asked(selection: Selection | None = None, **changes: Any) -> ExportRequest:  # noqa: ANN401 - choices
    choices = {**USUAL, "size": "A5", "dpi": 50, "produced": DAY, **changes}
    return request_of(choices, selection or Selection(), view=(60.0, 30.0, 75.0, 38.0), logo=None)


# One of each family: a map, a document with a map, a page, data with a manifest and sums.
@pytest.mark.parametrize("extension", [".svg", ".docx", ".html", ".csv"])
def test_the_recipe_of_a_file_makes_the_same_bytes(
    store: Path, tmp_path: Path, extension: str
) -> None:
    selection = Selection(
        kinds=("incident", "toll", "talks"),
        date_to=dt.date(2025, 3, 28),
        deaths_to=50,
        text="a",
        confidences=("not_stated", "high", "medium", "low"),
    )
    export = export_for(Path(f"map{extension}"))
    request = asked(
        selection,
        ending=extension,
        title='Hills "and" borders \\ 山',
        theme="Clashes",
        code="AFG",
        style="dark",
        area="view",
        displace=2.0,
        hxl=True,
        author="Mapping desk",
        note="A note",
    )
    if extension in {".svg", ".docx"}:
        # No font for Chinese comes with the program.
        request = replace(request, title='Hills "and" borders \\')
    made = made_file(request, export, source(store, selection), Job())
    recipe = recipe_file(request, export)
    (tmp_path / recipe.name).write_bytes(recipe.content)
    assert run(["export", "--recipe", recipe.name]) == 0
    paper = "_A5" if extension == ".svg" else ""
    name = f"AFG_Clashes{paper}_20250402{extension}"
    parts = {made.name: made.content}
    if made.name.endswith(".zip"):
        with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
            parts = {one: archive.read(one) for one in archive.namelist()}
        assert parts.pop(recipe.name) == recipe.content
        assert f"{name}.manifest.json" in parts
    assert name in parts
    assert {one: (tmp_path / one).read_bytes() for one in parts} == parts
    assert str(tmp_path).encode() not in b"".join(parts.values())


def test_a_recipe_brings_the_logo_along(store: Path, tmp_path: Path) -> None:
    Image.new("RGB", (40, 20), "#1f5a8a").save(tmp_path / "own picture.png")
    logo = tmp_path / "own picture.png"
    request = request_of({**USUAL, "produced": DAY, "dpi": 40}, Selection(), view=None, logo=logo)
    export = export_for(Path("map.png"))
    made = made_file(request, export, source(store), Job())
    (tmp_path / "again").mkdir()
    with zipfile.ZipFile(io.BytesIO(recipe_file(request, export).content)) as archive:
        archive.extractall(tmp_path / "again")
    logo.unlink()
    [recipe] = (tmp_path / "again").glob("*.toml")
    assert run(["export", "--recipe", str(recipe)]) == 0
    assert (tmp_path / "again" / made.name).read_bytes() == made.content


def test_a_preview_is_the_map_at_fewer_dots_or_the_page_or_the_first_rows(store: Path) -> None:
    found = {
        name: preview_of(asked(ending=name), export_for(Path(f"map{name}")), source(store), Job())
        for name in (".pdf", ".html", ".csv")
    }
    picture = found[".pdf"].picture
    assert picture is not None
    with Image.open(io.BytesIO(picture)) as opened:
        assert max(opened.size) == pytest.approx(1400, abs=30)
    page, table = found[".html"].page, found[".csv"].table
    assert page is not None
    assert b"leaflet" in page.html
    assert table is not None
    assert len(table) == 3
    for one in found.values():
        assert (one.rows, one.sums, one.error) == (3, 1, None)
        assert any("not for the public: 1" in note for note in one.notes)


def test_what_stands_in_the_way_of_a_file_is_its_preview(store: Path, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_text("no picture")
    for logo, title, said in (
        (tmp_path / "logo.png", "", "logo of the map: not a PNG"),
        (None, "\U00012000", "no font on this system"),
    ):
        request = request_of({**USUAL, "title": title}, Selection(), view=None, logo=logo)
        found = preview_of(request, export_for(Path("map.pdf")), source(store), Job())
        assert found.error is not None
        assert found.error.startswith(said)


@pytest.mark.usefixtures("store")
def test_the_page_draws_makes_and_hands_out() -> None:
    app = run_page(export_page, kind="incident")
    follow(app, "export_drawing")
    assert not app.exception
    assert "1 row and 1 sum of others." in [one.value for one in app.caption]
    app.selectbox(key=key("ending")).set_value(".csv").run()
    follow(app, "export_drawing")
    app.checkbox(key=key("hxl")).check().run()
    follow(app, "export_drawing")
    app.button(key="export_make").click().run()
    follow(app, "export_making")
    assert not app.exception
    [made, recipe] = app.get("download_button")
    assert made.proto.label.startswith("Download Incidents_2")
    assert recipe.proto.label == "Recipe"
    memory = component(app, "export_memory")
    assert memory["settings"] is None, "what the browser remembers is asked for first"
    # Another option asks for another file.
    app.segmented_control(key=key("rows")).set_value("all").run()
    follow(app, "export_drawing")
    assert app.button(key="export_make").label.startswith("Make Incidents_2")


@pytest.mark.usefixtures("store")
def test_errors_are_one_line_and_make_no_file() -> None:
    app = run_page(export_page)
    follow(app, "export_drawing")
    app.text_input(key=key("code")).set_value("A B").run()
    [error] = app.error
    assert error.value == "code 'A B' must be letters, digits and hyphens, at most 12\\: AFG"
    assert not app.get("download_button")
    app.text_input(key=key("code")).set_value("").run()
    app.text_input(key=key("title")).set_value("\U00012000").run()
    follow(app, "export_drawing")
    assert "no font on this system" in app.error[0].value
    assert not app.get("download_button")


@pytest.mark.usefixtures("store")
def test_what_a_kind_of_file_does_not_have_is_as_it_was_when_it_has_it_again() -> None:
    app = run_page(export_page)
    app.segmented_control(key=key("style")).set_value("dark").run()
    app.text_input(key=key("subtitle")).set_value("Below").run()
    app.selectbox(key=key("ending")).set_value(".csv").run()
    app.selectbox(key=key("ending")).set_value(".svg").run()
    assert app.segmented_control(key=key("style")).value == "dark"
    assert app.text_input(key=key("subtitle")).value == "Below"
    follow(app, "export_drawing")
    assert not app.exception


@pytest.mark.usefixtures("store")
def test_nothing_left_is_said() -> None:
    app = run_page(export_page, q="nowhere")
    assert "No rows" in app.info[0].value
