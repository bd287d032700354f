"""Made-up incidents for the tests of the map."""

import datetime as dt
import random

import geopandas as gpd
import pandas as pd
from shapely.geometry import LineString, MultiPolygon, Point, Polygon, box
from shapely.geometry.base import BaseGeometry

from geodata.frames import claims_frame, incidents_frame, reports_frame
from geodata.incident import Claim, Incident, Report
from geodata.vocabulary import (
    DatePrecision,
    EventType,
    Kind,
    LocationPrecision,
    Measure,
    Outcome,
    Qualifier,
)

Frames = tuple[gpd.GeoDataFrame, pd.DataFrame, pd.DataFrame]

# None of it may be read as HTML, script or template, whatever it stands in.
HOSTILE = (
    "<script>document.title='changed'</script></script> "
    '"><img src=x onerror="document.title=\'x\'"> '
    "{{ 7 * 7 }} {% raw %} ${7*7} \u2028 שלום " + "long" * 60
)

RIVERTOWN = (66.0, 31.0)
BORDER = LineString([(66.4, 29.9), (69.3, 31.9), (71.2, 34.3), (74.5, 37.1)])
COUNTRY = MultiPolygon(
    [
        Polygon(
            [(61, 25), (66, 25), (74, 32), (77, 36), (72, 36), (66, 30), (61, 29)],
            [[(67, 28), (68, 28), (68, 29), (67, 29)]],
        ),
        box(60, 24, 60.2, 24.2),
    ]
)


def incident(name: str, days: tuple[str, str] | str | None = None, **fields: object) -> Incident:
    """Return an incident; days are ISO dates."""
    values: dict[str, object] = {"kind": Kind.INCIDENT, "report_ids": ["report"], **fields}
    if days is not None:
        first, last = (days, days) if isinstance(days, str) else days
        values["date_start"] = dt.date.fromisoformat(first)
        values["date_end"] = dt.date.fromisoformat(last)
        values.setdefault("date_precision", DatePrecision.DAY)
    geometry = values.get("geometry")
    if isinstance(geometry, Point):
        values.setdefault("location_precision", LocationPrecision.TOWN)
    return Incident(incident_id=name, **values)  # type: ignore[arg-type]


def at(longitude: float, latitude: float) -> BaseGeometry:
    return Point(longitude, latitude)


def claim(name: str, quote: str, **fields: object) -> Claim:
    """Return a claim of the incident of that name."""
    values: dict[str, object] = {"measure": Measure.EVENT, "report_id": "report", **fields}
    return Claim(  # type: ignore[arg-type]
        claim_id=f"{name}-{quote[:20]}",
        incident_id=name,
        quote=quote,
        start=values.pop("start", 0),
        end=values.pop("end", 10),
        **values,
    )


REPORT = Report(
    report_id="report",
    title="A month at the river",
    publisher="The Valley Gazette",
    url="https://gazette.example/river",
    published=dt.date(2025, 3, 31),
    sha256="0" * 64,
    text="The text of the report stays out of the page.",
)
HOSTILE_REPORT = Report(
    report_id="hostile",
    title=HOSTILE,
    publisher=HOSTILE,
    url="javascript:document.title='changed'",
    sha256="1" * 64,
    text=HOSTILE,
)

