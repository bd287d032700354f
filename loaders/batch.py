"""What loaders return: records, and what had to be rejected."""

from dataclasses import dataclass, field

from geodata.incident import Claim, Incident, Report


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source, or one record of it, that could not be loaded.

    Attributes:
        where: the source.
        reason: what is wrong, and what to do.
        number: the record's line in the source.
        identifier: the record's own id.

    """

    where: str
    reason: str
    number: int | None = None
    identifier: object = None

    @property
    def message(self) -> str:
        """What is wrong, with the line but without the source."""
        return self.reason if self.number is None else f"line {self.number} {self.reason}"

    def __str__(self) -> str:
        line = "" if self.number is None else f", line {self.number}"
        return f"{self.where}{line}: {self.reason}"


@dataclass(slots=True)
class Batch:
    """The records of one load; it is saved as a whole.

    Attributes:
        incidents: what the reports tell of.
        claims: the statements and numbers in the reports, with their quotes.
        reports: the source documents.
        rejected: what could not be loaded, each with where and why.
        warnings: what was loaded but needs a person's attention, one line each.
        notes: what a person may like to know, one line each.
        unchanged: how many reports the store has already, so that they were not read again.

    """

    incidents: list[Incident] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    unchanged: int = 0

    def add(self, other: "Batch") -> None:
        """Take in the records of another batch."""
        self.incidents.extend(other.incidents)
        self.claims.extend(other.claims)
        self.reports.extend(other.reports)
        self.rejected.extend(other.rejected)
        self.warnings.extend(other.warnings)
        self.notes.extend(other.notes)
        self.unchanged += other.unchanged
