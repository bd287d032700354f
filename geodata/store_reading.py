"""What is read of a store: frames, parts, selections, histories, and what it holds in numbers."""

import contextlib
import datetime as dt
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

import geopandas as gpd
import pandas as pd

from geodata import reading, schema, word_index
from geodata.errors import NotWritableError
from geodata.fetches import Fetch, fetch_of, known_texts
from geodata.history import (
    Load,
    Rejection,
    Version,
    latest_loads,
    loads_and_history,
    rejections,
    versions,
)
from geodata.link_tables import Link
from geodata.linked import Member
from geodata.overview import Overview
from geodata.query import Selection
from geodata.store_access import StoreAccess
from geodata.text_search import words_of


class Frames(NamedTuple):
    """The three tables as they were at one moment, each incident once.

    An incident that several reports tell is one row; its claims come from all of them.
    """

    incidents: gpd.GeoDataFrame
    claims: pd.DataFrame
    reports: pd.DataFrame


class Parts(NamedTuple):
    """The three tables as they are at one moment, some thousands of rows at a time.

    They are the rows of `Frames`, in no order; each iterator may be read once.
    """

    incidents: Iterator[gpd.GeoDataFrame]
    claims: Iterator[pd.DataFrame]
    reports: Iterator[pd.DataFrame]


@dataclass(frozen=True, slots=True)
class Summary:
    """What a store holds, counted by the database."""

    schema_version: int
    counts: dict[str, int]
    kinds: dict[str, int]
    sources: dict[str, int]
    linked: dict[str, int]
    first_date: dt.date | None
    last_date: dt.date | None
    changed: dt.datetime | None
    loads: tuple[Load, ...]
    withdrawn: int
    earlier_versions: int
    rejected_rows: int


