"""Link what a store holds: find the incidents of different reports that are one.

    result = link_store(store)

Only what is new since the last time is compared, with all that lies near it in time and place; the
groups follow from all pairs that were ever found, so that the order of loading does not matter.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from geodata.errors import UsageError
from geodata.link_tables import Link, LinkTables
from geodata.store import Store
from loaders.linking.grouping import Pair, grouped
from loaders.linking.incident_columns import incident_columns
from loaders.linking.scoring import possible_links
from loaders.linking.sources import source_keys

Groups = dict[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class LinkResult:
    """What linking found in a store.

    Attributes:
        compared: incidents that were new and have been compared.
        linked: incidents that several reports tell.
        told: rows of reports that tell them.
        possible: pairs that are possibly the same, and shown apart.

    """

    compared: int
    linked: int
    told: int
    possible: int


def link_store(store: Store) -> LinkResult:
    """Link the incidents of a store that are new or changed, in one transaction.

    Raises:
        StoreError: the store cannot be read or written; nothing is changed.

    """
    with store.link_tables() as tables:
        unseen = tables.unseen()
        if unseen:
            tables.add_links(_found(tables, unseen))
        return _regrouped(tables, unseen, action="link")


def undo_link(store: Store, identifier: str) -> list[Pair]:
    """Note that incidents are not the same, and return the pairs that this sets apart.

    It stays so when their reports are loaded again.

    Args:
        store: where they are.
        identifier: a link's id, which sets its two incidents apart; or an incident's, which is set
            apart from all others of its group. The id under which a group is shown takes the whole
            group apart.

    Raises:
        UsageError: nothing in the store has this id, or it is not linked.

    """
    linked = store.linked_with(identifier)
    if any(identifier == member.shown_id for member in linked.members.values()):
        ids = sorted(key for key, one in linked.members.items() if one.shown_id == identifier)
        pairs = [(a, b) for at, a in enumerate(ids) for b in ids[at + 1 :]]
    elif identifier in linked.members:
        shown = linked.members[identifier].shown_id
        pairs = [
            (min(key, identifier), max(key, identifier))
            for key, member in sorted(linked.members.items())
            if member.shown_id == shown and key != identifier
        ]
    else:
        link = _link_named(store, identifier)
        pairs = [(link.incident_a, link.incident_b)]
    with store.link_tables() as tables:
        tables.refuse(pairs)
        _regrouped(tables, set(), action="undo link")
    return pairs


def redo_link(store: Store, identifier: str) -> Pair:
    """Forget that the two incidents of a link are not the same, and return them.

    Raises:
        UsageError: no link has this id.

    """
    link = _link_named(store, identifier)
    pair = (link.incident_a, link.incident_b)
    with store.link_tables() as tables:
        tables.allow([pair])
        _regrouped(tables, set(), action="redo link")
    return pair


def _link_named(store: Store, identifier: str) -> Link:
    links, _, _ = store.links()
    for link in links:
        if link.link_id == identifier:
            return link
    raise UsageError(f"no link has the id {identifier!r}: `incidentmap links list` shows them")


def _found(tables: LinkTables, unseen: Collection[str]) -> Iterable[Link]:
    """Yield the links of incidents that have not been compared."""
    days = tables.days_of(unseen)
    if days is None:
        return
    # A day around them: dates that are one day apart may be one.
    first, last = (np.datetime64(day) + step for day, step in zip(days, (-1, 1), strict=True))
    span = first.astype(object), last.astype(object)
    rows = incident_columns(tables.incidents(*span), tables.reports_of(), tables.quotes(*span))
    if len(rows):
        fresh = np.array([one in unseen for one in rows.ids], dtype=bool)
        yield from possible_links(rows, fresh)


def _regrouped(tables: LinkTables, unseen: Collection[str], *, action: str) -> LinkResult:
    """Group all incidents anew and write which groups have changed."""
    scores, reports_of, refused = tables.scores(), tables.reports_of(), tables.refusals()
    before = tables.groups()
    groups = grouped({*before, *unseen}, scores, refused, reports_of)
    changed = _changed(tables, groups, before, unseen, reports_of)
    if changed:
        tables.set_groups(changed)
    shared = _members(groups)
    if changed or action != "link":
        tables.record(action)
    return LinkResult(
        compared=len(unseen),
        linked=len(shared),
        told=sum(map(len, shared.values())),
        possible=sum(groups[a] != groups[b] and (a, b) not in refused for a, b in scores),
    )


def _members(groups: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the incidents of each group of two or more."""
    members: dict[str, list[str]] = defaultdict(list)
    for incident_id, group in groups.items():
        members[group].append(incident_id)
    return {group: ids for group, ids in members.items() if len(ids) > 1}


def _changed(
    tables: LinkTables,
    groups: Mapping[str, str],
    before: Mapping[str, tuple[str, str]],
    unseen: Collection[str],
    reports_of: Mapping[str, tuple[str, ...]],
) -> Groups:
    """Return group and source key of the incidents whose group is not as it was."""
    stirred = {
        group
        for incident_id, group in groups.items()
        if incident_id in unseen or before.get(incident_id, ("",))[0] != group
    }
    # Also groups that somebody has left.
    stirred |= {
        before[key][0] for key, group in groups.items() if key in before and before[key][0] != group
    }
    shared = _members({key: group for key, group in groups.items() if group in stirred})
    together = [key for ids in shared.values() for key in ids]
    facts = tables.report_facts({one for key in together for one in reports_of.get(key, ())})
    sources: dict[str, str] = {}
    for ids in shared.values():
        reports = {one: facts[one] for key in ids for one in reports_of.get(key, ())}
        keys = source_keys(reports)
        for key in ids:
            own = reports_of.get(key, ())
            sources[key] = keys[own[0]] if own else key
    return {
        key: (group, sources.get(key, key))
        for key, group in groups.items()
        if group in stirred and before.get(key) != (group, sources.get(key, key))
    }
