"""GeoPackage: incidents in a layer for each kind of geometry, as GIS programs expect them.

`incidents` holds points, `incident_lines` and `incident_areas` what is no point, and
`incidents_without_place` the rest, so that no row is lost. `claims` and `reports` are tables beside
them, `sums` what rows that may not leave add up to, `about` what the file says of itself.
`layer_styles` is where QGIS looks for a layer's style.
"""

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyogrio
import shapely

from dashboard.exports import qgis_style
from dashboard.exports.about import About, generator
from dashboard.exports.aggregates import COLUMNS
from dashboard.exports.columns import (
    CLAIM_COLUMNS,
    INCIDENT_COLUMNS,
    REPORT_COLUMNS,
    SCHEMES,
    TOLD,
    incident_columns,
    table_columns,
)
from dashboard.exports.geometries import written_geometries
from dashboard.exports.publishable import Publishable, leaving
from geodata.boundaries import POINT_OF_VIEW
from geodata.frames import CRS

_LIST_MARK: Final = " | "
# Layer, what geometries it holds, how QGIS draws it.
_LAYERS: Final = (
    ("incidents", (shapely.GeometryType.POINT,), "Point", qgis_style.POINTS),
    (
        "incident_lines",
        (shapely.GeometryType.LINESTRING, shapely.GeometryType.MULTILINESTRING),
        "MultiLineString",
        qgis_style.LINES,
    ),
    (
        "incident_areas",
        (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON),
        "MultiPolygon",
        qgis_style.AREAS,
    ),
)
_WITHOUT: Final = "incidents_without_place"


def write_geopackage(  # noqa: PLR0913 - three tables, and how
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    about: About | None = None,
) -> None:
    """Write incidents, claims, reports and sums as layers and tables."""
    about = about or About()
    content = leaving(incidents, claims, reports, about)
    with _dated(about):
        _write_incidents(path, content)
        claim_columns = ("claim_id", "incident_id", *CLAIM_COLUMNS)
        _write_table(path, "claims", table_columns(content.claims, claim_columns))
        _write_table(path, "reports", table_columns(content.reports, REPORT_COLUMNS))
        if len(content.aggregates):
            columns = table_columns(content.aggregates, COLUMNS)
            shapes = written_geometries(content.aggregates)
            _write_layer(path, "sums", columns, shapes, "MultiPolygon")
        _write_table(path, "about", _about(content, title, about))
    _add_styles(path, about, with_sums=bool(len(content.aggregates)))


def _write_incidents(path: Path, content: Publishable) -> None:
    columns = incident_columns(content)
    chosen = {
        name: _flat(columns[name]) for name in (*INCIDENT_COLUMNS, *TOLD, *SCHEMES, "to_check")
    }
    geometries = written_geometries(content.incidents)
    kinds = shapely.get_type_id(geometries)
    left = np.ones(len(geometries), dtype=bool)
    for layer, types, name, _style in _LAYERS:
        rows = np.isin(kinds, [int(one) for one in types])
        left &= ~rows
        mask = pa.array(rows)
        own = {key: column.filter(mask) for key, column in chosen.items()}
        _write_layer(path, layer, own, geometries[rows], name)
    mask = pa.array(left)
    _write_table(path, _WITHOUT, {key: column.filter(mask) for key, column in chosen.items()})


def _write_layer(
    path: Path,
    layer: str,
    columns: Mapping[str, Any],
    geometries: Any,  # noqa: ANN401 - an array of objects
    name: str,
) -> None:
    """Write a layer; shapes become those of many parts, for a layer holds one kind."""
    if name.startswith("Multi"):
        single = shapely.get_type_id(geometries) == (
            shapely.GeometryType.LINESTRING if "Line" in name else shapely.GeometryType.POLYGON
        )
        make = shapely.multilinestrings if "Line" in name else shapely.multipolygons
        geometries = geometries.copy()
        geometries[single] = [make([one]) for one in geometries[single]]
    table = pa.table({**columns, "geom": pa.array(shapely.to_wkb(geometries), pa.binary())})
    pyogrio.write_arrow(
        table,
        path,
        layer=layer,
        driver="GPKG",
        geometry_name="geom",
        geometry_type=name,
        crs=CRS,
    )


def _write_table(path: Path, layer: str, columns: Mapping[str, Any]) -> None:
    pyogrio.write_arrow(
        pa.table(dict(columns)), path, layer=layer, driver="GPKG", geometry_type=None
    )


def _flat(column: Any) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return a column without lists, which a table of SQLite cannot hold."""
    return pc.binary_join(column, _LIST_MARK) if pa.types.is_list(column.type) else column


def _about(content: Publishable, title: str | None, about: About) -> dict[str, Any]:
    said = {
        "title": title,
        "generator": generator(),
        "written": about.written().isoformat(),
        "data_cut": None if about.data_cut is None else about.data_cut.isoformat(),
        **{f"note {number}": note for number, note in enumerate(content.notes(), start=1)},
        "boundaries": POINT_OF_VIEW,
        "place names": "GeoNames (geonames.org), CC BY 4.0",
    }
    kept = {name: value for name, value in said.items() if value is not None}
    return {
        "name": pa.array(kept.keys(), pa.string()),
        "value": pa.array(kept.values(), pa.string()),
    }


@contextlib.contextmanager
def _dated(about: About) -> Iterator[None]:
    """Have GDAL write the file's own time, so that the same rows give the same bytes."""
    option = "OGR_CURRENT_DATE"
    before = pyogrio.get_gdal_config_option(option)
    pyogrio.set_gdal_config_options({option: _time(about)})
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options({option: before})


def _time(about: About) -> str:
    return about.written().strftime("%Y-%m-%dT%H:%M:%S.000Z")


_STYLES_TABLE: Final = """
CREATE TABLE layer_styles (
    id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, f_table_catalog TEXT(256),
    f_table_schema TEXT(256), f_table_name TEXT(256), f_geometry_column TEXT(256),
    styleName TEXT(30), styleQML TEXT, styleSLD TEXT, useAsDefault BOOLEAN, description TEXT,
    owner TEXT(30), ui TEXT(30), update_time DATETIME DEFAULT CURRENT_TIMESTAMP)
"""


def _add_styles(path: Path, about: About, *, with_sums: bool) -> None:
    styled = [(layer, style) for layer, _types, _name, style in _LAYERS]
    styled += [("sums", qgis_style.SUMS)] if with_sums else []
    with contextlib.closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(_STYLES_TABLE)
        connection.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, description, "
            "last_change) VALUES ('layer_styles', 'attributes', 'layer_styles', '', ?)",
            [_time(about)],
        )
        connection.executemany(
            "INSERT INTO layer_styles (f_table_catalog, f_table_schema, f_table_name, "
            "f_geometry_column, styleName, styleQML, styleSLD, useAsDefault, description, owner, "
            "update_time) VALUES ('', '', ?, 'geom', ?, ?, '', 1, '', '', ?)",
            [(layer, style, qgis_style.qml(style), _time(about)) for layer, style in styled],
        )
