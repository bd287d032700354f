"""Counts that no report should tell: millions dead in one event, minus five, two and a half.

They are marked, never silently kept: an incident with an implausible count has a low confidence,
and what counts less than nobody or part of a person is left out; a warning tells of both.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from geodata.incident import Incident
from geodata.vocabulary import Kind
from loaders.extraction.number_context import is_negative, word_at
from loaders.extraction.people_nouns import group_of
from loaders.language.document import Sentence, Token
from loaders.language.numbers import quantity_at

# More people than any one attack has killed, or any toll of months; above it, an error is likelier.
_MOST = {Kind.INCIDENT: 100_000, Kind.TOLL: 10_000_000}
# What a person should look at before it is believed.
DOUBTED = 0.1


def marked(incident: Incident) -> Incident:
    """Return an incident with a low confidence where its counts are implausible."""
    if not is_implausible(incident):
        return incident
    return replace(incident, confidence=min(incident.confidence or DOUBTED, DOUBTED))


def is_implausible(incident: Incident) -> bool:
    """Tell whether an incident counts more dead or wounded than there can be."""
    counts = (
        incident.killed_low, incident.killed_high, incident.wounded_low, incident.wounded_high,
    )  # fmt: skip
    most = _MOST.get(incident.kind)
    return most is not None and max((count or 0 for count in counts), default=0) > most


def doubts(sentences: Sequence[Sentence], incidents: Sequence[Incident]) -> list[str]:
    """Return a line for a person on each kind of count that cannot be right."""
    lines = []
    implausible = [incident for incident in incidents if is_implausible(incident)]
    if implausible:
        most = max(i.killed_high or i.killed_low or i.wounded_low or 0 for i in implausible)
        lines.append(
            f"counts up to {most:,} dead or wounded in one event, in {len(implausible)} of "
            f"{len(incidents)} incidents: they are given a low confidence, check them"
        )
    odd = [words for sentence in sentences for words in _odd_counts(sentence.tokens)]
    if odd:
        lines.append(
            f"leaves out {len(odd)} counts of people that are negative or fractions, such as "
            f"“{odd[0]}”: check the report"
        )
    return lines


def _odd_counts(tokens: Sequence[Token]) -> Iterator[str]:
    """Find "-5 people" and "2.5 soldiers"."""
    for index, token in enumerate(tokens):
        if not token.text[0].isdigit():
            continue
        following = word_at(tokens, index + 1)
        if group_of(following) is None and following not in _HURT:
            continue
        quantity = quantity_at(tokens, index)
        if quantity is None and "." in token.text:
            yield f"{token.text} {following}"
        elif quantity is not None and is_negative(tokens, quantity):
            yield f"-{token.text} {following}"


_HURT = frozenset("killed dead wounded injured died".split())
