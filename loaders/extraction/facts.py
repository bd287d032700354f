"""All facts of one sentence together: what each finder saw, and which clause it belongs to."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from geodata.vocabulary import SubEventType
from loaders.extraction.attributions import CITING, Attribution, find_attributions
from loaders.extraction.background import without_background
from loaders.extraction.casualties import Casualties, find_casualties
from loaders.extraction.clauses import Clause, Mood, split_clauses
from loaders.extraction.date_forms import DateForm
from loaders.extraction.dates import DateMention
from loaders.extraction.events import Trigger, find_triggers
from loaders.extraction.other_causes import without_other_causes
from loaders.extraction.talks import TalksMention, find_talks
from loaders.extraction.venues import find_venues
from loaders.language.document import Document, Sentence
from loaders.places.mention import PlaceMention


@dataclass(frozen=True, eq=False)
class Facts:
    """What one sentence tells."""

    sentence: Sentence
    clauses: Sequence[Clause]
    attributions: Sequence[Attribution]
    triggers: Sequence[Trigger]
    casualties: Sequence[Casualties]
    talks: Sequence[TalksMention]
    dates: Sequence[DateMention]
    places: Sequence[PlaceMention]
    claimant: str | None
    published: dt.date | None = None
    venues: Mapping[int, PlaceMention] = field(default_factory=dict)
    """Where talks are held, by where the word for them begins."""
    possible: Sequence[PlaceMention] = ()
    """Names that may be places, too doubtful to report."""

    def words(self, start: int, end: int) -> str:
        """Return the text between two offsets of the sentence."""
        return self.sentence.text[start - self.sentence.start : end - self.sentence.start]

    def clause_at(self, offset: int) -> Clause:
        """Return the clause that holds the character at `offset`."""
        inside = [clause for clause in self.clauses if clause.start <= offset]
        return inside[-1] if inside else self.clauses[0]

    def claimant_at(self, offset: int) -> str | None:
        """Return who says what stands at `offset`: the source named nearest before it, or last."""
        named = [said for said in self.attributions if said.speaker.lower() not in _PRONOUNS]
        before = [said.speaker for said in named if said.start <= offset]
        return before[-1] if len(before) > 1 else self.claimant

    def speech_date(self) -> DateMention | None:
        """Return the date on which somebody said it: "said on October 26 that"."""
        return next((date for date in self.dates if self.is_speech_date(date)), None)

    def is_speech_date(self, date: DateMention) -> bool:
        """Tell whether a date stands right behind a word of speech."""
        for attribution in self.attributions:
            gap = self.words(attribution.verb_end, date.start)
            if self.words(date.end, date.end + 2).lower() in _GENITIVES:
                return False  # "claimed Friday's attack": the attack was on Friday
            if attribution.verb_end <= date.start and len(gap.split()) <= _SPEECH_GAP:
                return not any(mark in gap for mark in ',;“"')
        return False

    def in_talks(self, clause: Clause) -> bool:
        """Tell whether a clause speaks of talks, whose venue is no incident's place."""
        return any(talks.clause is clause for talks in self.talks)

    def is_venue(self, place: PlaceMention) -> bool:
        """Tell whether a place is named as the venue of talks."""
        return any(place is venue for venue in self.venues.values())

    def is_told(self, offset: int) -> bool:
        """Tell whether the clause at `offset` says that something happened."""
        return self.clause_at(offset).mood is Mood.FACT

    def is_recalled(self, clause: Clause) -> bool:
        """Tell whether a clause recalls an earlier year: "fought in 2011"."""
        return any(
            date.form is DateForm.YEAR
            and self.published is not None
            and date.when.start is not None
            and date.when.start.year < self.published.year
            and self.clause_at(date.start) is clause
            for date in self.dates
        )


_Mention = TypeVar("_Mention", DateMention, PlaceMention)

_GENITIVES = {"'s", "’s"}

# "told reporters in the capital on Monday"
_SPEECH_GAP = 4

_PRONOUNS = {"he", "she", "they", "it", "who"}


def read_facts(
    document: Document,
    dates: Sequence[DateMention],
    places: Sequence[PlaceMention],
    possible: Sequence[PlaceMention] = (),
) -> list[Facts]:
    """Read the facts of every sentence of a report, in order.

    Args:
        document: the report.
        dates: its dates, in text order.
        places: its places, in text order.
        possible: names in it that may be places, too doubtful to report.

    """
    dates_of = _by_sentence(document, dates)
    possible_of = _by_sentence(document, possible)
    places_of = _by_sentence(document, places)
    facts = []
    speaker: str | None = None
    counted = [find_casualties(sentence) for sentence in document.sentences]
    news = without_background(document.sentences, counted)
    words = [find_triggers(sentence) for sentence in document.sentences]
    told = without_other_causes(document.sentences, news, words)
    for sentence, (casualties, events) in zip(document.sentences, told, strict=True):
        clauses = split_clauses(sentence)
        if not clauses:
            continue
        attributions = find_attributions(sentence)
        claimant = _claimant(attributions, speaker)
        speaker = claimant or speaker
        talks = find_talks(document.text, clauses)
        triggers = [  # what was agreed in talks is their outcome, and no event beside them
            event for event in events if not talks or event.sub_event_type != SubEventType.AGREEMENT
        ]
        near = places_of.get(sentence.index, ())
        facts.append(
            Facts(
                sentence=sentence,
                clauses=clauses,
                attributions=attributions,
                triggers=triggers,
                casualties=casualties,
                talks=talks,
                dates=dates_of.get(sentence.index, ()),
                places=near,
                claimant=claimant,
                published=document.published,
                venues=find_venues(document.text, talks, clauses, near, triggers),
                possible=possible_of.get(sentence.index, ()),
            )
        )
    return facts


def dated(dates: Iterable[DateMention]) -> list[DateMention]:
    """Leave out the dates that date no event: datelines and bare years."""
    return [date for date in dates if date.form not in {DateForm.DATELINE, DateForm.YEAR}]


def _claimant(attributions: Sequence[Attribution], speaker: str | None) -> str | None:
    """Name who is quoted; "he said" is who was quoted before."""
    for attribution in attributions:
        if attribution.verb in CITING:
            return attribution.speaker
    for attribution in attributions:
        if attribution.speaker.lower() not in _PRONOUNS:
            return attribution.speaker or None
        if speaker is not None:
            return speaker
    return None


def _by_sentence(document: Document, mentions: Sequence[_Mention]) -> dict[int, list[_Mention]]:
    grouped: dict[int, list[_Mention]] = {}
    for mention in mentions:
        grouped.setdefault(document.sentence_at(mention.start).index, []).append(mention)
    return grouped
