"""What a store finds by words and selections: on either engine what is found in memory."""

import dataclasses
import datetime as dt
import json
from collections import defaultdict
from pathlib import Path

import geopandas as gpd
import postgis_server
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_dataset import dataset_frame, file_of
from older_stores import older_store
from store_places import another
from store_records import batch, claim, incident, report

from geodata import query, word_index
from geodata.dataset_rows import DatasetRows
from geodata.query import Selection
from geodata.schema import table_names
from geodata.store import Store
from geodata.store_reading import Frames
from geodata.text_search import words_of
from loaders.batch import Batch

FIRST = report("Shells fell on Khost.", title="Shelling kills five")
SECOND = report("Talks were held in Doha.", title="Envoys meet in Doha", published=None)
NOTES = ["Bagrām air base was shelled", "Türkiye's envoy spoke", "notes of O'Neill & Co", "☃ snow"]


def fill(store: Store) -> None:
    told = batch(FIRST, SECOND, incidents=2)
    told.incidents[0] = dataclasses.replace(told.incidents[0], place_name="Nangarhār")
    told.incidents[3] = dataclasses.replace(
        told.incidents[3],
        geometry=shapely.LineString([(61, 30), (70, 35)]),
        place_id="border:AFG-PAK",
    )
    store.save(told)
    frame = dataset_frame(40)
    frame["raw"] = [json.dumps({"notes": note, "more": [{"deep": "down"}]}) for note in NOTES * 10]
    frame.loc[5, "raw"] = None
    frame.loc[::7, ["lon", "lat"]] = float("nan")
    frame.loc[::9, ["date_end"]] = None
    store.save_dataset([DatasetRows(frame)], **file_of())
    ids = store.incidents()["incident_id"]
    with store.link_tables() as tables:
        tables.set_groups({key: ("group", key) for key in sorted(ids)[3:6]})


@pytest.fixture(params=["indexed", "read through"])
def store(request: pytest.FixtureRequest, location: str, monkeypatch: pytest.MonkeyPatch) -> Store:
    for bulk in ("sqlite_bulk", "postgres_bulk"):
        monkeypatch.setattr(f"geodata.{bulk}.LEAST", 5)
    monkeypatch.setattr("geodata.word_index.FEW", 0 if request.param == "indexed" else 10_000)
    made = Store.open(location, create=True)
    fill(made)
    return made


def told(store: Store, text: str) -> set[str]:
    """Return the incidents of which all words of a text are told in notes, quotes and titles."""
    found = store.told(text)
    return set.intersection(*found.values())


def test_words_are_indexed_when_there_are_many(store: Store) -> None:
    store.told("bagram")
    with store._transaction() as connection:
        there = "incident_words" in table_names(connection)
        assert there == (word_index.FEW == 0)
        assert word_index.is_behind(connection) is False


def test_who_cannot_write_finds_the_same(store: Store) -> None:
    with store.link_tables():
        other = Store.open(store.location, wait_seconds=0.01)
        found = told(other, "bagram")
    assert found
    assert told(store, "bagram") == found


def test_words_of_notes_quotes_and_titles_are_found(store: Store) -> None:
    frames = store.frames()
    assert len(told(store, "BAGRAM shelled")) >= 9
    # Two rows that are shown as one tell the one word each.
    assert len(told(store, "bagram envoy")) <= 1
    assert told(store, "turkiyes") == told(store, "Türkiye's envoy spoke")
    assert told(store, "oneill co")
    assert told(store, "deep") == set()
    assert told(store, "down") >= told(store, "bagram")
    shown = frames.incidents[frames.incidents["report_ids"].map(len) > 0]
    assert told(store, "khost") == set(frames.claims["incident_id"])
    assert told(store, "shelling") <= set(shown["incident_id"])
    assert told(store, "envoys") <= set(shown["incident_id"])
    assert told(store, "snow")
    assert store.told("☃ !") == {}


def test_what_changes_is_found_as_it_is_now(store: Store) -> None:
    before = told(store, "bagram")
    frame = dataset_frame(40)
    frame["raw"] = [json.dumps({"notes": "nothing of note"})] * 40
    frame.loc[3, "raw"] = json.dumps({"notes": "Bagram, and Torkham"})
    store.save_dataset([DatasetRows(frame.drop(index=7))], **file_of(sha256="b"))
    store.save(Batch(reports=[dataclasses.replace(FIRST, title="Another title")]))
    assert before
    assert told(store, "bagram") == told(store, "torkham")
    assert len(told(store, "torkham")) == 1
    assert told(store, "shelling") == set()
    store.remove("made")
    assert told(store, "torkham") == set()


def test_an_index_that_came_with_a_copy_is_made_anew(store: Store, tmp_path: Path) -> None:
    expected = told(store, "bagram")
    store.backup(tmp_path / "copy.db")
    for place in (str(tmp_path / "other.db"), store.location):
        other = Store.open(place, create=True)
        other.restore(tmp_path / "copy.db", replace=True)
        assert told(other, "bagram") == expected


