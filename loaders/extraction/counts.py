"""How many people an event counts, over all sentences that tell of it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

from geodata.vocabulary import Measure
from loaders.extraction.casualties import Casualties
from loaders.extraction.facts import Facts
from loaders.extraction.scene import Scene


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people: low and high as told, best the least that is sure."""

    low: int | None
    high: int | None

    @property
    def best(self) -> int | None:
        """The estimate to sum: what is at least sure; unknown where only a limit is told."""
        return self.low


def count_of(scene: Scene, measure: Measure) -> Count:
    """Return what a scene counts: the parts of a sentence added, the fullest sentence taken.

    Reports say the same number again and again, and raise it as they go on: adding sentences would
    count people twice, so the sentence that counts most is taken. Where different sources give
    different totals, the count is the range from the lowest to the highest.
    """
    told = _counted(scene, measure)
    counts = [(_sentence_count(facts, found), facts, found) for facts, found in told.items()]
    rivals = _rivals(counts)
    if len(rivals) > 1:
        return reduce(_either, rivals)
    fullest = reduce(_fuller, (count for count, _facts, _found in counts), Count(None, None))
    return _with_other_side(fullest, counts)


def _rivals(counts: Sequence[tuple[Count, Facts, Sequence[Casualties]]]) -> list[Count]:
    """Return the total of each source that gives one.

    A source that counts people of one group ("25 soldiers") tells a part of a higher total, but
    differs from a lower one. Two sources that name one dead each do not differ.
    """
    of_all: dict[str, Count] = {}
    of_group: dict[str, Count] = {}
    for count, facts, found in counts:
        source = facts.claimant_at(found[0].start)
        told = [casualties for casualties in found if not casualties.implied]
        if source is None or not told:
            continue
        known = of_all if any(casualties.group is None for casualties in told) else of_group
        known[source] = _fuller(known.get(source, count), count)
    highest = max((max(count.low or 0, count.high or 0) for count in of_all.values()), default=None)
    for source, count in of_group.items():
        if source not in of_all and highest is not None and (count.low or 0) > highest:
            of_all[source] = count
    return list(of_all.values())


def _with_other_side(
    fullest: Count, counts: Sequence[tuple[Count, Facts, Sequence[Casualties]]]
) -> Count:
    """Add the dead of the other side that a sentence of its own tells: "11 rebels also died".

    Militants are one side, those whom they fight the other. A count of people of whom nobody says
    who they are may hold both, so nothing is added to it; nor are those who die in an attack of
    their own, whom sources count apart.
    """
    told = [(facts, found) for count, facts, found in counts if count == fullest]
    side = _side_of(*told[0]) if told else None
    if side is None:
        return fullest
    rest = [
        count
        for count, facts, found in counts
        if _side_of(facts, found) is (not side) and _gap(facts, told[0][0]) <= _NEXT
    ]
    return _plus(fullest, reduce(_fuller, rest)) if rest else fullest


# How many sentences away the other side of a clash is told.
_NEXT = 2


def _gap(one: Facts, other: Facts) -> int:
    return abs(one.sentence.index - other.sentence.index)


def _side_of(facts: Facts, found: Sequence[Casualties]) -> bool | None:
    """Tell whether militants alone are counted (True) or only their foes; None if unknown."""
    groups = {casualties.group for casualties in found}
    words = [facts.words(casualties.start, casualties.end) for casualties in found]
    if None in groups or any(_NO_SIDE.search(each) is not None for each in words):
        return None
    if groups == {"militants"}:
        return True
    return False if groups <= _AGAINST_MILITANTS else None


# "Men", "workers", "officials" may be of either side, or the same people told in other words.
_AGAINST_MILITANTS = {"soldiers", "police", "security_forces", "peacekeepers", "civilians"}


# Who attacks, and who is spoken of before.
_NO_SIDE = re.compile(
    r"^(?:the|his|her|their|its|that|this)\b|\b(?:attackers?|assailants?|gunm[ae]n|bombers?"
    r"|perpetrators?|suspects?|terrorists?|assassins?|hijackers?|himself|herself)\b",
    re.IGNORECASE,
)


def _counted(scene: Scene, measure: Measure) -> dict[Facts, list[Casualties]]:
    """Return what each sentence of a scene counts, in the order in which they tell of it."""
    counted: dict[Facts, list[Casualties]] = {facts: [] for facts in scene.told}
    for facts, casualties in scene.casualties:
        if casualties.measure is measure and not casualties.part and facts in counted:
            counted[facts].append(casualties)
    return {facts: found for facts, found in counted.items() if found}


