"""Which of the places that a sentence names an event was at."""

import re
from collections.abc import Sequence

from geodata.vocabulary import LocationPrecision
from loaders.extraction.date_forms import DateForm
from loaders.extraction.facts import Facts
from loaders.places.dateline import dateline_end
from loaders.places.mention import PlaceMention

COARSENESS = {
    LocationPrecision.EXACT: 0,
    LocationPrecision.TOWN: 0,
    LocationPrecision.DISTRICT: 1,
    LocationPrecision.PROVINCE: 2,
    LocationPrecision.REGION: 3,
    LocationPrecision.BORDER: 3,
    LocationPrecision.COUNTRY: 4,
    LocationPrecision.NONE: 5,
}


def locating(facts: Facts) -> list[PlaceMention]:
    """Leave out the names that locate nothing: origins, organisations, sources, references.

    Where the report was written is left out, too, unless nothing else is named.
    """
    written = dateline_ends(facts)
    named = _named_as_places(facts)
    told = [mention for mention in named if mention.start >= written]
    return told or ([] if _is_written_abroad(facts) else named)


def _named_as_places(facts: Facts) -> list[PlaceMention]:
    spans = [(said.start, said.end) for said in facts.attributions]
    spans.extend(span for talks in facts.talks for span in talks.mediators)
    return [
        mention
        for mention in facts.places
        if mention.place is not None
        and not mention.demonym
        and not (mention.in_organisation and not _is_site(facts, mention))
        and not mention.reference
        and not facts.is_venue(mention)
        and not _ORIGIN.search(_before(facts, mention))
        and not _strikes(facts, mention)
        and not _is_of_people(facts, mention)
        and not any(start <= mention.start < end for start, end in spans)
    ]


def _is_of_people(facts: Facts, mention: PlaceMention) -> bool:
    """Tell whether a country only says whose: "U.S. missionaries", "the Soviet Union's embassy"."""
    if mention.precision is not LocationPrecision.COUNTRY:
        return False
    after = facts.sentence.text[mention.end - facts.sentence.start :][:40]
    if _ACTS.match(after) is not None:
        return True
    short = _SHORT.fullmatch(mention.text) is not None
    return short and _INSIDE.search(_before(facts, mention)) is None


