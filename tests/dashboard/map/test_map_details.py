"""Details as Python packs them and as the page's script reads them."""

import json
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from map_records import CLAIMS, HOSTILE, INCIDENTS, REPORT, claim, frames, incident
from node_driver import node

from dashboard.map import ids as ids_module
from dashboard.map.details import BLOCK_ROWS, packed_details
from geodata.frames import claims_frame, incidents_frame, reports_frame
from geodata.incident import Report, stable_id
from geodata.vocabulary import Measure, Qualifier

Told = dict[str, Any]


def told(
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    rows: list[int] | None = None,
    ids: tuple[str, ...] = (),
) -> tuple[list[Told], list[int | None]]:
    """Return what the script tells of rows, packed in reverse, and the rows it finds by id."""
    order = np.arange(len(incidents))[::-1].copy()
    packed = packed_details(incidents, order, claims, reports)
    asked = list(range(len(incidents))) if rows is None else rows
    request = {"packed": packed, "rows": asked, "ids": ids}
    answer = json.loads(node("details_of.js", stdin=json.dumps(request)))
    return answer["rows"], answer["found"]


def test_every_column_comes_back_as_it_was() -> None:
    incidents, claims, reports = frames()
    rows, _ = told(incidents, claims, reports)
    for row, known in zip(rows, INCIDENTS[::-1], strict=True):
        shown = row["incident"]
        assert shown.pop("confidence") == pytest.approx(known.confidence)
        for name, value in shown.items():
            expected = getattr(known, name)
            assert value == (None if expected is None else expected), name
        assert [each["title"] for each in row["reports"]] == [
            {"report": REPORT.title, "hostile": HOSTILE}[report] for report in known.report_ids
        ]


def test_every_claim_goes_with_its_row_in_the_order_of_the_report() -> None:
    incidents, claims, reports = frames()
    rows, _ = told(incidents, claims, reports)
    quotes = [
        (row["incident"]["incident_id"], said["quote"]) for row in rows for said in row["claims"]
    ]
    ordered = sorted(CLAIMS, key=lambda each: each.start)
    names = [each.incident_id for each in INCIDENTS[::-1]]
    assert quotes == [
        (each.incident_id, each.quote)
        for name in names
        for each in ordered
        if each.incident_id == name
    ]


def test_numbers_of_a_claim_come_back() -> None:
    said = claim(
        "a",
        "Words.",
        measure=Measure.KILLED,
        low=0,
        high=70_000,
        qualifier=Qualifier.ABOUT,
        group="soldiers",
        negated=True,
        confidence=0.75,
    )
    rows, _ = told(incidents_frame([incident("a")]), claims_frame([said]), reports_frame([REPORT]))
    (shown,) = rows[0]["claims"]
    assert shown.pop("report")["title"] == REPORT.title
    assert shown == {
        "measure": "killed",
        "low": 0,
        "high": 70_000,
        "qualifier": "about",
        "group": "soldiers",
        "side": None,
        "claimant": None,
        "negated": True,
        "confidence": 0.75,
        "quote": "Words.",
    }


def test_text_of_reports_stays_out() -> None:
    incidents, claims, reports = frames()
    rows, _ = told(incidents, claims, reports)
    shown = [report for row in rows for report in row["reports"]]
    assert {"2025-03-31", None} == {each["published"] for each in shown}
    assert all("text" not in each for each in shown)


def test_strangers_are_left_out() -> None:
    other = Report(report_id="other", title="Elsewhere", sha256="2" * 64, text="")
    claims = claims_frame([*CLAIMS, claim("unheard of", "Nothing.")])
    packed = packed_details(
        incidents_frame(INCIDENTS[:1]), np.array([0]), claims, reports_frame([other, REPORT])
    )
    alone = packed_details(
        incidents_frame(INCIDENTS[:1]), np.array([0]), claims, reports_frame([REPORT])
    )
    assert packed == alone
    rows, _ = told(incidents_frame(INCIDENTS[:1]), claims, reports_frame([other, REPORT]))
    assert len(rows[0]["claims"]) == 2


