"""Reports in, JSON lines out: what `incidentmap extract` writes.

One line a report, in the order of the reports, with a line also for what could not be read. This
imports no pandas and holds no more than a few reports at a time.
"""

import dataclasses
import datetime as dt
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from geodata.errors import SourceError
from geodata.incident import Claim, Incident, Report, stable_id
from geodata.settings import Settings
from loaders.batch import Rejected
from loaders.extractor import Extracted, ReportExtractor, in_batches
from loaders.registry import Loader, loader_named
from loaders.workers import map_in_order

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from loaders.reports.source_text import SourceText


@dataclass(frozen=True, slots=True)
class Line:
    """A line of JSON; `problem` says in one line what is wrong when the report was not read."""

    json: str
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class _Item:
    where: str
    identifier: object
    report: Report | None = None
    problem: str | None = None
    warnings: tuple[str, ...] = ()


def extract_lines(
    paths: Iterable[Path],
    open_extractor: Callable[[], ReportExtractor],
    *,
    settings: Settings,
    published: dt.date | None = None,
    workers: int = 1,
) -> Iterator[Line]:
    """Yield a line for each report in text files and files of JSON lines.

    Args:
        paths: the files; one that ends in .txt holds one report, whose id is the file's name.
        open_extractor: opens what reads reports.
        settings: how large a report may be.
        published: the day of publication of reports that have none of their own.
        workers: number of processes that extract.

    """
    items = (item for path in paths for item in _items(path, settings, published))
    batches = in_batches(items, lambda item: item.report)
    return map_in_order(_lines, batches, open_extractor, workers=workers)


def _items(path: Path, settings: Settings, published: dt.date | None) -> Iterator[_Item]:
    where = str(path)
    try:
        for found in _loader(path).read(path, settings):
            if isinstance(found, Rejected):
                yield _Item(where, found.identifier, problem=found.message)
            else:
                yield _item(found, path, published)
    except SourceError as error:
        yield _Item(where, path.name, problem=str(error))


def _loader(path: Path) -> Loader:
    """Return the loader of a file whose text is the text that offsets count in."""
    for name in ("jsonl", "text"):
        loader = loader_named(name)
        if path.suffix.lower() in loader.extensions:
            return loader
    raise SourceError("is neither .jsonl nor .txt: other formats are for `incidentmap load`")


def _item(found: "SourceText", path: Path, published: dt.date | None) -> _Item:
    facts = found.facts
    return _Item(
        where=str(path) if found.number is None else f"{path}, line {found.number}",
        identifier=path.name if found.number is None else found.identifier,
        report=Report(
            report_id=stable_id(found.text),
            title=facts.title,
            publisher=facts.publisher,
            url=facts.url,
            published=facts.published or published,
            language=facts.language,
            sha256=found.sha256,
            text=found.text,
        ),
        warnings=(*found.warnings, *facts.warnings),
    )


def _lines(extractor: ReportExtractor, items: Sequence[_Item]) -> Iterator[Line]:
    reports = [item.report for item in items if item.report is not None]
    found = extractor.extract_all(reports)
    for item in items:
        extracted = SourceError(item.problem) if item.report is None else next(found)
        if isinstance(extracted, SourceError):
            yield _failed(item, str(extracted))
        else:
            yield _line(item, extracted)


def _line(item: _Item, found: Extracted) -> Line:
    record = {
        "id": item.identifier,
        "places": [place.to_record() for place in found.places],
        "incidents": [incident_record(incident) for incident in found.incidents],
        "claims": [_record(claim) for claim in found.claims],
    }
    warnings = [*item.warnings, *found.warnings]
    return Line(_dump(record | ({"warnings": warnings} if warnings else {})))


def _failed(item: _Item, problem: str) -> Line:
    record = {"id": item.identifier, "places": [], "incidents": [], "claims": [], "error": problem}
    return Line(_dump(record), f"{item.where}: {problem}")


def incident_record(incident: Incident) -> dict[str, Any]:
    """Return an incident's columns; in place of its geometry a point that stands for it."""
    record = _record(incident)
    geometry = record.pop("geometry")
    point = None if geometry is None or geometry.is_empty else representative_point(geometry)
    return record | {
        "lat": None if point is None else round(point.y, 6),
        "lon": None if point is None else round(point.x, 6),
        "geometry_type": None if point is None else geometry.geom_type,
    }


def representative_point(geometry: "BaseGeometry") -> Any:  # noqa: ANN401 - shapely ships no types
    """Return a point on a geometry: the middle of a line, a point inside an area."""
    if geometry.geom_type == "MultiLineString":
        geometry = max(geometry.geoms, key=lambda line: line.length)
    if geometry.geom_type == "LineString":
        return geometry.interpolate(0.5, normalized=True)
    return geometry.representative_point()


def _record(row: Incident | Claim) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in dataclasses.fields(row)}


def _dump(record: dict[str, Any]) -> str:
    return json.dumps(record, ensure_ascii=False, allow_nan=False, default=_as_json)


def _as_json(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"no JSON for {type(value)}")
