"""Whole reports, from text to rows."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.frames import claims_frame, incidents_frame, validate
from geodata.incident import Claim, Incident, Report, stable_id
from geodata.settings import Settings
from geodata.vocabulary import Kind, LocationPrecision, Measure, Outcome
from loaders.extraction.extract import Extraction, Extractor

FIXTURES = Path(__file__).parents[2] / "fixtures"


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def report(text: str, published: dt.date | None = dt.date(2025, 7, 29)) -> Report:
    return Report(report_id=stable_id(text), sha256=stable_id(text), text=text, published=published)


def of_kind(extraction: Extraction, kind: Kind) -> list[Incident]:
    return [incident for incident in extraction.incidents if incident.kind is kind]


@pytest.fixture(scope="module")
def border_war(extractor: Extractor) -> Extraction:
    text = (FIXTURES / "temple-border.txt").read_text("utf-8")
    return extractor.extract(report(text))


def test_talks_have_venue_parties_mediators_and_outcome(border_war: Extraction) -> None:
    (talks,) = of_kind(border_war, Kind.TALKS)
    assert talks.place_name == "Putrajaya"
    assert talks.geometry is not None
    assert talks.geometry.geom_type == "Point"
    assert {talks.side_a, talks.side_b} == {"Thailand", "Cambodia"}
    assert talks.mediators == ["Malaysia", "United States"]
    assert talks.outcome is Outcome.AGREEMENT
    assert (talks.date_start, talks.date_end) == (dt.date(2025, 7, 27), dt.date(2025, 7, 28))


def test_a_toll_is_kept_apart_and_drawn_along_the_border(border_war: Extraction) -> None:
    (toll,) = of_kind(border_war, Kind.TOLL)
    assert toll.place_id == "border:KHM-THA"
    assert toll.location_precision is LocationPrecision.BORDER
    assert toll.geometry is not None
    assert toll.geometry.geom_type in {"LineString", "MultiLineString"}
    assert (toll.killed_low, toll.killed_high) == (38, None)
    assert toll.wounded_low == 200
    assert (toll.date_start, toll.date_end) == (dt.date(2025, 7, 24), dt.date(2025, 7, 29))


def test_incidents(border_war: Extraction) -> None:
    first, second = of_kind(border_war, Kind.INCIDENT)
    assert first.event_type == "explosion"
    assert first.date_start == dt.date(2025, 7, 24)
    assert first.place_name == "Surin"
    assert first.killed_low is None, "nobody said how many"
    assert first.claimant == "Thai authorities"
    assert first.side_a == "Cambodia"
    assert second.event_type == "battle"
    assert second.date_start == second.date_end == dt.date(2025, 7, 25)
    assert (second.killed_low, second.killed_best, second.killed_high) == (14, 14, 14)
    assert second.claimant == "Thai army"


def test_a_place_that_nobody_names_is_a_country_and_no_pin(border_war: Extraction) -> None:
    _first, second = of_kind(border_war, Kind.INCIDENT)
    assert second.location_precision is LocationPrecision.COUNTRY
    assert second.geometry is not None
    assert second.geometry.geom_type in {"Polygon", "MultiPolygon"}


def test_a_warning_is_a_statement(border_war: Extraction) -> None:
    (statement,) = of_kind(border_war, Kind.STATEMENT)
    assert statement.date_start == dt.date(2025, 7, 27)
    assert statement.geometry is None
    assert "Tea Seiha" in (statement.claimant or "")


def test_background_makes_no_row(border_war: Extraction) -> None:
    years = {i.date_start.year for i in border_war.incidents if i.date_start is not None}
    assert years == {2025}
    assert 817 not in {claim.low for claim in border_war.claims}


def test_every_claim_quotes_the_report(border_war: Extraction) -> None:
    text = (FIXTURES / "temple-border.txt").read_text("utf-8")
    assert {claim.incident_id for claim in border_war.claims} == {
        incident.incident_id for incident in border_war.incidents
    }
    for claim in border_war.claims:
        assert text[claim.start : claim.end] == claim.quote
    soldiers = [claim for claim in border_war.claims if claim.group == "soldiers"]
    assert [(c.low, c.side, c.claimant) for c in soldiers] == [
        (2, "Thailand", "Thai army"),
        (12, "Cambodia", "Thai army"),
    ]


def test_rows_keep_the_data_model(border_war: Extraction) -> None:
    validate(incidents_frame(border_war.incidents), Incident)
    validate(claims_frame(border_war.claims), Claim)


def test_the_same_text_gives_the_same_ids(extractor: Extractor, border_war: Extraction) -> None:
    again = extractor.extract(report((FIXTURES / "temple-border.txt").read_text("utf-8")))
    assert [i.incident_id for i in again.incidents] == [i.incident_id for i in border_war.incidents]
    assert [c.claim_id for c in again.claims] == [c.claim_id for c in border_war.claims]


def test_without_a_date_the_year_is_unknown_and_a_warning_says_what_to_do(
    extractor: Extractor,
) -> None:
    text = "Four farmers were killed in a raid in Goma on March 3."
    extraction = extractor.extract(report(text, published=None))
    (incident,) = extraction.incidents
    assert incident.date_start is None
    assert incident.date_edtf == "XXXX-03-03"
    (warning,) = extraction.warnings
    assert "--published" in warning


def test_one_event_in_several_sentences_is_one_row(extractor: Extractor) -> None:
    text = (
        "A car bomb killed nine people in Mogadishu on Monday. The blast also wounded 20 others, "
        "police said. Nine people died, a doctor said."
    )
    extraction = extractor.extract(report(text))
    (incident,) = extraction.incidents
    assert (incident.killed_low, incident.killed_high) == (9, 9)
    assert incident.wounded_low == 20
    assert incident.place_name == "Mogadishu"
    assert incident.date_start == dt.date(2025, 7, 28)


def test_two_events_are_two_rows(extractor: Extractor) -> None:
    text = (
        "A drone strike killed three people in Kherson on Sunday. In a separate attack, shelling "
        "killed two women in Sumy on Monday."
    )
    extraction = extractor.extract(report(text))
    assert [(i.place_name, i.killed_low, i.date_start) for i in extraction.incidents] == [
        ("Kherson", 3, dt.date(2025, 7, 27)),
        ("Sumy", 2, dt.date(2025, 7, 28)),
    ]


def test_a_total_over_an_area_is_not_added_to_what_it_holds(extractor: Extractor) -> None:
    text = (
        "Air strikes killed at least 45 people across Idlib province on Saturday. One of the "
        "strikes hit a bakery in Saraqib, killing 17."
    )
    extraction = extractor.extract(report(text))
    assert [(i.kind, i.killed_low) for i in extraction.incidents] == [
        (Kind.TOLL, 45),
        (Kind.INCIDENT, 17),
    ]


def test_rival_counts_are_a_range_with_both_claimants(extractor: Extractor) -> None:
    text = (
        "A raid hit Baga on Friday. The mayor said 52 bodies were found; police put the toll at 40."
    )
    extraction = extractor.extract(report(text))
    (incident,) = extraction.incidents
    assert (incident.killed_low, incident.killed_high) == (40, 52)
    killed = [claim for claim in extraction.claims if claim.measure is Measure.KILLED]
    assert [(claim.low, claim.claimant) for claim in killed] == [(52, "mayor"), (40, "police")]


def test_totals_of_different_sources_are_a_range(extractor: Extractor) -> None:
    text = (
        "A raid hit Baga on Friday. The governor said at least 10 people were killed. The "
        "opposition said 16 people were killed in the raid."
    )
    (incident,) = extractor.extract(report(text)).incidents
    assert (incident.killed_low, incident.killed_high) == (10, 16)
    text = text.replace("said 16", "said at least 16")
    (incident,) = extractor.extract(report(text)).incidents
    assert (incident.killed_low, incident.killed_high) == (10, None)


def test_the_work_on_a_text_grows_with_its_length(extractor: Extractor) -> None:
    towns = ("Goma", "Bukavu", "Kherson", "Sumy", "Mogadishu")
    sentences = [
        f"Shelling killed {number} people in {towns[number % len(towns)]} on Monday. "
        for number in range(2, 602)
    ]
    extraction = extractor.extract(report("".join(sentences)))
    assert len(extraction.claims) == len(sentences)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Nothing happened.",
        "x" * 5000,
        "قُتل خمسة أشخاص في غارة.",
        "💥 Five people were killed in Goma \u200b on Monday. 💥",
        "<script>alert(1)</script> Five people were killed in Goma.",
        "Five people were killed. " * 300,
    ],
    ids=["empty", "nothing", "one word", "Arabic", "emoji", "markup", "again and again"],
)
def test_odd_texts_are_read(extractor: Extractor, text: str) -> None:
    extraction = extractor.extract(report(text))
    for claim in extraction.claims:
        assert text[claim.start : claim.end] == claim.quote
    assert len(of_kind(extraction, Kind.INCIDENT)) <= 1
    deaths = {claim.low for claim in extraction.claims if claim.measure is Measure.KILLED}
    assert deaths <= {5}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=400), st.none() | st.dates())
def test_any_text_gives_valid_rows(
    extractor: Extractor, text: str, published: dt.date | None
) -> None:
    extraction = extractor.extract(report(text, published))
    validate(incidents_frame(extraction.incidents), Incident)
    validate(claims_frame(extraction.claims), Claim)
