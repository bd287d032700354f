"""Talks of a report: what its sentences tell of one round of talks, put together."""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from geodata.gazetteer import Gazetteer
from geodata.vocabulary import DatePrecision, LocationPrecision, Outcome
from loaders.extraction.actors import find_parties, party_name
from loaders.extraction.casing import told_apart
from loaders.extraction.date_forms import DateForm
from loaders.extraction.dates import DateMention
from loaders.extraction.facts import Facts, dated
from loaders.extraction.mediators import find_mediators
from loaders.extraction.talks import TalksMention
from loaders.extraction.when import When
from loaders.extraction.where import dateline_ends
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
    round: int | None = None
    passing: bool = False
    concluded: bool = False

    @property
    def claimant(self) -> str | None:
        """Who reports it, where the report says so."""
        return next((facts.claimant for facts in self.told if facts.claimant), None)

    def when(self, published: dt.date | None) -> When | None:
        """Return the first and last day; a duration is counted back from the end."""
        days = [date.when for date in self.dates if date.form is DateForm.DAY]
        if self.dates and not days:
            return self.dates[0].when
        days.sort(key=lambda day: day.start or dt.date.min)
        end = self.outcome_date.when if self.outcome_date else (days[-1] if days else None)
        if self.outcome in {Outcome.SCHEDULED, Outcome.POSTPONED} and days:
            return _ahead(days[0], published) if self.outcome is Outcome.SCHEDULED else days[0]
        if end is None and published is not None:
            end = When.day(published)
        if end is None or end.start is None or end.end is None:
            return end
        start = days[0].start if days and days[0].start is not None else end.start
        if self.days is not None:
            first = max(1, end.end.toordinal() - self.days + 1)
            start = min(start, dt.date.fromordinal(first))
        return When.span(min(start, end.end), end.end, DatePrecision.DAY)


def _ahead(day: When, published: dt.date | None) -> When:
    """Return the day of talks to come, which without a year was taken for the last such day."""
    start = day.start
    if published is None or start is None or start >= published or start != day.end:
        return day
    leap = (start.month, start.day) == (2, 29)
    later = start if leap else start.replace(year=start.year + 1)
    return When.day(later) if 0 <= (later - published).days <= _LONGEST_WAIT else day


# Talks are announced weeks ahead, not years.
_LONGEST_WAIT = 200


def find_negotiations(report: Sequence[Facts], gazetteer: Gazetteer) -> list[Negotiation]:
    """Find the talks of a report, in text order.

    Talks at two venues are two rounds, and so are talks that ended and those to come. Kept are
    talks of which the report says how they stand and either where they are held or who negotiates:
    the word alone is no news. Earlier or later rounds named in passing need a venue.
    """
    rounds: list[Negotiation] = []
    for facts in report:
        if rounds and not facts.talks:
            _add_mediators(rounds[-1], facts, gazetteer)
        for mention in facts.talks:
            venue = facts.venues.get(mention.start)
            if venue is None:  # "after two days of talks" are no others than those told
                mention = replace(mention, passing=False)  # noqa: PLW2901 - as it is read
            current = _round_for(rounds, mention, venue)
            if current is None:
                current = Negotiation(passing=mention.passing, concluded=mention.concluded)
                if rounds:  # the same sides meet again
                    current.parties = list(rounds[-1].parties)
                rounds.append(current)
            _add(current, facts, mention, venue, gazetteer)
    _add_written_venue(rounds, report)
    return [talks for talks in rounds if _is_news(talks)]


def _add_written_venue(rounds: Sequence[Negotiation], report: Sequence[Facts]) -> None:
    """Hold talks that the lead tells without a venue where the report was written."""
    if not rounds or rounds[0].venue is not None or rounds[0].outcome in _NOT_HELD:
        return
    first = report[0]
    ended = rounds[0].outcome is not Outcome.ONGOING and not rounds[0].concluded
    if rounds[0].told[0].sentence.index > _LEAD or not (ended or _is_news(rounds[0])):
        return
    end = dateline_ends(first)
    rounds[0].venue = next(
        (p for p in first.places if p.start < end and p.precision in _TOWNS and not p.demonym), None
    )


# Talks to come or called off are told from anywhere.
_NOT_HELD = {Outcome.SCHEDULED, Outcome.POSTPONED, None}
# Sentences in which news tells first of what goes on where it is written.
_LEAD = 1


# Sentences that tell what a report is about.
_OPENING = 2


def _is_news(talks: Negotiation) -> bool:
    if len(talks.parties) <= 1 and talks.told[0].sentence.index > _OPENING:
        return False  # summits and dialogues that a report mentions, and does not say whose
    if talks.passing:
        return talks.venue is not None
    if talks.concluded and not talks.dates:
        return False  # treaties are spoken of long after
    if talks.told[0].sentence.index > _LEAD and _known_of(talks) < _ENOUGH_KNOWN:
        return False  # "the dialogue in Mexico": a word in passing
    return talks.outcome is not None and (talks.venue is not None or len(talks.parties) > 1)


def _known_of(talks: Negotiation) -> int:
    """Return how many of venue, sides, days and mediators a report knows."""
    sides = len(talks.parties) > 1
    return sum(map(bool, (talks.venue, sides, talks.dates, talks.mediators)))


# Of talks that a report is about it knows more than one of them.
_ENOUGH_KNOWN = 2


# So many rounds back a report goes on with one, so that the work grows with its length.
_RECENT = 10


