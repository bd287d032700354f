"""The place of an event whose own words name none, or only a country: told beside it."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from geodata.sphere import distance_between
from geodata.vocabulary import Kind, LocationPrecision
from loaders.extraction.events import find_hints
from loaders.extraction.facts import Facts
from loaders.extraction.scene import Scene
from loaders.extraction.scene_matching import compatible
from loaders.extraction.where import COARSENESS, dateline_ends, locating, most_exact
from loaders.places.mention import PlaceMention

# That it happened where the sentence beside it speaks of is less sure than a place that was told.
_GUESSED: Final = 0.8
# A sentence further away speaks of something else.
_BESIDE: Final = 2
# From here on a place is an area in which a nearer one is worth looking for.
_WIDE: Final = 3


def add_nearby_places(scenes: Sequence[Scene], report: Sequence[Facts]) -> None:
    """Place incidents that have no place, or only a country or region, by what stands around.

    Looked for are, in this order, a name in their own sentences that only may be a place, the
    capital that they speak of, the one place of a sentence beside them that tells nothing else, and
    where those are who tell it and know no more than their own town.
    """
    told = {facts.sentence.index for scene in scenes for facts in scene.told}
    beside = {facts.sentence.index: facts for facts in report if facts.sentence.index not in told}
    for scene in scenes:
        if scene.kind is not Kind.INCIDENT or not _is_wide(scene.place):
            continue
        finders = (
            *(_possible(scene), _capital(scene, report), _beside(scene, beside)),
            _local_source(scene),
        )
        found = next(
            (
                place
                for places in finders
                for place in places
                if scene.place is None or _is_within(place, scene.place)
            ),
            None,
        )
        if found is not None:
            scene.place = replace(found, score=found.score * _GUESSED)


def _is_wide(place: PlaceMention | None) -> bool:
    return place is None or COARSENESS[place.precision] >= _WIDE


def _is_within(place: PlaceMention, area: PlaceMention) -> bool:
    if COARSENESS[place.precision] >= COARSENESS[area.precision]:
        return False
    return compatible(place, area) or _is_near(place, area)


def _is_near(place: PlaceMention, area: PlaceMention) -> bool:
    """Tell whether a place lies in a region that has no border: within its radius."""
    if area.precision is not LocationPrecision.REGION or area.shape is not None:
        return False
    if place.iso3 != area.iso3 or place.lat is None or area.lat is None:
        return False
    if place.lon is None or area.lon is None or area.radius_km is None:
        return False
    return distance_between(place.lat, place.lon, area.lat, area.lon) <= area.radius_km


_LED = re.compile(
    r"\b(?:in|at|near|outside|inside|around|into|on|hits?|rocks?|[A-Z]\w+['’]s?)\s+"
    r"(?:(?:the\s+)?(?:city|town|village|district|suburb|province|area)\s+of\s+)?$",
    re.IGNORECASE,
)


def _possible(scene: Scene) -> Iterator[PlaceMention]:
    """Yield names that only may be places where the words ask for one: "a blast in", "X blast"."""
    for facts in scene.told[:_BESIDE]:
        events = [trigger.start for trigger in (*facts.triggers, *find_hints(facts.sentence))]
        for mention in facts.possible:
            before = facts.words(facts.sentence.start, mention.start)[-60:]
            names_event = mention.end + 1 in events
            written = mention.start < dateline_ends(facts)
            if names_event or written or _LED.search(before):
                yield mention


_CAPITAL = re.compile(
    r"\b(?:in|of|from|at|near|around|across|outside|on)\s+(?:the\s+\w+\s+)?(?:this|the|[\w-]+['’]s)\s+"
    r"(?!provincial|regional|state|district|departmental|local|county)(?:\w+\s+)?capital\b"
    r"(?!\s+(?:of|punishment|city\s+of))",
    re.IGNORECASE,
)
_SEAT: Final = "P.PPLC"


def _capital(scene: Scene, report: Sequence[Facts]) -> Iterator[PlaceMention]:
    """Yield the capital that the report names, where an event is told to be in "the capital"."""
    if any(_CAPITAL.search(facts.sentence.text) for facts in scene.told[:_BESIDE]):
        home = _countries(scene)
        for facts in report:
            for mention in facts.places:
                if mention.feature == _SEAT and (not home or mention.iso3 in home):
                    yield mention


def _countries(scene: Scene) -> set[str]:
    if scene.place is not None and scene.place.iso3 is not None:
        return {scene.place.iso3}
    return {
        mention.iso3
        for facts in scene.told[:_BESIDE]
        for mention in facts.places
        if mention.iso3 is not None
    }


def _beside(scene: Scene, free: Mapping[int, Facts]) -> Iterator[PlaceMention]:
    """Yield the place of the sentences of an event and of those beside it that tell no other."""
    first, last = scene.told[0].sentence.index, scene.told[-1].sentence.index
    around = [
        free[index]
        for step in range(1, _BESIDE + 1)
        for index in (first - step, last + step)
        if index in free
    ]
    for facts in (*scene.told[:_BESIDE], *around):
        written = dateline_ends(facts)
        places = [
            place
            for place in locating(facts)
            if place.start >= written
            and COARSENESS[place.precision] < _WIDE
            and not _speaks(facts, place)
        ]
        if len({place.place_id for place in places if not COARSENESS[place.precision]}) <= 1:
            found = most_exact(facts, places)
            if found is not None:
                yield found


_LOCAL: Final = re.compile(
    r"\b(?:police|hospitals?|residents|villagers|neighbou?rs|witnesses|doctors|medics|mayor|morgue"
    r"|fire\s+(?:service|brigade|department))\s+(?:officials?\s+|sources?\s+|officers?\s+)?(?:in|of|from)"
    r"\s+$",
    re.IGNORECASE,
)


def _local_source(scene: Scene) -> Iterator[PlaceMention]:
    """Yield the town of a local source: "police in Ibadan said that two men were shot"."""
    for facts in scene.told[:_BESIDE]:
        for place in facts.places:
            before = facts.words(facts.sentence.start, place.start)[-60:]
            if not COARSENESS[place.precision] and not place.demonym and _LOCAL.search(before):
                yield place


def _speaks(facts: Facts, place: PlaceMention) -> bool:
    """Tell whether somebody only speaks at a place: "he told reporters in the port"."""
    clause = facts.clause_at(place.start)
    return any(clause.start <= said.start < clause.end for said in facts.attributions)
