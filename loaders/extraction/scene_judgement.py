"""Which scenes of a report become rows, and how sure each is."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from geodata.vocabulary import Kind, Measure
from loaders.extraction.date_forms import DateForm
from loaders.extraction.facts import Facts
from loaders.extraction.report_evidence import scenes_of, style_of
from loaders.extraction.report_model import shipped_report_model
from loaders.extraction.scene import Scene
from loaders.extraction.scene_evidence import evidence_of, setting_of
from loaders.extraction.scene_model import shipped_model

# A report that is less likely than this to tell an incident comments, recalls or warns. A higher
# cutoff silences more talk, and more news with its numbers: the card has a table of what each
# does. Here, of reports not seen, a fifth of those with an incident give no row, and three in ten
# of those without one give a row.
REPORTS_FROM: Final = 0.75
# In a report that tells one, less sure scenes are kept: news tells of several events in passing.
KEPT_FROM: Final = 0.15
# A note is too short to have a style: it tells an incident where its surest scene is as sure.
NOTES_FROM: Final = 0.29
KEPT_IN_NOTES_FROM: Final = 0.2


def judge(
    scenes: Sequence[Scene], report: Sequence[Facts], published: dt.date | None
) -> list[Scene]:
    """Give each scene of a report its confidence, and leave out what tells no incident."""
    if not scenes:
        return []
    setting = setting_of(report, len(scenes), published)
    evidence = [evidence_of(scene, setting) for scene in scenes]
    for scene, found in zip(scenes, evidence, strict=True):
        scene.confidence = shipped_model().confidence(found)
    whole = style_of(report, setting)
    whole.update(scenes_of(evidence, [scene.confidence for scene in scenes]))
    return kept(scenes, shipped_report_model().confidence(whole), note=is_note(report))


def kept(
    scenes: Sequence[Scene], news: float, *, note: bool, reports_from: float = REPORTS_FROM
) -> list[Scene]:
    """Return the scenes that become rows.

    Args:
        scenes: of one report, each with its confidence.
        news: how likely the report tells an incident, 0-1.
        note: whether it is too short for that to be known.
        reports_from: the least likelihood at which a report longer than a note is believed.

    """
    surest = max((scene.confidence for scene in scenes), default=0.0)
    likely = surest >= NOTES_FROM if note else news >= reports_from
    if not likely and not any(is_plain(s) and s.confidence >= KEPT_FROM for s in scenes):
        return []
    # A toll is a number about many events, of which those who code events say nothing.
    return [
        scene
        for scene in scenes
        if scene.kind is Kind.TOLL
        or is_plain(scene)
        or scene.confidence >= (_kept_in_note(scene, scenes, surest) if note else KEPT_FROM)
    ]


def is_note(report: Sequence[Facts]) -> bool:
    """Tell whether a report is a note, a headline or a list of a few lines."""
    words = sum(facts.sentence.text.count(" ") + 1 for facts in report)
    return len(report) <= _NOTE_SENTENCES or words <= _NOTE_WORDS


_NOTE_SENTENCES: Final = 5
_NOTE_WORDS: Final = 100
# A note tells of one event: what nobody was hurt in is mostly part of it.
_SHARE_IN_NOTE: Final = 0.8


def _kept_in_note(scene: Scene, scenes: Sequence[Scene], surest: float) -> float:
    hurt = any(found.measure in _HURT for _facts, found in scene.casualties)
    if hurt or _is_elsewhere(scene, scenes):
        return KEPT_IN_NOTES_FROM
    return max(KEPT_IN_NOTES_FROM, _SHARE_IN_NOTE * surest)


def _is_elsewhere(scene: Scene, scenes: Sequence[Scene]) -> bool:
    places = {other.place.place_id for other in scenes if other is not scene and other.place}
    return scene.place is not None and bool(places) and scene.place.place_id not in places


def is_plain(scene: Scene) -> bool:
    """Tell whether nothing is left to judge: dead or wounded, counted, on a day of their own.

    A report that tells this is believed however it is written: news of talks, too, tells what was
    fought over.
    """
    counted = any(c.measure in _HURT and not c.implied for _facts, c in scene.casualties)
    own_day = scene.date is not None and not scene.date_said and scene.date.form is DateForm.DAY
    return scene.kind is Kind.INCIDENT and counted and own_day


_HURT = {Measure.KILLED, Measure.WOUNDED}
