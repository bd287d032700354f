"""What may stand between a word for a relation and the name it leads to.

"20 km north of Kunduz", "of the city of Kunduz", "of the provincial capital, Kunduz", "of Ukraine's
second city, Kharkiv".
"""

from typing import Final

_KIND: Final = (
    r"(?:city|cities|towns?|villages?|capital|port|hub|settlement|suburb|district|base|airport|camp"
    r"|stronghold|outpost|crossing|neighbou?rhood|community|municipality|resort|enclave|islands?"
    r"|peninsula|province|region|state|facility|plant)"
)
# Up to four words before the kind of place, as in "the besieged eastern Ukrainian city of".
_WORD: Final = r"(?:(?!(?:in|of|at|on|near|from|to|and|by|for|with)\s)[\w’'-]+\s+)"
TO_NAME: Final = (
    r"\s+(?:(?:the|an?|[A-Z][\w-]*['’]s)\s+"
    rf"{_WORD}{{0,4}}?{_KIND}(?:\s+(?:of|called|named|at))?,?\s+"
    r"|(?:the|central|downtown)\s+)?"
)
# No relation is told further before a name than this, in characters.
REACH: Final = 120
