"""Map pages that the server holds for the browsers looking at them.

A map page goes to the browser by its own address, not through Streamlit's connection: it is sent
once, however often the script reruns, and it is served under its own content security policy.
The address is the page's hash, so the same page always has the same address.
"""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass

# A page of a million incidents takes some 20 MB: enough for a dozen people who look at it
# through filters of their own.
_HELD_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class MapPage:
    """A map page and its hash."""

    digest: str
    html: bytes


class MapPages:
    """The pages being looked at; the ones not asked for the longest make room for new ones."""

    def __init__(self, held_bytes: int = _HELD_BYTES) -> None:
        self._held_bytes = held_bytes
        self._pages: OrderedDict[str, MapPage] = OrderedDict()
        self._lock = threading.Lock()

    def hold(self, page: MapPage) -> None:
        """Keep a page so that the server can hand it out."""
        with self._lock:
            self._pages[page.digest] = page
            self._pages.move_to_end(page.digest)
            # The page just added stays even when it alone is too big: a browser waits for it.
            while self._size() > self._held_bytes and len(self._pages) > 1:
                self._pages.popitem(last=False)

    def get(self, digest: str) -> MapPage | None:
        """Return the page of that hash, or None when it is not held."""
        with self._lock:
            page = self._pages.get(digest)
            if page is not None:
                self._pages.move_to_end(digest)
            return page

    def _size(self) -> int:
        return sum(len(page.html) for page in self._pages.values())


def map_page(html: str) -> MapPage:
    """Return the page with its hash."""
    encoded = html.encode()
    return MapPage(hashlib.sha256(encoded).hexdigest()[:32], encoded)


# Shared by the threads of the script and by the route that serves the pages.
PAGES = MapPages()
