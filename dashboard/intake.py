"""Reports that a person pastes or drops: from bytes to what may be loaded, writing nothing.

What a browser calls a file is never used as a path: the file gets a name of its own, and the
browser's stands in messages only.
"""

import datetime as dt
import json
import re
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from geodata.settings import Settings
from loaders.batch import Batch, Rejected
from loaders.extractor import ReportExtractor
from loaders.ingest import Options, ingest
from loaders.sources import SourceFile

# So many files at once; folders of more are for the command line.
MOST_FILES = 200
PASTED = "pasted text"
# What the command line calls the day of publication, and what the page does.
_OPTION, _FIELD = "--published YYYY-MM-DD", "“Published on” and read it again"

_SUFFIX = re.compile(r"(?:\.[A-Za-z0-9]{1,10}){1,2}\Z")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file that a person handed over.

    Attributes:
        name: what the person calls it.
        content: its bytes.

    """

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What a person says of the reports.

    Attributes:
        published: the day of publication; for a file of one report it wins over the file's own.
        publisher: of those that do not name theirs.

    """

    published: dt.date | None = None
    publisher: str | None = None


def pasted(text: str, *, title: str | None, url: str | None) -> Incoming:
    """Return a text as a file of one report."""
    record = {"text": text, "title": title, "url": url}
    given = {name: value.strip() for name, value in record.items() if value and value.strip()}
    return Incoming(PASTED, json.dumps(given, ensure_ascii=False).encode())


def read_all(
    incoming: Sequence[Incoming],
    said: Said,
    open_extractor: Callable[[], ReportExtractor],
    settings: Settings,
    progress: Callable[[int, str], None],
) -> Batch:
    """Return what the files hold, each report once; nothing is written to any store.

    Args:
        incoming: the files, one after the other.
        said: what the person says of them.
        open_extractor: opens what reads reports; called for each file.
        settings: how large a report may be.
        progress: called before each file with how many are done, and with its name.

    """
    whole = Batch()
    seen: set[str] = set()
    for number, file in enumerate(incoming):
        progress(number, file.name)
        part = _read(file, said, open_extractor, settings)
        known = {report.report_id for report in part.reports} & seen
        if known:
            whole.warnings.append(f"{file.name}: holds a text that another file holds, too")
            part = _without(part, known)
        seen |= {report.report_id for report in part.reports}
        whole.add(part)
    progress(len(incoming), "")
    return whole


def _read(
    file: Incoming, said: Said, open_extractor: Callable[[], ReportExtractor], settings: Settings
) -> Batch:
    options = Options(published=said.published, settings=settings, take_dataset=_refuse_dataset)
    with tempfile.TemporaryDirectory(prefix="incidentmap-") as folder:
        path = Path(folder) / f"file{_suffix(file)}"
        path.write_bytes(file.content)
        batch = ingest([path], open_extractor, options)
    for kind in ("warnings", "notes"):
        said_here = [
            line.replace(str(path), file.name).replace(_OPTION, _FIELD)
            for line in getattr(batch, kind)
        ]
        setattr(batch, kind, said_here)
    batch.rejected = [
        replace(
            one,
            where=one.where.replace(str(path), file.name),
            reason=one.reason.replace(str(path), file.name),
        )
        for one in batch.rejected
    ]
    batch.reports = [
        replace(report, publisher=report.publisher or said.publisher) for report in batch.reports
    ]
    return batch


def _suffix(file: Incoming) -> str:
    if file.name == PASTED:
        return ".jsonl"
    found = _SUFFIX.search(file.name)
    return found[0].lower() if found else ""


def _refuse_dataset(file: SourceFile) -> Batch:
    return Batch(rejected=[Rejected(file.shown, "holds a dataset: drop it on the page Data")])


def _without(batch: Batch, report_ids: set[str]) -> Batch:
    return replace(
        batch,
        reports=[one for one in batch.reports if one.report_id not in report_ids],
        claims=[one for one in batch.claims if one.report_id not in report_ids],
        incidents=[one for one in batch.incidents if report_ids.isdisjoint(one.report_ids)],
    )