# One of everything that the map draws.
INCIDENTS = [
    incident(
        "clash",
        "2025-03-15",
        event_type=EventType.BATTLE,
        place_name="Highland Republic",
        iso3="PAK",
        location_precision=LocationPrecision.COUNTRY,
        geometry=COUNTRY,
        killed_low=30,
        killed_best=30,
        killed_high=30,
        side_a="army",
        side_b="rebels",
        claimant="the army",
    ),
    incident(
        "blast",
        "2025-03-09",
        event_type=EventType.EXPLOSION,
        sub_event_type="air_strike",
        place_name="Rivertown",
        iso3="AFG",
        admin1="Upper Valley",
        radius_km=12.0,
        geometry=at(*RIVERTOWN),
        report_ids=["report", "hostile"],
    ),
    incident(
        "shooting",
        "2025-03-20",
        event_type=EventType.VIOLENCE_AGAINST_CIVILIANS,
        place_name="Rivertown",
        geometry=at(*RIVERTOWN),
        killed_low=2,
        killed_best=3,
        killed_high=5,
        wounded_low=0,
        wounded_best=0,
        wounded_high=0,
    ),
    incident(
        "toll",
        ("2025-03-01", "2025-03-31"),
        kind=Kind.TOLL,
        event_type=EventType.BATTLE,
        date_precision=DatePrecision.MONTH,
        place_name="the border",
        place_id="border:AFG-PAK",
        location_precision=LocationPrecision.BORDER,
        geometry=BORDER,
        killed_low=70,
        killed_best=70,
        wounded_low=200,
        wounded_best=200,
    ),
    incident(
        "talks",
        ("2025-03-25", "2025-03-28"),
        kind=Kind.TALKS,
        event_type=EventType.TALKS,
        place_name="Harbour City",
        geometry=at(51.53, 25.29),
        side_a="the north",
        side_b="the south",
        mediators=["Qatar", "Turkey"],
        outcome=Outcome.FAILED,
    ),
    incident("warning", "2025-03-27", kind=Kind.STATEMENT, claimant="a minister"),
    incident("someday", None, event_type=EventType.RIOT, date_edtf="XXXX-03-09"),
]
CLAIMS = [
    claim(
        "clash",
        "The army said five soldiers and 25 rebels died in the hills.",
        measure=Measure.KILLED,
        low=5,
        high=5,
        qualifier=Qualifier.EXACT,
        group="soldiers",
        claimant="the army",
    ),
    claim(
        "clash",
        "The army said five soldiers and 25 rebels died in the hills.",
        measure=Measure.KILLED,
        low=25,
        high=25,
        qualifier=Qualifier.EXACT,
        group="rebels",
        claimant="the army",
        start=1,
    ),
    claim("blast", "A blast shook Rivertown on 9 March."),
    claim("blast", HOSTILE, report_id="hostile", claimant=HOSTILE),
    claim("shooting", "Gunmen killed two to five people in Rivertown."),
    claim(
        "toll",
        "More than 70 people died along the border in March.",
        measure=Measure.KILLED,
        low=70,
        qualifier=Qualifier.MORE_THAN,
        group="people",
    ),
    claim("talks", "Four days of talks at the harbour ended without a deal."),
    claim("warning", "The minister warned of open conflict."),
    claim("someday", "A crowd set fire to the market on 9 March."),
]


def frames() -> Frames:
    """Return one of everything."""
    return (
        incidents_frame(INCIDENTS),
        claims_frame(CLAIMS),
        reports_frame([REPORT, HOSTILE_REPORT]),
    )


def map_frames(*incidents: Incident) -> Frames:
    """Return frames of incidents with a sentence each."""
    claims = [
        claim(each.incident_id, f"A sentence about {each.incident_id}.") for each in incidents
    ]
    return incidents_frame(incidents), claims_frame(claims), reports_frame([REPORT])


def random_incidents(count: int, seed: int = 7) -> gpd.GeoDataFrame:
    """Return incidents of every kind, dated and not, short and long, placed and not."""
    chance = random.Random(seed)  # noqa: S311 - tests want the same numbers every time
    first = dt.date(1890, 6, 1)
    rows = []
    for number in range(count):
        start = first + dt.timedelta(days=chance.randrange(60))
        end = start + dt.timedelta(days=chance.choice([0, 0, 0, 1, 9, 40]))
        low = chance.choice([None, 0, 1, 7, 300])
        high = chance.choice([None, low, low, (low or 0) + 5])
        rows.append(
            incident(
                f"row-{number}",
                None if chance.random() < 0.1 else (start.isoformat(), end.isoformat()),
                kind=chance.choice(list(Kind)),
                event_type=chance.choice([None, *EventType]),
                geometry=chance.choice(
                    [None, BORDER, COUNTRY, at(chance.uniform(60, 70), chance.uniform(20, 30))]
                ),
                killed_low=low,
                killed_best=chance.choice([None, low]),
                killed_high=high,
                wounded_high=chance.choice([None, 0, 12]),
            )
        )
    return incidents_frame(rows)
