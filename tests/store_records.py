"""Records for the tests of the store and of queries."""

import datetime as dt
from dataclasses import replace
from typing import Any

from shapely.geometry import Point

from geodata.incident import Claim, Incident, Report, stable_id
from geodata.vocabulary import Kind, LocationPrecision, Measure
from loaders.batch import Batch


def report(text: str = "Five soldiers were killed in Khost.", **changes: Any) -> Report:  # noqa: ANN401 - a report's own fields
    """Return a report; its id is a hash of the text."""
    values: dict[str, Any] = {
        "report_id": stable_id(text),
        "title": "Attack in Khost",
        "published": dt.date(2025, 10, 9),
        "retrieved": dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
        "sha256": "0" * 64,
        "text": text,
    }
    return Report(**(values | changes))


def incident(of: Report, number: int = 0, **changes: Any) -> Incident:  # noqa: ANN401 - an incident's own fields
    """Return an incident that a report tells of."""
    values: dict[str, Any] = {
        "incident_id": stable_id(of.report_id, number),
        "kind": Kind.INCIDENT,
        "date_start": of.published,
        "date_end": of.published,
        "iso3": "AFG",
        "location_precision": LocationPrecision.TOWN,
        "geometry": Point(69.92, 33.34),
        "killed_low": 5,
        "killed_best": 5,
        "killed_high": 5,
        "report_ids": [of.report_id],
        "source": of.source,
    }
    return Incident(**(values | changes))


def claim(of: Incident, **changes: Any) -> Claim:  # noqa: ANN401 - a claim's own fields
    """Return the claim of an incident's deaths."""
    values: dict[str, Any] = {
        "claim_id": stable_id(of.incident_id, "claim"),
        "report_id": of.report_ids[0],
        "incident_id": of.incident_id,
        "measure": Measure.KILLED,
        "low": of.killed_low,
        "high": of.killed_high,
        "quote": "Five soldiers were killed in Khost.",
        "start": 0,
        "end": 35,
    }
    return Claim(**(values | changes))


def batch(*reports: Report, incidents: int = 1) -> Batch:
    """Return reports with so many incidents each, and a claim for each of them."""
    result = Batch()
    for of in reports:
        told = [incident(of, number) for number in range(incidents)]
        result.reports.append(of)
        result.incidents.extend(told)
        result.claims.extend(claim(one) for one in told)
    return result


def sample(of: Report) -> Report:
    """Return the report as one of the program's samples."""
    return replace(of, source="sample")
