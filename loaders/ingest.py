"""The whole way from a path to incidents that can be stored.

Each step is one call: find the files, read their reports, extract, check. What cannot be read is
rejected with its reason, and the rest goes on.
"""

import datetime as dt
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from geodata.errors import SourceError, ValidationError
from geodata.incident import Report, stable_id
from geodata.rows import check
from geodata.settings import Settings
from loaders.batch import Batch, Rejected
from loaders.extractor import Reading, ReportExtractor, extract_readings, in_batches
from loaders.registry import Loader
from loaders.reports.source_text import SourceText
from loaders.sources import SourceFile, WebFile, find_files
from loaders.workers import map_in_order


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How sources are read.

    Attributes:
        loader: reads all sources; each is recognised by itself when missing.
        published: the day of publication. For a file that is named and holds one report it wins
            over the file's own; in folders and in files of many reports it only fills in what is
            missing.
        source: what the records say they come from, `report` or `sample`.
        settings: how large a report may be.
        workers: number of processes that extract.
        is_known: whether the store has a report with this id that was read from bytes with this
            hash; such a report is not read again when it was fetched. None where there is no store.
        take_dataset: is given each file that holds a dataset, while it lies where it says, and
            returns what could not be loaded; without it such files are rejected.

    """

    loader: Loader | None = None
    published: dt.date | None = None
    source: str = "report"
    settings: Settings
    workers: int = 1
    is_known: Callable[[str, str], bool] | None = None
    take_dataset: Callable[[SourceFile], Batch] | None = None


def ingest(
    sources: Iterable[Path | WebFile],
    open_extractor: Callable[[], ReportExtractor],
    options: Options,
    *,
    progress: Callable[[str], None] | None = None,
) -> Batch:
    """Return what the sources hold, ready to be saved.

    Args:
        sources: files and folders, and what was fetched.
        open_extractor: opens what reads reports; called when the first report is there.
        options: how they are read.
        progress: called with the place of each report that is done.

    """
    batch = Batch()
    files = find_files(sources, batch, loader=options.loader)
    readings = _read_reports(files, batch, options)
    parts = []
    batches = in_batches(readings, lambda reading: reading.report)
    for where, part in map_in_order(
        extract_readings, batches, open_extractor, workers=options.workers
    ):
        parts.append((where, part))
        if progress is not None:
            progress(where)
    return _joined(batch, parts)


def report_id(text: str) -> str:
    """Return the id of a text: the same words give the same id, however they are spaced."""
    return stable_id(" ".join(unicodedata.normalize("NFC", text).split()))


def _read_reports(files: Iterable[SourceFile], batch: Batch, options: Options) -> Iterator[Reading]:
    """Yield the reports in files, each text once; what cannot be read goes into the batch."""
    seen: dict[str, str] = {}
    retrieved = dt.datetime.now(dt.UTC).replace(microsecond=0)
    for file in files:
        if file.loader.is_dataset:
            batch.add(_dataset(file, options))
            continue
        told = _Told()
        for found in _source_texts(file, options.settings):
            if isinstance(found, Rejected):
                batch.rejected.append(found)
                continue
            where = file.shown if found.number is None else f"{file.shown}, line {found.number}"
            report = _report(found, retrieved, options.source)
            first = seen.setdefault(report.report_id, where)
            if first != where:
                batch.warnings.append(f"{where}: holds the same text as {first}: taken once")
                continue
            if _is_known(file, report, options):
                told.known += 1
                continue
            told.new += 1
            told.summaries += found.is_summary
            yield _reading(where, file, found, report, batch, options)
        batch.unchanged += told.known
        batch.notes.extend(f"{file.shown}: {line}" for line in told.lines(file))


@dataclass(slots=True)
class _Told:
    """How many reports of a file are new, are known, and are no more than a summary."""

    new: int = 0
    known: int = 0
    summaries: int = 0

    def lines(self, file: SourceFile) -> Iterator[str]:
        if file.url is not None and file.loader.many and self.new + self.known:
            yield f"{self.new} new of {self.new + self.known} entries"
        if self.summaries:
            yield (
                f"{self.summaries} of {self.new} entries are no more than a summary, and read as "
                "such: load their pages for the whole text"
            )


def _is_known(file: SourceFile, report: Report, options: Options) -> bool:
    if file.url is None or options.is_known is None:
        return False
    return options.is_known(report.report_id, report.sha256)


def _reading(  # noqa: PLR0913, PLR0917 - a report and all that it is read with
    where: str,
    file: SourceFile,
    found: SourceText,
    report: Report,
    batch: Batch,
    options: Options,
) -> Reading:
    wins = file.named and not file.loader.many
    if report.url is None and not file.loader.many:
        report = replace(report, url=file.url)
    dated, said = _with_date(report, options.published, wins=wins)
    batch.warnings.extend(f"{where}: {remark}" for remark in (*_remarks(found), *said))
    return Reading(where, dated)


def _dataset(file: SourceFile, options: Options) -> Batch:
    if options.take_dataset is not None:
        return options.take_dataset(file)
    reason = "holds a dataset: only `incidentmap load` reads those"
    return Batch(rejected=[Rejected(file.shown, reason)])


def _source_texts(file: SourceFile, settings: Settings) -> Iterator[SourceText | Rejected]:
    try:
        for found in file.loader.read(file.path, settings):
            # What a loader calls the file is where it lies; a person may know it by another name.
            yield replace(found, where=file.shown) if isinstance(found, Rejected) else found
    except SourceError as error:
        yield Rejected(file.shown, str(error))


def _report(found: SourceText, retrieved: dt.datetime, source: str) -> Report:
    return Report(
        report_id=report_id(found.text),
        title=found.facts.title,
        publisher=found.facts.publisher,
        url=found.facts.url,
        published=found.facts.published,
        retrieved=retrieved,
        language=found.facts.language,
        sha256=found.sha256,
        licence=found.facts.licence,
        source=source,
        text=found.text,
    )


def _remarks(found: SourceText) -> Iterator[str]:
    yield from found.warnings
    yield from found.facts.warnings


def _with_date(
    report: Report, published: dt.date | None, *, wins: bool
) -> tuple[Report, tuple[str, ...]]:
    """Return the report with the day that was given for it, and what to say of that."""
    if published is None or report.published == published:
        return report, ()
    if report.published is None:
        return replace(report, published=published), ()
    if not wins:
        return report, ()
    said = f"says it was published on {report.published}: --published {published} is used instead"
    return replace(report, published=published), (said,)


def _joined(batch: Batch, parts: list[tuple[str, Batch]]) -> Batch:
    """Add the parts to the batch, without those that break the data model."""
    whole = Batch()
    for _, part in parts:
        whole.add(part)
    try:
        # All at once is much faster than one by one, and nearly always all are valid.
        check(whole)
    except ValidationError:
        whole = Batch()
        for where, part in parts:
            whole.add(_checked(where, part))
    batch.add(whole)
    return batch


def _checked(where: str, part: Batch) -> Batch:
    try:
        check(part)
    except ValidationError as error:
        return Batch(rejected=[*part.rejected, Rejected(where, f"was not understood: {error}")])
    return part
