"""Rivers told by their banks: "on the banks of the Dnipro", "across the Jordan".

A town and a river often share a name. The words around it tell the river, which is drawn as a line.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer, Place
from loaders.language.document import Document
from loaders.places.mention import PlaceMention, Spans, mention_of

_BANKS: Final = (
    r"(?:(?:river\s?)?banks?|shores?|mouth|delta|crossings?|waters|bridges?|side)\s+"
    r"(?:of|over|across|on)"
)
# Only a river takes the article: nobody crosses "the" town.
_WAYS: Final = r"(?:across|cross(?:ed|es|ing)?|along|over|down|up|into|in|from|on|of)"
_BANK: Final = re.compile(rf"\b{_BANKS}\s+(?:the\s+)?(?:River\s+)?$", re.IGNORECASE)
_ACROSS: Final = re.compile(rf"\b{_WAYS}\s+the\s+(?:River\s+)?$", re.IGNORECASE)
# Names of rivers that nothing else gives away: "on the banks of the Euphrates"
_UNNAMED: Final = re.compile(
    rf"\b(?:(?P<bank>{_BANKS})|across|cross(?:ed|es|ing)?|along)\s+the\s+(?:River\s+)?(?-i:(?P<name>"
    r"[A-Z][\w’'-]+(?:\s+River\b)?))",
    re.IGNORECASE,
)
_ENDS_THERE: Final = re.compile(
    r"\s+(?:River|river)\b|['’]s\s+(?:\w+\s+)?(?:bank|shore|mouth|delta)|\s*(?:[.,;:)]|$)"
    r"|\s+(?:and|or|in|near|on|at|to|from|into|where|which|that|as|when|while|after|before|with|by"
    r"|during|since|is|was|were|has|had)\b"
)
_RIVERS: Final = ("H.STM", "H.WAD")
_NAMES: Final = ("{} River", "{}", "River {}")
_REACH: Final = 60
_SURE: Final = 0.9


def find_rivers(
    document: Document,
    mentions: Sequence[PlaceMention],
    gazetteer: Gazetteer,
    boundaries: Boundaries,
) -> list[PlaceMention]:
    """Return the mentions and the rivers, in text order.

    A mention of which the words around make a river is taken for the river, even if it was a town.
    """
    found = [
        _river(document.text, mention, gazetteer, boundaries) or mention for mention in mentions
    ]
    spans = Spans(mentions)
    for match in _UNNAMED.finditer(document.text):
        start, end = match.span("name")
        if spans.overlap(start, end):
            continue
        place = _known_river(match["name"], gazetteer)
        if place is not None and (match["bank"] or _ENDS_THERE.match(document.text, end)):
            river = mention_of(place, boundaries, start=start, end=end, text=match["name"])
            found.append(replace(river, score=_SURE))
    return sorted(found, key=lambda mention: mention.start)


def _river(
    text: str, mention: PlaceMention, gazetteer: Gazetteer, boundaries: Boundaries
) -> PlaceMention | None:
    if mention.demonym or (mention.feature or "").startswith(_RIVERS):
        return None
    before = text[max(0, mention.start - _REACH) : mention.start]
    if not before.rstrip().lower().endswith(("the", "river", "of")):
        return None
    bank = _BANK.search(before)
    if bank is None and not (
        _ACROSS.search(before) and _ENDS_THERE.match(text, mention.end) is not None
    ):
        return None
    place = _known_river(mention.text, gazetteer)
    if place is None:
        return None
    river = mention_of(place, boundaries, start=mention.start, end=mention.end, text=mention.text)
    return replace(river, score=max(mention.score, _SURE if bank else mention.score))


def _known_river(name: str, gazetteer: Gazetteer) -> Place | None:
    for form in _NAMES:
        for candidate in gazetteer.candidates(form.format(name)):
            if candidate.place.feature.startswith(_RIVERS):
                return candidate.place
    return None
