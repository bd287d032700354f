"""How the map looks and what it calls things: colours, glyphs, words.

The page's script gets all of it as data, so that a colour or a word stands here once. Kinds differ
by shape and event types by colour and glyph: colour never tells anything alone.
"""

from typing import Any

from geodata.vocabulary import DatePrecision, EventType, Kind, LocationPrecision, Outcome

# Order in which codes are packed; 0 stands for a missing type or outcome.
KINDS = tuple(Kind)
EVENT_TYPES: tuple[EventType | None, ...] = (None, *EventType)
OUTCOMES: tuple[Outcome | None, ...] = (None, *Outcome)
PRECISIONS = tuple(LocationPrecision)
DATE_PRECISIONS: tuple[DatePrecision | None, ...] = (None, *DatePrecision)

# What `Incident.source` says of the reports that come with the program.
SAMPLE = "sample"

KIND_NAMES = {
    Kind.INCIDENT: ("incident", "incidents"),
    Kind.TOLL: ("toll", "tolls"),
    Kind.TALKS: ("talks", "talks"),
    Kind.STATEMENT: ("statement", "statements"),
}

# Okabe and Ito's palette (2008), told apart with any common colour blindness; wine and indigo
# from Tol's, where theirs would repeat. Each with the glyph that says the same without colour.
_TYPES: dict[EventType | None, tuple[str, str, str]] = {
    EventType.BATTLE: ("Battle", "#d55e00", "cross"),
    EventType.EXPLOSION: ("Explosion or remote violence", "#e69f00", "burst"),
    EventType.VIOLENCE_AGAINST_CIVILIANS: ("Violence against civilians", "#882255", "person"),
    EventType.PROTEST: ("Protest", "#56b4e9", "placard"),
    EventType.RIOT: ("Riot", "#332288", "bolt"),
    EventType.STRATEGIC_DEVELOPMENT: ("Strategic development", "#009e73", "arrow"),
    EventType.TALKS: ("Talks", "#0072b2", "dots"),
    EventType.OTHER: ("Other", "#6e6e6e", "dot"),
    None: ("Type not stated", "#6e6e6e", "dot"),
}

_OUTCOMES: dict[Outcome | None, tuple[str, str]] = {
    Outcome.ONGOING: ("ongoing", "dots"),
    Outcome.AGREEMENT: ("agreement reached", "check"),
    Outcome.FAILED: ("failed", "cross"),
    Outcome.POSTPONED: ("postponed", "pause"),
    Outcome.SCHEDULED: ("scheduled", "arrow"),
    None: ("outcome not stated", "dots"),
}

_PRECISIONS = {
    LocationPrecision.EXACT: "exact place",
    LocationPrecision.TOWN: "in or near this town",
    LocationPrecision.DISTRICT: "somewhere in this district",
    LocationPrecision.PROVINCE: "somewhere in this province",
    LocationPrecision.REGION: "somewhere in this region",
    LocationPrecision.BORDER: "somewhere along this border",
    LocationPrecision.COUNTRY: "somewhere in this country",
    LocationPrecision.NONE: "no place given",
}

# Places less exact than these are never drawn as a mark on one spot.
_SPOT_PRECISIONS = {
    LocationPrecision.EXACT,
    LocationPrecision.TOWN,
    LocationPrecision.DISTRICT,
}

_TOLL_COLOUR = "#4a4470"
_STATEMENT_COLOUR = "#5c5c5c"

_LIGHT = {
    "water": "#d3e0e8",
    "land": "#f6f3ec",
    "coast": "#9db4c2",
    "border": "#a1978a",
    "division": "#d6cfc2",
    "river": "#bccfdb",
    "country": "#857c70",
    "town": "#4c4842",
    "halo": "#fbf9f4",
    "paper": "#ffffff",
    "ink": "#23211e",
    "toll": _TOLL_COLOUR,
    "statement": _STATEMENT_COLOUR,
}
_DARK = {
    "water": "#1a2228",
    "land": "#2c2e31",
    "coast": "#46555f",
    "border": "#787a7d",
    "division": "#414347",
    "river": "#22303a",
    "country": "#9a9a98",
    "town": "#c4c2be",
    "halo": "#232527",
    "paper": "#1f2123",
    "ink": "#f1efeb",
    "toll": "#aaa2dc",
    "statement": "#b9b9b9",
}

# What the page says of its boundaries follows from how they are drawn.
SOURCES = "Names: GeoNames (CC BY 4.0)."


def page_style() -> dict[str, Any]:
    """Return colours, glyphs and words as the page's script takes them, in the order of codes."""
    return {
        "kinds": [{"id": kind.value, "names": KIND_NAMES[kind]} for kind in KINDS],
        "types": [
            {"id": event_type, "name": name, "colour": colour, "glyph": glyph}
            for event_type in EVENT_TYPES
            for name, colour, glyph in [_TYPES[event_type]]
        ],
        "outcomes": [
            {"id": outcome, "name": name, "glyph": glyph}
            for outcome in OUTCOMES
            for name, glyph in [_OUTCOMES[outcome]]
        ],
        "precisions": [
            {"id": precision, "name": _PRECISIONS[precision], "spot": precision in _SPOT_PRECISIONS}
            for precision in PRECISIONS
        ],
        "datePrecisions": DATE_PRECISIONS,
        "light": _LIGHT,
        "dark": _DARK,
        "sources": SOURCES,
    }
