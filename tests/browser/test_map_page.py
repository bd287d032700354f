"""The exported map page, opened from disk in a real browser that reaches no network."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Literal

import pytest
from accessibility import violations
from map_records import (
    BORDER,
    COUNTRY,
    HOSTILE,
    RIVERTOWN,
    Frames,
    at,
    frames,
    incident,
    map_frames,
)
from playwright.sync_api import BrowserContext, ConsoleMessage, Frame, Page, expect
from shapely.geometry import Point

from dashboard.exports.html import write_html
from geodata.incident import Incident
from geodata.vocabulary import EventType, Kind, LocationPrecision

Open = Callable[..., Page]


@pytest.fixture
def open_map(context: BrowserContext, tmp_path: Path) -> Iterator[Open]:
    """Return a function that opens the map of some frames; no page may report an error."""
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    def open_map(tables: Frames | None = None, *, size: tuple[int, int] = (1400, 900)) -> Page:
        path = tmp_path / "map.html"
        write_html(path, *(tables or frames()), title="A month at the river")
        page = context.new_page()
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(path.as_uri())
        page.evaluate("incidentMap.ready")
        return page

    yield open_map
    assert complaints == []


def counts(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("incidentMap.counts()")
    return found


def until(page: Page | Frame, condition: str) -> None:
    """Wait for a condition; Playwright's own way needs eval, which the page forbids."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        (page if isinstance(page, Page) else page.page).wait_for_timeout(50)
    raise AssertionError(f"never came true: {condition}")


def picture(page: Page | Frame, canvas: str = "last-child") -> str:
    """Return what is painted on one of the map's canvases."""
    script = f"document.querySelector('.incidentmap-canvases canvas:{canvas}').toDataURL()"
    return str(page.evaluate(script))


def click_place(page: Page, longitude: float, latitude: float) -> None:
    point = page.evaluate(
        f"(() => {{ const p = map_1.latLngToContainerPoint([{latitude}, {longitude}]);"
        "const box = map_1.getContainer().getBoundingClientRect();"
        "return [p.x + box.left, p.y + box.top]; })()"
    )
    page.mouse.click(*point)


def is_in_view(page: Page, longitude: float, latitude: float) -> bool:
    """Return whether the map shows a place, in whichever copy of the world it shows."""
    script = """([longitude, latitude]) => {
        const size = map_1.getSize();
        const worlds = Math.round((map_1.getCenter().lng - longitude) / 360);
        const at = map_1.latLngToContainerPoint([latitude, longitude + worlds * 360]);
        return at.x >= 0 && at.y >= 0 && at.x <= size.x && at.y <= size.y;
    }"""
    # Where the map ends, the pole is drawn.
    return bool(page.evaluate(script, [longitude, min(max(latitude, -85), 85)]))


def drag(page: Page, thumb: str, by: float) -> None:
    box = page.locator(f".thumb.{thumb}").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + by / 2, y, steps=4)
    page.mouse.move(x + by, y, steps=4)
    page.mouse.up()


def test_it_shows_the_figures_and_says_what_is_apart_from_them(open_map: Open) -> None:
    page = open_map()
    found = counts(page)
    assert found == {
        "incidents": 4,
        "tolls": 1,
        "talks": 1,
        "statements": 1,
        "rows": 7,
        "shown": 5,
        "without_place": 2,
        "undated": 1,
        "killed_low": 32,
        "killed_high": 35,
        "killed_unknown": 2,
        "wounded_low": 0,
        "wounded_high": 0,
        "wounded_unknown": 3,
        "from": "2025-03-01",
        "to": "2025-03-31",
    }
    figures = page.locator("#incidentmap-figures")
    expect(figures).to_contain_text("32–35")
    expect(figures).to_contain_text("not stated for 2")
    expect(figures).to_contain_text("1 statement · 2 without a place · 1 without a date")
    toll = page.locator("#incidentmap-tolls")
    expect(toll).to_contain_text("70 or more reported killed")
    expect(toll).to_contain_text("the border, March 2025")
    expect(toll).to_contain_text("30 accounted for by incidents, 40 not located")
    expect(page.locator("h1")).to_have_text("A month at the river")


