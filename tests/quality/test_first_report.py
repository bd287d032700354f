"""The first real report, where it is at hand: it must give what was worked out by hand."""

import datetime as dt
from pathlib import Path

import pytest

from geodata.incident import Incident, Report, stable_id
from geodata.settings import Settings
from geodata.vocabulary import Kind, LocationPrecision, Outcome
from loaders.extraction.extract import Extraction, Extractor

REPORT = Path(__file__).parents[3] / "shared" / "reports" / "truce-talks.txt"
pytestmark = pytest.mark.skipif(not REPORT.is_file(), reason="the first report is not at hand")


@pytest.fixture(scope="module")
def extraction() -> Extraction:
    text = REPORT.read_text("utf-8")
    published = dt.date(2025, 10, 29)
    report = Report(report_id=stable_id(text), sha256="0" * 64, text=text, published=published)
    return Extractor.open(Settings()).extract(report)


def only(extraction: Extraction, kind: Kind) -> Incident:
    (incident,) = [incident for incident in extraction.incidents if incident.kind is kind]
    return incident


def october(day: int) -> dt.date:
    return dt.date(2025, 10, day)


def test_talks(extraction: Extraction) -> None:
    talks = only(extraction, Kind.TALKS)
    assert talks.date_start in {october(25), october(26)}
    assert talks.date_end in {october(28), october(29)}
    assert talks.place_name == "Istanbul"
    assert talks.geometry is not None
    assert talks.geometry.geom_type == "Point"
    assert {talks.side_a, talks.side_b} == {"Pakistan", "Afghanistan"}
    assert [name.startswith(("Qatar", "Tur", "Tür")) for name in talks.mediators] == [True, True]
    assert talks.outcome is Outcome.FAILED


def test_toll(extraction: Extraction) -> None:
    toll = only(extraction, Kind.TOLL)
    assert toll.event_type == "battle"
    assert toll.date_precision == "month"
    assert toll.date_edtf == "2025-10"
    assert toll.place_id == "border:AFG-PAK"
    assert (toll.killed_low, toll.killed_high) == (70, None)
    assert (toll.wounded_low, toll.wounded_high) == (200, None)


def test_incidents(extraction: Extraction) -> None:
    rows = [row for row in extraction.incidents if row.kind is Kind.INCIDENT]
    first, second = sorted(rows, key=lambda row: row.date_start or october(31))
    assert (first.event_type, first.date_start) == ("explosion", october(9))
    assert first.place_id == "geonames:1138958"
    assert (first.killed_low, first.wounded_low) == (None, None)
    assert first.claimant == "Taliban authorities"
    assert (second.event_type, second.date_start) == ("battle", october(25))
    assert second.iso3 == "PAK"
    assert second.location_precision is LocationPrecision.COUNTRY
    assert second.killed_low == second.killed_high == 30
    assert second.claimant == "Pakistani military"
    assert second.side_b == "TTP"
    claims = [claim for claim in extraction.claims if claim.incident_id == second.incident_id]
    assert sorted((claim.low, claim.group) for claim in claims) == [
        (5, "soldiers"),
        (25, "militants"),
    ]


def test_statements_and_nothing_else(extraction: Extraction) -> None:
    days = {row.date_start for row in extraction.incidents if row.kind is Kind.STATEMENT}
    assert {october(25), october(28)} <= days <= {october(25), october(28), october(29)}
    assert all((row.date_start or october(1)).year == 2025 for row in extraction.incidents)
    assert 2600 not in {claim.low for claim in extraction.claims}
