"""Opens a dump of GeoNames: the zip file that is offered for download, or the text in it."""

import contextlib
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, Self

from geodata.errors import SourceError

# "allCountries.txt", "AF.txt", "cities500.txt", "no-country.txt".
_DATA: Final = re.compile(r"(?!readme)[\w-]{1,40}\.txt", re.ASCII | re.IGNORECASE)
_README: Final = "readme.txt"
_ZIP_MAGIC: Final = b"PK\x03\x04"
_ENCRYPTED: Final = 0x1
# Text of names packs to a quarter of its size; whatever packs a hundred times as well is a trap.
_MOST_PACKED: Final = 50
# Ten times the size of the whole dump.
_LARGEST: Final = 20_000_000_000
_BLOCK_BYTES: Final = 1 << 20
# GeoNames' longest column has 10,000 characters.
_LONGEST_LINE: Final = 200_000
# Far above what an archive of GeoNames holds.
_MOST_MEMBERS: Final = 10


class Dump:
    """A dump, open for reading once from beginning to end.

    Attributes:
        total: size of its text in bytes.
        done: how many of them have been read.

    """

    def __init__(self, path: Path, stream: IO[bytes], total: int) -> None:
        self._path = path
        self._stream = stream
        self.total = total
        self.done = 0

    @classmethod
    @contextlib.contextmanager
    def open(cls, path: Path) -> Iterator[Self]:
        """Open a dump, zip or text.

        Raises:
            SourceError: it cannot be read, or it is no archive as GeoNames makes them.

        """
        with contextlib.ExitStack() as stack:
            try:
                _refuse_what_is_no_file(path)
                if not zipfile.is_zipfile(path) and _begins_like_a_zip_file(path):
                    raise SourceError(f"{path} is cut off or damaged: download it again")
                if zipfile.is_zipfile(path):
                    archive = stack.enter_context(zipfile.ZipFile(path))
                    member = _data_member(path, archive.infolist())
                    stream, size = stack.enter_context(archive.open(member)), member.file_size
                else:
                    stream, size = stack.enter_context(path.open("rb")), path.stat().st_size
            except OSError as error:
                raise SourceError(f"cannot read {path}: {error.strerror or error}") from error
            except (zipfile.BadZipFile, NotImplementedError, ValueError) as error:
                raise SourceError(f"{path} cannot be unpacked: {error}") from error
            yield cls(path, stream, size)

    def blocks(self) -> Iterator[list[str]]:
        """Yield the lines, some thousands at a time; what is no UTF-8 shows as U+FFFD.

        Raises:
            SourceError: the file cannot be read on.

        """
        rest = b""
        while block := self._read():
            self.done += len(block)
            whole, newline, after = block.rpartition(b"\n")
            if newline:
                yield (rest + whole).decode("utf-8", "replace").split("\n")
                rest = after
            else:
                rest += block
            if len(rest) > _LONGEST_LINE:
                raise SourceError(
                    f"{self._path} is no dump of GeoNames: a line of it is longer than "
                    f"{_LONGEST_LINE:,} bytes"
                )
        if rest:
            yield [rest.decode("utf-8", "replace")]

    def _read(self) -> bytes:
        try:
            return self._stream.read(_BLOCK_BYTES)
        except OSError as error:
            raise SourceError(f"cannot read {self._path}: {error.strerror or error}") from error
        except (zipfile.BadZipFile, zlib.error, EOFError, ValueError) as error:
            raise SourceError(
                f"{self._path} is damaged after {self.done:,} bytes of text ({error}): "
                "download it again"
            ) from error


def _refuse_what_is_no_file(path: Path) -> None:
    mode = path.stat().st_mode
    if not stat.S_ISREG(mode):
        what = "a folder" if stat.S_ISDIR(mode) else "no file"
        raise SourceError(f"cannot read {path}: it is {what}")


def _begins_like_a_zip_file(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(len(_ZIP_MAGIC)) == _ZIP_MAGIC


def _data_member(path: Path, members: list[zipfile.ZipInfo]) -> zipfile.ZipInfo:
    """Return the one member of an archive that holds the dump.

    Raises:
        SourceError: there is none, or anything that GeoNames' archives never hold.

    """
    found = [member for member in members if _DATA.fullmatch(member.filename)]
    others = [
        member.filename
        for member in members
        if member not in found and member.filename.lower() != _README
    ]
    if len(members) > _MOST_MEMBERS or others:
        more = f"among them {others[0][:60]!r}" if others else "far too many"
        raise SourceError(
            f"{path} is no archive of GeoNames: it holds {len(members):,} files, {more}; expected "
            "allCountries.txt or one country's text"
        )
    if len(found) != 1:
        raise SourceError(
            f"{path} is no archive of GeoNames: it holds {len(found)} texts, expected one such as "
            "allCountries.txt"
        )
    member = found[0]
    if member.flag_bits & _ENCRYPTED:
        raise SourceError(f"{path} is encrypted, which no archive of GeoNames is")
    if member.file_size > min(_LARGEST, _MOST_PACKED * member.compress_size):
        raise SourceError(
            f"{path} is refused: {member.filename} would grow from {member.compress_size:,} to "
            f"{member.file_size:,} bytes, which no dump of GeoNames does"
        )
    return member
