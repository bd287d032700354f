"""What has been learned about names of places; `loaders.places.training` makes it.

The card beside the data (`loaders/tables/places/CARD.md`) says from what, and how well it does.
"""

import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

import numpy as np

from geodata.errors import TablesError
from loaders.places.candidate_table import ALONE, TOGETHER, Floats
from loaders.places.forest import Forest

FOLDER: Final = Path(__file__).parents[1] / "tables" / "places"
_WEIGHTS: Final = "weights.json"
_FOREST: Final = "forest.npz"


@dataclass(frozen=True)
class PlaceModel:
    """The weights of the three steps.

    Attributes:
        prior: log-odds of a name of the gazetteer being that of a place, before any evidence.
        evidence: what each piece of evidence adds to them (see `name_evidence`).
        alone: (ALONE,) weight of each column of `candidate_table.ALONE`, in log-odds.
        together: (TOGETHER,) weight of each column of `candidate_table.TOGETHER`.
        forest: the judge of a name and its likeliest places (see `judge`).

    """

    prior: float
    evidence: Mapping[str, float]
    alone: Floats
    together: Floats
    forest: Forest

    @classmethod
    def open(cls, folder: Path = FOLDER) -> Self:
        """Read a model.

        Raises:
            TablesError: a file is missing, damaged, or made for other columns.

        """
        path = folder / _WEIGHTS
        try:
            weights = json.loads(path.read_text("utf-8"))
            return cls(
                float(weights["prior"]),
                {name: float(weight) for name, weight in weights["evidence"].items()},
                np.array([weights["alone"][name] for name in ALONE], dtype=np.float64),
                np.array([weights["together"][name] for name in TOGETHER], dtype=np.float64),
                Forest.open(folder / _FOREST),
            )
        except (OSError, ValueError, KeyError) as error:
            raise TablesError(
                f"cannot read the data file {path} ({error}); install the package again"
            ) from error

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        weights = {
            "prior": self.prior,
            "evidence": dict(sorted(self.evidence.items())),
            "alone": dict(zip(ALONE, self.alone.tolist(), strict=True)),
            "together": dict(zip(TOGETHER, self.together.tolist(), strict=True)),
        }
        (folder / _WEIGHTS).write_text(json.dumps(weights, indent=1) + "\n", "utf-8")
        self.forest.save(folder / _FOREST)

    def likelihood(self, evidence: Iterable[str]) -> float:
        """Return how likely the evidence makes a place, 0-1."""
        log_odds = self.prior + sum(self.evidence.get(each, 0.0) for each in evidence)
        return 1 / (1 + math.exp(-log_odds))


@lru_cache(maxsize=1)
def shipped_model() -> PlaceModel:
    """Return the model that comes with the program, read once."""
    return PlaceModel.open()
