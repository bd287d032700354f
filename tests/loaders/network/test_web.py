import gzip
import ssl
import subprocess
import time
import zlib
from ipaddress import ip_address
from pathlib import Path

import pytest
from web_server import Asked, Page, open_web, serving

from geodata.errors import NetworkError
from loaders.network.addresses import Address, is_public
from loaders.network.web import Limits, Web


def test_a_page_comes_with_its_headers_and_the_program_says_who_asks() -> None:
    with serving({"/feed?a=1": Page(b"hello", headers={"ETag": '"x"'})}) as server:
        answer = open_web().get(server.url("/feed?a=1"), {"If-None-Match": '"old"'})
    assert (answer.status, answer.body, answer.headers["etag"]) == (200, b"hello", '"x"')
    assert answer.url == server.url("/feed?a=1")
    asked = server.asked[0].headers
    assert asked["user-agent"] == "incidentmap/test"
    assert asked["host"] == f"feeds.example:{server.port}"
    assert asked["if-none-match"] == '"old"'


def test_a_packed_answer_is_unpacked() -> None:
    pages: dict[str, object] = {
        "/gzip": Page(gzip.compress(b"a" * 1000), headers={"Content-Encoding": "gzip"}),
        "/zlib": Page(zlib.compress(b"b" * 1000), headers={"Content-Encoding": "deflate"}),
    }
    with serving(pages) as server:  # type: ignore[arg-type]
        assert open_web().get(server.url("/gzip")).body == b"a" * 1000
        assert open_web().get(server.url("/zlib")).body == b"b" * 1000


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (Page(b"a" * 2000), "larger than 0.001 MB"),
        (Page(gzip.compress(b"a" * 10_000_000), headers={"Content-Encoding": "gzip"}), "larger"),
        (Page(b"xx", headers={"Content-Encoding": "br"}), "packed as 'br'"),
        (Page(b"no gzip", headers={"Content-Encoding": "gzip"}), "cannot be unpacked"),
        (Page(gzip.compress(b"a" * 900)[:-9], headers={"Content-Encoding": "gzip"}), "cut off"),
        (Page(b"short", length=50), "cannot be fetched"),
    ],
    ids=["large", "bomb", "unknown", "damaged", "cut", "short"],
)
def test_what_is_too_large_or_damaged_is_refused(page: Page, said: str) -> None:
    web = open_web(limits=Limits(bytes=1000, seconds_between=0.0))
    with serving({"/": page}) as server, pytest.raises(NetworkError, match=said):
        web.get(server.url())


def test_a_server_that_drips_is_cut_at_the_deadline() -> None:
    web = open_web(limits=Limits(seconds=0.3, seconds_between=0.0))
    begun = time.monotonic()
    with (
        serving({"/": Page(b"a" * 1000, drip=0.05)}) as server,
        pytest.raises(NetworkError, match="takes too long"),
    ):
        web.get(server.url())
    assert time.monotonic() - begun < 10


def test_a_server_that_says_nothing_is_given_up() -> None:
    def silent(_: Asked) -> Page:
        time.sleep(0.5)
        return Page(b"late")

    web = open_web(limits=Limits(read_seconds=0.1, seconds_between=0.0))
    with (
        serving({"/": silent}) as server,
        pytest.raises(NetworkError, match="does not answer in time"),
    ):
        web.get(server.url())


def test_redirects_are_followed_and_counted() -> None:
    moved = Page(status=302, headers={"Location": "/there"})
    with serving({"/": moved, "/there": Page(b"found"), "/loop": moved}) as server:
        answer = open_web().get(server.url())
        assert (answer.body, answer.url) == (b"found", server.url("/there"))
        server.pages["/there"] = moved
        with pytest.raises(NetworkError, match="redirects more than 5 times"):
            open_web().get(server.url())


@pytest.mark.parametrize(
    "location",
    ["http://10.0.0.7/admin", "http://[::1]/", "http://169.254.169.254/latest", "//intranet/"],
)
def test_a_redirect_to_a_local_address_is_refused(location: str) -> None:
    def resolve(host: str, port: int) -> list[Address]:
        del port
        known = {"public.example": "127.0.0.1", "intranet": "192.168.0.1"}
        return [ip_address(known.get(host, host))]

    # The server of this test stands for a public one.
    stand_in = ip_address("127.0.0.1")
    web = open_web(resolve=resolve, is_allowed=lambda one: one == stand_in or is_public(one))
    moved = Page(status=301, headers={"Location": location})
    with serving({"/": moved}) as server:
        with pytest.raises(NetworkError, match="no address of the public internet: refused"):
            web.get(server.url(host="public.example"))
        assert len(server.asked) == 1


@pytest.mark.parametrize("location", ["file:///etc/passwd", "gopher://x/", "javascript:1"])
def test_a_redirect_to_another_kind_of_address_is_refused(location: str) -> None:
    moved = Page(status=302, headers={"Location": location})
    with serving({"/": moved}) as server, pytest.raises(NetworkError, match="none of http"):
        open_web().get(server.url())


