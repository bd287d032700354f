"""What an extractor is to those who use it, and the way of reports through it.

Worker processes import this module: it needs no pandas.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar

from geodata.errors import SourceError
from geodata.incident import Claim, Incident, Report
from loaders.batch import Batch, Rejected

Item = TypeVar("Item")


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
    def language(self) -> str | None:
        """Its language (ISO 639-1), as far as its text shows."""

    @property
    def warnings(self) -> Sequence[str]:
        """What a person can act on."""


class ReportExtractor(Protocol):
    """What reads a report; `loaders.extraction.extract.Extractor` is one."""

    def extract_all(self, reports: Sequence[Report]) -> Iterator[Extracted | SourceError]:
        """Find what each report tells of; an error stands for one that cannot be understood."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A report, and the place it was read from."""

    where: str
    report: Report


# Reports that are read together: enough to keep the language model busy, and no more memory.
_BATCH_CHARACTERS = 64_000
_BATCH_REPORTS = 32


def in_batches(
    items: Iterable[Item], report_of: Callable[[Item], Report | None]
) -> Iterator[list[Item]]:
    """Put items together whose reports are read together, in order.

    Args:
        items: taken as they are needed.
        report_of: gives the report of an item, if it has one.

    """
    batch: list[Item] = []
    characters = 0
    for item in items:
        report = report_of(item)
        added = 0 if report is None else len(report.text)
        if batch and (characters + added > _BATCH_CHARACTERS or len(batch) == _BATCH_REPORTS):
            yield batch
            batch, characters = [], 0
        batch.append(item)
        characters += added
    if batch:
        yield batch


def extract_readings(
    extractor: ReportExtractor, readings: Sequence[Reading]
) -> Iterator[tuple[str, Batch]]:
    """Yield where each report is from, and what is in it."""
    found = extractor.extract_all([reading.report for reading in readings])
    for reading, extracted in zip(readings, found, strict=True):
        yield reading.where, _batch(reading, extracted)


def _batch(reading: Reading, found: Extracted | SourceError) -> Batch:
    if isinstance(found, SourceError):
        return Batch(rejected=[Rejected(reading.where, str(found))])
    report = replace(reading.report, language=found.language or reading.report.language)
    warnings = [f"{reading.where}: {warning}" for warning in found.warnings]
    if not found.incidents and found.language in {None, "en"}:
        warnings.append(f"{reading.where}: no incident, toll, talks or statement was found in it")
    return Batch(
        reports=[report],
        incidents=[replace(incident, source=report.source) for incident in found.incidents],
        claims=list(found.claims),
        warnings=warnings,
    )
