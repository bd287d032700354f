"""Reports with the incidents that people have coded from them, and the scenes read in them.

A corpus is a file of JSON lines `{id, text, published, gold_all}`; a note or headline of one
incident has `gold` in place of `gold_all`. An incident has `date`, `killed`, `lat` and `lon`, null
where not known.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from geodata.boundaries import Boundaries
from geodata.errors import SourceError
from geodata.gazetteer import Gazetteer
from geodata.sphere import distance_between
from geodata.vocabulary import Measure
from loaders.extraction.counts import count_of
from loaders.extraction.dates import find_dates
from loaders.extraction.facts import read_facts
from loaders.extraction.namesakes import without_namesakes
from loaders.extraction.report_evidence import style_of
from loaders.extraction.scene import Scene
from loaders.extraction.scene_evidence import Evidence, evidence_of, setting_of
from loaders.extraction.scene_judgement import is_note, is_plain
from loaders.extraction.scenes import candidate_scenes
from loaders.language.document import Document, split_sentences
from loaders.language.language_model import LanguageModel
from loaders.places.find_places import find_places


@dataclass(frozen=True, slots=True)
class CodedReport:
    """A report, the incidents coded from it, and whether it is a note or headline of one."""

    corpus: str
    report_id: str
    document: Document
    coded: Sequence[Mapping[str, Any]]
    note: bool


@dataclass(frozen=True, slots=True)
class Example:
    """A scene: where it stands, its evidence, and whether it is an incident that was coded.

    `note` is whether it stands in a note or headline of one incident, which teaches little: all but
    every such scene is one.
    """

    corpus: str
    report_id: str
    evidence: Evidence
    right: bool
    note: bool = False


@dataclass(frozen=True, slots=True)
class ReadReport:
    """What is read in a coded report.

    Attributes:
        note: whether it was coded as one incident (a note or headline).
        short: whether it has no more than the sentences of a note.
        incidents: how many were coded from it.
        scenes: what it may tell as incidents.
        examples: one for each scene.
        style: how it is written.

    """

    corpus: str
    report_id: str
    note: bool
    short: bool
    incidents: int
    scenes: Sequence[Scene]
    examples: Sequence[Example]
    style: Evidence

    @property
    def is_beyond_the_coders(self) -> bool:
        """Whether it plainly tells an incident that those who coded it did not look for."""
        return not self.incidents and any(map(is_plain, self.scenes))


def read_corpora(paths: Sequence[Path], language_model: LanguageModel) -> Iterator[CodedReport]:
    """Read the reports of some files.

    Raises:
        SourceError: a line is no such report.

    """
    for path in paths:
        lines = path.read_text("utf-8").splitlines()
        reports = [_report(path, number, line) for number, line in enumerate(lines, start=1)]
        entities_of = language_model.entities_of([told["text"] for told, _day in reports])
        for (told, day), entities in zip(reports, entities_of, strict=True):
            text = told["text"]
            document = Document(text, split_sentences(text), entities, published=day)
            several = told.get("gold_all")
            coded = [told["gold"]] if several is None else several
            yield CodedReport(path.stem, str(told["id"]), document, coded, several is None)


def _report(path: Path, number: int, line: str) -> tuple[dict[str, Any], dt.date | None]:
    try:
        told = json.loads(line)
        _check(told)
        day = told.get("published")
        return told, None if day is None else dt.date.fromisoformat(day[:10])
    except (ValueError, KeyError, TypeError) as error:
        raise SourceError(f"{path}, line {number}: no coded report ({error})") from error


def _check(told: Mapping[str, Any]) -> None:
    if not isinstance(told["text"], str) or not ("gold" in told or "gold_all" in told):
        raise ValueError("text, gold or gold_all is missing")


def read_reports(
    reports: Iterable[CodedReport], gazetteer: Gazetteer, boundaries: Boundaries
) -> Iterator[ReadReport]:
    """Read the scenes of each report; each coded incident makes one of them right at most.

    A note or headline is coded as one incident by people who knew more than it says: its first
    scene is that incident.
    """
    for report in reports:
        document = report.document
        places = find_places(document, gazetteer, boundaries)
        dates = find_dates(document)
        meant = without_namesakes(document, dates, places, gazetteer, boundaries)
        facts = read_facts(document, dates, meant)
        scenes = candidate_scenes(facts, document.published)
        setting = setting_of(facts, len(scenes), document.published)
        right = _right(report, scenes)
        examples = [
            Example(
                report.corpus,
                report.report_id,
                evidence_of(scene, setting),
                number in right,
                report.note,
            )
            for number, scene in enumerate(scenes)
        ]
        yield ReadReport(
            report.corpus,
            report.report_id,
            report.note,
            is_note(facts),
            len(report.coded),
            scenes,
            examples,
            style_of(facts, setting),
        )


def _right(report: CodedReport, scenes: Sequence[Scene]) -> set[int]:
    right = {0} if report.note else set()
    for incident in report.coded:
        for number, scene in enumerate(scenes):
            if number not in right and _agrees(scene, incident, report.document.published):
                right.add(number)
                break
    return right


# Two counts of one event differ by so much at most; two points of it by so many kilometres.
_COUNT_SHARE: Final = 0.2
_NEAR_KM: Final = 161.0


def _agrees(scene: Scene, incident: Mapping[str, Any], published: dt.date | None) -> bool:
    """Tell whether all that is known of both agrees, and something is."""
    answers = [
        _counts_agree(scene, incident.get("killed")),
        _days_agree(scene, incident.get("date"), published),
        _points_agree(scene, incident.get("lat"), incident.get("lon")),
    ]
    return False not in answers and True in answers


def _counts_agree(scene: Scene, killed: int | None) -> bool | None:
    count = count_of(scene, Measure.KILLED)
    told = count.low if count.low is not None else count.high
    if killed is None or told is None:
        return None
    inside = (count.low or 0) <= killed <= (told if count.high is None else count.high)
    return inside or abs(told - killed) <= max(1, _COUNT_SHARE * killed)


def _days_agree(scene: Scene, day: str | None, published: dt.date | None) -> bool | None:
    first = last = published
    if scene.date is not None:
        first, last = scene.date.when.start, scene.date.when.end
    if day is None or first is None or last is None:
        return None
    coded = dt.date.fromisoformat(day[:10])
    return (first - coded).days <= 1 and (coded - last).days <= 1


def _points_agree(scene: Scene, lat: float | None, lon: float | None) -> bool | None:
    place = scene.place
    if lat is None or lon is None or place is None or place.lat is None or place.lon is None:
        return None
    return distance_between(place.lat, place.lon, lat, lon) <= _NEAR_KM
