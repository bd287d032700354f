"""One container for the program's data files: named sections of bytes, memory-mapped.

A file is made for one purpose (its ``kind``) in one version of that kind's layout:

    offset  0   8 bytes   magic, ``IMTABLE`` and a line feed
    offset  8   4 bytes   length of the directory (all integers little-endian)
    offset 12   4 bytes   CRC-32 of the directory
    offset 16             directory: JSON with kind, version, file size and, for each section,
                          name, type code (as in the `array` module), offset, size and CRC-32
    then                  the sections, each at a multiple of 8

Opening checks all of it, the sections' checksums too (some 10 ms for 25 MB), so that a damaged
file is reported once, in one line, instead of giving wrong answers later. Of a file too large for
that, only the directory and the size are checked: it was checked when it was built, and
`TableFile.check` does so again. Nothing else is read before it is asked for, and nothing is parsed
but the directory.
"""

import json
import mmap
import shutil
import sys
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Self, TypeAlias

from geodata.errors import TablesError
from geodata.files import written_aside

if TYPE_CHECKING:
    from array import array

_MAGIC = b"IMTABLE\n"
_DIRECTORY_START = 16
_ALIGNMENT = 8
# Some 50 ms. What is larger would keep every short run waiting.
_LARGEST_CHECKED_AT_OPENING = 200_000_000
_REPAIR = "install the package again"
_READ_AT_ONCE = 1 << 22


class SpooledSection:
    """A section too large for memory, written piece by piece to a file without a name.

    The file is gone with the process, however that ends.
    """

    def __init__(self, typecode: str, folder: Path) -> None:
        """Begin an empty section.

        Args:
            typecode: as in the `array` module; ``B`` for bytes.
            folder: where there is room for it.

        """
        self.typecode = typecode
        self.size = 0
        self.crc = 0
        self.file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by close()

    def write(self, piece: bytes | bytearray | memoryview) -> None:
        """Add a piece: bytes, or numbers of the section's type."""
        self.file.write(piece)
        self.size += memoryview(piece).nbytes
        self.crc = zlib.crc32(piece, self.crc)

    def close(self) -> None:
        """Let the file go."""
        self.file.close()


Section: TypeAlias = "array[Any] | bytes | SpooledSection"


class TableFile:
    """A memory-mapped data file, open for reading.

    Sections come as memoryviews: of bytes, or of the type code they were written with.
    """

    def __init__(
        self, path: Path, mapping: mmap.mmap, directory: dict[str, Any], repair: str
    ) -> None:
        self.path = path
        self._repair = repair
        self._mapping = mapping
        self._sections = {section["name"]: section for section in directory["sections"]}
        self._whole = memoryview(mapping)
        self._views: list[memoryview] = []

    @classmethod
    def open(cls, path: Path, *, kind: str, version: int, repair: str = _REPAIR) -> Self:
        """Map the file and check that it is whole, as far as that takes no time.

        Args:
            path: the file.
            kind: what the file must hold, as given to `write_table_file`.
            version: version of the layout that the caller reads.
            repair: what a person can do when something is wrong with the file.

        Raises:
            TablesError: the file is missing, of another kind or version, or damaged.

        """
        tables = cls.map(path, kind=kind, version=version, repair=repair)
        if tables.size <= _LARGEST_CHECKED_AT_OPENING:
            tables.check()
        return tables

    @classmethod
    def map(cls, path: Path, *, kind: str, version: int, repair: str = _REPAIR) -> Self:
        """Map the file and check its directory only; arguments and errors are those of `open`."""
        if sys.byteorder != "little":
            raise TablesError(f"{path}: data files need a little-endian machine")
        try:
            with path.open("rb") as stream:
                mapping = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            reason = error.strerror or str(error)
            raise TablesError(f"cannot open the data file {path} ({reason}); {repair}") from error
        except ValueError as error:
            raise TablesError(f"the data file {path} is empty; {repair}") from error
        try:
            directory = _read_directory(mapping)
        except _DamageError as error:
            raise TablesError(f"the data file {path} {error}; {repair}") from error
        if directory["kind"] != kind or directory["version"] != version:
            raise TablesError(
                f"the data file {path} holds {directory['kind']} version {directory['version']}, "
                f"expected {kind} version {version}; {repair}"
            )
        return cls(path, mapping, directory, repair)

    def check(self) -> None:
        """Read the whole file and check that every section is as it was written.

        Raises:
            TablesError: one is not.

        """
        with self.path.open("rb") as stream:
            for name, entry in self._sections.items():
                stream.seek(entry["offset"])
                # Read, not mapped: the memory of a page that was mapped is given back late.
                if _checksum(stream, entry["size"]) != entry["crc"]:
                    raise self.damaged(f"is damaged in its section {name!r}")

    def damaged(self, what: str) -> TablesError:
        """Return the error that says what is wrong with the file, and what to do."""
        return TablesError(f"the data file {self.path} {what}; {self._repair}")

    @property
    def size(self) -> int:
        """Size of the file in bytes."""
        return len(self._mapping)

    def section_names(self) -> list[str]:
        """Return the names of the sections, in their order in the file."""
        return list(self._sections)

    def section(self, name: str) -> memoryview:
        """Return a section as a view of integers or bytes.

        Raises:
            TablesError: the file has no such section.

        """
        if name not in self._sections:
            raise self.damaged(f"lacks the section {name!r}")
        entry = self._sections[name]
        start = entry["offset"]
        view = self._whole[start : start + entry["size"]]
        if entry["typecode"] != "B":
            view = view.cast(entry["typecode"])
        self._views.append(view)
        return view

    def close(self) -> None:
        """Release every view and unmap the file."""
        for view in self._views:
            view.release()
        self._views.clear()
        self._whole.release()
        self._mapping.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


