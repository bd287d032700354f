"""Names of parties, brought to one form: "Pakistani" is Pakistan, "the Taliban" is Taliban."""

import re
from collections.abc import Sequence

from geodata.gazetteer import Gazetteer, MatchKind
from loaders.extraction.casing import told_apart
from loaders.extraction.casualties import Casualties

# Groups that fight for a state, and groups that fight one; the rest takes no side.
STATE_GROUPS = frozenset({"soldiers", "police", "security_forces"})
ARMED_GROUPS = frozenset({"militants"})

# The name of a party: capitalised words, with "of" and Arabic articles between them.
PROPER_NAME = (
    r"(?!(?:The|A|An|Both|Two|In|On|At|It|He|She|They|We|This|That|After|But|And|Talks|Peace"
    r"|Three|Four|Five|Six|Seven|Eight|Nine|Ten|No|Some|Several|Dozens|Hundreds|Local|Top|Senior"
    r"|Rival|Warring)\b)"
    r"(?:\b(?:al|el)-)?\b(?:(?:[A-Z]\.){2,4}|[A-Z][\w’/]*(?:'[A-Z]\w*|'s(?=\s+[A-Z]))?)"
    r"(?:[\s-](?:of\s+(?:the\s+)?)?(?:(?:al|el|ul)[\s-])?[A-Z][\w’/]*(?:'s(?=\s+[A-Z]))?){0,5}"
)
# What a party is called besides its name, or instead of it.
ROLE = (
    r"(?:army|governments?|military|forces|rebels?|side|authorities|junta|opposition|delegations?"
    r"|fighters|militants|insurgents|guerrillas|movement|group|leaders?|officials?|negotiators?"
    r"|envoys?|diplomats|delegates|representatives|ministers|presidents|commanders|generals|teams?)"
)
_DOUBLED = PROPER_NAME.replace("{", "{{").replace("}", "}}")  # for str.format
# A party by its name ("the Colombian government", "FARC rebels") or by its role ("the rebels").
_NAME = (
    r"(?:(?i:the)\s+)?(?:(?:visiting|ruling|main|federal|interim|transitional)\s+)?"
    rf"(?P<{{}}>{_DOUBLED}|{ROLE}\b(?:\s+of\s+{_DOUBLED})?)"
    rf"(?:['’]s?)?(?:\s+{ROLE}\b){{{{0,2}}}}(?:\s+\([A-Z][\w/-]*\))?"
)
_A, _B = _NAME.format("a"), _NAME.format("b")
_BETWEEN = re.compile(rf"\b[Bb]etween\s+{_A}\s+and\s+{_B}")
_PAIR = re.compile(
    rf"(?:^|[,;:]\s+|(?:^|\s)[-–—•*]+\s)(?:(?i:top|senior|high-level|rival)\s+)?{_A}\s+and\s+{_B}\s+(?=[a-z])"
)
_WITH = re.compile(rf"(?:^|[,;]\s+){_A}\s+[a-z][\w\s]*?\b(?:with|and)\s+{_B}")
_FROM = re.compile(
    r"\b(?:[Dd]elegat(?:ions?|es)|[Nn]egotiators|[Rr]epresentatives|[Oo]fficials|[Ee]nvoys|[Ll]eaders"
    r"|[Tt]eams|[Mm]inisters|[Pp]residents|[Cc]ommanders|[Dd]iplomats)\s+(?:from|of|for)\s+(?:both\s+)?"
    rf"{_A}\s+and\s+{_B}"
)
# "Russia-Ukraine talks", "Serbian–Kosovar dialogue"
_HYPHEN = re.compile(
    r"\b(?P<a>[A-Z][\w.]*(?:\s[A-Z]\w*)?)\s?[-–—]\s?(?P<b>[A-Z][\w.]*(?:\s[A-Z]\w*)?)\s+"
    r"(?:[\w-]+\s+){0,2}?(?:talks|negotiations?|dialogue|summit|consultations|peace)\b"
)
# What follows a party's name without being part of it.
_OFFICE = re.compile(
    r"\s+(?:government|officials?|delegations?|negotiators?|forces?|troops|army|military|side"
    r"|representatives?|authorities|rebels|leaders?)$",
    re.IGNORECASE,
)


# "U.N." and "UN" are one party.
_DOTTED = re.compile(r"(?:[A-Z]\.){2,}")
_GOVERNMENT_OF = re.compile(
    r"(?:government|army|armed\s+forces|military\s+forces|police\s+forces)\s+of\s+(?:the\s+)?"
    r"(?P<country>.+)",
    re.IGNORECASE,
)


def party_name(text: str, gazetteer: Gazetteer) -> str:
    """Return a party's name: the country for a demonym or country, else the name as told."""
    name = re.sub(r"^(?:the|both)\s+", "", text.strip(), flags=re.IGNORECASE)
    name = re.sub(r"['’]s?$", "", name)
    if _DOTTED.fullmatch(name):
        name = name.replace(".", "")
    ruled = _GOVERNMENT_OF.match(name)
    if ruled is not None:
        return _country(ruled["country"], gazetteer) or name
    short = _OFFICE.sub("", name)
    country = _country(short, gazetteer)
    if country is not None:
        return country
    # "FARC rebels" are FARC, but the Rapid Support Forces are called so.
    office = name[len(short) :].strip()
    return name if office[:1].isupper() else short


