"""`incidentmap info`: what is in the store, and with which tables the program works."""

import dataclasses
import datetime as dt
import hashlib
import importlib.metadata
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from dashboard.commands.messages import say
from dashboard.commands.parameters import gazetteer_option, store_option
from geodata.boundaries import DEFAULT_PATH as BOUNDARIES
from geodata.errors import TablesError
from geodata.gazetteer import DEFAULT_PATH as GAZETTEER
from geodata.settings import Settings
from geodata.store import Store


@click.command()
@store_option
@gazetteer_option
@click.option(
    "--rejected",
    "with_rejected",
    is_flag=True,
    help="List what the last loads could not take: file, row and reason.",
)
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object.")
def info(*, store: str | None, gazetteer: Path | None, with_rejected: bool, as_json: bool) -> int:
    """Tell what the store holds."""
    settings = Settings.read().changed(store=store, gazetteer=gazetteer)
    opened = Store.open(settings.store, wait_seconds=settings.store_wait_seconds)
    facts: dict[str, Any] = {
        "store": opened.name,
        **dataclasses.asdict(opened.summary()),
        "program_version": importlib.metadata.version("incidentmap"),
        "tables": {
            "gazetteer": _table(settings.gazetteer or GAZETTEER),
            "boundaries": _table(settings.boundaries or BOUNDARIES),
        },
        "model": settings.model,
    }
    if with_rejected:
        facts["rejections"] = list(_rejections(opened, facts["loads"]))
    if as_json:
        click.echo(json.dumps(facts, default=_as_json, ensure_ascii=False))
    else:
        for line in _lines(facts):
            say(line)
    return 0


def _rejections(opened: Store, loads: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield what the last loads could not take, the latest load first."""
    for load in loads:
        if load["rejected"]:
            for one in opened.rejected_rows(load["load_id"]):
                yield {"load_id": load["load_id"], **dataclasses.asdict(one)}


def _rejection_line(one: Mapping[str, Any]) -> str:
    row = "" if one["row_number"] is None else f", row {one['row_number']}"
    named = f" ({one['identifier']})" if one["identifier"] else ""
    return f"load {one['load_id']}: {one['file']}{row}{named}: {one['reason']}"


def _table(path: Path) -> dict[str, Any]:
    """Return what tells one version of a data file from another."""
    try:
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return {"path": str(path), "bytes": path.stat().st_size, "sha256": digest}
    except OSError as error:
        raise TablesError(
            f"cannot read the data file {path} ({error.strerror}): install the package again"
        ) from error


def _lines(facts: Mapping[str, Any]) -> Iterator[str]:
    """Yield the facts as a person reads them."""
    yield f"store       {facts['store']} (tables version {facts['schema_version']})"
    for name, count in facts["counts"].items():
        yield f"{name:11} {count:,}"
    for name in ("kinds", "sources"):
        counts = ", ".join(f"{value} {count:,}" for value, count in facts[name].items())
        yield f"{name:11} {counts or 'none'}"
    linked = facts["linked"]
    if facts["withdrawn"]:
        yield f"withdrawn   {facts['withdrawn']:,} rows that their source no longer has: not shown"
    yield f"linked      {linked['incidents']:,} told by several reports, in {linked['told']:,} rows"
    first, last = facts["first_date"], facts["last_date"]
    yield f"dates       {f'{first} to {last}' if first else 'none'}"
    changed = facts["changed"]
    yield f"changed     {changed:%Y-%m-%d %H:%M:%S} UTC" if changed else "changed     never"
    yield f"history     {facts['earlier_versions']:,} earlier versions of incidents"
    yield f"rejected    {facts['rejected_rows']:,} rows that could not be loaded"
    for one in facts.get("rejections", ()):
        yield f"rejected    {_rejection_line(one)}"
    for load in facts["loads"]:
        yield f"{'load ' + str(load['load_id']):11} {_load_line(load)}"
    yield f"program     {facts['program_version']}, model {facts['model']}"
    for name, table in facts["tables"].items():
        yield f"{name:11} {table['sha256'][:12]}, {table['bytes'] / 1e6:.1f} MB, {table['path']}"


def _load_line(load: Mapping[str, Any]) -> str:
    """Return what a change of the store was, by the program's version that made it."""
    counts = ", ".join(
        f"{name} {load[name]:,}"
        for name in ("loaded", "updated", "unchanged", "rejected", "withdrawn")
        if load[name]
    )
    told = [f"{load['at']:%Y-%m-%d %H:%M:%S} UTC", f"incidentmap {load['program_version']}"]
    told += [part for part in (load["action"], load["source"], load["file"], counts) if part]
    return ", ".join(told)


def _as_json(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value)}")
