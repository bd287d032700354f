"""Files of the page Export: a quick look at one, and the file itself, both made behind the page.

The file is what the command line writes from the recipe that goes with it, byte for byte.
"""

import tempfile
import threading
import zipfile
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from dashboard.export_choices import DOCUMENTS, MAPS
from dashboard.exports import Export
from dashboard.exports.about import About
from dashboard.exports.archives import write_archive
from dashboard.exports.publishable import Publishable, leaving
from dashboard.exports.recipe import recipe_text
from dashboard.exports.request import ExportRequest
from dashboard.exports.static_map.options import (
    LEAST_DPI,
    SIZES,
    MapOptions,
    file_name,
)
from dashboard.incident_table import incident_table
from dashboard.jobs import Job
from dashboard.map_pages import MapPage, map_page
from geodata.errors import IncidentMapError
from geodata.masks import Mask
from geodata.settings import Settings
from geodata.store import Frames, Store

# Pixels along the longer side of a preview: sharp enough to read its small print on a screen.
_PREVIEW_PIXELS: Final = 1400
_MM_PER_INCH: Final = 25.4
_MOST_ON_PAGE: Final = 100_000
_MOST_LISTED: Final = 100
_HELD: Final = 24
# Of the papers that documents lay their map out for.
_PICTURES: Final = {".docx": "A5", ".pptx": "16:9"}
_MIMES: Final = {
    ".csv": "text/csv",
    ".geojson": "application/geo+json",
    ".html": "text/html",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".toml": "application/toml",
    ".zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where rows come from.

    Attributes:
        tables: of the store.
        kept: which of its incidents are asked for.
        store: it.
        settings: of the program.

    """

    tables: Frames
    kept: Mask
    store: Store
    settings: Settings

    def chosen(self) -> Frames:
        """Return the tables with the incidents that are asked for."""
        incidents = self.tables.incidents
        return self.tables._replace(
            incidents=incidents if self.kept.all() else incidents[self.kept]
        )


@dataclass(frozen=True, slots=True)
class Preview:
    """What a file will look like, before it is made.

    Attributes:
        picture: the map, as PNG.
        page: the map page.
        table: the first rows.
        rows: how many go into the file.
        sums: how many sums of others.
        notes: what was left out, summed or moved.
        error: why there will be no file.

    """

    picture: bytes | None = None
    page: MapPage | None = None
    table: pd.DataFrame | None = None
    rows: int = 0
    sums: int = 0
    notes: tuple[str, ...] = ()
    error: str | None = None


class Previews:
    """The latest previews, by what they show; shared by all sessions."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, Preview] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable) -> Preview | None:
        """Return a preview; None when it is not held."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def hold(self, key: Hashable, preview: Preview) -> None:
        """Keep a preview; the one not looked at the longest makes room."""
        with self._lock:
            self._held[key] = preview
            while len(self._held) > _HELD:
                self._held.popitem(last=False)


@dataclass(frozen=True, slots=True)
class MadeFile:
    """A file to hand out."""

    name: str
    content: bytes

    @property
    def mime(self) -> str:
        """Its media type."""
        return _MIMES.get(Path(self.name).suffix, "application/octet-stream")


def preview_of(
    request: ExportRequest, export: Export, source: Source, job: Job[Preview]
) -> Preview:
    """Return a quick look at a file; what stands in its way is its error."""
    job.step(0.1, "choosing rows")
    try:
        about = request.about(source.store, source.settings)
        content = leaving(*source.chosen(), about)
        job.step(0.4, "drawing the preview")
        shown = _shown(content, request, export, about)
    except IncidentMapError as error:
        return Preview(error=_named(str(error), request.layout))
    return replace(
        shown,
        rows=len(content.incidents),
        sums=len(content.aggregates),
        notes=tuple(content.notes()),
    )


def made_file(
    request: ExportRequest, export: Export, source: Source, job: Job[MadeFile]
) -> MadeFile:
    """Return a file; one that others lie beside comes with them and its recipe in an archive.

    Raises:
        IncidentMapError: it cannot be made.

    """
    job.step(0.1, "choosing rows")
    about = request.about(source.store, source.settings)
    tables = source.chosen()
    name = file_name(request.layout, export.extension)
    with tempfile.TemporaryDirectory(prefix="incidentmap-") as folder:
        path = Path(folder) / name
        job.step(0.3, f"making {name}")
        try:
            export.write(path, *tables, title=request.title, about=about)
        except IncidentMapError as error:
            said = _named(str(error), request.layout).replace(str(path), name)
            raise type(error)(said) from error
        job.step(0.9, f"handing out {name}")
        parts = {one.name: one.read_bytes() for one in sorted(Path(folder).iterdir())}
        if len(parts) == 1:
            return MadeFile(name, parts[name])
        recipe = recipe_file(request, export)
        parts[recipe.name] = recipe.content
        return _archive(Path(folder), f"{Path(name).stem}.zip", parts, about)


def recipe_file(request: ExportRequest, export: Export) -> MadeFile:
    """Return the recipe that makes a file again, in an archive with the logo where there is one."""
    name = file_name(request.layout, export.extension)
    logo = request.layout.logo
    text = recipe_text(request, name, logo=None if logo is None else f"logo{logo.suffix}")
    recipe = MadeFile(f"{Path(name).stem}.toml", text.encode())
    if logo is None:
        return recipe
    with tempfile.TemporaryDirectory(prefix="incidentmap-") as folder:
        parts = {recipe.name: recipe.content, f"logo{logo.suffix}": logo.read_bytes()}
        return _archive(Path(folder), f"{Path(name).stem}_recipe.zip", parts, About())


def _shown(content: Publishable, request: ExportRequest, export: Export, about: About) -> Preview:
    """Return what a preview shows; the slow parts are imported when they are needed."""
    from dashboard.exports.documents.picture import map_picture  # noqa: PLC0415 - slow
    from dashboard.exports.map_file import layout_of  # noqa: PLC0415 - slow
    from dashboard.exports.static_map.drawing import draw_map  # noqa: PLC0415 - slow

    if export.extension in MAPS:
        layout = layout_of(about, request.title)
        return Preview(picture=draw_map(content, layout.replaced(dpi=_preview_dpi(layout.size))))
    if export.extension in DOCUMENTS:
        size = _PICTURES[export.extension]
        coarse = replace(about, layout=about.layout.replaced(dpi=_preview_dpi(size)))
        return Preview(picture=map_picture(content, request.title or "", coarse, size=size))
    if export.extension == ".html":
        return Preview(page=_page(content, request, about))
    return Preview(table=_table(content.incidents, content.reports))


def _page(content: Publishable, request: ExportRequest, about: About) -> MapPage | None:
    if len(content.incidents) > _MOST_ON_PAGE:
        return None
    from dashboard.exports.html import html_of  # noqa: PLC0415 - slow

    return map_page(html_of(content, request.title, about))


def _table(incidents: gpd.GeoDataFrame, reports: pd.DataFrame) -> pd.DataFrame:
    return incident_table(incidents.iloc[:_MOST_LISTED], reports)


def _preview_dpi(size: str) -> int:
    longer: float = max(SIZES[size]) / _MM_PER_INCH
    return max(LEAST_DPI, round(_PREVIEW_PIXELS / longer))


def _archive(folder: Path, name: str, parts: dict[str, bytes], about: About) -> MadeFile:
    path = folder / f"archive-{name}"
    write_archive(path, parts, about.written(), compression=zipfile.ZIP_DEFLATED)
    return MadeFile(name, path.read_bytes())


def _named(message: str, layout: MapOptions) -> str:
    """Return a message without the folder in which a logo lies meanwhile."""
    logo: Any = layout.logo
    return message if logo is None else message.replace(str(logo), "of the map")
