import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from web_server import Asked, Page, Server, open_web, serving

from geodata.fetches import Fetch
from loaders.batch import Batch, Rejected
from loaders.network.fetching import Fetcher
from loaders.sources import WebFile

NOW = dt.datetime(2025, 11, 1, 10, tzinfo=dt.UTC)
BEFORE = NOW - dt.timedelta(days=1)


def fetch(
    folder: Path, server: Server, *urls: str, last: Fetch | None = None, again: bool = False
) -> tuple[list[WebFile], Batch, list[Fetch]]:
    batch = Batch()
    fetcher = Fetcher(open_web(), folder, lambda _: last, now=lambda: NOW, again=again)
    found = list(fetcher.fetch([server.url(path) for path in urls], batch))
    return found, batch, fetcher.fetches(batch)


def test_a_file_is_put_under_a_name_of_our_own(tmp_path: Path) -> None:
    feed = {"Content-Type": "application/rss+xml; charset=utf-8"}
    pages: dict[str, Any] = {
        "/a/..%2f..%2fetc%2fpasswd": Page(b"<rss/>", headers=feed),
        "/story.php?id=1": Page(b"<html>", headers={"Content-Type": "text/html"}),
        "/report.pdf": Page(b"%PDF-", headers={"Content-Type": "application/octet-stream"}),
        "/": Page(b"text", headers={"Content-Type": "text/plain"}),
    }
    with serving(pages) as server:
        found, batch, _ = fetch(tmp_path, server, *pages)
    names = ["1-passwd.rss", "2-story.html", "3-report.pdf", "4-page.txt"]
    assert [file.path.name for file in found] == names
    assert all(file.path.parent == tmp_path for file in found)
    assert found[0].path.read_bytes() == b"<rss/>"
    assert batch == Batch()


def test_a_server_is_asked_for_news_only(tmp_path: Path) -> None:
    def page(asked: Asked) -> Page:
        is_known = asked.headers.get("if-none-match") == '"1"'
        return Page(status=304) if is_known else Page(b"news", headers={"ETag": '"1"'})

    with serving({"/feed": page}) as server:
        found, _, [first] = fetch(tmp_path, server, "/feed")
        assert len(found) == 1
        assert first == Fetch(url=server.url("/feed"), at=NOW, etag='"1"')
        found, batch, [second] = fetch(tmp_path, server, "/feed", last=first)
        assert (found, batch.rejected) == ([], [])
        assert batch.notes == [f"{server.url('/feed')}: nothing new since 2025-11-01 10:00 UTC"]
        assert second == first
        found, _, _ = fetch(tmp_path, server, "/feed", last=first, again=True)
        assert len(found) == 1
        assert "if-none-match" not in server.asked[-1].headers


def test_the_time_of_the_last_change_is_sent_back_as_it_came(tmp_path: Path) -> None:
    last = Fetch(url="x", at=BEFORE, last_modified="Fri, 31 Oct 2025 09:00:00 GMT")
    with serving({"/feed": Page(b"news")}) as server:
        fetch(tmp_path, server, "/feed", last=last)
    assert server.asked[0].headers["if-modified-since"] == "Fri, 31 Oct 2025 09:00:00 GMT"


def test_what_a_server_said_cannot_add_a_header(tmp_path: Path) -> None:
    with serving({"/feed": Page(b"news")}) as server:
        fetch(tmp_path, server, "/feed", last=Fetch(url="x", at=BEFORE, etag='"a"\r\nX-Evil: 1'))
    assert "x-evil" not in server.asked[0].headers


@pytest.mark.parametrize(
    ("headers", "minutes"),
    [
        ({"Cache-Control": "public, max-age=1800"}, 30),
        ({"Cache-Control": "max-age=1800", "Age": "600"}, 20),
        ({"Cache-Control": "max-age=999999999"}, 24 * 60),
        ({"Cache-Control": "no-cache, max-age=1800"}, None),
        ({"Cache-Control": "max-age=0"}, None),
        ({}, None),
    ],
)
def test_how_long_an_answer_is_good(
    tmp_path: Path, headers: dict[str, str], minutes: int | None
) -> None:
    with serving({"/feed": Page(b"news", headers=headers)}) as server:
        _, _, [one] = fetch(tmp_path, server, "/feed")
    assert one.not_before == (None if minutes is None else NOW + dt.timedelta(minutes=minutes))


