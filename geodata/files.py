"""Writing files so that nobody ever meets a half-written one."""

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from geodata.errors import ExportError


@contextlib.contextmanager
def written_aside(path: Path) -> Iterator[Path]:
    """Give a path in the same folder to write to; what is there afterwards replaces the file.

    When the block fails, the file stays as it was and nothing else is left. A device or a pipe
    cannot be replaced: its own path is given.

    Raises:
        ExportError: the file cannot be written.

    """
    target = path.resolve()
    try:
        if target.is_dir():
            raise ExportError(f"cannot write {path}: it is a folder")
        if not target.parent.is_dir():
            raise ExportError(f"cannot write {path}: there is no folder {target.parent}")
        if target.exists() and not target.is_file():
            yield target
            return
        aside = target.with_name(f".{target.stem[:100]}-{secrets.token_hex(4)}{target.suffix}")
        try:
            yield aside
            if target.exists():
                shutil.copymode(target, aside)
            aside.replace(target)
        finally:
            aside.unlink(missing_ok=True)
    except OSError as error:
        raise ExportError(f"cannot write {path}: {error.strerror or error}") from error
