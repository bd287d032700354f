"""The map page driven by other code, and in a frame of another page."""

import base64
from pathlib import Path

from locality import only_local
from map_page import Open, page_of, picture, until
from map_records import (
    at,
    frames,
    incident,
    map_frames,
)
from playwright.sync_api import Browser, BrowserContext, Route, expect

from dashboard.exports.html import write_html
from dashboard.tiles import offering, tile_source
from geodata.settings import Settings


def test_other_code_may_drive_the_map(open_map: Open) -> None:
    page = open_map()
    assert page.evaluate("incidentMap.setDates('2025-03-15', '2025-03-20')") == {
        "shown": 3,
        "killed": 32,
    }
    assert page.evaluate("incidentMap.setDates('1900-01-01', '2100-01-01')")["shown"] == 5
    for wrong in ("'2025-03-20', '2025-03-15'", "'soon', '2025-03-15'", ""):
        failed = page.evaluate(f"incidentMap.setDates({wrong}).then(() => '', e => e.name)")
        assert failed in {"RangeError", "TypeError"}
    assert page.evaluate("incidentMap.select('no such')") is False
    assert page.evaluate("incidentMap.select(null)") is True
    page.evaluate(
        "window.heard = []; window.stop = incidentMap.on('select', (id) => heard.push(id)); null"
    )
    page.evaluate("incidentMap.select('toll').then(() => stop())")
    page.evaluate("incidentMap.select(null)")
    assert page.evaluate("heard") == ["toll"]


def test_in_a_frame_it_talks_with_its_parent_and_nobody_else(
    context: BrowserContext, tmp_path: Path
) -> None:
    write_html(tmp_path / "map.html", *frames())
    (tmp_path / "parent.html").write_text(
        "<script>window.heard = [];"
        "addEventListener('message', (event) => heard.push(event.data));</script>"
        "<iframe src='map.html' style='width:900px;height:700px' sandbox='allow-scripts'></iframe>"
    )
    page = context.new_page()
    page.goto((tmp_path / "parent.html").as_uri())
    until(page, "heard.some((message) => message.type === 'incidentmap:ready')")
    frame = page.frames[1]
    send = "(message) => document.querySelector('iframe').contentWindow.postMessage(message, '*')"
    page.evaluate(send, {"type": "incidentmap:setDates", "from": "2025-03-05", "to": "2025-03-12"})
    until(frame, "incidentMap.counts().to === '2025-03-12'")
    for nonsense in (None, "text", {"type": "incidentmap:setDates", "from": 5}, {"type": "other"}):
        page.evaluate(send, nonsense)
    # The frame's own window is not its parent.
    frame.evaluate(
        "postMessage({type: 'incidentmap:setDates', from: '2025-03-01', to: '2025-03-02'}, '*')"
    )
    page.evaluate(send, {"type": "incidentmap:select", "incident_id": "blast"})
    # The parent shows details itself if it wants to; here they wait until somebody opens the list.
    frame.get_by_role("button", name="List", exact=True).click()
    expect(frame.locator("#incidentmap-panel h2")).to_have_text("Explosion or remote violence")
    page.evaluate(send, {"type": "incidentmap:setView", "center": [10.5, 20.5], "zoom": 5})
    until(page, "heard.some((m) => m.type === 'incidentmap:view' && m.zoom === 5)")
    page.evaluate(send, {"type": "incidentmap:setBoundaries", "profile": "PAK"})
    until(page, "heard.some((m) => m.type === 'incidentmap:boundaries' && m.profile === 'PAK')")
    expect(frame.locator(".leaflet-control-attribution")).to_contain_text("as claimed by Pakistan")
    page.evaluate(send, {"type": "incidentmap:setBoundaries", "profile": "nobody"})
    assert frame.evaluate("incidentMap.counts().to") == "2025-03-12"
    # What the parent commands it is not told again; what a person does it is.
    assert page.evaluate("heard.filter((m) => m.type === 'incidentmap:select')") == []
    frame.locator("#incidentmap-panel .back").click()
    until(page, "heard.some((m) => m.type === 'incidentmap:select')")
    thumb = frame.locator(".thumb.from")
    thumb.press("ArrowLeft")
    until(page, "heard.some((m) => m.type === 'incidentmap:dates')")
    told = page.evaluate("heard.find((m) => m.type === 'incidentmap:dates')")
    assert told == {"type": "incidentmap:dates", "from": "2025-03-04", "to": "2025-03-12"}


def rows_message(*shown: int) -> str:
    """Return a script that has the page around a map show rows of it by their number."""
    bits = sum(1 << row for row in shown)
    return (
        "document.querySelector('iframe').contentWindow.postMessage({type: 'incidentmap:setRows',"
        f" rows: new Uint8Array([{bits}]).buffer}}, '*')"
    )


