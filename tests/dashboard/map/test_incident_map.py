import base64
import datetime as dt
import hashlib
import html
import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import folium
import pytest
from map_records import HOSTILE, at, frames, incident, map_frames
from packed_texts import unpacked_json

from dashboard.exports.html import write_html
from dashboard.map.incident_map import incident_map, page
from geodata.errors import ValidationError
from geodata.query import Selection


class Elements(HTMLParser):
    """The elements of a page, with their attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs), ""))

    def handle_endtag(self, tag: str) -> None:
        self.found.append((f"/{tag}", {}, ""))

    def handle_data(self, data: str) -> None:
        if self.found:
            tag, attributes, text = self.found[-1]
            self.found[-1] = (tag, attributes, text + data)

    def all(self, tag: str) -> list[tuple[dict[str, str | None], str]]:
        return [(attributes, text) for name, attributes, text in self.found if name == tag]


def head_of(text: str) -> dict[str, Any]:
    """Return what the page's script is told about the data."""
    stored = re.search(r'id="incidentmap-data">(.*?)</script>', text)
    assert stored is not None
    packed = json.loads(stored[1])["head"]
    head: dict[str, Any] = unpacked_json(packed)
    return head


@pytest.fixture(scope="module")
def sample_page() -> str:
    return page(incident_map(*frames(), title="A month at the river"))


def test_it_is_a_folium_map() -> None:
    assert isinstance(incident_map(*frames()), folium.Map)


def test_the_page_asks_no_server_for_anything(sample_page: str) -> None:
    elements = Elements(sample_page)
    assert elements.all("link") == []
    for tag in ("script", "img", "iframe", "object", "embed"):
        assert [each for each in elements.all(tag) if "src" in each[0] or "data" in each[0]] == []
    styles = "".join(text for _, text in elements.all("style"))
    assert "url(" not in styles
    assert "@import" not in styles


def test_the_policy_names_the_page_s_own_scripts_and_styles_and_nothing_else(
    sample_page: str,
) -> None:
    elements = Elements(sample_page)
    policy = next(
        attributes["content"] or ""
        for attributes, _ in elements.all("meta")
        if attributes.get("http-equiv") == "content-security-policy"
    )
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "https:" not in policy
    for tag, rule in (("script", "script-src"), ("style", "style-src")):
        run = [text for attributes, text in elements.all(tag) if "type" not in attributes]
        hashes = {
            f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
            for text in run
        }
        assert set(rules[rule].split()) == hashes
        assert len(hashes) == 2


def test_the_same_data_make_the_same_page(sample_page: str) -> None:
    drawn = incident_map(*frames(), title="A month at the river")
    assert page(drawn) == page(drawn) == sample_page


def test_hostile_text_is_nowhere_as_it_is(sample_page: str) -> None:
    text = page(incident_map(*frames(), title=HOSTILE))
    assert HOSTILE not in text
    escaped = text.replace(html.escape(HOSTILE), "")
    assert escaped.count("onerror") == sample_page.count("onerror"), "Leaflet's own"
    assert text.count("<script") == sample_page.count("<script")
    # No template engine reads a title, either.
    assert "{{ 7 * 7 }}" in text
    assert "<h1" in text
    assert text.count(html.escape(HOSTILE)) == 2


def test_a_selection_filters_and_its_dates_are_where_the_slider_begins() -> None:
    selection = Selection(
        date_from=dt.date(2025, 3, 10), date_to=dt.date(2025, 3, 20), kinds=("incident",)
    )
    head = head_of(page(incident_map(*frames(), selection=selection)))
    assert head["rows"]["rows"] == 4
    assert (head["from"], head["to"]) == ("2025-03-10", "2025-03-20")
    assert head["rows"]["dated"] == 3


def test_a_toll_knows_what_incidents_account_for() -> None:
    head = head_of(page(incident_map(*frames())))
    # The clash lies in one of the two countries; where the shooting was is not known.
    assert head["tolls"] == [{"row": 0, "accounted": 30, "missing": 40}]
    # Taking only tolls hides the incidents, and leaves true what they account for.
    only_tolls = head_of(page(incident_map(*frames(), selection=Selection(kinds=("toll",)))))
    assert only_tolls["tolls"] == head["tolls"]


def test_countries_have_names() -> None:
    head = head_of(page(incident_map(*frames())))
    assert head["countries"] == {"AFG": "Afghanistan", "PAK": "Pakistan"}


def test_frames_are_validated() -> None:
    incidents, claims, reports = frames()
    with pytest.raises(ValidationError, match="killed_low"):
        incident_map(incidents.drop(columns="killed_low"), claims, reports)


@pytest.mark.parametrize(
    "incidents",
    [
        [],
        [incident("nowhere", "2025-01-01")],
        [incident("undated", geometry=at(10, 10))],
        [incident("pole", "1800-01-01", geometry=at(0, 90))],
        [
            incident("fiji", "0001-01-01", geometry=at(180, -17)),
            incident("b", geometry=at(-180, 0)),
        ],
        [incident("far future", ("0001-01-01", "9999-12-31"), geometry=at(0, 0))],
    ],
    ids=["none", "nowhere", "undated", "pole", "antimeridian", "ages"],
)
def test_odd_data_make_a_page(incidents: list[Any]) -> None:
    text = page(incident_map(*map_frames(*incidents)))
    assert head_of(text)["rows"]["rows"] == len(incidents)


def test_a_small_map_is_a_small_page(sample_page: str) -> None:
    assert len(sample_page) < 1_000_000


def test_the_export_writes_the_page(tmp_path: Path) -> None:
    path = tmp_path / "map.html"
    write_html(path, *frames(), title="A month at the river – März")
    text = path.read_text("utf-8")
    assert "<title>A month at the river – März</title>" in text
    # Beside sources and notes it is the page of the map.
    own = re.sub(r'<details id="incidentmap-about">.*?</details>', "", text, flags=re.DOTALL)
    bare = page(incident_map(*frames(), title="A month at the river – März"))
    assert "".join(own.split()) == "".join(bare.split())
