"""KML 2.2 and KMZ: incidents with their time, in a folder for each kind, styled by event type.

Every column stands in `ExtendedData`, typed by a schema. Text of reports is escaped twice in what a
viewer shows: Google Earth reads descriptions as HTML. A KMZ brings its symbols; a KML has none to
bring and tints the viewer's own.
"""

import html
import io
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import shapely

from dashboard.exports.about import About, generator
from dashboard.exports.aggregates import COLUMNS
from dashboard.exports.archives import write_archive
from dashboard.exports.columns import (
    INCIDENT_COLUMNS,
    SCHEMES,
    TOLD,
    incident_columns,
    table_columns,
)
from dashboard.exports.geometries import written_geometries
from dashboard.exports.icons import icon
from dashboard.exports.publishable import Publishable, leaving
from dashboard.exports.symbols import KIND_TITLES, symbols
from dashboard.exports.wording import count_text, days_text, place_text, type_text
from dashboard.exports.xml_text import escaped
from geodata.boundaries import POINT_OF_VIEW
from geodata.vocabulary import Kind, LocationPrecision

_HEAD: Final = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<kml xmlns="http://www.opengis.net/kml/2.2">\n'
)
_ROWS: Final = 10_000
_SCHEMA: Final = "incident"
_LIST_MARK: Final = " | "
_SUMS_STYLE: Final = "sums"
_COARSE_STYLE: Final = "_area"
_COARSE: Final = frozenset(
    {
        LocationPrecision.PROVINCE,
        LocationPrecision.REGION,
        LocationPrecision.BORDER,
        LocationPrecision.COUNTRY,
    }
)


def write_kml(  # noqa: PLR0913 - three tables, and how
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    about: About | None = None,
) -> None:
    """Write incidents as placemarks."""
    content = leaving(incidents, claims, reports, about)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for text in _document(content, title, with_icons=False):
            file.write(text)


def write_kmz(  # noqa: PLR0913 - three tables, and how
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    about: About | None = None,
) -> None:
    """Write incidents as placemarks, in an archive with their symbols."""
    about = about or About()
    content = leaving(incidents, claims, reports, about)
    text = io.BytesIO()
    for part in _document(content, title, with_icons=True):
        text.write(part.encode())
    members = {"doc.kml": text.getvalue()}
    members |= {_icon_path(one.term): icon(one) for one in symbols()}
    write_archive(path, members, about.written(), compression=zipfile.ZIP_DEFLATED)


def _document(content: Publishable, title: str | None, *, with_icons: bool) -> Iterator[str]:
    columns = incident_columns(content)
    columns = {name: columns[name] for name in (*INCIDENT_COLUMNS, *TOLD, *SCHEMES, "to_check")}
    notes = [*content.notes(), POINT_OF_VIEW, "Place names: GeoNames (geonames.org), CC BY 4.0."]
    yield _HEAD
    yield f"<Document><name>{escaped(title or 'Incidents')}</name>\n"
    yield f"<!-- {generator()} -->\n"
    yield f"<description>{escaped(html.escape(' '.join(notes)))}</description>\n"
    yield from _styles(with_icons=with_icons)
    yield f'<Schema name="{_SCHEMA}" id="{_SCHEMA}">'
    for name, column in columns.items():
        yield f'<SimpleField type="{_kml_type(column)}" name="{name}"/>'
    yield "</Schema>\n"
    placemarks = _placemarks(content, columns)
    kinds = content.incidents["kind"].astype(object).to_numpy()
    for kind, named in KIND_TITLES.items():
        rows = np.flatnonzero(kinds == str(Kind(kind)))
        if len(rows):
            yield f"<Folder><name>{named}</name>\n"
            for first in range(0, len(rows), _ROWS):
                yield "\n".join(placemarks[row] for row in rows[first : first + _ROWS])
            yield "\n</Folder>\n"
    yield from _sums(content.aggregates)
    yield "</Document></kml>\n"


def _styles(*, with_icons: bool) -> Iterator[str]:
    for one in symbols():
        red, green, blue = one.rgb
        # KML's colours are alpha, blue, green, red.
        colour = f"{blue:02x}{green:02x}{red:02x}"
        shown = f"<Icon><href>{_icon_path(one.term)}</href></Icon>" if with_icons else ""
        tint = "ffffff" if with_icons else colour
        # What stands for a province or a country is large and faint: no pin on one spot.
        for ending, alpha, scale in (("", "ff", "0.7"), (_COARSE_STYLE, "66", "2.2")):
            yield (
                f'<Style id="{_style(one.term)}{ending}"><IconStyle><color>{alpha}{tint}</color>'
                f"<scale>{scale}</scale>{shown}</IconStyle>"
                "<LabelStyle><scale>0.7</scale></LabelStyle>"
                f"<LineStyle><color>ff{colour}</color><width>2</width></LineStyle>"
                f"<PolyStyle><color>33{colour}</color></PolyStyle></Style>\n"
            )
    yield (
        f'<Style id="{_SUMS_STYLE}"><LineStyle><color>ff6e6e6e</color></LineStyle>'
        "<PolyStyle><color>336e6e6e</color></PolyStyle></Style>\n"
    )


def _style(term: str) -> str:
    return term or "not_stated"


def _style_of(row: Mapping[str, Any]) -> str:
    coarse = _COARSE_STYLE if row["location_precision"] in _COARSE else ""
    return f"{_style(row['event_type'] or '')}{coarse}"


def _icon_path(term: str) -> str:
    return f"files/{_style(term)}.png"


def _kml_type(column: Any) -> str:  # noqa: ANN401 - Arrow ships no types
    if pa.types.is_integer(column.type):
        return "int"
    return "double" if pa.types.is_floating(column.type) else "string"


