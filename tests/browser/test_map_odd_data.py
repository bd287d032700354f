"""What the map page makes of odd, damaged and hostile data."""

from pathlib import Path

import pytest
from map_page import Open, click_place, counts, is_in_view, until
from map_records import (
    BORDER,
    COUNTRY,
    HOSTILE,
    at,
    frames,
    incident,
    map_frames,
)
from playwright.sync_api import BrowserContext, expect
from shapely.geometry import Point

from dashboard.exports.html import write_html
from geodata.incident import Incident
from geodata.vocabulary import EventType, Kind, LocationPrecision


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
        ([incident(f"{y}", "2025-01-01", geometry=at(9, y)) for y in (90, 0, -90)], 3),
        ([incident("ages", ("0001-01-01", "9999-12-31"), geometry=BORDER)], 1),
    ],
    ids=[
        "one day before 1900",
        "one point",
        "nowhere",
        "undated",
        "antimeridian",
        "pole",
        "poles",
        "ages",
    ],
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


def test_a_browser_that_cannot_decompress_opens_the_map_all_the_same(
    context: BrowserContext, tmp_path: Path
) -> None:
    write_html(tmp_path / "map.html", *frames())
    page = context.new_page()
    page.add_init_script("delete window.DecompressionStream;")
    page.goto((tmp_path / "map.html").as_uri())
    page.evaluate("incidentMap.ready")
    assert counts(page)["killed_low"] == 32
    page.evaluate("incidentMap.select('blast')")
    expect(page.locator("blockquote").first).to_be_visible()


def test_damaged_data_are_told(context: BrowserContext, tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_html(path, *frames())
    text = path.read_text("utf-8")
    head = text.index('"head":"') + len('"head":"')
    path.write_text(f"{text[:head]}0000{text[head + 4 :]}", "utf-8")
    page = context.new_page()
    page.goto(path.as_uri())
    expect(page.get_by_role("alert")).to_contain_text("export the file again")


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
