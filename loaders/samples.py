"""The sample reports that come with the program, written for it.

They show what a map looks like before a person has loaded anything. They are read like any other
report; their source is `sample`, by which they are told apart and removed.
"""

from collections.abc import Callable
from pathlib import Path

from geodata.saving import SAMPLE, LoadResult
from geodata.settings import Settings
from geodata.store import Store
from loaders.extractor import ReportExtractor
from loaders.ingest import Options, ingest
from loaders.linking.link import link_store

_FOLDER = Path(__file__).with_name("samples")


def load_samples(
    store: Store, open_extractor: Callable[[], ReportExtractor], settings: Settings
) -> LoadResult:
    """Read the sample reports and save what they tell of.

    Raises:
        StoreError: the store cannot be written.

    """
    options = Options(source=SAMPLE, settings=settings)
    result = store.save(ingest([_FOLDER], open_extractor, options))
    link_store(store)
    return result


def remove_samples(store: Store) -> int:
    """Remove the sample reports and what they tell of; return how many reports there were."""
    return store.remove(SAMPLE)
