"""The words before a report that say where it was written: "KABUL, Afghanistan (AP) — "."""

import re
from typing import Final

from loaders.language.document import Sentence

# Capitalised words, days and years between commas and slashes, perhaps an agency in brackets, and
# a dash. Each part is bounded, so that a text of nothing else costs no more than any.
_DATELINE: Final = re.compile(
    r"[A-Z][\w.'’-]{1,30}"
    r"(?:[ ,/]{1,3}(?:[A-Z][\w.'’-]{0,30}|\d{1,4}|(?:al|el|de|la|du|the|of)\b)){0,8}"
    r",?(?: ?\([^()\n]{2,40}\))?(?: ?[—–] ?| ?-- ?| - )(?=[\"“'‘\w])"
)


def dateline_end(text: str, sentence: Sentence) -> int:
    """Return the offset after the dateline that a sentence begins with; its start if with none."""
    if sentence.start > 0 and text[sentence.start - 1] != "\n":
        return sentence.start
    found = _DATELINE.match(sentence.text)
    return sentence.start if found is None else sentence.start + found.end()
