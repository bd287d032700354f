"""The three looks of a static map, each told apart with any common colour blindness.

Colours of event types are the dashboard's (Okabe and Ito, 2008; Tol); in print they become greys,
and the shape alone tells the type.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dashboard.exports.static_map.options import StyleName
from dashboard.map.style import page_style

_COLOURS: Final[Mapping[str | None, str]] = {
    named["id"]: named["colour"] for named in page_style()["types"]
}
TYPE_NAMES: Final[Mapping[str | None, str]] = {
    named["id"]: named["name"] for named in page_style()["types"]
}
# The same order of darkness as of harm, so that what matters most is darkest.
_GREYS: Final[Mapping[str | None, str]] = {
    "battle": "#2b2b2b",
    "explosion": "#4d4d4d",
    "violence_against_civilians": "#000000",
    "protest": "#b5b5b5",
    "riot": "#8c8c8c",
    "strategic_development": "#a0a0a0",
    "talks": "#5f5f5f",
    "other": "#c4c4c4",
    None: "#c4c4c4",
}
_BRIGHTER: Final[Mapping[str | None, str]] = {
    "violence_against_civilians": "#d46a9f",
    "riot": "#9d8ff0",
    "battle": "#ff7f2a",
    "explosion": "#ffc23d",
    "protest": "#7cc8f2",
    "strategic_development": "#2fc79a",
    "talks": "#5ea9e8",
    "other": "#a9a9a9",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Colours:
    """The colours of a look; each is ``#rrggbb``."""

    paper: str
    ink: str
    """Text and what is drawn like it."""
    soft_ink: str
    """Text that stands back."""
    rule: str
    """Thin lines between blocks, the map's edge."""
    accent: str
    """The line under the title, the bars of the timeline."""
    water: str
    water_ink: str
    land: str
    """Countries that the map is about."""
    far_land: str
    """All others."""
    coast: str
    river: str
    border: str
    division: str
    graticule: str
    country_ink: str
    division_ink: str
    town_ink: str
    halo: str
    """Behind the names on the map."""
    edge: str
    """Around symbols."""
    area: str
    """Hatch of what lies somewhere in an area."""
    toll: str
    mark: str
    """The map's outline on the globe."""
    types: Mapping[str | None, str]


_STANDARD = Colours(
    paper="#ffffff",
    ink="#1f2933",
    soft_ink="#5b6770",
    rule="#c3cbd1",
    accent="#1f5a8a",
    water="#d9e7f0",
    water_ink="#6b93ad",
    land="#fdfcf8",
    far_land="#eeece5",
    coast="#9bb4c4",
    river="#b3cfe0",
    border="#6f6a62",
    division="#c9c3b8",
    graticule="#b9cbd6",
    country_ink="#7d756a",
    division_ink="#a29a8d",
    town_ink="#3a3a38",
    halo="#fdfcf8",
    edge="#ffffff",
    area="#8a5a2b",
    toll="#4a4470",
    mark="#c8102e",
    types=_COLOURS,
)
_PRINT = Colours(
    paper="#ffffff",
    ink="#000000",
    soft_ink="#4a4a4a",
    rule="#b0b0b0",
    accent="#333333",
    water="#e4e4e4",
    water_ink="#7c7c7c",
    land="#ffffff",
    far_land="#f4f4f4",
    coast="#9a9a9a",
    river="#cfcfcf",
    border="#5c5c5c",
    division="#c8c8c8",
    graticule="#c6c6c6",
    country_ink="#6c6c6c",
    division_ink="#979797",
    town_ink="#222222",
    halo="#ffffff",
    edge="#ffffff",
    area="#555555",
    toll="#222222",
    mark="#000000",
    types=_GREYS,
)
_DARK = Colours(
    paper="#14191e",
    ink="#f3f5f6",
    soft_ink="#a9b4bc",
    rule="#3b464e",
    accent="#6fb1e6",
    water="#141d24",
    water_ink="#5d7a8c",
    land="#40474d",
    far_land="#2c3238",
    coast="#4c5c68",
    river="#2a3d4a",
    border="#8d949a",
    division="#4e555b",
    graticule="#2f3b44",
    country_ink="#9aa1a6",
    division_ink="#7c8489",
    town_ink="#d9dcde",
    halo="#2c3238",
    edge="#14191e",
    area="#d9b98f",
    toll="#b9b0f0",
    mark="#ff6b6b",
    types={**_COLOURS, **_BRIGHTER, None: "#a9a9a9"},
)

STYLES: Final[Mapping[StyleName, Colours]] = {
    StyleName.STANDARD: _STANDARD,
    StyleName.PRINT: _PRINT,
    StyleName.DARK: _DARK,
}
