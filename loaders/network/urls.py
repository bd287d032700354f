"""Web addresses as a person or a server writes them, taken apart and checked."""

from dataclasses import dataclass, replace
from ipaddress import IPv6Address, ip_address
from typing import Self
from urllib.parse import quote, unquote, urlsplit

from geodata.errors import NetworkError

_PORTS = {"http": 80, "https": 443}
# What may stand in a path or query as it is; all else is written as %xx.
_PLAIN = "/%:=&?~+!$,;'@()*[]-._"


@dataclass(frozen=True, slots=True)
class WebAddress:
    """A web address.

    Attributes:
        scheme: http or https.
        host: in lower case, in ASCII.
        port: given, or the scheme's own.
        target: path and query.
        credentials: `name:password`, where the address has them.

    """

    scheme: str
    host: str
    port: int
    target: str
    credentials: str | None = None

    @property
    def host_header(self) -> str:
        """The host as a request names it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def shown(self) -> str:
        """The address without credentials."""
        return f"{self.scheme}://{self.host_header}{self.target}"

    def with_credentials_of(self, other: "WebAddress") -> Self:
        """Return the address with another's credentials, where scheme, host and port are equal."""
        same = (self.scheme, self.host, self.port) == (other.scheme, other.host, other.port)
        return replace(self, credentials=other.credentials if same else None)


def is_web_address(text: str) -> bool:
    """Return whether a source is a web address and no path."""
    return text.lower().startswith(("http://", "https://"))


def without_credentials(url: str) -> str:
    """Return an address as it may be shown and kept; what cannot be read is not shown at all."""
    try:
        return parse_address(url).shown
    except NetworkError:
        return "the address"


def parse_address(url: str, *, what: str = "the address") -> WebAddress:
    """Return a web address, taken apart.

    Args:
        url: as it is written.
        what: what a message calls it.

    Raises:
        NetworkError: it is none, or neither of http nor of https.

    """
    if any(char <= " " or char == "\x7f" for char in url):
        raise NetworkError(f"{what} has spaces or control characters in it")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise NetworkError(f"{what} is none: {error}") from error
    scheme = parts.scheme.lower()
    if scheme not in _PORTS:
        raise NetworkError(f"{what} is none of http or https: refused")
    if not parts.hostname or port == 0:
        raise NetworkError(f"{what} names no host")
    credentials = None
    if parts.username is not None:
        credentials = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
    target = quote(parts.path or "/", safe=_PLAIN)
    if parts.query:
        target += "?" + quote(parts.query, safe=_PLAIN)
    return WebAddress(
        scheme, _host(parts.hostname, what), port or _PORTS[scheme], target, credentials
    )


def _host(name: str, what: str) -> str:
    try:
        address = ip_address(name)
    except ValueError:
        pass
    else:
        return str(address) if isinstance(address, IPv6Address) else name
    try:
        host = name.lower().rstrip(".").encode("idna").decode("ascii")
    except UnicodeError as error:
        raise NetworkError(f"{what} names no host that there can be") from error
    if not host or not all(char.isalnum() or char in "-._" for char in host):
        raise NetworkError(f"{what} names no host that there can be")
    return host
