"""What a document says of incidents: figures as ranges, a table, numbered sources, notes.

Only incidents are summed; tolls stand beside the sum, and so do sums of rows that may not be shown
one by one.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import geopandas as gpd
import pandas as pd

from dashboard.exports.about import About, generator
from dashboard.exports.columns import arrow
from dashboard.exports.publishable import Publishable
from dashboard.exports.wording import count_text, days_text, place_text, span_text, type_text
from dashboard.exports.xml_text import legal
from dashboard.map.basemap import country_names
from geodata.boundary_profiles import boundary_note, boundary_profile
from geodata.query import CountRange, TollTotal, date_range, totals
from geodata.vocabulary import Kind

# Countries that are named before "and 3 more".
_MOST_NAMED: Final = 4
_MOST_TOLLS: Final = 5
_LONGEST: Final = 220
_LINKED: Final = ("http://", "https://")
# No document has a longer table.
MOST_LINES: Final = 500
# Stands in the table where no number is stated.
NO_NUMBER: Final = "–"
DEFAULT_TITLE: Final = "Incidents"


@dataclass(frozen=True, slots=True)
class Figure:
    """A key figure: "12–19", "people killed", "in 5 incidents; 2 more state no number"."""

    value: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the table of incidents; `sources` are numbers of the list of sources."""

    day: dt.date
    days: str
    place: str
    what: str
    killed: str
    wounded: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered source; the link is missing where the source has no web address."""

    number: int
    text: str
    link: str | None


@dataclass(frozen=True, slots=True)
class Brief:
    """What a document says.

    Attributes:
        title: what it shows.
        period: the days covered, as a person reads them.
        places: countries.
        dates: when the data were cut, and the document written.
        figures: the key figures.
        tolls: a sentence for each toll.
        lines: incidents, talks and tolls, those with most deaths first; no more than `MOST_LINES`.
        count: how many of them there are in all.
        sources: in the order of first mention.
        notes: what was withheld, how counts are meant, whose boundaries are drawn.

    """

    title: str
    period: str
    places: str
    dates: str
    figures: tuple[Figure, ...]
    tolls: tuple[str, ...]
    lines: tuple[Line, ...]
    count: int
    sources: tuple[Source, ...]
    notes: tuple[str, ...]

    def alternative_text(self) -> str:
        """Return what the map shows, for those who do not see it."""
        said = [f"Map: {self.title}, {self.period}. {self.places}."]
        said += [f"{one.label}: {one.value}." for one in self.figures]
        return " ".join(said)


def brief_of(content: Publishable, title: str | None, about: About) -> Brief:
    """Return what a document says of some rows."""
    incidents = content.incidents
    sources = _Sources(content)
    lines = tuple(_line(row, sources) for row in _ordered(incidents))
    return Brief(
        title=legal(title or DEFAULT_TITLE),
        period=_period(incidents, about),
        places=_places(content),
        dates=_dates(about),
        figures=tuple(_figures(content)),
        tolls=tuple(_tolls(incidents)),
        lines=lines,
        count=int((incidents["kind"] != Kind.STATEMENT).sum()),
        sources=tuple(sources.listed()),
        notes=tuple(_notes(content, about)),
    )


def _figures(content: Publishable) -> list[Figure]:
    summed = totals(content.incidents)
    figures = [Figure(f"{summed.incidents:,}", "incidents", _told_by(content.incidents))]
    for measure, counted, silent in (
        ("killed", summed.killed, summed.killed_not_stated),
        ("wounded", summed.wounded, summed.wounded_not_stated),
    ):
        stating = summed.incidents - silent
        note = f"in {_number(stating, 'incident')} that state a number" if stating else ""
        note += f"; {silent:,} state none" if silent and stating else ""
        figures.append(Figure(counted.text(), f"people {measure}", note))
    if summed.talks:
        figures.append(Figure(f"{summed.talks:,}", "rounds of talks"))
    if summed.tolls:
        figures.append(Figure(f"{len(summed.tolls):,}", "tolls", "never added to the incidents"))
    if content.aggregated_rows:
        figures.append(_sums_figure(content.aggregates))
    if summed.without_place:
        figures.append(Figure(f"{summed.without_place:,}", "without a place", "listed, not drawn"))
    return figures


def _sums_figure(sums: gpd.GeoDataFrame) -> Figure:
    happened = sums[sums["kind"] == Kind.INCIDENT]
    killed = CountRange(
        _total(happened["killed_low"]),
        _total(happened["killed_best"]),
        None if happened["killed_high"].isna().any() else _total(happened["killed_high"]),
    )
    return Figure(
        f"{int(happened['rows'].sum()):,}",
        "more, given as sums only",
        f"killed: {killed.text()}; not added to the others",
    )


def _total(values: "pd.Series[Any]") -> int | None:
    return int(values.sum()) if values.notna().any() else None


def _told_by(incidents: gpd.GeoDataFrame) -> str:
    told = {key for keys in incidents["report_ids"].to_numpy() for key in keys}
    return f"told by {_number(len(told), 'report')}" if told else ""


def _tolls(incidents: gpd.GeoDataFrame) -> list[str]:
    tolls = totals(incidents).tolls
    said = [_toll_text(toll) for toll in tolls[:_MOST_TOLLS]]
    if len(tolls) > _MOST_TOLLS:
        said.append(f"{_number(len(tolls) - _MOST_TOLLS, 'more toll')} in the table.")
    return said


def _toll_text(toll: TollTotal) -> str:
    where = legal(toll.place_name) if toll.place_name else "place not known"
    counts = [
        f"{counted.text()} {name}"
        for name, counted in (("killed", toll.killed), ("wounded", toll.wounded))
        if counted.stated
    ]
    text = (
        f"{where}, {span_text(toll.date_start, toll.date_end)}: {', '.join(counts) or 'no number'}"
    )
    if toll.killed.low and toll.accounted_for:
        text += f"; incidents in this list account for {toll.accounted_for:,} of the killed"
    return f"{text}."


def _ordered(incidents: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    """Return the rows of the table, those with most deaths first, then by day."""
    shown = incidents[(incidents["kind"] != Kind.STATEMENT).to_numpy(dtype=bool)]
    killed = (
        shown["killed_best"].fillna(shown["killed_low"]).fillna(shown["killed_high"]).fillna(-1)
    )
    order = (
        pd.DataFrame({"killed": -killed, "day": shown["date_start"], "id": shown["incident_id"]})
        .reset_index(drop=True)
        .sort_values(["killed", "day", "id"])
        .index[:MOST_LINES]
    )
    chosen = shown.iloc[order]
    columns = {name: arrow(chosen[name]).to_pylist() for name in _READ}
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


_READ: Final = (
    "kind",
    "event_type",
    "date_start",
    "date_end",
    "place_name",
    "location_precision",
    "outcome",
    "side_a",
    "side_b",
    "report_ids",
    "attribution",
    *(
        f"{measure}_{bound}"
        for measure in ("killed", "wounded")
        for bound in ("low", "best", "high")
    ),
)


def _line(row: Mapping[str, Any], sources: "_Sources") -> Line:
    what = type_text(row)
    if row["kind"] == Kind.TALKS and row["outcome"]:
        what += f" ({row['outcome']})"
    parties = " – ".join(name for name in (row["side_a"], row["side_b"]) if name)
    return Line(
        days=days_text(row, short=True),
        place=shortened(place_text(row)),
        what=shortened(f"{what}: {parties}" if parties else what),
        killed=_count(row, "killed"),
        wounded=_count(row, "wounded"),
        day=row["date_start"] or row["date_end"] or dt.date.max,
        sources=sources.of(row),
    )


def _count(row: Mapping[str, Any], measure: str) -> str:
    if row["kind"] == Kind.TALKS:
        return ""
    said = count_text(row, measure)
    return NO_NUMBER if said == CountRange().text() else said


class _Sources:
    """Numbers the sources in the order in which they are first needed."""

    def __init__(self, content: Publishable) -> None:
        reports = content.reports
        names = ("report_id", "title", "publisher", "url", "published")
        columns = [arrow(reports[name]).to_pylist() for name in names]
        self._reports = {row[0]: row[1:] for row in zip(*columns, strict=True)}
        self._numbers: dict[str, int] = {}
        self._texts: list[tuple[str, str | None]] = []
        self._rest = sorted({str(text) for text in content.aggregates["attribution"].dropna()})

    def of(self, row: Mapping[str, Any]) -> tuple[int, ...]:
        """Return the numbers of a row's sources."""
        keys = [key for key in row["report_ids"] if key in self._reports]
        if keys:
            return tuple(self._number(key, *_report_text(*self._reports[key])) for key in keys)
        attribution = row["attribution"]
        return (self._number(attribution, attribution, None),) if attribution else ()

    def listed(self) -> list[Source]:
        """Return all sources; those of sums last."""
        for text in self._rest:
            self._number(text, text, None)
        return [
            Source(number, legal(text), link)
            for number, (text, link) in enumerate(self._texts, start=1)
        ]

    def _number(self, key: str, text: str, link: str | None) -> int:
        if key not in self._numbers:
            self._texts.append((text, link))
            self._numbers[key] = len(self._texts)
        return self._numbers[key]


