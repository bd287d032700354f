"""What is said of an incident that several reports tell: who states what, and why they are one.

`linked_part` returns plain text in plain structures for the incident panel; `explained` the reasons
of a link, for panel and command line alike.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.incident_panel import CountryName, Row, incident_title, plain_rows, reference
from geodata.link_tables import Link
from geodata.linked import Told, is_superseded, tellings
from geodata.query import CountRange
from geodata.reading import Linked

Part = dict[str, Any]


def linked_part(
    linked: Linked, reports: pd.DataFrame, country_name: CountryName = str
) -> Part | None:
    """Return what the panel shows of an incident's links; None when it has none.

    Args:
        linked: what is linked with the incident.
        reports: frame of reports.
        country_name: name of a country by its ISO 3166-1 alpha-3 code.

    """
    rows = {row["incident_id"]: row for row in plain_rows(linked.incidents)}
    group = [key for key in rows if _shown_id(linked, key) == linked.shown_id]
    own, possible = [], []
    for link in linked.links:
        inside = {link.incident_a, link.incident_b} & set(group)
        if len(inside) > 1:
            own.append(link)
        elif inside and (link.incident_a, link.incident_b) not in linked.refused:
            possible.append(link)
    if len(group) < 2 and not possible:  # noqa: PLR2004 - a group has two
        return None
    told = _told([rows[key] for key in group], linked, reports)
    names = {one["incident"]: one["report"]["name"] for one in told}
    return {
        "told": told if len(group) > 1 else [],
        "sources": _sources(group, linked),
        "why": [_why(link, f"{names[link.incident_a]} – {names[link.incident_b]}") for link in own],
        "possible": _possible(possible, set(group), rows, linked, country_name),
    }


def explained(link: Link) -> list[str]:
    """Return what speaks for and against a link, the weightiest first; what weighs nothing last."""
    ordered = sorted(link.features, key=lambda feature: -abs(feature[2]))
    return [f"{_sign(weight)} {how}" for _, how, weight in ordered]


def percent(score: float) -> str:
    """Return a score as a person reads it; none is ever quite sure."""
    return f"{min(int(score * 100), 99)}%"


def _sign(weight: float) -> str:
    return "○" if weight == 0 else f"{weight:+.1f}".replace("-", "−")


def _shown_id(linked: Linked, incident_id: str) -> str:
    member = linked.members.get(incident_id)
    return member.shown_id if member else incident_id


def _sources(group: Sequence[str], linked: Linked) -> str:
    count = len({linked.members[key].source_key for key in group if key in linked.members}) or 1
    sources = "1 independent source" if count == 1 else f"{count} independent sources"
    return f"{sources}, {len(group)} reports"


def _told(group: Sequence[Row], linked: Linked, reports: pd.DataFrame) -> list[Part]:
    """Return each report's count beside the others', the earliest first."""
    report_ids = [report for row in group for report in row["report_ids"]]
    known = {
        row["report_id"]: row for row in plain_rows(reports[reports["report_id"].isin(report_ids)])
    }
    first = {row["incident_id"]: next(iter(row["report_ids"]), None) for row in group}
    of_row = {key: known.get(report) for key, report in first.items() if report is not None}
    published = {
        key: report["published"] if report else None
        for key, report in ((key, of_row.get(key)) for key in first)
    }
    sources = {key: linked.members[key].source_key for key in first if key in linked.members}
    sources = {key: sources.get(key, key) for key in first}
    ordered = sorted(
        group, key=lambda row: (str(published[row["incident_id"]] or "9999"), row["incident_id"])
    )
    return [
        {
            "incident": row["incident_id"],
            "report": _named(reference(of_row.get(row["incident_id"])), row),
            "claimant": row["claimant"],
            "counts": [
                _count(row, measure, ordered, sources, published)
                for measure in _MEASURES
                if any(_states(one, measure) for one in group)
            ],
        }
        for row in ordered
    ]


def _named(report: dict[str, str | None], row: Row) -> dict[str, str | None]:
    """Return a report's reference with the name under which links speak of it."""
    return report | {"name": report["publisher"] or report["title"] or str(row["source"])}


def _count(
    row: Row,
    measure: str,
    group: Sequence[Row],
    sources: Mapping[str, str],
    published: Mapping[str, Any],
) -> Part:
    own: list[Told] = tellings([dict(row)], measure, sources, published)
    if not own:
        return {"text": None, "superseded": False}
    others = tellings([dict(one) for one in group], measure, sources, published)
    count = CountRange(own[0].low, own[0].best, own[0].high)
    return {"text": f"{count.text()} {measure}", "superseded": is_superseded(own[0], others)}


_MEASURES = ("killed", "wounded")
# The surest stand first; nobody reads a page of others.
_MOST_POSSIBLE = 12


def _states(row: Row, measure: str) -> bool:
    return any(row[f"{measure}_{bound}"] is not None for bound in ("low", "best", "high"))


def _why(link: Link, title: str) -> Part:
    return {"title": title, "score": percent(link.score), "reasons": explained(link)}


def _possible(
    links: Sequence[Link],
    group: set[str],
    rows: Mapping[str, Row],
    linked: Linked,
    country_name: CountryName,
) -> list[Part]:
    """Return what is possibly the same, each once, with its surest link."""
    found: dict[str, Part] = {}
    for link in links:
        other = link.incident_b if link.incident_a in group else link.incident_a
        if other in rows:
            shown = _shown_id(linked, other)
            title = incident_title(rows[other], country_name)
            found.setdefault(shown, _why(link, title) | {"incident": shown})
    return list(found.values())[:_MOST_POSSIBLE]