def write_table_file(
    path: Path, sections: Mapping[str, Section], *, kind: str, version: int
) -> int:
    """Write sections into a data file; the same sections give the same bytes.

    Args:
        path: the file; it is replaced in one step.
        sections: bytes, arrays of integers, or spooled sections, by name.
        kind: what the file holds.
        version: version of its layout.

    Returns:
        The file's size in bytes.

    Raises:
        ExportError: the file cannot be written.

    """
    entries = [_entry(name, content) for name, content in sections.items()]
    directory = _encode_directory(entries, kind, version)
    with written_aside(path) as aside, aside.open("wb") as stream:
        stream.write(_MAGIC)
        stream.write(len(directory).to_bytes(4, "little"))
        stream.write(zlib.crc32(directory).to_bytes(4, "little"))
        stream.write(directory)
        for entry, content in zip(entries, sections.values(), strict=True):
            stream.write(bytes(entry["offset"] - stream.tell()))
            if isinstance(content, SpooledSection):
                content.file.seek(0)
                shutil.copyfileobj(content.file, stream, _READ_AT_ONCE)
            else:
                stream.write(content)
        return stream.tell()


def _entry(name: str, content: Section) -> dict[str, Any]:
    """Return what the directory says of a section, but for where it lies."""
    if isinstance(content, SpooledSection):
        size, crc = content.size, content.crc
    else:
        size, crc = memoryview(content).nbytes, zlib.crc32(content)
    typecode = "B" if isinstance(content, bytes) else content.typecode
    return {"name": name, "typecode": typecode, "size": size, "crc": crc}


def _encode_directory(entries: list[dict[str, Any]], kind: str, version: int) -> bytes:
    """Place the sections after the directory, whose length depends on where they are placed."""
    length = 0
    while True:
        offset = _DIRECTORY_START + length
        for entry in entries:
            offset = _aligned(offset)
            entry["offset"] = offset
            offset += entry["size"]
        content = {"kind": kind, "version": version, "size": offset, "sections": entries}
        directory = json.dumps(content, sort_keys=True).encode()
        if len(directory) <= length:
            return directory.ljust(length)
        length = len(directory) + _ALIGNMENT


def _aligned(offset: int) -> int:
    return -(-offset // _ALIGNMENT) * _ALIGNMENT


def _checksum(stream: IO[bytes], size: int) -> int:
    crc = 0
    for start in range(0, size, _READ_AT_ONCE):
        crc = zlib.crc32(stream.read(min(_READ_AT_ONCE, size - start)), crc)
    return crc


class _DamageError(Exception):
    """What is wrong with a file."""


def _read_directory(mapping: mmap.mmap) -> dict[str, Any]:
    if mapping[: len(_MAGIC)] != _MAGIC:
        raise _DamageError("is no data file of this program")
    length = int.from_bytes(mapping[8:12], "little")
    directory = mapping[_DIRECTORY_START : _DIRECTORY_START + length]
    intact = zlib.crc32(directory) == int.from_bytes(mapping[12:16], "little")
    if not (directory and intact):
        raise _DamageError("has a damaged directory")
    content: dict[str, Any] = json.loads(directory)
    if content["size"] != len(mapping):
        raise _DamageError(f"has {len(mapping):,} bytes instead of {content['size']:,}")
    return content
