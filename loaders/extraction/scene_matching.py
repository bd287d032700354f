"""Whether a sentence goes on with an event told before, and whether one event holds another."""

import re
from collections.abc import Sequence

import shapely

from geodata.vocabulary import DatePrecision, Kind, LocationPrecision, Measure
from loaders.extraction.facts import Facts
from loaders.extraction.people_nouns import group_of
from loaders.extraction.scene import Scene
from loaders.extraction.where import COARSENESS
from loaders.places.mention import PlaceMention


def goes_on_with(scene: Scene, scenes: Sequence[Scene], facts: Facts) -> Scene | None:
    """Return the earlier scene of which a sentence tells more, the nearest first."""
    if _tells_another(facts.sentence.text) and (scene.casualties or scene.is_new):
        return None
    recent = scenes[: -RECENT - 1 : -1]
    if scene.triggers and all(trigger.known for trigger in scene.triggers):
        same = [earlier for earlier in recent if _refers(scene, earlier)]
        if same and not holds(same[0], scene):
            return same[0]
    if _is_bare(scene):
        after = [e for e in recent[:1] if _distance(e, facts) <= _AFTERMATH]
        return after[0] if after else None
    goes_on = _PRONOUN.match(facts.sentence.text) is not None
    for earlier in recent:
        near = _distance(earlier, facts) <= REACH
        if near and _same_event(scene, earlier, goes_on=goes_on) and not holds(earlier, scene):
            return earlier
    return None


# Words that say that another event is told than the one before.
_ANOTHER = re.compile(
    r"\b(?:another|separate(?:ly)?|elsewhere|meanwhile|second|in a different|other attacks?"
    r"|in other|furthermore|moreover|likewise|in addition|on another front)\b",
    re.IGNORECASE,
)


def _tells_another(text: str) -> bool:
    """Tell whether a sentence sets its event off, not only a person: "another guard was hurt"."""
    return any(
        match[0].lower() not in {"another", "second"}
        or all(
            group_of(word.lower()) is None for word in _NEXT_WORDS.findall(text, match.end())[:3]
        )
        for match in _ANOTHER.finditer(text)
    )


_NEXT_WORDS = re.compile(r"[\w'’-]+")
# How many sentences behind an event a word alone ("was arrested", "gunfire") tells of it.
_AFTERMATH = 2


def _is_bare(scene: Scene) -> bool:
    """Tell whether a scene has neither place, day, dead nor wounded of its own."""
    hurt = any(found.measure in _HURT for _facts, found in scene.casualties)
    return scene.place is None and scene.date is None and not hurt


_HURT = {Measure.KILLED, Measure.WOUNDED}


def _distance(earlier: Scene, facts: Facts) -> int:
    return facts.sentence.index - earlier.told[-1].sentence.index


# How many scenes back a report may still speak of one; more is a list of unrelated events.
RECENT = 40
# How many sentences back a scene may go on.
REACH = 8


def _refers(scene: Scene, earlier: Scene) -> bool:
    """Tell whether "the violence", "the blast" can be the earlier event."""
    tells_several = earlier.kind is Kind.TOLL or earlier.several
    if not _dates_agree(scene, earlier) or not _places_agree(scene, earlier):
        return False
    return scene.several == tells_several or not scene.several


# A sentence about him, her or them goes on with what was told of them.
_PRONOUN = re.compile(r"\W*(?:he|she|they|his|her|their|both)\s", re.IGNORECASE)


def _same_event(scene: Scene, earlier: Scene, *, goes_on: bool) -> bool:
    if scene.kind is not earlier.kind and scene.casualties:
        return False
    if not _dates_agree(scene, earlier) or not _places_agree(scene, earlier):
        return False
    if scene.counts & earlier.counts:
        return True
    if scene.place is not None and earlier.place is not None:
        return _types_agree(scene, earlier)
    new_day = scene.date is not None and not scene.date_said and earlier.date is None
    return _types_agree(scene, earlier) and (goes_on or not new_day)


def sums_up(scene: Scene, other: Scene) -> bool:
    """Tell whether a count over an area holds another incident: "45 killed across the region".

    Where a report tells one of the strikes behind its total, the total is a toll: both in the sum
    would count people twice.
    """
    if scene is other or {scene.kind, other.kind} != {Kind.INCIDENT} or not holds(scene, other):
        return False
    return _dates_agree(scene, other) and 0 < _deaths(other) < _deaths(scene)


def holds(scene: Scene, other: Scene) -> bool:
    """Tell whether several events over an area may include an event at one place in it."""
    if scene.place is None or other.place is None:
        return False
    wider = COARSENESS[scene.place.precision] > COARSENESS[other.place.precision]
    return wider and scene.several and compatible(scene.place, other.place)


def _deaths(scene: Scene) -> int:
    """Return the highest number of deaths that the scene tells; 0 where none is told."""
    killed = [found for _facts, found in scene.casualties if found.measure is Measure.KILLED]
    return max((found.low or found.high or 0 for found in killed), default=0)


def _dates_agree(scene: Scene, earlier: Scene) -> bool:
    one, other = scene.date, earlier.date
    if one is None or other is None or scene.date_said or earlier.date_said:
        return True
    if one.when.start is None or other.when.start is None:
        return one.when.edtf == other.when.edtf
    if one.when.end is None or other.when.end is None:
        return False
    if scene.kind is earlier.kind is Kind.TOLL:
        # "Since January", "since the war began" count other people.
        return one.when.start == other.when.start
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
    coarse = max(one, other, key=lambda mention: COARSENESS[mention.precision])
    fine = other if coarse is one else one
    if coarse.shape is not None and fine.shape is None and fine.lat is not None:
        # The part of a country, the road between two towns.
        return bool(shapely.contains_xy(coarse.shape, fine.lon, fine.lat))
    if coarse.precision is LocationPrecision.COUNTRY:
        return coarse.iso3 is not None and coarse.iso3 == fine.iso3
    if coarse.precision is LocationPrecision.BORDER:
        return coarse.place_id is not None and (fine.iso3 or "-") in coarse.place_id
    same_division = coarse.admin1 is not None and coarse.admin1 == fine.admin1
    return same_division and COARSENESS[coarse.precision] != COARSENESS[fine.precision]


def _types_agree(scene: Scene, earlier: Scene) -> bool:
    """Tell whether the words for two events can mean one; the general "attack" fits any."""
    return not scene.types or not earlier.types or bool(scene.types & earlier.types)
