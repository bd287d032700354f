"""The maps that folium makes of many points: what a person would use in place of ours.

Their pages ask servers for scripts. Here a browser gets those from packages of npm, fetched once
into `.venv/map-peers`, so that nothing but drawing is measured.
"""

import shutil
import subprocess
import time
from pathlib import Path

import folium
import geopandas as gpd
from folium.plugins import FastMarkerCluster, TimestampedGeoJson
from playwright.sync_api import Browser, Page, Route
from playwright.sync_api import TimeoutError as TookTooLong

_FOLDER = Path(__file__).parents[2] / ".venv" / "map-peers"
_PACKAGES = {
    "jquery": "3.7.1",
    "jquery-ui-dist": "1.13.3",
    "iso8601-js-period": "0.2.1",
    "leaflet-timedimension": "1.1.1",
    "moment": "2.18.1",
    "leaflet.markercluster": "1.5.3",
    "bootstrap": "5.2.2",
    "leaflet": "1.9.3",
    "leaflet.awesome-markers": "2.0.5",
}
# Files of the packages by the end of the address that a page asks for.
_FILES = {
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.awesome-markers.js": "leaflet.awesome-markers/dist/leaflet.awesome-markers.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "jquery-3.7.1.min.js": "jquery/dist/jquery.min.js",
    "jquery.min.js": "jquery/dist/jquery.min.js",
    "jquery-ui.min.js": "jquery-ui-dist/jquery-ui.min.js",
    "iso8601.min.js": "iso8601-js-period/iso8601.js",
    "leaflet.timedimension.min.js": "leaflet-timedimension/dist/leaflet.timedimension.min.js",
    "moment.min.js": "moment/min/moment.min.js",
    "leaflet.markercluster.js": "leaflet.markercluster/dist/leaflet.markercluster.js",
    "bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
}
_STEP = """async () => {
  const map = Object.values(window).find((each) => each instanceof L.Map);
  const times = map.timeDimension.getAvailableTimes();
  return await frames_of(12, (i) =>
    map.timeDimension.setCurrentTime(times[Math.floor(((i * 7) % 12) / 12 * times.length)]));
}"""
_PAN = """() => {
  const map = Object.values(window).find((each) => each instanceof L.Map);
  const by = (i) => [10 * Math.cos(i / 15), 8 * Math.sin(i / 15)];
  return frames_of(40, (i) => map.panBy(by(i), {animate: false}));
}"""
_DRAWN = {
    "FastMarkerCluster": ".marker-cluster, .leaflet-marker-icon",
    "TimestampedGeoJson": "path.leaflet-interactive, canvas",
}
_PATIENCE_MS = 200_000


def scripts_are_there() -> bool:
    """Return whether the peers' scripts are in place, after fetching them where npm is there."""
    if all((_FOLDER / "node_modules" / name).exists() for name in _PACKAGES):
        return True
    npm = shutil.which("npm")
    if npm is None:
        return False
    _FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = [f"{name}@{version}" for name, version in _PACKAGES.items()]
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(_FOLDER)]
    return subprocess.run([*command, *wanted], check=False).returncode == 0


def made(name: str, incidents: gpd.GeoDataFrame) -> str:
    """Return the page of a peer, built as its documentation shows."""
    lon, lat = incidents.geometry.x, incidents.geometry.y
    # Clusters need to know how near the map comes.
    drawn = folium.Map([20, 50], zoom_start=3, tiles=None, maxZoom=18)
    if name == "FastMarkerCluster":
        FastMarkerCluster(list(zip(lat.tolist(), lon.tolist(), strict=True))).add_to(drawn)
    else:
        days = incidents["date_start"].dt.strftime("%Y-%m-%d")
        features = [
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [x, y]},
                "properties": {"time": day, "icon": "circle", "popup": place},
            }
            for x, y, day, place in zip(lon, lat, days, incidents["place_name"], strict=True)
        ]
        collection = {"type": "FeatureCollection", "features": features}
        TimestampedGeoJson(collection, period="P1D", duration="P1M", auto_play=False).add_to(drawn)
    text: str = drawn.get_root().render()
    return text


def measured(browser: Browser, name: str, path: Path, setup: str) -> tuple[float, float, float]:
    """Return seconds until a peer is drawn, and p95 of its frames in ms: moving time, panning."""
    context = browser.new_context(viewport={"width": 1400, "height": 900})
    context.route("**/*", answer)
    page = context.new_page()
    page.set_default_timeout(_PATIENCE_MS)
    began = time.perf_counter()
    try:
        page.goto(path.as_uri())
        page.wait_for_selector(_DRAWN[name], state="attached")
    except TookTooLong:
        context.close()
        # Longer than anybody waits: the time of giving up stands in the table.
        return time.perf_counter() - began, float("nan"), float("nan")
    drawn = time.perf_counter() - began
    page.evaluate(setup)
    step = _p95(page, _STEP) if name == "TimestampedGeoJson" else float("nan")
    pan = _p95(page, _PAN)
    context.close()
    return drawn, step, pan


def _p95(page: Page, script: str) -> float:
    return float(page.evaluate(script)[1])


def answer(route: Route) -> None:
    if route.request.url.startswith("file:"):
        route.continue_()
        return
    file = _FILES.get(route.request.url.rsplit("/", 1)[-1])
    if file is None:
        route.fulfill(body="", content_type="text/plain")
    else:
        route.fulfill(path=_FOLDER / "node_modules" / file)
