"""The three linked tables: reports, claims and incidents.

Each table is described once, by a dataclass: a field is a column, its metadata hold the pandas
dtype and what the column means. Extraction builds these records, `geodata.frames` makes frames of
them. This module imports no pandas, so that a command that only extracts starts quickly.

Missing is never 0: 0 means that the source says nobody.
"""

import datetime as dt
import hashlib
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from geodata.vocabulary import (
    DatePrecision,
    EventType,
    Kind,
    LocationPrecision,
    Measure,
    Outcome,
    Qualifier,
    Sensitivity,
    Status,
)

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

STRING = "string"
INTEGER = "Int64"
FLOAT = "float64"
# Seconds reach any year a source may hold; nanoseconds end in 1677 and 2262.
DATE = "datetime64[s]"
TIME = "datetime64[s, UTC]"
BOOLEAN = "boolean"
LIST = "object"
GEOMETRY = "geometry"


def _column(
    dtype: str | type[StrEnum],
    meaning: str,
    *,
    required: bool = False,
    default: Any = None,  # noqa: ANN401 - a column's default is of the column's own type
    factory: type[list[str]] | None = None,
) -> Any:  # noqa: ANN401 - dataclasses.field is typed as the field's own type
    """Describe a column: its dtype (an enum stands for a category), its meaning, its default."""
    metadata = {"dtype": dtype, "meaning": meaning, "required": required}
    if factory is not None:
        return field(default_factory=factory, metadata=metadata)
    if required and default is None:
        return field(metadata=metadata)
    return field(default=default, metadata=metadata)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One source document."""

    report_id: str = _column(STRING, "hash of the content", required=True)
    title: str | None = _column(STRING, "headline")
    publisher: str | None = _column(STRING, "who published it")
    url: str | None = _column(STRING, "where it was published")
    published: dt.date | None = _column(DATE, "day of publication")
    retrieved: dt.datetime | None = _column(TIME, "when it was read, UTC")
    language: str | None = _column(STRING, "ISO 639-1 code")
    sha256: str = _column(STRING, "of the file as it was read", required=True)
    licence: str | None = _column(STRING, "of the text")
    source: str = _column(STRING, "`report`, or `sample`", default="report")
    text: str = _column(STRING, "what extraction read; claim offsets count in it", required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement of fact or number in one report."""

    claim_id: str = _column(STRING, "hash of report, place in it and measure", required=True)
    report_id: str = _column(STRING, "the report that says it", required=True)
    incident_id: str = _column(STRING, "the row of the map it speaks of", required=True)
    measure: Measure = _column(Measure, "what is counted", required=True)
    low: int | None = _column(INTEGER, "at least so many")
    high: int | None = _column(INTEGER, "at most so many; missing when open")
    qualifier: Qualifier | None = _column(Qualifier, "how the source hedges the number")
    group: str | None = _column(STRING, "whom it counts: soldiers, civilians, aid workers")
    side: str | None = _column(
        STRING, "the party they belong to; of an event, the party said to have done it"
    )
    claimant: str | None = _column(STRING, "who says so, when the report attributes it")
    negated: bool = _column(BOOLEAN, "the source denies it", default=False)
    quote: str = _column(STRING, "the sentence, verbatim", required=True)
    start: int = _column(INTEGER, "offset of the quote's first character", required=True)
    end: int = _column(INTEGER, "offset after the quote's last character", required=True)
    confidence: float | None = _column(
        FLOAT, "0-1, how sure the number is the event's; missing for what counts nobody"
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One row on the map."""

    incident_id: str = _column(
        STRING, "stable hash of what identifies it in its source (UCDP id)", required=True
    )
    kind: Kind = _column(Kind, "incident, toll, talks or statement", required=True)
    event_type: EventType | None = _column(EventType, "ACLED event type")
    sub_event_type: str | None = _column(
        STRING, "ACLED sub-event type; of talks which round they are (round_3)"
    )
    date_start: dt.date | None = _column(DATE, "first day (UCDP)")
    date_end: dt.date | None = _column(DATE, "last day (UCDP)")
    date_precision: DatePrecision | None = _column(DatePrecision, "UCDP date_prec")
    date_edtf: str | None = _column(
        STRING, "the date as far as known (EDTF, ISO 8601-2): 2025-10, XXXX-10-09"
    )
    place_name: str | None = _column(STRING, "as resolved")
    place_id: str | None = _column(STRING, "geonames:1138958, border:AFG-PAK, admin1:AF-NAN")
    iso3: str | None = _column(STRING, "country (ISO 3166-1 alpha-3)")
    admin1: str | None = _column(STRING, "first-level division, its name")
    location_precision: LocationPrecision = _column(
        LocationPrecision,
        "ACLED geo_precision, UCDP where_prec",
        required=True,
        default=LocationPrecision.NONE,
    )
    radius_km: float | None = _column(FLOAT, "how far off the point may be (STIX 2.1 precision)")
    geometry: "BaseGeometry | None" = _column(
        GEOMETRY, "Point, LineString (border), Polygon (region) or missing; WGS 84 lon, lat"
    )
    killed_low: int | None = _column(INTEGER, "deaths, at least (UCDP low)")
    killed_best: int | None = _column(INTEGER, "deaths, best estimate (UCDP best)")
    killed_high: int | None = _column(INTEGER, "deaths, at most (UCDP high); missing when open")
    wounded_low: int | None = _column(INTEGER, "wounded, at least")
    wounded_best: int | None = _column(INTEGER, "wounded, best estimate")
    wounded_high: int | None = _column(INTEGER, "wounded, at most; missing when open")
    side_a: str | None = _column(STRING, "first party; for talks a delegation (UCDP)")
    side_b: str | None = _column(STRING, "second party; for talks a delegation (UCDP)")
    mediators: list[str] = _column(LIST, "for talks: who mediates", factory=list)
    outcome: Outcome | None = _column(Outcome, "for talks: where they stand (PLOVER)")
    claimant: str | None = _column(STRING, "who reports it, when the source attributes it")
    source: str = _column(STRING, "dataset, `report` or `sample`", default="report")
    source_count: int = _column(INTEGER, "number of independent reports", default=1)
    report_ids: list[str] = _column(LIST, "reports that mention it", factory=list)
    confidence: float | None = _column(FLOAT, "0-1, how sure the extraction is")
    status: Status = _column(
        Status, "who last decided about it", required=True, default=Status.EXTRACTED
    )
    sensitivity: Sensitivity = _column(
        Sensitivity, "how far it may travel", required=True, default=Sensitivity.PUBLIC
    )
    licence: str | None = _column(STRING, "of the source; exports obey it")
    attribution: str | None = _column(STRING, "how the source asks to be named")


TableType = type[Report] | type[Claim] | type[Incident]


def stable_id(*parts: object) -> str:
    """Return a 16-digit hexadecimal hash of the parts: the same parts give the same id."""
    return hashlib.sha256(stable_id_text(*parts).encode()).hexdigest()[:16]


def stable_id_text(*parts: object) -> str:
    """Return the text whose hash is the parts' `stable_id`."""
    # The unit separator cannot be typed into a place or a name, so parts cannot run together.
    return "\x1f".join("" if part is None else str(part) for part in parts)
