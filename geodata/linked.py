"""How the incidents of a group, told by several reports, are shown as one.

Every report keeps the incident it tells of; what is shown is derived from them anew each time:

- **who counts**: a count speaks for its claimant ("the army"), or for its source when nobody is
  named. Of the same speaker the count published last stands; the earlier ones are superseded. They
  keep their claims and are shown, and take no part in the range. Counts published on the same day,
  or on an unknown one, all stand: which came later is not known.
- **low**: the smallest of the least numbers that stand; **high**: the largest of the highest. "At
  least 12" sets no highest number and leaves the range open only when nobody states a number as
  high. Rival counts, 9 and 58, so give 9-58, and neither is preferred.
- **best**: the number that most independent sources state; among equals the one published last,
  then the lower one.
- place and days: the most exact that is told, then what most sources say, then the earliest report.

The frames of the store are made of this, so that figures, map, tables and exports count each
incident once.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from geodata.vocabulary import EventType, LocationPrecision, Sensitivity, Status

Row = dict[str, Any]
Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Member:
    """An incident's part in a group.

    Attributes:
        shown_id: the id under which the group is shown: the smallest of its incidents' ids.
        source_key: the same for all incidents of the group that come from one source.

    """

    shown_id: str
    source_key: str


@dataclass(frozen=True, slots=True)
class Told:
    """A count as one report tells it.

    Attributes:
        speaker: the claimant, or the source where nobody is named.
        published: day of publication.
        source_key: which source tells it.
        low: at least so many.
        best: the best estimate.
        high: at most so many; missing when open.

    """

    speaker: str
    published: dt.date | None
    source_key: str
    low: int | None
    best: int | None
    high: int | None

    @property
    def most_likely(self) -> int:
        """The number it stands for."""
        return next(number for number in (self.best, self.low, self.high, 0) if number is not None)


def merged(
    columns: Columns, members: Mapping[str, Member], published: Mapping[str, dt.date | None]
) -> dict[str, list[Any]]:
    """Return the columns of incidents with one row for each group.

    Args:
        columns: of all incidents as the store keeps them, with `report_ids`.
        members: the incidents that stand in a group with others.
        published: the day of publication of each report.

    """
    grouped: dict[str, list[Row]] = defaultdict(list)
    kept: list[int] = []
    names = list(columns)
    for index, incident_id in enumerate(columns["incident_id"]):
        member = members.get(incident_id)
        if member is None:
            kept.append(index)
        else:
            row = {name: columns[name][index] for name in names}
            grouped[member.shown_id].append(row)
    result = {name: [columns[name][index] for index in kept] for name in names}
    for rows in grouped.values():
        shown = merged_row(rows, members, published)
        for name in names:
            result[name].append(shown[name])
    return _by_date(result)


def merged_row(
    rows: Sequence[Row], members: Mapping[str, Member], published: Mapping[str, dt.date | None]
) -> Row:
    """Return the row that stands for the rows of a group, in whatever order they come."""
    days = {row["incident_id"]: _published(row, published) for row in rows}
    rows = sorted(
        rows, key=lambda row: (days[row["incident_id"]] or dt.date.max, row["incident_id"])
    )
    sources = {row["incident_id"]: members[row["incident_id"]].source_key for row in rows}

    def most_told(names: Sequence[str], among: Sequence[Row]) -> Row:
        """Return some columns as most sources have them; among equals as the earliest report."""
        return _most_told(names, among, sources)

    shown = dict(rows[0])
    first = min(rows, key=lambda row: row["incident_id"])
    shown["incident_id"], shown["source"] = first["incident_id"], first["source"]
    shown |= most_told(_TYPE, _telling(rows))
    shown |= most_told(_DATE, _least(rows, _date_rank))
    shown |= most_told(_PLACE, _least(rows, lambda row: _PRECISION_RANK[row["location_precision"]]))
    shown |= most_told(
        _SIDES, _least(rows, lambda row: -sum(row[name] is not None for name in _SIDES))
    )
    for measure in ("killed", "wounded"):
        told = tellings(rows, measure, sources, days)
        shown |= dict(zip(_bounds(measure), count_range(told), strict=True))
    shown["mediators"] = list(
        dict.fromkeys(name for row in rows for name in row["mediators"] or ())
    )
    shown["mediators"] = shown["mediators"] or None
    # Talks move on: the last report knows where they stand.
    shown["outcome"] = next((row["outcome"] for row in reversed(rows) if row["outcome"]), None)
    for name in ("claimant", "licence", "attribution"):
        shown[name] = "; ".join(dict.fromkeys(row[name] for row in rows if row[name])) or None
    shown["report_ids"] = list(dict.fromkeys(key for row in rows for key in row["report_ids"]))
    counted = [row["source_count"] or 1 for row in rows]
    shown["source_count"] = max(len(set(sources.values())), *counted)
    shown["confidence"] = max(
        (row["confidence"] for row in rows if row["confidence"] is not None), default=None
    )
    shown["status"] = min((row["status"] for row in rows), key=_STATUS_RANK.__getitem__)
    shown["sensitivity"] = max(
        (row["sensitivity"] for row in rows), key=_SENSITIVITY_RANK.__getitem__
    )
    return shown


def tellings(
    rows: Sequence[Row],
    measure: str,
    sources: Mapping[str, str],
    published: Mapping[str, dt.date | None],
) -> list[Told]:
    """Return the counts that the rows of a group state, in their order.

    Args:
        rows: of incidents.
        measure: `killed` or `wounded`.
        sources: the source key of each incident.
        published: the day on which the report of each incident was published.

    """
    told = []
    for row in rows:
        bounds = [row[name] for name in _bounds(measure)]
        if any(bound is not None for bound in bounds):
            key = row["incident_id"]
            told.append(
                Told(
                    speaker_of(row["claimant"], sources[key]), published[key], sources[key], *bounds
                )
            )
    return told


def speaker_of(claimant: str | None, source_key: str) -> str:
    """Return for whom a count speaks."""
    if claimant is None:
        return f"source:{source_key}"
    return " ".join(claimant.casefold().removeprefix("the ").split())


def is_superseded(one: Told, told: Sequence[Told]) -> bool:
    """Return whether the same speaker has stated a count later."""
    return one.published is not None and any(
        other.speaker == one.speaker
        and other.published is not None
        and other.published > one.published
        for other in told
    )


def count_range(told: Sequence[Told]) -> tuple[int | None, int | None, int | None]:
    """Return the least, the best and the highest number that counts add up to; see the module."""
    standing = [one for one in told if not is_superseded(one, told)]
    if not standing:
        return None, None, None
    lows = [one.low for one in standing if one.low is not None]
    highs = [one.high for one in standing if one.high is not None]
    open_from = [one.most_likely for one in standing if one.high is None]
    low = min(lows, default=None)
    high = max(highs) if highs and max(highs) >= max(open_from, default=0) else None
    return low, _best(standing), high


def _best(standing: Sequence[Told]) -> int | None:
    sources: dict[int, set[str]] = defaultdict(set)
    last: dict[int, dt.date] = {}
    for one in standing:
        if one.best is not None or one.low is not None:
            number = one.most_likely
            sources[number].add(one.source_key)
            last[number] = max(last.get(number, dt.date.min), one.published or dt.date.min)
    return max(
        sources, key=lambda number: (len(sources[number]), last[number], -number), default=None
    )


_TYPE = ("event_type", "sub_event_type")
_DATE = ("date_start", "date_end", "date_precision", "date_edtf")
_PLACE = (
    "place_name",
    "place_id",
    "iso3",
    "admin1",
    "location_precision",
    "radius_km",
    "geometry",
)
_SIDES = ("side_a", "side_b")
_PRECISION_RANK = {str(precision): rank for rank, precision in enumerate(LocationPrecision)}
_SENSITIVITY_RANK = {str(sensitivity): rank for rank, sensitivity in enumerate(Sensitivity)}
# What a person decided about one report's incident counts for what is shown.
_STATUS_RANK = {
    str(status): rank
    for rank, status in enumerate(
        (Status.CORRECTED, Status.CONFIRMED, Status.EXTRACTED, Status.REJECTED)
    )
}


def _bounds(measure: str) -> tuple[str, str, str]:
    return f"{measure}_low", f"{measure}_best", f"{measure}_high"


def _published(row: Row, published: Mapping[str, dt.date | None]) -> dt.date | None:
    days = [published.get(report_id) for report_id in row["report_ids"]]
    return min((day for day in days if day is not None), default=None)


def _telling(rows: Sequence[Row]) -> Sequence[Row]:
    """Return the rows whose type says something, those with a sub-type before the others."""
    typed = [row for row in rows if row["event_type"] not in {None, EventType.OTHER}]
    return [row for row in typed if row["sub_event_type"]] or typed or rows


def _date_rank(row: Row) -> int:
    if row["date_start"] is None:
        return 1_000_000
    days: int = ((row["date_end"] or row["date_start"]) - row["date_start"]).days
    return days


def _least(rows: Sequence[Row], rank: Callable[[Row], int]) -> list[Row]:
    least = min(map(rank, rows))
    return [row for row in rows if rank(row) == least]


def _most_told(names: Sequence[str], rows: Sequence[Row], sources: Mapping[str, str]) -> Row:
    told: dict[Hashable, set[str]] = defaultdict(set)
    for row in rows:
        told[tuple(row[name] for name in names)].add(sources[row["incident_id"]])
    votes = Counter({values: len(keys) for values, keys in told.items()})
    # The first of the most frequent: rows come with the earliest report first.
    most = votes.most_common(1)[0][1]
    return next(
        {name: row[name] for name in names}
        for row in rows
        if votes[tuple(row[name] for name in names)] == most
    )


def _by_date(columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    starts, ids = columns["date_start"], columns["incident_id"]
    order = sorted(
        range(len(ids)),
        key=lambda index: (starts[index] is None, starts[index] or dt.date.min, ids[index]),
    )
    return {name: [values[index] for index in order] for name, values in columns.items()}
