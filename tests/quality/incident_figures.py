"""Figures of matched rows, in per cent: how much of the gold data is found, and found right."""

from collections.abc import Iterable, Mapping
from typing import Any

from incident_matching import (
    FAR_KM,
    MEASURES,
    NEAR_KM,
    Matching,
    Row,
    are_counts_right,
    is_day_right,
    is_place_right,
)

Report = dict[str, Any]


def row_figures(matchings: Iterable[Matching]) -> dict[str, float]:
    """Return how many rows are found, in per cent of the wanted and of the found ones."""
    results = list(matchings)
    matches = [pair for each in results for pair in each.matches]
    wanted = [pair for pair in matches if not pair.gold["optional"]]
    near_misses = [pair for each in results for pair in each.near_misses]
    golds = len(wanted) + len(near_misses) + sum(len(each.missed) for each in results)
    founds = len(matches) + len(near_misses) + sum(len(each.made_up) for each in results)
    paired = [*wanted, *near_misses]
    typed = [pair for pair in wanted if pair.gold["event_type"] is not None]
    near = [pair for pair in wanted if is_place_right(pair.gold, pair.found, NEAR_KM)]
    return {
        "recall within 161 km": share(len(wanted), golds),
        "recall within 25 km": share(len(near), golds),
        "precision": share(len(matches), founds),
        "told of at all": share(len(paired), golds),
        "day": share(sum(is_day_right(p.gold, p.found) for p in paired), len(paired)),
        "place": share(sum(is_place_right(p.gold, p.found, FAR_KM) for p in paired), len(paired)),
        "kind": share(sum("kind" in p.agreeing for p in paired), len(paired)),
        "type": share(
            sum(p.gold["event_type"] == p.found["event_type"] for p in typed), len(typed)
        ),
    }


def number_figures(matchings: Iterable[Matching]) -> dict[str, float]:
    """Return how many counts are right at both ends, in per cent.

    Of matched rows, where the report tells one and where it tells none; and of all rows for which
    it tells one, found or not.
    """
    results = list(matchings)
    matched = [pair for each in results for pair in each.matches if not pair.gold["optional"]]
    matched = [pair for pair in matched if pair.gold["kind"] in {"incident", "toll"}]
    lost = [pair.gold for each in results for pair in each.near_misses]
    lost += [row for each in results for row in each.missed]
    measured = {}
    for measure in MEASURES:
        told = [pair for pair in matched if _is_told(pair.gold, measure)]
        silent = [pair for pair in matched if not _is_told(pair.gold, measure)]
        right = [pair for pair in told if are_counts_right(pair.gold, pair.found, measure)]
        unwanted = [p for p in silent if not are_counts_right(p.gold, p.found, measure)]
        everyone = len(told) + sum(_is_told(row, measure) for row in lost)
        measured[measure] = share(len(right), len(told))
        measured[f"{measure}, of all told"] = share(len(right), everyone)
        measured[f"{measure}, not told"] = 100 - share(len(unwanted), len(silent), empty=0)
    return measured


def talks_figures(matchings: Iterable[Matching]) -> dict[str, float]:
    """Return how many talks are found, and in how many of all each field is right, in per cent.

    Talks are found where the report gives a row of talks that is near enough to be theirs.
    """
    results = list(matchings)
    pairs = [pair for each in results for pair in [*each.matches, *each.near_misses]]
    talks = [pair for pair in pairs if pair.gold["kind"] == pair.found["kind"] == "talks"]
    lost = [pair.gold for each in results for pair in each.near_misses if pair not in talks]
    lost += [row for each in results for row in each.missed]
    golds = [pair.gold for pair in talks] + [row for row in lost if row["kind"] == "talks"]
    right = {
        "venue": [is_place_right(pair.gold, pair.found, NEAR_KM) for pair in talks],
        "days": [is_day_right(pair.gold, pair.found) for pair in talks],
        "outcome": [pair.gold["outcome"] == pair.found["outcome"] for pair in talks],
        "sides": [_same_names(_sides(p.gold), _sides(p.found)) for p in talks if _sides(p.gold)],
        "mediators": [
            _same_names(pair.gold["mediators"], pair.found["mediators"])
            for pair in talks
            if pair.gold["mediators"]
        ],
    }
    wanted = dict.fromkeys(right, len(golds)) | {
        "sides": sum(bool(_sides(row)) for row in golds),
        "mediators": sum(bool(row["mediators"]) for row in golds),
    }
    measured = {name: share(sum(values), wanted[name]) for name, values in right.items()}
    return {"talks": share(len(talks), len(golds)), **measured}


def statement_recall(gold: Iterable[Report], found: Mapping[str, list[Row]]) -> float:
    """Return how many statements are found on their day, in per cent."""
    wanted = [
        any(
            row["kind"] == "statement" and is_day_right(statement, row)
            for row in found[report["id"]]
        )
        for report in gold
        for statement in report["incidents"]
        if statement["kind"] == "statement"
    ]
    return share(sum(wanted), len(wanted))


def _is_told(row: Row, measure: str) -> bool:
    return bool(row["in_text"][measure] != "absent")


def _sides(row: Row) -> list[str]:
    return [side for side in (row["side_a"], row["side_b"]) if side]


def _same_names(wanted: list[str], given: list[str]) -> bool:
    """Tell whether each name has one that holds it or is held in it: "the ELN rebels", "ELN"."""
    return len(wanted) == len(given) and all(
        any(_alike(name, other) for other in given) for name in wanted
    )


def _alike(name: str, other: str) -> bool:
    short, long = sorted((name.casefold(), other.casefold()), key=len)
    return short in long


def share(count: int, of: int, *, empty: float = 100.0) -> float:
    return 100 * count / of if of else empty
