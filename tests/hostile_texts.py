"""Texts that were not written to be read, of any length: for tests and measurements.

What looks back or ahead in a text without a limit takes ever longer on one of these.
"""

from collections.abc import Callable
from typing import Final

_TOWNS: Final = "Kabul Herat Goma Odesa Sana'a Bamako Gao Mosul Rafah Sittwe".split()


def repeated(unit: str) -> Callable[[int], str]:
    """Return what repeats a unit up to a number of characters."""
    return lambda length: (unit * (length // len(unit) + 1))[:length]


# By a name for each: what makes a text of so many characters.
HOSTILE: Final[dict[str, Callable[[int], str]]] = {
    "no space": repeated("a"),
    "capitals without a space": repeated("A"),
    "opening brackets": repeated("("),
    "quotes": repeated('"'),
    "curly quotes": repeated("“"),
    "full stops": repeated("."),
    "full stops and spaces": repeated(". "),
    "hyphens": repeated("-"),
    "hyphenated letters": repeated("A-"),
    "apostrophes": repeated("a's"),
    "initials": repeated("A."),
    "initials apart": repeated("A. "),
    "spaces": repeated(" "),
    "empty lines": repeated("\n"),
    "empty lines of Windows": repeated("\r\n"),
    "tabs": repeated("\t"),
    "capitalised words": repeated("Alpha Bravo Charlie Delta "),
    "capitalised words without end": repeated("Alpha "),
    "words in capitals": repeated("ALPHA OF THE BRAVO "),
    "lines of two words": repeated("Alpha bravo\n"),
    "lines of two words in capitals": repeated("ALPHA BRAVO\n"),
    "one name": repeated("New York, "),
    "one name without commas": repeated("New York "),
    "names only": repeated(", ".join(_TOWNS) + ", "),
    "names without commas": repeated(" ".join(_TOWNS) + " "),
    "list": repeated("A, B, C, "),
    "list with and": repeated("Kabul and Herat and "),
    "digits": repeated("1"),
    "numbers": repeated("1,234,"),
    "numbers apart": repeated("12 "),
    "numbers in words": repeated("twenty-five hundred and "),
    "distances": repeated("20 km north of "),
    "near and near": repeated("near "),
    "north and north": repeated("north of the "),
    "borders": repeated("the border between "),
    "border of everything": repeated("Kenya–Uganda border with Mali "),
    "between": repeated("between Kabul and "),
    "deaths": repeated("killed "),
    "deaths and numbers": repeated("12 killed and "),
    "people": repeated("12 soldiers and "),
    "said": repeated("police said "),
    "said that": repeated("he said that "),
    "dates": repeated("on 9 October "),
    "months": repeated("May "),
    "talks": repeated("talks between "),
    "reports": repeated("Five people were killed in Kabul on Monday, police said. "),
    "headlines": repeated("Five killed in Kabul\n"),
    "colons": repeated("a: "),
    "tags": repeated("<p><b>"),
    "entities": repeated("&nbsp;&#8217;"),
    "emoji": repeated("😀🏴󠁧󠁢󠁥󠁮󠁧󠁿👩‍👩‍👧"),
    "zero width": repeated("\u200b"),
    "zero width in names": repeated("Ka\u200bbul "),
    "combining": repeated("e\u0301"),
    "combining without base": repeated("\u0301"),
    "right to left": repeated("كابول في أفغانستان "),
    "direction marks": repeated("\u202e\u202d"),
    "Chinese": repeated("喀布尔"),
    "half characters": repeated("\ud83d"),
    "nothing": repeated("\0"),
}
