"""The dataset part of `incidentmap load`: rows in columns, from a file to the store."""

import hashlib
import itertools
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Self

import click

from dashboard.commands.messages import Meter, note, say
from geodata.dataset_rows import DatasetRows
from geodata.errors import SourceError, UsageError
from geodata.files import written_aside
from geodata.saving import LoadResult
from geodata.settings import Settings
from geodata.store import Store
from geodata.vocabulary import Sensitivity
from loaders.batch import Batch, Rejected
from loaders.datasets.ahead import Ahead
from loaders.datasets.column_map import read_column_map
from loaders.datasets.dataset import Dataset, ReadOptions
from loaders.datasets.guess import column_map_toml
from loaders.sources import SourceFile

# Of rows that are rejected so many are shown; the store keeps all of them.
_MOST_SHOWN = 10
# Of columns that are kept as they are.
_MOST_COLUMNS = 20
_STEPS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class DatasetChoices:
    """What a person says about datasets.

    Attributes:
        map_path: a file that says which columns are which.
        yes: whether guessed columns may be used.
        save_map: where guessed columns are to be written.
        layer: the layer or sheet to read.
        complete: whether each file is the whole of its source.

    """

    map_path: Path | None = None
    yes: bool = False
    save_map: Path | None = None
    layer: str | None = None
    complete: bool = False


class DatasetLoads:
    """Loads the datasets of one command, each file in a transaction of its own."""

    def __init__(self, target: Store | None, settings: Settings, choices: DatasetChoices) -> None:
        """Prepare.

        Args:
            target: where rows are saved; None when nothing is to be written.
            settings: which gazetteer and boundaries count.
            choices: what the person says.

        Raises:
            UsageError: the person's map cannot be used.

        """
        self._target = target
        self._choices = choices
        path = choices.map_path
        self._options = ReadOptions(
            settings=settings,
            column_map=None if path is None else read_column_map(path),
            layer=choices.layer,
        )
        self.result = LoadResult()
        self.rows = 0
        self._told: set[str] = set()
        self._open = ExitStack()
        self._is_open = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def take(self, file: SourceFile) -> Batch:
        """Load a file; return it as rejected where it could not be."""
        try:
            dataset = file.loader.open_dataset(file.path, self._options)
            if dataset.is_guessed and not self._is_confirmed(dataset, file):
                reason = (
                    "its columns are guessed: look at them above, then load with --yes; or write "
                    "them with --save-map FILE, correct them there and load with --map FILE"
                )
                return Batch(rejected=[Rejected(file.shown, reason)])
            self._load(dataset, file)
        except (SourceError, UsageError) as error:
            return Batch(rejected=[Rejected(file.shown, str(error))])
        return Batch(
            warnings=[f"{file.shown}: {line}" for line in dataset.remarks.lines()],
            notes=self._notes(dataset),
        )

    def _notes(self, dataset: Dataset) -> list[str]:
        """Return what may not be done with a dataset's rows; each dataset is told of once."""
        column_map = dataset.column_map
        if column_map.sensitivity in (None, Sensitivity.PUBLIC) or dataset.source in self._told:
            return []
        self._told.add(dataset.source)
        licence = f" ({column_map.licence})" if column_map.licence else ""
        if column_map.sensitivity == Sensitivity.AGGREGATE_ONLY:
            what = "only totals of them may be passed on, and exports give no more"
        else:
            what = "they are not to be passed on, and exports leave them out"
        return [f"rows of {dataset.source}: {what}{licence}"]

    def _is_confirmed(self, dataset: Dataset, file: SourceFile) -> bool:
        """Show which columns are guessed; tell whether they may be used."""
        guess = column_map_toml(dataset.column_map)
        say(f"# {file.shown}: guessed columns")
        for line in guess.splitlines():
            say(line)
        if dataset.unmapped:
            say(f"# kept in raw only: {_some(dataset.unmapped)}")
        if self._choices.save_map is not None:
            with written_aside(self._choices.save_map) as aside:
                aside.write_text(guess, encoding="utf-8")
        return self._choices.yes or self._target is None

    def _load(self, dataset: Dataset, file: SourceFile) -> None:
        reading = _Reading(dataset, file, self._options)
        if self._target is None:
            for _chunk in reading.chunks():
                pass
            result = LoadResult(rejected=reading.rejected)
        else:
            chunks = reading.chunks()
            # While the first rows are read, which may begin with the start of another process.
            with ThreadPoolExecutor(1) as beside:
                sha256 = beside.submit(_sha256, file.path)
                first = [*itertools.islice(chunks, 1)]
            result = self._target.save_dataset(
                itertools.chain(first, chunks),
                source=dataset.source,
                file=file.shown,
                sha256=sha256.result(),
                complete=self._choices.complete,
            )
            self._keep_open(self._target)
        self.rows += reading.rows
        reading.finish()
        self.result = added(self.result, result)

    def _keep_open(self, target: Store) -> None:
        """Keep the store open for the files to come: a month of them may be thousands."""
        if not self._is_open and target.exists():
            self._open.enter_context(target.kept_open())
            self._is_open = True