def test_filters_of_the_page_around_it_leave_view_dates_and_page_as_they_are(
    context: BrowserContext, tmp_path: Path
) -> None:
    tables = map_frames(
        incident("battle", "2025-01-01", geometry=at(10, 10), event_type="battle", killed_low=3),
        incident("riot", "2025-01-05", geometry=at(11, 10), event_type="riot", killed_low=5),
        incident("nowhere", "2025-01-09", killed_low=7),
        incident("undated", geometry=at(12, 10), killed_low=11),
    )
    write_html(tmp_path / "map.html", *tables)
    (tmp_path / "parent.html").write_text(
        "<script>window.heard = [];"
        "addEventListener('message', (event) => heard.push(event.data));</script>"
        "<iframe src='map.html' style='width:900px;height:700px' sandbox='allow-scripts'></iframe>"
    )
    page = context.new_page()
    page.goto((tmp_path / "parent.html").as_uri())
    until(page, "heard.some((message) => message.type === 'incidentmap:ready')")
    frame = page.frames[1]
    frame.evaluate("map_1.setView([9, 11], 6, {animate: false})")
    view = frame.evaluate("map_1.getBounds().toBBoxString()")
    killed, before = "incidentMap.counts().killed_low", picture(frame)
    assert frame.evaluate(killed) == 26

    def shows(script: str, deaths: int) -> None:
        page.evaluate("heard.length = 0")
        page.evaluate(script)
        until(page, "heard.some((message) => message.type === 'incidentmap:rows')")
        assert frame.evaluate(killed) == deaths
        assert frame.evaluate("map_1.getBounds().toBBoxString()") == view

    shows(rows_message(1, 3), 16)
    assert picture(frame) != before
    expect(frame.locator("#incidentmap-key")).not_to_contain_text("Battle")
    expect(frame.locator("#incidentmap-key")).to_contain_text("Riot")
    frame.evaluate("incidentMap.setDates('2025-01-01', '2025-01-06')")
    shows(rows_message(0, 1, 2), 8)
    shows(rows_message(), 0)
    expect(frame.locator("#incidentmap-unmet")).to_be_visible()
    nonsense = "document.querySelector('iframe').contentWindow.postMessage(%s, '*')"
    page.evaluate(nonsense % "{type: 'incidentmap:setRows', rows: new ArrayBuffer(7)}")
    everything = nonsense % "{type: 'incidentmap:setRows', rows: null}"
    shows(everything, 8)
    expect(frame.locator("#incidentmap-unmet")).to_be_hidden()


def test_the_page_reaches_no_server_even_when_told_to(
    context: BrowserContext, tmp_path: Path
) -> None:
    write_html(tmp_path / "map.html", *frames())
    page = context.new_page()
    page.goto((tmp_path / "map.html").as_uri())
    page.evaluate("incidentMap.ready")
    refused = page.evaluate(
        """async () => {
            const heard = [];
            document.addEventListener('securitypolicyviolation',
                (event) => heard.push(event.effectiveDirective));
            await fetch('https://example.org/').catch(() => {});
            const image = new Image();
            image.src = 'https://example.org/pixel.png';
            await new Promise((resolve) => setTimeout(resolve, 200));
            return heard.sort();
        }"""
    )
    assert refused == ["connect-src", "img-src"]


# A picture of one pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYPgPAAEIAQEfnWcUAAAAAElFTkSuQmCC"
)


def test_tiles_come_when_chosen_and_from_their_host_alone(browser: Browser, tmp_path: Path) -> None:
    source = tile_source(Settings(tiles="OpenStreetMap.Mapnik", network=True))
    assert source is not None
    asked: list[str] = []

    def answer(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(body=PIXEL, content_type="image/png")

    context = browser.new_context(viewport={"width": 1400, "height": 900})
    with only_local(context, also=f"{source.host}/"):
        context.route(f"{source.host}/**", answer)
        path = tmp_path / "map.html"
        page = context.new_page()
        for chosen in (False, True):
            path.write_bytes(offering(page_of(frames()).encode(), source, chosen=chosen))
            page.goto(path.as_uri())
            page.evaluate("incidentMap.ready")
            page.locator("#incidentmap-legend").evaluate("legend => { legend.open = true; }")
            choice = page.get_by_role("checkbox", name="OpenStreetMap.Mapnik, from the network")
            assert choice.is_checked() is chosen
            page.wait_for_timeout(300)
            assert bool(asked) is chosen
        until(page, "document.querySelectorAll('.leaflet-tile-loaded').length > 0")
        said = page.locator(".leaflet-control-attribution")
        expect(said).to_contain_text("Tiles: (C) OpenStreetMap contributors")
        refused = page.evaluate(
            """() => new Promise((resolve) => {
                document.addEventListener('securitypolicyviolation', (e) => resolve(e.blockedURI));
                new Image().src = 'https://example.org/pixel.png';
            })"""
        )
        assert refused.startswith("https://example.org")
        context.close()
