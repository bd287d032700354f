"""How what two reports tell compares: kind of event, parties, victims, numbers, words.

Each function returns the number of a level in `loaders.linking.weights.LEVELS` for every pair.
"""

from collections.abc import Callable, Sequence
from itertools import product

import numpy as np

from geodata.vocabulary import EventType
from loaders.linking.incident_columns import NONE, Bools, Floats, IncidentColumns, Ints
from loaders.linking.levels import levels
from loaders.linking.signatures import similarity

# Types that reports of one event give in turn; any other two say that it is not one event.
_CONFUSED = frozenset(
    frozenset(pair)
    for pair in (
        (EventType.BATTLE, EventType.EXPLOSION),
        (EventType.BATTLE, EventType.VIOLENCE_AGAINST_CIVILIANS),
        (EventType.EXPLOSION, EventType.VIOLENCE_AGAINST_CIVILIANS),
        (EventType.PROTEST, EventType.RIOT),
        (EventType.RIOT, EventType.VIOLENCE_AGAINST_CIVILIANS),
        (EventType.BATTLE, EventType.STRATEGIC_DEVELOPMENT),
    )
)
# Ways of attack of which an event has one, when two reports name two of them.
_WEAPONS = (
    "suicide_bombing",
    "air_strike",
    "shelling",
    "remote_explosive",
    "grenade",
    "chemical_weapon",
    "abduction",
    "sexual_violence",
)
# A bomber's bomb is reported as a bomb too, a drone's missile as shelling.
_SAME_WEAPON = frozenset(
    frozenset(pair)
    for pair in (
        ("suicide_bombing", "remote_explosive"),
        ("grenade", "remote_explosive"),
        ("air_strike", "shelling"),
    )
)


def what(rows: IncidentColumns, one: Ints, other: Ints) -> Ints:
    """Compare kinds of event."""
    type_a, type_b = rows.event_type[one], rows.event_type[other]
    sub_a, sub_b = rows.sub_type[one], rows.sub_type[other]
    told = (type_a != NONE) & (type_b != NONE)
    same = told & (type_a == type_b)
    confused = _table(rows.event_types, lambda pair: pair in _CONFUSED)[type_a, type_b]
    rival = _table(rows.sub_types, _are_rival_weapons)[sub_a, sub_b]
    subs = (sub_a != NONE) & (sub_b != NONE)
    return levels(
        "what",
        len(one),
        ("kind of event not told", ~told),
        ("different types", told & ~same),
        ("types that reports confuse", told & ~same & confused),
        ("the same type of event", same),
        ("the same kind of event", same & subs & (sub_a == sub_b)),
        ("different weapons", subs & rival),
    )


def _are_rival_weapons(pair: frozenset[str]) -> bool:
    return pair.issubset(_WEAPONS) and pair not in _SAME_WEAPON


def _table(names: Sequence[str], test: Callable[[frozenset[str]], bool]) -> Bools:
    """Return for each two codes whether their names pass a test; `NONE` never does."""
    table: Bools = np.zeros((len(names) + 1, len(names) + 1), dtype=np.bool_)
    for (a, one), (b, other) in product(enumerate(names), repeat=2):
        table[a, b] = a != b and test(frozenset((one, other)))
    return table


def who(rows: IncidentColumns, one: Ints, other: Ints) -> Ints:
    """Compare the parties."""
    a, b = rows.sides[one], rows.sides[other]
    told = (a != NONE).any(axis=1) & (b != NONE).any(axis=1)
    talks = rows.kind[one] == 1
    common = np.zeros((len(one), 2), dtype=bool)
    for side, opposite in product((0, 1), repeat=2):
        common[:, side] |= (a[:, side] == b[:, opposite]) & (a[:, side] != NONE)
    return levels(
        "who",
        len(one),
        ("parties not told", ~told),
        ("no party in common", told),
        ("a party in common", common.any(axis=1)),
        ("the same two parties", common.all(axis=1)),
        # Parties make talks what they are; those who fight are much the same all through a war.
        ("talks of other parties", talks & told & ~common.any(axis=1)),
        ("talks of the same two parties", talks & common.all(axis=1)),
    )


