"""Measure the dashboard's pages at 100,000 and 1,000,000 rows: what a change of a filter costs.

    PYTHONPATH=tests python tests/benchmarks/bench_dashboard.py [--rows 100000 1000000]

Prints JSON: for each page the seconds of the processor of its first run and of the runs after a
filter or the dates changed (median and worst), as the server has them to do; and for the filters
alone, beside what a user writes with pandas: the same comparisons and `value_counts` of the same
columns under the other filters. How long a browser waits beside that is for `bench_map.py`.
"""

import argparse
import datetime as dt
import json
import logging
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
from dashboard_pages import data_page, incidents_page, run_page, timeline_page
from made_dataset import dataset_chunks, file_of

from dashboard.selection import View
from geodata.facets import Facets
from geodata.query import Selection
from geodata.store import Store

_CHANGES = [
    View(date_from=dt.date(2016, 1, 1), date_to=dt.date(2019, 6, 1)),
    View(date_from=dt.date(2016, 1, 1), date_to=dt.date(2022, 6, 1)),
    View(event_types=("battle",)),
    View(event_types=("battle",), countries=("AFG",)),
    View(actors=("Armed group 7 (2014-)",)),
    View(deaths_from=2),
]
_SELECTION = Selection(
    event_types=("battle", "explosion"),
    countries=("AFG", "PAK"),
    date_from=dt.date(2016, 1, 1),
    date_to=dt.date(2022, 6, 1),
)
_TIMES = 5


def map_page() -> None:
    from dashboard.views import map as page  # noqa: PLC0415 - Streamlit runs this function's text

    page.show()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000, 1_000_000])
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    found = {}
    with tempfile.TemporaryDirectory() as folder:
        for size in asked.rows:
            path = Path(folder) / f"{size}.db"
            Store.open(path, create=True).save_dataset(dataset_chunks(size), **file_of())
            os.environ["INCIDENTMAP_STORE"] = str(path)
            incidents = Store.open(path).incidents()
            found[size] = {
                "filters": _filters(incidents),
                **{page.__name__: _page(page) for page in (map_page, *_PAGES)},
            }
    json.dump(found, sys.stdout, indent=2)


_PAGES = (timeline_page, incidents_page, data_page)


def _page(page: Callable[[], None]) -> dict[str, float]:
    app: Any = None

    def first() -> None:
        nonlocal app
        app = run_page(page)

    begun = _seconds(first)
    changed = []
    for view in _CHANGES:
        app.session_state["view"] = view
        changed.append(_seconds(app.run))
        assert not app.exception
    return {
        "first": round(begun, 3),
        "change, median": round(statistics.median(changed), 3),
        "change, worst": round(max(changed), 3),
    }


def _filters(incidents: gpd.GeoDataFrame) -> dict[str, float]:
    """Return seconds for all counts of one selection, ours and as one writes them with pandas."""
    begun = time.process_time()
    facets = Facets(incidents)
    made = time.process_time() - begun
    ours = statistics.median(_seconds(lambda: facets.counted(_SELECTION)) for _ in range(_TIMES))
    theirs = statistics.median(_seconds(lambda: _with_pandas(incidents)) for _ in range(_TIMES))
    return {
        "made once": round(made, 3),
        "counts": round(ours, 4),
        "counts with pandas": round(theirs, 4),
        "pandas / ours": round(theirs / ours, 1),
    }


def _with_pandas(incidents: gpd.GeoDataFrame) -> dict[str, Any]:
    tests = {
        "event_type": incidents["event_type"].isin(_SELECTION.event_types),
        "iso3": incidents["iso3"].isin(_SELECTION.countries),
        "dates": (incidents["date_end"] >= str(_SELECTION.date_from))
        & (incidents["date_start"] <= str(_SELECTION.date_to)),
    }
    counts = {}
    for column in ("kind", "event_type", "iso3", "source", "location_precision", "side_a"):
        others = [test for name, test in tests.items() if name != column]
        rows = others[0]
        for test in others[1:]:
            rows &= test
        counts[column] = incidents.loc[rows, column].value_counts()
    return counts


def _seconds(work: Callable[[], Any]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


if __name__ == "__main__":
    main()
