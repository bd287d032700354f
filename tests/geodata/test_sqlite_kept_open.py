"""A store that is kept open between saves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from made_dataset import dataset_chunks, file_of
from store_records import batch, report

from geodata.dataset_rows import DatasetRows
from geodata.errors import StoreError
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


@pytest.mark.parametrize("instead", ["nothing", "another"])
def test_a_store_that_goes_away_while_it_is_written_is_told_of(
    tmp_path: Path, instead: str
) -> None:
    store = Store.open(tmp_path / "incidents.db", create=True)
    store.save(batch(report()))

    def chunks() -> Iterator[DatasetRows]:
        yield from dataset_chunks(10)
        store.path.rename(tmp_path / "moved.db")
        if instead == "another":
            Store.open(store.path, create=True).save(batch(report("Another.")))

    with pytest.raises(StoreError, match="was moved or removed while it was written to"):
        store.save_dataset(chunks(), **file_of())
