"""A small store of made-up reports for the tests of the dashboard."""

import datetime as dt
import hashlib
from pathlib import Path

from shapely.geometry import LineString, Point, box

from geodata.incident import Claim, Incident, Report
from geodata.store import Store
from geodata.vocabulary import (
    DatePrecision,
    EventType,
    Kind,
    LocationPrecision,
    Measure,
    Outcome,
    Qualifier,
)
from loaders.batch import Batch

# What a report may hold; none of it may be read as HTML, Markdown, LaTeX or an emoji.
HOSTILE = (
    "<script>document.title='changed'</script><img src=x onerror=alert(1)> "
    "**bold** $x^2$ :smile: [link](javascript:alert(1))"
)
CLASH = "The army said two soldiers and four fighters died in a clash in the hills of Kunar."
BLAST = "A blast struck a market in Kabul on the morning of 9 March."
TOLL = "More than 40 people were killed along the border in March, aid workers said."
TALKS = "Delegates met in Doha from 20 to 22 March and parted without an agreement."
STATEMENT = f"A spokesman read out {HOSTILE} on the radio."
TEXT = f"{CLASH} {TOLL} {TALKS} {STATEMENT}"

REPORT = Report(
    report_id="report-1",
    title="A month at the border",
    publisher="Hill Country News",
    url="https://news.example/border",
    published=dt.date(2025, 3, 31),
    sha256=hashlib.sha256(TEXT.encode()).hexdigest(),
    text=TEXT,
)
SAMPLE = Report(
    report_id="report-2",
    title="Blast at a market",
    publisher="The Sample",
    published=dt.date(2025, 3, 10),
    sha256=hashlib.sha256(BLAST.encode()).hexdigest(),
    source="sample",
    text=BLAST,
)


def _incident(name: str, kind: Kind, days: tuple[int, int] | None, **fields: object) -> Incident:
    values: dict[str, object] = {"report_ids": ["report-1"], **fields}
    if days is not None:
        values["date_start"], values["date_end"] = (dt.date(2025, 3, day) for day in days)
        values.setdefault("date_precision", DatePrecision.DAY)
    return Incident(incident_id=name, kind=kind, **values)  # type: ignore[arg-type]


INCIDENTS = [
    _incident(
        "clash",
        Kind.INCIDENT,
        (15, 15),
        event_type=EventType.BATTLE,
        place_name="Kunar",
        place_id="admin1:AF-KNR",
        iso3="AFG",
        location_precision=LocationPrecision.PROVINCE,
        geometry=box(70.6, 34.5, 71.6, 35.5),
        killed_low=6,
        killed_best=6,
        killed_high=6,
        claimant="the army",
    ),
    _incident(
        "blast",
        Kind.INCIDENT,
        (9, 9),
        event_type=EventType.EXPLOSION,
        place_name="Kabul",
        iso3="AFG",
        location_precision=LocationPrecision.TOWN,
        geometry=Point(69.17, 34.53),
        source="sample",
        report_ids=["report-2"],
    ),
    _incident(
        "toll",
        Kind.TOLL,
        (1, 31),
        event_type=EventType.BATTLE,
        date_precision=DatePrecision.MONTH,
        place_name="Afghan–Pakistani border",
        place_id="border:AFG-PAK",
        location_precision=LocationPrecision.BORDER,
        geometry=LineString([(66.4, 29.9), (69.3, 31.9), (71.2, 34.3), (74.5, 37.1)]),
        killed_low=40,
        killed_best=40,
    ),
    _incident(
        "talks",
        Kind.TALKS,
        (20, 22),
        event_type=EventType.TALKS,
        place_name="Doha",
        iso3="QAT",
        location_precision=LocationPrecision.TOWN,
        geometry=Point(51.53, 25.29),
        side_a="the north",
        side_b="the south",
        mediators=["Qatar"],
        outcome=Outcome.FAILED,
    ),
    _incident("statement", Kind.STATEMENT, None, place_name=HOSTILE, claimant=HOSTILE),
]


def _claim(number: int, incident: str, measure: Measure, quote: str, **fields: object) -> Claim:
    report = SAMPLE if incident == "blast" else REPORT
    start = report.text.index(quote)
    return Claim(
        claim_id=f"claim-{number}",
        report_id=report.report_id,
        incident_id=incident,
        measure=measure,
        quote=quote,
        start=start,
        end=start + len(quote),
        **fields,  # type: ignore[arg-type]
    )


CLAIMS = [
    _claim(1, "clash", Measure.EVENT, CLASH, claimant="the army"),
    _claim(
        2,
        "clash",
        Measure.KILLED,
        CLASH,
        low=2,
        high=2,
        qualifier=Qualifier.EXACT,
        group="soldiers",
        claimant="the army",
    ),
    _claim(
        3,
        "clash",
        Measure.KILLED,
        CLASH,
        low=4,
        high=4,
        qualifier=Qualifier.EXACT,
        group="fighters",
        claimant="the army",
    ),
    _claim(4, "blast", Measure.EVENT, BLAST),
    _claim(
        5,
        "toll",
        Measure.KILLED,
        TOLL,
        low=40,
        qualifier=Qualifier.MORE_THAN,
        claimant="aid workers",
    ),
    _claim(6, "talks", Measure.EVENT, TALKS),
    _claim(7, "statement", Measure.EVENT, STATEMENT),
]


def all_records() -> Batch:
    return Batch(list(INCIDENTS), list(CLAIMS), [REPORT, SAMPLE])


def sample_records() -> Batch:
    """Return the sample report alone."""
    return Batch(
        [row for row in INCIDENTS if row.source == "sample"],
        [claim for claim in CLAIMS if claim.report_id == SAMPLE.report_id],
        [SAMPLE],
    )


def own_records() -> Batch:
    """Return everything but the sample report."""
    samples = sample_records()
    return Batch(
        [row for row in INCIDENTS if row not in samples.incidents],
        [claim for claim in CLAIMS if claim not in samples.claims],
        [REPORT],
    )


def save(path: Path, batch: Batch) -> None:
    Store.open(path, create=True).save(batch)
