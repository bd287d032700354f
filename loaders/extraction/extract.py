"""The way through a report: from its text to places, incidents and claims."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.incident import Claim, Incident, Report
from geodata.settings import Settings
from loaders.extraction.dates import find_dates
from loaders.extraction.facts import read_facts
from loaders.extraction.locate import named_countries
from loaders.extraction.negotiations import find_negotiations
from loaders.extraction.rows import RowMaker
from loaders.extraction.scenes import find_scenes
from loaders.extraction.statements import find_statements
from loaders.language.document import Document, split_sentences
from loaders.language.language_model import LanguageModel
from loaders.places.find_places import find_places
from loaders.places.mention import PlaceMention


@dataclass(frozen=True)
class Extraction:
    """What a report holds; `warnings` are lines that a person can act on."""

    places: list[PlaceMention] = field(default_factory=list)
    incidents: list[Incident] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)
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
        return map(self._read, reports, self._documents(reports))

    def places_of(self, reports: Sequence[Report]) -> Iterator[list[PlaceMention]]:
        """Find nothing but the places of some reports, in order."""
        for document in self._documents(reports):
            yield find_places(document, self.gazetteer, self.boundaries)

    def _documents(self, reports: Sequence[Report]) -> Iterator[Document]:
        entities_of = self.language_model.entities_of([report.text for report in reports])
        for report, entities in zip(reports, entities_of, strict=True):
            yield Document(
                text=report.text,
                sentences=split_sentences(report.text),
                entities=entities,
                published=report.published,
                publisher=report.publisher,
                title=report.title,
            )

    def _read(self, report: Report, document: Document) -> Extraction:
        dates = find_dates(document)
        places = find_places(document, self.gazetteer, self.boundaries)
        facts = read_facts(document, dates, places)
        maker = RowMaker(report, document, named_countries(facts), self.gazetteer, self.boundaries)
        rows = [
            *(maker.from_talks(talks) for talks in find_negotiations(facts, self.gazetteer)),
            *(maker.from_scene(scene) for scene in find_scenes(facts, report.published)),
            *(maker.from_statement(statement) for statement in find_statements(facts)),
        ]
        return Extraction(
            places=places,
            incidents=[incident for incident, _claims in rows],
            claims=[claim for _incident, claims in rows for claim in claims],
            warnings=_warnings(report, [incident for incident, _claims in rows]),
        )


def _warnings(report: Report, incidents: list[Incident]) -> list[str]:
    undated = sum(incident.date_start is None for incident in incidents)
    if report.published is not None or not undated:
        return []
    warning = (
        f"no date of publication, so {undated} of {len(incidents)} incidents have no date or "
        "one of unknown year: give the day with --published YYYY-MM-DD"
    )
    return [warning]
