"""The events of one sentence: their clauses, casualties, day, place and who is accused.

What belongs to an event is looked for in its own clause first, then in the rest of the sentence.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from geodata.vocabulary import Kind
from loaders.extraction.casualties import Casualties
from loaders.extraction.clauses import Clause, Mood
from loaders.extraction.date_forms import DateForm
from loaders.extraction.dates import DateMention
from loaders.extraction.events import Trigger
from loaders.extraction.facts import Facts, dated
from loaders.extraction.scene import Scene
from loaders.extraction.scene_matching import compatible
from loaders.extraction.where import dateline_ends, locating, most_exact
from loaders.places.mention import PlaceMention


def scenes_in(facts: Facts) -> list[Scene]:
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
    scenes = [_scene(facts, group, alone=len(groups) == 1) for group in groups]
    return [each for scene in scenes for each in _one_a_place(facts, scene)]


def day_and_place_of(facts: Facts) -> Scene | None:
    """Return what a sentence adds to the event told before: "It happened on Friday in the port"."""
    if not _HAPPENED.search(facts.sentence.text):
        return None
    date, said = _date_in(facts, facts.clauses, alone=True)
    place = _place_in(facts, facts.clauses)
    told = date is not None and not said
    if place is None and not told:
        return None
    return Scene(Kind.INCIDENT, [facts], date=date if told else None, place=place)


_HAPPENED = re.compile(
    r"\b(?:it|this|that|incidents?|events?|crimes?|tragedy|deaths?)\s+(?:\w+\s+){0,3}?"
    r"(?:happened|occurred|took\s+place)\b",
    re.IGNORECASE,
)


def _one_a_place(facts: Facts, scene: Scene) -> list[Scene]:
    """Part what is told of a list of places: "attacked posts in one town, another and a third".

    People who are counted are counted over all of them: that stays one scene.
    """
    if scene.place is None or scene.casualties or not scene.triggers:
        return [scene]
    places = _listed(facts, scene.place)
    return [replace(scene, place=place, told=list(scene.told)) for place in places]


# What stands between the places of a list: "A, B, and C".
_LISTED = re.compile(
    r"\s*(?:(?:towns?|cit(?:y|ies)|villages?|departments?|provinces?|districts?|regions?)\s*)?"
    r"(?:,|,?\s*and|,?\s*as well as)(?:\s+in)?\s+"
    r"(?:the\s+(?:towns?|cit(?:y|ies)|villages?)\s+of\s+)?",
    re.IGNORECASE,
)


def _listed(facts: Facts, place: PlaceMention) -> list[PlaceMention]:
    """Return the places of the list that holds a place, in text order; none within another."""
    mentions = sorted(locating(facts), key=lambda mention: mention.start)
    at = next((n for n, mention in enumerate(mentions) if mention is place), None)
    if at is None:
        return [place]
    listed = [place]
    for neighbours in (mentions[at + 1 :], mentions[:at][::-1]):
        last = place
        for mention in neighbours:
            first, second = sorted((last, mention), key=lambda each: each.start)
            between = facts.words(first.end, second.start)
            if not _LISTED.fullmatch(between) or mention.precision is not place.precision:
                break
            last = mention
            if not any(mention.place_id == other.place_id for other in listed):
                listed.append(mention)
    return sorted(listed, key=lambda mention: mention.start)


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
    kind = _kind(facts, casualties, triggers, date)
    place = _place_in(facts, clauses) or (_place_elsewhere(facts, clauses) if alone else None)
    if kind is Kind.TOLL and place is not None and place.start < dateline_ends(facts):
        place = None  # a sum over months is not about the town in which it was written
    return Scene(
        kind=kind,
        told=[facts],
        casualties=[(facts, found) for found in casualties],
        triggers=triggers,
        date=date,
        date_said=said,
        place=place,
        accused=_accused(facts),
    )


# A count over more days than this is a toll unless it is told of a single event.
_LONGEST_INCIDENT_DAYS = 3


def _kind(
    facts: Facts,
    casualties: Sequence[Casualties],
    triggers: Sequence[Trigger],
    date: DateMention | None,
) -> Kind:
    """Tell a cumulative count over a period from what happened at one time."""
    since = [clause for clause in facts.clauses if clause.opener == "since"]
    if casualties and date is None and since and not _compares(facts, since[0].end):
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
        if (facts.clause_at(date.start).mood is Mood.FACT or date.form is DateForm.SINCE)
        and not _is_to_come(facts, date)
        and not (date.form is DateForm.SINCE and _compares(facts, date.end))
    ]
    own = [date for date in usable if not facts.is_speech_date(date)]
    inside = [date for date in own if facts.clause_at(date.start) in clauses]
    if not inside and (alone or len(own) == 1):
        inside = [date for date in own if not facts.in_talks(facts.clause_at(date.start))]
    if inside:
        return min(inside, key=lambda date: (date.form is not DateForm.DAY, date.start)), False
    return facts.speech_date(), True


def _is_to_come(facts: Facts, date: DateMention) -> bool:
    """Tell whether a date is after the day of the report, on which nothing has happened yet."""
    first = date.when.start
    return first is not None and facts.published is not None and first > facts.published


def _compares(facts: Facts, end: int) -> bool:
    """Tell whether "since" only names the last thing as bad: "the worst violence since 2021"."""
    return _RECORD.search(facts.words(facts.sentence.start, end)) is not None


_RECORD = re.compile(
    r"\b(?:worst|deadliest|bloodiest|biggest|largest|heaviest|highest|fiercest|first)\b"
    r"[^.;]*\bsince\b",
    re.IGNORECASE,
)


def _place_in(facts: Facts, clauses: Sequence[Clause]) -> PlaceMention | None:
    """Return the place told in the clauses of an event: the most exact that a preposition leads."""
    return most_exact(
        facts,
        [mention for mention in locating(facts) if facts.clause_at(mention.start) in clauses],
    )


def _place_elsewhere(facts: Facts, clauses: Sequence[Clause]) -> PlaceMention | None:
    return most_exact(
        facts,
        [
            mention
            for mention in locating(facts)
            if (clause := facts.clause_at(mention.start)) not in clauses
            and clause.mood is Mood.FACT
            and not facts.in_talks(clause)
        ],
    )


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
