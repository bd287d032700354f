"""What a map page says beside the map, as HTML: sums, incidents for the paper, sources, notes.

Everything that comes from a source is escaped; addresses are links only where they lead to the web.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

import geopandas as gpd

from dashboard.exports.columns import arrow
from dashboard.exports.documents.brief import NO_NUMBER, Brief, by_day
from dashboard.exports.xml_text import legal
from geodata.query import CountRange

_MOST_LINES: Final = 250
_MOST_SUMS: Final = 250
_HEAD: Final = ("Date", "Place", "What", "Killed", "Wounded", "Sources")
_SUMS_HEAD: Final = ("Month", "Area", "Kind and type", "Rows", "Killed")
_NUMBERS: Final = frozenset({"Killed", "Wounded", "Rows"})


def about_html(brief: Brief, sums: gpd.GeoDataFrame) -> str:
    """Return what stands beside a map."""
    parts = [
        *_sums(sums),
        *_incidents(brief),
        "<h2>Sources</h2>",
        _sources(brief),
        "<h2>Notes</h2>",
        *(f"<p>{escape(text)}</p>" for text in (*brief.notes, brief.dates) if text),
    ]
    return "\n".join(parts)


def _incidents(brief: Brief) -> list[str]:
    """Return the table for the paper; on the screen there is a list."""
    lines, rest = by_day(brief, _MOST_LINES)
    rows = [
        (
            line.days,
            line.place,
            line.what,
            line.killed,
            line.wounded,
            " ".join(f"[{number}]" for number in line.sources),
        )
        for line in lines
    ]
    note = " ".join(part for part in (rest, f"{NO_NUMBER}: no number is stated.") if part)
    return [
        '<h2 class="printed">Incidents, tolls and talks</h2>',
        _table(_HEAD, rows, is_printed=True),
        f'<p class="printed">{escape(note)}</p>',
    ]


def _sources(brief: Brief) -> str:
    listed = []
    for source in brief.sources:
        text = escape(source.text)
        if source.link:
            link = escape(source.link, quote=True)
            text += f' <a href="{link}" rel="noreferrer noopener">{link}</a>'
        listed.append(f"<li>{text}</li>")
    return f"<ol>{''.join(listed)}</ol>" if listed else "<p>No source is named.</p>"


def _sums(sums: gpd.GeoDataFrame) -> list[str]:
    """Return the table of what is not on the map one by one."""
    if not len(sums):
        return []
    names = ("period", "admin1", "iso3", "kind", "event_type", "rows")
    bounds = ("killed_low", "killed_best", "killed_high")
    shown = sums.head(_MOST_SUMS)
    columns = {name: arrow(shown[name]).to_pylist() for name in (*names, *bounds)}
    rows = []
    for row in range(len(shown)):
        own = {name: values[row] for name, values in columns.items()}
        killed = CountRange(*(own[name] for name in bounds)).text()
        area = ", ".join(own[name] for name in ("admin1", "iso3") if own[name]) or "not known"
        what = ", ".join(own[name] for name in ("kind", "event_type") if own[name])
        rows.append(
            (own["period"] or "undated", area, what.replace("_", " "), str(own["rows"]), killed)
        )
    rest = len(sums) - len(shown)
    more = [f"<p>{rest:,} more sums are not listed.</p>"] if rest else []
    return ["<h2>Given only as sums, not on the map</h2>", _table(_SUMS_HEAD, rows), *more]


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, is_printed: bool = False) -> str:
    def cells(tag: str, texts: Sequence[str]) -> str:
        classes = [' class="number"' if name in _NUMBERS else "" for name in head]
        return "".join(
            f"<{tag}{kind}>{escape(legal(text))}</{tag}>"
            for kind, text in zip(classes, texts, strict=True)
        )

    body = "".join(f"<tr>{cells('td', row)}</tr>" for row in rows)
    kind = ' class="printed"' if is_printed else ""
    return f"<table{kind}><thead><tr>{cells('th', head)}</tr></thead><tbody>{body}</tbody></table>"
