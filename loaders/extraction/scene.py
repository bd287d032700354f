"""One event as far as a report has told it."""

from dataclasses import dataclass, field

from geodata.vocabulary import Kind
from loaders.extraction.casualties import Casualties
from loaders.extraction.dates import DateMention
from loaders.extraction.events import Trigger
from loaders.extraction.facts import Facts
from loaders.places.mention import PlaceMention


@dataclass(eq=False)
class Scene:
    """One event as far as the report has told it."""

    kind: Kind
    told: list[Facts]
    casualties: list[tuple[Facts, Casualties]] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    date: DateMention | None = None
    date_said: bool = False
    place: PlaceMention | None = None
    accused: str | None = None

    @property
    def claimant(self) -> str | None:
        """Who reports it, where the report says so."""
        return next((facts.claimant for facts in self.told if facts.claimant), None)
