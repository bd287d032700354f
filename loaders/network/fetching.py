"""Fetches the sources that a person names by their web addresses, politely.

A server is asked whether something is new (ETag, Last-Modified), not before it wants to be asked
again (Cache-Control, Retry-After), and one request a second at most. What was fetched lies in a
folder of our own, under a name of our own, until it is read.
"""

import datetime as dt
import email.utils
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from geodata.errors import NetworkError
from geodata.fetches import Fetch
from loaders.batch import Batch, Rejected
from loaders.network.urls import parse_address, without_credentials
from loaders.network.web import Answer, Web
from loaders.sources import WebFile

# No server is waited for longer than this, whatever it says.
_LONGEST_WAIT = dt.timedelta(days=1)
# After "too many requests" without a time.
_USUAL_WAIT = dt.timedelta(minutes=15)
# What a loader is chosen by where the address has no ending of its own; most formats are recognised
# by how they begin.
_ENDINGS = {
    "application/rss+xml": ".rss",
    "application/atom+xml": ".atom",
    "application/feed+json": ".json",
    "application/json": ".json",
    "application/pdf": ".pdf",
    "application/xhtml+xml": ".html",
    "text/html": ".html",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "text/plain": ".txt",
}
# A server that says so means it; text/plain and the like are said of anything.
_SURE = ("application/pdf", "application/xhtml+xml", "text/html")
_HINTS = {
    401: "it wants a name and password",
    403: "it does not let programs in: save the page in a browser and load the file",
    404: "there is nothing at this address",
    410: "what was there is gone",
}


class Fetcher:
    """Fetches the web addresses of one command."""

    def __init__(
        self,
        web: Web,
        folder: Path,
        last: Callable[[str], Fetch | None],
        *,
        again: bool = False,
        now: Callable[[], dt.datetime] | None = None,
    ) -> None:
        """Prepare.

        Args:
            web: what may be reached.
            folder: where files are put.
            last: returns what is remembered of an address.
            again: whether to fetch also what is not new, or should not be asked for yet.
            now: the time, for tests.

        """
        self._web = web
        self._folder = folder
        self._last = last
        self._again = again
        self._now = now or (lambda: dt.datetime.now(dt.UTC).replace(microsecond=0))
        self._fetched: dict[str, Fetch] = {}
        self._busy: list[Fetch] = []

    def fetch(self, urls: Iterable[str], batch: Batch) -> Iterator[WebFile]:
        """Yield the files at web addresses, each once.

        Args:
            urls: the addresses.
            batch: gets what cannot be fetched, and what need not be.

        """
        for number, url in enumerate(dict.fromkeys(urls), start=1):
            try:
                found = self._one(url, number, batch)
            except NetworkError as error:
                batch.rejected.append(Rejected(without_credentials(url), str(error)))
                continue
            if found is not None:
                yield found

    def fetches(self, batch: Batch) -> list[Fetch]:
        """Return what to remember when the batch is saved: not of what could not be read."""
        unread = {one.where for one in batch.rejected if one.number is None}
        read = [fetch for fetch in self._fetched.values() if fetch.url not in unread]
        return [*read, *self._busy]

    def _one(self, url: str, number: int, batch: Batch) -> WebFile | None:
        shown = parse_address(url).shown
        last = None if self._again else self._last(shown)
        now = self._now()
        if last is not None and last.not_before is not None and last.not_before > now:
            batch.notes.append(
                f"{shown}: fetched at {_time(last.at)}, and its server asks not to be asked before "
                f"{_time(last.not_before)} (--again asks now)"
            )
            return None
        answer = self._web.get(url, _conditions(last))
        if answer.status == HTTPStatus.NOT_MODIFIED and last is not None:
            batch.notes.append(f"{shown}: nothing new since {_time(last.at)}")
            self._remember(shown, answer, last)
            return None
        if answer.status in (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE):
            raise self._put_off(shown, answer, last)
        if answer.status != HTTPStatus.OK:
            raise NetworkError(_refusal(answer.status))
        if not answer.body:
            raise NetworkError("is empty")
        self._remember(shown, answer, None)
        path = self._folder / f"{number}-{_name(answer)}"
        path.write_bytes(answer.body)
        return WebFile(path, shown, answer.url)

    def _remember(self, shown: str, answer: Answer, last: Fetch | None) -> None:
        now = self._now()
        age = _max_age(answer)
        self._fetched[shown] = Fetch(
            url=shown,
            at=now,
            etag=answer.headers.get("etag") or (last.etag if last else None),
            last_modified=answer.headers.get("last-modified")
            or (last.last_modified if last else None),
            not_before=None if age is None else now + min(age, _LONGEST_WAIT),
        )

    def _put_off(self, shown: str, answer: Answer, last: Fetch | None) -> NetworkError:
        """Remember that a server wants to be left alone; return what to say."""
        now = self._now()
        until = now + min(_retry_after(answer, now) or _USUAL_WAIT, _LONGEST_WAIT)
        known = Fetch(url=shown, at=now) if last is None else last
        self._busy.append(replace(known, not_before=until))
        return NetworkError(
            f"its server is busy (status {answer.status}): load it again after {_time(until)}"
        )


def _conditions(last: Fetch | None) -> dict[str, str]:
    """Return what asks for news only."""
    if last is None:
        return {}
    given = {"If-None-Match": last.etag, "If-Modified-Since": last.last_modified}
    # What a server once said is sent back to it as it was, unless it could break the request.
    return {name: value for name, value in given.items() if value and value.isprintable()}


def _max_age(answer: Answer) -> dt.timedelta | None:
    """Return for how long an answer is good, by its own words."""
    control = answer.headers.get("cache-control", "").lower()
    if re.search(r"\bno-(?:cache|store)\b", control):
        return None
    found = re.search(r"\bmax-age\s*=\s*\"?(\d{1,9})", control)
    if found is None:
        return None
    age = answer.headers.get("age", "")
    seconds = int(found[1]) - (int(age) if age.isdecimal() and len(age) < _LONG else 0)
    return dt.timedelta(seconds=seconds) if seconds > 0 else None


_LONG = 10


def _retry_after(answer: Answer, now: dt.datetime) -> dt.timedelta | None:
    said = answer.headers.get("retry-after", "").strip()
    if said.isdecimal() and len(said) < _LONG:
        return dt.timedelta(seconds=int(said))
    try:
        until = email.utils.parsedate_to_datetime(said)
    except ValueError:
        return None
    wait = until.replace(tzinfo=until.tzinfo or dt.UTC) - now
    return wait if wait > dt.timedelta(0) else None


def _refusal(status: int) -> str:
    try:
        phrase = f" {HTTPStatus(status).phrase}"
    except ValueError:
        phrase = ""
    hint = _HINTS.get(status)
    return f"was not given: status {status}{phrase}" + (f": {hint}" if hint else "")


def _name(answer: Answer) -> str:
    """Return a harmless name with the ending by which a loader is chosen."""
    last = PurePosixPath(unquote(urlsplit(answer.url).path)).name
    stem, ending = PurePosixPath(last).stem, PurePosixPath(last).suffix.lower()
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind in _SURE or not re.fullmatch(r"\.[a-z0-9]{1,8}", ending):
        ending = _ENDINGS.get(kind, "")
    return (re.sub(r"[^A-Za-z0-9_-]+", "_", stem)[:60] or "page") + ending


def _time(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y-%m-%d %H:%M} UTC"
