"""A report's text as a page shows it: in pieces, each with the rows that it tells.

Plain text in plain structures; the component's script puts it into the page as text.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from dashboard.incident_panel import Row
from dashboard.wording import period

ReportText = dict[str, Any]


class Quote(NamedTuple):
    """A span of the text, and the row that it tells of."""

    start: int
    end: int
    incident_id: str


def report_text(
    report: Row, quotes: Iterable[Quote], titles: dict[str, str], selected: str | None
) -> ReportText:
    """Return what the component shows of a report.

    Args:
        report: a row of the frame of reports.
        quotes: what claims quote of it.
        titles: of each row that the quotes tell of, one line.
        selected: the row that is open.

    """
    text = report["text"]
    published = report["published"]
    return {
        "title": report["title"] or report["publisher"] or "untitled",
        "publisher": report["publisher"],
        "url": report["url"],
        "line": period(published, published) if published else None,
        "selected": selected,
        "titles": titles,
        "segments": [
            {"text": text[start:end], "incidents": told}
            for start, end, told in pieces(len(text), quotes)
            if end > start
        ],
    }


def pieces(length: int, quotes: Iterable[Quote]) -> list[tuple[int, int, list[str]]]:
    """Return a text's spans in order, from end to end, each with the rows that it tells of.

    Args:
        length: of the text.
        quotes: spans in it, which may overlap; what lies outside the text is cut off.

    """
    bounds = {0, length}
    starts: dict[int, list[str]] = defaultdict(list)
    ends: dict[int, list[str]] = defaultdict(list)
    for start, end, incident_id in sorted(set(quotes)):
        first, last = max(0, min(start, length)), max(0, min(end, length))
        if first < last:
            bounds |= {first, last}
            starts[first].append(incident_id)
            ends[last].append(incident_id)
    found: list[tuple[int, int, list[str]]] = []
    telling: list[str] = []
    order = sorted(bounds)
    for start, end in itertools.pairwise(order):
        for ended in ends[start]:
            telling.remove(ended)
        telling.extend(starts[start])
        found.append((start, end, list(dict.fromkeys(telling))))
    return found