def _round_for(
    rounds: Sequence[Negotiation], mention: TalksMention, venue: PlaceMention | None
) -> Negotiation | None:
    """Return the round told before that a mention goes on with."""
    for talks in reversed(rounds[-_RECENT:]):
        if _other_round(talks, mention):
            continue
        if venue is None or talks.venue is None or _same_venue(talks.venue, venue):
            return talks
    return None


def _other_round(talks: Negotiation, mention: TalksMention) -> bool:
    """Tell whether a mention is of another round: by its number, or still to come."""
    if talks.round is not None and mention.round is not None:
        return talks.round != mention.round
    scheduled = {talks.outcome, mention.outcome} & {Outcome.SCHEDULED}
    over = {talks.outcome, mention.outcome} & {Outcome.FAILED, Outcome.AGREEMENT}
    ahead = {talks.outcome, mention.outcome} == {Outcome.SCHEDULED, Outcome.ONGOING}
    return talks.passing != mention.passing or bool(scheduled and over) or ahead


def _same_venue(first: PlaceMention, second: PlaceMention) -> bool:
    """Tell whether two names are of one venue: the same place, or a town and its country."""
    if first.place_id == second.place_id:
        return True
    wide = {LocationPrecision.COUNTRY, LocationPrecision.PROVINCE}
    return first.iso3 == second.iso3 and bool(wide & {first.precision, second.precision})


def _add(
    talks: Negotiation,
    facts: Facts,
    mention: TalksMention,
    venue: PlaceMention | None,
    gazetteer: Gazetteer,
) -> None:
    if facts not in talks.told[-_RECENT:]:
        talks.told.append(facts)
    if venue is not None and (talks.venue is None or talks.venue.precision not in _TOWNS):
        talks.venue = venue
    talks.round = talks.round or mention.round
    clause = facts.words(mention.clause.start, mention.clause.end)
    talks.parties = (
        talks.parties
        or find_parties(clause, gazetteer)
        or find_parties(facts.sentence.text, gazetteer)
    )
    _mediated_by(talks, facts, mention.mediators or _in_capitals(facts, gazetteer), gazetteer)
    if mention.outcome is not None and _tells_more(talks.outcome, mention.outcome):
        talks.outcome = mention.outcome
    talks.days = talks.days or mention.days
    said = facts.speech_date()
    if talks.outcome_date is None and (mention.outcome is not None or talks.days is not None):
        talks.outcome_date = said
    own = [
        date for date in dated(facts.dates) if date is not said and _is_own(facts, mention, date)
    ]
    talks.dates.extend(date for date in own if date not in talks.dates)


def _add_mediators(talks: Negotiation, facts: Facts, gazetteer: Gazetteer) -> None:
    """Add who is said to mediate in one of the sentences after those that tell of talks."""
    if facts.sentence.index - talks.told[-1].sentence.index <= _SOON:
        text = told_apart(facts.sentence.text, gazetteer)
        spans = find_mediators(text, facts.sentence.start)
        _mediated_by(talks, facts, spans, gazetteer)


def _in_capitals(facts: Facts, gazetteer: Gazetteer) -> tuple[tuple[int, int], ...]:
    """Find mediators in capitals, where names have no end before words are told apart."""
    if not facts.sentence.text.isupper():
        return ()
    return find_mediators(told_apart(facts.sentence.text, gazetteer), facts.sentence.start)


# So many sentences after talks a mediator is theirs.
_SOON = 3


def _mediated_by(
    talks: Negotiation, facts: Facts, spans: Iterable[tuple[int, int]], gazetteer: Gazetteer
) -> None:
    for start, end in spans:
        name = facts.words(start, end)
        office = _OFFICE.match(name)
        name = party_name(name if office is None else office["land"], gazetteer)
        if name not in talks.mediators:
            talks.mediators.append(name)
    talks.parties = [name for name in talks.parties if name not in talks.mediators]


# "Ruritanian Prime Minister Jane Roe" mediates for Ruritania.
_OFFICE = re.compile(
    r"(?P<land>[A-Z][\w.]*(?:\s+[A-Z][\w.]*){0,3}?)(?:['’]s)?\s+(?:Prime\s+Minister|President|King|Emir"
    r"|Sultan|Crown\s+Prince|Chancellor|Secretary|(?:Foreign|Defen[cs]e|Interior)\s+(?:Minister"
    r"|Secretary)|Special\s+(?:Envoy|Representative)|envoy)\b"
)


_TOWNS = {LocationPrecision.EXACT, LocationPrecision.TOWN}


def _is_own(facts: Facts, mention: TalksMention, date: DateMention) -> bool:
    """Tell whether a date is that of the talks: in their clause, or in one that tells no event."""
    clause = facts.clause_at(date.start)
    if clause is mention.clause:
        others = [other.start for other in facts.talks if other.clause is clause]
        # Of talks that share a clause the date belongs to those named nearest before it.
        before = [start for start in others if start <= date.start] or others[:1]
        return mention.start == before[-1]
    eventful = any(clause.start <= trigger.start < clause.end for trigger in facts.triggers)
    counts = any(clause.start <= found.start < clause.end for found in facts.casualties)
    return len(facts.talks) == 1 and not eventful and not counts


def _tells_more(known: Outcome | None, told: Outcome) -> bool:
    """The lead tells how talks ended; that they went on is told of every round."""
    return known is None or (known is Outcome.ONGOING and told is not Outcome.ONGOING)


def main_parties(negotiations: Sequence[Negotiation]) -> list[str]:
    """Return the parties named most often over all talks of a report."""
    counts = Counter(name for talks in negotiations for name in talks.parties)
    return [name for name, _count in counts.most_common(2)]
