"""One container for the program's data files: named sections of bytes, memory-mapped.

A file is made for one purpose (its ``kind``) in one version of that kind's layout:

    offset  0   8 bytes   magic, ``IMTABLE`` and a line feed
    offset  8   4 bytes   length of the directory (all integers little-endian)
    offset 12   4 bytes   CRC-32 of the directory
    offset 16             directory: JSON with kind, version, file size and, for each section,
                          name, type code (as in the `array` module), offset, size and CRC-32
    then                  the sections, each at a multiple of 8

Opening checks all of it, the sections' checksums too (some 10 ms for 25 MB), so that a damaged
file is reported once, in one line, instead of giving wrong answers later. Nothing else is read
before it is asked for, and nothing is parsed but the directory.
"""

import json
import mmap
import sys
import zlib
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeAlias

from geodata.errors import TablesError

if TYPE_CHECKING:
    from array import array

_MAGIC = b"IMTABLE\n"
_DIRECTORY_START = 16
_ALIGNMENT = 8

Section: TypeAlias = "array[Any] | bytes"


class TableFile:
    """A memory-mapped data file, open for reading.

    Sections come as memoryviews: of bytes, or of the type code they were written with.
    """

    def __init__(self, path: Path, mapping: mmap.mmap, directory: dict[str, Any]) -> None:
        self.path = path
        self._mapping = mapping
        self._sections = {section["name"]: section for section in directory["sections"]}
        self._whole = memoryview(mapping)
        self._views: list[memoryview] = []

    @classmethod
    def open(cls, path: Path, *, kind: str, version: int) -> Self:
        """Map the file and check that it is whole.

        Args:
            path: the file.
            kind: what the file must hold, as given to `write_table_file`.
            version: version of the layout that the caller reads.

        Raises:
            TablesError: the file is missing, of another kind or version, or damaged.

        """
        if sys.byteorder != "little":
            raise TablesError(f"{path}: data files need a little-endian machine")
        try:
            with path.open("rb") as stream:
                mapping = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            reason = error.strerror or str(error)
            raise TablesError(
                f"cannot open the data file {path} ({reason}); install the package again"
            ) from error
        except ValueError as error:
            raise _damaged(path, "is empty") from error
        directory = _read_directory(path, mapping)
        if directory["kind"] != kind or directory["version"] != version:
            raise TablesError(
                f"the data file {path} holds {directory['kind']} version {directory['version']}, "
                f"expected {kind} version {version}; install the package again"
            )
        _check_sections(path, mapping, directory)
        return cls(path, mapping, directory)

    def section(self, name: str) -> memoryview:
        """Return a section as a view of integers or bytes.

        Raises:
            TablesError: the file has no such section.

        """
        if name not in self._sections:
            raise _damaged(self.path, f"lacks the section {name!r}")
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
        sections: bytes, or arrays of integers, by name.
        kind: what the file holds.
        version: version of its layout.

    Returns:
        The file's size in bytes.

    """
    entries: list[dict[str, Any]] = []
    payloads: list[bytes] = []
    for name, content in sections.items():
        payload = content if isinstance(content, bytes) else content.tobytes()
        typecode = "B" if isinstance(content, bytes) else content.typecode
        entries.append(
            {"name": name, "typecode": typecode, "size": len(payload), "crc": zlib.crc32(payload)}
        )
        payloads.append(payload)
    directory = _encode_directory(entries, kind, version)
    aside = path.with_name(path.name + ".part")
    with aside.open("wb") as stream:
        stream.write(_MAGIC)
        stream.write(len(directory).to_bytes(4, "little"))
        stream.write(zlib.crc32(directory).to_bytes(4, "little"))
        stream.write(directory)
        for entry, payload in zip(entries, payloads, strict=True):
            stream.write(bytes(entry["offset"] - stream.tell()))
            stream.write(payload)
        size = stream.tell()
    aside.replace(path)
    return size


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


def _read_directory(path: Path, mapping: mmap.mmap) -> dict[str, Any]:
    if mapping[: len(_MAGIC)] != _MAGIC:
        raise _damaged(path, "is no data file of this program")
    length = int.from_bytes(mapping[8:12], "little")
    directory = mapping[_DIRECTORY_START : _DIRECTORY_START + length]
    intact = zlib.crc32(directory) == int.from_bytes(mapping[12:16], "little")
    if not (directory and intact):
        raise _damaged(path, "has a damaged directory")
    content: dict[str, Any] = json.loads(directory)
    if content["size"] != len(mapping):
        raise _damaged(path, f"has {len(mapping):,} bytes instead of {content['size']:,}")
    return content


def _check_sections(path: Path, mapping: mmap.mmap, directory: dict[str, Any]) -> None:
    with memoryview(mapping) as whole:
        for entry in directory["sections"]:
            with whole[entry["offset"] : entry["offset"] + entry["size"]] as view:
                intact = zlib.crc32(view) == entry["crc"]
            if not intact:
                raise _damaged(path, f"is damaged in its section {entry['name']!r}")


def _damaged(path: Path, what: str) -> TablesError:
    return TablesError(f"the data file {path} {what}; install the package again")
