"""A request written down as a recipe, which `incidentmap export --recipe` makes again.

The keys are the options of the command; what is as it is anyway is left out.
"""

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any, Final

from dashboard.exports.request import ExportRequest
from dashboard.exports.static_map.options import MapOptions, production_date

# What a key is called in a recipe, and which part of a selection or layout it is.
_OF_SELECTION: Final = (
    ("from", "date_from"),
    ("to", "date_to"),
    ("kind", "kinds"),
    ("type", "event_types"),
    ("country", "countries"),
    ("division", "divisions"),
    ("actor", "actors"),
    ("source", "sources"),
    ("confidence", "confidences"),
    ("precision", "precisions"),
    ("killed-from", "deaths_from"),
    ("killed-to", "deaths_to"),
    ("killed", "deaths_stated"),
    ("search", "text"),
    ("bbox", "bbox"),
)
_OF_LAYOUT: Final = (
    ("subtitle", "subtitle"),
    ("theme", "theme"),
    ("code", "code"),
    ("size", "size"),
    ("orientation", "orientation"),
    ("style", "style"),
    ("panels", "panels"),
    ("dpi", "dpi"),
    ("extent", "bbox"),
    ("tiles", "tiles"),
    ("author", "author"),
    ("organisation", "organisation"),
    ("sources", "sources"),
    ("note", "note"),
)


def recipe_text(request: ExportRequest, output: str, *, logo: str | None = None) -> str:
    """Return a recipe, as TOML.

    Args:
        request: what is asked for.
        output: the file's name, in the recipe's folder.
        logo: name of the logo's file, in the same folder.

    """
    pairs = [
        ("title", request.title),
        *_changed(request.selection, type(request.selection)(), _OF_SELECTION),
        ("displace", request.displace),
        ("hxl", request.hxl or None),
        ("no-text", None if request.texts else True),
        *_changed(request.layout, MapOptions(), _OF_LAYOUT),
        # Elsewhere a setting may name another.
        ("boundary-profile", request.layout.boundary_profile),
        ("logo", logo),
        # Another day would be another file.
        ("produced", production_date(request.layout.produced)),
        ("output", output),
    ]
    return "".join(f"{key} = {_written(value)}\n" for key, value in pairs if value is not None)


def _changed(
    part: object, usual: object, names: tuple[tuple[str, str], ...]
) -> Iterator[tuple[str, Any]]:
    """Yield what differs from what is usual, under its key."""
    for key, name in names:
        value = getattr(part, name)
        if value != getattr(usual, name):
            yield key, _STATED[value] if name == "deaths_stated" else value


_STATED: Final = {True: "stated", False: "not_stated"}


def _written(value: Any) -> str:  # noqa: ANN401 - text, a number, a day, yes or no, or several
    """Return a value as TOML."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return f"[{', '.join(_written(one) for one in value)}]"
    if isinstance(value, int | float):
        return f"{value!r}"
    # JSON's strings are TOML's, but for one character that JSON leaves as it is.
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")