@pytest.mark.parametrize("version", [1, 2])
def test_a_store_of_an_early_version_is_searched_too(tmp_path: Path, version: int) -> None:
    old = Store.open(older_store(tmp_path / "old.db", version))
    assert len(old.select(Selection(text="soldiers"))) == 2
    assert len(old.select(Selection(text="elsewhere"))) == 0


@dataclasses.dataclass(frozen=True)
class Held:
    """All that stores hold, and what the notes of each incident say."""

    frames: Frames
    said: dict[str, list[str]]

    @classmethod
    def by(cls, store: Store) -> "Held":
        frames = store.frames()
        said: dict[str, list[str]] = defaultdict(list)
        _, linked, _ = store.links()
        for key in {*frames.incidents["incident_id"], *linked}:
            raw = (store.history(key)[0].contents or {}).get("raw")
            shown = linked[key].shown_id if key in linked else key
            said[shown] += words_of(json.loads(raw)["notes"] + " down") if raw else []
        return cls(frames, said)

    def select(self, selection: Selection) -> gpd.GeoDataFrame:
        """Return what is selected of all rows, the notes being given by hand."""
        notes = {
            word: {key for key, said in self.said.items() if any(s.startswith(word) for s in said)}
            for word in words_of(selection.text)
        }
        incidents, claims, reports = self.frames
        return query.select(incidents, selection, claims=claims, reports=reports, told=notes)


_DAYS = st.none() | st.dates(dt.date(2014, 1, 1), dt.date(2026, 1, 1))
_LON, _LAT = st.floats(-180, 180), st.floats(-90, 90)
_SELECTIONS = st.builds(
    Selection,
    date_from=_DAYS,
    date_to=_DAYS,
    kinds=st.sampled_from([(), ("incident",), ("talks", "toll")]),
    event_types=st.sampled_from([(), (), ("battle", "riot")]),
    countries=st.sampled_from([(), (), ("AFG",), ("pak", "IND")]),
    bbox=st.none() | st.tuples(_LON, st.just(20.0), _LON, st.just(36.0)),
    sources=st.sampled_from([(), (), ("made",), ("report",)]),
    text=st.sampled_from(
        ["", "", "town", "bagram", "khost nang", "plain shelled", "'; x", "☃ snow"]
    ),
)


@pytest.fixture(scope="module")
def filled(
    tmp_path_factory: pytest.TempPathFactory,
    postgis: postgis_server.Server,
    postgis_database: str,
) -> list[Store]:
    """Give a store on each engine that holds the same."""
    places = [
        str(tmp_path_factory.mktemp("stores") / "a.db"),
        another(f"{postgis.url(postgis_database)}?schema=s"),
    ]
    stores = [Store.open(place, create=True) for place in places]
    with pytest.MonkeyPatch.context() as patch:
        for bulk in ("sqlite_bulk", "postgres_bulk"):
            patch.setattr(f"geodata.{bulk}.LEAST", 5)
        for store in stores:
            fill(store)
            # Some rows in no pack.
            row = incident(FIRST, 99, report_ids=[], source="other", event_type="battle")
            store.save(Batch(incidents=[row]))
    return stores


@pytest.fixture(scope="module")
def held(filled: list[Store]) -> Held:
    return Held.by(filled[0])


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(selection=_SELECTIONS)
def test_either_engine_selects_what_memory_does(
    filled: list[Store], held: Held, selection: Selection
) -> None:
    expected = held.select(selection)
    for store in filled:
        found = store.select(selection)
        assert_geodataframe_equal(found.reset_index(drop=True), expected.reset_index(drop=True))


def test_the_selections_are_no_empty_ones(filled: list[Store]) -> None:
    for asked, least in (
        (Selection(text="town bagram"), 5),
        (Selection(bbox=(60, 20, 70, 36)), 5),
        (Selection(bbox=(75, 20, 61, 36)), 1),
        (Selection(countries=("PAK",)), 5),
        (Selection(date_from=dt.date(2020, 1, 1), sources=("made",)), 5),
    ):
        sizes = [len(store.select(asked)) for store in filled]
        assert sizes[0] == sizes[1] >= least, asked
        assert sizes[0] < len(filled[0].incidents())


def test_a_claim_of_another_quote_is_found_by_it(store: Store) -> None:
    of = report("Nobody was hurt.", title=None)
    row = incident(of)
    for quote in ("Nobody was hurt.", "Nobody at all was hurt."):
        changed = dataclasses.replace(claim(row), quote=quote)
        store.save(Batch(reports=[of], incidents=[row], claims=[changed]))
        assert told(store, "hurt")
    assert told(store, "all hurt")
