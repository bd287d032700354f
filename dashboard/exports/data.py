"""Data for other programs: GeoJSON and CSV.

GeoJSON follows RFC 7946: WGS 84 in the order longitude, latitude, at most seven decimals (a
centimetre), outer rings counter-clockwise, shapes cut at the antimeridian, no `crs` member. CSV is
for spreadsheets: text that a spreadsheet would take for a formula begins with an apostrophe.
"""

import csv
import importlib.metadata
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from shapely.affinity import translate

from dashboard.exports.about import About
from dashboard.exports.publishable import leaving
from geodata.event_schemes import event_scheme, state_takes_part, violence_type
from geodata.masks import to_check

_DECIMALS = 7
_CLAIM_COLUMNS = (
    "measure",
    "low",
    "high",
    "qualifier",
    "group",
    "side",
    "claimant",
    "negated",
    "confidence",
    "quote",
    "report_id",
)
_REPORT_COLUMNS = ("report_id", "title", "publisher", "url", "published", "licence")


def write_geojson(  # noqa: PLR0913 - three tables, and how
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    about: About | None = None,
) -> None:
    """Write incidents as a FeatureCollection, each with its claims and reports."""
    incidents, claims, reports = leaving(incidents, claims, reports, about).tables()
    columns = [name for name in incidents.columns if name != "geometry"]
    claims_of = _by_incident(claims)
    report_of = {report["report_id"]: report for report in _records(reports, _REPORT_COLUMNS)}
    head = {
        "type": "FeatureCollection",
        "generator": f"incidentmap {importlib.metadata.version('incidentmap')}",
        **({"title": title} if title else {}),
    }
    with path.open("w", encoding="utf-8") as file:
        file.write(f'{json.dumps(head, ensure_ascii=False)[:-1]}, "features": [')
        rows = zip(
            _records(incidents, columns),
            to_check(incidents).tolist(),
            geojson_geometries(incidents),
            strict=True,
        )
        for number, (properties, check, geometry) in enumerate(rows):
            properties["to_check"] = check
            properties["claims"] = claims_of[properties["incident_id"]]
            properties.update(_schemes(properties, properties["claims"]))
            properties["reports"] = [
                report_of[report_id]
                for report_id in properties["report_ids"]
                if report_id in report_of
            ]
            file.write(",\n" if number else "\n")
            identifier = json.dumps(properties["incident_id"])
            file.write(
                f'{{"type": "Feature", "id": {identifier}, "geometry": {geometry}, '
                f'"properties": {json.dumps(properties, ensure_ascii=False)}}}'
            )
        file.write("\n]}\n")


def write_csv(  # noqa: PLR0913 - three tables, and how
    path: Path,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    title: str | None = None,
    about: About | None = None,
) -> None:
    """Write incidents as a table, one row each.

    Only a point has a longitude and a latitude here: that of an area or a border would look like
    the place where it happened.
    """
    del title
    incidents, claims, reports = leaving(incidents, claims, reports, about).tables()
    columns = [name for name in incidents.columns if name != "geometry"]
    claims_of = _by_incident(claims)
    report_of = {report["report_id"]: report for report in _records(reports, _REPORT_COLUMNS)}
    # With the mark by which spreadsheets know UTF-8.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            [*columns, "geometry_type", "longitude", "latitude", *_TOLD, *_SCHEMES, "to_check"]
        )
        for record, place, check in zip(
            _records(incidents, columns),
            _points(incidents),
            to_check(incidents).tolist(),
            strict=True,
        ):
            told = [report_of[key] for key in record["report_ids"] if key in report_of]
            own = claims_of[record["incident_id"]]
            quotes = dict.fromkeys(claim["quote"] for claim in own)
            values = [
                *record.values(),
                *place,
                list(quotes),
                *([report[name] for report in told if report[name]] for name in _REPORT_FACTS),
                *_schemes(record, own).values(),
                "yes" if check else "no",
            ]
            writer.writerow([_cell(value) for value in values])


