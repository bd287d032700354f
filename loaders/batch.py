"""What loaders return: records, and what had to be rejected."""

from dataclasses import dataclass, field

from geodata.incident import Claim, Incident, Report


@dataclass(frozen=True, slots=True)
class Rejected:
    """A source, or one record of it, that could not be loaded."""

    where: str
    reason: str
    number: int | None = None

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

    """

    incidents: list[Incident] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
