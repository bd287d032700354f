"""`incidentmap dashboard`: the map in a browser."""

import socket
from contextlib import closing
from functools import partial

import click

from dashboard.commands.messages import note, say
from dashboard.commands.openers import Openers
from dashboard.commands.parameters import store_option
from dashboard.server import serve
from geodata.errors import IncidentMapError
from geodata.settings import Settings
from geodata.store import Store
from loaders.extraction.extract import Extractor
from loaders.samples import load_samples


@click.command()
@store_option
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Default: the first free one from 8501 on."
)
@click.option("--no-browser", is_flag=True, help="Only serve; open no browser.")
@click.pass_obj
def dashboard(
    openers: Openers,
    *,
    store: str | None,
    port: int | None,
    no_browser: bool,
) -> int:
    """Open the dashboard in a browser.

    A store that is new begins with the sample reports, so that the map shows something.
    """
    settings = Settings.read().changed(store=store)
    if port is not None:
        _check_port(port)
    opened = Store.open(settings.store, create=True, wait_seconds=settings.store_wait_seconds)
    if opened.is_new():
        note("loading the sample reports into a new store ...")
        load_samples(opened, partial(openers.extractor or Extractor.open, settings), settings)
    serve(opened.location, say=say, port=port, open_browser=not no_browser)
    return 0


def _check_port(port: int) -> None:
    with closing(socket.socket()) as probe:
        # As servers do: an address whose last connections still fade away is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise IncidentMapError(
                f"port {port} cannot be used ({error.strerror}): choose another with --port"
            ) from error