def test_a_claim_without_its_report_is_kept() -> None:
    rows, _ = told(
        incidents_frame([incident("a")]), claims_frame([claim("a", "Words.")]), reports_frame([])
    )
    assert rows[0]["claims"][0]["quote"] == "Words."
    assert rows[0]["claims"][0]["report"] is None
    assert rows[0]["reports"] == []


@pytest.mark.parametrize("ours", [True, False], ids=["hashes", "other names"])
def test_rows_beyond_a_block_and_their_ids_are_found(*, ours: bool) -> None:
    count = BLOCK_ROWS + 3
    names = [stable_id(number) if ours else f"ünıt {number}" for number in range(count)]
    packed = (
        incidents_frame([incident(name) for name in names]),
        claims_frame([claim(name, f"Words {name}.", start=3) for name in names]),
        reports_frame([]),
    )
    asked = [0, BLOCK_ROWS - 1, BLOCK_ROWS, count - 1]
    of = names[::-1]
    ids = (of[0], of[BLOCK_ROWS], "0" * 16, "no such id")
    rows, found = told(*packed, rows=asked, ids=ids)
    assert [row["incident"]["incident_id"] for row in rows] == [of[row] for row in asked]
    assert [row["claims"][0]["quote"] for row in rows] == [f"Words {of[row]}." for row in asked]
    assert found == [0, BLOCK_ROWS, None, None]


@pytest.mark.parametrize("shared", [3, 8, 9])
def test_a_large_page_finds_ids_given_in_full_or_as_it_tells_them(
    shared: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ids_module, "_SHORTENED_FROM", 0)
    names = [stable_id(number) for number in range(30)]
    names.append(names[0][:shared] + stable_id("another")[shared:])
    packed = (
        incidents_frame([incident(name) for name in names]),
        claims_frame([]),
        reports_frame([]),
    )
    of = names[::-1]
    rows, found = told(*packed, ids=(of[5], of[0], of[0][:7], "f" * 16))
    short = [row["incident"]["incident_id"] for row in rows]
    assert all(full.startswith(each) for each, full in zip(short, of, strict=True))
    assert len(set(short)) == len(of)
    assert found == [5, 0, None, None]
    assert told(*packed, ids=(short[3],))[1] == [3]


def test_text_of_any_script_and_none_comes_back() -> None:
    texts = ["", "שלום", "emoji 🗺 and \u2028", "\ufeffmark", HOSTILE, "x" * 70_000]
    claims = [claim("a", text, start=at) for at, text in enumerate(texts)]
    rows, _ = told(incidents_frame([incident("a")]), claims_frame(claims), reports_frame([]))
    assert [said["quote"] for said in rows[0]["claims"]] == texts


def test_an_empty_map_has_no_blocks() -> None:
    packed = packed_details(
        incidents_frame([]), np.zeros(0, np.int64), claims_frame(CLAIMS), reports_frame([REPORT])
    )
    assert packed["blocks"] == []


def test_without_texts_rows_are_numbered_and_nothing_is_said() -> None:
    incidents, claims, reports = frames()
    order = np.arange(len(incidents))[::-1].copy()
    packed = packed_details(incidents, order, claims, reports, texts=False)
    numbers = [str(number + 1) for number in range(len(incidents))]
    request = {"packed": packed, "rows": list(range(len(incidents))), "ids": [*numbers, "0", "99"]}
    answer = json.loads(node("details_of.js", stdin=json.dumps(request)))
    assert [row["incident"]["incident_id"] for row in answer["rows"]] == numbers
    assert answer["found"] == [*range(len(incidents)), None, None]
    assert all(row["claims"] == row["reports"] == [] for row in answer["rows"])
    assert [row["incident"]["side_a"] for row in answer["rows"]] == [
        known.side_a for known in INCIDENTS[::-1]
    ]
    assert packed["reports"] == packed_details(incidents, order, claims[:0], reports[:0])["reports"]