def test_dragging_the_slider_redraws_map_and_figures_while_it_moves(open_map: Open) -> None:
    page = open_map()
    page.evaluate("window.told = []; incidentMap.on('dates', (dates) => told.push(dates)); null")
    before = picture(page)
    box = page.locator(".thumb.to").bounding_box()
    track = page.locator(".track").bounding_box()
    assert box is not None
    assert track is not None
    page.mouse.move(box["x"] + 12, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] * 10.5 / 31, box["y"] + 20, steps=8)
    expect(page.locator(".readout")).to_have_text("1–11 Mar 2025")
    expect(page.locator(".figures")).to_contain_text("Incidents1")
    until(page, "incidentMap.counts().to === '2025-03-11'")
    assert page.evaluate("told") == []
    page.mouse.up()
    assert page.evaluate("told") == [{"from": "2025-03-01", "to": "2025-03-11"}]
    page.wait_for_timeout(300)
    assert picture(page) != before
    found = counts(page)
    assert (found["incidents"], found["killed_low"], found["tolls"]) == (1, 0, 1)
    expect(page.locator(".notes")).to_contain_text("1 without a date (hidden)")
    page.get_by_role("button", name="All dates").click()
    assert counts(page)["rows"] == 7


def test_the_slider_follows_the_keyboard(open_map: Open) -> None:
    page = open_map()
    first, last = page.get_by_role("slider").all()
    expect(first).to_have_attribute("aria-valuetext", "1 Mar 2025")
    first.focus()
    for key in ("ArrowRight", "ArrowRight", "PageUp"):
        page.keyboard.press(key)
    expect(first).to_have_attribute("aria-valuetext", "6 Mar 2025")
    last.focus()
    page.keyboard.press("Home")
    expect(last).to_have_attribute("aria-valuetext", "6 Mar 2025")
    page.keyboard.press("End")
    assert (counts(page)["from"], counts(page)["to"]) == ("2025-03-06", "2025-03-31")


def test_steps_and_play_move_through_time(open_map: Open) -> None:
    page = open_map()
    page.get_by_role("button", name="One step forward").click()
    assert (counts(page)["from"], counts(page)["to"]) == ("2025-03-01", "2025-03-01")
    page.get_by_role("button", name="One step forward").click()
    assert (counts(page)["from"], counts(page)["to"]) == ("2025-03-02", "2025-03-02")
    page.get_by_role("button", name="All dates").click()
    page.get_by_role("button", name="Play").click()
    until(page, "incidentMap.counts().to > '2025-03-02'")
    page.get_by_role("button", name="Pause").click()
    stopped = counts(page)
    assert "2025-03-02" < stopped["to"] < "2025-03-31"
    page.wait_for_timeout(700)
    assert counts(page)["to"] == stopped["to"]


def test_play_moves_a_window_or_lets_it_grow_as_fast_as_chosen(open_map: Open) -> None:
    page = open_map()
    page.get_by_label("Length of a step").select_option("week")
    page.get_by_role("button", name="Play").click()
    until(page, "incidentMap.counts().to > '2025-03-08'")
    page.get_by_role("button", name="Pause").click()
    window = counts(page)
    assert window["from"] > "2025-03-01"
    page.get_by_label("What moves").select_option("Cumulative")
    assert counts(page)["from"] == "2025-03-01"
    assert counts(page)["to"] == window["to"]
    page.get_by_role("button", name="One step forward").click()
    grown = counts(page)
    assert (grown["from"], grown["to"] > window["to"]) == ("2025-03-01", True)
    page.get_by_role("button", name="All dates").click()
    page.get_by_label("Speed of playing").select_option("4 ×")
    page.get_by_role("button", name="Play").click()
    until(page, "incidentMap.counts().to > '2025-03-05'")
    assert counts(page)["from"] == "2025-03-01"
    page.get_by_label("Speed of playing").select_option("½ ×")
    page.get_by_role("button", name="Pause").click()
    # Moving the first day asks for a window again.
    page.get_by_role("slider", name="First day").press("ArrowRight")
    expect(page.get_by_label("What moves")).to_have_value("window")


