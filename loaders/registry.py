"""The loaders: one line each, recognised by a file's name or by how its content begins.

A loader's module is imported when a file needs it.
"""

import importlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from geodata.errors import SourceError, UsageError
from geodata.settings import Settings
from loaders.batch import Rejected
from loaders.datasets.signatures import SIGNATURES

if TYPE_CHECKING:
    from loaders.datasets.dataset import Dataset, ReadOptions
    from loaders.reports.source_text import SourceText


@dataclass(frozen=True, slots=True)
class Loader:
    """How a format is recognised, and the module that reads it.

    Attributes:
        name: what `--as` takes.
        extensions: of the files it reads, in lower case.
        module: its `read(path, limit=...)` yields the texts in a file; of a dataset, its
            `read(path, options)` opens the rows.
        description: what it reads, for a person.
        begins: how a file's content begins when it can be nothing else.
        columns: names of columns that a table of text has when it can be nothing else.
        has_pages: whether pages of an API (JSON) have these columns, too.
        many: whether one file holds many reports.
        is_dataset: whether it reads rows of a dataset and no reports.

    """

    name: str
    extensions: tuple[str, ...]
    module: str
    description: str
    begins: re.Pattern[bytes] | None = None
    columns: frozenset[str] = frozenset()
    has_pages: bool = True
    many: bool = False
    is_dataset: bool = False

    def read(self, path: Path, settings: Settings) -> Iterator["SourceText | Rejected"]:
        """Yield the texts in a file, and the records of it that hold none.

        Args:
            path: the file.
            settings: how large a report may be.

        Raises:
            SourceError: the file cannot be read, or is not in the loader's format.

        """
        module = cast("_Module", importlib.import_module(self.module))
        longest = settings.max_report_characters
        for found in module.read(path, limit=settings.max_report_bytes):
            if not isinstance(found, Rejected) and len(found.text) > longest:
                reason = (
                    f"holds a text of {len(found.text):,} characters, more than {longest:,}: split "
                    "it, or raise the setting max_report_characters"
                )
                yield Rejected(str(path), reason, found.number, found.identifier)
            else:
                yield found

    def open_dataset(self, path: Path, options: "ReadOptions") -> "Dataset":
        """Open the rows of a dataset; only of a loader that `is_dataset`.

        Args:
            path: the file.
            options: how it is read.

        Raises:
            SourceError: the file cannot be read, or is not in the loader's format.
            UsageError: what a person says about its columns does not fit.

        """
        module = cast("_DatasetModule", importlib.import_module(self.module))
        return module.read(path, options)


class _DatasetModule(Protocol):
    def read(self, path: Path, options: "ReadOptions") -> "Dataset": ...


class _Module(Protocol):
    def read(self, path: Path, *, limit: int) -> Iterator["SourceText | Rejected"]: ...


_HTML = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_JSONL = re.compile(rb'\s*\{[^\r\n]*"text"\s*:')
_GDELT = re.compile(rb"\d+\t(?:19|20)\d{6}\t(?:19|20)\d{4}\t(?:19|20)\d\d\t(?:19|20)\d\d\.\d+\t")
_PARQUET = re.compile(rb"PAR1")
_GEOMETRIES = re.compile(
    rb'SQLite format 3\0.{52}GPKG|\s*\{\s*"type"\s*:\s*"FeatureCollection"'
    rb"|\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<kml\b",
    re.DOTALL,
)
_PDF = re.compile(rb"%PDF-")
_FEED = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<[?!].*?>\s*)*<(?:rss|rdf:RDF|feed)\b"
    rb'|\s*\{.{0,300}?"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org',
    re.DOTALL,
)
_RELIEFWEB = re.compile(
    rb'\s*\{.{0,500}?"href"\s*:\s*"https?:\\?/\\?/api\.reliefweb\.int', re.DOTALL
)
_FRONT_MATTER = re.compile(rb"---[ \t]*\r?\n(?:title|date|published)[ \t]*:", re.IGNORECASE)

