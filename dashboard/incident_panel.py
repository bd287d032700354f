"""What the incident panel says of one incident: the words of reports behind it.

The map shows the facts; here stand the quotes, who says so, and the reports to read them in.
`incident_panel` returns plain text in plain structures; the panel's script puts it into the page
as text, so that nothing in a report is ever read as HTML or Markdown.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from dashboard.wording import (
    claimed_count,
    event_type_name,
    kind_name,
    outcome_words,
    period,
    precision_words,
    source_name,
    term_words,
)
from geodata.masks import CHECK_BELOW, NUMBER_CHECK_BELOW
from geodata.query import CountRange
from geodata.saving import SAMPLE
from geodata.vocabulary import Kind, Status

# A report longer than this is shown around its quotes only: nobody reads a book in a panel.
_REPORT_CHARACTERS = 20_000
_AROUND_QUOTES = 2_000
_TOLL_WORDS = "a period or an area; not added to the incidents"

Panel = dict[str, Any]
Row = Mapping[str, Any]
CountryName = Callable[[str], str]


def incident_panel(
    incident_id: str,
    incidents: pd.DataFrame,
    claims: pd.DataFrame,
    reports: pd.DataFrame,
    country_name: CountryName = str,
) -> Panel | None:
    """Return what the panel shows of an incident, or None when there is no such incident.

    Args:
        incident_id: the incident.
        incidents: frame of incidents.
        claims: frame of claims.
        reports: frame of reports.
        country_name: name of a country by its ISO 3166-1 alpha-3 code.

    """
    found = _rows(incidents, "incident_id", [incident_id])
    if not found:
        return None
    incident = found[0]
    said = _rows(claims, "incident_id", [incident_id])
    said.sort(key=lambda claim: (claim["report_id"], claim["start"], claim["claim_id"]))
    report_ids = [claim["report_id"] for claim in said] + list(incident["report_ids"] or [])
    sources = {row["report_id"]: row for row in _rows(reports, "report_id", report_ids)}
    return {
        "sample": incident["source"] == SAMPLE,
        "title": incident_title(incident, country_name),
        "facts": incident_facts(incident, country_name),
        "passages": _passages(said, sources),
        "reports": [_report_text(report, said) for report in sources.values()],
    }


def incident_title(incident: Row, country_name: CountryName = str) -> str:
    """Return one line that names an incident: what, where, when."""
    what = term_words(incident["sub_event_type"]) or event_type_name(incident["event_type"])
    kind = kind_name(incident["kind"])
    if incident["kind"] in (Kind.TOLL, Kind.STATEMENT):
        # Its type is that of what it speaks of: it must not pass for an incident.
        what = f"{kind}: {what.lower()}" if what else kind
    what = what or kind
    country = country_name(incident["iso3"]) if incident["iso3"] else None
    where = incident["place_name"] or country or "no place given"
    return f"{what} · {where} · {_period(incident)}"


def incident_facts(incident: Row, country_name: CountryName = str) -> list[tuple[str, str]]:
    """Return what is known of an incident, each fact with its name; what is not known is left out.

    Of talks that is their venue, parties, mediators and outcome.
    """
    talks = incident["kind"] == Kind.TALKS
    sides = [side for side in (incident["side_a"], incident["side_b"]) if side]
    country = country_name(incident["iso3"]) if incident["iso3"] else None
    place = ", ".join(
        dict.fromkeys(
            name for name in (incident["place_name"], incident["admin1"], country) if name
        )
    )
    confidence = incident["confidence"]
    unseen = incident["status"] == Status.EXTRACTED
    unsure = unseen and confidence is not None and confidence < CHECK_BELOW
    facts = [
        ("Counted over", _TOLL_WORDS if incident["kind"] == Kind.TOLL else ""),
        ("Killed", _counted(incident, "killed")),
        ("Wounded", _counted(incident, "wounded")),
        ("Venue" if talks else "Place", place),
        ("Place known as", "" if not place else precision_words(incident["location_precision"])),
        ("Parties", " – ".join(sides)),
        ("Mediators", ", ".join(incident["mediators"] or [])),
        ("Outcome", outcome_words(incident["outcome"]) if talks else ""),
        ("Said by", incident["claimant"] or ""),
        # A report is named where it is quoted.
        ("Source", "" if incident["report_ids"] else source_name(incident["source"] or "")),
        (
            "Confidence",
            "" if confidence is None else f"{confidence:.0%}{', check it' if unsure else ''}",
        ),
    ]
    return [(name, said) for name, said in facts if said]


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame without their geometry, with None for what is missing."""
    return [
        {str(name): _plain(value) for name, value in row.items()}
        for row in frame.drop(columns="geometry", errors="ignore").to_dict("records")
    ]


