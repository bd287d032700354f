import datetime as dt
import json
from pathlib import Path

import pytest

from geodata.errors import SourceError
from loaders.batch import Rejected
from loaders.reports.feed import read
from loaders.reports.source_text import SourceText

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Invented Gazette</title><language>en-GB</language>
<item><title>Five killed &amp; two hurt</title><link>https://example.org/1</link><guid>g1</guid>
<pubDate>Thu, 09 Oct 2025 12:00:00 GMT</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Five were <b>killed</b> in Kabul.</p><script>x()</script>
<p>Two hurt.</p>]]>
</content:encoded></item>
<item><title>Nothing</title><guid>g2</guid></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Invented Gazette</title>
<entry><title>T</title><id>urn:1</id><link rel="self" href="https://example.org/self"/>
<link href="https://example.org/1"/><published>2025-10-09T12:00:00Z</published>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Five killed.</p></div></content>
</entry></feed>"""


FOREIGN = """<!DOCTYPE rss [<!ENTITY a SYSTEM "file:///etc/passwd">]>
<rss><channel><item><description>&a;</description></item></channel></rss>"""


def read_all(tmp_path: Path, content: str) -> list[SourceText | Rejected]:
    path = tmp_path / "feed.xml"
    path.write_text(content, encoding="utf-8")
    return list(read(path, limit=1_000_000))


def one(tmp_path: Path, content: str) -> SourceText:
    found = read_all(tmp_path, content)[0]
    assert isinstance(found, SourceText)
    return found


def test_rss(tmp_path: Path) -> None:
    found = one(tmp_path, RSS)
    assert found.text == "Five were killed in Kabul.\nTwo hurt."
    assert found.facts.title == "Five killed & two hurt"
    assert found.facts.published == dt.date(2025, 10, 9)
    assert found.facts.publisher == "Invented Gazette"
    assert (found.facts.url, found.facts.language) == ("https://example.org/1", "en")
    assert (found.number, found.identifier) == (1, "g1")
    assert str(read_all(tmp_path, RSS)[1]).endswith("line 2: is an entry without text")


def test_atom(tmp_path: Path) -> None:
    found = one(tmp_path, ATOM)
    assert (found.text, found.facts.url) == ("Five killed.", "https://example.org/1")
    assert found.facts.published == dt.date(2025, 10, 9)


def test_json_feed(tmp_path: Path) -> None:
    item = {
        "id": "1",
        "title": "T",
        "url": "https://example.org/1",
        "date_published": "2025-10-09T12:00:00+02:00",
        "content_html": "<p>Five killed.</p>",
    }
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "G", "items": [item, 3]}
    found = one(tmp_path, json.dumps(feed))
    assert (found.text, found.facts.publisher) == ("Five killed.", "G")
    assert isinstance(read_all(tmp_path, json.dumps(feed))[1], Rejected)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<rss><channel>", "not well-formed"),
        ("<html/>", "no feed"),
        ("<rss><channel/></rss>", "without entries"),
        ('{"items": 3}', "no list of items"),
        ('{"items": ', "not valid JSON"),
        ('<!DOCTYPE rss [<!ENTITY a "b">]><rss><channel/></rss>', "entities"),
        (FOREIGN, "entities"),
    ],
)
def test_what_is_no_feed(tmp_path: Path, content: str, said: str) -> None:
    with pytest.raises(SourceError, match=said):
        read_all(tmp_path, content)
