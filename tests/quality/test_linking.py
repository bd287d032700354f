"""Links between made-up reports whose truth is known: floors that the figures must not fall below.

A pair of incidents is right when both tell the same event. Precision counts most: a wrong merge
hides an incident, a missed one stays visible beside its twin. Totals after linking are to be close
to what happened, where before they are nearly twice as high.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from figures import FIGURES
from made_events import MadeEvents, made_events

from geodata.query import Totals, totals
from geodata.store import Store
from loaders.linking.link import link_store

Pairs = set[tuple[str, ...]]

# Settings of the generator; least precision and recall in per cent; how far, in per cent, the sum
# of best estimates may be from the truth.
SETS = {
    # Some conflicts told over a year, as a person loads them.
    "usual": ({"events": 2000, "seed": 3, "countries": 12, "days": 700}, (99.0, 68.5), 7),
    # Several attacks a day in the same few towns.
    "dense": ({"events": 1200, "seed": 1, "countries": 3, "days": 110}, (98.0, 65.5), 8),
}


@pytest.mark.parametrize("name", SETS)
def test_made_up_events(
    name: str, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    settings, floors, most_off = SETS[name]
    made = made_events(**settings)
    store = Store.open(tmp_path / "incidents.db", create=True)
    store.save(made.batch)
    before = totals(store.incidents())
    link_store(store)
    after = totals(store.incidents())
    with store.link_tables() as tables:
        groups = {key: group for key, (group, _) in tables.groups().items()}
    found, true = _pairs(groups), _pairs(made.truth)
    precision, recall = 100 * len(found & true) / len(found), 100 * len(found & true) / len(true)
    record_property(FIGURES, _line(name, made, (precision, recall), before, after))
    assert precision >= floors[0]
    assert recall >= floors[1]
    assert before.killed.best is not None
    assert after.killed.best is not None
    assert before.killed.best > 1.5 * made.killed
    assert abs(after.killed.best - made.killed) <= most_off / 100 * made.killed


def _pairs(labels: Mapping[str, Any]) -> Pairs:
    together: dict[Any, list[str]] = defaultdict(list)
    for key, label in labels.items():
        together[label].append(key)
    return set(_of_two(together.values()))


def _of_two(groups: Iterable[list[str]]) -> Iterable[tuple[str, ...]]:
    for group in groups:
        yield from combinations(sorted(group), 2)


def _line(
    name: str, made: MadeEvents, figures: tuple[float, float], before: Totals, after: Totals
) -> str:
    events = len(set(made.truth.values()))
    return (
        f"links, {name}: precision {figures[0]:.1f}, recall {figures[1]:.1f}; events {events}, "
        f"rows {before.incidents} before and {after.incidents} after; killed {made.killed:,}, "
        f"{before.killed.text()} before and {after.killed.text()} after"
    )