def victims(rows: IncidentColumns, one: Ints, other: Ints) -> Ints:
    """Compare who was hurt."""
    a, b = rows.victims[one], rows.victims[other]
    told = (a != 0) & (b != 0)
    return levels(
        "victims",
        len(one),
        ("groups of victims not told", ~told),
        ("other groups of victims", told),
        ("the same groups of victims", told & ((a & b) != 0)),
    )


# Numbers that differ by so many, or by such a share, are one number told at two times of the day.
_CLOSE, _CLOSE_SHARE = 1.0, 0.25
_TWICE = 2.0
_FEW, _SOME, _MANY = 3, 5, 10


def counted(measure: str, rows: IncidentColumns, one: Ints, other: Ints) -> Ints:
    """Compare numbers of people; the measure is `killed` or `wounded`."""
    counts: Floats = getattr(rows, measure)
    a, b = counts[one], counts[other]
    told = ~np.isnan(a).all(axis=1) & ~np.isnan(b).all(axis=1)
    best_a, best_b = _likely(a), _likely(b)
    same = told & (best_a == best_b)
    overlap = told & (_low(a) <= _high(b)) & (_low(b) <= _high(a))
    more, less = np.fmax(best_a, best_b), np.fmin(best_a, best_b)
    # Nobody killed and one killed are not close.
    close = told & (less > 0) & (more - less <= np.maximum(_CLOSE, _CLOSE_SHARE * more))
    rivals = (
        (rows.claimant[one] != NONE)
        & (rows.claimant[other] != NONE)
        & (rows.claimant[one] != rows.claimant[other])
    )
    return levels(
        measure,
        len(one),
        (f"number {measure} not told by both", ~told),
        (f"numbers {measure} far apart", told),
        (f"numbers {measure} up to twice apart", told & (less > 0) & (more <= _TWICE * less)),
        (f"rival numbers {measure} by different claimants", told & rivals),
        (f"numbers {measure} that are close", close),
        (f"ranges of {measure} that overlap", overlap),
        (f"nobody {measure} in both", same & (best_a == 0)),
        (f"1 {measure} in both", same & (best_a == 1)),
        (f"2 {measure} in both", same & (best_a == 2)),  # noqa: PLR2004 - the level names it
        (f"the same number {measure}, 3 or 4", same & (best_a >= _FEW)),
        (f"the same number {measure}, 5 to 9", same & (best_a >= _SOME)),
        (f"the same number {measure}, 10 or more", same & (best_a >= _MANY)),
    )


def _likely(counts: Floats) -> Floats:
    low, best, high = counts.T
    likely: Floats = np.where(np.isnan(best), np.where(np.isnan(low), high, low), best)
    return likely


def _low(counts: Floats) -> Floats:
    low: Floats = np.nan_to_num(counts[:, 0], nan=0.0)
    return low


def _high(counts: Floats) -> Floats:
    high: Floats = np.where(np.isnan(counts[:, 2]), np.inf, counts[:, 2])
    return high


def words(rows: IncidentColumns, one: Ints, other: Ints) -> Ints:
    """Compare the words of the quotes."""
    share = similarity(rows.words[one], rows.words[other])
    told = rows.has_words[one] & rows.has_words[other]
    return levels(
        "words",
        len(one),
        ("few words in common", ~told),
        ("hardly a word in common", told),
        *(
            (words, told & (share >= least))
            for words, least in (
                ("few words in common", 0.05),
                ("some words in common", 0.15),
                ("many words in common", 0.3),
                ("half of the words in common", 0.5),
                ("nearly the same words", 0.8),
            )
        ),
    )
