"""What a static map says: its headings, its key figures, its notes."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

import pandas as pd

from dashboard.exports.static_map.options import MapOptions
from dashboard.exports.static_map.typesetting import clean
from dashboard.wording import period
from geodata.boundary_profiles import boundary_note, boundary_profile
from geodata.query import CountRange, Totals
from geodata.vocabulary import Kind

_MOST_SOURCES: Final = 6
_MAP_SOURCES: Final = "Boundaries: Natural Earth. Place names: GeoNames (CC BY 4.0)."


def shown_period(options: MapOptions, found: tuple[dt.date, dt.date] | None) -> str:
    """Return the period that a map covers, as its subtitle says it."""
    first, last = options.period
    if found is not None:
        first, last = first or found[0], last or found[1]
    if first is None or last is None:
        return "" if first is last else f"from {first}" if first else f"until {last}"
    return period(first, last, "day")


def subtitle(options: MapOptions, places: str, covered: str) -> str:
    """Return the line under the title: theme, place, period."""
    if options.subtitle is not None:
        return clean(options.subtitle)
    parts = [options.theme if options.title else "", places, covered]
    return "  ·  ".join(clean(part) for part in parts if part)


def title(options: MapOptions, places: str) -> str:
    """Return the title; where none is given, the theme and the place."""
    if options.title:
        return clean(options.title)
    return clean(f"{options.theme}: {places}" if places else options.theme)


def place_names(names: Iterable[str]) -> str:
    """Return countries as a list in words: "Afghanistan, Pakistan and 3 other countries"."""
    known = list(names)
    if len(known) <= 3:  # noqa: PLR2004 - as many as are read at a glance
        return " and ".join([", ".join(known[:-1]), known[-1]] if len(known) > 1 else known)
    return f"{', '.join(known[:2])} and {len(known) - 2} other countries"


def figures(totals: Totals) -> list[tuple[str, str]]:
    """Return the key figures as number and what it counts, the most important first."""
    if not totals.incidents and not totals.talks:
        return []
    found = [(f"{totals.incidents:,}", "incident" if totals.incidents == 1 else "incidents")]
    for measure, name, unstated in (
        (totals.killed, "killed", totals.killed_not_stated),
        (totals.wounded, "wounded", totals.wounded_not_stated),
    ):
        if measure.stated:
            known = totals.incidents - unstated
            basis = f"stated by {known:,} of them" if unstated else "in these"
            found.append((measure.text(), f"{name}, {basis}"))
        elif totals.incidents and name == "killed":
            found.append(("–", "killed: no number stated"))
    if totals.talks:
        found.append((f"{totals.talks:,}", "talks held or announced"))
    return found


def sums(aggregates: pd.DataFrame) -> list[tuple[str, str]]:
    """Return what rows that are known here only as sums add up to, as key figures."""
    happened = aggregates[(aggregates["kind"] == Kind.INCIDENT).to_numpy(dtype=bool)]
    if happened.empty:
        return []
    rows = int(happened["rows"].sum())
    found = [(f"{rows:,}", "incidents, shown only as sums by division")]
    unstated = int(happened["killed_not_stated"].sum())
    if unstated < rows:
        low, best, high = (happened[f"killed_{bound}"] for bound in ("low", "best", "high"))
        # A sum whose rows state nothing adds nothing, and does not leave the range open.
        is_open = (high.isna() & low.notna()).any()
        killed = CountRange(int(low.sum()), int(best.sum()), None if is_open else int(high.sum()))
        found.append((killed.text(), f"killed, stated by {rows - unstated:,} of these"))
    return found


def sums_dates(aggregates: pd.DataFrame) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day of the months or years that sums are of."""
    known = sorted(aggregates["period"].dropna().astype(str).unique())
    if not known:
        return None
    ends = [part for one in known for part in one.split("/")]
    firsts = [dt.date.fromisoformat(f"{one}-01-01"[: len("2025-01-01")]) for one in ends]
    lasts = [
        dt.date(day.year + (len(one) == len("2025") or day.month == 12), 1, 1)  # noqa: PLR2004 - December
        if len(one) == len("2025") or day.month == 12  # noqa: PLR2004 - as above
        else dt.date(day.year, day.month + 1, 1)
        for one, day in zip(ends, firsts, strict=True)
    ]
    return min(firsts), max(lasts) - dt.timedelta(days=1)


