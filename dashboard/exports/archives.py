"""Zip archives whose bytes depend on nothing but what is in them."""

import datetime as dt
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

# The first and last years that a zip archive can tell.
_YEARS: Final = (1980, 2107)


def write_archive(
    path: Path,
    members: Mapping[str, bytes],
    written: dt.datetime,
    *,
    compression: int = zipfile.ZIP_DEFLATED,
) -> None:
    """Write an archive; every member bears the same time.

    Args:
        path: where to write it.
        members: their content by name, in their order.
        written: the time that they bear, UTC.
        compression: of `zipfile`.

    """
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _time(written))
            info.compress_type = compression
            info.external_attr = 0o644 << 16
            # Unix, on whatever system it is written.
            info.create_system = 3
            archive.writestr(info, content)


def _time(written: dt.datetime) -> tuple[int, int, int, int, int, int]:
    first, last = _YEARS
    year = min(max(written.year, first), last)
    return year, written.month, written.day, written.hour, written.minute, written.second


def repacked(path: Path, content: bytes, written: dt.datetime) -> None:
    """Write an archive anew whose members bear the time at which it was made.

    Pictures that a library's own template brings along, such as its thumbnail, are what they are.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    write_archive(path, members, written)
