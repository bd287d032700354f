"""The exported map page, opened from disk in a real browser that reaches no network."""

from typing import Literal

import pytest
from accessibility import violations
from map_page import Open, click_place, counts, drag, picture, until
from map_records import (
    RIVERTOWN,
    at,
    incident,
    map_frames,
)
from playwright.sync_api import expect

from geodata.vocabulary import Kind

SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


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


@pytest.mark.parametrize("size", [(1400, 900), (400, 800)], ids=["wide", "narrow"])
def test_axe_finds_nothing_wrong_with_the_map(open_map: Open, size: tuple[int, int]) -> None:
    page = open_map(size=size)
    legend = page.locator("#incidentmap-legend")
    for scheme in SCHEMES:
        page.emulate_media(color_scheme=scheme)
        legend.evaluate("legend => { legend.open = false; }")
        assert violations(page) == []
        legend.evaluate("legend => { legend.open = true; }")
        assert violations(page) == []
        page.evaluate("incidentMap.select('blast')")
        expect(page.locator("blockquote").first).to_be_visible()
        assert violations(page) == []
        page.evaluate("incidentMap.select(null)")


def test_disputed_boundaries_are_drawn_as_chosen(open_map: Open) -> None:
    page = open_map()
    page.evaluate("map_1.setView([34, 76], 5, {animate: false})")
    page.locator("#incidentmap-legend").evaluate("legend => { legend.open = true; }")
    choice = page.get_by_role("combobox", name="How disputed boundaries are drawn")
    expect(choice).to_have_value("neutral")
    said = page.locator(".leaflet-control-attribution")
    expect(said).to_contain_text("disputed ones dashed; they imply no opinion")
    pictures = {picture(page, "first-child")}
    for name, words in (
        ("un", "United Nations"),
        ("controlled", "as controlled"),
        ("IND", "by India"),
    ):
        choice.select_option(name)
        expect(said).to_contain_text(words)
        expect(said).not_to_contain_text("dashed")
        pictures.add(picture(page, "first-child"))
    assert len(pictures) == 4
    # Whoever looks for them by keyboard keeps the place.
    expect(choice).to_be_focused()


def test_dark_follows_the_system(open_map: Open) -> None:
    page = open_map()
    light = picture(page, "first-child")
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert picture(page, "first-child") != light