def test_symbols_are_as_large_as_deaths_or_incidents_ask_for(open_map: Open) -> None:
    page = open_map()
    page.locator("#incidentmap-legend").evaluate("legend => { legend.open = true; }")
    before = picture(page)
    key = page.locator("#incidentmap-key")
    expect(key).to_contain_text("Deaths (area of the circle)")
    page.get_by_label("deaths", exact=True).press("ArrowRight")
    expect(page.get_by_label("incidents", exact=True)).to_be_checked()
    expect(key).not_to_contain_text("area of the circle")
    page.get_by_label("deaths", exact=True).check()
    expect(key).to_contain_text("Deaths (area of the circle)")
    until(page, "document.activeElement.type === 'radio'")
    page.evaluate("document.activeElement.blur()")
    assert picture(page) == before


def test_what_a_person_should_check_has_an_outline_of_its_own(open_map: Open) -> None:
    sure = open_map(map_frames(incident("a", "2025-01-01", geometry=at(10, 10), confidence=0.9)))
    key = "#incidentmap-key"
    expect(sure.locator(key)).not_to_contain_text("Unsure")
    plain = picture(sure)
    unsure = open_map(map_frames(incident("a", "2025-01-01", geometry=at(10, 10), confidence=0.3)))
    expect(unsure.locator(key)).to_contain_text("Unsure: check it against its source")
    assert picture(unsure) != plain


def test_a_click_opens_the_details_with_quote_and_source(open_map: Open) -> None:
    page = open_map()
    page.evaluate("window.chosen = []; incidentMap.on('select', (id) => chosen.push(id)); null")
    click_place(page, 51.53, 25.29)
    panel = page.locator("#incidentmap-panel")
    expect(panel.locator("blockquote")).to_have_text(
        "“Four days of talks at the harbour ended without a deal.”"
    )
    for words in ("Qatar, Turkey", "the north and the south", "failed", "25–28 Mar 2025"):
        expect(panel).to_contain_text(words)
    expect(panel.locator("cite")).to_have_text("A month at the river")
    expect(panel).to_contain_text("The Valley Gazette, 31 Mar 2025")
    link = panel.get_by_role("link")
    expect(link).to_have_attribute("href", "https://gazette.example/river")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    assert page.evaluate("chosen") == ["talks"]


def test_an_area_is_clicked_anywhere_in_it_and_a_line_along_it(open_map: Open) -> None:
    page = open_map()
    panel = page.locator("#incidentmap-panel")
    click_place(page, 63.0, 26.5)
    expect(panel).to_contain_text("somewhere in this country")
    expect(panel).to_contain_text("5 soldiers killed; 25 rebels killed")
    expect(panel.locator("dl")).to_contain_text("Killed30")
    page.keyboard.press("Escape")
    click_place(page, 72.85, 35.7)
    expect(panel).to_contain_text("somewhere along this border")
    expect(panel).to_contain_text("reported as more than 70 people killed")


def test_what_lies_at_one_spot_is_all_reachable(open_map: Open) -> None:
    page = open_map()
    click_place(page, *RIVERTOWN)
    panel = page.locator("#incidentmap-panel")
    expect(panel.locator("h2")).to_have_text("2 here")
    items = panel.locator("button.item")
    expect(items).to_have_count(2)
    page.get_by_role("button", name="Violence against civilians").click()
    expect(panel.locator("dl")).to_contain_text("Killed2–5")
    expect(panel.locator("dl")).to_contain_text("Woundednone")
    page.get_by_role("button", name="All here").click()
    expect(items).to_have_count(2)


