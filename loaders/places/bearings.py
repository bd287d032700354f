"""Words for directions of the compass, as patterns and in degrees."""

import re
from typing import Final

# "north", "south-east", "northwestern", "north-northeast"
DIRECTION: Final = (
    r"(?:(?:north[- ]north|south[- ]south)[- ]?(?:east|west)|east[- ](?:north|south)[- ]?east"
    r"|west[- ](?:north|south)[- ]?west|(?:north|south)(?:[- ]?(?:east|west))?|east|west)(?:ern)?"
)
# "NNE", as bulletins of earthquakes write it; capitals only
WIND: Final = r"(?-i:[NS][NS]?[EW]|[EW][NS][EW]|[NSEW])"

_WINDS: Final = "N NNE NE ENE E ESE SE SSE S SSW SW WSW W WNW NW NNW".split()
_WORDS: Final = {"north": "N", "south": "S", "east": "E", "west": "W"}
_LETTERS: Final = re.compile("north|south|east|west", re.IGNORECASE)


def bearing_of(words: str) -> float:
    """Return the degrees clockwise from north of what `DIRECTION` or `WIND` matched."""
    letters = "".join(_WORDS[word.lower()] for word in _LETTERS.findall(words)) or words
    return _WINDS.index(letters) * 360 / len(_WINDS)
