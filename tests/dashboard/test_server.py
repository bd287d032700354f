import asyncio
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.resources import files

import numpy as np
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.types import Message

from dashboard.component_scripts import COMPONENTS, loader_of
from dashboard.map_pages import PAGES, map_page
from dashboard.server import (
    ContentPolicy,
    application,
    go_to_map,
    send_component,
    send_map_page,
    send_map_rows,
)


async def say_hello(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"hello {request.url.path}")


SERVER = Starlette(
    routes=[
        Route("/map/{digest}.html", send_map_page),
        Route("/map/{digest}.rows", send_map_rows),
        Route("/components/{digest}/{name}.js", send_component),
        Route("/hello", say_hello),
        Route("/map", go_to_map),
    ],
    middleware=[Middleware(ContentPolicy)],
)


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


def get(path: str, query: str = "") -> Answer:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Message) -> None:
        sent.append(dict(message))

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "headers": [(b"host", b"127.0.0.1")],
        "server": ("127.0.0.1", 80),
        "scheme": "http",
        "root_path": "",
    }
    # In a thread of its own: a browser test may have left an event loop running in this one.
    with ThreadPoolExecutor(max_workers=1) as thread:
        thread.submit(lambda: asyncio.run(SERVER(scope, receive, send))).result()
    headers = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
    text = b"".join(message.get("body", b"") for message in sent[1:]).decode()
    return Answer(sent[0]["status"], headers, text)


def sources(policy: str, directive: str) -> list[str]:
    for part in policy.split(";"):
        name, *values = part.split()
        if name == directive:
            return values
    return []


def test_a_map_page_is_sent_under_a_policy_that_lets_nothing_out() -> None:
    page = map_page("<p>a map</p>")
    PAGES.hold(page)
    answer = get(f"/map/{page.digest}.html")
    assert answer.status == 200
    assert answer.text == "<p>a map</p>"
    policy = answer.headers["content-security-policy"]
    assert sources(policy, "default-src") == ["'none'"]
    assert "allow-same-origin" not in sources(policy, "sandbox")
    assert "http" not in policy
    assert answer.headers["cache-control"] == "no-store"


def test_rows_of_a_map_page_are_sent_as_bits() -> None:
    page = map_page("<p>a map</p>").showing(np.arange(9), np.arange(9) % 8 == 0)
    assert page.rows is not None
    PAGES.hold(page)
    answer = get(f"/map/{page.rows.digest}.rows")
    assert answer.status == 200
    assert answer.text.encode() == bytes([1, 1])
    assert answer.headers["content-type"] == "application/octet-stream"
    assert get(f"/map/{page.digest}.rows").status == 404


def test_an_unknown_map_page_says_what_to_do() -> None:
    answer = get("/map/nothing.html")
    assert answer.status == 404
    assert "reload the dashboard" in answer.text


def test_the_map_is_found_by_its_name_too() -> None:
    assert get("/map").headers["location"] == "/"
    assert get("/map", "from=2025-10-01&q=a%26b").headers["location"] == "/?from=2025-10-01&q=a%26b"


def test_every_other_answer_may_load_from_this_server_only() -> None:
    policy = get("/hello").headers["content-security-policy"]
    assert sources(policy, "default-src") == ["'self'"]
    assert sources(policy, "connect-src") == ["'self'"]
    assert "http" not in policy


def test_the_dashboard_is_an_application_with_its_script_beside_it() -> None:
    assert application().script_path.name == "app.py"


def test_the_scripts_of_components_are_fetched_from_their_own_addresses() -> None:
    for name in COMPONENTS:
        (address,) = re.findall(r'"/incidentmap(/components/[^"]+)"', loader_of(name))
        answer = get(address)
        assert answer.text == (files("dashboard") / "frontend" / f"{name}.js").read_text("utf-8")
        assert "immutable" in answer.headers["cache-control"]
        assert answer.headers["content-type"].startswith("text/javascript")
        for wrong in (f"/components/00/{name}.js", f"{address[:-3]}x.js"):
            assert get(wrong).status == 404
