"""GeoParquet 1.1: incidents with their claims, a covering box for each row, and how they were made.

The geometry is well-known binary in OGC:CRS84, outer rings counter-clockwise. The box in `bbox`
lets a reader skip rows without decoding their geometries.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import shapely

from dashboard.exports.about import About, generator
from dashboard.exports.aggregates import COLUMNS
from dashboard.exports.columns import (
    CLAIM_COLUMNS,
    INCIDENT_COLUMNS,
    SCHEMES,
    TOLD,
    by_incident,
    incident_columns,
    table_columns,
)
from dashboard.exports.geometries import written_geometries
from dashboard.exports.publishable import Publishable, leaving

_VERSION = "1.1.0"
_EDGES = ("xmin", "ymin", "xmax", "ymax")


def write_geoparquet(  # noqa: PLR0913 - three tables, and how
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    about: About | None = None,
) -> None:
    """Write incidents as a table, one row each, the claims of a row in a list."""
    content = leaving(incidents, claims, reports, about)
    columns = incident_columns(content)
    chosen = {name: columns[name] for name in (*INCIDENT_COLUMNS, *TOLD, *SCHEMES, "to_check")}
    said = {"generator": generator(), "title": title, "notes": content.notes()}
    _write(path, chosen | {"claims": _claims(content)}, content.incidents, said)


def write_sums(path: Path, sums: gpd.GeoDataFrame) -> None:
    """Write what rows that may not leave add up to, one row an area, month, kind and type."""
    _write(path, table_columns(sums, COLUMNS), sums, {"generator": generator()})


def _claims(content: Publishable) -> Any:  # noqa: ANN401 - Arrow ships no types
    columns = table_columns(content.claims, CLAIM_COLUMNS)
    rows = pa.table(columns)
    kind = pa.struct([(field.name, field.type) for field in rows.schema])
    lists = by_incident(content.incidents, content.claims, rows.to_pylist())
    return pa.array([one or None for one in lists], pa.list_(kind))


def _write(
    path: Path, columns: Mapping[str, Any], rows: gpd.GeoDataFrame, said: Mapping[str, Any]
) -> None:
    geometries = written_geometries(rows)
    bounds = shapely.bounds(geometries)
    there = ~shapely.is_missing(geometries)
    boxes = pa.StructArray.from_arrays(
        [pa.array(bounds[:, edge]) for edge in range(len(_EDGES))],
        _EDGES,
        mask=pa.array(~there),
    )
    binary = pa.array(shapely.to_wkb(geometries), pa.binary())
    table = pa.table({**columns, "bbox": boxes, "geometry": binary})
    meta = {
        "geo": json.dumps(_geo(geometries[there], bounds[there])),
        "incidentmap": json.dumps(said),
    }
    table = table.replace_schema_metadata(meta)
    pq.write_table(table, path, compression="zstd", row_group_size=50_000)


def _geo(geometries: Any, bounds: Any) -> dict[str, Any]:  # noqa: ANN401 - arrays of NumPy
    """Return the metadata that GeoParquet asks for."""
    column: dict[str, Any] = {
        "encoding": "WKB",
        "geometry_types": sorted({one.geom_type for one in geometries}),
        "edges": "planar",
        "orientation": "counterclockwise",
        "covering": {"bbox": {edge: ["bbox", edge] for edge in _EDGES}},
    }
    if len(bounds):
        column["bbox"] = [
            *np.min(bounds[:, :2], axis=0).tolist(),
            *np.max(bounds[:, 2:], axis=0).tolist(),
        ]
    return {"version": _VERSION, "primary_column": "geometry", "columns": {"geometry": column}}
