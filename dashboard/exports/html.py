"""Map pages: one file that opens from disk, without a network, in any browser."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from dashboard.exports.about import About
from dashboard.exports.documents.brief import brief_of
from dashboard.exports.documents.web import about_html
from dashboard.exports.publishable import Publishable, leaving
from dashboard.map.incident_map import incident_map, page


def write_html(  # noqa: PLR0913 - three tables, and how
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    about: About | None = None,
) -> None:
    """Write incidents as an interactive map page with a date slider.

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
    path.write_text(html_of(content, title, about), encoding="utf-8")


def html_of(content: Publishable, title: str | None, about: About) -> str:
    """Return the map page of what may leave the house."""
    said = about_html(brief_of(content, title, about), content.aggregates)
    drawn = incident_map(
        *content.tables(),
        title=title,
        about=said,
        boundary_profile=about.layout.boundary_profile,
        texts=about.texts,
    )
    return page(drawn)
