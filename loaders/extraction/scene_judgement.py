"""Which scenes of a report become rows, and how sure each is."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from geodata.vocabulary import Kind, Measure
from loaders.extraction.date_forms import DateForm
from loaders.extraction.facts import Facts
from loaders.extraction.scene import Scene
from loaders.extraction.scene_evidence import evidence_of, setting_of
from loaders.extraction.scene_model import SceneModel, shipped_model

# A report whose surest scene is less sure than this tells no incident: it comments, recalls, warns.
REPORTS_FROM: Final = 0.29
# Beside a sure scene a less sure one is kept: news tells of several events in passing.
KEPT_FROM: Final = 0.2


def judge(
    scenes: Sequence[Scene],
    report: Sequence[Facts],
    published: dt.date | None,
    model: SceneModel | None = None,
) -> list[Scene]:
    """Give each scene of a report its confidence, and leave out what tells no incident."""
    asked = model or shipped_model()
    setting = setting_of(report, len(scenes), published)
    for scene in scenes:
        scene.confidence = asked.confidence(evidence_of(scene, setting))
    surest = max((scene.confidence for scene in scenes), default=0.0)
    if surest < REPORTS_FROM:
        return [scene for scene in scenes if _is_plain(scene)]
    note = len(report) <= _NOTE_SENTENCES
    # A toll is a number about many events, of which those who code events say nothing.
    return [
        scene
        for scene in scenes
        if scene.kind is Kind.TOLL
        or _is_plain(scene)
        or scene.confidence >= (_kept_in_note(scene, scenes, surest) if note else KEPT_FROM)
    ]


# A note of a few sentences tells of one event: what nobody was hurt in is mostly part of it.
_NOTE_SENTENCES: Final = 5
_SHARE_IN_NOTE: Final = 0.8


def _kept_in_note(scene: Scene, scenes: Sequence[Scene], surest: float) -> float:
    hurt = any(found.measure in _HURT for _facts, found in scene.casualties)
    if hurt or _is_elsewhere(scene, scenes):
        return KEPT_FROM
    return max(KEPT_FROM, _SHARE_IN_NOTE * surest)


def _is_elsewhere(scene: Scene, scenes: Sequence[Scene]) -> bool:
    places = {other.place.place_id for other in scenes if other is not scene and other.place}
    return scene.place is not None and bool(places) and scene.place.place_id not in places


def _is_plain(scene: Scene) -> bool:
    """Tell whether nothing is left to judge: dead or wounded, counted, with a day and a place."""
    counted = any(c.measure in _HURT and not c.implied for _facts, c in scene.casualties)
    own_day = scene.date is not None and not scene.date_said and scene.date.form is DateForm.DAY
    return scene.kind is Kind.INCIDENT and counted and own_day and scene.place is not None


_HURT = {Measure.KILLED, Measure.WOUNDED}