def _report_text(
    title: str | None, publisher: str | None, url: str | None, published: dt.date | None
) -> tuple[str, str | None]:
    parts = [publisher, f"“{shortened(title)}”" if title else None]
    parts.append(span_text(published, published) if published else None)
    link = url if url and url.startswith(_LINKED) and legal(url) == url else None
    if not (publisher or title):
        parts.insert(0, "Report without title and publisher")
    return ", ".join(part for part in parts if part), link


def _period(incidents: gpd.GeoDataFrame, about: About) -> str:
    found = date_range(incidents) or (None, None)
    first = about.selection.date_from or found[0]
    last = about.selection.date_to or found[1]
    return span_text(first, last)


def _places(content: Publishable) -> str:
    counted = (
        content.incidents["iso3"]
        .value_counts()
        .add(content.aggregates["iso3"].value_counts(), fill_value=0)
    )
    codes = [str(code) for code in counted.sort_values(ascending=False, kind="stable").index]
    names = country_names(codes)
    shown = [names.get(code, code) for code in codes[:_MOST_NAMED]]
    rest = len(codes) - len(shown)
    return ", ".join(shown) + (f" and {rest} more" if rest else "") if shown else "no country named"


def _dates(about: About) -> str:
    cut = None if about.data_cut is None else about.data_cut.date()
    written = about.written().date()
    said = [f"Data as of {span_text(cut, cut)}"] if cut else []
    if cut != written and about.written().year > _FIRST_YEAR:
        said.append(f"written {span_text(written, written)}")
    return ", ".join(said)


