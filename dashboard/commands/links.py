"""`incidentmap links`: which incidents of different reports are one, why, and how to undo it."""

import json
from collections.abc import Mapping
from typing import Any

import click

from dashboard.commands.messages import say
from dashboard.commands.parameters import store_option
from dashboard.incident_panel import Row, incident_title, plain_rows
from dashboard.linked_incidents import explained, percent
from geodata.errors import UsageError
from geodata.link_tables import Link
from geodata.linked import Member
from geodata.settings import Settings
from geodata.store import Store
from loaders.linking.link import LinkResult, link_store, redo_link, undo_link


@click.group()
def links() -> None:
    """Show, explain and undo links between incidents of different reports."""


@links.command(name="list")
@store_option
@click.option("--possible", is_flag=True, help="Only pairs that are possibly the same.")
@click.option("--json", "as_json", is_flag=True, help="Write one JSON object a line.")
def list_links(*, store: str | None, possible: bool, as_json: bool) -> int:
    """List the links, the surest first: its id, how sure it is, the two incidents."""
    opened = _opened(store)
    found, members, refused = opened.links()
    for link in found:
        verdict = _verdict(link, members, refused)
        if possible and verdict != _POSSIBLE:
            continue
        if as_json:
            click.echo(json.dumps(_record(link, verdict), ensure_ascii=False))
        else:
            pair = f"{link.incident_a} {link.incident_b}"
            say(f"{link.link_id} {verdict:8} {percent(link.score)} {pair}")
    return 0


@links.command()
@click.argument("identifier", metavar="ID")
@store_option
def explain(*, identifier: str, store: str | None) -> int:
    """Tell why incidents are linked.

    ID is a link's, as `incidentmap links list` shows it, or an incident's.
    """
    opened = _opened(store)
    found, members, refused = opened.links()
    wanted = _near(identifier, members)
    chosen = [
        link
        for link in found
        if link.link_id == identifier or {link.incident_a, link.incident_b} & wanted
    ]
    if not chosen:
        raise UsageError(f"nothing is linked under the id {identifier!r}: see `incidentmap links`")
    for link in chosen:
        rows = {
            row["incident_id"]: row
            for row in plain_rows(opened.linked_with(link.incident_a).incidents)
        }
        verdict = _verdict(link, members, refused)
        say(f"{link.link_id} {verdict}, {percent(link.score)} sure")
        for key in (link.incident_a, link.incident_b):
            say(f"  {key} {_title(rows, key)}")
        for reason in explained(link):
            say(f"    {reason}")
    return 0


@links.command()
@click.argument("identifier", metavar="ID")
@store_option
def undo(*, identifier: str, store: str | None) -> int:
    """Set linked incidents apart; they stay apart when their reports are loaded again.

    ID is a link's, or an incident's, which is set apart from all others. The id under which a
    group is shown takes the whole group apart.
    """
    opened = _opened(store)
    for one, other in undo_link(opened, identifier):
        say(f"set apart: {one} {other}")
    return 0


@links.command()
@click.argument("identifier", metavar="ID")
@store_option
def redo(*, identifier: str, store: str | None) -> int:
    """Take an undo of a link back. ID is a link's."""
    one, other = redo_link(_opened(store), identifier)
    say(f"may be one again: {one} {other}")
    return 0


@links.command()
@store_option
def update(*, store: str | None) -> int:
    """Link what was loaded with --no-link, or by an older version."""
    say(linked_line(link_store(_opened(store))))
    return 0


def linked_line(result: LinkResult) -> str:
    """Return what linking found, on one line."""
    what = "1 incident is" if result.linked == 1 else f"{result.linked} incidents are"
    pairs = "1 pair" if result.possible == 1 else f"{result.possible} pairs"
    return (
        f"linked: {what} told by several reports, in {result.told} rows; possibly the same, and "
        f"counted apart: {pairs}"
    )


_SAME, _POSSIBLE, _UNDONE = "same", "possible", "undone"


def _opened(store: str | None) -> Store:
    settings = Settings.read().changed(store=store)
    return Store.open(settings.store, wait_seconds=settings.store_wait_seconds)


def _verdict(link: Link, members: Mapping[str, Member], refused: set[tuple[str, str]]) -> str:
    one, other = members.get(link.incident_a), members.get(link.incident_b)
    if one is not None and other is not None and one.shown_id == other.shown_id:
        return _SAME
    return _UNDONE if (link.incident_a, link.incident_b) in refused else _POSSIBLE


def _near(identifier: str, members: Mapping[str, Member]) -> set[str]:
    """Return an incident and those that are one with it."""
    member = members.get(identifier)
    if member is None:
        return {identifier}
    return {key for key, one in members.items() if one.shown_id == member.shown_id}


def _title(rows: Mapping[str, Row], key: str) -> str:
    row = rows.get(key)
    return "" if row is None else incident_title(row)


def _record(link: Link, verdict: str) -> dict[str, Any]:
    return {
        "link_id": link.link_id,
        "verdict": verdict,
        "score": link.score,
        "incident_a": link.incident_a,
        "incident_b": link.incident_b,
        "features": [
            {"feature": name, "comparison": how, "weight": weight}
            for name, how, weight in link.features
        ],
    }
