"""Lays what the spools hold out in the sections of a gazetteer's file.

The layout is that of `geodata.building.encode`, which makes it in memory.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from geodata.building.places import NameKind
from geodata.errors import ExportError
from geodata.gazetteer import BUCKET_SIZE, BUCKETS
from geodata.geonames_dump.base import Base
from geodata.geonames_dump.spools import PARTS, PLACE, NamePart, NameSpool, PlaceSpool
from geodata.tablefile import Section, SpooledSection

# Numbers of four bytes reach as far as this; the last stands for "none".
_NONE: Final = 2**32 - 1
# Where the texts need more bytes, offsets get eight bytes instead of four.
_LARGEST_OFFSET: Final = 2**32 - 1
_SMALL: Final = 256

Array = NDArray[Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """What the file holds besides the names.

    Attributes:
        base: where countries and ordinary words come from.
        places: the places with GeoNames' numbers.
        others: ids and records of the places without one, by id; their rows follow.
        features: class and code of each feature number.
        divisions: place id of each number of a first-level division, "" for none.
        unnamed: names of places, by row, that are not among the names to be found.

    """

    base: Base
    places: PlaceSpool
    others: Sequence[tuple[str, tuple[int, ...]]]
    features: Sequence[str]
    divisions: Sequence[str]
    unnamed: dict[int, str]


class PlaceOrder:
    """Where each row of the places goes: by GeoNames' number, then by id.

    Attributes:
        index: number of the place in the file of each row; of a repeated one, none.
        geonames_count: places with GeoNames' numbers.
        total: all places.
        repeated: rows that repeat the number of another, and are left out.

    """

    def __init__(self, layout: Layout) -> None:
        ids = np.concatenate([chunk["key"] for chunk in layout.places.chunks()])
        order = np.argsort(ids, kind="stable")
        is_first = np.ones(len(ids), bool)
        is_first[1:] = np.diff(ids[order]) != 0
        self.geonames_count = int(is_first.sum())
        self.total = self.geonames_count + len(layout.others)
        self.repeated = len(ids) - self.geonames_count
        if self.total >= _NONE:
            raise ExportError(f"a gazetteer cannot hold {self.total:,} places")
        self.index: NDArray[np.uint32] = np.full(len(ids) + len(layout.others), _NONE, np.uint32)
        self.index[order[is_first]] = np.arange(self.geonames_count, dtype=np.uint32)
        self.index[len(ids) :] = np.arange(self.geonames_count, self.total, dtype=np.uint32)


class Sections:
    """Writes the sections to files without names; `close` lets them go.

    Attributes:
        name_count: names of places written.

    """

    def __init__(self, layout: Layout, names: NameSpool, folder: Path) -> None:
        self._layout = layout
        self._names = names
        self._folder = folder
        self._made: dict[str, SpooledSection] = {}
        self._text = bytearray()
        self._text_size = 0
        room = names.text_bytes + sum(map(_room, layout.unnamed.values()))
        room += sum(_room(place_id) for place_id, _ in layout.others)
        self._offset = "I" if room <= _LARGEST_OFFSET else "Q"
        self.name_count = 0

    def write(self, order: PlaceOrder, step: Callable[[int, int], None]) -> dict[str, Section]:
        """Write all sections.

        Args:
            order: of the places.
            step: told how many parts of how many are done.

        """
        layout = self._layout
        place_name = np.zeros(order.total, self._offset)
        for row, name in layout.unnamed.items():
            if order.index[row] != _NONE:
                place_name[order.index[row]] = self._add_text(name.encode())
        self._write_places(order)
        self._flush_text()
        self._write_names(order, place_name, step)
        self._add("place_name", self._offset, place_name)
        meta = {
            "countries": layout.base.countries,
            "features": list(layout.features),
            "geonames_count": order.geonames_count,
            "longest_name_words": self._names.most_words,
        }
        return {
            "meta": json.dumps(meta, sort_keys=True).encode(),
            **self._made,
            "first_word": self._names.first_words(),
            "ordinary_word": layout.base.ordinary_words,
        }

    def close(self) -> None:
        """Let the files go."""
        for section in self._made.values():
            section.close()

    def _write_places(self, order: PlaceOrder) -> None:
        layout = self._layout
        keys = [self._add_text(place_id.encode()) for place_id, _ in layout.others]
        key = self._column("key", order).astype(self._offset)
        key[order.geonames_count :] = keys
        self._add("place_key", self._offset, key)
        del key
        for name in ("latitude", "longitude"):
            self._add(name, "i", self._column(name, order))
        self._add("population", "I", self._column("population", order))
        for name, count in (
            ("country", len(layout.base.countries)),
            ("feature", len(layout.features)),
        ):
            self._add(name, "B" if count <= _SMALL else "H", self._column(name, order))
        known = {
            place_id: order.geonames_count + n for n, (place_id, _) in enumerate(layout.others)
        }
        # Number 0 has a number of GeoNames', so it can stand for "no division".
        divisions = np.array([known.get(place_id, 0) for place_id in layout.divisions], np.uint32)
        self._add("admin1", "I", divisions[self._column("admin1", order)])

    def _column(self, name: str, order: PlaceOrder) -> Array:
        """Return a field of all places in their order in the file."""
        column = np.zeros(order.total, PLACE[name])
        start = 0
        others = np.array([record for _, record in self._layout.others], PLACE)
        for chunk in (*self._layout.places.chunks(), others):
            index = order.index[start : start + len(chunk)]
            kept = index != _NONE
            column[index[kept]] = chunk[name][kept]
            start += len(chunk)
        return column

    def _write_names(
        self, order: PlaceOrder, place_name: Array, step: Callable[[int, int], None]
    ) -> None:
        buckets = np.zeros(BUCKETS + 1, np.uint32)
        self._add("key_start", "I", np.zeros(1, np.uint32))
        for number, part in enumerate(self._names.parts()):
            step(number, PARTS)
            found = _SortedPart(part, order.index)
            if not len(found.records):
                continue
            offsets = np.array(self._add_texts(found), self._offset)
            primary = found.records["kind"] == NameKind.PRIMARY
            place_name[found.places[primary]] = offsets[primary]
            starts = np.flatnonzero(found.is_new)
            hashes = found.records["hash"][starts]
            buckets[1:] += np.bincount(hashes // BUCKET_SIZE, minlength=BUCKETS).astype(np.uint32)
            self._add("key_hash", "I", (hashes % BUCKET_SIZE).astype(np.uint32))
            ends = np.append(starts[1:], len(found.records)) + self.name_count
            self._add("key_start", "I", ends.astype(np.uint32))
            self._add("entry_place", "I", found.places)
            self._add("entry_name", self._offset, offsets)
            self._add("entry_kind", "B", found.records["kind"])
            self._add("entry_prior", "B", found.records["prior"])
            self._flush_text()
            self.name_count += len(found.records)
            if self.name_count >= _NONE:
                raise ExportError(f"a gazetteer cannot hold {self.name_count:,} names")
        self._add("bucket", "I", np.cumsum(buckets, dtype=np.uint32))

    def _add_texts(self, part: "_SortedPart") -> list[int]:
        """Write the texts of a part, each once, and return the offset of each name's."""
        offsets: list[int] = []
        seen: dict[bytes, int] = {}
        for start, length, is_new in zip(
            part.starts.tolist(), part.records["length"].tolist(), part.is_new.tolist(), strict=True
        ):
            text = part.text[start : start + length]
            if is_new:
                seen = {}
            offset = seen.get(text)
            if offset is None:
                offset = seen[text] = self._add_text(text)
            offsets.append(offset)
        return offsets

    def _add_text(self, text: bytes) -> int:
        offset = self._text_size + len(self._text)
        self._text.append(len(text))
        self._text += text
        return offset

    def _flush_text(self) -> None:
        self._add("text", "B", bytes(self._text))
        self._text_size += len(self._text)
        self._text.clear()

    def _add(self, name: str, typecode: str, content: "Array | bytes") -> None:
        section = self._made.get(name)
        if section is None:
            section = self._made[name] = SpooledSection(typecode, self._folder)
        if not isinstance(content, bytes):
            content = np.ascontiguousarray(content, typecode).tobytes()
        section.write(content)


class _SortedPart:
    """A part of the names in the order of the file, those of repeated rows left out.

    Attributes:
        records: hash, rank and kind of each name.
        places: number of the place of each.
        starts: where the text of each begins in `text`.
        is_new: whether a name folds to something else than the one before.
        text: all texts.

    """

    def __init__(self, part: NamePart, index: NDArray[np.uint32]) -> None:
        records = part.records
        places = index[records["row"]]
        starts = np.cumsum(records["length"], dtype=np.int64) - records["length"]
        # The last key counts most.
        order = np.lexsort(
            (records["kind"], places, ~records["prior"], records["check"], records["hash"])
        )
        order = order[places[order] != _NONE]
        self.records = records[order]
        self.places = places[order]
        self.starts = starts[order]
        self.text = part.text
        hashes, checks = self.records["hash"], self.records["check"]
        self.is_new = np.ones(len(order), bool)
        self.is_new[1:] = (hashes[1:] != hashes[:-1]) | (checks[1:] != checks[:-1])


def _room(text: str) -> int:
    return len(text.encode()) + 1
