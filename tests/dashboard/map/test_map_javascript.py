"""The page's script, tested under the node that comes with Playwright."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pytest
from map_records import random_incidents
from node_driver import HERE, node

from dashboard.map.assets import leaflet_script, page_script
from dashboard.map.packing import pack
from dashboard.map.rows import packed_rows
from geodata.query import Selection, select, totals

FRONTEND = Path(__file__).parents[3] / "dashboard" / "map" / "frontend"


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.js")), ids=lambda path: path.stem)
def test_script(path: Path) -> None:
    report = node("--test", "--test-reporter=tap", path.name)
    assert "# fail 0" in report
    assert "# pass 0" not in report


def test_every_module_is_in_the_page() -> None:
    script = page_script()
    for path in FRONTEND.glob("*.js"):
        assert f"const module_{path.stem} = " in script
    assert "import " not in [line[:7] for line in script.splitlines()]


def test_the_page_carries_code_and_no_comments_of_its_types() -> None:
    script = page_script()
    for mark in ("@param", "@typedef", "@property", "@import"):
        assert mark not in script
    lines = script.splitlines()
    assert not [line for line in lines if line.lstrip().startswith("//")]
    for code in ('if (typeof value === "function")', "return /** @type {Report} */ ("):
        assert any(code in line for line in lines), code


def test_the_joined_script_is_a_script(tmp_path: Path) -> None:
    path = tmp_path / "page.cjs"
    path.write_text(page_script(), encoding="utf-8")
    node("--check", str(path))
    assert "</script" not in page_script().lower()
    assert "</script" not in leaflet_script().lower()


def test_the_page_counts_as_python_counts() -> None:
    incidents = random_incidents(300)
    rows, _ = packed_rows(incidents)
    day = dt.timedelta(days=1)
    first = dt.date(1970, 1, 1) + day * rows.meta["first_day"]
    last = dt.date(1970, 1, 1) + day * rows.meta["last_day"]
    windows = [
        (first + day * i, first + day * (i + length))
        for i in range(0, 60, 7)
        for length in (0, 5, 30)
    ]
    windows.append((first, last))
    request = {
        "rows": {"meta": rows.meta, "columns": pack(rows.columns), "names": rows.names},
        "windows": [[each.isoformat() for each in window] for window in windows],
    }
    figures = json.loads(node("figures_of.js", stdin=json.dumps(request)))
    for window, counted in zip(windows, figures, strict=True):
        everything = window == (first, last)
        selection = Selection() if everything else Selection(date_from=window[0], date_to=window[1])
        assert counted == expected(select(incidents, selection), counted["undated"]), window


def expected(incidents: gpd.GeoDataFrame, undated: int) -> dict[str, Any]:
    counted = totals(incidents)
    assert undated >= counted.undated
    return {
        "incidents": counted.incidents,
        "tolls": len(counted.tolls),
        "talks": counted.talks,
        "statements": counted.statements,
        "rows": len(incidents),
        "shown": len(incidents) - counted.without_place,
        "without_place": counted.without_place,
        "undated": undated,
        "killed_low": counted.killed.low or 0,
        "killed_high": counted.killed.high if counted.killed.stated else 0,
        "killed_unknown": counted.killed_not_stated,
        "wounded_low": counted.wounded.low or 0,
        "wounded_high": counted.wounded.high if counted.wounded.stated else 0,
        "wounded_unknown": counted.wounded_not_stated,
    }
