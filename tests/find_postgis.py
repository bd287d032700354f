"""Find a PostgreSQL with PostGIS for the tests of the store."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

# The first version that the store is kept for.
LEAST_VERSION = 15
_PROGRAMS = ("initdb", "pg_ctl", "postgres", "pg_config")


def find_postgis() -> Path | None:
    """Return the folder of the newest server's programs; None where none has PostGIS."""
    found = sorted((version, folder) for folder in _folders() if (version := _usable(folder)))
    return found[-1][1] if found else None


def _folders() -> Iterator[Path]:
    """Yield where a server's programs may be: Debian's own places are not on the path."""
    yield from Path("/usr/lib/postgresql").glob("*/bin")
    yield from Path("/opt/homebrew/opt").glob("postgresql@*/bin")
    for name in ("pg_config", "postgres"):
        found = shutil.which(name)
        if found:
            yield Path(os.path.realpath(found)).parent


def _usable(folder: Path) -> int:
    """Return a server's version; 0 where a program or PostGIS is missing, or it is too old."""
    if not all((folder / name).exists() for name in _PROGRAMS[:3]):
        return 0
    text = subprocess.run(
        [folder / "postgres", "--version"], capture_output=True, text=True, check=False
    ).stdout
    digits = "".join(letter if letter.isdigit() else " " for letter in text).split()
    version = int(digits[0]) if digits else 0
    return version if version >= LEAST_VERSION and _has_postgis(folder, version) else 0


def _has_postgis(folder: Path, version: int) -> bool:
    places = [
        Path(f"/usr/share/postgresql/{version}/extension"),
        *folder.parent.glob("share/*/extension"),
        *folder.parent.glob("share/extension"),
    ]
    return any((place / "postgis.control").exists() for place in places)
