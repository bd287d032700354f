"""Static maps as files: PNG, PDF, SVG."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from dashboard.exports.about import About
from dashboard.exports.publishable import leaving
from dashboard.exports.static_map.drawing import draw_map
from dashboard.exports.static_map.options import MapOptions


def write_map(  # noqa: PLR0913 - three tables, and how
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    about: About | None = None,
) -> None:
    """Write incidents as a static map; the file's ending says of which kind.

    Args:
        path: where to write it.
        incidents: the rows to draw.
        claims: of those rows; claims of others are left out.
        reports: that the claims come from, without their text.
        title: above the map.
        about: how it is asked for.

    """
    about = about or About()
    content = leaving(incidents, claims, reports, about)
    path.write_bytes(
        draw_map(
            content,
            layout_of(about, title),
            kind=path.suffix.lower().removeprefix("."),
            tiles=about.tiles,
        )
    )


def layout_of(about: About, title: str | None = None) -> MapOptions:
    """Return the options of a static map, with what the selection says of its area and period."""
    asked = about.selection
    layout = about.layout
    return layout.replaced(
        title=title or layout.title,
        author=layout.author or about.author,
        organisation=layout.organisation or about.organisation,
        bbox=layout.bbox or asked.bbox,
        countries=layout.countries or asked.countries,
        period=(asked.date_from, asked.date_to),
        data_cut=layout.data_cut or (about.data_cut.date() if about.data_cut else None),
    )