def _placemarks(content: Publishable, columns: Mapping[str, Any]) -> list[str]:
    incidents = content.incidents
    data = _extended(columns)
    shapes = [_shape(one) for one in written_geometries(incidents)]
    records = _records(columns)
    return [
        f"<Placemark><name>{_name(row)}</name>{_time(row)}"
        f"<styleUrl>#{_style_of(row)}</styleUrl>"
        f"<description>{_description(row)}</description>{said}{shape}</Placemark>"
        for row, said, shape in zip(records, data, shapes, strict=True)
    ]


_READ: Final = (
    "kind",
    "event_type",
    "date_start",
    "date_end",
    "place_name",
    "location_precision",
    *(
        f"{measure}_{bound}"
        for measure in ("killed", "wounded")
        for bound in ("low", "best", "high")
    ),
    "quotes",
    "report_publishers",
    "attribution",
)


def _records(columns: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    values = [columns[name].to_pylist() for name in _READ]
    return (dict(zip(_READ, row, strict=True)) for row in zip(*values, strict=True))


def _name(row: Mapping[str, Any]) -> str:
    return escaped(f"{type_text(row)}, {row['place_name'] or 'place not known'}")


def _time(row: Mapping[str, Any]) -> str:
    first, last = row["date_start"] or row["date_end"], row["date_end"] or row["date_start"]
    if first is None:
        return ""
    if first == last:
        return f"<TimeStamp><when>{first}</when></TimeStamp>"
    return f"<TimeSpan><begin>{first}</begin><end>{last}</end></TimeSpan>"


def _description(row: Mapping[str, Any]) -> str:
    """Return what a viewer shows: HTML, in which everything a source says is text."""
    lines = [
        ("Date", days_text(row)),
        ("Place", place_text(row)),
        ("Killed", count_text(row, "killed")),
        ("Wounded", count_text(row, "wounded")),
    ]
    if row["report_publishers"] or row["attribution"]:
        lines.append(("Source", ", ".join(row["report_publishers"] or [row["attribution"]])))
    shown = [f"<b>{name}</b>: {html.escape(text)}" for name, text in lines]
    shown += [f"“{html.escape(quote)}”" for quote in row["quotes"] or ()]
    return escaped("<br/>".join(shown))


def _extended(columns: Mapping[str, Any]) -> list[str]:
    """Return each row's columns as KML keeps them; what is missing is left out."""
    parts = [_simple_data(name, column) for name, column in columns.items()]
    begin = f'<ExtendedData><SchemaData schemaUrl="#{_SCHEMA}">'
    joined = pc.binary_join_element_wise(begin, *parts, "</SchemaData></ExtendedData>", "")
    return list(joined.to_pylist())


def _simple_data(name: str, column: Any) -> Any:  # noqa: ANN401 - Arrow ships no types
    if pa.types.is_list(column.type):
        column = pc.binary_join(column, _LIST_MARK)
    elif not pa.types.is_string(column.type):
        column = column.cast(pa.string())
    encoded = column.dictionary_encode()
    texts = [
        f'<SimpleData name="{name}">{escaped(text)}</SimpleData>' if text else ""
        for text in encoded.dictionary.to_pylist()
    ]
    return pc.fill_null(pa.array(texts, pa.string()).take(encoded.indices), "")


def _shape(geometry: Any) -> str:  # noqa: ANN401 - shapely ships no types
    if geometry is None:
        return ""
    kind = geometry.geom_type
    if kind == "Point":
        return f"<Point><coordinates>{geometry.x!r},{geometry.y!r}</coordinates></Point>"
    if kind == "LineString":
        return f"<LineString><tessellate>1</tessellate>{_coordinates(geometry.coords)}</LineString>"
    if kind == "Polygon":
        inner = "".join(
            f"<innerBoundaryIs>{_ring(ring.coords)}</innerBoundaryIs>"
            for ring in geometry.interiors
        )
        outer = f"<outerBoundaryIs>{_ring(geometry.exterior.coords)}</outerBoundaryIs>"
        return f"<Polygon><tessellate>1</tessellate>{outer}{inner}</Polygon>"
    return f"<MultiGeometry>{''.join(_shape(part) for part in geometry.geoms)}</MultiGeometry>"


def _ring(coords: Sequence[tuple[float, float]]) -> str:
    return f"<LinearRing>{_coordinates(coords)}</LinearRing>"


def _coordinates(coords: Sequence[tuple[float, float]]) -> str:
    listed = " ".join(
        f"{x!r},{y!r}" for x, y in shapely.get_coordinates(shapely.LineString(coords)).tolist()
    )
    return f"<coordinates>{listed}</coordinates>"


def _sums(sums: gpd.GeoDataFrame) -> Iterator[str]:
    if not len(sums):
        return
    columns = table_columns(sums, COLUMNS)
    values = {name: column.to_pylist() for name, column in columns.items()}
    yield "<Folder><name>Sums of rows that are not shown one by one</name>\n"
    for row, shape in enumerate(written_geometries(sums)):
        own = {name: column[row] for name, column in values.items()}
        name = f"{own['admin1'] or own['iso3'] or 'place not known'}, {own['period'] or 'undated'}"
        lines = "<br/>".join(
            f"<b>{key}</b>: {html.escape(str(value))}"
            for key, value in own.items()
            if value is not None
        )
        yield (
            f"<Placemark><name>{escaped(name)}</name><styleUrl>#{_SUMS_STYLE}</styleUrl>"
            f"<description>{escaped(lines)}</description>{_shape(shape)}</Placemark>\n"
        )
    yield "</Folder>\n"
