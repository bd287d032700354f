"""Files a person takes away: one line each, chosen by the ending of the file's name.

An export's module is imported when its file is asked for. It gets frames that are already
selected, passes them through `dashboard.exports.publishable`, and writes them to a path that is
moved into place when it is complete.
"""

import contextlib
import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, cast

from dashboard.exports.about import About
from geodata.errors import UsageError
from geodata.files import written_aside

if TYPE_CHECKING:
    import geopandas as gpd
    import pandas as pd


class Write(Protocol):
    """What an export's module offers."""

    def __call__(  # noqa: PLR0913 - three tables, and how
        self,
        path: Path,
        incidents: "gpd.GeoDataFrame",
        claims: "pd.DataFrame",
        reports: "pd.DataFrame",
        *,
        title: str | None,
        about: About,
    ) -> None:
        """Write what of the frames may leave the house."""


@dataclass(frozen=True, slots=True)
class Export:
    """A kind of file.

    Attributes:
        extension: how its name ends.
        module: where it is written.
        function: what writes it there.
        description: what it is good for.
        has_manifest: whether a manifest lies beside it: it holds data for other programs.
        sums_apart: whether sums of rows that may not leave go into a second file, written by the
            module's `write_sums`, because the format knows one table only.

    """

    extension: str
    module: str
    function: str
    description: str
    has_manifest: bool = False
    sums_apart: bool = False

    def write(  # noqa: PLR0913 - three tables, and how
        self,
        path: Path,
        incidents: "gpd.GeoDataFrame",
        claims: "pd.DataFrame",
        reports: "pd.DataFrame",
        *,
        title: str | None = None,
        about: About | None = None,
    ) -> None:
        """Write the file; when that fails, what was there before stays.

        Args:
            path: where to write it.
            incidents: the rows asked for, of any sensitivity.
            claims: of those rows.
            reports: that they come from.
            title: what the file says it shows.
            about: how it is asked for.

        Raises:
            ExportError: it cannot be written.

        """
        module = importlib.import_module(self.module)
        function = cast("Write", getattr(module, self.function))
        about, title = about or About(), None if title is None else _plain(title)
        with contextlib.ExitStack() as stack:
            aside = stack.enter_context(written_aside(path))
            function(aside, incidents, claims, reports, title=title, about=about)
            # A pipe has nothing beside it.
            if self.has_manifest and aside.resolve() != path.resolve():
                self._write_beside(stack, path, aside, (incidents, claims, reports), title, about)

    def _write_beside(  # noqa: PLR0913, PLR0917 - what was written, and how
        self,
        stack: contextlib.ExitStack,
        path: Path,
        aside: Path,
        frames: "tuple[gpd.GeoDataFrame, pd.DataFrame, pd.DataFrame]",
        title: str | None,
        about: About,
    ) -> None:
        """Write the manifest, and the sums where they have a file of their own."""
        from dashboard.exports.manifest import manifest_path, write_manifest  # noqa: PLC0415 - slow
        from dashboard.exports.publishable import leaving  # noqa: PLC0415 - slow to import

        content = leaving(*frames, about)
        files = {path.name: aside}
        sums = path.with_name(f"{path.stem}.sums{path.suffix}")
        if self.sums_apart and len(content.aggregates):
            files[sums.name] = stack.enter_context(written_aside(sums))
            module: Any = importlib.import_module(self.module)
            module.write_sums(files[sums.name], content.aggregates)
        elif self.sums_apart:
            # Those of an earlier export would seem to belong to this one.
            sums.unlink(missing_ok=True)
        manifest = stack.enter_context(written_aside(manifest_path(path)))
        write_manifest(manifest, files, content, title, about)


EXPORTS = (
    Export(
        ".csv",
        "dashboard.exports.delimited",
        "write_csv",
        "table for spreadsheets",
        has_manifest=True,
        sums_apart=True,
    ),
    Export(
        ".docx",
        "dashboard.exports.documents.word",
        "write_docx",
        "report for Word",
    ),
    Export(
        ".geojson",
        "dashboard.exports.geojson",
        "write_geojson",
        "features for any GIS",
        has_manifest=True,
        sums_apart=True,
    ),
    Export(
        ".gpkg",
        "dashboard.exports.geopackage",
        "write_geopackage",
        "layers with their style for QGIS",
        has_manifest=True,
    ),
    Export(".html", "dashboard.exports.html", "write_html", "map that opens in any browser"),
    Export(
        ".kml",
        "dashboard.exports.kml",
        "write_kml",
        "places and times for Google Earth",
        has_manifest=True,
    ),
    Export(
        ".kmz",
        "dashboard.exports.kml",
        "write_kmz",
        "the same in one archive with its symbols",
        has_manifest=True,
    ),
    Export(
        ".parquet",
        "dashboard.exports.geoparquet",
        "write_geoparquet",
        "GeoParquet for data tools",
        has_manifest=True,
        sums_apart=True,
    ),
    Export(".pdf", "dashboard.exports.map_file", "write_map", "map to print, vector"),
    Export(".png", "dashboard.exports.map_file", "write_map", "map as a picture"),
    Export(
        ".pptx",
        "dashboard.exports.documents.slides",
        "write_pptx",
        "slides for PowerPoint",
    ),
    Export(".svg", "dashboard.exports.map_file", "write_map", "map to draw on, vector"),
    Export(
        ".xlsx",
        "dashboard.exports.workbook",
        "write_workbook",
        "spreadsheet with typed columns",
        has_manifest=True,
    ),
)


def export_for(path: Path) -> Export:
    """Return the export that a file's name asks for.

    Raises:
        UsageError: there is none; the message names those there are.

    """
    for export in EXPORTS:
        if path.suffix.lower() == export.extension:
            return export
    known = " ".join(export.extension for export in EXPORTS)
    raise UsageError(f"cannot export {path}: known endings are {known}")


def _plain(title: str) -> str:
    """Return a title without characters that no file can hold, in one line."""
    kept = "".join(
        " " if char.isspace() else char
        for char in title.encode("utf-8", "replace").decode("utf-8")
        if char.isprintable() or char.isspace()
    )
    return " ".join(kept.split())