def test_rows_without_place_or_date_are_listed(open_map: Open) -> None:
    page = open_map()
    panel = page.locator("#incidentmap-panel")
    expect(panel.locator("button.item")).to_have_count(7)
    expect(panel.locator(".list")).to_contain_text("Without a place")
    expect(panel.locator(".list")).to_contain_text("Without a date")
    panel.get_by_role("button", name="Riot").click()
    expect(panel).to_contain_text("9 March, year not known")
    page.evaluate("incidentMap.setDates('2025-03-26', '2025-03-31')")
    page.keyboard.press("Escape")
    expect(panel.locator("button.item")).to_have_count(3)


def test_the_list_is_walked_with_arrow_keys(open_map: Open) -> None:
    page = open_map()
    panel = page.locator("#incidentmap-panel")
    panel.locator("button.item").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(panel.locator("h2")).to_have_text("Explosion or remote violence")
    page.keyboard.press("Escape")
    expect(panel.locator("button.item")).to_have_count(7)


def test_hostile_text_is_shown_as_text(open_map: Open) -> None:
    page = open_map()
    assert page.evaluate("incidentMap.select('blast')") is True
    panel = page.locator("#incidentmap-panel")
    expect(panel.locator("blockquote").nth(1)).to_contain_text("</script>")
    expect(panel).to_contain_text("{{ 7 * 7 }}")
    expect(panel.locator("cite").nth(1)).to_have_text(HOSTILE)
    assert page.title() == "A month at the river"
    assert panel.locator("script, img").count() == 0
    # A link to anything but the web is no link, and long words wrap.
    assert panel.get_by_role("link").count() == 1
    body = panel.locator(".body")
    assert body.evaluate("body => body.scrollWidth <= body.clientWidth")


def test_a_tooltip_follows_the_pointer(open_map: Open) -> None:
    page = open_map()
    tooltip = page.locator("#incidentmap-tooltip")
    expect(tooltip).to_be_hidden()
    point = page.evaluate(
        "(() => { const p = map_1.latLngToContainerPoint([25.29, 51.53]);"
        "const box = map_1.getContainer().getBoundingClientRect();"
        "return [p.x + box.left, p.y + box.top - 10]; })()"
    )
    page.mouse.move(*point)
    expect(tooltip).to_contain_text("Harbour City, 25–28 Mar 2025")
    expect(tooltip).to_contain_text("failed")
    page.mouse.move(point[0], point[1] + 120)
    expect(tooltip).to_be_hidden()


def test_the_legend_explains_what_is_drawn_and_nothing_else(open_map: Open) -> None:
    page = open_map()
    page.locator("#incidentmap-legend").evaluate("legend => { legend.open = true; }")
    legend = page.locator("#incidentmap-key")
    for words in (
        "Battle",
        "Explosion or remote violence",
        "Incident somewhere in this area",
        "Toll along this line",
        "Talks: failed",
        "Deaths not stated",
    ):
        expect(legend).to_contain_text(words)
    for words in ("Protest", "Riot", "Talks: ongoing", "Statement", "Toll somewhere in this area"):
        expect(legend).not_to_contain_text(words)


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


def test_without_incidents_the_page_says_what_to_do(open_map: Open) -> None:
    page = open_map(map_frames())
    expect(page.locator("#incidentmap-empty")).to_be_visible()
    expect(page.locator("#incidentmap-empty")).to_contain_text("Load a report")
    expect(page.locator("#incidentmap-slider")).to_be_hidden()
    assert counts(page)["rows"] == 0


