"""Incidents as reports tell them, for the tests of linking."""

import datetime as dt
from pathlib import Path
from typing import Any

from shapely.geometry import Point

from geodata.incident import Claim, Incident, Report, stable_id
from geodata.store import Store
from geodata.vocabulary import DatePrecision, EventType, Kind, LocationPrecision, Measure
from loaders.batch import Batch

DAY = dt.date(2025, 3, 15)


def telling(name: str, quote: str | None = None, **changes: Any) -> Batch:  # noqa: ANN401 - an incident's or report's own fields
    """Return a report with one incident in it.

    Args:
        name: of the report; it is its publisher too, unless changed.
        quote: what it says, else words that no other report has.
        changes: of the incident, or of the report.

    """
    quote = quote or f"alpha{name} beta{name} gamma{name} delta{name}"
    of_report = {
        key: changes.pop(key) for key in ("published", "publisher", "text") if key in changes
    }
    values: dict[str, Any] = {
        "publisher": name,
        "published": DAY,
        "text": f"{quote} in report {name}.",
        "source": changes.get("source", "report"),
    }
    report = Report(report_id=stable_id(name), sha256="0" * 64, **(values | of_report))
    batch = Batch(reports=[report])
    batch.incidents.append(incident(report, 0, **changes))
    batch.claims.append(claim(batch.incidents[0], quote))
    return batch


def incident(report: Report, number: int, **changes: Any) -> Incident:  # noqa: ANN401 - an incident's own fields
    """Return an incident of a report: a clash in a town with seven killed, unless changed."""
    values: dict[str, Any] = {
        "incident_id": stable_id(report.report_id, number),
        "kind": Kind.INCIDENT,
        "event_type": EventType.BATTLE,
        "sub_event_type": "armed_clash",
        "date_start": DAY,
        "date_end": DAY,
        "date_precision": DatePrecision.DAY,
        "place_name": "Old Bridge",
        "place_id": "town:1",
        "iso3": "XAA",
        "admin1": "North",
        "location_precision": LocationPrecision.TOWN,
        "geometry": Point(70, 33),
        "report_ids": [report.report_id],
        "source": report.source,
        **counted(7),
    }
    return Incident(**(values | changes))


def claim(of: Incident, quote: str) -> Claim:
    """Return the claim of an incident's deaths."""
    return Claim(
        claim_id=stable_id(of.incident_id, "claim"),
        report_id=of.report_ids[0],
        incident_id=of.incident_id,
        measure=Measure.KILLED,
        low=of.killed_low,
        high=of.killed_high,
        claimant=of.claimant,
        quote=quote,
        start=0,
        end=len(quote),
    )


def counted(low: int | None, high: int | None = -1) -> dict[str, int | None]:
    """Return the columns of a number killed; exactly so many unless there is a high."""
    high = low if high == -1 else high
    best = low if low is not None else high
    return {"killed_low": low, "killed_best": best, "killed_high": high}


def province() -> dict[str, Any]:
    """Return the columns of a place of which only the province is told."""
    return {
        "place_name": "North",
        "place_id": "admin1:XA-N",
        "location_precision": LocationPrecision.PROVINCE,
        "geometry": Point(70, 33).buffer(2),
    }


def stored(path: Path, *batches: Batch) -> Store:
    """Return a store with batches, loaded in this order."""
    store = Store.open(path, create=True)
    for batch in batches:
        store.save(batch)
    return store


def identifier(batch: Batch) -> str:
    """Return the id of a report's only incident."""
    [one] = batch.incidents
    return one.incident_id
