"""A made-up dataset in the shape of ACLED's: any number of rows, the same for the same seed."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd

from geodata.dataset_rows import DatasetRows

CHUNK = 50_000
_FIRST_DAY = np.datetime64("2015-01-01")
_DAYS = 3_600
_TOWNS = np.array([f"Town {number} of the plain" for number in range(5_000)], dtype=object)
_PROVINCES = np.array([f"Province {number}" for number in range(300)], dtype=object)
_ACTORS = np.array([f"Armed group {number} (2014-)" for number in range(400)], dtype=object)
_TYPES = np.array(["battle", "explosion", "protest", "riot"], dtype=object)
_SUB_TYPES = np.array(["armed_clash", "air_strike", "peaceful_protest", "mob_violence"])
_COUNTRIES = np.array(["AFG", "PAK", "IND", "IRN"], dtype=object)


def dataset_frame(size: int, *, first: int = 0, seed: int = 1, **changes: Any) -> pd.DataFrame:  # noqa: ANN401 - a column's own values
    """Return rows with the keys `MAD<number>` from a first number on, as a loader maps them."""
    random = np.random.default_rng([seed, first])
    town, kind = random.integers(0, 5_000, size), random.integers(0, 4, size)
    days = _FIRST_DAY + np.sort(random.integers(0, _DAYS, size)).astype("timedelta64[D]")
    killed = pd.array(random.poisson(1.5, size), dtype="Int64")
    numbers = range(first, first + size)
    values = {
        "source_key": [f"MAD{number}" for number in numbers],
        "kind": "incident",
        "event_type": _TYPES[kind],
        "sub_event_type": _SUB_TYPES[kind],
        "date_start": days,
        "date_end": days,
        "date_precision": "day",
        "place_name": _TOWNS[town],
        "iso3": _COUNTRIES[town % 4],
        "admin1": _PROVINCES[town % 300],
        "location_precision": "town",
        "radius_km": 5.0,
        "lon": (60 + 20 * random.random(size)).round(4),
        "lat": (25 + 15 * random.random(size)).round(4),
        "killed_low": killed,
        "killed_best": killed,
        "killed_high": killed,
        "side_a": _ACTORS[random.integers(0, 400, size)],
        "side_b": _ACTORS[random.integers(0, 400, size)],
        "licence": "not to be redistributed",
        "attribution": "A made-up dataset",
        "raw": [
            '{"notes": "On that day forces clashed with others near the town, and houses burnt; '
            f'reported by {number % 50} sources.", "source": "Daily {number % 50}", '
            f'"source_scale": "National", "timestamp": {1_700_000_000 + number}}}'
            for number in numbers
        ],
        "row_number": np.arange(first + 2, first + size + 2),
    }
    return pd.DataFrame(values | changes)


def dataset_chunks(size: int, *, chunk: int = CHUNK, seed: int = 1) -> Iterator[DatasetRows]:
    """Yield a dataset's rows a chunk at a time."""
    for first in range(0, size, chunk):
        yield DatasetRows(dataset_frame(min(chunk, size - first), first=first, seed=seed))


def file_of(name: str = "made.csv", sha256: str = "a" * 64, *, complete: bool = True) -> Any:  # noqa: ANN401 - arguments of `save_dataset`
    """Return what `Store.save_dataset` is told of a file."""
    return {"source": "made", "file": name, "sha256": sha256, "complete": complete}