@pytest.mark.parametrize(
    ("incidents", "shown"),
    [
        ([incident("only", "1850-06-01", geometry=at(10, 50))], 1),
        ([incident(f"{i}", "2025-01-01", geometry=at(10, 50)) for i in range(5)], 5),
        ([incident("a", "2025-01-01"), incident("b", "2025-01-05")], 0),
        ([incident("undated", geometry=at(10, 50))], 1),
        (
            [
                incident("east", "2025-01-01", geometry=at(179.5, -17)),
                incident("west", "2025-01-02", geometry=at(-179.5, -18)),
            ],
            2,
        ),
        ([incident("pole", "2025-01-01", geometry=at(0, -90))], 1),
        ([incident("ages", ("0001-01-01", "9999-12-31"), geometry=BORDER)], 1),
    ],
    ids=["one day before 1900", "one point", "nowhere", "undated", "antimeridian", "pole", "ages"],
)
def test_odd_data_have_a_sensible_picture(
    open_map: Open, incidents: list[Incident], shown: int
) -> None:
    page = open_map(map_frames(*incidents))
    found = counts(page)
    assert (found["rows"], found["shown"]) == (len(incidents), shown)
    for each in incidents:
        if isinstance(each.geometry, Point):
            assert is_in_view(page, each.geometry.x, each.geometry.y), each.incident_id


def test_points_on_both_sides_of_the_antimeridian_are_near_each_other(open_map: Open) -> None:
    page = open_map(
        map_frames(
            incident("east", "2025-01-01", geometry=at(179.5, -17)),
            incident("west", "2025-01-02", geometry=at(-179.5, -18)),
        )
    )
    assert page.evaluate("map_1.getZoom()") >= 6
    click_place(page, 180.5, -18)
    expect(page.locator("blockquote")).to_have_text("“A sentence about west.”")


def test_a_country_is_no_pin_even_when_only_its_middle_is_given(open_map: Open) -> None:
    page = open_map(
        map_frames(
            incident(
                "somewhere",
                "2025-01-01",
                event_type=EventType.BATTLE,
                location_precision=LocationPrecision.COUNTRY,
                geometry=at(30, 15),
                killed_low=7,
                killed_high=7,
            ),
            incident("town", "2025-01-01", geometry=at(32, 13)),
        )
    )
    # A label is wider than it is high; a pin on that spot would not reach so far to the side.
    point = page.evaluate("map_1.latLngToContainerPoint([15, 30])")
    box = page.locator(".folium-map").bounding_box()
    assert box is not None
    page.mouse.click(point["x"] + box["x"] + 38, point["y"] + box["y"])
    expect(page.locator("#incidentmap-panel")).to_contain_text("somewhere in this country")


