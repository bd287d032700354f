"""Fetches web pages and feeds: the only module that opens connections.

What protects the person who runs this: only http and https; only hosts of the public internet,
checked again at each redirect (see `loaders.network.addresses`); the servers' certificates are
verified with those of the system; what comes is limited in size, before and after unpacking, and in
time. Credentials in an address are sent to its own host only.

A proxy of the environment (`HTTPS_PROXY`, `HTTP_PROXY`, `NO_PROXY`) is used, and may be on the
local network: whoever runs the machine has chosen it. Through a proxy the names are resolved by the
proxy, so that what is behind it is guarded by its own rules. Here an address is refused all the
same when it is local by its name or by what the name resolves to; a name that cannot be resolved
here, which is usual behind a proxy, is left to the proxy.
"""

import contextlib
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from ipaddress import ip_address
from urllib.parse import urljoin
from urllib.request import getproxies, proxy_bypass

from urllib3 import BaseHTTPResponse
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.util import make_headers

from geodata.errors import NetworkError
from loaders.network.addresses import Address, Resolve, checked, is_public, resolve
from loaders.network.body import read_body
from loaders.network.urls import WebAddress, parse_address


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much an answer may cost.

    Attributes:
        bytes: of the body, packed and unpacked.
        seconds: of a whole fetch, redirects included.
        read_seconds: without a single byte.
        connect_seconds: until a connection stands.
        redirects: that are followed.
        seconds_between: two requests to one host.

    """

    bytes: int = 50_000_000
    seconds: float = 60.0
    read_seconds: float = 20.0
    connect_seconds: float = 10.0
    redirects: int = 5
    seconds_between: float = 1.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        status: of HTTP.
        headers: by their names in lower case.
        body: unpacked; empty where the status says that nothing is new.
        url: the address that answered, after redirects, without credentials.

    """

    status: int
    headers: Mapping[str, str]
    body: bytes
    url: str


