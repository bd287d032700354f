"""Incidents and tolls of a report: which casualties, dates and places belong to one event.

A sentence that tells an event opens a scene, or goes on with one told before it. What nobody tells
is taken from the scene before, and only after that from the day of publication.
"""

import datetime as dt
import re
from collections.abc import Sequence

from geodata.vocabulary import Kind, Measure
from loaders.extraction.dateline_place import add_dateline_place
from loaders.extraction.facts import Facts
from loaders.extraction.nearby_place import add_nearby_places
from loaders.extraction.scene import Scene
from loaders.extraction.scene_judgement import judge
from loaders.extraction.scene_matching import REACH, RECENT, goes_on_with, sums_up
from loaders.extraction.scene_reading import day_and_place_of, scenes_in
from loaders.extraction.where import COARSENESS


def find_scenes(report: Sequence[Facts], published: dt.date | None) -> list[Scene]:
    """Find the incidents and tolls of a report, in text order, each with its confidence."""
    scenes = judge(candidate_scenes(report, published), report, published)
    add_nearby_places(scenes, report)
    return scenes


def candidate_scenes(report: Sequence[Facts], published: dt.date | None) -> list[Scene]:
    """Find what a report may tell as incidents and tolls, in text order.

    What is told without a day is taken to belong to the day of the event told before it. Events
    long past that are recalled beside new ones are background and left out.
    """
    scenes: list[Scene] = []
    for facts in report:
        told = scenes_in(facts)
        if not told:
            _add_day_and_place(facts, scenes)
        for scene in told:
            earlier = goes_on_with(scene, scenes, facts)
            if earlier is not None:
                _merge(earlier, scene)
            elif _stands(scene):
                _inherit_date(scene, scenes)
                scenes.append(scene)
    scenes = _without_background(scenes, published)
    add_dateline_place(scenes, report)
    for number, scene in enumerate(scenes):
        near = scenes[max(0, number - RECENT) : number + RECENT]
        if any(sums_up(scene, other) for other in near):
            scene.kind = Kind.TOLL
    return scenes


def _add_day_and_place(facts: Facts, scenes: Sequence[Scene]) -> None:
    if not scenes or facts.sentence.index - scenes[-1].told[-1].sentence.index > REACH:
        return
    more = day_and_place_of(facts)
    if more is not None:
        _merge(scenes[-1], more)


def _inherit_date(scene: Scene, scenes: Sequence[Scene]) -> None:
    if scene.kind is not Kind.INCIDENT or scene.date is not None or not scenes:
        return
    earlier = scenes[-1]
    near = scene.told[0].sentence.index - earlier.told[-1].sentence.index <= REACH
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
    # A report that opens with an event long past is about it: a trial, an anniversary, a timeline.
    return news or [
        scene
        for scene in scenes
        if scene.told[0].sentence.index <= _OPENING
        and _REMEMBERED.search(scene.told[0].sentence.text) is None
    ]


# Who only remembers tells no incident: "gathered to remember the 8,000 who were killed in 1995".
_REMEMBERED = re.compile(
    r"\b(?:remember\w*|commemorat\w+|anniversar\w+|memorials?|monuments?|museums?|tributes?"
    r"|minute of silence|marked the)\b",
    re.IGNORECASE,
)
# Sentences that say what a report is about.
_OPENING = 2


_CASUALTY_MEASURES = {Measure.KILLED, Measure.WOUNDED}


def _merge(earlier: Scene, scene: Scene) -> None:
    """Add what a later sentence tells; a more exact place and a told date replace vaguer ones."""
    tells = bool(scene.casualties) or scene.accused is not None
    if tells or scene.date is not None or scene.place is not None:
        earlier.told.extend(facts for facts in scene.told if facts not in earlier.told[-3:])
    earlier.tell(scene.casualties, (trigger for trigger in scene.triggers if not trigger.known))
    if scene.date is not None and (
        earlier.date is None or (earlier.date_said and not scene.date_said)
    ):
        earlier.date, earlier.date_said = scene.date, scene.date_said
    if scene.place is not None and (
        earlier.place is None
        or COARSENESS[scene.place.precision] < COARSENESS[earlier.place.precision]
    ):
        earlier.place = scene.place
    earlier.accused = earlier.accused or scene.accused


def _stands(scene: Scene) -> bool:
    """Tell whether enough is told for a row of its own.

    Casualties always are. A word for an event alone must be new ("a blast", not "the blast") or be
    told with a place; the rest is left to `scene_judgement`.
    """
    if any(found.measure in _CASUALTY_MEASURES for _facts, found in scene.casualties):
        return True
    told = bool(scene.triggers or scene.casualties)
    return told and (scene.place is not None or scene.is_new)
