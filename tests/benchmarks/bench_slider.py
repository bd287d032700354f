"""Measure the date slider in the dashboard: redraw while it is dragged, and what a release costs.

    PYTHONPATH=tests python tests/benchmarks/bench_slider.py [--rows 1000000]

A real browser drags the slider of a store of made rows by the mouse. Measured are the time from a
movement of the thumb until the picture that shows it has been painted; and, of each of some
releases, the time until the last change of the page's figures and of its table as it is seen, and
the bytes that went over the network, dragging included. Beside it stands what a user would pick
instead: Streamlit's own slider over a map of folium's FastMarkerCluster, of fewer rows.
"""

import argparse
import contextlib
import math
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "browser"))

import map_peers
from dashboard_server import dashboard
from find_chromium import find_chromium
from made_dataset import dataset_chunks, file_of
from playwright.sync_api import CDPSession, Frame, Page, sync_playwright

from geodata.store import Store

_RELEASES = 8
_STEPS = 60
_PEER_ROWS = 10_000
_PEER_PORT = 8599
_QUIET_MS = 1_000

_WATCH_MOVES = """() => {
  window.delays = [];
  document.querySelector('.track').addEventListener('pointermove', ({ timeStamp }) => {
    // The first frame paints what moved; when the second begins, it has been painted.
    const painted = () => delays.push(performance.now() - timeStamp);
    requestAnimationFrame(() => requestAnimationFrame(painted));
  });
}"""
# Figures are elements; the grid of the table paints its cells on a canvas. What it tells screen
# readers follows a fifth of a second later, and is left out.
_WATCH_PAGE = """() => {
  window.changed = performance.now();
  const note = () => { window.changed = performance.now(); };
  const inGrid = ({ target }) =>
    (target.parentElement ?? target).closest('[data-testid="stDataFrame"]') !== null;
  new MutationObserver((all) => { if (!all.every(inGrid)) note(); }).observe(
    document.querySelector('[data-testid="stMain"]'),
    { childList: true, subtree: true, characterData: true });
  const { fillText } = CanvasRenderingContext2D.prototype;
  CanvasRenderingContext2D.prototype.fillText = function (...given) {
    note();
    return fillText.apply(this, given);
  };
}"""
_PEER = """
import folium, numpy as np, streamlit as st
from folium.plugins import FastMarkerCluster
chance = np.random.default_rng(1)
days = np.sort(chance.integers(0, 3650, {rows}))
spots = chance.uniform((20, 60), (40, 90), ({rows}, 2))
first, last = st.slider("Days", 0, 3649, (0, 3649))
shown = spots[(days >= first) & (days <= last)]
# Clusters need to know how near the map comes.
page = folium.Map((30, 75), zoom_start=4, tiles=None, maxZoom=18)
page.add_child(FastMarkerCluster(shown.tolist()))
st.write(f"{{len(shown)}} incidents until day {{last}}")
st.components.v1.html(page.get_root().render(), height=600)
"""


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        folder = Path(name)
        Store.open(folder / "made.db", create=True).save_dataset(dataset_chunks(rows), **file_of())
        browser = playwright.chromium.launch(
            executable_path=find_chromium(playwright), args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        with dashboard(folder / "made.db", folder) as address:
            ours = measured(page, address)
        page.close()
        say(f"{rows:,} rows, dashboard: {ours}")
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        if not map_peers.scripts_are_there():
            say("the peer is left out: its scripts come from npm, which is not there")
            return
        with peer(folder) as address:
            theirs = peer_measured(page, address)
        say(f"{_PEER_ROWS:,} rows, st.slider and FastMarkerCluster: {theirs}")
        browser.close()


def measured(page: Page, address: str) -> str:
    """Return what dragging and releasing the slider of a dashboard costs."""
    page.goto(address)
    box, frame = track_of(page)
    page.get_by_text("killed in").first.wait_for(timeout=120_000)
    frame.evaluate(_WATCH_MOVES)
    page.evaluate(_WATCH_PAGE)
    quiet(page)
    sent = Sent(page)
    releases, sizes = [], []
    y, right = box["y"] + box["height"] / 2, box["x"] + box["width"]
    for turn in range(_RELEASES):
        sent.bytes = 0
        begin, end = (right, right - box["width"] * 0.4)[:: 1 if turn % 2 == 0 else -1]
        page.mouse.move(begin - 1, y)
        page.mouse.down()
        for step in range(1, _STEPS + 1):
            page.mouse.move(begin + (end - begin) * step / _STEPS, y)
        released = page.evaluate("performance.now()")
        page.mouse.up()
        quiet(page, since=released)
        releases.append(page.evaluate("window.changed") - released)
        sizes.append(sent.bytes / 1024)
    delays = frame.evaluate("window.delays")
    return (
        f"thumb to redraw p50 {statistics.median(delays):.0f} ms, "
        f"p95 {statistics.quantiles(delays, n=20)[-1]:.0f} ms ({len(delays)} moves); "
        f"release to figures and table median {statistics.median(releases):.0f} ms, "
        f"worst {max(releases):.0f} ms; sent a move: median {statistics.median(sizes):.1f} KB, "
        f"worst {max(sizes):.1f} KB"
    )


def track_of(page: Page) -> tuple[dict[str, float], Frame]:
    """Return where the slider's track is, and the frame of the map, once it is drawn."""
    track = page.frame_locator("iframe:not(.coming)").locator(".track")
    track.wait_for(timeout=180_000)
    handle = page.query_selector("iframe:not(.coming)")
    assert handle is not None
    frame = handle.content_frame()
    assert frame is not None
    frame.evaluate("incidentMap.ready")
    track.scroll_into_view_if_needed()
    box = track.bounding_box()
    assert box is not None
    return dict(box), frame


def peer_measured(page: Page, address: str) -> str:
    """Return what one key on Streamlit's slider costs until the map has been drawn again."""
    page.context.route(re.compile(r"^(?!http://127\.0\.0\.1)"), map_peers.answer)
    page.goto(address)
    marks = page.frame_locator("iframe").locator(".marker-cluster, .leaflet-marker-icon")
    marks.first.wait_for(state="attached", timeout=120_000)
    sent = Sent(page)
    times, sizes = [], []
    thumb = page.get_by_role("slider").last
    for _ in range(_RELEASES // 2):
        sent.bytes = 0
        text = page.get_by_text(" incidents until").inner_text()
        began = time.perf_counter()
        thumb.press("ArrowLeft")
        while page.get_by_text(" incidents until").inner_text() == text:
            page.wait_for_timeout(5)
        marks.first.wait_for(state="attached", timeout=120_000)
        times.append(time.perf_counter() - began)
        sizes.append(sent.bytes / 1024)
    return f"move to map {statistics.median(times):.2f} s, sent {statistics.median(sizes):,.0f} KB"


@contextlib.contextmanager
def peer(folder: Path) -> Iterator[str]:
    """Serve the peer."""
    script = folder / "peer.py"
    script.write_text(textwrap.dedent(_PEER.format(rows=_PEER_ROWS)))
    address = f"http://127.0.0.1:{_PEER_PORT}"
    command = [sys.executable, "-m", "streamlit", "run", str(script), "--server.headless=true"]
    command += [f"--server.port={_PEER_PORT}", "--browser.gatherUsageStats=false"]
    with subprocess.Popen(
        command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        for _ in range(200):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", _PEER_PORT)):
                break
            time.sleep(0.1)
        yield address
        process.terminate()


class Sent:
    """Counts the bytes that a page and the server exchange."""

    def __init__(self, page: Page) -> None:
        self.bytes = 0
        session: CDPSession = page.context.new_cdp_session(page)
        session.send("Network.enable")
        for direction in ("Received", "Sent"):
            session.on(f"Network.webSocketFrame{direction}", self._frame)
        session.on("Network.dataReceived", self._data)

    def _frame(self, event: dict[str, dict[str, str]]) -> None:
        # What is binary comes in base 64.
        data = event["response"]
        self.bytes += len(data["payloadData"]) * (3 / 4 if data["opcode"] != 1 else 1)

    def _data(self, event: dict[str, int]) -> None:
        self.bytes += event["encodedDataLength"]


def quiet(page: Page, since: float = -math.inf) -> None:
    """Wait until a page has changed since a time of its clock, and then not for a second."""
    while not page.evaluate(
        "([since, quiet]) => changed > since && performance.now() - changed >= quiet",
        [since if math.isfinite(since) else -1, _QUIET_MS],
    ):
        page.wait_for_timeout(50)


def say(line: str) -> None:
    """Write a line."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
