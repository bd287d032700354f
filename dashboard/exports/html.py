"""Map pages: one file that opens from disk, without a network, in any browser."""

from pathlib import Path

import geopandas as gpd
import pandas as pd

from dashboard.map.incident_map import incident_map, page


def write_html(
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
) -> None:
    """Write incidents as an interactive map page with a date slider.

    Args:
        path: where to write it.
        incidents: the rows to draw.
        claims: of those rows; claims of others are left out.
        reports: that the claims come from, without their text.
        title: above the map.

    """
    drawn = incident_map(incidents, claims, reports, title=title)
    path.write_text(page(drawn), encoding="utf-8")
