"""`incidentmap history`: every version of an incident, who changed it, when and why."""

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import click
import shapely

from dashboard.commands.messages import say
from dashboard.commands.parameters import store_option
from geodata.errors import UsageError
from geodata.history import Version
from geodata.settings import Settings
from geodata.store import Store


@click.command()
@click.argument("incident_id", metavar="INCIDENT_ID")
@store_option
@click.option("--json", "as_json", is_flag=True, help="Write each version as one JSON object.")
def history(*, incident_id: str, store: str | None, as_json: bool) -> int:
    """Show every version of an incident, the latest first.

    INCIDENT_ID is an incident's own id, as tables and exports show it. Each version tells when it
    was loaded, by which version of the program, from which file, why, and what it changed.
    """
    settings = Settings.read().changed(store=store)
    opened = Store.open(settings.store, wait_seconds=settings.store_wait_seconds)
    versions = opened.history(incident_id)
    if not versions:
        raise UsageError(f"no incident {incident_id!r} in store {opened.name}")
    for index, version in enumerate(versions):
        if as_json:
            record = dataclasses.asdict(version) | {"contents": _shown(version.contents)}
            click.echo(json.dumps(record, default=str, ensure_ascii=False))
        else:
            before = versions[index + 1] if index + 1 < len(versions) else None
            for line in _lines(version, before):
                say(line)
    return 0


def _lines(version: Version, before: Version | None) -> Iterator[str]:
    """Yield what a person reads of a version: what it is, and each column that it changed."""
    when = f"{version.at:%Y-%m-%d %H:%M:%S} UTC" if version.at else "at an unknown time"
    made_by = f"incidentmap {version.program_version}" if version.program_version else ""
    parts = [f"load {version.load_id}", when, made_by, version.file, version.why]
    yield ", ".join(part for part in parts if part)
    after, earlier = _shown(version.contents), _shown(before.contents) if before else {}
    names = version.changed if before else tuple(after)
    for name in names if after else ():
        if before:
            yield f"  {name}: {_text(earlier.get(name))} -> {_text(after[name])}"
        elif after[name] is not None:
            yield f"  {name}: {_text(after[name])}"


def _shown(values: dict[str, Any]) -> dict[str, Any]:
    """Return a version's values with its geometry as well-known text."""
    geometry = values.get("geometry")
    if geometry is None:
        return values
    return values | {"geometry": shapely.to_wkt(shapely.from_wkb(geometry), rounding_precision=6)}


def _text(value: object) -> str:
    return "nothing" if value is None else str(value)