def reference(report: Row | None) -> dict[str, str | None]:
    """Return how a report is named where it is quoted."""
    if report is None:
        return {"title": None, "publisher": None, "url": None, "line": "report not in the store"}
    published = report["published"]
    parts = [
        report["title"] if report["publisher"] else None,
        period(published, published) if published else None,
    ]
    return {
        "title": report["title"],
        "publisher": report["publisher"],
        "url": report["url"],
        "line": ", ".join(part for part in parts if part),
    }


def _rows(frame: pd.DataFrame, column: str, values: Sequence[str]) -> list[dict[str, Any]]:
    return plain_rows(frame.loc[frame[column].isin(values)])


def _plain(value: Any) -> Any:  # noqa: ANN401 - any cell
    if isinstance(value, list):
        return value
    if pd.isna(value):
        return None
    return value.date() if isinstance(value, pd.Timestamp) else value


def _counted(incident: Row, measure: str) -> str:
    count = CountRange(*(incident[f"{measure}_{bound}"] for bound in ("low", "best", "high")))
    return count.text() if count.stated else ""


def _period(incident: Row) -> str:
    names = ("date_start", "date_end", "date_precision", "date_edtf")
    return period(*(incident[name] for name in names))


def _passages(claims: Sequence[Row], reports: Mapping[str, Row]) -> list[dict[str, Any]]:
    """Return each quote once, with what is claimed in it."""
    passages: dict[tuple[str, int, int], dict[str, Any]] = {}
    for claim in claims:
        place = (claim["report_id"], claim["start"], claim["end"])
        report = reports.get(claim["report_id"])
        passage = passages.setdefault(
            place, {"quote": claim["quote"], "claims": [], "report": reference(report)}
        )
        said = _claim(claim)
        if said is not None and said not in passage["claims"]:
            passage["claims"].append(said)
    return list(passages.values())


def _claim(claim: Row) -> dict[str, str | None] | None:
    text = claimed_count(
        claim["measure"], claim["low"], claim["high"], claim["qualifier"], claim["group"]
    )
    if text is None:
        return _responsibility(claim)
    side = f" ({claim['side']})" if claim["side"] else ""
    denied = "denied: " if claim["negated"] else ""
    unsure = claim["confidence"] is not None and claim["confidence"] < NUMBER_CHECK_BELOW
    mark = ", unsure: check it" if unsure else ""
    return {"text": f"{denied}{text}{side}{mark}", "claimant": claim["claimant"]}


def _responsibility(claim: Row) -> dict[str, str | None] | None:
    """Say of a claim that counts nothing who is said to have done it, if anybody."""
    if not claim["side"]:
        return None
    own = claim["side"] == claim["claimant"]
    verb = "denies it" if claim["negated"] else "claims it" if own else "blamed"
    text = f"{claim['side']} {verb}" if own or claim["negated"] else f"{verb}: {claim['side']}"
    return {"text": text, "claimant": claim["claimant"]}


def _report_text(report: Row, claims: Sequence[Row]) -> dict[str, Any]:
    """Return the report's text in pieces, each quoted by a claim or not."""
    text = report["text"]
    quotes = _merged(
        (claim["start"], claim["end"])
        for claim in claims
        if claim["report_id"] == report["report_id"]
    )
    first, last = _shown(len(text), quotes)
    segments = [{"text": "… ", "quoted": False}] if first > 0 else []
    at = first
    for start, end in quotes:
        if end > last:
            break
        segments.append({"text": text[at:start], "quoted": False})
        segments.append({"text": text[start:end], "quoted": True})
        at = end
    segments.append({"text": text[at:last], "quoted": False})
    if last < len(text):
        segments.append({"text": " …", "quoted": False})
    title = report["title"] or report["publisher"] or "untitled"
    return {"title": title, "segments": [part for part in segments if part["text"]]}


def _merged(spans: Iterator[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans in order, those that overlap as one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _shown(length: int, quotes: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """Return which part of a report to show: all of a short one, the quotes' part of a long one."""
    if length <= _REPORT_CHARACTERS:
        return 0, length
    if not quotes:
        return 0, _REPORT_CHARACTERS
    first = max(0, quotes[0][0] - _AROUND_QUOTES)
    return first, min(length, quotes[-1][1] + _AROUND_QUOTES, first + _REPORT_CHARACTERS)