def test_many_points_are_groups_that_open(open_map: Open) -> None:
    incidents = [
        incident(
            f"{i}",
            f"2025-01-{1 + i % 28:02d}",
            geometry=at(20 + (i % 40) * 0.01, 10 + (i // 40) * 0.01),
            kind=Kind.INCIDENT,
        )
        for i in range(1400)
    ] + [incident("far", "2025-01-01", geometry=at(60, 50))]
    page = open_map(map_frames(*incidents))
    zoom = page.evaluate("map_1.getZoom()")
    click_place(page, 20.2, 10.17)
    until(page, f"map_1.getZoom() > {zoom + 1}")
    assert page.evaluate("incidentMap.setDates('2025-01-01', '2025-01-01')")["shown"] == 51


def test_it_works_at_400_pixels(open_map: Open) -> None:
    page = open_map(size=(400, 800))
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    panel = page.locator("#incidentmap-panel")
    expect(panel).to_be_hidden()
    page.get_by_role("button", name="List", exact=True).click()
    expect(panel.locator("button.item")).to_have_count(7)
    panel.get_by_role("button", name="Battle").click()
    expect(panel.locator("blockquote")).to_be_visible()
    for part in ("#incidentmap-figures", ".thumb.to", ".thumb.from"):
        box = page.locator(part).bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 400
    page.get_by_role("button", name="Close the list").click()
    drag(page, "to", -200)
    assert counts(page)["to"] < "2025-03-20"


def test_the_data_stay_in_sight_when_the_list_opens_and_closes(open_map: Open) -> None:
    page = open_map()
    bounds = "map_1.getBounds().toBBoxString()"
    with_list = page.evaluate(bounds)
    page.get_by_role("button", name="Close the list").click()
    assert page.evaluate(bounds) != with_list
    page.get_by_role("button", name="List", exact=True).click()
    assert page.evaluate(bounds) == with_list


def test_the_list_names_who_made_a_statement(open_map: Open) -> None:
    statement = incident("s1", kind=Kind.STATEMENT, claimant="River ministry", geometry=None)
    page = open_map(map_frames(statement))
    expect(page.locator("#incidentmap-panel button.item")).to_contain_text("River ministry")


def test_the_map_keeps_its_size_while_dates_change(open_map: Open) -> None:
    for size in ((1400, 900), (400, 800)):
        page = open_map(size=size)
        height = page.locator(".folium-map").bounding_box()
        for window in ("'2025-03-02', '2025-03-03'", "'2025-03-15', '2025-03-20'"):
            page.evaluate(f"incidentMap.setDates({window})")
            assert page.locator(".folium-map").bounding_box() == height
        page.close()


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


def test_a_browser_too_old_is_told_so(context: BrowserContext, tmp_path: Path) -> None:
    write_html(tmp_path / "map.html", *frames())
    page = context.new_page()
    page.add_init_script("delete window.DecompressionStream;")
    page.goto((tmp_path / "map.html").as_uri())
    expect(page.get_by_role("alert")).to_contain_text("too old")


def test_damaged_data_are_told(context: BrowserContext, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_html(path, *frames())
    text = path.read_text("utf-8")
    head = text.index('"head": "') + len('"head": "')
    path.write_text(f"{text[:head]}0000{text[head + 4 :]}", "utf-8")
    page = context.new_page()
    page.goto(path.as_uri())
    expect(page.get_by_role("alert")).to_contain_text("export the file again")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1400, 900), (400, 800)], ids=["wide", "narrow"])
def test_axe_finds_nothing_wrong_with_the_map(
    open_map: Open, scheme: Literal["light", "dark"], size: tuple[int, int]
) -> None:
    page = open_map(size=size)
    page.emulate_media(color_scheme=scheme)
    assert violations(page) == []
    page.locator("#incidentmap-legend").evaluate("legend => { legend.open = true; }")
    assert violations(page) == []
    page.evaluate("incidentMap.select('blast')")
    expect(page.locator("blockquote").first).to_be_visible()
    assert violations(page) == []


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


def test_dark_follows_the_system(open_map: Open) -> None:
    page = open_map()
    light = picture(page, "first-child")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert picture(page, "first-child") != light


def test_samples_are_marked(open_map: Open) -> None:
    page = open_map(
        map_frames(
            incident("a", "2025-01-01", geometry=at(10, 10), source="sample"),
            incident("b", "2025-01-02", geometry=at(11, 10)),
        )
    )
    expect(page.locator(".notes")).to_have_text("Includes sample data")
    expect(page.locator("button.item").first).to_contain_text("sample")
    expect(page.locator("button.item").last).not_to_contain_text("sample")
    page.evaluate("incidentMap.select('a')")
    expect(page.locator("#incidentmap-panel")).to_contain_text(
        "Sample data, supplied with the program"
    )


def test_holes_of_an_area_are_not_part_of_it(open_map: Open) -> None:
    page = open_map(
        map_frames(
            incident(
                "country",
                "2025-01-01",
                location_precision=LocationPrecision.COUNTRY,
                geometry=COUNTRY,
            )
        )
    )
    page.evaluate("map_1.setView([28.5, 67.5], 8, {animate: false})")
    click_place(page, 67.5, 28.5)
    expect(page.locator("blockquote")).to_have_count(0)
    click_place(page, 66.7, 28.5)
    expect(page.locator("blockquote")).to_have_count(1)
