"""Archives: zip (and KMZ), tar, and single files that are compressed.

Members are unpacked one at a time into a folder of our own, under names of our own: what an archive
calls a member is shown to people and is never a path. Links are left out. What unpacks to far more
than it should is a bomb and is refused while it is unpacked, whatever the archive says of its size.
"""

import bz2
import gzip
import lzma
import re
import stat
import tarfile
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Protocol

from geodata.errors import SourceError

_ZIP = (".zip", ".kmz")
_TAR = (".tar", ".tgz", ".tbz2", ".txz", ".tar.gz", ".tar.bz2", ".tar.xz")
_SINGLE: dict[str, Callable[[Path], "Readable"]] = {
    ".gz": gzip.GzipFile,
    ".bz2": bz2.BZ2File,
    ".xz": lzma.LZMAFile,
}
ENDINGS = (*_ZIP, *_TAR, *_SINGLE)

# Tables of text shrink to a tenth or a fiftieth; a bomb to a thousandth.
_MOST_GROWTH = 200
_ALWAYS_ALLOWED = 50_000_000
_MOST_MEMBERS = 200_000
_BLOCK = 1 << 20
# A Shapefile is several files; they are unpacked side by side.
_SIDECARS = (".shx", ".dbf", ".prj", ".cpg")
_SHAPE = ".shp"


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """Return at most so many bytes; none at the end."""

    def close(self) -> None:
        """Release it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive, unpacked.

    Attributes:
        name: as the archive calls it, to be shown.
        path: where it lies as long as it is the current one.

    """

    name: str
    path: Path


def is_archive(path: Path) -> bool:
    """Tell by its name whether a file is an archive."""
    return path.name.lower().endswith(ENDINGS)


def open_members(path: Path, warn: Callable[[str], None]) -> Iterator[Member]:
    """Yield the files of an archive, each unpacked until the next is asked for.

    Args:
        path: the archive.
        warn: is told of members that are left out.

    Raises:
        SourceError: it cannot be read, is damaged or locked, or unpacks to far too much.

    """
    try:
        size = path.stat().st_size
        with ExitStack() as stack:
            budget = _Budget(max(_ALWAYS_ALLOWED, size * _MOST_GROWTH))
            if not size:
                raise SourceError("is empty")
            listed = _listed(path, stack, warn)
            if len(listed) > _MOST_MEMBERS:
                raise SourceError(f"has more than {_MOST_MEMBERS:,} members: not read")
            yield from _unpacked(listed, budget)
    except (
        zipfile.BadZipFile,
        tarfile.TarError,
        zlib.error,
        lzma.LZMAError,
        EOFError,
        NotImplementedError,
        UnicodeDecodeError,
    ) as error:
        raise SourceError(f"is damaged, or no archive of its kind: {error}") from error
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror or error}") from error


@dataclass(frozen=True, slots=True)
class _Entry:
    """A member that is not unpacked yet."""

    name: str
    open: Callable[[], Readable]


@dataclass(slots=True)
class _Budget:
    """How many bytes an archive may still unpack to."""

    left: int

    def spend(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise SourceError(
                f"unpacks to more than {_MOST_GROWTH} times its size: refused, for it may be a bomb"
            )


def _listed(path: Path, stack: ExitStack, warn: Callable[[str], None]) -> list[_Entry]:
    name = path.name.lower()
    if name.endswith(_ZIP):
        return _zip_entries(stack.enter_context(zipfile.ZipFile(path)), warn)
    if name.endswith(_TAR):
        return _tar_entries(stack.enter_context(tarfile.open(path, "r:*")), warn)
    ending = path.suffix.lower()
    return [_Entry(path.name[: -len(ending)], lambda: _SINGLE[ending](path))]


def _zip_entries(archive: zipfile.ZipFile, warn: Callable[[str], None]) -> list[_Entry]:
    entries: list[_Entry] = []
    for info in archive.infolist():
        if info.is_dir() or _is_hidden(info.filename):
            continue
        if info.flag_bits & 0x1:
            raise SourceError("is locked with a password: unpack it first")
        if stat.S_ISLNK(info.external_attr >> 16):
            warn(f"{info.filename}: is a link: left out")
            continue
        entries.append(_Entry(info.filename, lambda info=info: archive.open(info)))  # type: ignore[misc] # bound now, not later
    return entries


def _tar_entries(archive: tarfile.TarFile, warn: Callable[[str], None]) -> list[_Entry]:
    entries: list[_Entry] = []
    for info in archive:
        if len(entries) > _MOST_MEMBERS:
            break
        if info.isdir() or _is_hidden(info.name):
            continue
        if not info.isreg():
            warn(f"{info.name}: is a link or a device: left out")
            continue
        entries.append(_Entry(info.name, lambda info=info: _tar_file(archive, info)))  # type: ignore[misc] # bound now, not later
    return entries


def _tar_file(archive: tarfile.TarFile, info: tarfile.TarInfo) -> Readable:
    file = archive.extractfile(info)
    assert file is not None
    return file


def _is_hidden(name: str) -> bool:
    return any(
        part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts if part != ".."
    )


def _unpacked(entries: Sequence[_Entry], budget: _Budget) -> Iterator[Member]:
    by_name = {entry.name.lower(): entry for entry in entries}
    for entry in entries:
        if entry.name.lower().endswith(_SIDECARS):
            continue
        with tempfile.TemporaryDirectory(prefix="incidentmap-") as folder:
            path = Path(folder) / _own_name(entry.name)
            _write(entry, path, budget)
            if path.suffix == _SHAPE:
                for ending in _SIDECARS:
                    beside = by_name.get(entry.name[: -len(_SHAPE)].lower() + ending)
                    if beside is not None:
                        _write(beside, path.with_suffix(ending), budget)
            yield Member(entry.name, path)


def _own_name(name: str) -> str:
    """Return a harmless name with the same ending."""
    last = re.split(r"[/\\]", name)[-1]
    stem, dot, ending = last.rpartition(".")
    safe = re.sub(r"[^\w. -]+", "_", stem if dot else last).strip(". ")[:80]
    return f"{safe or 'member'}.{re.sub(r'[^a-z0-9]', '', ending.lower())[:10]}" if dot else safe


def _write(entry: _Entry, path: Path, budget: _Budget) -> None:
    with closing(entry.open()) as source, path.open("wb") as target:
        while block := source.read(_BLOCK):
            budget.spend(len(block))
            target.write(block)