def _fuller(one: Count, other: Count) -> Count:
    def fullness(count: Count) -> tuple[int, int, int]:
        return (count.low or 0, count.high or 0, -1 if count.low is None else 0)

    return max(one, other, key=fullness)


def _sentence_count(facts: Facts, casualties: Sequence[Casualties]) -> Count:
    """Add the counts of a sentence; two totals of the same people make a range.

    Counts that one verb joins are added, and so are counts of different groups and what is told as
    more. Two bare totals ("52 bodies were found; police put the toll at 40") are rival claims.
    """
    cues: dict[int, list[Casualties]] = {}
    for found in casualties:
        same = cues.setdefault(found.cue_start, [])
        if found.start not in {other.start for other in same}:
            same.append(found)
    told = [found for found in cues.values() if not _is_superseded(facts, found)]
    totals = [found for found in told if _is_total(facts, found)]
    counted, *others = totals or told or cues.values()
    count = _sum(counted)
    for other in others:
        if _adds(facts, counted, other):
            count = _plus(count, _sum(other))
            counted = [*counted, *other]
        elif _general(counted) is not _general(other):
            count = _at_least_one(count, _sum(other))
        else:
            count = _either(count, _sum(other))
    return count


def _is_total(facts: Facts, found: Sequence[Casualties]) -> bool:
    """Tell whether a count is said to be the sum: "in all, 26 were killed"."""
    start = found[0].start
    return _TOTAL.search(facts.words(max(facts.sentence.start, start - 20), start + 15)) is not None


_TOTAL = re.compile(
    r"\b(?:in total|in all|altogether|a total of|overall|br(?:ings?|inging|ought) (?:to|the))\b",
    re.IGNORECASE,
)


def _is_superseded(facts: Facts, found: Sequence[Casualties]) -> bool:
    """Tell whether a count is an earlier one: "first reported three deaths; later it gave 11"."""
    start = found[0].start
    return _EARLIER.search(facts.words(max(facts.sentence.start, start - 40), start)) is not None


_EARLIER = re.compile(
    r"\b(?:first|initially|originally|earlier|previously)\s+(?:\w+\s+)?"
    r"(?:reported|said|put|gave|given|counted|announced|confirmed|spoke|spoken)\b[^;.]*$"
    r"|\b(?:earlier|previous|initial|preliminary)\s+"
    r"(?:counts?|tolls?|figures?|estimates?|reports?|numbers?)\s+(?:of|put|gave|said|spoke)\b[^;.]*$",
    re.IGNORECASE,
)


def _general(found: Sequence[Casualties]) -> bool:
    return any(casualties.group is None for casualties in found)


def _at_least_one(one: Count, other: Count) -> Count:
    """Return the range of a count of people and one of a group that may be among them."""
    together = _plus(one, other)
    lows = [count.low for count in (one, other) if count.low is not None]
    return Count(max(lows) if lows else None, together.high)


_MORE = re.compile(r"\b(?:more|others?|another|additional|also|further)\b", re.IGNORECASE)


def _adds(facts: Facts, counted: Sequence[Casualties], found: Sequence[Casualties]) -> bool:
    groups = {casualties.group for casualties in found}
    known = {casualties.group for casualties in counted}
    if None not in groups | known and not groups & known:
        return True
    start, end = found[0].start, max(found[0].end, found[0].cue_end)
    return _MORE.search(facts.words(start, end)) is not None


def _plus(one: Count, other: Count) -> Count:
    lows = [count.low for count in (one, other) if count.low is not None]
    closed = one.high is not None and other.high is not None
    return Count(
        sum(lows) if lows else None, (one.high or 0) + (other.high or 0) if closed else None
    )


def _either(one: Count, other: Count) -> Count:
    """Return the range from the lower to the higher of two rival counts.

    "At least 100" sets no limit of its own, so beside a source that says 168 the range ends there.
    """
    lows = [count.low for count in (one, other) if count.low is not None]
    highs = [count.high for count in (one, other) if count.high is not None]
    closed = bool(highs) and all(low <= max(highs) for low in lows)
    return Count(min(lows) if lows else None, max(highs) if closed else None)


def _sum(casualties: Sequence[Casualties]) -> Count:
    count, *rest = [Count(found.low, found.high) for found in casualties]
    for other in rest:
        count = _plus(count, other)
    return count
