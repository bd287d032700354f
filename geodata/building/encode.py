"""Lay the places out in the sections that `geodata.gazetteer` reads."""

import json
from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate

from geodata.building.places import PlaceRow, prior_of
from geodata.errors import TablesError
from geodata.folding import fold
from geodata.gazetteer import BUCKET_SIZE, BUCKETS, COORDINATE_SCALE, name_hash, short_hash
from geodata.tablefile import Section


class _Strings:
    """Lays texts end to end, each once with its length before it, and says where each begins."""

    def __init__(self) -> None:
        self._start: dict[str, int] = {}
        self._content = bytearray()

    def __call__(self, text: str) -> int:
        if text not in self._start:
            encoded = text.encode()
            self._start[text] = len(self._content)
            self._content += bytes([len(encoded)]) + encoded
        return self._start[text]

    def section(self) -> bytes:
        return bytes(self._content)


def gazetteer_sections(
    rows: Iterable[PlaceRow], iso3: Mapping[str, str], ordinary_words: Iterable[str]
) -> dict[str, Section]:
    """Return the sections of the gazetteer's file.

    Args:
        rows: all places.
        iso3: ISO 3166-1 alpha-3 by alpha-2 code.
        ordinary_words: English words that are no sign of a place.

    """
    places = sorted(rows, key=_place_order)
    strings = _Strings()
    entries = _entries(places)
    place_sections, meta = _place_sections(places, iso3, strings)
    entry_sections = _entry_sections(entries, strings)
    meta["longest_name_words"] = max(len(folded.split()) for folded in entries)
    words = {short_hash(folded.split(" ", 1)[0]) for folded in entries}
    return {
        "meta": json.dumps(meta, sort_keys=True).encode(),
        **place_sections,
        **entry_sections,
        "first_word": array("I", sorted(words)),
        "ordinary_word": array("I", sorted({short_hash(word) for word in ordinary_words})),
        "text": strings.section(),
    }


def _place_order(row: PlaceRow) -> tuple[int, int, str]:
    scheme, _, number = row.place_id.partition(":")
    return (0, int(number), "") if scheme == "geonames" else (1, 0, row.place_id)


def _entries(places: Sequence[PlaceRow]) -> dict[str, list[tuple[int, int, int, str]]]:
    """Return (prior, place, kind, name) of each name, by folded name, the highest prior first."""
    entries: dict[str, list[tuple[int, int, int, str]]] = defaultdict(list)
    for index, place in enumerate(places):
        for name in place.names.values():
            prior = prior_of(place.importance, name.cost)
            entries[fold(name.text)].append((prior, index, int(name.kind), name.text))
    for found in entries.values():
        found.sort(key=lambda entry: (-entry[0], entry[1:]))
    return entries


def _place_sections(
    places: Sequence[PlaceRow], iso3: Mapping[str, str], strings: _Strings
) -> tuple[dict[str, Section], dict[str, object]]:
    countries = ["", *sorted(iso3)]
    features = sorted({place.feature for place in places})
    country_number = {iso2: number for number, iso2 in enumerate(countries)}
    feature_number = {feature: number for number, feature in enumerate(features)}
    index_of = {place.place_id: index for index, place in enumerate(places)}
    if len(index_of) != len(places):
        raise TablesError("two places have the same id")
    is_geonames = [place.place_id.startswith("geonames:") for place in places]
    keys = (
        int(place.place_id.partition(":")[2]) if numbered else strings(place.place_id)
        for place, numbered in zip(places, is_geonames, strict=True)
    )
    sections: dict[str, Section] = {
        "place_key": array("I", keys),
        "place_name": array("I", (strings(place.name) for place in places)),
        "latitude": array("i", (round(place.latitude * COORDINATE_SCALE) for place in places)),
        "longitude": array("i", (round(place.longitude * COORDINATE_SCALE) for place in places)),
        "country": array("B", (country_number[place.iso2] for place in places)),
        # Number 0 is a town, so 0 can stand for "no division".
        "admin1": array("I", (index_of.get(place.admin1, 0) for place in places)),
        "feature": array("B", (feature_number[place.feature] for place in places)),
        "population": array("I", (place.population for place in places)),
    }
    meta: dict[str, object] = {
        "countries": [[iso2, iso3.get(iso2, "")] for iso2 in countries],
        "features": features,
        "geonames_count": sum(is_geonames),
    }
    return sections, meta


def _entry_sections(
    entries: Mapping[str, list[tuple[int, int, int, str]]], strings: _Strings
) -> dict[str, Section]:
    hashed = sorted((name_hash(folded), folded) for folded in entries)
    if len({key for key, _ in hashed}) != len(hashed):
        raise TablesError("two folded names have the same hash: lengthen it")
    entry_place, entry_name, key_start = array("I"), array("I"), array("I", [0])
    entry_kind, entry_prior = array("B"), array("B")
    for _, folded in hashed:
        for prior, place, kind, name in entries[folded]:
            entry_prior.append(prior)
            entry_place.append(place)
            entry_kind.append(kind)
            entry_name.append(strings(name))
        key_start.append(len(entry_place))
    counts = [0] * (BUCKETS + 1)
    for key, _ in hashed:
        counts[key // BUCKET_SIZE + 1] += 1
    return {
        "bucket": array("I", accumulate(counts)),
        "key_hash": array("I", (key % BUCKET_SIZE for key, _ in hashed)),
        "key_start": key_start,
        "entry_place": entry_place,
        "entry_name": entry_name,
        "entry_kind": entry_kind,
        "entry_prior": entry_prior,
    }
