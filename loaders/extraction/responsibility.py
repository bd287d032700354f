"""Who is said to have done it, and by whom: told, claimed, alleged or denied.

The four are kept apart: what a party claims or denies of itself, what others allege, and what the
report tells in its own words.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from geodata.vocabulary import LocationPrecision
from loaders.extraction.actors import PROPER_NAME, ROLE
from loaders.extraction.facts import Facts
from loaders.extraction.people_nouns import group_of
from loaders.language.document import Entity


class Stance(StrEnum):
    """On whose word a party is held to have done it."""

    CLAIMED = "claimed"
    TOLD = "told"
    ALLEGED = "alleged"
    DENIED = "denied"


@dataclass(frozen=True, slots=True)
class Responsibility:
    """A party said to have done it, or to deny it: its name and offsets, and on whose word.

    `accuser` is who alleges it, where the sentence says so.
    """

    party: str
    start: int
    end: int
    stance: Stance
    accuser: str | None = None


def find_responsibility(facts: Facts, entities: Sequence[Entity] = ()) -> list[Responsibility]:
    """Find who is said in a sentence to have done something, in text order.

    Args:
        facts: the sentence; in capitals names have no end, so nothing is found there.
        entities: of the language model; they tell a name that begins a sentence from other words.

    """
    text = facts.sentence.text
    if text.isupper():
        return []
    found: list[Responsibility] = []
    for start, end, stance in _spans(text):
        party = text[start:end]
        first, last = facts.sentence.start + start, facts.sentence.start + end
        if any(first < other.end and last > other.start for other in found):
            continue
        if stance is not Stance.DENIED and not facts.is_told(first):
            continue
        if _is_party(facts, party, first, entities):
            accuser = _accuser(facts, first, party) if stance is Stance.ALLEGED else None
            found.append(Responsibility(party, first, last, stance, accuser))
    return sorted(found, key=lambda each: each.start)


def main_party(found: Sequence[Responsibility]) -> Responsibility | None:
    """Return who most likely did it: who claims it, whom the report tells, whom others accuse.

    Who is accused and denies it stays accused; a denial alone names nobody.
    """
    order = (Stance.CLAIMED, Stance.TOLD, Stance.ALLEGED)
    told = [each for each in found if each.stance in order]
    return min(told, key=lambda each: (order.index(each.stance), each.start), default=None)


_WHO = (
    r"(?:(?i:fighters|militants|gunmen|members|rebels|insurgents|militiamen)\s+(?:of|from)\s+)?"
    r"(?:(?i:the|suspected|alleged)\s+){0,2}(?:(?:militant|rebel|armed|jihadist|Islamist|paramilitary"
    r"|extremist|separatist|insurgent|terrorist)\s+(?:(?:group|groups|organi[sz]ation)\s+)?)?"
    rf"(?P<who>{PROPER_NAME})(?:['’]s)?(?:\s+(?:{ROLE}|extremists|jihadists|separatists|gunmen"
    r"|terrorists|troops|soldiers|police|group|militia(?:men)?|warplanes|aircraft|planes"
    r"|helicopters|gunboats|tanks|jets|drones|artillery"
    r"|settlers|dissidents|army|navy)\b){0,2}(?:\s*\([A-Z][\w/-]*\)|,[^,.;]{1,60},)?"
)
_ACTS = (
    r"(?:killed|kill|kills|attacked|attack|attacks|shelled|bombed|bombarded|struck|raided|ambushed"
    r"|fired|launched|opened\s+fire|shot|abducted|kidnapped|stormed|torched|burned|beheaded"
    r"|executed|massacred|detonated|planted|hit|targeted|overran|carried\s+out|murdered|captured"
    r"|seized|looted|stabbed|wounded|blew\s+up|strafed|assassinated)"
)
_ADVERBS = r"(?:(?:also|have|has|had|then|later|reportedly|allegedly|again|repeatedly)\s+){0,3}"
_DEEDS = (
    r"(?:attacks?|strikes?|airstrikes?|raids?|shelling|bombardment|bombing|ambush|assault|fire"
    r"|operation|offensive|massacre|killing|incursion|explosion|blast|bombs?|missiles?|rockets?)"
)
_BY = (
    r"(?:killed|wounded|shot|abducted|kidnapped|attacked|hit|struck|shelled|bombed|ambushed|murdered"
    r"|executed|raided|launched|fired|carried\s+out|detonated|planted|staged)"
)
_IS = r"(?:was|were|is|are)"
_WORDINGS: dict[Stance, tuple[str, ...]] = {
    Stance.CLAIMED: (
        rf"{_WHO}\s+{_ADVERBS}claim(?:ed|s|ing)\s+(?:responsibility|the\s+{_DEEDS})",
        (
            rf"{_WHO}\s+(?:said|says|announced|confirmed|stated)\s+[^.;]{{0,60}}?\b(?:it|they|its\s+\w+)\s+"
            r"(?:was|were|had\s+been|had|have)?\s*(?:behind|carried\s+out|responsible|staged|mounted)"
        ),
        (
            rf"{_WHO}\s+(?:(?i:defen[cs]e|interior)\s+(?:ministry|minister|forces)\s+)?(?:said|says)\s+"
            rf"(?:on\s+\w+\s+)?(?:that\s+)?(?:it|they|its\s+\w+|their\s+\w+)\s+{_ADVERBS}{_ACTS}\b"
        ),
        rf"\b(?:responsibility|{_DEEDS})\b[^.;]{{0,60}}?\bclaimed\s+by\s+{_WHO}",
    ),
    Stance.DENIED: (
        (
            rf"{_WHO}\s+{_ADVERBS}(?:den(?:ied|ies|ying)|disclaimed|rejected|dismissed)\b[^.;]{{0,40}}?"
            r"\b(?:involvement|responsibility|role|accusations?|allegations?|charges?|claims?|targeting"
            r"|hitting|striking|attacking|killing|hit|part|hand|behind|it|link)"
        ),
    ),
    Stance.ALLEGED: (
        rf"\bblam(?:ed|es|ing)\s+(?:[a-z]+\s+){{0,6}}?on\s+{_WHO}",
        rf"\bblam(?:ed|es|ing)\s+{_WHO}",
        rf"\baccus(?:ed|es|ing)\s+{_WHO}\s+of\b",
        rf"{_WHO}\s+{_IS}\s+(?:blamed|accused|suspected|believed|thought)",
        rf"\b(?:attributed|linked|traced)\s+to\s+{_WHO}",
        rf"\b(?i:suspected|alleged)\s+(?:members\s+of\s+)?{_WHO}",
        rf"\b(?:suspects?|believe[sd]?)\s+(?:that\s+)?{_WHO}\s+(?:{_IS}|to|had)",
        (
            r"\b(?:believed|thought|suspected)\s+to\s+(?:be|belong)\s+(?:to\s+)?"
            rf"(?:(?:members|fighters|militants)\s+of\s+|from\s+)?{_WHO}"
        ),
    ),
    Stance.TOLD: (
        rf"\b{_BY}\s+(?:dead\s+|down\s+)?by\s+{_WHO}",
        rf"\b{_DEEDS}\s+(?:[a-z]+\s+){{0,3}}?(?:by|from)\s+{_WHO}",
        (
            rf"{_WHO}\s+{_ADVERBS}{_ACTS}\b"
            # "Three ELN fighters killed, two captured": they are the victims.
            r"(?!\s*[,;.:]|\s*$|\s+(?:by|in|on|near|at|during|when|while|as|after)\b)"
        ),
        rf"{_WHO}\s+(?:[a-z]+\s+)?{_DEEDS}\b",
    ),
}
_PATTERNS = tuple(
    (re.compile(wording), stance) for stance, told in _WORDINGS.items() for wording in told
)


def _spans(text: str) -> Iterator[tuple[int, int, Stance]]:
    """Yield where a party is named and on whose word, the surest wording first."""
    for pattern, stance in _PATTERNS:
        for match in pattern.finditer(text):
            start, end = match.span("who")
            told = stance is Stance.TOLD and _is_suspected(text, start)
            yield start, end, Stance.ALLEGED if told else stance


_SUSPECTED = re.compile(r"\b(?:suspected|alleged|presumed)\s+(?:\w+\s+)?$", re.IGNORECASE)


def _is_suspected(text: str, start: int) -> bool:
    return _SUSPECTED.search(text[max(0, start - 40) : start]) is not None


_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december".split()
)
# What hits people and is no party: "UAS attack", "Debris killed two".
_THINGS = frozenset(
    "debris shrapnel shell shells rocket rockets missile missiles drone drones uas uav uavs ied "
    "ieds vbied vbieds svbied rpg rpgs gunfire artillery bullets grenade grenades mine mines "
    "mortar mortars bomb bombs explosives police".split()
)
_LABELS = frozenset({"ORG", "NORP", "GPE", "PERSON", "LOC", "FAC", "PRODUCT"})


def _is_party(facts: Facts, party: str, start: int, entities: Sequence[Entity]) -> bool:
    """Tell a party's name from a town, a day, or the first word of a sentence."""
    first = party.split(maxsplit=1)[0]
    if first.lower() in _DAYS | _THINGS or group_of(first.lower()) is not None:
        return False
    if any(trigger.start <= start < trigger.end for trigger in facts.triggers):
        return False
    for place in facts.places:
        if place.start <= start < place.end and not place.in_organisation:
            return place.demonym or place.precision is LocationPrecision.COUNTRY
    if start > facts.sentence.start or " " in party or not first[1:].islower():
        return True
    return any(e.start <= start < e.end and e.label in _LABELS for e in entities)


def _accuser(facts: Facts, start: int, party: str) -> str | None:
    """Return who alleges it: who is quoted in the sentence and is not the accused."""
    named = [said.speaker for said in facts.attributions if said.speaker != party]
    before = [said.speaker for said in facts.attributions if said.start <= start]
    return next((name for name in reversed(before) if name in named), named[0] if named else None)
