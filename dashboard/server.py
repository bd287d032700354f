"""Serve the dashboard on this machine: Streamlit, the map pages, and what browsers may load.

Every response carries a content security policy without outside hosts, so that nothing in a page
can make a request leave the machine.
"""

import os
import threading
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module
from pathlib import Path

import streamlit as st
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard.component_scripts import COMPONENTS, digest_of, script_of
from dashboard.map_pages import PAGES
from dashboard.tiles import TileSource, images_policy, offering, tile_source
from geodata.boundary_profiles import boundary_profile
from geodata.errors import UsageError
from geodata.settings import Settings

# Reports may be confidential: nobody but this machine reaches the server.
_ADDRESS = "127.0.0.1"
# Names under which a browser on this machine asks; any other is a page elsewhere that had its
# name point here (DNS rebinding).
_HOSTS = ["127.0.0.1", "localhost"]

# Streamlit compiles component scripts from blob addresses and sets inline styles.
_PAGE_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'; worker-src 'self' blob:; frame-src 'self'; object-src 'none'; "
    "base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
# A map page brings all it needs and is a stranger to the page around it: no cookies, no storage.
_MAP_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; "
    "img-src data: blob:; font-src data:; connect-src data:; worker-src blob:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; "
    "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox"
)

_OPTIONS: dict[str, object] = {
    "browser.gatherUsageStats": False,
    "browser.serverAddress": _ADDRESS,
    "client.showErrorLinks": False,
    "client.toolbarMode": "viewer",
    # Streamlit's greeting speaks to those who write programs with it, and so does a note with which
    # it asks in the page itself to install files for their assistants.
    "logger.hideWelcomeMessage": True,
    "runner.magicEnabled": False,
    "server.address": _ADDRESS,
    "server.fileWatcherType": "none",
    "server.showEmailPrompt": False,
    # The map, not the margins, is what people come for.
    "theme.headingFontSizes": ["1.7rem", "1.4rem", "1.2rem"],
    "theme.paddingTop": "0",
    "theme.paddingBottom": "2rem",
    "theme.light.primaryColor": "#1d5b9c",
    "theme.dark.primaryColor": "#7db8f0",
}


def serve(
    store: str,
    *,
    say: Callable[[str], None],
    port: int | None = None,
    open_browser: bool = True,
) -> None:
    """Serve the dashboard until the process is stopped.

    Args:
        store: path or database URL of the store to show.
        say: tells a person where the dashboard is.
        port: TCP port; without it the first free one from 8501 on.
        open_browser: open a browser window on the dashboard.

    """
    # What is wrong with them is told now, not by a map that does not open.
    settings = Settings.read()
    tile_source(settings)
    boundary_profile(settings.boundary_profile)
    # The script of the dashboard reads its settings as every command does.
    os.environ["INCIDENTMAP_STORE"] = store
    options = {**_OPTIONS, "server.headless": not open_browser}
    if port is not None:
        options["server.port"] = port
    # What the first visit needs loads while the browser opens.
    threading.Thread(target=_import_pages, daemon=True).start()
    application(say).run(config=options)


def _import_pages() -> None:
    for name in ("map", "timeline"):
        import_module(f"dashboard.views.{name}")


def application(say: Callable[[str], None] = lambda _: None) -> st.App:
    """Return the dashboard as an ASGI application.

    Args:
        say: tells a person where the dashboard is, once it is there.

    """

    @asynccontextmanager
    async def announced(_: st.App) -> AsyncIterator[None]:
        address = f"http://{_ADDRESS}:{st.get_option('server.port')}"
        say(f"The dashboard is at {address} until Ctrl+C ends it.")
        yield

    return st.App(
        Path(__file__).with_name("app.py"),
        lifespan=announced,
        routes=[
            Route("/map", go_to_map),
            Route("/incidentmap/map/{digest}.html", send_map_page),
            Route("/incidentmap/map/{digest}.rows", send_map_rows),
            Route("/incidentmap/components/{digest}/{name}.js", send_component),
        ],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=_HOSTS),
            Middleware(ContentPolicy),
        ],
    )


async def go_to_map(request: Request) -> Response:
    """Answer where the page Map is: Streamlit knows the first page by no name of its own."""
    return RedirectResponse(f"/?{request.url.query}".rstrip("?"))


async def send_map_page(request: Request) -> Response:
    """Answer with the map page whose hash the address names."""
    page = PAGES.get(request.path_params["digest"])
    if page is None:
        return PlainTextResponse("This map is no longer held: reload the dashboard.", 404)
    chosen = request.query_params.get("tiles") == "shown"
    source = _tiles()
    html = page.html if source is None else offering(page.html, source, chosen=chosen)
    policy = images_policy(_MAP_POLICY, source, chosen=chosen)
    headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
    return Response(html, media_type="text/html", headers=headers)


def _tiles() -> TileSource | None:
    """Return the tiles that the settings offer; none where they have become wrong meanwhile."""
    try:
        return tile_source(Settings.read())
    except UsageError:
        return None


async def send_component(request: Request) -> Response:
    """Answer with the script of a component, as long as it is the one that the address names."""
    name = request.path_params["name"]
    if name not in COMPONENTS or digest_of(name) != request.path_params["digest"]:
        return PlainTextResponse("There is no such script: reload the dashboard.", 404)
    headers = {"Cache-Control": "max-age=31536000, immutable"}
    return Response(script_of(name), media_type="text/javascript", headers=headers)


async def send_map_rows(request: Request) -> Response:
    """Answer with which rows of a map page show, as bits."""
    rows = PAGES.rows(request.path_params["digest"])
    if rows is None:
        return PlainTextResponse("These filters are no longer held: reload the dashboard.", 404)
    # The same address always stands for the same rows.
    headers = {"Cache-Control": "private, max-age=86400, immutable"}
    return Response(rows.bits, media_type="application/octet-stream", headers=headers)


class ContentPolicy:
    """Give every response that has no content security policy the dashboard's own."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the header to its response."""

        async def send_with_policy(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault("Content-Security-Policy", _PAGE_POLICY)
                headers.setdefault("Referrer-Policy", "no-referrer")
                headers.setdefault("X-Content-Type-Options", "nosniff")
            await send(message)

        await self._app(scope, receive, send_with_policy)
