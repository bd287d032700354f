import base64
import gzip
import json

from map_records import CLAIMS, HOSTILE, INCIDENTS, REPORT, claim, frames, incident

from dashboard.map.details import BLOCK_ROWS, packed_details
from geodata.frames import claims_frame, incidents_frame, reports_frame
from geodata.incident import Report


def opened(text: str) -> dict[str, list[object]]:
    content: dict[str, list[object]] = json.loads(gzip.decompress(base64.b64decode(text)))
    return content


def test_every_claim_goes_with_its_row() -> None:
    incidents, claims, reports = frames()
    packed = packed_details(incidents, claims, reports)
    block = json.loads(gzip.decompress(base64.b64decode(packed["blocks"][0])))
    quotes = {
        (block["rows"]["incident_id"][owner], quote)
        for owner, quote in zip(block["owners"], block["claims"]["quote"], strict=True)
    }
    assert quotes == {(each.incident_id, each.quote) for each in CLAIMS}
    assert block["rows"]["mediators"][4] == ["Qatar", "Turkey"]
    assert set(block["rows"]["source_count"]) == {1}


def test_text_of_reports_stays_out() -> None:
    incidents, claims, reports = frames()
    packed = packed_details(incidents, claims, reports)
    shown = opened(packed["reports"])
    assert shown["title"] == [REPORT.title, HOSTILE]
    assert shown["published"] == ["2025-03-31", None]
    assert "text" not in shown


def test_strangers_are_left_out() -> None:
    other = Report(report_id="other", title="Elsewhere", sha256="2" * 64, text="")
    packed = packed_details(
        incidents_frame(INCIDENTS[:1]),
        claims_frame([*CLAIMS, claim("unheard of", "Nothing.")]),
        reports_frame([other, REPORT]),
    )
    block = json.loads(gzip.decompress(base64.b64decode(packed["blocks"][0])))
    assert block["owners"] == [0, 0]
    assert block["claims"]["report"] == [0, 0]
    assert opened(packed["reports"])["title"] == [REPORT.title]


def test_a_claim_without_its_report_is_kept() -> None:
    packed = packed_details(
        incidents_frame([incident("a")]), claims_frame([claim("a", "Words.")]), reports_frame([])
    )
    block = json.loads(gzip.decompress(base64.b64decode(packed["blocks"][0])))
    assert block["claims"]["quote"] == ["Words."]
    assert block["claims"]["report"] == [None]
    assert block["rows"]["reports"] == [[]]


def test_rows_beyond_a_block_go_into_the_next() -> None:
    count = BLOCK_ROWS + 3
    rows = [incident(f"i{number}") for number in range(count)]
    claims = [claim(f"i{number}", f"Words {number}.") for number in range(count)]
    packed = packed_details(incidents_frame(rows), claims_frame(claims), reports_frame([]))
    last = json.loads(gzip.decompress(base64.b64decode(packed["blocks"][1])))
    assert last["rows"]["incident_id"] == [f"i{number}" for number in range(BLOCK_ROWS, count)]
    assert last["owners"] == [0, 1, 2]
    assert last["claims"]["quote"][0] == f"Words {BLOCK_ROWS}."
