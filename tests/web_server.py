"""A web server of this machine for tests: what it answers is a table of paths."""

import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

from loaders.network.addresses import Address
from loaders.network.web import Limits, Web


@dataclass
class Page:
    """What a path answers with."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    # Seconds between single bytes of the body.
    drip: float = 0.0
    # What the server claims, in place of the body's own length.
    length: int | None = None


@dataclass
class Asked:
    path: str
    headers: dict[str, str]


@dataclass
class Server:
    pages: dict[str, Page | Callable[[Asked], Page]]
    port: int
    asked: list[Asked]

    def url(self, path: str = "/", host: str = "feeds.example", scheme: str = "http") -> str:
        return f"{scheme}://{host}:{self.port}{path}"


def _handler(
    pages: dict[str, Page | Callable[[Asked], Page]], asked: list[Asked]
) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            one = Asked(self.path, {name.lower(): value for name, value in self.headers.items()})
            asked.append(one)
            page = pages.get(self.path, Page(b"not here", 404))
            self._answer(page(one) if callable(page) else page)

        def _answer(self, page: Page) -> None:
            self.send_response(page.status)
            for name, value in page.headers.items():
                self.send_header(name, value)
            if page.status != 304:
                self.send_header("Content-Length", str(page.length or len(page.body)))
            self.end_headers()
            try:
                if page.drip:
                    for byte in page.body:
                        self.wfile.write(bytes([byte]))
                        self.wfile.flush()
                        time.sleep(page.drip)
                else:
                    self.wfile.write(page.body)
            except OSError:
                pass  # the reader has had enough

        def log_message(self, *arguments: object) -> None:
            pass

    return Handler


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        pass  # a reader that hangs up, or does not trust the certificate


@contextmanager
def serving(
    pages: dict[str, Page | Callable[[Asked], Page]], wrap: Callable[[Any], Any] | None = None
) -> Iterator[Server]:
    asked: list[Asked] = []

    server = _Quiet(("127.0.0.1", 0), _handler(pages, asked))
    if wrap is not None:
        server.socket = wrap(server.socket)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield Server(pages, server.server_address[1], asked)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def here(host: str, port: int) -> list[Address]:
    """Resolve every name to this machine."""
    del host, port
    return [ip_address("127.0.0.1")]


def open_web(**changes: Any) -> Web:  # noqa: ANN401 - each has its own type
    """Return a web whose every host is this machine, which no setting could make."""
    given: dict[str, Any] = {
        "agent": "incidentmap/test",
        "is_allowed": lambda address: address.is_loopback,
        "resolve": here,
        "proxies": {},
        "limits": Limits(seconds_between=0.0),
    }
    return Web(**given | changes)