def test_a_name_that_changes_its_address_between_check_and_use_changes_nothing() -> None:
    answers = iter(["127.0.0.1", "10.0.0.1"])
    web = open_web(resolve=lambda *_: [ip_address(next(answers))])
    with serving({"/": Page(b"first")}) as server:
        assert web.get(server.url()).body == b"first"
    assert next(answers) == "10.0.0.1", "the name was looked up once"


def test_without_the_allowance_of_tests_this_machine_is_refused() -> None:
    with serving({"/": Page(b"secret")}) as server:
        web = Web("incidentmap/test", proxies={})
        for host in ("127.0.0.1", "localhost", "[::1]"):
            with pytest.raises(NetworkError, match=r"no address of the public|resolved"):
                web.get(f"http://{host}:{server.port}/")
    assert not server.asked


def test_credentials_go_to_their_own_host_only() -> None:
    with serving({"/there": Page(b"ok"), "/here": Page(b"ok")}) as server:
        server.pages["/"] = Page(
            status=302, headers={"Location": server.url("/there", host="other.example")}
        )
        server.pages["/same"] = Page(status=302, headers={"Location": "/here"})
        url = server.url("/", host="name:pass%20word@feeds.example")
        answer = open_web().get(url)
        assert "pass" not in answer.url
        open_web().get(server.url("/same", host="name:word@feeds.example"))
    sent = [one.headers.get("authorization") for one in server.asked]
    assert sent[0] == "Basic bmFtZTpwYXNzIHdvcmQ="
    assert sent[1] is None
    assert sent[2] == sent[3] is not None


def test_one_host_is_left_alone_between_requests() -> None:
    waited: list[float] = []
    web = open_web(limits=Limits(seconds_between=5.0), sleep=waited.append)
    with serving({"/": Page(b"ok")}) as server:
        web.get(server.url())
        web.get(server.url(host="other.example"))
        assert not waited
        web.get(server.url())
    assert len(waited) == 1
    assert 4 < waited[0] <= 5


def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    web = open_web(resolve=lambda *_: [ip_address("::1"), ip_address("127.0.0.1")])
    with serving({"/": Page(b"ok")}) as server:
        assert web.get(server.url()).body == b"ok"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("certificate")
    command = (
        "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=feeds.example "
        "-addext subjectAltName=DNS:feeds.example -keyout key.pem -out own.pem"
    )
    subprocess.run(command.split(), cwd=folder, check=True, capture_output=True)
    return folder


def test_certificates_are_verified_for_the_name(certificate: Path) -> None:
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(certificate / "own.pem", certificate / "key.pem")
    trusted = ssl.create_default_context(cafile=str(certificate / "own.pem"))
    pages: dict[str, object] = {"/": Page(b"safe")}
    with serving(pages, lambda plain: own.wrap_socket(plain, server_side=True)) as server:  # type: ignore[arg-type]
        url = server.url(scheme="https")
        assert open_web(context=trusted).get(url).body == b"safe"
        with pytest.raises(NetworkError, match="certificate cannot be trusted"):
            open_web().get(url)
        with pytest.raises(NetworkError, match=r"certificate cannot be trusted.*[Hh]ostname"):
            open_web(context=trusted).get(server.url(scheme="https", host="other.example"))
        pages["/"] = Page(status=302, headers={"Location": "http://feeds.example/"})
        with pytest.raises(NetworkError, match="from https to http"):
            open_web(context=trusted).get(url)


def test_a_proxy_is_asked_for_the_whole_address_and_may_be_local() -> None:
    def nowhere(host: str, port: int) -> list[Address]:
        raise NetworkError(f"the name {host}:{port} cannot be resolved")

    with serving({"http://feeds.example/feed": Page(b"by proxy")}) as proxy:
        proxies = {"http": f"http://me:word@127.0.0.1:{proxy.port}"}
        web = Web("incidentmap/test", proxies=proxies, resolve=nowhere)
        assert web.get("http://feeds.example/feed").body == b"by proxy"
        assert proxy.asked[0].headers["proxy-authorization"] == "Basic bWU6d29yZA=="
        for local in ("http://127.0.0.1/", "http://intranet/", "http://printer.local/"):
            with pytest.raises(NetworkError, match="refused"):
                web.get(local)
        private = Web("x", proxies=proxies, resolve=lambda *_: [ip_address("10.0.0.1")])
        with pytest.raises(NetworkError, match="public internet"):
            private.get("http://feeds.example/feed")
    assert len(proxy.asked) == 1


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:9", "https://127.0.0.1:9"])
def test_a_proxy_of_another_kind_is_told_of(proxy: str) -> None:
    web = Web("x", proxies={"http": proxy}, resolve=lambda *_: [ip_address("8.8.8.8")])
    with pytest.raises(NetworkError, match="the proxy"):
        web.get("http://feeds.example/")
