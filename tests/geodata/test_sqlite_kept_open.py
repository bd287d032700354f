"""A store that is kept open between saves."""

from pathlib import Path

from store_records import batch, report

from geodata.store import Store


def test_between_saves_the_side_files_stay(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "incidents.db", create=True)
    store.save(batch(report()))
    beside = tmp_path / "incidents.db-wal"
    assert not beside.exists()
    with store.kept_open():
        store.save(batch(report("Another.")))
        assert beside.exists()
        assert Store.open(store.path).counts()["reports"] == 2
    assert not beside.exists()
    assert store.counts()["reports"] == 2


def test_either_kind_of_store_may_be_kept_open(location: str) -> None:
    store = Store.open(location, create=True)
    store.save(batch(report()))
    with store.kept_open():
        store.save(batch(report("Another.")))
    assert store.counts()["reports"] == 2
