"""Rows of every sensitivity, for the tests of exports."""

import datetime as dt
from typing import Any

from shapely.geometry import LineString, Point, box

from geodata.frames import claims_frame, incidents_frame, reports_frame
from geodata.incident import Claim, Incident, Report
from geodata.store import Frames
from geodata.vocabulary import (
    DatePrecision,
    EventType,
    Kind,
    LocationPrecision,
    Measure,
    Outcome,
    Qualifier,
    Sensitivity,
)

# What must not be found in any file: of rows that are withheld, and of texts of reports.
SECRETS = (
    "Secretville",
    "hidden sentence",
    "hidden title",
    "hidden.example",
    "hidden claimant",
    "Sumtown",
    "summed sentence",
    "summed claimant",
    "whole text of the report",
    "64.12345",
    "33.54321",
    "2025-10-17",
)


def incident(name: str, **changes: Any) -> Incident:  # noqa: ANN401 - an incident's own fields
    values: dict[str, Any] = {
        "incident_id": name,
        "kind": Kind.INCIDENT,
        "event_type": EventType.EXPLOSION,
        "sub_event_type": "air_strike",
        "date_start": dt.date(2025, 10, 9),
        "date_end": dt.date(2025, 10, 9),
        "date_precision": DatePrecision.DAY,
        "place_name": "Spīn Bōldak",
        "place_id": "geonames:1126042",
        "iso3": "AFG",
        "admin1": "Kandahar",
        "location_precision": LocationPrecision.TOWN,
        "geometry": Point(66.4, 31.0065),
        "killed_low": 5,
        "killed_best": 6,
        "killed_high": 9,
        "report_ids": ["open"],
        "confidence": 0.75,
        "licence": "CC BY 4.0",
        "attribution": "The Agency",
    }
    return Incident(**(values | changes))


def claim(of: Incident, quote: str, **changes: Any) -> Claim:  # noqa: ANN401 - a claim's own fields
    values: dict[str, Any] = {
        "claim_id": f"claim-{of.incident_id}",
        "report_id": of.report_ids[0],
        "incident_id": of.incident_id,
        "measure": Measure.KILLED,
        "low": 5,
        "high": 9,
        "qualifier": Qualifier.BETWEEN,
        "quote": quote,
        "start": 3,
        "end": 3 + len(quote),
    }
    return Claim(**(values | changes))


def report(name: str, **changes: Any) -> Report:  # noqa: ANN401 - a report's own fields
    values: dict[str, Any] = {
        "report_id": name,
        "title": f"{name} title",
        "publisher": f"{name} publisher",
        "url": f"https://{name}.example/a",
        "published": dt.date(2025, 10, 29),
        "sha256": "0",
        "text": "the whole text of the report",
    }
    return Report(**(values | changes))


def of_every_kind() -> list[Incident]:
    """Return rows of each kind, geometry and precision, all for the public."""
    return [
        incident("0000000000000001"),
        incident(
            "0000000000000002",
            place_name="Paktika",
            place_id="admin1:AF-PKA",
            admin1="Paktika",
            location_precision=LocationPrecision.PROVINCE,
            geometry=box(68, 32, 69.5, 33.5),
            killed_low=None,
            killed_best=None,
            killed_high=None,
            wounded_low=12,
            wounded_best=12,
        ),
        incident(
            "0000000000000003",
            kind=Kind.TOLL,
            event_type=EventType.BATTLE,
            date_start=dt.date(2025, 10, 1),
            date_end=dt.date(2025, 10, 31),
            date_precision=DatePrecision.MONTH,
            date_edtf="2025-10",
            place_name="Afghan–Pakistani border",
            place_id="border:AFG-PAK",
            iso3=None,
            admin1=None,
            location_precision=LocationPrecision.BORDER,
            geometry=LineString([(66.4, 29.9), (69.3, 31.9), (71.2, 34.3), (74.5, 37.1)]),
            killed_low=70,
            killed_best=70,
            killed_high=None,
        ),
        incident(
            "0000000000000004",
            kind=Kind.TALKS,
            event_type=EventType.TALKS,
            sub_event_type="round_3",
            date_start=dt.date(2025, 10, 25),
            date_end=dt.date(2025, 10, 28),
            place_name="Istanbul",
            place_id="geonames:745044",
            iso3="TUR",
            admin1="Istanbul",
            geometry=Point(28.9497, 41.01384),
            killed_low=None,
            killed_best=None,
            killed_high=None,
            side_a="Pakistan",
            side_b="Afghanistan",
            mediators=["Qatar", "Türkiye"],
            outcome=Outcome.FAILED,
        ),
        incident(
            "0000000000000005",
            kind=Kind.STATEMENT,
            event_type=None,
            sub_event_type=None,
            date_start=None,
            date_end=None,
            date_precision=None,
            place_name=None,
            place_id=None,
            iso3=None,
            admin1=None,
            location_precision=LocationPrecision.NONE,
            geometry=None,
            killed_low=None,
            killed_best=None,
            killed_high=None,
            claimant="a spokesman",
            confidence=None,
        ),
    ]


def withheld() -> list[Incident]:
    """Return rows that may not leave as they are."""
    secret: dict[str, Any] = {
        "place_name": "Secretville",
        "geometry": Point(64.12345, 32.5),
        "report_ids": ["hidden"],
        "claimant": "hidden claimant",
        "sensitivity": Sensitivity.RESTRICTED,
    }
    summed: dict[str, Any] = {
        "source": "acled",
        "place_name": "Sumtown",
        "date_start": dt.date(2025, 10, 17),
        "date_end": dt.date(2025, 10, 17),
        "geometry": Point(65.7, 33.54321),
        "admin1": "Uruzgan",
        "report_ids": ["hidden"],
        "claimant": "summed claimant",
        "licence": "rows may not be passed on",
        "sensitivity": Sensitivity.AGGREGATE_ONLY,
    }
    return [
        incident("00000000000000a1", **secret),
        incident("00000000000000b1", **summed),
        incident("00000000000000b2", **summed | {"killed_low": 2, "killed_high": None}),
        # Of fewer than three there would be no sum.
        incident(
            "00000000000000b3",
            **summed | {"killed_low": None, "killed_best": None, "killed_high": None},
        ),
    ]


def frames(incidents: list[Incident] | None = None) -> Frames:
    """Return rows with a claim each, and the reports behind them."""
    rows = [*of_every_kind(), *withheld()] if incidents is None else incidents
    quotes = {
        "hidden": "A hidden sentence, a summed sentence.",
        "open": "+5 died, <b>they</b> said",
    }
    claims = [claim(one, quotes[one.report_ids[0]]) for one in rows if one.report_ids]
    return Frames(
        incidents_frame(rows),
        claims_frame(claims),
        reports_frame([report("open"), report("hidden")]),
    )
