"""What has been learned about whole reports: does one tell news of an incident at all.

The card beside the trees (`loaders/tables/scenes/CARD.md`) says from what, and how well it does.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

import numpy as np

from geodata.errors import TablesError
from loaders.extraction.scene_model import FOLDER
from loaders.places.forest import Forest

_FOREST: Final = "reports.npz"
_EVIDENCE: Final = "reports.json"


@dataclass(frozen=True)
class ReportModel:
    """Boosted trees on the evidence of `report_evidence`.

    Attributes:
        names: of the evidence, in the order of the trees' columns.
        forest: the trees; the mean of their answers is the log-odds of an incident.

    """

    names: Sequence[str]
    forest: Forest

    @classmethod
    def open(cls, folder: Path = FOLDER) -> Self:
        """Read a model.

        Raises:
            TablesError: a file is missing or damaged.

        """
        path = folder / _EVIDENCE
        try:
            names = [str(name) for name in json.loads(path.read_text("utf-8"))["evidence"]]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise TablesError(
                f"cannot read the data file {path} ({error}); install the package again"
            ) from error
        return cls(names, Forest.open(folder / _FOREST))

    def save(self, folder: Path) -> None:
        """Write the model into a folder; the same model gives the same bytes."""
        text = json.dumps({"evidence": list(self.names)}, indent=1) + "\n"
        (folder / _EVIDENCE).write_text(text, "utf-8")
        self.forest.save(folder / _FOREST)

    def confidence(self, evidence: Mapping[str, float]) -> float:
        """Return how likely a report tells an incident, 0-1."""
        row = [evidence.get(name, 0.0) for name in self.names]
        (log_odds,) = self.forest.probabilities(np.array([row], dtype=np.float32))
        return 1 / (1 + math.exp(-log_odds))


@lru_cache(maxsize=1)
def shipped_report_model() -> ReportModel:
    """Return the model that comes with the program, read once."""
    return ReportModel.open()
