"""Where talks are held: the place that a sentence ties to its talks, and to nothing that happened.

A venue is no incident's place: "Fighting went on in Goma while the sides met in Doha".
"""

import re
from collections.abc import Sequence

from geodata.vocabulary import LocationPrecision, SubEventType
from loaders.extraction.clauses import Clause
from loaders.extraction.events import Trigger
from loaders.extraction.talks import TalksMention
from loaders.places.mention import PlaceMention


def find_venues(
    text: str,
    talks: Sequence[TalksMention],
    clauses: Sequence[Clause],
    places: Sequence[PlaceMention],
    triggers: Sequence[Trigger],
) -> dict[int, PlaceMention]:
    """Return the venues of a sentence's talks, by where the word for the talks begins.

    Args:
        text: the whole text, in which all offsets count.
        talks: the talks of one sentence, in text order.
        clauses: the clauses of that sentence.
        places: the places of that sentence.
        triggers: the words in it that tell events, whose clauses' places are theirs.

    """
    venues: dict[int, PlaceMention] = {}
    free = [
        place for place in places if _is_beside(text, place, talks) or _may_be(text, place, talks)
    ]
    for number, mention in enumerate(talks):
        later = talks[number + 1].start if number + 1 < len(talks) else len(text)
        earlier = talks[number - 1].end if number else 0
        near = [place for place in free if earlier <= place.start < later]
        near = [place for place in near if not _is_of_event(text, place, mention, triggers)]
        venue = _venue(mention, clauses, near, triggers)
        if venue is not None:
            venues[mention.start] = venue
            free.remove(venue)
    return venues


# What ties talks to something else that happened meanwhile: "during the talks".
_MEANWHILE = re.compile(
    r"\b(?:during|amid|amidst|despite|throughout|while|ahead\s+of)\b", re.IGNORECASE
)


def _is_of_event(
    text: str, place: PlaceMention, mention: TalksMention, triggers: Sequence[Trigger]
) -> bool:
    """Tell whether a place is that of what happened meanwhile, in the clause of the talks.

    "While the talks went on, gunmen killed nine near Goma", "killed nine near Goma during talks".
    """
    events = [trigger for trigger in triggers if trigger.sub_event_type != SubEventType.AGREEMENT]
    if mention.end <= place.start:
        between = [one for one in events if mention.end <= one.start < place.start]
        opening = text[mention.clause.start : mention.start]
        return bool(between) and _MEANWHILE.search(opening) is not None
    before = any(mention.clause.start <= one.start < place.start for one in events)
    return before and _MEANWHILE.search(text[place.end : mention.start]) is not None


_TOWNS = {LocationPrecision.EXACT, LocationPrecision.TOWN}


def _venue(
    mention: TalksMention,
    clauses: Sequence[Clause],
    places: Sequence[PlaceMention],
    triggers: Sequence[Trigger],
) -> PlaceMention | None:
    """Choose among the places near the word: in its own clause first, towns before countries."""
    own = [place for place in places if _inside(place, mention.clause)]
    if own:
        return min(own, key=lambda place: (place.precision not in _TOWNS, place.start))
    eventful = [
        clause
        for clause in clauses
        if any(
            clause.start <= trigger.start < clause.end
            and trigger.sub_event_type != SubEventType.AGREEMENT
            for trigger in triggers
        )
    ]
    others = [
        place
        for place in places
        if not any(_inside(place, clause) for clause in eventful)
        and _tells_of_talks(place, clauses)
    ]
    return min(others, key=lambda place: abs(place.start - mention.start), default=None)


def _inside(place: PlaceMention, clause: Clause) -> bool:
    return clause.start <= place.start < clause.end


# "…, which began in Geneva", "hosted by Malaysia, concluded in Kuala Lumpur"
_OF_TALKS = frozenset(
    "began begin begins opened open resumed resume held ended concluded convened started met "
    "meet meeting signed hosted hosting mediated brokered take took place gathered collapsed "
    "failed broke".split()
)


def _tells_of_talks(place: PlaceMention, clauses: Sequence[Clause]) -> bool:
    return any(
        token.lower in _OF_TALKS
        for clause in clauses
        if _inside(place, clause)
        for token in clause.tokens
    )


_LED = re.compile(
    r"(?P<before>[\w’'-]*)[\s,]*\b(?:in|at|near|outside)\s+(?:the\s+)?(?:(?!in\b|at\b|near\b)[\w’'-]+\s+){0,2}$|^\s*in\s+(?:the\s+)?$",
    re.IGNORECASE,
)
# What goes on in a place that is not the venue: "the fighting in Goma".
_GOES_ON = frozenset(
    "war wars fighting conflict conflicts crisis clashes violence hostilities situation peace "
    "ceasefire cease-fire truce killed died offensive insurgency rebellion bloodshed unrest "
    "people civilians refugees aid stability security elections power positions operations".split()
)
# "Signed a ceasefire in Pretoria": it was signed there, wherever it holds.
_SIGNED = re.compile(
    r"\b(?:signed|initialled|initialed|concluded|inked|sealed|reached|agreed(?:\s+to)?)\s+"
    r"(?:an?\s+|the\s+)?(?:[\w’'-]+\s+){0,2}(?:ceasefire|cease-fire|truce|peace|deal)\s+"
    r"(?:in|at|near|outside)\s+(?:the\s+)?(?:[\w’'-]+\s+){0,2}$",
    re.IGNORECASE,
)
# Who is somewhere without talking there, unless they are named as a party: "talks with rebels in".
_STATIONED = frozenset("government army forces troops rebels militants fighters groups".split())
_LED_AT_ONCE = re.compile(r"\s+(?:in|at)\s+(?:the\s+)?")
_PARTIES = re.compile(r"\b(?:between|with|and)\b")


# "the Gulf city" is another place's description.
_DESCRIBES = re.compile(r"\s+(?:city|town|capital|kingdom|state|emirate|nation|country|resort)\b")
# Nobody meets in a region or along a border: such names describe the venue ("the Gulf city").
_VAGUE = {LocationPrecision.REGION, LocationPrecision.BORDER}


def _is_beside(text: str, place: PlaceMention, talks: Sequence[TalksMention]) -> bool:
    """Tell whether a town stands at the word: "the Doha talks", "signed a truce in Doha"."""
    if place.precision not in _TOWNS or place.in_organisation or place.demonym:
        return False
    return any(
        mention.start == place.end + 1
        or (mention.concluded and _LED_AT_ONCE.fullmatch(text[mention.end : place.start]))
        for mention in talks
    )


def _may_be(text: str, place: PlaceMention, talks: Sequence[TalksMention]) -> bool:
    """Tell whether a place is named as one where something is held: "in Doha"."""
    unfit = place.place is None or place.demonym or place.in_organisation
    if unfit or place.precision in _VAGUE or _DESCRIBES.match(text, place.end):
        return False
    spans = [span for mention in talks for span in mention.mediators]
    if any(start <= place.start < end for start, end in spans):
        return False
    before = _LED.search(text[max(0, place.start - 60) : place.start])
    if before is None:
        return False
    word = (before["before"] or "").lower()
    if word in _STATIONED:
        return _PARTIES.search(text[max(0, place.start - 100) : place.start]) is not None
    return word not in _GOES_ON or _SIGNED.search(before.string[: before.end()]) is not None
