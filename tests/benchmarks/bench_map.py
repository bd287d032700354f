"""Measure the map page: building, size, opening, dragging, panning.

    python tests/benchmarks/bench_map.py 100000 1000000

Points lie around 400 centres over ten years, a tenth of them last up to a month, each has one
claim with a sentence. The browser is headless Chromium with software rendering.
"""

import dataclasses
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

from find_chromium import find_chromium
from playwright.sync_api import Page, sync_playwright

from dashboard.map.incident_map import incident_map, page
from geodata.frames import CRS, pandas_dtype, reports_frame
from geodata.incident import Claim, Incident, Report, TableType

_CENTRES = 400
_DAYS = 3650
_WARM_UP_ROWS = 10

_SETUP = """
window.quantile = (values, share) => {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
};
window.frames_of = async (count, act) => {
  const times = [];
  let last = null;
  for (let i = 0; i < count; i++) {
    await new Promise((resolve) => requestAnimationFrame((now) => {
      if (last !== null) times.push(now - last);
      last = now;
      act(i);
      resolve();
    }));
  }
  return [quantile(times, 0.5), quantile(times, 0.95)];
};
null
"""
_DRAG = """async () => {
  const track = document.querySelector('.track');
  const thumb = document.querySelector('.thumb.to');
  const box = track.getBoundingClientRect();
  track.setPointerCapture = () => {};
  const send = (name, x, target) => target.dispatchEvent(new PointerEvent(name, {
    bubbles: true, clientX: x, clientY: box.top + 10, pointerId: 1, button: 0,
  }));
  send('pointerdown', box.right, thumb);
  const result = await frames_of(150, (i) =>
    send('pointermove', box.right - box.width * (0.45 - 0.45 * Math.cos(i / 12)), track));
  send('pointerup', box.right, track);
  await incidentMap.setDates('0001-01-01', '9999-12-31');
  return result;
}"""
_PAN = """() => frames_of(150, (i) => {
  map_1._rawPanBy(L.point(10 * Math.cos(i / 15), 8 * Math.sin(i / 15)));
  map_1.fire('move');
})"""


def main(sizes: list[int]) -> None:
    """Print a line of figures for each number of incidents."""
    write("rows        build s   MB   open s   drag ms p50/p95   pan ms p50/p95   click ms")
    tables = made_frames(_WARM_UP_ROWS)
    incident_map(*tables)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=["--no-sandbox", "--disable-gpu"]
        )
        for size in sizes:
            tables = made_frames(size)
            began = time.perf_counter()
            text = page(incident_map(*tables))
            built = time.perf_counter() - began
            path = Path(folder) / f"{size}.html"
            path.write_text(text, encoding="utf-8")
            opened = browser.new_page(viewport={"width": 1400, "height": 900})
            figures = measured(opened, path, tables[0]["incident_id"].iloc[7])
            opened.close()
            write(f"{size:>9,}{built:>9.2f}{len(text) / 1e6:>7.1f}{figures}")
        browser.close()


def measured(opened: Page, path: Path, incident_id: str) -> str:
    """Open a page and return its figures; the incident is the one to select."""
    began = time.perf_counter()
    opened.goto(path.as_uri())
    opened.evaluate("incidentMap.ready")
    ready = time.perf_counter() - began
    opened.evaluate(_SETUP)
    drag, pan = opened.evaluate(_DRAG), opened.evaluate(_PAN)
    click = opened.evaluate(
        "async (id) => { const began = performance.now();"
        "await incidentMap.select(id); return performance.now() - began; }",
        incident_id,
    )
    frames = f"{drag[0]:>12.1f} /{drag[1]:>6.1f}{pan[0]:>10.1f} /{pan[1]:>6.1f}"
    return f"{ready:>8.2f}{frames}{click:>10.0f}"


def made_frames(count: int) -> tuple[gpd.GeoDataFrame, pd.DataFrame, pd.DataFrame]:
    """Return made-up incidents, a claim each, and one report."""
    chance = np.random.default_rng(1)
    centre = chance.integers(0, _CENTRES, count)
    start = np.datetime64("2015-01-01") + chance.integers(0, _DAYS, count)
    killed = chance.poisson(2, count)
    # Like hashes, ids hold nothing that could be compressed.
    ids = [f"{number:016x}" for number in chance.integers(0, 2**63, count)]
    incidents = _frame(
        Incident,
        count,
        incident_id=ids,
        kind="incident",
        event_type=chance.choice(["battle", "explosion", "protest", "riot"], count),
        date_start=start.astype("datetime64[s]"),
        date_end=(start + chance.integers(0, 300, count) // 270).astype("datetime64[s]"),
        date_precision="day",
        place_name=np.char.add("Town ", centre.astype(str)),
        location_precision="town",
        killed_low=killed,
        killed_best=killed,
        killed_high=killed,
        confidence=chance.integers(20, 100, count) / 100,
        side_a="Government",
        side_b="Rebels",
        source="report",
        status="extracted",
        sensitivity="public",
        mediators=[[]] * count,
        report_ids=[["report"]] * count,
        geometry=gpd.GeoSeries(
            gpd.points_from_xy(
                chance.uniform(-10, 120, _CENTRES)[centre] + chance.normal(0, 1, count),
                chance.uniform(-30, 55, _CENTRES)[centre] + chance.normal(0, 1, count),
            ),
            crs=CRS,
        ),
    )
    claims = _frame(
        Claim,
        count,
        claim_id=ids,
        report_id="report",
        incident_id=ids,
        measure="killed",
        low=killed,
        high=killed,
        negated=False,
        quote=[
            f"Officials said {dead} people died near town {i % 977}."
            for i, dead in enumerate(killed)
        ],
        start=0,
        end=40,
    )
    report = Report(report_id="report", title="Made up", sha256="0" * 64, text="")
    return gpd.GeoDataFrame(incidents, crs=CRS), claims, reports_frame([report])


def _frame(table: TableType, count: int, **given: object) -> pd.DataFrame:
    columns = {}
    for column in dataclasses.fields(table):
        value = cast("Any", given.get(column.name))
        dtype = column.metadata["dtype"]
        if column.name == "geometry":
            columns[column.name] = value
            continue
        values = [value] * count if value is None or isinstance(value, str | int) else value
        columns[column.name] = pd.Series(values, dtype=pandas_dtype(dtype))
    return pd.DataFrame(columns)


def write(line: str) -> None:
    """Write a line of the table."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 100_000, 1_000_000])
