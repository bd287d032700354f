"""Measure the map page beside what folium offers: building, size, opening, dragging, panning.

    python tests/benchmarks/bench_map.py 100000 1000000

Points lie around 400 centres over ten years, a tenth of them last up to a month, each has one
claim with a sentence. The browser is headless Chromium with software rendering. Peers run up to
the sizes at which they still answer. Below the table: ten windows at once, and twenty seconds of
dragging, with the largest map.
"""

import dataclasses
import math
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, cast

import geopandas as gpd
import numpy as np
import pandas as pd

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

import map_peers
from find_chromium import find_chromium
from playwright.sync_api import Browser, Frame, Page, ViewportSize, sync_playwright

from dashboard.map.incident_map import incident_map, page
from geodata.frames import CRS, pandas_dtype, reports_frame
from geodata.incident import Claim, Incident, Report, TableType

_CENTRES = 400
# Beyond these sizes a peer takes minutes to open, or never does.
_PEERS = {"FastMarkerCluster": 1_000_000, "TimestampedGeoJson": 100_000}
_HEADS = ("build s", "MB", "open s", "drag p95 ms", "pan p95 ms", "click ms", "filter ms")
_WIDTHS = (13, 13, 13, 16, 16, 10, 11)
_CROWD = 10
_WINDOW: ViewportSize = {"width": 1400, "height": 900}
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
_FILTER = """async (size) => {
  const bits = crypto.getRandomValues(new Uint8Array(Math.min(size, 65536)));
  const rows = new Uint8Array(size).map((_, i) => bits[i % bits.length]).buffer;
  const began = performance.now();
  const done = new Promise((resolve) => window.addEventListener('message', ({ data }) => {
    if (data.type === 'incidentmap:rows') resolve(performance.now() - began);
  }));
  frames[0].postMessage({ type: 'incidentmap:setRows', rows }, '*');
  return await done;
}"""
_PAN = """() => frames_of(150, (i) => {
  map_1._rawPanBy(L.point(10 * Math.cos(i / 15), 8 * Math.sin(i / 15)));
  map_1.fire('move');
})"""


def main(sizes: list[int]) -> None:
    """Print a line of figures for each number of incidents, and one for each peer."""
    write("".join(["rows".rjust(10), "  ", "map".ljust(19), *map(str.rjust, _HEADS, _WIDTHS)]))
    tables = made_frames(_WARM_UP_ROWS)
    incident_map(*tables)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=["--no-sandbox", "--disable-gpu"]
        )
        path = Path(folder) / "map.html"
        for size in sizes:
            tables = made_frames(size)
            began = time.perf_counter()
            text = page(incident_map(*tables))
            built = time.perf_counter() - began
            path.write_text(text, encoding="utf-8")
            ours = (built, len(text) / 1e6, *measured(browser, path, tables[0]))
            write(line(size, "ours", ours))
            bare = page(incident_map(*tables, texts=False))
            write(f"{size:>10,}  without text: {len(bare) / 1e6:.1f} MB")
            for name in peers(size):
                write(line(size, name, peer_figures(browser, name, path, tables[0]), ours))
        measure_crowd(browser, path)
        measure_long_drag(browser, path)
        browser.close()


def line(
    size: int, name: str, figures: tuple[float, ...], ours: tuple[float, ...] | None = None
) -> str:
    """Return a line of the table; beside figures of a peer, how many times ours they are."""
    cells = []
    for place, (figure, width) in enumerate(zip(figures, _WIDTHS, strict=False)):
        times = "" if ours is None else f" ({figure / max(ours[place], 0.01):.0f}x)"
        cells.append(("–" if math.isnan(figure) else f"{figure:.1f}{times}").rjust(width))
    return f"{size:>10,}  {name:<19}" + "".join(cells)


def measured(browser: Browser, path: Path, incidents: gpd.GeoDataFrame) -> tuple[float, ...]:
    """Return seconds to open, and in ms: p95 of dragging and panning, a click, a filter."""
    opened = browser.new_page(viewport=_WINDOW)
    began = time.perf_counter()
    opened.goto(path.as_uri())
    opened.evaluate("incidentMap.ready")
    ready = time.perf_counter() - began
    opened.evaluate(_SETUP)
    drag, pan = opened.evaluate(_DRAG), opened.evaluate(_PAN)
    click = opened.evaluate(
        "async (id) => { const began = performance.now();"
        "await incidentMap.select(id); return performance.now() - began; }",
        str(incidents["incident_id"].iloc[7]),
    )
    opened.close()
    return ready, drag[1], pan[1], click, filter_ms(browser, path, len(incidents))


def filter_ms(browser: Browser, path: Path, count: int) -> float:
    """Return how long a page takes from a filter's bits to the redraw."""
    parent = path.with_name("parent.html")
    parent.write_text(f"<iframe src='{path.name}' width=1300 height=800></iframe>")
    opened = browser.new_page(viewport=_WINDOW)
    opened.goto(parent.as_uri(), wait_until="commit")
    while len(opened.frames) == 1:
        opened.wait_for_timeout(50)
    until_ready(opened.frames[1])
    took = float(opened.evaluate(_FILTER, -(-count // 8)))
    opened.close()
    return took


def peers(size: int) -> list[str]:
    """Return the peers that still answer at a size; none where their scripts cannot be had."""
    wanted = [name for name, most in _PEERS.items() if size <= most]
    if wanted and not map_peers.scripts_are_there():
        write("peers are left out: their scripts come from npm, which is not there")
        return []
    return wanted


def peer_figures(
    browser: Browser, name: str, path: Path, incidents: gpd.GeoDataFrame
) -> tuple[float, ...]:
    """Return seconds to build, megabytes, seconds to open, p95 of frames of time and of panning."""
    began = time.perf_counter()
    text = map_peers.made(name, incidents)
    built = time.perf_counter() - began
    peer = path.with_name("peer.html")
    peer.write_text(text, encoding="utf-8")
    return built, len(text) / 1e6, *map_peers.measured(browser, name, peer, _SETUP)


def measure_crowd(browser: Browser, path: Path) -> None:
    """Print how long ten windows take that open at once, and a drag in one of them."""
    contexts = [browser.new_context(viewport=_WINDOW) for _ in range(_CROWD)]
    began = time.perf_counter()
    windows = [context.new_page() for context in contexts]
    for window in windows:
        window.goto(path.as_uri(), wait_until="commit")
    for window in windows:
        until_ready(window)
    ready = time.perf_counter() - began
    windows[0].evaluate(_SETUP)
    dragged = windows[0].evaluate(_DRAG)
    write(f"ten windows at once: all open after {ready:.1f} s, drag p95 {dragged[1]:.1f} ms")
    for context in contexts:
        context.close()


def measure_long_drag(browser: Browser, path: Path) -> None:
    """Print the frame times of twenty seconds of dragging."""
    opened = browser.new_page(viewport=_WINDOW)
    opened.goto(path.as_uri())
    opened.evaluate("incidentMap.ready")
    opened.evaluate(_SETUP)
    times = opened.evaluate(_DRAG.replace("frames_of(150", "frames_of(1200"))
    opened.close()
    write(f"twenty seconds of dragging: frames p50 {times[0]:.1f} ms, p95 {times[1]:.1f} ms")


def until_ready(window: Page | Frame) -> None:
    """Wait until a page that is still loading has drawn its map."""
    while not window.evaluate("'incidentMap' in window"):
        time.sleep(0.05)
    window.evaluate("incidentMap.ready")


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