# What a zip archive without a date bears.
_FIRST_YEAR: Final = 1980


_RANGES: Final = (
    "A range gives the lowest and the highest number that stand; “or more” has no highest. “Not "
    "stated” is not zero. Tolls count over a period or an area and are never added up."
)


_PART: Final = (
    "The map shows a part of the area only; the key figures on it are those of that part, the "
    "others are of all rows."
)


def _notes(content: Publishable, about: About) -> list[str]:
    attributions = sorted({str(one) for one in content.incidents["attribution"].dropna().unique()})
    return [
        *content.notes(),
        *([_PART] if about.layout.bbox is not None else []),
        _RANGES,
        *(f"Data: {legal(text)}." for text in attributions),
        boundary_note(boundary_profile(about.layout.boundary_profile)),
        "Place names: GeoNames (geonames.org), CC BY 4.0.",
        f"Made with {generator()}.",
    ]


def shortened(text: str) -> str:
    """Return a text in one line and of a length that a table can take."""
    text = " ".join(legal(text).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _number(count: int, name: str) -> str:
    return f"{count:,} {name}{'' if count == 1 else 's'}"


def deadliest(brief: Brief, most: int) -> Sequence[Line]:
    """Return the rows with most deaths."""
    return brief.lines[:most]


def by_day(brief: Brief, most: int) -> tuple[Sequence[Line], str]:
    """Return as many rows as a table may have, by day, and what is to be said of the others."""
    shown = sorted(brief.lines[:most], key=lambda line: line.day)
    if brief.count <= most:
        return shown, ""
    return shown, (
        f"{most:,} of {brief.count:,} rows: those with most deaths. The others are not here: "
        "the spreadsheet (.xlsx) of the same selection is the annex with all of them."
    )
