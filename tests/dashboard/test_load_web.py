"""`incidentmap load` with web addresses."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from fake_extraction import FakeExtractor
from web_server import Page, Server, open_web, serving

from dashboard.cli import run

ITEM = """<item><title>Report {number}</title><link>https://feeds.example/{number}</link>
<guid>{number}</guid><pubDate>Wed, 29 Oct 2025 10:00:00 GMT</pubDate>
<description>{number} killed in Kabul</description></item>"""


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("INCIDENTMAP_STORE", "INCIDENTMAP_NETWORK"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def load(*arguments: str) -> int:
    return run(
        ("load", *arguments),
        open_extractor=lambda _settings: FakeExtractor(),
        open_web=lambda _settings: open_web(),
    )


def feed(*numbers: int, **headers: str) -> Page:
    items = "".join(ITEM.format(number=number) for number in numbers)
    text = f'<rss version="2.0"><channel><title>Agency</title>{items}</channel></rss>'
    return Page(text.encode(), headers=headers)


def reports() -> list[tuple[Any, ...]]:
    connection = sqlite3.connect("incidents.db")
    found = connection.execute("SELECT url, published, text FROM reports ORDER BY text").fetchall()
    connection.close()
    return found


def test_the_network_is_closed_unless_a_person_opens_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving({"/feed": feed(5)}) as server:
        url = server.url("/feed", host="me:secret@feeds.example")
        assert load(url) == 2
        said = capsys.readouterr().err
        assert "not fetched, for the network is closed: add --allow-network, or set" in said
        assert "network = true in incidentmap.toml or INCIDENTMAP_NETWORK=1" in said
        assert "secret" not in said
        assert not server.asked
        assert not Path("incidents.db").exists()
        monkeypatch.setenv("INCIDENTMAP_NETWORK", "1")
        assert load(url) == 0
        monkeypatch.setenv("INCIDENTMAP_NETWORK", "0")
        assert load(url) == 2
        Path("incidentmap.toml").write_text("network = true\n")
        monkeypatch.delenv("INCIDENTMAP_NETWORK")
        assert load(url, "--again") == 0
        assert len(server.asked) == 2


def test_only_new_entries_of_a_feed_are_read(capsys: pytest.CaptureFixture[str]) -> None:
    with serving({"/feed": feed(5, 6, ETag='"1"')}) as server:
        url = server.url("/feed")
        assert load(url, "--allow-network") == 0
        out, err = capsys.readouterr()
        assert out.startswith("loaded 2, updated 0, unchanged 0, rejected 0; found 2 incidents")
        assert f"{url}: 2 new of 2 entries" in err
        assert f"{url}: 2 of 2 entries are no more than a summary, and read as such" in err
        assert reports()[0] == ("https://feeds.example/5", "2025-10-29", "5 killed in Kabul")

        server.pages["/feed"] = feed(5, 6, 7, ETag='"2"')
        assert load(url, "--allow-network") == 0
        out, err = capsys.readouterr()
        assert out.startswith("loaded 1, updated 0, unchanged 2, rejected 0; found 1 incident")
        assert f"{url}: 1 new of 3 entries" in err
        assert server.asked[-1].headers["if-none-match"] == '"1"'

        server.pages["/feed"] = Page(status=304)
        assert load(url, "--allow-network") == 0
        out, err = capsys.readouterr()
        assert out.startswith("loaded 0, updated 0, unchanged 0, rejected 0")
        assert f"{url}: nothing new since" in err
        assert len(reports()) == 3


def test_an_entry_that_was_loaded_from_disk_without_a_date_gets_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("a.txt").write_text("5 killed in Kabul")
    assert load("a.txt") == 0
    with serving({"/feed": feed(5)}) as server:
        assert load(server.url("/feed"), "--allow-network") == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("loaded 0, updated 1")
    assert reports()[0][1] == "2025-10-29"


def test_a_dry_run_remembers_nothing() -> None:
    with serving({"/feed": feed(5, ETag='"1"')}) as server:
        assert load(server.url("/feed"), "--allow-network", "--dry-run") == 0
        assert load(server.url("/feed"), "--allow-network") == 0
        assert "if-none-match" not in server.asked[-1].headers
    assert len(reports()) == 1


def test_a_page_by_its_address(capsys: pytest.CaptureFixture[str]) -> None:
    text = "5 killed in Kabul, the police said on Wednesday evening. " * 5
    page = f"<!doctype html><html><body><article><p>{text}</p></article></body></html>"
    pages: dict[str, Any] = {
        "/old": Page(status=301, headers={"Location": "/story"}),
        "/story": Page(page.encode(), headers={"Content-Type": "text/html"}),
    }
    with serving(pages) as server:
        Path("b.txt").write_text("6 killed in Khost")
        given = (server.url("/old"), "b.txt", "--allow-network", "--published", "2025-10-29")
        assert load(*given) == 0
        [with_url] = [one for one in reports() if one[0]]
        assert with_url[:2] == (server.url("/story"), "2025-10-29")
    assert capsys.readouterr().out.startswith("loaded 2, ")


def test_an_answer_of_reliefweb(capsys: pytest.CaptureFixture[str]) -> None:
    body = (
        b'{"href": "https://api.reliefweb.int/v1/reports", "data": [{"id": "1", "fields": '
        b'{"title": "T", "body": "5 killed in Kabul", "date": {"original": "2025-10-29"}}}]}'
    )
    with serving({"/v1/reports?limit=5&fields[include][]=body": Page(body)}) as server:
        url = server.url("/v1/reports?limit=5&fields[include][]=body")
        assert load(url, "--allow-network") == 0
    assert capsys.readouterr().out.startswith("loaded 1, ")


def test_what_fails_is_one_line_and_the_rest_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    def no_feed(server: Server) -> str:
        server.pages["/xml"] = Page(b"<rss><channel>", headers={"ETag": '"1"'})
        return server.url("/xml")

    with serving({"/feed": feed(5)}) as server:
        urls = [server.url("/none"), no_feed(server), server.url("/feed")]
        assert load(*urls, "--allow-network") == 1
        out, err = capsys.readouterr()
        assert out.startswith("loaded 1, updated 0, unchanged 0, rejected 2")
        assert f"rejected: {urls[0]}: was not given: status 404 Not Found" in err
        assert f"rejected: {urls[1]}: is not well-formed XML" in err
        # What could not be read is asked for as a whole the next time.
        assert load(urls[1], "--allow-network") == 1
        assert "if-none-match" not in server.asked[-1].headers


def test_this_machine_cannot_be_reached_by_a_setting(capsys: pytest.CaptureFixture[str]) -> None:
    with serving({"/feed": feed(5)}) as server:
        url = server.url("/feed", host="127.0.0.1")
        assert run(("load", url, "--allow-network")) == 1
        assert "no address of the public internet: refused" in capsys.readouterr().err
        assert not server.asked
