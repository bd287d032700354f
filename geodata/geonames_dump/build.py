"""Makes a gazetteer file from a dump of GeoNames, in memory that does not grow with the dump.

    build_gazetteer(Path("allCountries.zip"), Path("gazetteer.bin"))

The dump is read once (`source`, `rows`); places and names go to disk (`collect`, `spools`), are put
in order part by part, and become the sections of the file (`sections`). The file is written beside
its place, checked, and moved.
"""

import shutil
from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from geodata.errors import ExportError, SourceError, UsageError
from geodata.files import written_aside
from geodata.gazetteer import DEFAULT_PATH, FILE_KIND, FILE_VERSION, open_tables
from geodata.geonames_dump.base import Base
from geodata.geonames_dump.collect import Collector, Counts
from geodata.geonames_dump.sections import Layout, PlaceOrder, Sections
from geodata.geonames_dump.source import Dump
from geodata.geonames_dump.spools import NameSpool, PlaceSpool
from geodata.tablefile import write_table_file

# As long as none of so many lines can be used, the file is something else.
_LINES_TRIED: Final = 1000
# The names of the program's own gazetteer, the sections and the file are on disk at once.
_COPIES: Final = 3

Report = Callable[[str, int, int, int], None]
"""Told what is being done, how much of how much of it is done, and how many rows it has read."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build came to.

    Attributes:
        counts: what became of the rows of the dump.
        repeated: rows that repeat the number of another; they are left out.
        places: places in the file.
        known: how many of them the program's own gazetteer has.
        names: names in the file.
        size: of the file, in bytes.

    """

    counts: Counts
    repeated: int
    places: int
    known: int
    names: int
    size: int


def build_gazetteer(
    dump: Path,
    output: Path,
    *,
    all_features: bool = False,
    base: Path = DEFAULT_PATH,
    report: Report = lambda *_: None,
) -> Summary:
    """Make a gazetteer of a dump and of the program's own gazetteer.

    Args:
        dump: allCountries.zip, a country's zip file, or the text in one of them.
        output: the file to write.
        all_features: take schools, farms, wells and everything else, too.
        base: the gazetteer to add to.
        report: told how far it is.

    Raises:
        UsageError: output and dump are the same file.
        SourceError: the dump cannot be read or is something else.
        ExportError: the file cannot be written; nothing is left of it.
        TablesError: the gazetteer to add to is damaged.

    """
    if output.exists() and output.samefile(dump):
        raise UsageError(f"--output {output} would replace the dump itself")
    with ExitStack() as stack:
        text = stack.enter_context(Dump.open(dump))
        tables = stack.enter_context(open_tables(base))
        aside = stack.enter_context(written_aside(output))
        _refuse_too_small_a_disk(output, aside.parent, text.total + _COPIES * tables.size)
        places = stack.enter_context(PlaceSpool(aside.parent))
        names = stack.enter_context(NameSpool(aside.parent))
        collector = Collector(Base(tables), places, names, all_features=all_features)
        _read(dump, text, collector, report)
        layout = collector.finish(lambda done, total: report("taking over", done, total, 0))
        return _write(aside, layout, names, collector.counts, report)


def _refuse_too_small_a_disk(output: Path, folder: Path, needed: int) -> None:
    """Say at once what would come out after minutes.

    Args:
        output: the file to write.
        folder: where it is written.
        needed: less than what the work takes, in bytes.

    """
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise ExportError(
            f"cannot write {output}: it takes more than {needed / 1e6:,.0f} MB of disk while it is "
            f"built, and {folder} has {free / 1e6:,.0f} MB free"
        )


def _read(path: Path, dump: Dump, collector: Collector, report: Report) -> None:
    counts = collector.counts
    for lines in dump.blocks():
        for line in lines:
            collector.add(line)
        report("reading", dump.done, dump.total, counts.rows)
        if counts.bad == counts.rows >= _LINES_TRIED:
            break
    if counts.bad * 2 > counts.rows or not counts.rows:
        what = counts.bad_examples[0] if counts.rows else "it is empty"
        raise SourceError(
            f"{path} is no dump of GeoNames: {what}; expected allCountries.zip or one country's"
        )


def _write(path: Path, layout: Layout, names: NameSpool, counts: Counts, report: Report) -> Summary:
    with closing(Sections(layout, names, path.parent)) as sections:
        order = PlaceOrder(layout)
        made = sections.write(order, lambda done, total: report("sorting", done, total, 0))
        report("writing", 0, 1, 0)
        size = write_table_file(path, made, kind=FILE_KIND, version=FILE_VERSION)
    open_tables(path, whole=True).close()
    return Summary(counts, order.repeated, order.total, len(layout.base), sections.name_count, size)
