"""Imports spaCy without its own command line.

`import spacy` also imports spaCy's commands, for the sake of one function that prints a table, and
with them web clients, templates and a shell library: a third of the time and 20 MB. Here something
empty stands in for the commands meanwhile; who imports them later gets the real ones.
"""

import importlib
import sys
from types import ModuleType

_COMMANDS = ("spacy.cli", "spacy.cli.info")


def import_spacy() -> None:
    """Import spaCy, if it is not there yet; from then on it is imported as always."""
    if "spacy" in sys.modules:
        return
    absent = [name for name in _COMMANDS if name not in sys.modules]
    sys.modules.update({name: _Nothing(name) for name in absent})
    try:
        importlib.import_module("spacy")
    finally:
        for name in absent:
            del sys.modules[name]


class _Nothing(ModuleType):
    """A module that has every name, with nothing behind it."""

    def __getattr__(self, name: str) -> None:
        if name.startswith("__"):
            raise AttributeError(name)
