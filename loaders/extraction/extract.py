"""The way through a report: from its text to places, incidents and claims."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.incident import Claim, Incident, Report
from geodata.settings import Settings
from loaders.extraction.dates import find_dates
from loaders.extraction.event_types import EventTyper
from loaders.extraction.facts import read_facts
from loaders.extraction.locate import named_countries
from loaders.extraction.negotiations import find_negotiations
from loaders.extraction.rows import RowMaker
from loaders.extraction.scenes import find_scenes
from loaders.extraction.statements import find_statements
from loaders.language.document import Document, split_sentences
from loaders.language.language_model import LanguageModel
from loaders.language.languages import LanguageSplit, split_languages
from loaders.places.find_places import find_places
from loaders.places.mention import PlaceMention


@dataclass(frozen=True)
class Extraction:
    """What a report holds.

    Attributes:
        places: where its text names places, in order.
        incidents: incidents, tolls, talks and statements.
        claims: what it says of them, with its quotes.
        language: that of the text (ISO 639-1); None where that is not sure.
        warnings: lines that a person can act on.

    """

    places: list[PlaceMention] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
    language: str | None = None
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Extractor:
    """Reads reports; holds the language model and the tables, which load once."""

    gazetteer: Gazetteer
    boundaries: Boundaries
    language_model: LanguageModel

    @classmethod
    def open(cls, settings: Settings) -> "Extractor":
        """Open the language model and the tables that the settings name.

        Raises:
            TablesError: a data file or the language model is missing or damaged.

        """
        return cls(
            Gazetteer.open(settings.gazetteer),
            Boundaries.open(settings.boundaries),
            LanguageModel.open(settings.model),
        )

    def extract(self, report: Report) -> Extraction:
        """Find the places, incidents and claims of one report."""
        return next(self.extract_all([report]))

    def extract_all(self, reports: Sequence[Report]) -> Iterator[Extraction]:
        """Find the places, incidents and claims of some reports, in order.

        Their entities are found together, which is faster than report by report; so hand over as
        many as may well be in memory at once.
        """
        for report, (split, document) in zip(reports, self._documents(reports), strict=True):
            found = self._read(report, document) if document.sentences else Extraction()
            language = None if split.language is None else split.language.code
            yield replace(
                found, language=language, warnings=[*_warnings(report, split), *found.warnings]
            )

    def places_of(self, reports: Sequence[Report]) -> Iterator[list[PlaceMention]]:
        """Find nothing but the places of some reports, in order."""
        for _split, document in self._documents(reports):
            readable = bool(document.sentences)
            yield find_places(document, self.gazetteer, self.boundaries) if readable else []

    def _documents(self, reports: Sequence[Report]) -> Iterator[tuple[LanguageSplit, Document]]:
        """Yield for each report what it says in English, with the names in it."""
        splits = [split_languages(split_sentences(report.text)) for report in reports]
        texts = [
            report.text if split.english else ""
            for report, split in zip(reports, splits, strict=True)
        ]
        entities_of = self.language_model.entities_of(texts)
        for report, split, entities in zip(reports, splits, entities_of, strict=True):
            document = Document(
                text=report.text,
                sentences=split.english,
                entities=entities,
                published=report.published,
                publisher=report.publisher,
                title=report.title,
            )
            if split.left_out:
                inside = [one for one in entities if document.holds(one.start)]
                document = replace(document, entities=inside)
            yield split, document

    def _read(self, report: Report, document: Document) -> Extraction:
        dates = find_dates(document)
        places = find_places(document, self.gazetteer, self.boundaries)
        facts = read_facts(document, dates, places)
        scenes = find_scenes(facts, report.published)
        maker = RowMaker(
            report,
            document,
            named_countries(facts),
            self.gazetteer,
            self.boundaries,
            EventTyper.of(facts, scenes),
        )
        rows = [
            *(maker.from_talks(talks) for talks in find_negotiations(facts, self.gazetteer)),
            *(maker.from_scene(scene) for scene in scenes),
            *(maker.from_statement(statement) for statement in find_statements(facts)),
        ]
        return Extraction(
            places=places,
            incidents=[incident for incident, _claims in rows],
            claims=[claim for _incident, claims in rows for claim in claims],
            warnings=_undated(report, [incident for incident, _claims in rows]),
        )


def _warnings(report: Report, split: LanguageSplit) -> Iterator[str]:
    if split.warning is not None:
        yield split.warning
    elif split.language is None and report.language not in {None, "en"}:
        yield f"says its language is {report.language}: only English is understood"


def _undated(report: Report, incidents: list[Incident]) -> list[str]:
    undated = sum(incident.date_start is None for incident in incidents)
    if report.published is not None or not undated:
        return []
    warning = (
        f"no date of publication, so {undated} of {len(incidents)} incidents have no date or "
        "one of unknown year: give the day with --published YYYY-MM-DD"
    )
    return [warning]