class StoreReading(StoreAccess):
    """What may be read of a store."""

    def is_new(self) -> bool:
        """Return whether nothing was ever saved here."""
        if not self.exists():
            return True
        with self._transaction() as connection:
            return reading.last_load(connection) == 0

    def fetch_of(self, url: str) -> Fetch | None:
        """Return what is remembered of a web address; None when it was never fetched."""
        with self._transaction() as connection:
            return fetch_of(connection, url)

    def known_texts(self, report_ids: Iterable[str]) -> dict[str, str]:
        """Return of those reports that are there the hash of what each was read from."""
        with self._transaction() as connection:
            return known_texts(connection, report_ids)

    def linked_with(self, incident_id: str) -> reading.Linked:
        """Return what is linked with an incident, by its own id or the id it is shown under."""
        with self._transaction() as connection:
            return reading.linked_with(connection, incident_id)

    def links(self) -> tuple[list[Link], dict[str, Member], set[tuple[str, str]]]:
        """Return all links, the incidents that stand in groups, and the pairs that are refused."""
        with self._transaction() as connection:
            return reading.links(connection)

    def frames(self) -> Frames:
        """Return the three tables as they are at one moment."""
        with self._transaction() as connection:
            return Frames(
                reading.incidents(connection),
                reading.claims(connection),
                reading.reports(connection),
            )

    @contextlib.contextmanager
    def parts(self) -> Iterator[Parts]:
        """Give the three tables part by part: all of them, in little memory."""
        with self._transaction() as connection:
            yield Parts(
                reading.incident_parts(connection),
                reading.claim_parts(connection),
                reading.report_parts(connection),
            )

    def overview(self) -> Overview:
        """Return what a map of many millions of incidents needs to know of each."""
        with self._transaction() as connection:
            return reading.overview(connection)

    def holds_more_than(self, incidents: int) -> bool:
        """Return whether there are more incidents than so many, withdrawn ones included."""
        with self._transaction() as connection:
            return reading.holds_more_than(connection, incidents)

    def some(self, incident_ids: Collection[str]) -> Frames:
        """Return some incidents, with their claims and the reports that tell of them."""
        with self._transaction() as connection:
            return Frames(*reading.some(connection, incident_ids))

    def incidents(self) -> gpd.GeoDataFrame:
        """Return all incidents, each once, by date."""
        with self._transaction() as connection:
            return reading.incidents(connection)

    def select(self, selection: Selection) -> gpd.GeoDataFrame:
        """Return the incidents that a selection asks for, each once, by date.

        The same rows as `geodata.query.select` leaves of all incidents, claims and reports, without
        fetching the others; a text is looked for in the notes of datasets too.
        """
        return self._selected(selection, of_reports=False)[0].incidents

    def frames_of(self, selection: Selection) -> tuple[Frames, int]:
        """Return the same with all claims and reports, as they are at one moment.

        Beside them how many rows are left out only because they have no date.
        """
        return self._selected(selection, of_reports=True)

    def told(self, text: str) -> dict[str, set[str]]:
        """Return for each word of a text the incidents of which a store's texts tell it.

        These texts are the notes of datasets, quotes and titles; a word counts when one of theirs
        begins so. The first search after a large load takes longer: it indexes the new words.
        """
        words = words_of(text)
        if not words:
            return {}
        self._index_words()
        with self._transaction() as connection:
            return word_index.told(connection, words)

    def claims(self) -> pd.DataFrame:
        """Return all claims, by report and place in it."""
        with self._transaction() as connection:
            return reading.claims(connection)

    def reports(self) -> pd.DataFrame:
        """Return all reports, by publication date."""
        with self._transaction() as connection:
            return reading.reports(connection)

    def counts(self) -> dict[str, int]:
        """Return the number of incidents, claims and reports."""
        with self._transaction() as connection:
            return reading.counts(connection)

    def history(self, incident_id: str) -> list[Version]:
        """Return every version of an incident, the latest first; none when it is not known."""
        with self._transaction() as connection:
            return versions(connection, incident_id)

    def rejected_rows(self, load_id: int) -> list[Rejection]:
        """Return what a load could not take, in the order of the file."""
        with self._transaction() as connection:
            return rejections(connection, load_id)

    def loads(self, most: int) -> list[Load]:
        """Return the latest changes of the store, the last first."""
        with self._transaction() as connection:
            return latest_loads(connection, most)

    def summary(self) -> Summary:
        """Return what the store holds, without reading its rows."""
        with self._transaction() as connection:
            first_date, last_date = reading.date_range(connection)
            return Summary(
                schema_version=self._schema_version(connection) or 0,
                counts=reading.counts(connection),
                kinds=reading.counts_by(connection, schema.incidents.c.kind),
                sources=reading.counts_by(connection, schema.incidents.c.source),
                linked=reading.linked_counts(connection),
                first_date=first_date,
                last_date=last_date,
                changed=reading.last_change(connection),
                **loads_and_history(connection),
            )

    def data_version(self) -> str:
        """Return a short text that changes whenever the data do; cheap to ask for."""
        with self._transaction() as connection:
            return f"{reading.meta_value(connection, 'store_id')}:{reading.last_load(connection)}"

    def _selected(self, selection: Selection, *, of_reports: bool) -> tuple[Frames, int]:
        if selection.text:
            self._index_words()
        with self._transaction() as connection:
            incidents, undated = reading.selected(connection, selection)
            if not of_reports:
                return Frames(incidents, pd.DataFrame(), pd.DataFrame()), undated
            claims, reports = reading.claims(connection), reading.reports(connection)
            return Frames(incidents, claims, reports), undated

    def _index_words(self) -> None:
        """Bring the index of words up; without it the new texts are read through each time."""
        with self._transaction() as connection:
            is_behind = word_index.is_behind(connection)
        if is_behind:
            # Whoever may not write, or not now, finds the same, if later.
            with contextlib.suppress(NotWritableError), self._writing() as connection:
                word_index.bring_up(connection)