@dataclass(slots=True)
class Web:
    """The web, as far as it may be reached.

    Attributes:
        agent: what the program calls itself.
        limits: how much an answer may cost.
        is_allowed: whether an address may be connected to. No setting reaches it: only tests, whose
            server is their own machine, give another.
        resolve: gives the addresses of a name.
        context: which certificates are trusted; those of the system when missing.
        proxies: by scheme; those of the environment when missing.
        sleep: waits so many seconds.

    """

    agent: str
    limits: Limits = field(default_factory=Limits)
    is_allowed: Callable[[Address], bool] = is_public
    resolve: Resolve = resolve
    context: ssl.SSLContext | None = None
    proxies: Mapping[str, str] | None = None
    sleep: Callable[[float], None] = time.sleep
    _asked: dict[str, float] = field(default_factory=dict)

    def get(self, url: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Return what is at an address, following redirects.

        Args:
            url: the address.
            headers: that go with the request.

        Raises:
            NetworkError: it may not be fetched, or cannot be; the message does not name it.

        """
        deadline = time.monotonic() + self.limits.seconds
        here = parse_address(url)
        for _ in range(self.limits.redirects + 1):
            self._wait_for_turn(here.host)
            answer, location = self._ask(here, headers or {}, deadline)
            if location is None:
                return answer
            here = _redirected(here, location)
        raise NetworkError(f"redirects more than {self.limits.redirects} times: given up")

    def _wait_for_turn(self, host: str) -> None:
        """Wait until the host was left alone for a moment."""
        last = self._asked.get(host)
        if last is not None:
            wait = last + self.limits.seconds_between - time.monotonic()
            if wait > 0:
                self.sleep(wait)
        self._asked[host] = time.monotonic()

    def _ask(
        self, here: WebAddress, headers: Mapping[str, str], deadline: float
    ) -> tuple[Answer, str | None]:
        """Return an answer, and where it sends to instead, if it does."""
        with self._connected(here, deadline) as (connection, target, own), _errors(deadline):
            sent = {
                "User-Agent": self.agent,
                "Accept-Encoding": "gzip",
                "Host": here.host_header,
                **headers,
                **own,
            }
            if here.credentials is not None:
                sent |= make_headers(basic_auth=here.credentials)
            connection.request(
                "GET", target, headers=sent, preload_content=False, decode_content=False
            )
            response = connection.getresponse()
            location = response.headers.get("location")
            if response.status in _REDIRECTS and location:
                return Answer(response.status, {}, b"", here.shown), location
            body = read_body(response, self.limits.bytes, deadline) if _has_body(response) else b""
            lowered = {name.lower(): value for name, value in response.headers.items()}
            return Answer(response.status, lowered, body, here.shown), None

    @contextlib.contextmanager
    def _connected(
        self, here: WebAddress, deadline: float
    ) -> Iterator[tuple[HTTPConnection, str, Mapping[str, str]]]:
        """Give a connection, what to ask for on it, and headers that it needs."""
        routes, target, own = self._routes(here)
        watched: list[HTTPConnection] = []
        # Whatever comes slowly, byte by byte: at the deadline the connection is cut.
        alarm = threading.Timer(max(deadline - time.monotonic(), 0.0), _cut, [watched])
        alarm.daemon = True
        alarm.start()
        try:
            with _errors(deadline):
                connection = _first_connected(routes, watched)
                connection.timeout = self.limits.read_seconds
            yield connection, target, own
        finally:
            alarm.cancel()
            for connection in watched:
                connection.close()

    def _routes(self, here: WebAddress) -> tuple[list[HTTPConnection], str, Mapping[str, str]]:
        """Return connections to try, what to ask for on them, and headers that they need."""
        proxy = self._proxy(here)
        if proxy is not None:
            self._check_behind_proxy(here)
            return self._through(proxy, here)
        addresses = self.resolve(here.host, here.port)
        checked(here.host, addresses, self.is_allowed)
        routes = [self._connection(here, address) for address in addresses[:_MOST_ADDRESSES]]
        return routes, here.target, {}

    def _connection(self, here: WebAddress, address: Address) -> HTTPConnection:
        seconds = self.limits.connect_seconds
        if here.scheme == "http":
            return HTTPConnection(str(address), here.port, timeout=seconds)
        # The name is what the certificate must be for; the address was checked.
        return HTTPSConnection(
            str(address),
            here.port,
            timeout=seconds,
            ssl_context=self._trusted(),
            server_hostname=here.host,
        )

    def _trusted(self) -> ssl.SSLContext:
        if self.context is None:
            self.context = ssl.create_default_context()
        return self.context

    def _proxy(self, here: WebAddress) -> str | None:
        if self.proxies is not None:
            return self.proxies.get(here.scheme)
        proxies = getproxies()
        found = proxies.get(here.scheme) or proxies.get("all")
        return None if not found or proxy_bypass(here.host) else found

    def _check_behind_proxy(self, here: WebAddress) -> None:
        """Check what can be known here of a host that the proxy will look up."""
        with contextlib.suppress(ValueError):
            checked(here.host, [ip_address(here.host)], self.is_allowed)
            return
        if "." not in here.host or here.host.endswith(_LOCAL_NAMES):
            raise NetworkError(f"{here.host} is a name of a local network: refused")
        try:
            addresses = self.resolve(here.host, here.port)
        except NetworkError:
            return
        checked(here.host, addresses, self.is_allowed)

    def _through(
        self, proxy: str, here: WebAddress
    ) -> tuple[list[HTTPConnection], str, Mapping[str, str]]:
        """Return a connection to a proxy, what to ask for on it, and headers that it needs."""
        place = parse_address(proxy if "://" in proxy else f"http://{proxy}", what="the proxy")
        if place.scheme != "http":
            raise NetworkError(f"the proxy {place.shown} is none of http: not supported")
        given = place.credentials
        known = {} if given is None else dict(make_headers(proxy_basic_auth=given))
        seconds = self.limits.connect_seconds
        if here.scheme == "http":
            connection = HTTPConnection(place.host, place.port, timeout=seconds)
            return [connection], here.shown, known
        secure = HTTPSConnection(
            place.host, place.port, timeout=seconds, ssl_context=self._trusted()
        )
        secure.set_tunnel(here.host, here.port, headers=known, scheme="http")
        return [secure], here.target, {}


_REDIRECTS = (301, 302, 303, 307, 308)
_NO_BODY = (204, 304)
_MOST_ADDRESSES = 4
_LOCAL_NAMES = (".local", ".localhost", ".internal", ".lan", ".home", ".corp", ".home.arpa")


def _has_body(response: BaseHTTPResponse) -> bool:
    return response.status not in _NO_BODY


def _redirected(here: WebAddress, location: str) -> WebAddress:
    """Return where a redirect leads; credentials go no further than their own host."""
    there = parse_address(urljoin(here.shown, location), what="what it redirects to")
    if here.scheme == "https" and there.scheme == "http":
        raise NetworkError(f"redirects from https to http ({there.shown}): refused")
    return there.with_credentials_of(here)


def _first_connected(
    routes: Sequence[HTTPConnection], watched: list[HTTPConnection]
) -> HTTPConnection:
    """Return the first of some connections that can be made; all that are tried are watched."""
    for number, connection in enumerate(routes, start=1):
        watched.append(connection)
        try:
            connection.connect()
        except ssl.SSLError:
            raise
        except (HTTPError, OSError):
            if number == len(routes):
                raise
            connection.close()
        else:
            return connection
    raise NetworkError("has no address")


def _cut(watched: Sequence[HTTPConnection]) -> None:
    """End connections from another thread: whoever reads from them gets an error."""
    for connection in watched:
        if connection.sock is not None:
            with contextlib.suppress(OSError):
                # Of the plain socket: TLS would want to say goodbye first.
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)


@contextlib.contextmanager
def _errors(deadline: float) -> Iterator[None]:
    """Turn what can go wrong on a connection into one clear line."""
    try:
        yield
    except (HTTPError, OSError, EOFError) as error:
        if time.monotonic() >= deadline:
            raise NetworkError("takes too long: given up") from error
        raise NetworkError(_reason(error)) from error


def _reason(error: Exception) -> str:
    inner = error.__cause__ or error
    for known in (error, inner, *error.args):
        if isinstance(known, ssl.SSLCertVerificationError):
            return f"its certificate cannot be trusted: {known.verify_message or known.reason}"
        if isinstance(known, TimeoutError):
            return "does not answer in time"
    said = getattr(inner, "strerror", None) or str(inner) or type(inner).__name__
    return f"cannot be fetched: {' '.join(said.split())}"
