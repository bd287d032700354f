"""Scripts and styles that go into a page: Leaflet from its package, ours from `frontend/`.

Our script is written as ES modules, one thing a file, so that node can test each. A page that opens
from disk cannot import files, so they are joined here: each module becomes a function that returns
what it exports, in the order of their imports. Comments on lines of their own, most of which tell
types, are left out. Nothing else is changed.
"""

import re
from functools import cache
from importlib.resources import files
from pathlib import Path

import xstatic.pkg.leaflet

from geodata.errors import TablesError

_MAIN = "page"
_IMPORT = re.compile(r'^import (\{[^}]*\}) from "\./(\w+)\.js";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|class|const) (\w+))", re.MULTILINE)
# From the beginning of a line to its end, or that of another line; no text of ours spans lines.
_COMMENT = re.compile(r"^[ \t]*(?:/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE)
# Leaflet's style asks for marker and layer images, which the page does not use.
_IMAGE = re.compile(r"url\([^)]*\)")


@cache
def leaflet_script() -> str:
    """Return Leaflet's own script."""
    return _without_source_map(_leaflet("leaflet.js"))


@cache
def leaflet_style() -> str:
    """Return Leaflet's own style, without its images."""
    return _IMAGE.sub("none", _leaflet("leaflet.css"))


@cache
def page_script() -> str:
    """Return our modules joined into one script that defines ``incidentmap.start(map)``."""
    ordered: list[str] = []
    _collect(_MAIN, ordered)
    modules = "\n".join(_as_function(name) for name in ordered)
    return (
        f'const incidentmap = (() => {{\n"use strict";\n{modules}\nreturn module_{_MAIN};\n}})();'
    )


@cache
def frontend_text(name: str) -> str:
    """Return a file of `frontend/`."""
    return (files("dashboard.map") / "frontend" / name).read_text("utf-8")


def _collect(name: str, ordered: list[str]) -> None:
    """Put a module behind the ones that it imports."""
    if name in ordered:
        return
    for _, imported in _IMPORT.findall(frontend_text(f"{name}.js")):
        _collect(imported, ordered)
    ordered.append(name)


def _as_function(name: str) -> str:
    """Return a module as a constant that holds its exports."""
    text = _IMPORT.sub(r"const \1 = module_\2;", frontend_text(f"{name}.js"))
    exports = ", ".join(exported for _, exported in _EXPORT.findall(text))
    body = _COMMENT.sub("", _EXPORT.sub(r"\1", text))
    return f"const module_{name} = (() => {{\n{body}\nreturn {{ {exports} }};\n}})();"


def _leaflet(name: str) -> str:
    path = Path(xstatic.pkg.leaflet.BASE_DIR) / name
    try:
        return path.read_text("utf-8")
    except OSError as error:
        raise TablesError(
            f"{path}: Leaflet is missing; install the program again (xstatic-leaflet)"
        ) from error


def _without_source_map(script: str) -> str:
    return re.sub(r"\n//# sourceMappingURL=.*\n?$", "\n", script)
