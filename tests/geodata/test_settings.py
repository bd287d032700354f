import dataclasses
from pathlib import Path

import pytest

from geodata.errors import UsageError
from geodata.settings import _TYPES, Settings


def test_defaults_without_file_and_environment(tmp_path: Path) -> None:
    assert Settings.read(tmp_path, environ={}) == Settings()


def test_every_setting_can_be_read() -> None:
    assert set(_TYPES) == {field.name for field in dataclasses.fields(Settings)}


def test_environment_wins_over_file(tmp_path: Path) -> None:
    (tmp_path / "incidentmap.toml").write_text('store = "a.db"\nmodel = "m"\n')
    settings = Settings.read(tmp_path, environ={"INCIDENTMAP_STORE": "b.db"})
    assert (settings.store, settings.model) == ("b.db", "m")


def test_path_in_file_is_meant_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "incidentmap.toml").write_text('gazetteer = "tables/g.bin"\n')
    assert Settings.read(tmp_path, environ={}).gazetteer == tmp_path / "tables/g.bin"


def test_numbers_from_environment() -> None:
    settings = Settings.read(
        Path("/nowhere"),
        environ={"INCIDENTMAP_STORE_WAIT_SECONDS": "0.5", "INCIDENTMAP_MAX_REPORT_BYTES": "100"},
    )
    assert (settings.store_wait_seconds, settings.max_report_bytes) == (0.5, 100)


def test_empty_variable_is_not_set(tmp_path: Path) -> None:
    assert Settings.read(tmp_path, environ={"INCIDENTMAP_STORE": ""}).store == "incidents.db"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("store = ", "not valid TOML"),
        ("stor = 'a.db'", "unknown setting 'stor'"),
        ("store = 3", "must be text"),
        ("store_wait_seconds = 'soon'", "must be a number above 0"),
        ("store_wait_seconds = true", "must be a number above 0"),
        ("store_wait_seconds = nan", "must be a number above 0"),
        ("max_report_bytes = -1", "must be a number above 0"),
        ("max_report_bytes = []", "must be a number above 0"),
    ],
)
def test_wrong_settings_are_named(tmp_path: Path, content: str, said: str) -> None:
    (tmp_path / "incidentmap.toml").write_text(content)
    with pytest.raises(UsageError, match=said) as caught:
        Settings.read(tmp_path, environ={})
    assert "incidentmap.toml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_changed_keeps_what_is_not_given() -> None:
    assert Settings(model="m").changed(store="x.db", model=None) == Settings(
        store="x.db", model="m"
    )