_SCHEMES = (
    "acled_event_type",
    "acled_sub_event_type",
    "ucdp_type_of_violence",
    "plover_event",
    "plover_mode",
    "cameo",
)


def _schemes(record: Mapping[str, Any], claims: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the type of an event in the terms of other schemes, one for each of `_SCHEMES`."""
    scheme = event_scheme(record["event_type"], record["sub_event_type"])
    violence = violence_type(
        record["event_type"],
        record["sub_event_type"],
        groups={claim["group"] for claim in claims if claim["group"]},
        state_party=state_takes_part(record["side_a"], record["side_b"]),
    )
    values = (
        scheme.acled_event_type,
        scheme.acled_sub_event_type,
        None if violence is None else int(violence),
        scheme.plover_event,
        scheme.plover_mode,
        scheme.cameo,
    )
    return dict(zip(_SCHEMES, values, strict=True))


def geojson_geometries(incidents: gpd.GeoDataFrame) -> Sequence[str]:
    """Return each row's geometry as GeoJSON text; "null" where there is none."""
    geometries = np.array([_within_the_world(one) for one in incidents.geometry], dtype=object)
    rounded = shapely.transform(geometries, lambda places: np.round(places, _DECIMALS))
    oriented = shapely.orient_polygons(rounded)
    return [text or "null" for text in shapely.to_geojson(oriented)]


_REPORT_FACTS = ("title", "publisher", "url")
_TOLD = ("quotes", *(f"report_{name}s" for name in _REPORT_FACTS))
# How a cell begins that spreadsheets take for a formula, also in full width.
_FORMULA = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
_LIST_MARK = " | "


def _cell(value: Any) -> Any:  # noqa: ANN401 - any column's value
    """Return what a spreadsheet shows as it is meant: numbers as numbers, text as text."""
    if isinstance(value, list):
        value = _LIST_MARK.join(value)
    if isinstance(value, str) and (value.startswith(_FORMULA) or value.lstrip()[:1] in _FORMULA):
        return f"'{value}"
    return value


def _points(incidents: gpd.GeoDataFrame) -> Iterator[tuple[str | None, float | None, float | None]]:
    for geometry in incidents.geometry:
        if geometry is None:
            yield None, None, None
        elif geometry.geom_type == "Point":
            yield "Point", round(geometry.x, _DECIMALS), round(geometry.y, _DECIMALS)
        else:
            yield geometry.geom_type, None, None


def _by_incident(claims: pd.DataFrame) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for incident_id, claim in zip(
        claims["incident_id"], _records(claims, _CLAIM_COLUMNS), strict=True
    ):
        found[incident_id].append(claim)
    return found


def _records(frame: pd.DataFrame, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Yield each row as plain values: dates as ISO text, None for what is missing."""
    values = [_plain(frame[name]) for name in columns]
    for row in zip(*values, strict=True):
        yield dict(zip(columns, row, strict=True))


def _plain(values: "pd.Series[Any]") -> list[Any]:
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return [None if pd.isna(value) else value.date().isoformat() for value in values]
    if values.dtype == object:
        return values.tolist()
    return [None if pd.isna(value) else value for value in values.tolist()]


def _within_the_world(geometry: Any) -> Any:  # noqa: ANN401 - shapely ships no types
    """Return a geometry with longitudes from -180 to 180, cut where it goes beyond."""
    if geometry is None or geometry.is_empty:
        return None
    west, _, east, _ = geometry.bounds
    if west >= -180 and east <= 180:  # noqa: PLR2004 - degrees around the world
        return shapely.force_2d(geometry)
    parts = [
        translate(geometry.intersection(shapely.box(left, -90, left + 360, 90)), xoff=-180 - left)
        for left in (-540, -180, 180)
    ]
    return shapely.force_2d(shapely.union_all([part for part in parts if not part.is_empty]))
