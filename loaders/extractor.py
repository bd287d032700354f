"""What an extractor is to those who use it, and one report's way through it.

Worker processes import this module: it needs no pandas.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol

from geodata.errors import SourceError
from geodata.incident import Claim, Incident, Report
from loaders.batch import Batch, Rejected


class Mention(Protocol):
    """A place that a text names."""

    def to_record(self) -> dict[str, Any]:
        """Return what is written of it."""


class Extracted(Protocol):
    """What is found in a report; `loaders.extraction.extract.Extraction` is one."""

    @property
    def places(self) -> Sequence[Mention]:
        """The places it names."""

    @property
    def incidents(self) -> Sequence[Incident]:
        """What it tells of."""

    @property
    def claims(self) -> Sequence[Claim]:
        """The statements and numbers, with their quotes."""

    @property
    def warnings(self) -> Sequence[str]:
        """What a person can act on."""


class ReportExtractor(Protocol):
    """What reads a report; `loaders.extraction.extract.Extractor` is one."""

    def extract(self, report: Report) -> Extracted:
        """Find what a report tells of."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A report, and the place it was read from."""

    where: str
    report: Report


def extract_reading(extractor: ReportExtractor, reading: Reading) -> tuple[str, Batch]:
    """Return where a report is from, and what is in it."""
    report = reading.report
    try:
        found = extractor.extract(report)
    except SourceError as error:
        return reading.where, Batch(rejected=[Rejected(reading.where, str(error))])
    warnings = [f"{reading.where}: {warning}" for warning in found.warnings]
    if not found.incidents:
        warnings.append(f"{reading.where}: no incident, toll, talks or statement was found in it")
    return reading.where, Batch(
        reports=[report],
        incidents=[replace(incident, source=report.source) for incident in found.incidents],
        claims=list(found.claims),
        warnings=warnings,
    )
