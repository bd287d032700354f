"""Fold a name to the form in which names are compared.

Two spellings that a newspaper may use for one name fold to the same text: "Bagrām" and "Bagram",
"Spin-Boldak" and "Spin Boldak", "Sana'a", "Sana’a" and "Sanaʿa", "U.S." and "US". Folding never
joins or drops words, so that the words of a text can be folded one by one.
"""

import unicodedata
from typing import Final

# What NFKD leaves whole although English text writes it in plain letters.
_LETTERS: Final = {
    "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ĸ": "k", "ł": "l",
    "ŋ": "n", "ŧ": "t", "þ": "th", "ə": "e", "ɛ": "e", "ɔ": "o", "ɓ": "b", "ɗ": "d", "ɣ": "g",
    "ƙ": "k", "ƴ": "y",
}  # fmt: skip
# Apostrophes and the letters that stand for ayn, hamza, the soft sign and the Polynesian okina;
# the full stop of an abbreviation. They are left out: "N'Djamena" is also written "NDjamena".
_DROPPED: Final = "'’‘‛`´ʹʻʼʽʾʿˈˊˋ′＇.·"
# Hyphens, dashes and other marks between words.
_SPACES: Final = '-‐‑‒–—―−_/,;:()[]"“”„«»|'

_TABLE: Final = str.maketrans(
    {**_LETTERS, **dict.fromkeys(_DROPPED, ""), **dict.fromkeys(_SPACES, " ")}
)


def fold(name: str) -> str:
    """Return the name without case, accents, apostrophes, hyphens and superfluous spaces.

    Folding a folded name changes nothing. The result may be empty.
    """
    if name.isascii():
        return " ".join(name.lower().translate(_TABLE).split())
    folded = _fold_once(name)
    # Case folding and decomposition can each make work for the other (Turkish capital dotted I,
    # ligatures): a second round reaches the form that a further one leaves alone.
    if not folded.isascii():
        folded = _fold_once(folded)
    return " ".join(folded.split())


def _fold_once(name: str) -> str:
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join([letter for letter in decomposed if not unicodedata.combining(letter)])
    return bare.casefold().translate(_TABLE)
