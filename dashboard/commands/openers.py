"""What commands open at their beginning; a test gives others in place of the program's own."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from geodata.settings import Settings
    from loaders.extractor import ReportExtractor
    from loaders.network.web import Web


@dataclass(frozen=True, slots=True)
class Openers:
    """How a command opens what it works with; the program's own where it is missing.

    Attributes:
        extractor: opens, from the settings, what reads reports.
        web: opens, from the settings, the network.

    """

    extractor: "Callable[[Settings], ReportExtractor] | None" = None
    web: "Callable[[Settings], Web] | None" = None
