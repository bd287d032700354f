"""Which requests stay on this machine, and that a browser makes no others."""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, Request, WebSocket

# To begin a browser with: it finds no other machine, by its name or its number.
CUT_OFF = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"

_HOSTS = {"127.0.0.1", "localhost"}
_SCHEMES = {"about", "blob", "data", "file"}


def is_local(url: str) -> bool:
    """Return whether a request stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in _SCHEMES or parts.hostname in _HOSTS


@contextmanager
def only_local(context: BrowserContext, *, also: str | None = None) -> Iterator[None]:
    """Fail in the end when a page asked for anything elsewhere.

    What a page's own policy stopped was not asked for. Requests are watched and not answered in
    the browser's place, which would take twice as long and keep it from its cache.

    Args:
        context: in which the pages are.
        also: how addresses begin that a test answers itself.

    """
    asked: list[Request] = []
    sockets: list[str] = []

    def is_known(url: str) -> bool:
        return is_local(url) or (also is not None and url.startswith(also))

    def note(request: Request) -> None:
        if not is_known(request.url):
            asked.append(request)

    def note_socket(socket: WebSocket) -> None:
        if not is_known(socket.url):
            sockets.append(socket.url)

    context.on("request", note)
    context.on("page", lambda page: page.on("websocket", note_socket))
    yield
    strangers = [request.url for request in asked if request.failure != "csp"] + sockets
    assert not strangers, f"asked for elsewhere: {strangers}"