LOADERS = (
    Loader(
        "acled",
        (),
        "loaders.datasets.acled",
        "ACLED's exports (CSV) and pages of its API (JSON)",
        columns=SIGNATURES["acled"],
        is_dataset=True,
    ),
    Loader("docx", (".docx",), "loaders.reports.docx", "Word document"),
    Loader("eml", (".eml",), "loaders.reports.eml", "e-mail"),
    Loader(
        "feed",
        (".rss", ".atom"),
        "loaders.reports.feed",
        "RSS, Atom, JSON Feed",
        _FEED,
        many=True,
    ),
    Loader("gdelt", (), "loaders.datasets.gdelt", "GDELT's event files", _GDELT, is_dataset=True),
    Loader(
        "geofile",
        (".gpkg", ".geojson", ".shp", ".kml", ".fgb"),
        "loaders.datasets.geofile",
        "GeoPackage, GeoJSON, Shapefile, KML, FlatGeobuf",
        _GEOMETRIES,
        is_dataset=True,
    ),
    Loader("html", (".html", ".htm", ".xhtml"), "loaders.reports.html", "HTML page", _HTML),
    Loader(
        "incidentmap",
        (),
        "loaders.datasets.incidentmap",
        "the program's own exports (CSV; in other formats their loaders know them)",
        columns=SIGNATURES["incidentmap"],
        # The manifest beside an export names its columns.
        has_pages=False,
        is_dataset=True,
    ),
    Loader(
        "jsonl", (".jsonl", ".ndjson"), "loaders.reports.jsonl", "JSON lines", _JSONL, many=True
    ),
    Loader("markdown", (".md", ".markdown"), "loaders.reports.markdown", "Markdown", _FRONT_MATTER),
    Loader(
        "parquet",
        (".parquet", ".geoparquet", ".pq"),
        "loaders.datasets.parquet",
        "Parquet, GeoParquet",
        _PARQUET,
        is_dataset=True,
    ),
    Loader("pdf", (".pdf",), "loaders.reports.pdf", "PDF", _PDF),
    Loader(
        "reliefweb",
        (),
        "loaders.reports.reliefweb",
        "answers of ReliefWeb's API (JSON)",
        _RELIEFWEB,
        many=True,
    ),
    Loader(
        "spreadsheet",
        (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
        "loaders.datasets.spreadsheet",
        "spreadsheet",
        is_dataset=True,
    ),
    Loader(
        "table",
        (".csv", ".tsv", ".tab"),
        "loaders.datasets.table",
        "any other table of text",
        is_dataset=True,
    ),
    Loader("text", (".txt",), "loaders.reports.text", "plain text"),
    Loader(
        "ucdp",
        (),
        "loaders.datasets.ucdp",
        "UCDP's events and candidates (CSV), and pages of its API (JSON)",
        columns=SIGNATURES["ucdp"],
        is_dataset=True,
    ),
)

# Enough to see how a file begins, also after a licence comment or with hundreds of columns.
_HEAD_BYTES = 16_384
_UTF8_MARK = b"\xef\xbb\xbf"
# What tables of text, and pages of APIs, are called.
_TEXT_TABLES = ("", ".csv", ".tsv", ".tab", ".txt", ".json")


def loader_named(name: str) -> Loader:
    """Return the loader of a name.

    Raises:
        UsageError: there is none; the message names those there are.

    """
    for loader in LOADERS:
        if loader.name == name:
            return loader
    raise UsageError(f"there is no loader {name!r}: known are {', '.join(names())}")


def names() -> list[str]:
    """Return the names of all loaders."""
    return [loader.name for loader in LOADERS]


class Strength(IntEnum):
    """By what a loader recognises a file, the surest last."""

    NAME = 1
    CONTENT = 2
    COLUMNS = 3


class Recognised(NamedTuple):
    """A loader that recognises a file, by what, and a note where others recognise it too."""

    loader: Loader
    strength: Strength
    note: str | None = None


def recognise(path: Path) -> Recognised:
    """Return the loader for a file: the one that recognises it by the surest sign.

    What a content can only be wins over the name: a web page saved as .txt is still a page; the
    columns of a known dataset win over both.

    Raises:
        SourceError: no loader knows the file.

    """
    head = _head(path)
    found = [
        Recognised(loader, strength)
        for loader in LOADERS
        if (strength := _strength(loader, path, head)) is not None
    ]
    if not found:
        known = " ".join(extension for loader in LOADERS for extension in loader.extensions)
        ending = f"files ending in {path.suffix}" if path.suffix else "files without an ending"
        raise SourceError(
            f"no loader reads {ending} (known: {known}): say what it is with "
            f"--as {'|'.join(names())}"
        )
    best, *others = sorted(found, key=lambda one: -one.strength)
    if not others:
        return best
    return best._replace(note=_note(best, others))


def _strength(loader: Loader, path: Path, head: bytes) -> Strength | None:
    suffix = path.suffix.lower()
    is_page = head.lstrip()[:1] in (b"{", b"[")
    if loader.columns and suffix in _TEXT_TABLES and (loader.has_pages or not is_page):
        # UTF-16 has a NUL beside each letter.
        words = frozenset(
            re.findall(r"\w+", head.replace(b"\0", b"").decode("ascii", "ignore").lower())
        )
        if loader.columns <= words:
            return Strength.COLUMNS
    if loader.begins is not None and loader.begins.match(head):
        return Strength.CONTENT
    return Strength.NAME if suffix in loader.extensions else None


_SIGNS = {
    Strength.NAME: "its name",
    Strength.CONTENT: "how it begins",
    Strength.COLUMNS: "its columns",
}


def _note(best: Recognised, others: Sequence[Recognised]) -> str:
    """Return why the loader was chosen, and how another would be."""
    rest = ", ".join(f"{other.loader.name} by {_SIGNS[other.strength]}" for other in others)
    return (
        f"read as {best.loader.name} by {_SIGNS[best.strength]}, which tells more than {rest} "
        f"(--as {others[0].loader.name} reads it so)"
    )


def _head(path: Path) -> bytes:
    """Return how a regular file begins; nothing of any other, whose loader says what is wrong."""
    try:
        if not path.is_file():
            return b""
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES).removeprefix(_UTF8_MARK)
    except OSError:
        return b""