def added(*results: LoadResult) -> LoadResult:
    """Return what became of the records of several loads."""
    return LoadResult(*(sum(counts) for counts in zip(*map(astuple, results), strict=True)))


class _Reading:
    """The rows of a file on their way, counted and shown."""

    def __init__(self, dataset: Dataset, file: SourceFile, options: ReadOptions) -> None:
        self._ahead = Ahead(dataset)
        self._file = file
        self._options = options
        self._shown = file.shown
        self._meter = Meter("rows")
        self.rows = 0
        self.rejected = 0

    def chunks(self) -> Iterator[DatasetRows]:
        """Yield the rows, telling how far they are."""
        try:
            for chunk in self._ahead.rows(self._file.loader, self._file.path, self._options):
                self.rows += len(chunk.frame)
                for row in chunk.rejected[: max(0, _MOST_SHOWN - self.rejected)]:
                    named = f" ({row.identifier})" if row.identifier else ""
                    note(f"rejected: {self._shown}, row {row.row_number}{named}: {row.reason}")
                self.rejected += len(chunk.rejected)
                share = int(self._ahead.share * _STEPS)
                self._meter.show(f"loading {self._shown}", share, _STEPS, self.rows)
                yield chunk
        finally:
            self._meter.finish()

    def finish(self) -> None:
        """Tell of the rejected rows that were not shown."""
        if self.rejected > _MOST_SHOWN:
            note(f"rejected: {self._shown}: {self.rejected - _MOST_SHOWN:,} more rows")


def _some(names: tuple[str, ...]) -> str:
    """Return names as a person reads them: very many are counted."""
    rest = len(names) - _MOST_COLUMNS
    shown = ", ".join(" ".join(name.split())[:_LONGEST_NAME] for name in names[:_MOST_COLUMNS])
    return f"{shown} and {rest:,} more" if rest > 0 else shown


_LONGEST_NAME = 60


def _sha256(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise SourceError(f"cannot be read: {error.strerror}") from error


map_option = click.option(
    "--map",
    "map_path",
    metavar="FILE",
    type=Path,
    help="Which columns of a table are which (TOML); --save-map writes one to begin with.",
)
yes_option = click.option("--yes", is_flag=True, help="Load tables by their guessed columns.")
save_map_option = click.option(
    "--save-map", metavar="FILE", type=Path, help="Write the guessed columns, to be corrected."
)
layer_option = click.option(
    "--layer", metavar="NAME", help="The layer or sheet to read, of a file that has several."
)
complete_option = click.option(
    "--complete",
    is_flag=True,
    help="Each file is the whole of its source: rows that it has no more are marked as withdrawn.",
)
