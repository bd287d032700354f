"""The tables of links: what linking reads of incidents and what it writes."""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from geodata import schema, sole_packs
from geodata.incident import stable_id
from geodata.linked import Member
from geodata.saving import LoadResult, record_change
from geodata.vocabulary import Kind, Status

# Databases limit the number of values in one statement; the lowest limit is SQLite's: 32,766.
_CHUNK = 10_000
Feature = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Link:
    """Two incidents of different reports that may be the same.

    Attributes:
        incident_a: the smaller id.
        incident_b: the other.
        score: 0-1, how sure it is that both are one.
        features: what was compared: name, how the two compare, weight (natural logarithm of odds).

    """

    incident_a: str
    incident_b: str
    score: float
    features: tuple[Feature, ...]

    @property
    def link_id(self) -> str:
        """The pair's own id: the same however the reports were loaded."""
        return stable_id("link", self.incident_a, self.incident_b)


@dataclass(frozen=True, slots=True)
class ReportFacts:
    """What tells one source from another."""

    publisher: str | None
    url: str | None
    text: str


class LinkTables:
    """The tables of links in one transaction; see `geodata.store.Store.link_tables`."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def unseen(self) -> set[str]:
        """Return the incidents that linking has not seen, or not since they changed."""
        seen = sa.select(_GROUPS.incident_id)
        found = self._connection.scalars(
            sa.select(_INCIDENTS.incident_id).where(
                _INCIDENTS.incident_id.not_in(seen),
                _INCIDENTS.kind.in_(_LINKED_KINDS),
                _FROM_REPORTS,
            )
        )
        return set(found)

    def days_of(self, incident_ids: Collection[str]) -> tuple[dt.date, dt.date] | None:
        """Return the first and the last day of some incidents; None when none has a day."""
        days: list[dt.date] = []
        for chunk in _chunks(sorted(incident_ids)):
            first, last = self._connection.execute(
                sa.select(sa.func.min(_FIRST), sa.func.max(_LAST)).where(
                    _INCIDENTS.incident_id.in_(chunk)
                )
            ).one()
            days += [day for day in (first, last) if day is not None]
        return (min(days), max(days)) if days else None

    def incidents(self, first: dt.date, last: dt.date) -> dict[str, Sequence[Any]]:
        """Return what linking compares of the incidents and talks of a span of days, by column."""
        names = list(COMPARED)
        found = self._connection.execute(
            sa.select(*(_INCIDENTS[name] for name in names))
            .where(
                last >= _FIRST,
                first <= _LAST,
                _INCIDENTS.kind.in_(_LINKED_KINDS),
                _INCIDENTS.status != str(Status.REJECTED),
                _FROM_REPORTS,
            )
            .order_by(_INCIDENTS.incident_id)
        ).all()
        values = zip(*found, strict=True) if found else ((),) * len(names)
        return dict(zip(names, values, strict=True))

    def reports_of(self) -> dict[str, tuple[str, ...]]:
        """Return the reports of each incident."""
        found: dict[str, tuple[str, ...]] = {}
        for incident_id, report_id in self._connection.execute(
            sa.select(_LINKS.incident_id, _LINKS.report_id).order_by(
                _LINKS.incident_id, _LINKS.position
            )
        ):
            found[incident_id] = (*found.get(incident_id, ()), report_id)
        return found

    def quotes(self, first: dt.date, last: dt.date) -> Iterator[tuple[str, str, str | None]]:
        """Yield incident, quote and group of the claims on the incidents of a span of days."""
        claims = schema.claims.c
        found = self._connection.execute(
            sa.select(claims.incident_id, claims.quote, claims.group)
            .join(schema.incidents, _INCIDENTS.incident_id == claims.incident_id)
            .where(last >= _FIRST, first <= _LAST, _INCIDENTS.kind.in_(_LINKED_KINDS))
            .order_by(claims.claim_id)
        )
        for row in found:
            yield row.incident_id, row.quote, row.group

    def report_facts(self, report_ids: Collection[str]) -> dict[str, ReportFacts]:
        """Return what tells the sources of reports apart."""
        table = schema.reports.c
        found = {}
        for chunk in _chunks(sorted(report_ids)):
            for report_id, *facts in self._connection.execute(
                sa.select(table.report_id, table.publisher, table.url, table.text).where(
                    table.report_id.in_(chunk)
                )
            ):
                found[report_id] = ReportFacts(*facts)
        return found

    def add_links(self, links: Iterable[Link]) -> int:
        """Write links that are not there yet; return how many."""
        rows = [
            {
                "link_id": link.link_id,
                "incident_a": link.incident_a,
                "incident_b": link.incident_b,
                "score": link.score,
                "features": [list(feature) for feature in link.features],
            }
            for link in links
        ]
        if rows:
            named = [row[name] for row in rows for name in ("incident_a", "incident_b")]
            sole_packs.loosen(self._connection, [str(key) for key in named])
            self._connection.execute(sa.insert(schema.incident_links), rows)
        return len(rows)

    def scores(self) -> dict[tuple[str, str], float]:
        """Return the score of every link."""
        table = schema.incident_links.c
        return {
            (a, b): score
            for a, b, score in self._connection.execute(
                sa.select(table.incident_a, table.incident_b, table.score)
            )
        }

    def refusals(self) -> set[tuple[str, str]]:
        """Return the pairs that a person says are not the same."""
        return refusals(self._connection)

    def refuse(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Note that pairs are not the same; those noted before stay."""
        known = self.refusals()
        now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        rows = [
            {"incident_a": a, "incident_b": b, "at": now}
            for a, b in sorted({_ordered(*pair) for pair in pairs} - known)
        ]
        if rows:
            self._connection.execute(sa.insert(schema.link_refusals), rows)

    def allow(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Forget that pairs are not the same."""
        table = schema.link_refusals.c
        for pair in pairs:
            a, b = _ordered(*pair)
            self._connection.execute(
                sa.delete(schema.link_refusals).where(table.incident_a == a, table.incident_b == b)
            )

    def groups(self) -> dict[str, tuple[str, str]]:
        """Return group and source key of every incident that linking has seen."""
        return {
            incident_id: (group_id, source_key)
            for incident_id, group_id, source_key in self._connection.execute(
                sa.select(_GROUPS.incident_id, _GROUPS.group_id, _GROUPS.source_key)
            )
        }

    def set_groups(self, groups: Mapping[str, tuple[str, str]]) -> None:
        """Write group and source key of incidents."""
        keys = [{"key": incident_id} for incident_id in groups]
        if not keys:
            return
        sole_packs.loosen(self._connection, groups)
        self._connection.execute(
            sa.delete(schema.incident_groups).where(
                _GROUPS.incident_id == sa.bindparam("key", type_=sa.Text())
            ),
            keys,
        )
        self._connection.execute(
            sa.insert(schema.incident_groups),
            [
                {"incident_id": incident_id, "group_id": group_id, "source_key": source_key}
                for incident_id, (group_id, source_key) in groups.items()
            ],
        )

    def record(self, action: str) -> None:
        """Note that what the store shows has changed."""
        record_change(self._connection, action, LoadResult())


def members(connection: sa.Connection) -> dict[str, Member]:
    """Return the incidents that stand in a group with others, and how they are shown."""
    if not has_links(connection):
        return {}
    shared = sa.select(_GROUPS.group_id).group_by(_GROUPS.group_id).having(sa.func.count() > 1)
    found = connection.execute(
        sa.select(_GROUPS.incident_id, _GROUPS.group_id, _GROUPS.source_key)
        .where(_GROUPS.group_id.in_(shared))
        .order_by(_GROUPS.incident_id)
    )
    shown: dict[str, str] = {}
    result = {}
    for incident_id, group_id, source_key in found:
        # The first of a group has the smallest id.
        result[incident_id] = Member(shown.setdefault(group_id, incident_id), source_key)
    return result


def has_links(connection: sa.Connection) -> bool:
    """Return whether the store has the tables of links; one of version 1 has none."""
    return schema.has_table(connection, schema.incident_groups)


def refusals(connection: sa.Connection) -> set[tuple[str, str]]:
    """Return the pairs that a person says are not the same."""
    if not has_links(connection):
        return set()
    table = schema.link_refusals.c
    found = connection.execute(sa.select(table.incident_a, table.incident_b))
    return {(a, b) for a, b in found}


def links_of(connection: sa.Connection, incident_ids: Collection[str] | None) -> list[Link]:
    """Return the links of some incidents, or all; the surest first."""
    if not has_links(connection):
        return []
    table = schema.incident_links.c
    wanted = sa.select(table.incident_a, table.incident_b, table.score, table.features)
    if incident_ids is not None:
        ids = sorted(incident_ids)[:_CHUNK]
        wanted = wanted.where(sa.or_(table.incident_a.in_(ids), table.incident_b.in_(ids)))
    found = connection.execute(wanted.order_by(table.score.desc(), table.link_id))
    return [
        Link(a, b, score, tuple((name, how, weight) for name, how, weight in features))
        for a, b, score, features in found
    ]


_INCIDENTS = schema.incidents.c
# A dataset tells each of its events once, and many of them on one day in one place: linking is for
# reports.
_FROM_REPORTS = _INCIDENTS.source_key.is_(None)
_GROUPS = schema.incident_groups.c
_LINKS = schema.incident_reports.c
_LINKED_KINDS = (str(Kind.INCIDENT), str(Kind.TALKS))
_FIRST = sa.func.coalesce(_INCIDENTS.date_start, _INCIDENTS.date_end, type_=sa.Date())
_LAST = sa.func.coalesce(_INCIDENTS.date_end, _INCIDENTS.date_start, type_=sa.Date())

# The columns that linking compares.
COMPARED = (
    "incident_id",
    "kind",
    "event_type",
    "sub_event_type",
    "date_start",
    "date_end",
    "place_id",
    "iso3",
    "admin1",
    "location_precision",
    "geometry",
    "killed_low",
    "killed_best",
    "killed_high",
    "wounded_low",
    "wounded_best",
    "wounded_high",
    "side_a",
    "side_b",
    "mediators",
    "claimant",
    "source",
)


def _ordered(one: str, other: str) -> tuple[str, str]:
    return (one, other) if one < other else (other, one)


def _chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(values), _CHUNK):
        yield values[first : first + _CHUNK]