def toll_lines(totals: Totals) -> list[str]:
    """Return a sentence for each toll, which stands apart from the sums."""
    lines = []
    for toll in totals.tolls[:3]:
        if not toll.killed.stated:
            continue
        words = [f"Toll of {toll.killed.text()} killed reported"]
        if toll.place_name:
            words.append(f", {clean(toll.place_name)[:60]}")
        if toll.date_start and toll.date_end:
            words.append(f", {period(toll.date_start, toll.date_end)}")
        if toll.not_located:
            words.append(f"; {toll.not_located:,} of them not located")
        lines.append(f"{''.join(words)}.")
    if len(totals.tolls) > 3:  # noqa: PLR2004 - as many as are shown
        lines.append(f"{len(totals.tolls) - 3} more tolls are reported.")
    return lines


def not_shown(unplaced: int, low: int, statements: int, undated: int, unnamed: int) -> str:
    """Return what the map does not show as marks, in a sentence or more; nothing when it does."""
    parts = []
    if unplaced:
        parts.append(f"{unplaced:,} without a place")
    if statements:
        parts.append(f"{statements:,} statement{'s' * (statements != 1)}")
    text = f"Not shown: {', '.join(parts)}. " if parts else ""
    return text + _shown_otherwise(low, undated, unnamed)


def not_counted(unplaced: int, outside: int, low: int, undated: int, unnamed: int) -> str:
    """Return what a map of a part of the earth leaves out; its figures are of what it shows."""
    parts = []
    if outside:
        parts.append(f"{outside:,} outside the map")
    if unplaced:
        parts.append(f"{unplaced:,} without a place")
    text = f"Neither shown nor counted: {', '.join(parts)}. " if parts else ""
    return text + _shown_otherwise(low, undated, unnamed)


def _shown_otherwise(low: int, undated: int, unnamed: int) -> str:
    text = ""
    if low:
        are = "is" if low == 1 else "are"
        text += f"{low:,} known only to an area or a border {are} shown as such. "
    if undated:
        text += f"{undated:,} without a date {'is' if undated == 1 else 'are'} included. "
    if unnamed:
        are = "place is" if unnamed == 1 else "places are"
        text += f"{unnamed:,} {are} not named: no font here has the letters. "
    return text.strip()


def sources(incidents: pd.DataFrame, reports: pd.DataFrame, options: MapOptions) -> str:
    """Return the statement of sources, with the days on which they were read."""
    parts = []
    if len(reports):
        names = reports["publisher"].fillna(reports["title"]).fillna("unnamed").map(clean)
        counted = (
            names.value_counts()
            .sort_index(kind="stable")
            .sort_values(ascending=False, kind="stable")
        )
        shown = [str(name)[:60] for name in counted.index[:_MOST_SOURCES]]
        more = len(counted) - len(shown)
        listed = ", ".join(shown) + (f" and {more} more" if more > 0 else "")
        parts.append(
            f"{len(reports):,} report{'s' * (len(reports) != 1)} ({listed}){_read(reports)}"
        )
    credits_ = sorted({clean(str(one)) for one in incidents["attribution"].dropna().unique()})
    datasets = sorted(
        {clean(str(one)) for one in incidents["source"].dropna().unique()} - {"report", "sample"}
    )
    parts.extend(one[:200] for one in credits_[:_MOST_SOURCES])
    parts.extend(one for one in datasets if not any(one.lower() in own.lower() for own in credits_))
    if options.sources:
        parts.append(clean(options.sources))
    listed = "; ".join(part.rstrip(".") for part in parts)
    return f"Sources: {listed}. {_MAP_SOURCES}" if listed else f"Sources: {_MAP_SOURCES}"


def disclaimer(options: MapOptions) -> str:
    """Return the note on boundaries."""
    return boundary_note(boundary_profile(options.boundary_profile))


def data_cut(incidents: pd.DataFrame, reports: pd.DataFrame) -> dt.date | None:
    """Return the day as of which the data stand: the last that a source was read or tells of."""
    read = reports["retrieved"].dropna() if len(reports) else pd.Series(dtype="datetime64[s, UTC]")
    if len(read):
        day: dt.date = read.max().date()
        return day
    days = [incidents[name].dropna() for name in ("date_end", "date_start")]
    last = [one.max().date() for one in days if len(one)]
    return max(last, default=None)


def killed_words(killed: CountRange) -> str:
    """Return a number of killed for a label, nothing when it is not stated."""
    return f"{killed.text()} killed" if killed.stated else ""


def _read(reports: pd.DataFrame) -> str:
    read = reports["retrieved"].dropna()
    if read.empty:
        return ""
    first, last = read.min().date(), read.max().date()
    return f", accessed {period(first, last, 'day')}"
