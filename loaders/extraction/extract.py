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
from loaders.extraction.namesakes import without_namesakes
from loaders.extraction.negotiations import find_negotiations
from loaders.extraction.plausibility import doubts, marked
from loaders.extraction.rows import RowMaker
from loaders.extraction.scenes import find_scenes
from loaders.extraction.statements import find_statements
from loaders.language.clean_text import CleanText, clean_text
from loaders.language.document import Document, split_sentences
from loaders.language.language_model import LanguageModel
from loaders.language.languages import LanguageSplit, split_languages
from loaders.places.find_places import find_likely_places, find_places
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
        for report, source in zip(reports, self._sources(reports), strict=True):
            found = self._read(report, source.document) if source.english else Extraction()
            language = None if source.split.language is None else source.split.language.code
            warnings = [*_warnings(report, source.split), *found.warnings]
            yield replace(
                found,
                places=source.places(found.places),
                claims=source.claims(found.claims),
                language=language,
                warnings=warnings,
            )

    def places_of(self, reports: Sequence[Report]) -> Iterator[list[PlaceMention]]:
        """Find nothing but the places of some reports, in order."""
        for source in self._sources(reports):
            read = source.document if source.english else None
            places = [] if read is None else find_places(read, self.gazetteer, self.boundaries)
            yield source.places(places)

    def _sources(self, reports: Sequence[Report]) -> Iterator["_Source"]:
        texts = [clean_text(report.text) for report in reports]
        splits = [split_languages(split_sentences(text.text)) for text in texts]
        entities_of = self.language_model.entities_of(
            [text.text if split.english else "" for text, split in zip(texts, splits, strict=True)]
        )
        for report, text, split, entities in zip(reports, texts, splits, entities_of, strict=True):
            document = Document(
                text=text.text,
                sentences=split.english,
                entities=entities,
                published=report.published,
                publisher=report.publisher,
                title=report.title,
            )
            if split.left_out:
                inside = [one for one in entities if document.holds(one.start)]
                document = replace(document, entities=inside)
            yield _Source(report.text, text, split, document)

    def _read(self, report: Report, document: Document) -> Extraction:
        dates = find_dates(document)
        places, possible = find_likely_places(document, self.gazetteer, self.boundaries)
        meant = without_namesakes(document, dates, places, self.gazetteer, self.boundaries)
        facts = read_facts(document, dates, meant, possible)
        scenes = find_scenes(facts, report.published)
        maker = RowMaker(
            report,
            document,
            facts,
            self.gazetteer,
            self.boundaries,
            EventTyper.of(facts, scenes),
        )
        rows = [
            *(maker.from_scene(scene) for scene in scenes),
            *(maker.from_talks(talks) for talks in find_negotiations(facts, self.gazetteer)),
            *(maker.from_statement(statement) for statement in find_statements(facts)),
        ]
        return Extraction(
            places=places,
            incidents=[marked(incident) for incident, _claims in rows],
            claims=[claim for _incident, claims in rows for claim in claims],
            warnings=[
                *_undated(report, [incident for incident, _claims in rows]),
                *doubts(document.sentences, [incident for incident, _claims in rows]),
            ],
        )


@dataclass(frozen=True, slots=True)
class _Source:
    """A report's text as it is, as it is read, and what of it is English."""

    text: str
    clean: CleanText
    split: LanguageSplit
    document: Document

    @property
    def english(self) -> bool:
        """Whether there is anything to read."""
        return bool(self.split.english)

    def places(self, mentions: list[PlaceMention]) -> list[PlaceMention]:
        """Return mentions with the offsets and words of the report's text."""
        if not self.clean.changed:
            return mentions
        spans = [self.clean.original(mention.start, mention.end) for mention in mentions]
        return [
            replace(mention, start=start, end=end, text=self.text[start:end])
            for mention, (start, end) in zip(mentions, spans, strict=True)
        ]

    def claims(self, claims: list[Claim]) -> list[Claim]:
        """Return claims with the offsets and words of the report's text."""
        if not self.clean.changed:
            return claims
        spans = [self.clean.original(claim.start, claim.end) for claim in claims]
        return [
            replace(claim, start=start, end=end, quote=self.text[start:end])
            for claim, (start, end) in zip(claims, spans, strict=True)
        ]


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
