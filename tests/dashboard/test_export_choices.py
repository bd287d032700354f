import json
from typing import Any

import pytest

from dashboard.export_choices import USUAL, remembered, request_of, to_remember, view_of
from dashboard.exports import EXPORTS
from dashboard.exports.static_map.options import MapOptions
from geodata.errors import UsageError
from geodata.query import Selection

FILTERS = Selection(countries=("AFG",), text="convoy")
VIEW = (60.0, 25.0, 75.0, 39.0)


def asked(**changes: Any) -> Any:  # noqa: ANN401 - a request
    return request_of({**USUAL, **changes}, FILTERS, view=VIEW, logo=None)


def test_what_is_usual_asks_for_what_the_command_does_without_options() -> None:
    found = asked(rows="all")
    assert found.selection == Selection()
    assert (found.title, found.displace, found.hxl) == (None, None, False)
    assert found.layout == MapOptions()
    assert {USUAL["ending"]} < {export.extension for export in EXPORTS}


def test_filters_and_the_view_of_the_map_are_carried_over_where_they_are_asked_for() -> None:
    assert asked().selection == FILTERS
    assert asked().layout.bbox is None
    assert asked(area="view").layout.bbox == VIEW


def test_only_a_csv_gets_hxl_tags_and_a_wrong_code_is_told() -> None:
    assert asked(hxl=True, ending=".csv").hxl
    assert not asked(hxl=True, ending=".pdf").hxl
    with pytest.raises(UsageError, match="code 'A B'"):
        asked(code="A B")


def test_choices_are_remembered_but_for_those_that_are_usual_and_the_day() -> None:
    changed = {**USUAL, "title": "“Hills” & <borders>", "dpi": 150, "hxl": True, "produced": "x"}
    text = to_remember(changed)
    assert json.loads(text) == {"title": "“Hills” & <borders>", "dpi": 150, "hxl": True}
    assert remembered(text) == json.loads(text)


@pytest.mark.parametrize(
    "text",
    [
        None,
        7,
        "no JSON",
        "[1]",
        '{"size": "A9", "dpi": 1e9, "displace": true, "title": 3, "hxl": 1, "other": "x"}',
        json.dumps({"title": "x" * 3000}),
        '{"dpi": NaN, "produced": "2025-01-01"}',
        "x" * 1_000_000,
    ],
)
def test_what_makes_no_sense_is_not_believed(text: object) -> None:
    assert remembered(text) == {}


@pytest.mark.parametrize(
    ("bounds", "box"),
    [
        ([60.001, 25, 75, 39], (60.0, 25.0, 75.0, 39.0)),
        ([170, -25, 185, -10], (170.0, -25.0, -175.0, -10.0)),
        ([-200, -95, 200, 95], (-180.0, -90.0, 180.0, 90.0)),
        ([420, 25, 435, 39], (60.0, 25.0, 75.0, 39.0)),
        ([75, 25, 60, 39], None),
        ([1, 2, 3], None),
        (["a", 2, 3, 4], None),
        ([1, 2, float("nan"), 4], None),
        (None, None),
    ],
)
def test_a_view_is_a_box_however_often_the_map_was_turned(bounds: object, box: object) -> None:
    assert view_of(bounds) == box
