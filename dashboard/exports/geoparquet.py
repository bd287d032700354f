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
import pyarrow.compute as pc
import pyarrow.parquet as pq
import shapely

from dashboard.exports.about import About, generator
from dashboard.exports.aggregates import COLUMNS
from dashboard.exports.columns import (
    CLAIM_COLUMNS,
    INCIDENT_COLUMNS,
    SCHEMES,
    TOLD,
    arrow,
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
    """Return the claims of each row as a list of records; null where it has none."""
    rows = pa.table(table_columns(content.claims, CLAIM_COLUMNS)).combine_chunks()
    records = rows.to_struct_array()
    if isinstance(records, pa.ChunkedArray):
        records = records.combine_chunks()
    owners = pc.index_in(
        arrow(content.claims["incident_id"]), value_set=arrow(content.incidents["incident_id"])
    ).to_numpy(zero_copy_only=False)
    counts = np.bincount(owners, minlength=len(content.incidents))
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int32)
    ordered = records.take(pa.array(np.argsort(owners, kind="stable")))
    return pa.ListArray.from_arrays(pa.array(offsets), ordered, mask=pa.array(counts == 0))


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
