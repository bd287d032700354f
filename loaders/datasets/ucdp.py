"""UCDP's Georeferenced Event Dataset and its candidates: CSV, and the pages of its API (JSON)."""

from pathlib import Path

from loaders.datasets.chunks import Remarks
from loaders.datasets.dataset import Dataset, ReadOptions, is_json, own_mapped
from loaders.datasets.delimited import open_delimited
from loaders.datasets.records import open_records


def read(path: Path, options: ReadOptions) -> Dataset:
    """Open a dataset or a page; `ucdp.toml` says what its columns mean.

    Raises:
        SourceError: the file cannot be read, or has not the columns of UCDP.

    """
    remarks = Remarks()
    if is_json(path):
        return own_mapped(open_records(path, members=("Result",)), "ucdp", remarks, options)
    return own_mapped(open_delimited(path, remarks), "ucdp", remarks, options)
