"""What speaks for and against two incidents being the same, and how much.

The weights are natural logarithms of odds, as in record linkage after Fellegi and Sunter: how much
more often two reports of one event compare so than two reports of different events that happen to
be close in time and place. They add up with the odds beforehand. They are set so that a pair needs
time and place and one thing more (the same number, the same rare words, the same kind of event in
the same town) to be taken for one, because a wrong merge hides an incident while a missed one
remains visible beside its twin. `tests/quality/test_linking.py` holds them to floors on events
with known truth.
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

# Most pairs that are close in time and place are different events.
PRIOR: Final = -3.0
# From here on a pair is one incident, unless something else about the group speaks against it.
SAME: Final = 0.92
# From here on it is shown as possibly the same.
POSSIBLE: Final = 0.5

Level = tuple[str, float]

# Feature: how a pair may compare on it, and what that weighs.
LEVELS: Final[dict[str, tuple[Level, ...]]] = {
    "when": (
        ("the same day or days", 1.8),
        ("days that overlap", 1.2),
        ("the same longer period", 0.0),
        ("one day apart", -0.3),
    ),
    "where": (
        ("the same place", 2.6),
        ("within 10 km", 2.2),
        ("within 30 km", 1.0),
        ("the same area, no town told", 1.5),
        ("one in the province that the other names", 0.7),
        ("one in the region or at the border that the other names", 0.5),
        ("the same country, nothing closer told", 0.0),
    ),
    "what": (
        ("the same kind of event", 1.0),
        ("the same type of event", 0.7),
        ("kind of event not told", 0.0),
        ("types that reports confuse", -0.3),
        ("different types", -4.0),
        ("different weapons", -2.5),
    ),
    "who": (
        ("the same two parties", 0.8),
        ("a party in common", 0.4),
        ("parties not told", 0.0),
        ("no party in common", -1.0),
        ("talks of the same two parties", 1.6),
        ("talks of other parties", -4.0),
    ),
    "victims": (
        ("the same groups of victims", 0.3),
        ("groups of victims not told", 0.0),
        ("other groups of victims", -0.8),
    ),
    "killed": (
        ("the same number killed, 10 or more", 2.5),
        ("the same number killed, 5 to 9", 2.0),
        ("the same number killed, 3 or 4", 1.5),
        ("2 killed in both", 0.9),
        ("1 killed in both", 0.5),
        ("nobody killed in both", 0.3),
        ("ranges of killed that overlap", 0.5),
        ("numbers killed that are close", 0.5),
        ("rival numbers killed by different claimants", 0.4),
        ("number killed not told by both", 0.0),
        ("numbers killed up to twice apart", -0.6),
        ("numbers killed far apart", -2.5),
    ),
    "wounded": (
        ("the same number wounded, 10 or more", 1.5),
        ("the same number wounded, 5 to 9", 1.2),
        ("the same number wounded, 3 or 4", 0.8),
        ("2 wounded in both", 0.4),
        ("1 wounded in both", 0.2),
        ("nobody wounded in both", 0.1),
        ("ranges of wounded that overlap", 0.2),
        ("numbers wounded that are close", 0.1),
        ("rival numbers wounded by different claimants", 0.1),
        ("number wounded not told by both", 0.0),
        ("numbers wounded up to twice apart", -0.3),
        ("numbers wounded far apart", -1.0),
    ),
    "words": (
        ("nearly the same words", 3.0),
        ("half of the words in common", 2.0),
        ("many words in common", 1.0),
        ("some words in common", 0.3),
        ("few words in common", 0.0),
        ("hardly a word in common", -0.3),
    ),
}


def level(feature: str, words: str) -> int:
    """Return the number of a level by its words."""
    return [one for one, _ in LEVELS[feature]].index(words)


def weights_of(feature: str) -> Floats:
    """Return what each level of a feature weighs."""
    return np.array([weight for _, weight in LEVELS[feature]])


def probability(log_odds: Floats) -> Floats:
    """Return the score, 0-1, of odds given as their logarithm."""
    score: Floats = 1.0 / (1.0 + np.exp(-log_odds))
    return score
