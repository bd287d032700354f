"""What has been learned about scenes; `loaders.extraction.training` makes it.

The card beside the weights (`loaders/tables/scenes/CARD.md`) says from what, and how well it does.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Self

from geodata.errors import TablesError

FOLDER: Final = Path(__file__).parents[1] / "tables" / "scenes"
_WEIGHTS: Final = "weights.json"


@dataclass(frozen=True)
class SceneModel:
    """A logistic regression on the evidence of `scene_evidence`.

    Attributes:
        prior: log-odds of a scene being an incident, before any evidence.
        weights: what each piece of evidence adds to them.

    """

    prior: float
    weights: Mapping[str, float]

    @classmethod
    def open(cls, folder: Path = FOLDER) -> Self:
        """Read a model.

        Raises:
            TablesError: the file is missing or damaged.

        """
        path = folder / _WEIGHTS
        try:
            told = json.loads(path.read_text("utf-8"))
            weights = {name: float(weight) for name, weight in told["weights"].items()}
            return cls(float(told["prior"]), weights)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise TablesError(
                f"cannot read the data file {path} ({error}); install the package again"
            ) from error

    def save(self, folder: Path) -> None:
        """Write the model into a folder."""
        told = {"prior": self.prior, "weights": dict(sorted(self.weights.items()))}
        (folder / _WEIGHTS).write_text(json.dumps(told, indent=1) + "\n", "utf-8")

    def confidence(self, evidence: Mapping[str, float]) -> float:
        """Return how likely the evidence makes an incident, 0-1."""
        log_odds = self.prior + sum(
            self.weights.get(name, 0.0) * value for name, value in evidence.items()
        )
        return 1 / (1 + math.exp(-log_odds))


@lru_cache(maxsize=1)
def shipped_model() -> SceneModel:
    """Return the model that comes with the program, read once."""
    return SceneModel.open()
