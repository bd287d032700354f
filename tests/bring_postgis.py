"""Bring a PostgreSQL with PostGIS for the tests of the store where none is found, and say so.

On Debian, as root or where sudo asks for no password, the distribution's package is installed,
without the server that it would otherwise start. Exits with 1 only where CI is set: a person
without PostGIS can still run the other tests.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from find_postgis import LEAST_VERSION, find_postgis

# Debian's name for PostGIS with the server that it belongs to.
_PACKAGES = r"^postgresql-[0-9]+-postgis-3$"
# Where Debian's package reads whether it is to make and start a server of its own.
_CLUSTERS = Path("/etc/postgresql-common/createcluster.conf")


def main() -> int:
    if find_postgis() is not None:
        return 0
    apt, before = shutil.which("apt-get"), _as_root()
    if apt is None or before is None:
        say("no PostgreSQL with PostGIS found, and no right to install it: its tests are left out")
    else:
        _install([*before, "env", "DEBIAN_FRONTEND=noninteractive", apt])
    if find_postgis() is not None:
        return 0
    say("still no PostGIS: install it (Debian: postgresql-15-postgis-3) and run make test again")
    return 1 if os.environ.get("CI") else 0


def _as_root() -> list[str] | None:
    """Return what a command needs before it to run as root; None where that is not possible."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo is None:
        return None
    asked = subprocess.run([sudo, "-n", "true"], capture_output=True, check=False)
    return [sudo, "-n"] if asked.returncode == 0 else None


def _install(apt: list[str]) -> None:
    run([*apt, "update", "-qq"])
    package = _package()
    if package is None:
        say("no PostgreSQL with PostGIS found, and apt offers none")
        return
    say(f"no PostgreSQL with PostGIS found: installing Debian's (apt-get install {package})")
    installing = [*apt, "install", "-y", "-qq", "--no-install-recommends"]
    run([*installing, "postgresql-common"])
    # Only for now: whoever installs a server for other work is to find things as they were.
    before = _CLUSTERS.read_text(encoding="utf-8") if _CLUSTERS.exists() else ""
    _write(apt, before + "\ncreate_main_cluster = false\n")
    try:
        run([*installing, package])
    finally:
        _write(apt, before)


def _package() -> str | None:
    """Return the package of the oldest server that the store is kept for."""
    found = subprocess.run(
        ["apt-cache", "search", "--names-only", _PACKAGES],
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    versions = [int(name.split("-")[1]) for name in found if re.fullmatch(_PACKAGES, name)]
    version = min((one for one in versions if one >= LEAST_VERSION), default=None)
    return None if version is None else f"postgresql-{version}-postgis-3"


def _write(apt: list[str], content: str) -> None:
    """Write what Debian's package reads, with the rights that apt has."""
    writing = [*apt[:-1], "tee", str(_CLUSTERS)]
    subprocess.run(writing, input=content, text=True, stdout=subprocess.DEVNULL, check=False)


def run(command: list[str]) -> None:
    result = subprocess.run(command, check=False, stdout=subprocess.DEVNULL, cwd=Path.cwd())
    if result.returncode:
        say(f"{' '.join(command)} ended with status {result.returncode}")


def say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
