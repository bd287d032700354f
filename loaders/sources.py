"""From the paths a person names to the files that are read."""

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from geodata.errors import SourceError
from loaders.batch import Batch, Rejected
from loaders.registry import Loader, recognise
from loaders.reports.decoding import check_file


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read.

    Attributes:
        path: the file.
        loader: what reads it.
        named: whether a person named this file, and not a folder that holds it.

    """

    path: Path
    loader: Loader
    named: bool


def find_files(
    sources: Iterable[Path], batch: Batch, *, loader: Loader | None = None
) -> Iterator[SourceFile]:
    """Yield the files of the sources, each once; folders with all they hold, by name.

    Hidden files are left out, and so are links that lead out of a folder.

    Args:
        sources: files and folders.
        batch: gets what is rejected or needs attention.
        loader: reads all of them; each is recognised by itself when missing.

    """
    seen: set[Path] = set()
    for source in sources:
        found = (
            _in_folder(source, batch, loader) if source.is_dir() else _named(source, batch, loader)
        )
        for file in found:
            target = file.path.resolve()
            if target not in seen:
                seen.add(target)
                yield file


def _named(path: Path, batch: Batch, loader: Loader | None) -> Iterator[SourceFile]:
    try:
        check_file(path)
        yield SourceFile(path, loader or recognise(path), named=True)
    except SourceError as error:
        batch.rejected.append(Rejected(str(path), str(error)))


def _in_folder(folder: Path, batch: Batch, loader: Loader | None) -> Iterator[SourceFile]:
    root = folder.resolve()
    found = others = 0
    for path in _walk(folder, batch):
        if not path.resolve().is_relative_to(root):
            batch.warnings.append(f"{path}: leads out of {folder}: left out")
            continue
        try:
            file = SourceFile(path, loader or recognise(path), named=False)
        except SourceError:
            others += 1
            continue
        found += 1
        yield file
    if not found:
        batch.rejected.append(Rejected(str(folder), "holds no file that a loader reads"))
    elif others:
        batch.warnings.append(f"{folder}: files that no loader reads were left out: {others}")


def _walk(folder: Path, batch: Batch) -> Iterator[Path]:
    def reject(error: OSError) -> None:
        batch.rejected.append(Rejected(str(error.filename), f"cannot be read: {error.strerror}"))

    for parent, folders, files in os.walk(folder, onerror=reject):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(parent, name)