# Countries that stand before nouns as they are: "a US base", "UK citizens".
_SHORT = re.compile(r"U\.?\s?S\.?(?:A\.?)?|U\.?\s?K\.?|UAE|USSR", re.IGNORECASE)
_INSIDE = re.compile(
    r"\b(?:in|into|from|to|across|throughout|within|inside|off)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def _strikes(facts: Facts, mention: PlaceMention) -> bool:
    """Tell whether a country is who attacks: "Russia launched 81 drones"."""
    after = facts.sentence.text[mention.end - facts.sentence.start :][:40]
    return mention.precision is LocationPrecision.COUNTRY and _STRIKES.match(after) is not None


def dateline_ends(facts: Facts) -> int:
    """Return the offset behind the dateline that a report's first sentence begins with."""
    if facts.sentence.index:
        return facts.sentence.start
    ends = [date.end for date in facts.dates if date.form is DateForm.DATELINE]
    if facts.sentence.start == 0:
        ends.append(dateline_end(facts.sentence.text, facts.sentence))
    return max(ends, default=facts.sentence.start)


def _is_written_abroad(facts: Facts) -> bool:
    """Tell whether a dateline stands before news of other countries only."""
    written = dateline_ends(facts)
    home = {place.iso3 for place in facts.places if place.start < written}
    told = {place.iso3 for place in facts.places if place.start >= written and place.iso3}
    return bool(told) and not told & home


def most_exact(facts: Facts, mentions: Sequence[PlaceMention]) -> PlaceMention | None:
    """Return the most exact of some places of a sentence that a preposition leads."""

    def rank(mention: PlaceMention) -> tuple[bool, bool, int, float, int]:
        led = _LOCATIVE.search(_before(facts, mention)) is not None
        # Of towns the first is meant, of areas and borders the smallest.
        size = mention.radius_km or 0.0 if COARSENESS[mention.precision] >= _WIDE else 0.0
        after = facts.sentence.text[mention.end - facts.sentence.start :][:40]
        acts = _ACTS.match(after) is not None or _HAILS.search(_before(facts, mention)) is not None
        return (acts, not led, COARSENESS[mention.precision], size, mention.start)

    return min(mentions, key=rank, default=None)


# From here on places of one coarseness differ much in size.
_WIDE = COARSENESS[LocationPrecision.REGION]
_LOCATIVE = re.compile(
    r"\b(?:in|at|near|outside|around|across|along|on|off|inside|of|from|to|between|into|over|towards?)"
    r"\s+(?:the\s+)?(?:[\w’'-]+,?\s+){0,3}$",
    re.IGNORECASE,
)
# "Kyiv forces", "the Cali cartel", "a U.S. embassy": who acts or is hit, not where.
_ACTS = re.compile(
    r"(?:['’]s?)?[\s-]+(?:\w+\s+)?(?:forces|troops|army|military|government|regime|cartel|embassy"
    r"|consulate|soldiers|fighters|rebels|militants|authorities)\b",
    re.IGNORECASE,
)
_STRIKES = re.compile(
    r"\s+(?:(?:has|have|had|also|again|then)\s+){0,2}(?:launche[ds]|fire[ds]|sent|sends|unleashe[ds]"
    r"|bomb(?:s|ed|ards|arded)|shell(?:s|ed)|str(?:uck|ikes)|hits?|attack(?:s|ed)|target(?:s|ed)"
    r"|raid(?:s|ed)|invade[ds]|carrie[ds]\s+out|kill(?:s|ed))\b",
    re.IGNORECASE,
)
# Where somebody comes from or is accredited, which is not where they are.
_ORIGIN = re.compile(
    r"\b(?:(?:is|was|were|are|he|she|hails?|hailed|comes?|came|originally)\s+from|born\s+in"
    r"|natives?\s+of|ambassadors?\s+(?:to|in)|envoys?\s+to|consul\s+in|exiled?\s+in)"
    r"\s+(?:the\s+)?(?:(?:city|town|village|district|province|state)\s+of\s+)?$",
    re.IGNORECASE,
)
# "a 29-year-old woman from Cali was murdered": there only where no other place is told.
_HAILS = re.compile(
    r"\b(?:m[ae]n|wom[ae]n|boys?|girls?|youths?|students?|workers?|farmers?|traders?|tourists?"
    r"|drivers?|pilgrims?|lawyers?|journalists?|reporters?|refugees?|migrants?|family|families"
    r"|couple|brothers?|sisters?|labou?rers?|miners?|teachers?|residents|citizens?|delegations?)"
    r"\s+from\s+(?:the\s+)?(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
# "in Hub-Chowki", "near the Karachi party's office": a building is where its town is.
_SITE = re.compile(r"\b(?:in|at|near|outside|inside)\s+(?:the\s+)?$", re.IGNORECASE)
# "Quetta residents": whom the language model takes for an organisation.
_PEOPLE_THERE = re.compile(
    r"(?:['’]s?)?\s+(?:residents?|neighbou?rhoods?|suburbs?|streets?|municipality|district|province"
    r"|department|mayor|prison|hospital|airport|market|bazaar|university|mosque)\b",
    re.IGNORECASE,
)


def _is_site(facts: Facts, mention: PlaceMention) -> bool:
    """Tell whether a name inside another name still says where: "at Karachi University"."""
    after = facts.sentence.text[mention.end - facts.sentence.start :][:30]
    led = _SITE.search(_before(facts, mention)) is not None
    return led or _PEOPLE_THERE.match(after) is not None


def _before(facts: Facts, mention: PlaceMention) -> str:
    at = mention.start - facts.sentence.start
    return facts.sentence.text[max(0, at - 60) : at]
