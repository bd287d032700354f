"""What a person chooses on the page Export, as a request for a file.

Choices are plain values by name, so that a page can fill them in, a browser can remember them, and
whatever it remembers can be checked before it is believed.
"""

import json
import math
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from dashboard.exports import EXPORTS, Export
from dashboard.exports.request import ExportRequest
from dashboard.exports.static_map.options import (
    LEAST_DPI,
    MOST_DPI,
    SIZES,
    MapOptions,
    Orientation,
    Panels,
    StyleName,
)
from geodata.boundary_profiles import NEUTRAL, boundary_profiles
from geodata.query import Selection

Box = tuple[float, float, float, float]

# Files that are a map on paper, and those that have one in them.
MAPS: Final = (".pdf", ".png", ".svg")
DOCUMENTS: Final = (".docx", ".pptx")
MOST_KM: Final = 100.0
_LONGEST: Final = 2000


class Rows(StrEnum):
    """Which rows go into the file."""

    FILTERED = "filtered"
    ALL = "all"


class Area(StrEnum):
    """What the map on paper shows of the earth."""

    ROWS = "rows"
    """As much as the rows and the countries asked for need."""
    VIEW = "view"
    """What the page Map showed last."""


# In the order in which a person looks for them: maps, documents, then data.
_FIRST: Final = (".pdf", ".png", ".svg", ".html", ".docx", ".pptx")

# What each choice is at the beginning; those of text are empty.
USUAL: Final[Mapping[str, Any]] = {
    "ending": ".pdf",
    "rows": str(Rows.FILTERED),
    "title": "",
    "subtitle": "",
    "theme": "Incidents",
    "code": "",
    "size": "A4",
    "orientation": str(Orientation.AUTO),
    "style": str(StyleName.STANDARD),
    "panels": str(Panels.NONE),
    "dpi": 300,
    "area": str(Area.ROWS),
    "boundary_profile": NEUTRAL,
    "author": "",
    "organisation": "",
    "sources": "",
    "note": "",
    "produced": None,
    "displace": 0.0,
    "hxl": False,
    "texts": True,
}
LISTS: Final[Mapping[str, tuple[str, ...]]] = {
    "ending": tuple(dict.fromkeys([*_FIRST, *(export.extension for export in EXPORTS)])),
    "rows": tuple(map(str, Rows)),
    "size": tuple(SIZES),
    "orientation": tuple(map(str, Orientation)),
    "style": tuple(map(str, StyleName)),
    "panels": tuple(map(str, Panels)),
    "area": tuple(map(str, Area)),
    "boundary_profile": tuple(one.name for one in boundary_profiles()),
}
_RANGES: Final[Mapping[str, tuple[float, float]]] = {
    "dpi": (LEAST_DPI, MOST_DPI),
    "displace": (0.0, MOST_KM),
}
# A day of production belongs to the file that is made now.
_FORGOTTEN: Final = frozenset({"produced"})


def request_of(
    choices: Mapping[str, Any], selection: Selection, *, view: Box | None, logo: Path | None
) -> ExportRequest:
    """Return what is asked for.

    Args:
        choices: values by the names of `USUAL`.
        selection: what the filters ask for.
        view: what the page Map showed last: west, south, east, north in degrees.
        logo: a picture.

    Raises:
        UsageError: a choice is out of range; the message names it.

    """
    texts: dict[str, Any] = {
        name: choices[name].strip() or None
        for name in ("title", "subtitle", "code", "author", "organisation", "sources", "note")
    }
    title = texts.pop("title")
    layout = MapOptions(
        **texts,
        theme=choices["theme"].strip() or USUAL["theme"],
        size=choices["size"],
        orientation=Orientation(choices["orientation"]),
        style=StyleName(choices["style"]),
        panels=Panels(choices["panels"]),
        dpi=int(choices["dpi"]),
        boundary_profile=choices["boundary_profile"],
        bbox=view if choices["area"] == Area.VIEW else None,
        logo=logo,
        produced=choices["produced"],
    )
    return ExportRequest(
        selection=Selection() if choices["rows"] == Rows.ALL else selection,
        title=title,
        displace=float(choices["displace"]) or None,
        hxl=bool(choices["hxl"]) and choices["ending"] == ".csv",
        texts=bool(choices["texts"]) or choices["ending"] != ".html",
        layout=layout,
    )


def export_of(choices: Mapping[str, Any]) -> Export:
    """Return the kind of file that is chosen."""
    return next(one for one in EXPORTS if one.extension == choices["ending"])


def to_remember(choices: Mapping[str, Any]) -> str:
    """Return choices as a browser remembers them: those that are not as they are anyway."""
    kept = {
        name: choices[name]
        for name, usual in USUAL.items()
        if name not in _FORGOTTEN and choices[name] != usual
    }
    return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def remembered(text: object) -> dict[str, Any]:
    """Return what a browser remembers, without what makes no sense."""
    if not isinstance(text, str) or len(text) > _LONGEST * len(USUAL):
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    if not isinstance(found, dict):
        return {}
    return {name: value for name, value in found.items() if _is_sensible(name, value)}


def view_of(bounds: object) -> Box | None:
    """Return what a map shows as a box: west above east where it crosses the antimeridian.

    Args:
        bounds: west, south, east and north as the map tells them: turned around the earth as often
            as a person moved it. Anything else gives None.

    """
    if not isinstance(bounds, list) or len(bounds) != len(("W", "S", "E", "N")):
        return None
    if not all(_is_number(one) for one in bounds):
        return None
    west, south, east, north = (float(one) for one in bounds)
    south, north = max(south, -90.0), min(north, 90.0)
    if not (west < east and south < north):
        return None
    if east - west >= 360:  # noqa: PLR2004 - degrees around the earth
        return -180.0, round(south, 2), 180.0, round(north, 2)
    west, east = (math.remainder(one, 360) for one in (west, east))
    return round(west, 2), round(south, 2), round(east, 2), round(north, 2)


def _is_sensible(name: str, value: object) -> bool:
    if name not in USUAL or name in _FORGOTTEN:
        return False
    if name in LISTS:
        return value in LISTS[name]
    if name in _RANGES:
        least, most = _RANGES[name]
        return _is_number(value) and least <= float(value) <= most  # type: ignore[arg-type]
    if isinstance(USUAL[name], bool):
        return isinstance(value, bool)
    return isinstance(value, str) and len(value) <= _LONGEST


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
