"""GDELT's event files, unpacked: tab-separated, without a header and without quotation marks.

Version 2.0 has 61 columns. Version 1.0 has 58, without the second-level divisions.
"""

from pathlib import Path

from geodata.errors import SourceError
from loaders.datasets.chunks import Remarks
from loaders.datasets.dataset import Dataset, ReadOptions, own_mapped
from loaders.datasets.delimited import open_delimited

_ACTOR = (
    "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code "
    "Type1Code Type2Code Type3Code"
).split()
_PLACE = "Type FullName CountryCode ADM1Code ADM2Code Lat Long FeatureID".split()
COLUMNS = (
    *"GLOBALEVENTID SQLDATE MonthYear Year FractionDate".split(),
    *(f"Actor{number}{name}" for number in (1, 2) for name in _ACTOR),
    *"IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale".split(),
    *"NumMentions NumSources NumArticles AvgTone".split(),
    *(f"{whose}Geo_{name}" for whose in ("Actor1", "Actor2", "Action") for name in _PLACE),
    *"DATEADDED SOURCEURL".split(),
)
_COLUMNS_1 = tuple(name for name in COLUMNS if not name.endswith("_ADM2Code"))


def read(path: Path, options: ReadOptions) -> Dataset:
    """Open a file of events; `gdelt.toml` says what its columns mean.

    Raises:
        SourceError: the file cannot be read, or has another number of columns.

    """
    try:
        with path.open("rb") as file:
            width = file.readline(1 << 20).count(b"\t") + 1
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from error
    header = {len(COLUMNS): COLUMNS, len(_COLUMNS_1): _COLUMNS_1}.get(width)
    if header is None:
        raise SourceError(
            f"has {width} columns, where events of GDELT have {len(COLUMNS)}: mentions and the "
            "knowledge graph are not read"
        )
    remarks = Remarks()
    table = open_delimited(path, remarks, header=header, delimiter="\t", quoted=False)
    return own_mapped(table, "gdelt", remarks, options)
