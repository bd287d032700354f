"""A dataset that a person drops: which columns are which, its first rows, then its load.

As with reports, what a browser calls the file is never used as a path.
"""

import hashlib
import re
import shutil
import tempfile
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from dashboard.jobs import Job
from geodata.dataset_rows import DatasetRows
from geodata.errors import SourceError, UsageError
from geodata.saving import LoadResult
from geodata.settings import Settings
from geodata.store import Store
from loaders.datasets.ahead import Ahead
from loaders.datasets.column_map import read_column_map
from loaders.datasets.dataset import Dataset, ReadOptions
from loaders.datasets.guess import column_map_toml
from loaders.registry import Loader, recognise

_SUFFIX = re.compile(r"\.[A-Za-z0-9]{1,10}\Z")
_UNSAFE = re.compile(r"[^A-Za-z0-9_]+")
_MOST_LETTERS = 60
_MOST_PREVIEWED = 20


class Folder:
    """A folder for a while: it goes when nothing holds it any more, or with the program."""

    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="incidentmap-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


@dataclass(frozen=True, slots=True)
class DatasetFile:
    """A dataset's file in a folder of its own, which goes when nothing speaks of it any more.

    Attributes:
        name: what the person calls it.
        path: where it lies.
        folder: the folder; kept so that it stays.

    """

    name: str
    path: Path
    folder: "Folder"


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a dataset shows; nothing is stored by it.

    Attributes:
        file: the dataset's file.
        loader: the name of what reads it.
        source: what its rows will be said to come from.
        columns: which columns are which, as TOML; None for a dataset whose columns are known.
        rows: its first rows, as they would be stored.
        read: how many rows the look went through.
        rejected: of those, what could not be read and why.

    """

    file: DatasetFile
    loader: str
    source: str
    columns: str | None
    rows: pd.DataFrame
    read: int
    rejected: list[str]


def keep(name: str, content: bytes) -> DatasetFile:
    """Write a file that a person handed over into a folder of its own."""
    folder = Folder()
    found = _SUFFIX.search(name)
    suffix = found[0].lower() if found else ""
    # A guess says by its file what the rows come from: two surveys must not share a name.
    stem = _UNSAFE.sub("-", name.removesuffix(found[0]) if found else name).strip("-")
    path = folder.path / f"{stem[-_MOST_LETTERS:] or 'table'}{suffix}"
    path.write_bytes(content)
    return DatasetFile(name, path, folder)


def look(file: DatasetFile, columns: str | None, settings: Settings) -> Look:
    """Read the first rows of a dataset.

    Args:
        file: the dataset's file.
        columns: which columns are which, as TOML; guessed where they are not known.
        settings: which gazetteer and boundaries count.

    Raises:
        SourceError: it is no dataset, or cannot be read.
        UsageError: the columns do not fit.

    """
    with _opened(file, columns, settings) as (loader, dataset, _):
        guessed = columns or (column_map_toml(dataset.column_map) if dataset.is_guessed else None)
        first = next(iter(dataset.rows), None)
        if first is None:
            raise SourceError("holds no rows")
        return Look(
            file=file,
            loader=loader.name,
            source=dataset.source,
            columns=guessed,
            rows=first.frame.head(_MOST_PREVIEWED),
            read=len(first.frame) + len(first.rejected),
            rejected=[f"row {row.row_number}: {row.reason}" for row in first.rejected],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a person says about a load.

    Attributes:
        columns: which columns are which, as TOML; None where they are known.
        complete: whether the file is the whole of its source.

    """

    columns: str | None = None
    complete: bool = False


def load(
    file: DatasetFile, choices: Choices, settings: Settings, store: Store, job: Job[Any]
) -> LoadResult:
    """Load a dataset, in one transaction; what is stopped leaves the store as it was.

    Args:
        file: the dataset's file.
        choices: what the person says.
        settings: which gazetteer and boundaries count.
        store: gets the rows.
        job: is told how far it is.

    Raises:
        SourceError: it cannot be read.
        UsageError: the columns do not fit.
        StoreError: the store cannot be written.

    """
    with _opened(file, choices.columns, settings) as (loader, dataset, options):
        with file.path.open("rb") as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
        return store.save_dataset(
            _told(Ahead(dataset), loader, file, options, job),
            source=dataset.source,
            file=file.name,
            sha256=digest,
            complete=choices.complete,
        )


def _told(
    ahead: Ahead, loader: Loader, file: DatasetFile, options: ReadOptions, job: Job[Any]
) -> Iterator[DatasetRows]:
    rows = 0
    for chunk in ahead.rows(loader, file.path, options):
        rows += len(chunk.frame)
        job.step(ahead.share, f"loading {file.name}: {rows:,} rows")
        yield chunk
    job.step(1.0, f"saving {rows:,} rows")


def _dataset_loader(path: Path) -> Loader:
    loader = recognise(path).loader
    if not loader.is_dataset:
        raise SourceError("holds reports: drop it on the page Reports")
    return loader


@contextmanager
def _opened(
    file: DatasetFile, columns: str | None, settings: Settings
) -> Iterator[tuple[Loader, Dataset, ReadOptions]]:
    """Give a dataset; errors name the file as the person does."""
    map_path = file.path.with_name("columns.toml")
    try:
        loader = _dataset_loader(file.path)
        column_map = None
        if columns is not None:
            map_path.write_text(columns, encoding="utf-8")
            column_map = read_column_map(map_path)
        options = ReadOptions(settings=settings, column_map=column_map)
        yield loader, loader.open_dataset(file.path, options), options
    except (SourceError, UsageError) as error:
        said = str(error).replace(f"the map {map_path}", "what is said of the columns")
        raise type(error)(f"{file.name}: {said.replace(str(file.path), 'it')}") from error
