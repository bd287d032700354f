"""Which spellings of a place become names of the gazetteer."""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator

from geodata.building.sources import CURATED
from geodata.folding import fold

# Longer "names" in the sources are descriptions.
LONGEST_NAME_WORDS = 8
_LONGEST_NAME_BYTES = 120
# Below this many letters an alternate name is a code or an abbreviation.
_SHORTEST_ALTERNATE = 3
# KBL, PAR, LON: airport and other codes among GeoNames' alternate names.
_CODE = re.compile(r"[A-Z]{1,5}\Z")

_KINDS = (
    "Agency|Area|Autonomous Oblast|Autonomous Okrug|Autonomous Province|Autonomous Region|"
    "Autonomous Republic|Borough|Canton|Census Area|City|Council|County|Department|District|"
    "Division|Emirate|Governorate|Krai|Kray|Metropolitan City|Municipality|Oblast|Oblasty|Okrug|"
    "Parish|Prefecture|Province|Raion|Rayon|Region|Republic|Sheng|State|Subdistrict|Tehsil|"
    "Territory|Voivodeship|Zizhiqu"
)
_AFTER = re.compile(rf"(?P<bare>.+?)[\s-]+(?:{_KINDS})\Z")
# Without "District of", for Columbia is another place.
_BEFORE = re.compile(rf"(?!District)(?:{_KINDS}) of (?:the )?(?P<bare>.+)\Z")
# What is left must name something: no "Northern" of "Northern Province".
_UNNAMED = re.compile(
    r"(?:(?:the|first|second|third|new|old|free|inner|outer|middle|upper|lower|central|coast|lake|"
    r"lakes|mountain|river|island|islands|capital|federal|national|metropolitan|special|"
    r"administrative|autonomous|(?:north|south)?-?(?:east|west|north|south)(?:ern)?)\b\s*)+\Z",
    re.IGNORECASE,
)
# Countries of other scripts: GeoNames' spelling is a transliteration with marks.
_OTHER_SCRIPT = frozenset(
    "AE AF AM BD BG BH BT BY CN CY DZ EG ER ET GE GR IL IN IQ IR JO JP KG KH KP KR KW KZ LA LB LK "
    "LY MA MK MM MN MR MV NP OM PK PS QA RS RU SA SD SY TH TJ TN TW UA YE".split()
)
_ARABIC = frozenset("AE BH DJ DZ EG IQ IL JO KW LB LY MA MR OM PS QA SA SD SO SY TN YE".split())
_ARABIC_WORDS = {
    "ayn": "Ain",
    "bayt": "Beit",
    "dayr": "Deir",
    "jabal": "Jebel",
    "khirbat": "Khirbet",
    "shaykh": "Sheikh",
    "tall": "Tal",
}
# "al-", as it sounds before each letter.
_ARTICLES = frozenset("ad adh al an ar as ash at ath az el".split())
_PERSIAN = frozenset(("AF", "IR", "PK", "TJ"))
_APOSTROPHES = str.maketrans(dict.fromkeys("‘’ʿʾʻʼʹ", "'"))
_SHORT_FORMS = (("Saint ", "St. "), ("Sainte ", "Ste. "), ("Fort ", "Ft. "), ("Mount ", "Mt. "))


def plain_names(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names, each followed by its form without the word for the division's kind.

    "Khost Province" is also "Khost", "Emirate of Dubai" also "Dubai".
    """
    plain: dict[str, None] = {}
    for name in names:
        plain[name] = None
        plain[without_kind(name)] = None
    return tuple(plain)


def without_kind(name: str) -> str:
    """Return the name without the word for the division's kind, if that leaves a name."""
    match = _AFTER.match(name) or _BEFORE.match(name)
    return match["bare"] if match and not _UNNAMED.match(match["bare"]) else name


def plain_spelling(name: str, iso2: str) -> str:
    """Return a transliterated name as English text has it: "Kandahar" for "Kandahār".

    Names of countries that write in Latin letters stay as they are.
    """
    if iso2 not in _OTHER_SCRIPT:
        return name
    decomposed = unicodedata.normalize("NFKD", name)
    letters = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    return letters.translate(_APOSTROPHES).strip("'")


def short_forms(name: str) -> Iterator[str]:
    """Yield how newspapers shorten or spell out the first word: "St. Petersburg"."""
    if name.endswith(" County"):
        yield name.removesuffix("unty") + "."
    for long, short in _SHORT_FORMS:
        if name.startswith(long):
            yield short + name.removeprefix(long)
        elif name.startswith((short, short.replace(".", ""))):
            yield long + name.partition(" ")[2]


def transliterations(name: str, iso2: str) -> Iterator[str]:
    """Yield other ways to write an Arabic or Persian name in Latin letters.

    GeoNames writes "As Suwaydā’", "Ra’s al ‘Ayn", "Pul-e Khumrī"; newspapers "Suwayda" or
    "al-Suwayda", "Ras al-Ain", "Pul-i-Khumri".
    """
    words = re.split(r"[\s-]+", plain_spelling(name, iso2))
    if iso2 in _ARABIC:
        words = [_ARABIC_WORDS.get(fold(word), word) for word in words]
        yield " ".join(words)
        if len(words) > 1 and fold(words[0]) in _ARTICLES:
            yield " ".join(words[1:])
            yield " ".join(["al", *words[1:]])
    elif iso2 in _PERSIAN:
        for vowel in ("e", "i"):
            yield " ".join(vowel if word in {"e", "i", "ye", "yi"} else word for word in words)


def is_name(name: str) -> bool:
    """Tell whether the text can stand in the gazetteer at all."""
    folded = fold(name)
    return (
        bool(folded)
        and len(folded.split()) <= LONGEST_NAME_WORDS
        and len(name.encode()) <= _LONGEST_NAME_BYTES
    )


def is_useful_alternate(name: str, primary: str, ordinary_words: frozenset[str]) -> bool:
    """Tell whether an alternate name of GeoNames is a name that a report could use.

    Left out are codes, ordinary English words ("Of", "Bus"), other scripts, and the machine
    transliterations that GeoNames keeps in small letters ("ka bu er").
    """
    folded = fold(name)
    if name == primary or not is_name(name) or len(folded) < _SHORTEST_ALTERNATE:
        return False
    if _CODE.match(name) or folded in ordinary_words or not is_latin(name):
        return False
    if any(letter.isdigit() for letter in name) or set(name) & set(",;/()&"):
        return False
    return name[0].isupper() or not name[0].isalpha() or not primary[0].isupper()


def is_latin(name: str) -> bool:
    """Tell whether every letter of the name is a Latin one."""
    return all(
        letter.isascii() or "LATIN" in unicodedata.name(letter, "")
        for letter in name
        if letter.isalpha() and letter not in "ʻʼʽʾʿˈ"
    )


@functools.cache
def read_ordinary_words() -> frozenset[str]:
    """Return the English words that are no sign of a place by themselves."""
    return frozenset((CURATED / "ordinary_words.txt").read_text(encoding="utf-8").split())
