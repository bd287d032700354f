"""The date slider of the map page: dragged, by keyboard, stepped and played."""

from map_page import Open, counts, picture, until
from playwright.sync_api import expect


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


def test_the_map_keeps_its_size_while_dates_change(open_map: Open) -> None:
    for size in ((1400, 900), (400, 800)):
        page = open_map(size=size)
        height = page.locator(".folium-map").bounding_box()
        for window in ("'2025-03-02', '2025-03-03'", "'2025-03-15', '2025-03-20'"):
            page.evaluate(f"incidentMap.setDates({window})")
            assert page.locator(".folium-map").bounding_box() == height
        page.close()
