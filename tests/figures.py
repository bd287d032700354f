"""The property under which a quality gate records what it measured."""

from typing import Final

FIGURES: Final = "figures"
