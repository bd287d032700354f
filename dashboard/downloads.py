"""Files that the dashboard hands to the browser, written by the exports of the command line."""

import tempfile
from pathlib import Path

import geopandas as gpd
import pandas as pd

from dashboard.exports import export_for


def csv_bytes(incidents: gpd.GeoDataFrame, claims: pd.DataFrame, reports: pd.DataFrame) -> bytes:
    """Return a table of rows as `incidentmap export` writes it.

    Args:
        incidents: the rows, of any sensitivity; the export decides what may leave the house.
        claims: of these and any other rows.
        reports: the same.

    Raises:
        ExportError: it cannot be written.

    """
    told = claims[claims["incident_id"].isin(incidents["incident_id"])]
    mentioned = {report_id for report_ids in incidents["report_ids"] for report_id in report_ids}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "incidents.csv"
        export_for(path).write(path, incidents, told, reports[reports["report_id"].isin(mentioned)])
        return path.read_bytes()
