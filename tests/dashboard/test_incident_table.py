import datetime as dt

import pandas as pd

from dashboard.incident_table import MAX_ROWS, incident_table, newest_first
from geodata.frames import incidents_frame, reports_frame
from geodata.incident import Incident, Report
from geodata.vocabulary import EventType, Kind, LocationPrecision

HOSTILE = "<script>alert(1)</script>"


def incident(name: str, day: dt.date | None = None, **changes: object) -> Incident:
    values: dict[str, object] = {
        "incident_id": name,
        "kind": Kind.INCIDENT,
        "event_type": EventType.VIOLENCE_AGAINST_CIVILIANS,
        "date_start": day,
        "date_end": day,
        **changes,
    }
    return Incident(**values)  # type: ignore[arg-type]


def test_the_newest_come_first_and_those_without_a_date_last() -> None:
    rows = incidents_frame(
        [
            incident("undated"),
            incident("old", dt.date(1890, 1, 1)),
            incident("new", dt.date(2025, 1, 1)),
        ]
    )
    assert newest_first(rows)["incident_id"].tolist() == ["new", "old", "undated"]


def test_a_long_table_keeps_the_newest() -> None:
    first = dt.date(2000, 1, 1)
    rows = incidents_frame(
        [incident(f"{n:05}", first + dt.timedelta(days=n)) for n in range(MAX_ROWS + 5)]
    )
    kept = newest_first(rows)["incident_id"].tolist()
    assert len(kept) == MAX_ROWS
    assert kept[0] == f"{MAX_ROWS + 4:05}"
    assert kept[-1] == "00005"


def test_a_long_table_without_dates_is_not_empty() -> None:
    rows = incidents_frame([incident(f"{n:05}") for n in range(MAX_ROWS + 5)])
    assert len(newest_first(rows)) == MAX_ROWS


def test_a_row_reads_as_on_the_map() -> None:
    report = Report(report_id="r", publisher="River News", sha256="0", text="")
    rows = incidents_frame(
        [
            incident(
                "a",
                dt.date(2025, 3, 3),
                place_name=HOSTILE,
                iso3="XAA",
                location_precision=LocationPrecision.COUNTRY,
                killed_low=70,
                wounded_best=4,
                claimant="the army",
                report_ids=["r"],
            )
        ]
    )
    [row] = incident_table(rows, reports_frame([report]), {"XAA": "Atlantis"}.__getitem__).to_dict(
        "records"
    )
    assert row["Kind"] == "Incident"
    assert row["Type"] == "Violence against civilians"
    assert row["Place"] == HOSTILE
    assert row["Country"] == "Atlantis"
    assert row["Precision"] == "somewhere in this country"
    assert row["Killed ≥"] == 70
    assert pd.isna(row["Killed ≤"])
    assert (row["Wounded ≥"], row["Wounded ≤"]) == (4, 4)
    assert row["Said by"] == "the army"
    assert row["Source"] == "River News"


def test_a_row_without_a_report_names_its_data_set_and_a_sample_says_so() -> None:
    report = Report(report_id="r", publisher="River News", sha256="0", text="", source="sample")
    rows = incidents_frame(
        [
            incident("a", source="acled"),
            incident("b", source="sample"),
            incident("c", source="sample", report_ids=["r"]),
            incident("d", report_ids=["r", "s"], source_count=3),
        ]
    )
    sources = incident_table(rows, reports_frame([report]))["Source"].tolist()
    assert sources == ["ACLED", "Sample report", "River News (sample)", "River News +2"]


def test_no_rows_make_an_empty_table() -> None:
    table = incident_table(newest_first(incidents_frame([])), reports_frame([]))
    assert table.empty
    assert "Killed ≥" in table.columns


def test_rows_that_a_person_should_check_say_so() -> None:
    rows = incidents_frame([incident("sure", confidence=0.9), incident("unsure", confidence=0.3)])
    assert incident_table(rows, reports_frame([]))["Check"].tolist() == ["", "unsure"]
