"""Statements in a report: threats, warnings and denials, on the day somebody made them."""

from collections.abc import Sequence
from dataclasses import dataclass

from loaders.extraction.attributions import STANCE, Attribution
from loaders.extraction.clauses import Mood
from loaders.extraction.date_forms import DateForm
from loaders.extraction.dates import DateMention
from loaders.extraction.facts import Facts


@dataclass(frozen=True)
class Statement:
    """A threat, warning or denial: where it is told, who made it, and when."""

    facts: Facts
    speaker: str
    date: DateMention


def find_statements(report: Sequence[Facts]) -> list[Statement]:
    """Find the dated statements of a report, in text order.

    What somebody merely reports is an incident's source, not a statement: a statement takes a
    stance ("warned", "denied") or speaks of what would or will happen.
    """
    found = []
    for facts in report:
        statement = _statement(facts)
        if statement is not None:
            found.append(statement)
    return found


def _statement(facts: Facts) -> Statement | None:
    date = facts.speech_date()
    if date is None or date.form is not DateForm.DAY or facts.claimant is None:
        return None
    told = [found for found in facts.casualties if facts.is_told(found.start)]
    if told or any(talks.outcome is not None for talks in facts.talks):
        return None
    spoken = [said for said in facts.attributions if said.verb_end <= date.start]
    if spoken and _takes_stance(facts, spoken[-1]):
        return Statement(facts, facts.claimant, date)
    return None


def _takes_stance(facts: Facts, said: Attribution) -> bool:
    after = [clause for clause in facts.clauses if clause.end > said.verb_end]
    return said.verb in STANCE or any(clause.mood is Mood.UNREAL for clause in after)
