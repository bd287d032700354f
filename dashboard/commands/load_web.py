"""The network part of `incidentmap load`: from web addresses to files."""

import importlib.metadata
from collections.abc import Sequence
from pathlib import Path

import click

from dashboard.commands.openers import Openers
from geodata.errors import UsageError
from geodata.settings import Settings
from geodata.store import Store
from loaders.batch import Batch
from loaders.network.fetching import Fetcher
from loaders.network.urls import is_web_address, without_credentials
from loaders.network.web import Limits, Web
from loaders.sources import WebFile


class WebSources:
    """The web addresses among the sources of one command."""

    def __init__(
        self, sources: Sequence[str], settings: Settings, target: Store | None, openers: Openers
    ) -> None:
        """Prepare.

        Args:
            sources: paths and web addresses.
            settings: whether the network may be used, and how large a file may be.
            target: what remembers the addresses; None when nothing is to be written.
            openers: opens the network.

        Raises:
            UsageError: there are web addresses, and the network is closed.

        """
        self._sources = sources
        self._target = target
        self._urls = [source for source in sources if is_web_address(source)]
        if self._urls and not settings.network:
            raise UsageError(
                f"{without_credentials(self._urls[0])}: not fetched, for the network is closed: "
                "add --allow-network, or set network = true in incidentmap.toml or "
                "INCIDENTMAP_NETWORK=1"
            )
        self._web = (openers.web or _open_web)(settings) if self._urls else None
        self._fetcher: Fetcher | None = None

    def files(self, folder: Path, batch: Batch, *, again: bool) -> list[Path | WebFile]:
        """Return all sources as files, those of the web fetched into a folder.

        Args:
            folder: where they are put.
            batch: gets what cannot be fetched, and what need not be.
            again: whether to fetch also what has not changed.

        """
        if self._web is None:
            return [Path(source) for source in self._sources]
        there = self._target is not None and self._target.exists()
        last = self._target.fetch_of if self._target is not None and there else lambda _: None
        self._fetcher = Fetcher(self._web, folder, last, again=again)
        fetched = list(self._fetcher.fetch(self._urls, batch))
        paths = [Path(source) for source in self._sources if not is_web_address(source)]
        return [*paths, *fetched]

    def remember(self, batch: Batch) -> None:
        """Let the store remember what was fetched, when all that it gave is saved."""
        if self._fetcher is not None and self._target is not None:
            fetches = self._fetcher.fetches(batch)
            if fetches:
                self._target.remember(fetches)

    def is_known(self, report_id: str, sha256: str) -> bool:
        """Return whether the store has a report that was read from the same bytes."""
        if self._target is None or not self._target.exists():
            return False
        return self._target.known_texts([report_id]).get(report_id) == sha256


def _open_web(settings: Settings) -> Web:
    version = importlib.metadata.version("incidentmap")
    return Web(f"incidentmap/{version}", limits=Limits(bytes=settings.max_download_bytes))


again_option = click.option(
    "--again",
    is_flag=True,
    help="Fetch web addresses also when nothing is new there, or their server asks for patience.",
)
