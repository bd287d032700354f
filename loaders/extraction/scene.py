"""One event as far as a report has told it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from geodata.vocabulary import EventType, Kind, Measure
from loaders.extraction.casualties import Casualties
from loaders.extraction.dates import DateMention
from loaders.extraction.events import Trigger
from loaders.extraction.facts import Facts
from loaders.places.mention import PlaceMention


@dataclass(eq=False)
class Scene:
    """One event as far as the report has told it.

    A report may go on about one event for thousands of sentences, each of which is compared with
    what was told before: `types`, `several` and `counts` sum that up.

    Attributes:
        types: of the words for it, but for general ones ("attack"), which fit any event.
        several: whether a word for it stands for many events or a course of them ("clashes").
        counts: measure and least number of counts of two people and more.
        confidence: how likely it is an incident that the report tells, 0-1.

    """

    kind: Kind
    told: list[Facts]
    casualties: list[tuple[Facts, Casualties]] = field(default_factory=list)
    triggers: list[Trigger] = field(default_factory=list)
    date: DateMention | None = None
    date_said: bool = False
    place: PlaceMention | None = None
    accused: str | None = None
    types: set[EventType] = field(default_factory=set, init=False)
    several: bool = field(default=False, init=False)
    counts: set[tuple[Measure, int]] = field(default_factory=set, init=False)
    confidence: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        """Sum up what the scene begins with."""
        self._sum_up(self.casualties, self.triggers)

    def tell(
        self, casualties: Iterable[tuple[Facts, Casualties]], triggers: Iterable[Trigger]
    ) -> None:
        """Add what a later sentence tells."""
        casualties, triggers = list(casualties), list(triggers)
        self.casualties.extend(casualties)
        self.triggers.extend(triggers)
        self._sum_up(casualties, triggers)

    def _sum_up(
        self, casualties: Iterable[tuple[Facts, Casualties]], triggers: Iterable[Trigger]
    ) -> None:
        for trigger in triggers:
            self.several = self.several or trigger.several
            if not trigger.word.startswith(_GENERAL):
                self.types.add(trigger.event_type)
        for _facts, found in casualties:
            if found.low is not None and found.low > 1:
                self.counts.add((found.measure, found.low))

    @property
    def is_new(self) -> bool:
        """Whether a word tells the event as one not told before ("a blast", not "the blast")."""
        return any(not trigger.known for trigger in self.triggers)

    @property
    def claimant(self) -> str | None:
        """Who reports it, where the report says so."""
        return next((facts.claimant for facts in self.told if facts.claimant), None)


# Beginnings of words that fit any event.
_GENERAL = ("attack", "violence", "assault", "strike", "killing")
