"""Made-up incidents at real towns, for maps that look like those of a real crisis."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

import numpy as np
from shapely.geometry import Point

from dashboard.exports.publishable import Publishable, leaving
from dashboard.map.basemap import WORLD_UNITS, basemap_table
from geodata.boundaries import Boundaries
from geodata.frames import claims_frame, incidents_frame, reports_frame
from geodata.incident import Incident, Report
from geodata.vocabulary import DatePrecision, EventType, Kind, LocationPrecision, Outcome

_TYPES = (
    EventType.BATTLE,
    EventType.EXPLOSION,
    EventType.VIOLENCE_AGAINST_CIVILIANS,
    EventType.PROTEST,
    EventType.RIOT,
    EventType.STRATEGIC_DEVELOPMENT,
)
_SHARES = (0.3, 0.28, 0.16, 0.13, 0.06, 0.07)
_PUBLISHERS = ("Valley Gazette", "Hill Country News", "The Harbour Post", "Radio of the Plain")


def towns_of(countries: Sequence[str], most: int) -> list[tuple[str, float, float, str, str]]:
    """Return the largest towns of countries: name, longitude, latitude, country, division."""
    table = basemap_table()
    found = []
    with Boundaries.open() as boundaries:
        areas = {iso3: boundaries.area(f"country:{iso3}") for iso3 in countries}
        for number in range(len(table["city_names"])):
            longitude = table["city_x"][number] / WORLD_UNITS * 360 - 180
            latitude = float(
                np.degrees(
                    np.arctan(np.sinh(np.pi * (1 - 2 * table["city_y"][number] / WORLD_UNITS)))
                )
            )
            for iso3, area in areas.items():
                if area is not None and area.contains(Point(longitude, latitude)):
                    where = boundaries.locate(longitude, latitude)
                    division = where.admin1 if where else ""
                    name = str(table["city_names"][number])
                    found.append((name, float(longitude), latitude, iso3, division))
            if len(found) == most:
                break
    return found


def made_incidents(
    countries: Sequence[str], count: int, *, seed: int = 1, days: int = 60, towns: int = 120
) -> list[Incident]:
    """Return incidents, most of them at the larger towns; the same for the same seed."""
    chance = np.random.default_rng(seed)
    known = towns_of(countries, towns)
    weights = 1 / np.arange(2, len(known) + 2)
    places = chance.choice(len(known), count, p=weights / weights.sum())
    rows = []
    for number, place in enumerate(places):
        name, longitude, latitude, iso3, division = known[place]
        day = dt.date(2025, 9, 1) + dt.timedelta(days=int(chance.beta(2, 1.2) * days))
        low = int(chance.geometric(0.35) - 1)
        stated = chance.random() < 0.72
        rows.append(
            Incident(
                incident_id=f"{seed:04x}{number:012x}",
                kind=Kind.INCIDENT,
                event_type=_TYPES[int(chance.choice(len(_TYPES), p=_SHARES))],
                date_start=day,
                date_end=day,
                date_precision=DatePrecision.DAY,
                place_name=name,
                iso3=iso3,
                admin1=division,
                location_precision=LocationPrecision.TOWN,
                geometry=Point(longitude, latitude),
                killed_low=low if stated else None,
                killed_best=low if stated else None,
                killed_high=low + int(chance.integers(0, 5)) if stated else None,
                report_ids=[f"report-{number % len(_PUBLISHERS)}"],
            )
        )
    return rows


def border_crisis() -> list[Incident]:
    """Return what a week of border fighting gives: marks, provinces, a border, talks, a toll."""
    rows = made_incidents(["AFG", "PAK"], 34, seed=7, days=30, towns=70)
    with Boundaries.open() as boundaries:
        khost = boundaries.area("admin1:AF-KHO")
        paktika = boundaries.area("admin1:AF-PKA")
        border = boundaries.border("AFG", "PAK")
    rows += [
        _row("a1", khost, "Khost", LocationPrecision.PROVINCE, iso3="AFG", killed=(4, 9)),
        _row("a2", khost, "Khost", LocationPrecision.PROVINCE, iso3="AFG", killed=None),
        _row("a3", paktika, "Paktika", LocationPrecision.PROVINCE, iso3="AFG", killed=(12, 12)),
        _row(
            "a4",
            border,
            "Afghan–Pakistani border",
            LocationPrecision.BORDER,
            place_id="border:AFG-PAK",
            kind=Kind.TOLL,
            killed=(70, None),
            days=(dt.date(2025, 9, 1), dt.date(2025, 9, 30)),
        ),
        _row(
            "a5",
            Point(69.1783, 34.5289),
            "Kabul",
            LocationPrecision.TOWN,
            iso3="AFG",
            kind=Kind.TALKS,
            event_type=EventType.TALKS,
            outcome=Outcome.FAILED,
        ),
        _row("a6", None, None, LocationPrecision.NONE, killed=(2, 2)),
    ]
    return rows


def made_content(incidents: Sequence[Incident], **changes: Any) -> Publishable:  # noqa: ANN401 - a report's fields
    """Return incidents as what may be published, with reports behind them."""
    reports = [
        Report(
            report_id=f"report-{number}",
            title=f"Report {number}",
            publisher=publisher,
            retrieved=dt.datetime(2025, 11, 10 + number, tzinfo=dt.UTC),
            sha256="0",
            text="",
            **changes,
        )
        for number, publisher in enumerate(_PUBLISHERS)
    ]
    return leaving(incidents_frame(incidents), claims_frame([]), reports_frame(reports), None)


def _row(  # noqa: PLR0913 - the fields that differ
    name: str,
    geometry: Any,  # noqa: ANN401 - shapely ships no types
    place: str | None,
    precision: LocationPrecision,
    *,
    killed: tuple[int, int | None] | None = None,
    days: tuple[dt.date, dt.date] = (dt.date(2025, 9, 14), dt.date(2025, 9, 14)),
    **changes: Any,  # noqa: ANN401 - an incident's own fields
) -> Incident:
    values: dict[str, Any] = {
        "incident_id": f"{name:0>16}",
        "kind": Kind.INCIDENT,
        "event_type": EventType.BATTLE,
        "date_start": days[0],
        "date_end": days[1],
        "date_precision": DatePrecision.DAY,
        "place_name": place,
        "location_precision": precision,
        "geometry": geometry,
        "report_ids": ["report-1"],
    }
    if killed is not None:
        values |= {"killed_low": killed[0], "killed_best": killed[0], "killed_high": killed[1]}
    return Incident(**(values | changes))
