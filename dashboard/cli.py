"""The command line: `incidentmap COMMAND`.

A command is one file in `dashboard.commands` and one line in the table here. Its module is imported
when it is called, so that none waits for what another needs.

Exit status: 0 when all went well, 1 when something could not be done, 2 for wrong usage.
"""

import importlib
import sys
from collections.abc import Callable, Sequence
from typing import Any, NoReturn

import click

from dashboard.commands.messages import note
from dashboard.commands.openers import Openers
from geodata.errors import IncidentMapError, UsageError

# Name and what it does, in the order of use; the module has the same name, and in it the command.
COMMANDS = {
    "dashboard": "Open the map in a browser.",
    "load": "Load reports into the store.",
    "extract": "Write the incidents of reports as JSON lines.",
    "export": "Write incidents to files: map, GeoJSON, table.",
    "links": "Show, explain and undo links between reports of one event.",
    "info": "Tell what the store holds.",
    "history": "Show every version of an incident.",
    "backup": "Copy the store into one file, also while it is in use.",
    "restore": "Make the store what a backup holds.",
    "snapshot": "Write all tables of the store into a GeoPackage or GeoParquet.",
    "gazetteer": "Make a larger gazetteer from a dump of GeoNames.",
    "samples": "Load or remove the sample reports.",
}
_INTERRUPTED = 130


class _Commands(click.Group):
    """The commands of the table, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command; None when there is none of that name."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(
            importlib.import_module(f"dashboard.commands.{cmd_name}"), cmd_name
        )
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without importing them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="incidentmap", prog_name="incidentmap")
def cli() -> None:
    """Turn news reports into a map of incidents, casualties and talks."""


def main(
    arguments: Sequence[str] | None = None,
    *,
    open_extractor: Callable[..., Any] | None = None,
    open_web: Callable[..., Any] | None = None,
) -> NoReturn:
    """Run the command line and exit.

    Args:
        arguments: what follows the program's name; those of the process when missing.
        open_extractor: opens, from the settings, what reads reports; the program's own when
            missing.
        open_web: opens, from the settings, the network; the program's own when missing.

    """
    sys.exit(run(arguments, open_extractor=open_extractor, open_web=open_web))


def run(
    arguments: Sequence[str] | None = None,
    *,
    open_extractor: Callable[..., Any] | None = None,
    open_web: Callable[..., Any] | None = None,
) -> int:
    """Run the command line and return its exit status; see `main`."""
    try:
        status = cli.main(
            args=arguments,
            prog_name="incidentmap",
            standalone_mode=False,
            obj=Openers(open_extractor, open_web),
        )
    except click.exceptions.NoArgsIsHelpError as error:
        error.show()
        return 2
    except click.UsageError as error:
        command = error.ctx.command_path if error.ctx else "incidentmap"
        note(f"error: {error.format_message()} (see {command} --help)")
        return 2
    except UsageError as error:
        note(f"error: {error}")
        return 2
    except (click.ClickException, IncidentMapError) as error:
        note(f"error: {error}")
        return 1
    except click.Abort:
        note("interrupted")
        return _INTERRUPTED
    return status if isinstance(status, int) else 0
