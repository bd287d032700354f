"""Which requests stay on this machine."""

from urllib.parse import urlsplit

_HOSTS = {"127.0.0.1", "localhost"}
_SCHEMES = {"about", "blob", "data", "file"}


def is_local(url: str) -> bool:
    """Return whether a request stays on this machine."""
    parts = urlsplit(url)
    return parts.scheme in _SCHEMES or parts.hostname in _HOSTS
