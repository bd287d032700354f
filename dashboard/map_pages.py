"""Map pages that the server holds for the browsers looking at them, and which rows they show.

A map page goes to the browser by its own address, not through Streamlit's connection: it is sent
once, however often the script reruns, and it is served under its own content security policy.
The address is the page's hash, so the same page always has the same address.

The page holds all rows of a store. What filters leave of them goes after it, a bit a row, by an
address of its own: a filter never sends or opens the page anew.
"""

import hashlib
import threading
from collections import OrderedDict
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

# A page of a million incidents takes some 20 MB: enough for a dozen stores and their filters.
_HELD_BYTES = 256 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class MapRows:
    """Which rows of a page show: bits in the page's order, the first in the lowest bit."""

    digest: str
    bits: bytes

    @property
    def size(self) -> int:
        """Bytes that it takes."""
        return len(self.bits)


@dataclass(frozen=True, slots=True)
class MapPage:
    """A map page, its hash, and which of its rows show: all when nothing is said of them."""

    digest: str
    html: bytes
    rows: MapRows | None = None

    @property
    def size(self) -> int:
        """Bytes that it takes, without the rows."""
        return len(self.html)

    def showing(self, order: npt.NDArray[np.int64], kept: npt.NDArray[np.bool_]) -> "MapPage":
        """Return the page showing some rows only.

        Args:
            order: position in the frame of each row of the page (`IncidentMap.order`).
            kept: whether each row of the frame shows.

        """
        if kept.all():
            return replace(self, rows=None)
        bits = np.packbits(kept[order], bitorder="little").tobytes()
        return replace(self, rows=MapRows(_digest(bits), bits))


class MapPages:
    """The pages being looked at; the ones not asked for the longest make room for new ones."""

    def __init__(self, held_bytes: int = _HELD_BYTES) -> None:
        self._held_bytes = held_bytes
        self._held: OrderedDict[str, MapPage | MapRows] = OrderedDict()
        self._lock = threading.Lock()

    def hold(self, page: MapPage) -> None:
        """Keep a page, and which of its rows show, so that the server can hand them out."""
        with self._lock:
            for part in (page.rows, page):
                if part is not None:
                    self._held[part.digest] = part
                    self._held.move_to_end(part.digest)
            # What was just added stays even when it alone is too big: a browser waits for it.
            just_added = 1 if page.rows is None else 2
            while self._size() > self._held_bytes and len(self._held) > just_added:
                self._held.popitem(last=False)

    def get(self, digest: str) -> MapPage | None:
        """Return the page of that hash, or None when it is not held."""
        found = self._get(digest)
        return found if isinstance(found, MapPage) else None

    def rows(self, digest: str) -> MapRows | None:
        """Return the rows of that hash, or None when they are not held."""
        found = self._get(digest)
        return found if isinstance(found, MapRows) else None

    def _get(self, digest: str) -> MapPage | MapRows | None:
        with self._lock:
            found = self._held.get(digest)
            if found is not None:
                self._held.move_to_end(digest)
            return found

    def _size(self) -> int:
        return sum(part.size for part in self._held.values())


def map_page(html: str) -> MapPage:
    """Return the page with its hash."""
    encoded = html.encode()
    return MapPage(_digest(encoded), encoded)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:32]


# Shared by the threads of the script and by the route that serves the pages.
PAGES = MapPages()
