"""Files a person takes away: one line each, chosen by the ending of the file's name.

An export's module is imported when its file is asked for. It gets frames that are already
selected, passes them through `dashboard.exports.publishable`, and writes them to a path that is
moved into place when it is complete.
"""

import importlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, cast

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

    """

    extension: str
    module: str
    function: str
    description: str

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
        function = cast("Write", getattr(importlib.import_module(self.module), self.function))
        with written_aside(path) as aside:
            function(aside, incidents, claims, reports, title=title, about=about or About())


EXPORTS = (
    Export(".csv", "dashboard.exports.data", "write_csv", "table for spreadsheets"),
    Export(".geojson", "dashboard.exports.data", "write_geojson", "features for any GIS"),
    Export(".html", "dashboard.exports.html", "write_html", "map that opens in any browser"),
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
