"""Pages of an API, saved as JSON: a list of records, alone or inside an object."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from geodata.dataset_rows import RejectedRow
from geodata.errors import SourceError
from loaders.datasets.chunks import CHUNK_ROWS, Chunk, unique_names
from loaders.datasets.source_table import SourceTable

# Pages of APIs have some megabytes; JSON is read as a whole.
_MOST_BYTES = 400_000_000


def open_records(path: Path, *, members: Sequence[str]) -> SourceTable:
    """Open a page of records.

    Args:
        path: the file.
        members: the names under which an object may hold its list of records.

    Raises:
        SourceError: the file cannot be read, is too large, is no JSON or holds no list of records.

    """
    content = _read_json(path)
    records = content
    if isinstance(content, Mapping):
        records = next((content[name] for name in members if name in content), None)
        if records is None and content.get("success") is False:
            raise SourceError("holds no records, but an answer that says that the request failed")
    if not isinstance(records, list):
        raise SourceError(f"holds no list of records, as {members[0]!r} should be")
    names: dict[str, None] = {}
    for record in records:
        if isinstance(record, Mapping):
            names.update(dict.fromkeys(str(name) for name in record))
    if not names:
        raise SourceError("holds no record")
    header = list(names)
    return SourceTable(unique_names(header), _chunks(records, header), total=len(records))


def _chunks(records: list[Any], header: list[str]) -> Iterator[Chunk]:
    for start in range(0, len(records), CHUNK_ROWS):
        numbers, whole, rejected = [], [], []
        for number, record in enumerate(records[start : start + CHUNK_ROWS], start=start + 1):
            if isinstance(record, Mapping):
                numbers.append(number)
                whole.append(record)
            else:
                rejected.append(RejectedRow(number, "is no record"))
        columns = [
            pa.array([_text(row.get(name)) for row in whole], pa.string()) for name in header
        ]
        rows = pa.record_batch(columns, names=unique_names(header))
        yield Chunk(rows, np.array(numbers, dtype=np.int64), tuple(rejected))


def _read_json(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    try:
        size = path.stat().st_size
        if size > _MOST_BYTES:
            raise SourceError(
                f"is larger than {_MOST_BYTES / 1e6:g} MB, too much for one page of JSON: save it "
                "in pages, or as CSV"
            )
        return json.loads(path.read_bytes())
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SourceError(f"is no text at byte {error.start + 1}") from error
    except json.JSONDecodeError as error:
        raise SourceError(
            f"is no valid JSON at line {error.lineno}, column {error.colno}: {error.msg}; it "
            "may be cut off"
        ) from error
    except (ValueError, RecursionError) as error:
        raise SourceError("holds JSON that is too large or too deep") from error


def _text(value: object) -> str | None:
    if value is None:
        return None
    if isinstance(value, str):
        # NUL, and halves of characters, which JSON can spell but UTF-8 cannot hold.
        return value.replace("\0", "").encode("utf-8", "replace").decode()
    return json.dumps(value, ensure_ascii=True)