def _country(name: str, gazetteer: Gazetteer) -> str | None:
    """Return the country of a country's name or demonym."""
    for candidate in gazetteer.candidates(name)[:1]:
        country = candidate.place.place_id.startswith("country:")
        if country or candidate.match is MatchKind.DEMONYM:
            return candidate.place.name
    return None


def is_demonym(word: str, gazetteer: Gazetteer) -> bool:
    """Tell whether a word names the people of a country ("Afghan")."""
    candidates = gazetteer.candidates(word) if word[:1].isupper() else []
    return bool(candidates) and candidates[0].match is MatchKind.DEMONYM


def find_parties(text: str, gazetteer: Gazetteer) -> list[str]:
    """Return the two parties that a clause names as facing each other, or none.

    "between A and B", "delegations from A and B", "A-B talks", "A and B have been holding talks",
    "A resumed talks with B". A capital stands for its government ("Kabul and Islamabad").
    """
    text = told_apart(text, gazetteer)
    for pattern in (_BETWEEN, _FROM, _HYPHEN, _PAIR, _WITH):
        match = pattern.search(text)
        if match is not None:
            names = [_negotiator(match["a"], gazetteer), _negotiator(match["b"], gazetteer)]
            if names[0] != names[1]:
                return names
    return []


def _negotiator(text: str, gazetteer: Gazetteer) -> str:
    name = party_name(text, gazetteer)
    best = next(iter(gazetteer.candidates(name)), None)
    if best is None or best.place.feature != _SEAT:
        return name
    country = gazetteer.place(f"country:{best.place.iso3}")
    return name if country is None else country.name


# The seat of a government.
_SEAT = "P.PPLC"


# Two parties that fight each other: "A and B clashed", "fighting between A and B", "A fought B".
_FIGHT = r"(?:clash|battle|skirmish|fighting|firefight|gunfight|exchange|combat|hostilities|fight)"
_OPPONENTS = (
    re.compile(rf"\b(?i:{_FIGHT})\w*\s+(?:[a-z]+\s+){{0,4}}?between\s+{_A}\s+and\s+{_B}"),
    re.compile(
        rf"(?:^|[\s“\"]){_A}(?:\s+and|,)\s+{_B}\s+(?:[a-z]+\s+){{0,2}}?"
        r"(?:clash(?:ed)?|fought|fight|exchanged?|traded?|battled?|fired?\s+(?:at|on)\s+each)\b"
    ),
    re.compile(
        rf"(?:^|[\s“\"]){_A}\s+(?:[a-z]+\s+){{0,2}}?"
        r"(?:clash(?:ed)?\s+with|fought\s+(?:with|against)|fought|battled?)\s+(?:an?\s+)?"
        rf"{_B}"
    ),
    re.compile(rf"(?:^|[\s“\"]){_A}\s+[^.;,]{{0,60}}?\bin\s+(?:an?\s+)?{_FIGHT}\w*\s+with\s+{_B}"),
)


# Coded notes: "Ruritania v. Graustark, ambush near …", "ABC - Government of Ruritania."
_VERSUS = re.compile(
    rf"(?:^|[.,]\s+){_A}\s+(?:[-–—]|v\.?|vs\.?|versus)\s+(?:government\s+of\s+)?{_B}(?=[.,;:]|$)"
)
_OPPONENT = re.compile(rf"\b(?i:{_FIGHT})\w*\s+(?:with|against|involving)\s+(?:suspected\s+)?{_B}")


def find_opponent(text: str, gazetteer: Gazetteer) -> str | None:
    """Return the party that somebody unnamed fights: "a clash with FARC dissidents"."""
    match = None if text.isupper() else _OPPONENT.search(text)
    if match is None or not match["b"][:1].isupper():
        return None
    return party_name(match["b"], gazetteer)


def find_opponents(text: str, gazetteer: Gazetteer) -> list[str]:
    """Return the two parties that a sentence tells as fighting each other, or none."""
    if text.isupper():
        return []
    for pattern in (*_OPPONENTS, _VERSUS):
        match = pattern.search(text)
        if match is not None:
            names = [party_name(match["a"], gazetteer), party_name(match["b"], gazetteer)]
            if names[0] != names[1] and all(name[:1].isupper() for name in names):
                return names
    return []


def sides_of(
    casualties: Sequence[Casualties], accused: str | None, gazetteer: Gazetteer
) -> tuple[str | None, str | None]:
    """Return the parties of an incident: the state's first, then who fights it or is accused."""
    state = _first_side(casualties, STATE_GROUPS, gazetteer)
    armed = _first_side(casualties, ARMED_GROUPS, gazetteer)
    blamed = None if accused is None else party_name(accused, gazetteer)
    if state is None and armed is None:
        return blamed, None
    return state or (blamed if blamed != armed else None), armed or (
        blamed if blamed != state else None
    )


def _first_side(
    casualties: Sequence[Casualties], groups: frozenset[str], gazetteer: Gazetteer
) -> str | None:
    named = (found.side for found in casualties if found.group in groups and found.side)
    side = next(named, None)
    return None if side is None else party_name(side, gazetteer)
