"""The dashboard as a person uses it: a real server, a real browser, no network."""

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import dashboard_records as records
import pytest
from dashboard_server import dashboard
from linked_records import counted, telling
from made_dataset import dataset_chunks, file_of
from playwright.sync_api import BrowserContext, FrameLocator, Locator, Page, expect
from postgis_server import PASSWORD

from geodata.dataset_rows import DatasetRows
from geodata.store import Store
from loaders.linking.link import link_store

# The first page of a server waits for pandas and geopandas to load.
expect.set_options(timeout=30_000)
Start = Callable[[Path | str], str]


@pytest.fixture(scope="module")
def start(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    """Start dashboards and return their addresses; all are stopped at the end."""
    folder = tmp_path_factory.mktemp("servers")
    with ExitStack() as servers:
        yield lambda store: servers.enter_context(dashboard(store, folder))


@pytest.fixture(scope="module")
def changing(start: Start, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Store]:
    """The address of a dashboard, and its store, which each test fills anew."""
    path = tmp_path_factory.mktemp("changing") / "incidents.db"
    # A store that is not there yet would begin with the samples that come with the program.
    records.save(path, records.sample_records())
    return start(path), Store.open(path)


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page on which no script fails and the content security policy stops nothing."""
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "console",
        lambda line: wrong.append(line.text) if "Content Security Policy" in line.text else None,
    )
    yield page
    assert wrong == []


def test_the_date_slider_changes_map_figures_and_table(page: Page, address: str) -> None:
    page.goto(address)
    expect(figure(page, "Incidents")).to_have_text("2")
    expect(figure(page, "Killed")).to_have_text("6")
    expect(table_rows(page)).to_have_count(5)
    before = picture(page)
    last_day = slider(page, "Last day")
    last_day.focus()
    for _ in range(20):
        last_day.press("ArrowLeft")
    expect(figure(page, "Incidents")).to_have_text("1")
    expect(figure(page, "Killed")).to_have_text("not stated")
    expect(figure(page, "Talks")).to_have_text("0")
    expect(table_rows(page)).to_have_count(2)
    expect(page).to_have_url(re.compile(r"from=2025-03-01&to=2025-03-11"))
    assert picture(page) != before


def test_a_drag_moves_map_and_figures_at_once_and_the_table_on_release(
    page: Page, address: str
) -> None:
    page.goto(address)
    expect(figure(page, "Talks")).to_have_text("1")
    expect(table_rows(page)).to_have_count(5)
    thumb = slider(page, "First day").bounding_box()
    end = slider(page, "Last day").bounding_box()
    assert thumb is not None
    assert end is not None
    middle = thumb["y"] + thumb["height"] / 2
    page.mouse.move(thumb["x"] + thumb["width"] / 2, middle)
    page.mouse.down()
    page.mouse.move((thumb["x"] + 3 * end["x"]) / 4, middle, steps=10)
    expect(figure(page, "Incidents")).to_have_text("0")
    expect(table_rows(page)).to_have_count(5)
    page.mouse.up()
    expect(table_rows(page)).to_have_count(1)
    expect(page).to_have_url(re.compile("from=2025-03-2"))


def test_a_click_on_the_map_opens_the_words_behind_an_incident(page: Page, address: str) -> None:
    page.goto(address)
    expect(figure(page, "Incidents")).to_have_text("2")
    click_on_map(page, 34.53, 69.17)
    panel = page.locator(".panel")
    expect(panel.locator("blockquote")).to_have_text(records.BLAST)
    expect(panel).to_contain_text("The Sample")
    expect(page).to_have_url(re.compile("incident=blast"))
    panel.get_by_text("Read it in the report").click()
    expect(panel.locator("mark")).to_have_text(records.BLAST)


def test_map_and_table_select_for_each_other(page: Page, address: str) -> None:
    page.goto(address)
    expect(table_rows(page)).to_have_count(5)
    click_on_map(page, 34.53, 69.17)
    selected = page.get_by_test_id("stDataFrame").locator("tbody tr[aria-selected=true]")
    expect(selected).to_contain_text("Kabul")
    click_row(page, 1)
    panel = page.locator(".panel")
    expect(panel.locator("blockquote")).to_have_text(records.CLASH)
    expect(panel).to_contain_text("2 soldiers killedsaid by the army")
    expect(map_frame(page).get_by_text(records.CLASH)).to_be_visible()
    page.get_by_role("button", name="Close", exact=True).click()
    expect(panel).to_have_count(0)
    expect(selected).to_have_count(0)
    expect(map_frame(page).get_by_text(records.CLASH)).not_to_be_visible()


def test_report_text_is_shown_as_text(page: Page, address: str) -> None:
    page.goto(f"{address}?incident=statement")
    panel = page.locator(".panel")
    expect(panel.locator("blockquote")).to_have_text(records.STATEMENT)
    expect(panel).to_contain_text(records.HOSTILE)
    expect(panel.locator("script, img, b")).to_have_count(0)
    expect(panel.locator("a")).to_have_attribute("href", "https://news.example/border")
    assert page.title() == "Incident map"


def test_a_filter_keeps_the_view_of_the_map(page: Page, address: str) -> None:
    page.goto(address)
    expect(figure(page, "Incidents")).to_have_text("2")
    map_frame(page).get_by_label("Zoom in").click()
    page.wait_for_timeout(1000)
    before = map_view(page)
    page.get_by_role("checkbox", name="Incident 2").check()
    expect(table_rows(page)).to_have_count(2)
    expect(figure(page, "Talks")).to_have_count(0)
    expect(page).to_have_url(re.compile("kind=incident"))
    expect(page.locator("iframe.coming")).to_have_count(0)
    assert map_view(page) == pytest.approx(before, abs=0.01)
    expect(page.get_by_role("status")).to_have_text("2 of 5 rows")
    page.get_by_role("button", name="Clear all").click()
    expect(figure(page, "Talks")).to_have_text("1")
    expect(page).not_to_have_url(re.compile("kind="))


def test_samples_go_with_one_click_and_a_load_shows_by_itself(
    page: Page, changing: tuple[str, Store]
) -> None:
    address, store = changing
    _empty(store)
    store.save(records.sample_records())
    page.goto(address)
    expect(figure(page, "Incidents")).to_have_text("1")
    page.get_by_role("button", name="Remove the samples").click()
    expect(page.get_by_text("There is nothing in the store yet")).to_be_visible()
    store.save(records.own_records())
    expect(figure(page, "Incidents")).to_have_text("1")
    expect(figure(page, "Killed")).to_have_text("6")
    expect(page.get_by_text("sample reports")).to_have_count(0)


def test_a_store_in_postgresql_is_shown_while_a_load_runs(
    page: Page, start: Start, postgis_location: str
) -> None:
    store = Store.open(postgis_location, create=True)
    store.save(records.all_records())
    loading, shown = threading.Event(), threading.Event()

    def chunks() -> Iterator[DatasetRows]:
        yield from dataset_chunks(300)
        loading.set()
        shown.wait(60)

    load = threading.Thread(target=store.save_dataset, args=[chunks()], kwargs=file_of())
    page.goto(start(postgis_location))
    expect(figure(page, "Incidents")).to_have_text("2")
    load.start()
    try:
        assert loading.wait(30)
        page.reload()
        expect(figure(page, "Incidents")).to_have_text("2")
        expect(page.get_by_text("store_").first).to_be_attached()
        assert PASSWORD not in page.content()
    finally:
        shown.set()
        load.join(60)
    expect(figure(page, "Incidents")).to_have_text("302")


def test_rival_counts_are_one_incident_until_they_are_set_apart(
    page: Page, changing: tuple[str, Store]
) -> None:
    address, store = changing
    _empty(store)
    for name, side, killed in (("Courier", "the army", 58), ("Observer", "the rebels", 9)):
        store.save(telling(name, claimant=side, **counted(killed)))
    link_store(store)
    [shown] = store.incidents()["incident_id"]
    page.goto(f"{address}?incident={shown}")
    expect(figure(page, "Incidents")).to_have_text("1")
    expect(figure(page, "Killed")).to_have_text("9–58")
    panel = page.locator(".panel")
    expect(panel).to_contain_text("2 independent sources, 2 reports")
    table = panel.get_by_role("table")
    expect(table.get_by_role("row").filter(has_text="according to the army")).to_contain_text(
        "58 killed"
    )
    expect(table.get_by_role("row").filter(has_text="according to the rebels")).to_contain_text(
        "9 killed"
    )
    panel.get_by_text("Why this is one incident").click()
    expect(panel.get_by_text("rival numbers killed by different claimants")).to_be_visible()
    page.get_by_text("Not the same event?").click()
    page.get_by_role("button", name="Set apart: Observer").click()
    expect(figure(page, "Incidents")).to_have_text("2")
    expect(figure(page, "Killed")).to_have_text("67")
    expect(panel.get_by_role("table")).to_have_count(0)


def figure(page: Page, name: str) -> Locator:
    named = map_frame(page).locator("dl.figures > div")
    return named.filter(has_text=re.compile(f"^{name}")).locator(".value")


def table_rows(page: Page) -> Locator:
    """The rows as a screen reader finds them beside the canvas that Streamlit paints."""
    return page.get_by_test_id("stDataFrame").locator("tbody tr")


def map_frame(page: Page) -> FrameLocator:
    return page.frame_locator("iframe:not(.coming)")


def slider(page: Page, name: str) -> Locator:
    return map_frame(page).get_by_role("slider", name=name)


def picture(page: Page) -> bytes:
    return page.locator("iframe").screenshot()


def click_on_map(page: Page, latitude: float, longitude: float) -> None:
    place = "map => map.latLngToContainerPoint([%f, %f])" % (latitude, longitude)  # noqa: UP031 - braces
    page.locator("iframe").scroll_into_view_if_needed()
    point = _on_map(page, place)
    box = map_frame(page).locator(".leaflet-container").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + point["x"], box["y"] + point["y"])


def map_view(page: Page) -> tuple[float, float, float]:
    view = _on_map(page, "map => ({...map.getCenter(), zoom: map.getZoom()})")
    return (view["lat"], view["lng"], view["zoom"])


def click_row(page: Page, row: int) -> None:
    """Tick the box of a row of the table; Streamlit paints it on a canvas."""
    table = page.get_by_test_id("stDataFrame")
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 16, box["y"] + 35 * (row + 1) + 17)


def _on_map(page: Page, function: str) -> dict[str, float]:
    """Call a function with the map's Leaflet object, as folium names it."""
    body = map_frame(page).locator("body")
    answer: dict[str, float] = body.evaluate(f"() => ({function})(map_1)")
    return answer


def _empty(store: Store) -> None:
    for source in store.summary().sources:
        store.remove(source)
    assert store.counts()["incidents"] == 0
