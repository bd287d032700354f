"""Colours and shapes of event types and kinds in files that draw themselves (QGIS, Google Earth).

The colours and words are those of the map; the shape says the same without colour.
"""

from dataclasses import dataclass
from typing import Final

from dashboard.map.style import page_style
from geodata.vocabulary import EventType, Kind

# What QGIS calls its simple markers.
_MARKERS: Final = {
    EventType.BATTLE: "cross_fill",
    EventType.EXPLOSION: "star",
    EventType.VIOLENCE_AGAINST_CIVILIANS: "pentagon",
    EventType.PROTEST: "square",
    EventType.RIOT: "diamond",
    EventType.STRATEGIC_DEVELOPMENT: "triangle",
    EventType.TALKS: "circle",
    EventType.OTHER: "hexagon",
}
KIND_TITLES: Final = {
    Kind.INCIDENT: "Incidents",
    Kind.TOLL: "Tolls",
    Kind.TALKS: "Talks",
    Kind.STATEMENT: "Statements",
}


@dataclass(frozen=True, slots=True)
class Symbol:
    """How an event type is drawn.

    Attributes:
        term: the event type; "" where it is not stated.
        name: as a person reads it.
        colour: "#d55e00".
        marker: what QGIS calls the shape.

    """

    term: str
    name: str
    colour: str
    marker: str

    @property
    def rgb(self) -> tuple[int, int, int]:
        """Red, green and blue, 0 to 255."""
        red, green, blue = bytes.fromhex(self.colour.removeprefix("#"))
        return red, green, blue


def symbols() -> list[Symbol]:
    """Return the symbol of each event type, and of rows without one, the last."""
    types = {one["id"]: one for one in page_style()["types"]}
    return [
        Symbol(
            "" if term is None else str(term),
            types[term]["name"],
            types[term]["colour"],
            "circle" if term is None else _MARKERS[term],
        )
        for term in (*EventType, None)
    ]
