"""The type and sub-type of an event on ACLED's scheme, from all that the report says of it.

The words that tell the event come first, then words beside them that hint at it (weapons, ways of
killing), then the sentences around it that tell of nothing else, and at last who was hurt.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from geodata.event_schemes import NON_STATE_FORCES, STATE_FORCES
from geodata.vocabulary import EventType, Measure, SubEventType
from loaders.extraction.clauses import Mood
from loaders.extraction.events import Trigger, find_hints, find_triggers, most_telling
from loaders.extraction.facts import Facts
from loaders.extraction.scene import Scene

TypeOfEvent = tuple[EventType, str | None]


@dataclass(frozen=True)
class EventTyper:
    """Tells the types of a report's events; knows which sentences tell of which event.

    `scenes` in text order; `facts` by the index of their sentence.
    """

    scenes: Sequence[Scene]
    facts: Mapping[int, Facts]
    told: frozenset[int]

    @classmethod
    def of(cls, report: Sequence[Facts], scenes: Sequence[Scene]) -> "EventTyper":
        """Prepare for the events of one report."""
        told = frozenset(facts.sentence.index for scene in scenes for facts in scene.told)
        return cls(scenes, {facts.sentence.index: facts for facts in report}, told)

    def type_of(self, scene: Scene) -> TypeOfEvent:
        """Return the type of an event, and the sub-type where it can be told."""
        trigger = self._trigger(scene)
        if trigger is None or _is_aftermath(trigger, scene):
            told = _by_victims(scene) or _by_killing(scene) or self._inherited(scene)
            return told or (EventType.OTHER, None)
        told = (trigger.event_type, trigger.sub_event_type)
        if trigger.event_type is EventType.EXPLOSION:
            return _explosion(trigger, scene)
        if trigger.sub_event_type in _TERRITORY:
            return _taken(trigger, scene)
        if trigger.event_type is EventType.PROTEST:
            return EventType.PROTEST, _protest(scene)
        if told == _ATTACK and not _ON_DEFENCELESS.match(trigger.word):
            return _property(scene) or _off_duty(scene) or _by_victims(scene) or told
        return told

    def sentences_after(self, scene: Scene) -> Iterator[Facts]:
        """Yield the sentences behind an event that tell of no other, the next ones first."""
        last = scene.told[-1].sentence.index
        for index in range(last + 1, last + 1 + _FOLLOWING):
            if index in self.told:
                return
            if index in self.facts:
                yield self.facts[index]

    def sentences_before(self, scene: Scene) -> Iterator[Facts]:
        """Yield the sentences before an event that tell of no other, the nearest first."""
        first = scene.told[0].sentence.index
        for index in range(first - 1, first - 1 - _REACH, -1):
            if index in self.told:
                return
            if index in self.facts:
                yield self.facts[index]

    def _trigger(self, scene: Scene) -> Trigger | None:
        """Return the most telling word: of the event itself, beside it, around it."""
        own = most_telling([trigger for trigger in scene.triggers if not _denied(scene, trigger)])
        if own is not None and not _is_general(own):
            return own
        for ring in (self._beside(scene), self._around(scene), self._before(scene)):
            found = most_telling([hint for hint in ring if own is None or not _is_general(hint)])
            if found is not None:
                return found
        return own

    def _beside(self, scene: Scene) -> Iterator[Trigger]:
        for facts in scene.told[:_MOST_READ]:
            if self._shared(facts) <= 1:
                yield from _hints(facts)

    def _shared(self, facts: Facts) -> int:
        return sum(facts in scene.told for scene in self.scenes[:_MOST_READ])

    def _around(self, scene: Scene) -> Iterator[Trigger]:
        """Find hints in the sentences around an event that tell of no other.

        A later sentence counts where it points back ("the blast").
        """
        for before in self.sentences_before(scene):
            yield from find_triggers(before.sentence)
            yield from _hints(before)
        after = self.facts.get(scene.told[-1].sentence.index + 1)
        if after is not None and after.sentence.index not in self.told:
            yield from (hint for hint in _hints(after) if hint.known)

    def _before(self, scene: Scene) -> Iterator[Trigger]:
        """Find what "the attack" points back to: the event told before it."""
        if scene.triggers and not scene.is_new:
            yield from self._told_before(scene, most=_ANYWHERE)

    def _inherited(self, scene: Scene) -> TypeOfEvent | None:
        """Return the type of the event right before deaths of which nobody says how."""
        if _accident(scene):
            return None
        found = most_telling(list(self._told_before(scene, most=1)))
        return None if found is None else (found.event_type, found.sub_event_type)

    def _told_before(self, scene: Scene, most: int) -> Sequence[Trigger]:
        number = next((n for n, other in enumerate(self.scenes) if other is scene), 0)
        if not number:
            return ()
        earlier = self.scenes[number - 1]
        away = scene.told[0].sentence.index - earlier.told[-1].sentence.index
        return earlier.triggers if away <= most else ()


# An event that a report goes on about is read in so many sentences, and compared with so many
# others, so that the work grows with the report's length.
_MOST_READ = 20
# So many sentences behind an event may go on about it.
_FOLLOWING = 4
# "The attack" may be told any number of sentences before.
_ANYWHERE = 1_000_000
# So many sentences before an event may set its scene.
_REACH = 2

_ATTACK = (EventType.VIOLENCE_AGAINST_CIVILIANS, SubEventType.ATTACK)


def _hints(facts: Facts) -> list[Trigger]:
    """Return the hints of a sentence, but for those that are only imagined."""
    return [
        hint
        for hint in find_hints(facts.sentence)
        if facts.clause_at(hint.start).mood is not Mood.UNREAL
    ]


# Words that fit any violence: what they name is told elsewhere.
_GENERAL = re.compile(
    r"(?:attack|assault|raid|str(?:ike|uck)|killing|violence|ramm|sabotag|hurled|blasted"
    r"|set (?:fire|on fire|ablaze))"
)


# Ways of killing that are no fight, whoever is killed.
_ON_DEFENCELESS = re.compile(r"(?:stab|hack|behead|decapitat|lynch|murder|execut|massacre|slaught)")


_DENIAL = re.compile(r"\b(?:den(?:y|ies|ied|ying)|rul\w+\s+out)\s+(?:\w+\s+){0,3}$", re.IGNORECASE)


def _denied(scene: Scene, trigger: Trigger) -> bool:
    """Tell whether somebody only denies what a word tells: "deny firing on the town"."""
    for facts in scene.told[:_MOST_READ]:
        if facts.sentence.start <= trigger.start < facts.sentence.end:
            before = facts.words(facts.sentence.start, trigger.start)
            return _DENIAL.search(before[-60:]) is not None
    return False


def _is_general(trigger: Trigger) -> bool:
    return trigger.sub_event_type == SubEventType.ATTACK and bool(_GENERAL.match(trigger.word))


def _killed(scene: Scene) -> bool:
    return any(
        found.measure is Measure.KILLED and found.low != 0 for _facts, found in scene.casualties
    )


def _is_aftermath(trigger: Trigger, scene: Scene) -> bool:
    """Tell whether a word only tells what followed: arrests after a killing."""
    return trigger.sub_event_type == SubEventType.ARRESTS and _killed(scene)


# Fighters who engage their victims face to face; a bomb at the gate is then part of a battle or of
# an attack (ACLED codes no explosion inside an armed clash).
_ENGAGED = re.compile(
    r"\b(?:open(?:ed|ing)\s+fire|gun\s?battles?|fire\s?fights?|gun\s?fights?|shoot-?outs?|gun\s?fire"
    r"|exchang\w+\s+(?:of\s+)?(?:gun)?fire|stormed|storming|clash(?:ed|es)?|gunmen|gunman|shooting)\b",
    re.IGNORECASE,
)
_AIRCRAFT = re.compile(
    r"\b(?:aircraft|(?:war)?planes?|jets?|helicopters?|air\s+force|bombers|drones?)\b",
    re.IGNORECASE,
)


def _explosion(trigger: Trigger, scene: Scene) -> TypeOfEvent:
    """Tell a bomb from a bombing from the air, and from an attack that only began with one."""
    told = scene.told[:_MOST_READ]
    if trigger.sub_event_type in _SET_OFF_NEARBY and any(_engaged(facts) for facts in told):
        return _by_victims(scene) or _ATTACK
    bombed = trigger.word.startswith("bomb")
    if bombed and any(_AIRCRAFT.search(facts.sentence.text) for facts in told):
        return EventType.EXPLOSION, SubEventType.AIR_STRIKE
    return trigger.event_type, trigger.sub_event_type


_SET_OFF_NEARBY = frozenset(
    {SubEventType.SUICIDE_BOMBING, SubEventType.REMOTE_EXPLOSIVE, SubEventType.GRENADE}
)


def _engaged(facts: Facts) -> bool:
    """Tell whether fighters engage somebody; gunmen whom a bomb kills do not."""
    start = facts.sentence.start
    return any(
        not any(found.start <= start + word.start() < found.end for found in facts.casualties)
        for word in _ENGAGED.finditer(facts.sentence.text)
    )


_INTERVENTION = re.compile(
    r"\b(?:tear[\s-]?gas\w*|water cannons?|rubber bullets?|dispers\w+|baton\w*|stun grenades?"
    r"|arrest\w*|detained)\b",
    re.IGNORECASE,
)


def _protest(scene: Scene) -> SubEventType:
    if _killed(scene):
        return SubEventType.EXCESSIVE_FORCE_AGAINST_PROTESTERS
    told = scene.told[:_MOST_READ]
    if any(_INTERVENTION.search(facts.sentence.text) for facts in told):
        return SubEventType.PROTEST_WITH_INTERVENTION
    return SubEventType.PEACEFUL_PROTEST


_PROPERTY = re.compile(
    r"(?:torched|arson|burn|set (?:fire|on fire|ablaze)|loot|ransack|vandali|sabotag)"
)


def _property(scene: Scene) -> TypeOfEvent | None:
    """Tell looting and arson that hurt nobody from attacks."""
    hurt = any(found.low != 0 for _facts, found in scene.casualties)
    if not hurt and all(_PROPERTY.match(trigger.word) for trigger in scene.triggers):
        return EventType.STRATEGIC_DEVELOPMENT, SubEventType.LOOTING
    return None


# Whom an attack on fighters may hit besides without being an attack on civilians.
_FIGHTERS = STATE_FORCES | NON_STATE_FORCES


def _by_victims(scene: Scene) -> TypeOfEvent | None:
    """Tell from who was hurt whether two armed parties fought."""
    groups = {found.group for _facts, found in scene.casualties if not found.part}
    if (groups & STATE_FORCES and groups & NON_STATE_FORCES) or "soldiers" in groups:
        return EventType.BATTLE, SubEventType.ARMED_CLASH
    # Attackers who die when they attack others make no battle of it.
    if groups & NON_STATE_FORCES and not groups - _FIGHTERS:
        return EventType.BATTLE, SubEventType.ARMED_CLASH
    return None


_TERRITORY = frozenset(
    {
        SubEventType.GOVERNMENT_REGAINS_TERRITORY,
        SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY,
    }
)
_UNOPPOSED = re.compile(
    r"\b(?:without\s+(?:a\s+(?:fight|shot)|resistance|fighting)|unopposed"
    r"|after\s+[^.;]{0,60}?\b(?:withdrew|pulled\s+(?:back|out)|retreated|abandoned))\b",
    re.IGNORECASE,
)
_HOSTAGES = re.compile(
    r"\b(?:took|take|takes|taking|taken|seized|held|holding)\s+(?:[\w-]+\s+){0,5}?hostages?\b",
    re.IGNORECASE,
)


def _taken(trigger: Trigger, scene: Scene) -> TypeOfEvent:
    """Tell a place taken in a fight from one left to those who came, and from a hostage-taking."""
    text = " ".join(facts.sentence.text for facts in scene.told[:_MOST_READ])
    if not _killed(scene):
        if _HOSTAGES.search(text):
            return EventType.VIOLENCE_AGAINST_CIVILIANS, SubEventType.ABDUCTION
        if _UNOPPOSED.search(text):
            return (
                EventType.STRATEGIC_DEVELOPMENT,
                SubEventType.NON_VIOLENT_TRANSFER_OF_TERRITORY,
            )
    return trigger.event_type, trigger.sub_event_type


_OFF_DUTY = re.compile(
    r"\b(?:off[\s-]duty|on\s+leave|(?:outside|at|inside|in|near)\s+(?:his|her|their)\s+homes?)\b",
    re.IGNORECASE,
)


def _off_duty(scene: Scene) -> TypeOfEvent | None:
    """Tell an attack on somebody who serves, but not then and there, from a fight."""
    told = any(_OFF_DUTY.search(facts.sentence.text) for facts in scene.told[:_MOST_READ])
    return _ATTACK if told else None


_VIOLENT = re.compile(
    r"\b(?:kill\w*|slain|slay\w*|murder\w*|shot|gunned|stabbed|executed|massacred|assassinat\w*)\b",
    re.IGNORECASE,
)
_ACCIDENT = re.compile(
    r"\b(?:accident\w*|collision|collided|crash\w*|earthquake|quake|flood\w*|landslide\w*"
    r"|mudslide\w*|avalanche|storm|hurricane|cyclone|typhoon|tornado|lightning|stampede|capsiz\w*"
    r"|sank|collaps\w+|drown\w*|derail\w*|disease|outbreak|cholera|epidemic|famine|gas leak"
    r"|overturned|heat\s?wave)\b",
    re.IGNORECASE,
)


def _accident(scene: Scene) -> bool:
    return any(_ACCIDENT.search(facts.sentence.text) for facts in scene.told[:_MOST_READ])


def _by_killing(scene: Scene) -> TypeOfEvent | None:
    """Take people who "were killed" for killed by others, unless an accident is told."""
    for facts, found in scene.casualties:
        if found.measure is Measure.KILLED and found.low != 0:
            cue = facts.words(found.cue_start, found.cue_end)
            if _VIOLENT.search(cue) and not _ACCIDENT.search(facts.sentence.text):
                return _ATTACK
    return None
