"""Incidents and tolls of a report: which casualties, dates and places belong to one event.

A sentence that tells an event opens a scene, or goes on with one told before it. What belongs to
the event is looked for in its own clause first, then in the sentence, then in the scene it goes on
with; only after that in the dateline and the day of publication, which count as less sure.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from geodata.vocabulary import DatePrecision, Kind, LocationPrecision, Measure
from loaders.extraction.casualties import Casualties
from loaders.extraction.clauses import Clause, Mood
from loaders.extraction.date_forms import DateForm
from loaders.extraction.dates import DateMention
from loaders.extraction.events import Trigger
from loaders.extraction.facts import Facts, dated
from loaders.extraction.place_mention import PlaceMention


@dataclass
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


def find_scenes(report: Sequence[Facts], published: dt.date | None) -> list[Scene]:
    """Find the incidents and tolls of a report, in text order.

    What is told without a day is taken to belong to the day of the event told before it. Events
    long past that are recalled beside new ones are background and left out.
    """
    scenes: list[Scene] = []
    for facts in report:
        for scene in _scenes_of(facts):
            earlier = _goes_on_with(scene, scenes, facts)
            if earlier is not None:
                _merge(earlier, scene)
            elif _stands(scene, facts):
                _inherit_date(scene, scenes)
                scenes.append(scene)
    scenes = _without_background(scenes, published)
    for scene in scenes:
        if any(_sums_up(scene, other) for other in scenes):
            scene.kind = Kind.TOLL
    return scenes


def _sums_up(scene: Scene, other: Scene) -> bool:
    """Tell whether a count over an area holds another incident: "45 killed across the region".

    Where a report tells one of the strikes behind its total, the total is a toll: both in the sum
    would count people twice.
    """
    if scene is other or {scene.kind, other.kind} != {Kind.INCIDENT} or not _holds(scene, other):
        return False
    return _dates_agree(scene, other) and 0 < _deaths(other) < _deaths(scene)


def _holds(scene: Scene, other: Scene) -> bool:
    """Tell whether several events over an area may include an event at one place in it."""
    if scene.place is None or other.place is None:
        return False
    wider = _COARSENESS[scene.place.precision] > _COARSENESS[other.place.precision]
    several = any(trigger.several for trigger in scene.triggers)
    return wider and several and compatible(scene.place, other.place)


def _deaths(scene: Scene) -> int:
    """Return the highest number of deaths that the scene tells; 0 where none is told."""
    killed = [found for _facts, found in scene.casualties if found.measure is Measure.KILLED]
    return max((found.low or found.high or 0 for found in killed), default=0)


def _inherit_date(scene: Scene, scenes: Sequence[Scene]) -> None:
    if scene.kind is not Kind.INCIDENT or scene.date is not None or not scenes:
        return
    earlier = scenes[-1]
    near = scene.told[0].sentence.index - earlier.told[-1].sentence.index <= _REACH
    if near and earlier.kind is Kind.INCIDENT and earlier.date is not None:
        scene.date, scene.date_said = earlier.date, True


# A report's news is younger than this; older events stand in it as background.
_NEWS_DAYS = 180


def _without_background(scenes: list[Scene], published: dt.date | None) -> list[Scene]:
    if published is None:
        return scenes
    oldest = published.toordinal() - _NEWS_DAYS

    def is_old(scene: Scene) -> bool:
        end = None if scene.date is None else scene.date.when.end
        return end is not None and end.toordinal() < oldest

    news = [scene for scene in scenes if not is_old(scene)]
    return news or scenes


def _scenes_of(facts: Facts) -> list[Scene]:
    """Group the events of a sentence: one scene, or one for each place told with its own event."""
    clauses = [clause for clause in facts.clauses if _tells_event(facts, clause)]
    counting = [clause for clause in clauses if _counts_people(facts, clause)]
    if counting:
        # "The bombing came two days after gunmen killed four": the bombing is only a reminder.
        clauses = [c for c in clauses if c in counting or not _only_reminds(facts, c, counting[0])]
    groups: list[list[Clause]] = []
    for clause in clauses:
        place = _place_in(facts, [clause])
        if groups and not _sets_apart(facts, groups[-1], place):
            groups[-1].append(clause)
        else:
            groups.append([clause])
    return [_scene(facts, group, alone=len(groups) == 1) for group in groups]


def _tells_event(facts: Facts, clause: Clause) -> bool:
    if clause.mood is not Mood.FACT or facts.is_recalled(clause):
        return False
    return _counts_people(facts, clause) or any(
        clause.start <= trigger.start < clause.end for trigger in facts.triggers
    )


def _counts_people(facts: Facts, clause: Clause) -> bool:
    return any(clause.start <= found.start < clause.end for found in facts.casualties)


def _only_reminds(facts: Facts, clause: Clause, counting: Clause) -> bool:
    """Tell whether a clause points back to a known event from which another is set off in time."""
    triggers = [t for t in facts.triggers if clause.start <= t.start < clause.end]
    return counting.opener in {"after", "before"} and all(trigger.known for trigger in triggers)


def _sets_apart(facts: Facts, group: Sequence[Clause], place: PlaceMention | None) -> bool:
    """Tell whether a clause with its own place tells another event than the group before it."""
    before = _place_in(facts, group)
    return (
        place is not None
        and before is not None
        and not compatible(place, before)
        and _counts_people(facts, group[0])
        and _counts_people(facts, facts.clause_at(place.start))
    )


def _scene(facts: Facts, clauses: Sequence[Clause], *, alone: bool) -> Scene:
    casualties = [
        found
        for found in facts.casualties
        if any(clause.start <= found.start < clause.end for clause in clauses)
    ]
    triggers = [
        trigger
        for trigger in facts.triggers
        if any(clause.start <= trigger.start < clause.end for clause in clauses)
    ] or [trigger for trigger in facts.triggers if facts.is_told(trigger.start) and not alone]
    date, said = _date_in(facts, clauses, alone=alone)
    return Scene(
        kind=_kind(facts, casualties, triggers, date),
        told=[facts],
        casualties=[(facts, found) for found in casualties],
        triggers=triggers,
        date=date,
        date_said=said,
        place=_place_in(facts, clauses) or (_place_elsewhere(facts, clauses) if alone else None),
        accused=_accused(facts),
    )


# A count over more days than this is a toll unless it is told of a single event.
_LONGEST_INCIDENT_DAYS = 3
_CASUALTY_MEASURES = {Measure.KILLED, Measure.WOUNDED}


def _kind(
    facts: Facts,
    casualties: Sequence[Casualties],
    triggers: Sequence[Trigger],
    date: DateMention | None,
) -> Kind:
    """Tell a cumulative count over a period from what happened at one time."""
    if casualties and date is None and any(c.opener == "since" for c in facts.clauses):
        return Kind.TOLL
    if not casualties or date is None or date.form is DateForm.DAY:
        return Kind.INCIDENT
    if date.form is not DateForm.SINCE and date.when.days <= _LONGEST_INCIDENT_DAYS:
        return Kind.INCIDENT
    single = any(not trigger.several for trigger in triggers)
    return Kind.INCIDENT if single and date.form is not DateForm.SINCE else Kind.TOLL


def _date_in(
    facts: Facts, clauses: Sequence[Clause], *, alone: bool
) -> tuple[DateMention | None, bool]:
    """Return the date of an event, and whether it is only the day on which it was told."""
    usable = [
        date
        for date in dated(facts.dates)
        if facts.clause_at(date.start).mood is Mood.FACT or date.form is DateForm.SINCE
    ]
    own = [date for date in usable if not facts.is_speech_date(date)]
    inside = [date for date in own if facts.clause_at(date.start) in clauses]
    if not inside and (alone or len(own) == 1):
        inside = [date for date in own if not facts.in_talks(facts.clause_at(date.start))]
    if inside:
        return min(inside, key=lambda date: (date.form is not DateForm.DAY, date.start)), False
    return facts.speech_date(), True


_COARSENESS = {
    LocationPrecision.EXACT: 0,
    LocationPrecision.TOWN: 0,
    LocationPrecision.DISTRICT: 1,
    LocationPrecision.PROVINCE: 2,
    LocationPrecision.REGION: 3,
    LocationPrecision.BORDER: 3,
    LocationPrecision.COUNTRY: 4,
    LocationPrecision.NONE: 5,
}
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|outside|around|across|along|on|inside|of|from|to|between|into|over|towards?)"
    r"\s+(?:the\s+)?(?:[\w’'-]+\s+){0,3}$",
    re.IGNORECASE,
)


def _place_in(facts: Facts, clauses: Sequence[Clause]) -> PlaceMention | None:
    """Return the place told in the clauses of an event: the most exact that a preposition leads."""
    return _most_exact(
        facts,
        [mention for mention in _locating(facts) if facts.clause_at(mention.start) in clauses],
    )


def _place_elsewhere(facts: Facts, clauses: Sequence[Clause]) -> PlaceMention | None:
    return _most_exact(
        facts,
        [
            mention
            for mention in _locating(facts)
            if (clause := facts.clause_at(mention.start)) not in clauses
            and clause.mood is Mood.FACT
            and not facts.in_talks(clause)
        ],
    )


def _locating(facts: Facts) -> list[PlaceMention]:
    """Leave out the names that locate nothing: origins, organisations, sources, mediators."""
    spans = [(said.start, said.end) for said in facts.attributions]
    spans.extend(span for talks in facts.talks for span in talks.mediators)
    return [
        mention
        for mention in facts.places
        if mention.place is not None
        and not mention.demonym
        and not mention.in_organisation
        and not any(start <= mention.start < end for start, end in spans)
    ]


def _most_exact(facts: Facts, mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    def rank(mention: PlaceMention) -> tuple[bool, int, int]:
        before = facts.sentence.text[: mention.start - facts.sentence.start][-60:]
        led = _LOCATIVE.search(before) is not None
        return (not led, _COARSENESS[mention.precision], mention.start)

    return min(mentions, key=rank, default=None)


_PARTY = r"(?:the\s+)?(?:[a-z]\w+\s+){{0,2}}(?P<{}>[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*)*)"
_ACCUSED = re.compile(
    rf"\bblam(?:ed|es|ing)\s+(?:[a-z]+\s+){{0,6}}?on\s+{_PARTY.format('on')}"
    rf"|\bblam(?:ed|es|ing)\s+{_PARTY.format('who')}"
    rf"|\b{_PARTY.format('claims')}\s+(?:has\s+|have\s+)?claimed\s+responsib"
    r"|\b(?:attacks?|strikes?|airstrikes?|raids?|shelling|bombardment|fire|assault|fighters)\s+"
    rf"(?:by|from)\s+{_PARTY.format('by')}"
)


def _accused(facts: Facts) -> str | None:
    """Return who is said to have done it: "blamed on X", "X claimed responsibility"."""
    if facts.sentence.text.isupper():
        return None  # in capitals a name has no end
    match = _ACCUSED.search(facts.sentence.text)
    return None if match is None else next(name for name in match.groups() if name)


# Words that say that another event is told than the one before.
_ANOTHER = re.compile(
    r"\b(?:another|separate(?:ly)?|elsewhere|meanwhile|second|in a different|other attacks?"
    r"|in other)\b",
    re.IGNORECASE,
)
# How many sentences back a scene may go on.
_REACH = 8


def _goes_on_with(scene: Scene, scenes: Sequence[Scene], facts: Facts) -> Scene | None:
    """Return the earlier scene of which a sentence tells more, the nearest first."""
    if _ANOTHER.search(facts.sentence.text) and scene.casualties:
        return None
    if scene.triggers and all(trigger.known for trigger in scene.triggers):
        same = [earlier for earlier in reversed(scenes) if _refers(scene, earlier)]
        if same and not _holds(same[0], scene):
            return same[0]
    for earlier in reversed(scenes):
        near = facts.sentence.index - earlier.told[-1].sentence.index <= _REACH
        if near and _same_event(scene, earlier) and not _holds(earlier, scene):
            return earlier
    return None


def _refers(scene: Scene, earlier: Scene) -> bool:
    """Tell whether "the violence", "the blast" can be the earlier event."""
    several = any(trigger.several for trigger in scene.triggers)
    tells_several = earlier.kind is Kind.TOLL or any(t.several for t in earlier.triggers)
    if not _dates_agree(scene, earlier) or not _places_agree(scene, earlier):
        return False
    return several == tells_several or not several


def _same_event(scene: Scene, earlier: Scene) -> bool:
    if scene.kind is not earlier.kind and scene.casualties:
        return False
    if not _dates_agree(scene, earlier) or not _places_agree(scene, earlier):
        return False
    if _same_counts(scene, earlier):
        return True
    if scene.place is not None and earlier.place is not None:
        return _types_agree(scene, earlier)
    return _types_agree(scene, earlier) and not (
        scene.date is not None and not scene.date_said and earlier.date is None
    )


def _dates_agree(scene: Scene, earlier: Scene) -> bool:
    one, other = scene.date, earlier.date
    if one is None or other is None or scene.date_said or earlier.date_said:
        return True
    if one.when.start is None or other.when.start is None:
        return one.when.edtf == other.when.edtf
    if one.when.end is None or other.when.end is None:
        return False
    overlap = one.when.start <= other.when.end and other.when.start <= one.when.end
    if DatePrecision.DAY in {one.when.precision, other.when.precision}:
        return overlap and (scene.kind is earlier.kind)
    return overlap


def _places_agree(scene: Scene, earlier: Scene) -> bool:
    if scene.place is None or earlier.place is None:
        return True
    return compatible(scene.place, earlier.place)


def compatible(one: PlaceMention, other: PlaceMention) -> bool:
    """Tell whether two places can be one: the same, or one within the other."""
    if one.place_id == other.place_id:
        return True
    coarse = max(one, other, key=lambda mention: _COARSENESS[mention.precision])
    fine = other if coarse is one else one
    if coarse.precision is LocationPrecision.COUNTRY:
        return coarse.iso3 is not None and coarse.iso3 == fine.iso3
    if coarse.precision is LocationPrecision.BORDER:
        return coarse.place_id is not None and (fine.iso3 or "-") in coarse.place_id
    same_division = coarse.admin1 is not None and coarse.admin1 == fine.admin1
    return same_division and _COARSENESS[coarse.precision] != _COARSENESS[fine.precision]


def _types_agree(scene: Scene, earlier: Scene) -> bool:
    """Tell whether the words for two events can mean one; the general "attack" fits any."""
    ours = {trigger.event_type for trigger in scene.triggers if not _is_general(trigger)}
    theirs = {trigger.event_type for trigger in earlier.triggers if not _is_general(trigger)}
    return not ours or not theirs or bool(ours & theirs)


def _is_general(trigger: Trigger) -> bool:
    return trigger.word.startswith(("attack", "violence", "assault", "strike", "killing"))


def _same_counts(scene: Scene, earlier: Scene) -> bool:
    ours = {(c.measure, c.low) for _f, c in scene.casualties if (c.low or 0) > 1}
    theirs = {(c.measure, c.low) for _f, c in earlier.casualties if (c.low or 0) > 1}
    return bool(ours & theirs)


def _merge(earlier: Scene, scene: Scene) -> None:
    """Add what a later sentence tells; a more exact place and a told date replace vaguer ones."""
    tells = bool(scene.casualties) or scene.accused is not None
    if tells or scene.date is not None or scene.place is not None:
        earlier.told.extend(facts for facts in scene.told if facts not in earlier.told)
    earlier.casualties.extend(scene.casualties)
    earlier.triggers.extend(trigger for trigger in scene.triggers if not trigger.known)
    if scene.date is not None and (
        earlier.date is None or (earlier.date_said and not scene.date_said)
    ):
        earlier.date, earlier.date_said = scene.date, scene.date_said
    if scene.place is not None and (
        earlier.place is None
        or _COARSENESS[scene.place.precision] < _COARSENESS[earlier.place.precision]
    ):
        earlier.place = scene.place
    earlier.accused = earlier.accused or scene.accused


def _stands(scene: Scene, facts: Facts) -> bool:
    """Tell whether enough is told for a row of its own.

    Casualties always are. A word for an event alone must be new ("a blast", not "the blast") and
    told with a day and a place, or with a place at the beginning of the report.
    """
    if any(found.measure in _CASUALTY_MEASURES for _facts, found in scene.casualties):
        return True
    fresh = [trigger for trigger in scene.triggers if not trigger.known]
    if not fresh and not scene.casualties:
        return False
    dated_day = (
        scene.date is not None
        and scene.date.form is DateForm.DAY
        and not scene.date_said
        and scene.date.when.precision is DatePrecision.DAY
    )
    return scene.place is not None and (dated_day or facts.sentence.index <= _LEAD)


# The lead of a report tells its news, with the day in the dateline.
_LEAD = 1
