"""Which incidents a search for words finds.

A search finds an incident when each of its words begins a word of what is told of the incident:
its place, its parties, who mediates and who reports it, the quotes of its claims, the titles of its
reports, and, where a store is asked, what a dataset notes beside its columns. Case, accents,
hyphens and apostrophes make no difference: "nangarhar taliban" finds "Taliban fighters" in
"Nangarhār". The order of the words makes none either.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import pandas as pd

from geodata import masks
from geodata.folding import fold
from geodata.masks import Mask

if TYPE_CHECKING:
    from collections.abc import Callable

# The columns of an incident whose words are searched, beside its mediators.
SEARCHED = ("place_name", "admin1", "side_a", "side_b", "claimant")
_WORD = re.compile(r"[^\W_]+")
# Of a longer word only so many letters count: no database keeps words of any length.
_LONGEST = 100


def words_of(text: str) -> list[str]:
    """Return the folded words of a text, each once, in their order; none when it has none."""
    return list(dict.fromkeys(word[:_LONGEST] for word in _WORD.findall(fold(text))))


def prepared(text: str) -> str:
    """Return a text as its folded words, with a space before each."""
    return "".join(f" {word}" for word in words_of(text))


def matching(
    text: str,
    incidents: gpd.GeoDataFrame,
    claims: pd.DataFrame | None = None,
    reports: pd.DataFrame | None = None,
    told: Mapping[str, Collection[str]] = MappingProxyType({}),
) -> Mask:
    """Return which incidents a search finds; all when the text has no word.

    Args:
        text: the words.
        incidents: the rows to search.
        claims: whose quotes are searched; those of other incidents do no harm.
        reports: whose titles are searched.
        told: what a store finds: the incidents, by word; see `geodata.store.Store.told`.

    """
    found = masks.everything(incidents)
    wanted = words_of(text)
    if not wanted:
        return found
    parts = _Parts(incidents, claims, reports)
    for word in wanted:
        having = parts.having(word)
        if told.get(word):
            having |= incidents["incident_id"].isin(told[word]).to_numpy(dtype=bool)
        found &= having
    return found


class _Parts:
    """What is told of incidents, each different text prepared once for any number of words."""

    def __init__(
        self,
        incidents: gpd.GeoDataFrame,
        claims: pd.DataFrame | None,
        reports: pd.DataFrame | None,
    ) -> None:
        self._size = len(incidents)
        columns = [incidents[name] for name in SEARCHED]
        self._columns = [pd.factorize(column) for column in columns]
        self._prepared = [[*map(prepared, uniques)] for _, uniques in self._columns]
        self._lists: list[tuple[Any, Callable[[str], set[str]]]] = [
            (incidents["mediators"], _finder((name, name) for name in _names(incidents)))
        ]
        if reports is not None:
            titles = reports.loc[reports["title"].notna(), ["report_id", "title"]]
            rows = titles.itertuples(index=False, name=None)
            self._lists.append((incidents["report_ids"], _finder(rows)))
        self._ids = incidents["incident_id"]
        self._quotes = (
            None
            if claims is None
            else _finder(zip(claims["incident_id"], claims["quote"], strict=True))
        )

    def having(self, word: str) -> Mask:
        """Return which incidents have a word that begins so."""
        start = f" {word}"
        found = np.zeros(self._size, dtype=bool)
        for (codes, _), texts in zip(self._columns, self._prepared, strict=True):
            # What is missing has the code -1, the last.
            has = np.array([*(start in one for one in texts), False], dtype=bool)
            found |= has[codes]
        for lists, having in self._lists:
            keys = having(start)
            if keys:
                found |= np.array([not keys.isdisjoint(one) for one in lists], dtype=bool)
        if self._quotes is not None:
            keys = self._quotes(start)
            if keys:
                found |= self._ids.isin(keys).to_numpy(dtype=bool)
        return found


def _names(incidents: gpd.GeoDataFrame) -> set[str]:
    return {name for names in incidents["mediators"] for name in names}


def _finder(texts: Iterable[tuple[str, str]]) -> "Callable[[str], set[str]]":
    """Return what finds the keys of the texts in which a word begins so."""
    pairs = list(texts)
    texts_prepared = [prepared(text) for _, text in pairs]

    def keys_having(start: str) -> set[str]:
        return {key for (key, _), one in zip(pairs, texts_prepared, strict=True) if start in one}

    return keys_having
