"""Talks of a report: what its sentences tell of one round of talks, put together."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from geodata.gazetteer import Gazetteer
from geodata.vocabulary import DatePrecision, LocationPrecision, Outcome
from loaders.extraction.actors import find_parties, party_name
from loaders.extraction.date_forms import DateForm
from loaders.extraction.dates import DateMention
from loaders.extraction.facts import Facts, dated
from loaders.extraction.talks import TalksMention
from loaders.extraction.when import When
from loaders.places.mention import PlaceMention


@dataclass
class Negotiation:
    """One round of talks as far as the report has told it."""

    told: list[Facts] = field(default_factory=list)
    parties: list[str] = field(default_factory=list)
    mediators: list[str] = field(default_factory=list)
    outcome: Outcome | None = None
    venue: PlaceMention | None = None
    days: int | None = None
    dates: list[DateMention] = field(default_factory=list)
    outcome_date: DateMention | None = None

    @property
    def claimant(self) -> str | None:
        """Who reports it, where the report says so."""
        return next((facts.claimant for facts in self.told if facts.claimant), None)

    def when(self, published: dt.date | None) -> When | None:
        """Return the first and last day; a duration is counted back from the end."""
        days = [date.when for date in self.dates if date.form is DateForm.DAY]
        if self.dates and not days:
            return self.dates[0].when
        end = self.outcome_date.when if self.outcome_date else (days[-1] if days else None)
        if self.outcome in {Outcome.SCHEDULED, Outcome.POSTPONED} and days:
            return days[0]
        if end is None and published is not None:
            end = When.day(published)
        if end is None or end.start is None or end.end is None:
            return end
        start = days[0].start if days and days[0].start is not None else end.start
        if self.days is not None:
            first = max(1, end.end.toordinal() - self.days + 1)
            start = min(start, dt.date.fromordinal(first))
        return When.span(min(start, end.end), end.end, DatePrecision.DAY)


def find_negotiations(report: Sequence[Facts], gazetteer: Gazetteer) -> list[Negotiation]:
    """Find the talks of a report, in text order.

    Talks at two venues are two rounds. Kept are talks of which the report says how they stand and
    either where they are held or who negotiates: the word alone is no news.
    """
    rounds: list[Negotiation] = []
    for facts in report:
        for mention in facts.talks:
            venue = _venue(facts, mention)
            current = _round_for(rounds, venue)
            if current is None:
                current = Negotiation()
                rounds.append(current)
            _add(current, facts, mention, venue, gazetteer)
    return [talks for talks in rounds if _is_news(talks)]


def _is_news(talks: Negotiation) -> bool:
    return talks.outcome is not None and (talks.venue is not None or len(talks.parties) > 1)


def _round_for(rounds: Sequence[Negotiation], venue: PlaceMention | None) -> Negotiation | None:
    if not rounds:
        return None
    if venue is None:
        return rounds[-1]
    for talks in reversed(rounds):
        if talks.venue is None or talks.venue.place_id == venue.place_id:
            return talks
    return None


def _add(
    talks: Negotiation,
    facts: Facts,
    mention: TalksMention,
    venue: PlaceMention | None,
    gazetteer: Gazetteer,
) -> None:
    if facts not in talks.told:
        talks.told.append(facts)
    talks.venue = talks.venue or venue
    clause = facts.words(mention.clause.start, mention.clause.end)
    talks.parties = (
        talks.parties
        or find_parties(clause, gazetteer)
        or find_parties(facts.sentence.text, gazetteer)
    )
    for start, end in mention.mediators:
        name = party_name(facts.words(start, end), gazetteer)
        if name not in talks.mediators:
            talks.mediators.append(name)
    if mention.outcome is not None and _tells_more(talks.outcome, mention.outcome):
        talks.outcome = mention.outcome
    talks.days = talks.days or mention.days
    said = facts.speech_date()
    if talks.outcome_date is None and (mention.outcome is not None or talks.days is not None):
        talks.outcome_date = said
    own = [
        date
        for date in dated(facts.dates)
        if date is not said and facts.clause_at(date.start) is mention.clause
    ]
    talks.dates.extend(own)


def _tells_more(known: Outcome | None, told: Outcome) -> bool:
    """The lead tells how talks ended; that they went on is told of every round."""
    return known is None or (known is Outcome.ONGOING and told is not Outcome.ONGOING)


def _venue(facts: Facts, mention: TalksMention) -> PlaceMention | None:
    """Return where talks are held: a town or country after "in" or "at" in their clause."""
    spans = list(mention.mediators)
    found = []
    for place in facts.places:
        if (
            place.place is None
            or place.demonym
            or facts.clause_at(place.start) is not mention.clause
        ):
            continue
        if any(start <= place.start < end for start, end in spans):
            continue
        before = facts.sentence.text[: place.start - facts.sentence.start].split()[-3:]
        if {"in", "at"} & {word.lower() for word in before} and "between" not in before:
            found.append(place)
    towns = {LocationPrecision.EXACT, LocationPrecision.TOWN}
    return min(found, key=lambda place: (place.precision not in towns, place.start), default=None)


def main_parties(negotiations: Sequence[Negotiation]) -> list[str]:
    """Return the parties named most often over all talks of a report."""
    counts = Counter(name for talks in negotiations for name in talks.parties)
    return [name for name, _count in counts.most_common(2)]
