"""ACLED's exports (CSV) and the pages of its API (JSON); `acled.toml` says what means what."""

from pathlib import Path

from loaders.datasets.chunks import Remarks
from loaders.datasets.dataset import Dataset, ReadOptions, is_json, own_mapped
from loaders.datasets.delimited import open_delimited
from loaders.datasets.records import open_records


def read(path: Path, options: ReadOptions) -> Dataset:
    """Open an export or a page.

    Raises:
        SourceError: the file cannot be read, or has not the columns of ACLED.

    """
    remarks = Remarks()
    if is_json(path):
        return own_mapped(open_records(path, members=("data",)), "acled", remarks, options)
    return own_mapped(open_delimited(path, remarks), "acled", remarks, options)
