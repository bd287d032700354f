"""The manifest beside a file of data: what is in it, where it comes from, and how it was asked for.

`map.geojson.manifest.json` lies beside `map.geojson`. It names no person, no folder and no store.
"""

import dataclasses
import datetime as dt
import hashlib
import json
from pathlib import Path
from typing import Any, Final

import pandas as pd

from dashboard.exports.about import About, generator
from dashboard.exports.columns import MEANINGS
from dashboard.exports.publishable import Publishable, arrow_strings
from geodata.boundary_profiles import boundary_note, boundary_profile
from geodata.frames import CRS

ENDING: Final = ".manifest.json"
# The tables with the program: SOURCES.md in geodata/tables has versions and dates.
_TABLES: Final = (
    {"what": "place names", "source": "GeoNames (geonames.org)", "licence": "CC BY 4.0"},
    {"what": "boundaries", "source": "Natural Earth", "licence": "public domain"},
)


def manifest_path(path: Path) -> Path:
    """Return where the manifest of a file lies."""
    return path.with_name(path.name + ENDING)


def write_manifest(
    path: Path, files: dict[str, Path], content: Publishable, title: str | None, about: About
) -> None:
    """Write a manifest.

    Args:
        path: where to write it.
        files: what was written, by the names that the files will have.
        content: what is in them.
        title: what they say they show.
        about: how they were asked for.

    """
    said = {
        "title": title,
        "generator": generator(),
        "written": about.written().isoformat(),
        "data_cut": None if about.data_cut is None else _iso(about.data_cut),
        "filters": _filters(about),
        "files": {name: _file(own) for name, own in files.items()},
        "rows": {
            "incidents": len(content.incidents),
            "by_kind": _counts(content.incidents["kind"]),
            "claims": len(content.claims),
            "reports": len(content.reports),
            "sums": len(content.aggregates),
            "incident_ids_sha256": _ids(content.incidents),
        },
        "withheld": {
            "restricted": content.restricted,
            "given_as_sums": content.aggregated_rows,
            "too_few_for_a_sum": content.too_few,
            "reasons": content.reasons,
            "displaced": content.displaced_rows,
            "displaced_km": content.displaced_km,
        },
        "notes": [
            *content.notes(),
            boundary_note(boundary_profile(about.layout.boundary_profile)),
        ],
        "sources": _sources(content),
        "tables": _TABLES,
        "crs": CRS,
        "columns": MEANINGS,
    }
    path.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _filters(about: About) -> dict[str, Any]:
    """Return what was asked for; what was not asked for is left out."""
    fields = dataclasses.asdict(about.selection)
    return {name: _plain(value) for name, value in fields.items() if value not in (None, (), "")}


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, dt.date) else value


def _iso(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).replace(microsecond=0).isoformat()


def _file(path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"bytes": path.stat().st_size, "sha256": digest}


def _counts(values: "pd.Series[Any]") -> dict[str, int]:
    counted = values.value_counts()
    return {str(value): int(number) for value, number in counted.items() if number}


def _ids(incidents: pd.DataFrame) -> str:
    ids = arrow_strings(incidents["incident_id"]).to_pylist()
    return hashlib.sha256("\n".join(sorted(ids)).encode()).hexdigest()


def _sources(content: Publishable) -> list[dict[str, Any]]:
    """Return how many rows come from which source, and on which terms."""
    rows = content.incidents[["source", "licence", "attribution"]].astype("string")
    single = rows.fillna("").assign(rows=1, given_as="rows")
    names = ["source", "licence", "attribution"]
    sums = content.aggregates[[*names, "rows"]].fillna("").assign(given_as="sums")
    parts = [part for part in (single, sums) if len(part)]
    if not parts:
        return []
    grouped = pd.concat(parts).groupby([*names, "given_as"], sort=True)["rows"].sum()
    return [
        {**dict(zip([*names, "given_as"], key, strict=True)), "rows": int(number)}
        for key, number in grouped.items()
    ]
