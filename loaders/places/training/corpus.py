"""Reports in which people have marked the places."""

import json
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from geodata.errors import SourceError
from geodata.sphere import distance_between
from loaders.language.document import Document, split_sentences
from loaders.language.language_model import LanguageModel

# A place found within 100 miles of the marked one is the same: the field's usual measure.
TOLERANCE_KM: Final = 161.0


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place as a person marked it.

    Attributes:
        start: offset of its first character.
        end: offset after its last character.
        latitude: degrees; None when the person found no coordinates.
        longitude: degrees.
        adjective: whether it names people or origin ("Afghan").
        geonameid: its number in GeoNames, if told.

    """

    start: int
    end: int
    latitude: float | None
    longitude: float | None
    adjective: bool
    geonameid: int | None = None

    @property
    def counts(self) -> bool:
        """Whether finding it, and where it lies, is asked for."""
        return self.latitude is not None and not self.adjective

    def overlaps(self, start: int, end: int) -> bool:
        """Tell whether the span shares a character with it."""
        return self.start < end and self.end > start

    def is_near(self, latitude: float, longitude: float) -> bool:
        """Tell whether a point is the marked place, within the tolerance."""
        return self.distance_km(latitude, longitude) <= TOLERANCE_KM

    def distance_km(self, latitude: float, longitude: float) -> float:
        """Return how far a point is off; infinite when the marked place has no coordinates."""
        if self.latitude is None or self.longitude is None:
            return math.inf
        return distance_between(self.latitude, self.longitude, latitude, longitude)


@dataclass(frozen=True, slots=True)
class MarkedReport:
    """A report and its marked places.

    Attributes:
        corpus: name of the file it is from, without suffix.
        report_id: as the file has it.
        document: the text, with what the language model saw in it.
        toponyms: the marked places, in text order.

    """

    corpus: str
    report_id: str
    document: Document
    toponyms: tuple[Toponym, ...]


def read_corpora(paths: Iterable[Path], language_model: LanguageModel) -> Iterator[MarkedReport]:
    """Read files of JSON lines `{id, text, title?, publisher?, toponyms: [...]}`.

    Raises:
        SourceError: a file cannot be read, or a line of it is no report with marked places.

    """
    for path in paths:
        try:
            lines = path.read_text("utf-8").rstrip("\n").split("\n")
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(f"{path}: cannot be read ({error})") from error
        for number, line in enumerate(lines, start=1):
            try:
                record = json.loads(line)
                toponyms = tuple(_toponym(each) for each in record["toponyms"])
                text, report_id = record["text"], str(record["id"])
            except (ValueError, KeyError, TypeError) as error:
                raise SourceError(
                    f"{path}, line {number}: no report with marked places ({error!r})"
                ) from error
            document = Document(
                text,
                split_sentences(text),
                language_model.entities(text),
                publisher=record.get("publisher"),
                title=record.get("title"),
            )
            yield MarkedReport(path.stem, report_id, document, toponyms)


def _toponym(record: dict[str, Any]) -> Toponym:
    identifier = record.get("geonameid")
    return Toponym(
        int(record["start"]),
        int(record["end"]),
        record["lat"],
        record["lon"],
        bool(record["adj"]),
        int(identifier) if identifier else None,
    )


def excerpts(report: MarkedReport, every: int) -> Iterator[MarkedReport]:
    """Yield every so manieth sentence of a report as a report of its own.

    Headlines, notes and posts are that short: whoever learns from whole reports alone learns to
    rely on what the other sentences say.
    """
    for sentence in report.document.sentences[::every]:
        start, end = sentence.start, sentence.end
        document = Document(
            sentence.text,
            split_sentences(sentence.text),
            [
                replace(entity, start=entity.start - start, end=entity.end - start)
                for entity in report.document.entities
                if start <= entity.start and entity.end <= end
            ],
        )
        toponyms = tuple(
            replace(toponym, start=toponym.start - start, end=toponym.end - start)
            for toponym in report.toponyms
            if start <= toponym.start and toponym.end <= end
        )
        identifier = f"{report.report_id} from {start}"
        yield MarkedReport(report.corpus, identifier, document, toponyms)
