"""The place that a report is written from, for events told "in this city" or nowhere else."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geodata.vocabulary import Kind
from loaders.extraction.facts import Facts
from loaders.extraction.scene import Scene
from loaders.extraction.where import COARSENESS, dateline_ends
from loaders.places.mention import PlaceMention

# That it happened where it was written is a guess: so much less sure than a place that was told.
_GUESSED: Final = 0.6
# News tells first what happened where it is written; later sentences wander.
_LEAD: Final = 1


def add_dateline_place(scenes: Sequence[Scene], report: Sequence[Facts]) -> None:
    """Place scenes that have no place where the report was written, if their words allow it.

    "In this capital" says so; in the lead it is understood, unless other countries are named or
    people are counted over a longer time.
    """
    written = _dateline_place(report)
    if written is None:
        return
    # News of talks is written where they are held, not where people fight.
    about_talks = any(facts.talks for facts in report[: _LEAD + 1])
    for scene in scenes:
        if scene.place is not None:
            continue
        if _points_here(scene) or _is_home_news(scene, written, about_talks=about_talks):
            scene.place = replace(written, score=written.score * _GUESSED)


def _dateline_place(report: Sequence[Facts]) -> PlaceMention | None:
    if not report:
        return None
    first = report[0]
    end = dateline_ends(first)
    named = (
        place
        for place in first.places
        if place.start < end and place.place is not None and not place.demonym
    )
    written = next(named, None)
    return written if written is not None and COARSENESS[written.precision] == 0 else None


_HERE = re.compile(
    r"\b(?:in|of|from|at|near|throughout|across|around|outside)\s+"
    r"(?:this|the)\s+(?:\w+\s+)?(?:city|capital|town|port)\b|\bthis\s+(?:city|capital|town)\b|\bhere\b",
    re.IGNORECASE,
)


def _points_here(scene: Scene) -> bool:
    return any(_HERE.search(facts.sentence.text) is not None for facts in scene.told[:2])


def _is_home_news(scene: Scene, written: PlaceMention, *, about_talks: bool) -> bool:
    facts = scene.told[0]
    if about_talks or scene.kind is Kind.TOLL:
        return False
    countries = {place.iso3 for place in facts.places if place.iso3 is not None}
    return facts.sentence.index <= _LEAD and countries <= {written.iso3}
