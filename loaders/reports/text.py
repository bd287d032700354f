"""Plain text: the file is the text, and says nothing about itself."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from loaders.reports.decoding import decode, read_file
from loaders.reports.source_text import SourceText


def read(path: Path, *, limit: int) -> Iterator[SourceText]:
    """Yield the document in a text file.

    Raises:
        SourceError: the file cannot be read or is no text.

    """
    data = read_file(path, limit=limit)
    decoded = decode(data)
    yield SourceText(
        text=decoded.text,
        sha256=hashlib.sha256(data).hexdigest(),
        warnings=decoded.warnings,
    )