def test_a_server_is_left_alone_until_it_may_be_asked(tmp_path: Path) -> None:
    last = Fetch(url="x", at=BEFORE, not_before=NOW + dt.timedelta(minutes=5))
    with serving({"/feed": Page(b"news")}) as server:
        found, batch, fetches = fetch(tmp_path, server, "/feed", last=last)
        assert (found, fetches, server.asked) == ([], [], [])
        assert (
            "asks not to be asked before 2025-11-01 10:05 UTC (--again asks now)"
            in (batch.notes[0])
        )
        found, _, _ = fetch(tmp_path, server, "/feed", last=last, again=True)
        assert len(found) == 1


@pytest.mark.parametrize(
    ("said", "minutes"),
    [
        ("600", 10),
        ("Sat, 01 Nov 2025 11:00:00 GMT", 60),
        ("Sat, 01 Nov 2025 09:00:00 GMT", 15),
        ("soon", 15),
        ("", 15),
        ("99999999", 24 * 60),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_is_believed(tmp_path: Path, said: str, minutes: int, status: int) -> None:
    until = NOW + dt.timedelta(minutes=minutes)
    last = Fetch(url="http://other.example/", at=BEFORE, etag='"1"')
    with serving({"/feed": Page(status=status, headers={"Retry-After": said})}) as server:
        found, batch, [one] = fetch(tmp_path, server, "/feed", last=last)
    assert found == []
    assert f"{until:%Y-%m-%d %H:%M} UTC" in batch.rejected[0].reason
    assert (one.not_before, one.etag, one.at) == (until, '"1"', BEFORE)


def test_one_line_for_each_address_that_fails_and_the_rest_goes_on(tmp_path: Path) -> None:
    pages: dict[str, Any] = {
        "/gone": Page(status=410),
        "/closed": Page(status=403),
        "/broken": Page(status=500),
        "/strange": Page(status=299),
        "/empty": Page(),
        "/good": Page(b"news"),
    }
    with serving(pages) as server:
        found, batch, fetches = fetch(tmp_path, server, *pages, "/none")
    assert [file.shown for file in found] == [server.url("/good")] == [one.url for one in fetches]
    reasons = [one.reason for one in batch.rejected]
    assert [reason[:29] for reason in reasons[:4]] == [
        "was not given: status 410 Gon",
        "was not given: status 403 For",
        "was not given: status 500 Int",
        "was not given: status 299",
    ]
    assert reasons[4] == "is empty"
    assert "404 Not Found: there is nothing" in reasons[5]


def test_what_could_not_be_read_is_not_remembered(tmp_path: Path) -> None:
    batch = Batch()
    with serving({"/feed": Page(b"news", headers={"ETag": '"1"'})}) as server:
        fetcher = Fetcher(open_web(), tmp_path, lambda _: None)
        [file] = fetcher.fetch([server.url("/feed")], batch)
    assert len(fetcher.fetches(batch)) == 1
    batch.rejected.append(Rejected(file.shown, "an entry", number=3))
    assert len(fetcher.fetches(batch)) == 1
    batch.rejected.append(Rejected(file.shown, "is no feed"))
    assert fetcher.fetches(batch) == []


def test_credentials_are_neither_shown_nor_kept(tmp_path: Path) -> None:
    batch = Batch()
    with serving({"/feed": Page(b"news"), "/no": Page(status=401)}) as server:
        fetcher = Fetcher(open_web(), tmp_path, lambda _: None)
        urls = [server.url(path, host="me:secret@feeds.example") for path in ("/feed", "/no")]
        [file] = fetcher.fetch([*urls, "http://me:secret@/"], batch)
    told = f"{batch} {fetcher.fetches(batch)} {file}"
    assert "secret" not in told
    assert "401 Unauthorized: it wants a name and password" in told
