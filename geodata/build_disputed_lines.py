"""Make geodata/tables/disputed_lines.geojson from its sources.

    apt-get download marble-qt-data && dpkg-deb -x marble-qt-data_*.deb FOLDER
    python -m geodata.build_disputed_lines --marble FOLDER

Which stretches are disputed, and who draws them how, stands in curated/disputed_lines.csv. Their
course comes from geodata/tables/boundaries.bin where the parties' divisions meet there, and from
Natural Earth's outlines of disputed areas where nobody's divisions do. The same sources give the
same bytes.
"""

import json
import logging
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import click
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.boundaries import Boundaries
from geodata.boundary_profiles import NEUTRAL, TABLE, LineStyle
from geodata.building.countries import read_countries
from geodata.building.disputed_areas import read_disputed_areas
from geodata.building.sources import read_curated
from geodata.errors import UsageError
from geodata.files import written_aside

_log = logging.getLogger(__name__)

# How far the outlines of 1:50m lie off the borders of 1:10m at most, degrees.
_OFF_DEGREES: Final = 0.07
# Shorter leftovers of an outline are where it runs along a border, a little further off.
_LEAST_DEGREES: Final = 0.15
_DECIMALS: Final = 4
_PROFILES: Final = (NEUTRAL, "un", "controlled")


@click.command()
@click.option(
    "--marble",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder of the unpacked package marble-qt-data.",
)
@click.option("--output", type=click.Path(path_type=Path), default=TABLE, show_default=True)
def main(marble: Path, output: Path) -> None:
    """Make the table of disputed boundaries."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    names = {country.iso3: country.name for country in read_countries()}
    with Boundaries.open() as boundaries:
        courses = _Courses(boundaries, read_disputed_areas(marble))
        features = [_feature(row, courses.of(row)) for row in read_curated("disputed_lines")]
    codes = sorted({code for feature in features for code in feature["properties"]["claims"]})
    table = {
        "type": "FeatureCollection",
        "claimants": {code: names[code] for code in codes},
        "features": features,
    }
    with written_aside(output) as aside:
        aside.write_text(_text(table), "utf-8")
    _log.info("%s: %d lines, %d KB", output.name, len(features), output.stat().st_size // 1000)


class _Courses:
    """Finds where disputed stretches run."""

    def __init__(self, boundaries: Boundaries, outlines: Mapping[int, BaseGeometry]) -> None:
        self._boundaries = boundaries
        self._outlines = outlines

    def of(self, row: Mapping[str, str]) -> BaseGeometry:
        """Return the course of a row of the table."""
        if row["border"]:
            course = self._boundaries.line(row["border"])
        elif row["side_a"]:
            course = self._between(row["side_a"].split("|"), row["side_b"].split("|"))
        elif row["outline"]:
            course = self._claimed(self._outlines[int(row["outline"])])
        else:
            pairs = (pair.split() for pair in row["path"].split(","))
            course = shapely.LineString([(float(east), float(north)) for east, north in pairs])
        if course is not None and row["within"]:
            course = shapely.intersection(course, shapely.box(*map(float, row["within"].split())))
        if course is None or course.is_empty:
            raise UsageError(f"disputed_lines.csv: {row['name']} has no course")
        return course

    def _between(self, side_a: Iterable[str], side_b: Iterable[str]) -> BaseGeometry:
        """Return where two groups of areas meet; neighbours share the points of their border."""
        first, second = self._edge(side_a), self._edge(side_b)
        parts = shapely.get_parts(shapely.intersection(first, second))
        lines = parts[shapely.get_dimensions(parts) == 1]
        return shapely.line_merge(shapely.multilinestrings(lines))

    def _edge(self, place_ids: Iterable[str]) -> BaseGeometry:
        areas = [self._boundaries.area(place_id) for place_id in place_ids]
        if None in areas:
            raise UsageError("disputed_lines.csv: one of the areas has no polygon")
        return shapely.boundary(shapely.union_all(areas))

    def _claimed(self, area: BaseGeometry) -> BaseGeometry:
        """Return the part of an outline that runs along no border and no coast."""
        west, south, east, north = shapely.bounds(shapely.buffer(area, 1.0))
        countries = self._boundaries.countries_within(west, south, east, north)
        window = shapely.box(west, south, east, north)
        known = shapely.union_all(
            [shapely.boundary(shapely.intersection(one, window)) for one in countries]
        )
        left = shapely.difference(shapely.boundary(area), known.buffer(_OFF_DEGREES))
        if left.geom_type == "MultiLineString":
            left = shapely.line_merge(left)
        parts = [
            _reaching(part, known)
            for part in shapely.get_parts(left)
            if shapely.length(part) >= _LEAST_DEGREES
        ]
        return shapely.multilinestrings(parts)


def _reaching(line: BaseGeometry, known: BaseGeometry) -> BaseGeometry:
    """Return the line with its ends on the borders that it was cut off from."""
    points = [tuple(point) for point in shapely.get_coordinates(line)]
    for at, end in ((0, points[0]), (len(points) + 1, points[-1])):
        nearest = shapely.shortest_line(shapely.Point(end), known)
        points.insert(at, tuple(shapely.get_coordinates(nearest)[-1]))
    return shapely.LineString(points)


def _feature(row: Mapping[str, str], course: BaseGeometry) -> dict[str, Any]:
    claims = dict(claim.split("=") for claim in row["claims"].split("|") if claim)
    styles = [*(row[name] for name in _PROFILES), *claims.values()]
    if not set(styles) <= set(LineStyle):
        raise UsageError(f"disputed_lines.csv: {row['name']}: how is it drawn? {styles}")
    properties = {"name": row["name"], "area": row["area"]}
    properties |= {name: row[name] for name in _PROFILES}
    rounded = shapely.set_precision(course, 10**-_DECIMALS)
    geometry = json.loads(shapely.to_geojson(rounded))
    return {
        "type": "Feature",
        "properties": {**properties, "claims": dict(sorted(claims.items()))},
        "geometry": geometry,
    }


def _text(table: Mapping[str, Any]) -> str:
    """Return the table as GeoJSON with a line for each feature, so that changes can be read."""
    features = ",\n".join(json.dumps(one, ensure_ascii=False) for one in table["features"])
    claimants = json.dumps(table["claimants"], ensure_ascii=False)
    return (
        f'{{"type": "FeatureCollection",\n"claimants": {claimants},\n'
        f'"features": [\n{features}\n]}}\n'
    )


if __name__ == "__main__":
    main()
