"""From the paths a person names to the files that are read."""

import glob
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from geodata.errors import SourceError
from loaders.archives import is_archive, open_members
from loaders.batch import Batch, Rejected
from loaders.registry import Loader, recognise
from loaders.reports.decoding import check_file

# An archive in an archive is opened, one within that is not.
_MOST_DEPTH = 2
# Files that belong to another: the parts of a Shapefile.
_PARTS = frozenset({".shx", ".dbf", ".prj", ".cpg", ".sbn", ".sbx", ".qix", ".qmd"})


@dataclass(frozen=True, slots=True)
class WebFile:
    """A file that was fetched.

    Attributes:
        path: where it lies.
        shown: the address that a person named.
        url: the address that it came from, after redirects.

    """

    path: Path
    shown: str
    url: str


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file to read.

    Attributes:
        path: the file; of an archive's member where it lies until the next file is asked for.
        loader: what reads it.
        named: whether a person named this file, and not a folder or archive that holds it.
        shown: what a person knows it by: its path, or archive and member, or web address.
        url: where it was fetched from, if it was.

    """

    path: Path
    loader: Loader
    named: bool
    shown: str
    url: str | None = None


def find_files(
    sources: Iterable[Path | WebFile], batch: Batch, *, loader: Loader | None = None
) -> Iterator[SourceFile]:
    """Yield the files of the sources, each once; folders and archives with all they hold.

    Hidden files are left out, and so are links that lead out of a folder or archive.

    Args:
        sources: files, folders and archives, and what was fetched.
        batch: gets what is rejected or needs attention.
        loader: reads all of them; each is recognised by itself when missing.

    """
    search = _Search(batch, loader)
    for source in sources:
        if isinstance(source, WebFile):
            yield from search.fetched(source)
            continue
        for path in _matching(source):
            yield from search.folder(path) if path.is_dir() else search.named(path)
    search.tell()


def _matching(source: Path) -> list[Path]:
    """Return the path, or the paths that match it where it is a pattern ("2025*.zip")."""
    pattern = str(source)
    if not glob.has_magic(pattern) or source.exists():
        return [source]
    return [Path(path) for path in sorted(glob.glob(pattern, recursive=True))] or [source]  # noqa: PTH207 - a pattern may be absolute


class _Search:
    """One search for files, and what was seen on the way."""

    def __init__(self, batch: Batch, loader: Loader | None) -> None:
        self._batch = batch
        self._loader = loader
        self._seen: set[Path] = set()
        self._notes: dict[str, list[str]] = {}

    def named(self, path: Path) -> Iterator[SourceFile]:
        """Yield the file that a person names, or what it holds."""
        try:
            check_file(path)
            if not self._is_new(path):
                return
            if is_archive(path):
                yield from self._archive(path, str(path), 1)
            else:
                yield self._file(path, str(path), named=True)
        except SourceError as error:
            self._batch.rejected.append(Rejected(str(path), str(error)))

    def fetched(self, found: WebFile) -> Iterator[SourceFile]:
        """Yield what was fetched, or what it holds."""
        try:
            if is_archive(found.path):
                yield from self._archive(found.path, found.shown, 1)
            else:
                yield replace(self._file(found.path, found.shown, named=True), url=found.url)
        except SourceError as error:
            self._batch.rejected.append(Rejected(found.shown, str(error)))

    def folder(self, folder: Path) -> Iterator[SourceFile]:
        """Yield the files in a folder, by name."""
        root = folder.resolve()
        found = others = 0
        for path in _walk(folder, self._batch):
            if not path.resolve().is_relative_to(root):
                self._batch.warnings.append(f"{path}: leads out of {folder}: left out")
            elif is_archive(path):
                found += 1
                yield from self.named(path)
            elif path.suffix.lower() not in _PARTS:
                try:
                    file = self._file(path, str(path), named=False)
                except SourceError:
                    others += 1
                    continue
                found += 1
                if self._is_new(path):
                    yield file
        if not found:
            self._batch.rejected.append(Rejected(str(folder), "holds no file that a loader reads"))
        else:
            self._tell_of_others(str(folder), others)

    def tell(self) -> None:
        """Say why files that several loaders recognise were read by the one."""
        for note, files in self._notes.items():
            more = f" and {len(files) - 1} more" if len(files) > 1 else ""
            self._batch.notes.append(f"{files[0]}{more}: {note}")

    def _archive(self, path: Path, shown: str, depth: int) -> Iterator[SourceFile]:
        found = others = 0

        def warn(message: str) -> None:
            self._batch.warnings.append(f"{shown}/{message}")

        for member in open_members(path, warn):
            inside = f"{shown}/{member.name}"
            if is_archive(member.path) and depth < _MOST_DEPTH:
                found += 1
                yield from self._archive(member.path, inside, depth + 1)
                continue
            try:
                file = self._file(member.path, inside, named=False)
            except SourceError:
                others += 1
                continue
            found += 1
            yield file
        if not found:
            raise SourceError("holds no file that a loader reads")
        self._tell_of_others(shown, others)

    def _file(self, path: Path, shown: str, *, named: bool) -> SourceFile:
        if self._loader is not None:
            return SourceFile(path, self._loader, named, shown)
        recognised = recognise(path)
        if recognised.note is not None:
            self._notes.setdefault(recognised.note, []).append(shown)
        return SourceFile(path, recognised.loader, named, shown)

    def _is_new(self, path: Path) -> bool:
        target = path.resolve()
        is_new = target not in self._seen
        self._seen.add(target)
        return is_new

    def _tell_of_others(self, shown: str, others: int) -> None:
        if others:
            said = f"{shown}: files that no loader reads were left out: {others}"
            self._batch.warnings.append(said)


def _walk(folder: Path, batch: Batch) -> Iterator[Path]:
    def reject(error: OSError) -> None:
        batch.rejected.append(Rejected(str(error.filename), f"cannot be read: {error.strerror}"))

    for parent, folders, files in os.walk(folder, onerror=reject):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith("."):
                yield Path(parent, name)
