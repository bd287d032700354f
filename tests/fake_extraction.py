"""An extractor for tests that need what it gives, not how well it reads."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry import Point

from geodata.errors import SourceError
from geodata.incident import Claim, Incident, Report, stable_id
from geodata.vocabulary import Kind, LocationPrecision, Measure


@dataclass(frozen=True)
class FakePlace:
    """A place that a report names."""

    start: int
    end: int

    def to_record(self) -> dict[str, Any]:
        """Return the place as the command line writes it."""
        return {"start": self.start, "end": self.end, "text": "Kabul", "lat": 34.5, "lon": 69.2}


@dataclass(frozen=True)
class FakeExtraction:
    """What the fake extractor finds."""

    places: list[FakePlace] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    language: str | None = None
    warnings: list[str] = field(default_factory=list)


class FakeExtractor:
    """Finds an incident in Kabul in every sentence of the form "5 killed"."""

    def extract_all(self, reports: Sequence[Report]) -> Iterator[FakeExtraction | SourceError]:
        """Find what each report tells of."""
        for report in reports:
            if "UNREADABLE" in report.text:
                yield SourceError("cannot be understood")
            else:
                yield self._extract(report)

    def _extract(self, report: Report) -> FakeExtraction:
        found = FakeExtraction()
        for match in re.finditer(r"(\d+) killed", report.text):
            # A number that breaks the data model, for the tests of that.
            low = -1 if match[1] == "666" else int(match[1])
            incident = Incident(
                incident_id=stable_id(report.report_id, match.start(), report.published),
                kind=Kind.INCIDENT,
                date_start=report.published,
                date_end=report.published,
                place_name="Kabul",
                iso3="AFG",
                location_precision=LocationPrecision.TOWN,
                geometry=Point(69.2, 34.5),
                killed_low=low,
                killed_best=low,
                killed_high=low,
                report_ids=[report.report_id],
            )
            found.incidents.append(incident)
            found.claims.append(
                Claim(
                    claim_id=stable_id(incident.incident_id, "killed"),
                    report_id=report.report_id,
                    incident_id=incident.incident_id,
                    measure=Measure.KILLED,
                    low=low,
                    high=low,
                    quote=match[0],
                    start=match.start(),
                    end=match.end(),
                )
            )
        for match in re.finditer("Kabul", report.text):
            found.places.append(FakePlace(match.start(), match.end()))
        if report.published is None and found.incidents:
            found.warnings.append("no date of publication: give it with --published YYYY-MM-DD")
        return found
