"""GeoJSON (RFC 7946): one feature an incident, with its claims and reports."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import pyarrow as pa
import shapely

from dashboard.exports.about import About, generator
from dashboard.exports.aggregates import COLUMNS
from dashboard.exports.columns import (
    CLAIM_COLUMNS,
    INCIDENT_COLUMNS,
    REPORT_COLUMNS,
    SCHEMES,
    by_incident,
    incident_columns,
    json_rows,
    json_values,
    of_reports,
    table_columns,
)
from dashboard.exports.geometries import bounding_box, written_geometries
from dashboard.exports.publishable import Publishable, leaving

# Joined and written at a time.
_ROWS = 10_000


def write_geojson(  # noqa: PLR0913 - three tables, and how
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    about: About | None = None,
) -> None:
    """Write incidents as a FeatureCollection."""
    content = leaving(incidents, claims, reports, about)
    head: dict[str, object] = {
        "type": "FeatureCollection",
        "generator": generator(),
        **({"title": title} if title else {}),
    }
    if notes := content.notes():
        head["notes"] = notes
    columns = incident_columns(content)
    _write(path, head, content.incidents, _properties(content, columns), columns["incident_id"])


def write_sums(path: Path, sums: gpd.GeoDataFrame) -> None:
    """Write what rows that may not leave add up to, one feature an area, month, kind and type."""
    properties = json_rows(table_columns(sums, COLUMNS))
    head: dict[str, object] = {"type": "FeatureCollection", "generator": generator()}
    _write(path, head, sums, properties, pa.array(map(str, range(1, len(sums) + 1))))


def _write(
    path: Path,
    head: dict[str, object],
    rows: gpd.GeoDataFrame,
    properties: list[str],
    ids: Any,  # noqa: ANN401 - Arrow ships no types
) -> None:
    geometries = written_geometries(rows)
    if (box := bounding_box(geometries)) is not None:
        head["bbox"] = list(box)
    shapes = [text or "null" for text in shapely.to_geojson(geometries)]
    features = [
        f'{{"type": "Feature", "id": {own}, "geometry": {shape}, "properties": {said}}}'
        for own, shape, said in zip(json_values(ids).to_pylist(), shapes, properties, strict=True)
    ]
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{json.dumps(head, ensure_ascii=False)[:-1]}, "features": [\n')
        for first in range(0, len(features), _ROWS):
            file.write(",\n" if first else "")
            file.write(",\n".join(features[first : first + _ROWS]))
        file.write("\n]}\n")


def _properties(content: Publishable, columns: Mapping[str, Any]) -> list[str]:
    """Return the properties of each feature as JSON."""
    said = json_rows(table_columns(content.claims, CLAIM_COLUMNS))
    told = json_rows(table_columns(content.reports, REPORT_COLUMNS))
    (reports,) = of_reports(content.incidents, content.reports, told)
    lists = {
        "claims": [
            _json_list(texts) for texts in by_incident(content.incidents, content.claims, said)
        ],
        "reports": [_json_list(texts) for texts in reports],
    }
    return json_rows(
        {name: columns[name] for name in (*INCIDENT_COLUMNS, "to_check", *SCHEMES)} | lists
    )


def _json_list(texts: Sequence[str]) -> str:
    return f"[{', '.join(texts)}]" if texts else "[]"
