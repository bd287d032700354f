"""How well the places found agree with the marked ones."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from loaders.places.mention import PlaceMention
from loaders.places.training.corpus import MarkedReport, Toponym

Found = tuple[MarkedReport, Sequence[PlaceMention]]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over reports: a place is right when it overlaps a marked one and lies within 161 km.

    Marked places without coordinates and people named after places count neither way.

    Attributes:
        marked: places asked for.
        found: places found that count.
        right: those of them that are right.

    """

    marked: int
    found: int
    right: int

    @property
    def precision(self) -> float:
        """Share of the found places that are right, 0-1."""
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """Share of the marked places that were found, 0-1."""
        return self.right / self.marked if self.marked else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall, 0-1."""
        total = self.marked + self.found
        return 2 * self.right / total if total else 0.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Places of like score: how many, their mean score, and the share that is right."""

    places: int
    mean_score: float
    right: float


def score(reports: Iterable[Found]) -> Score:
    """Return how many places are right, over all reports."""
    marked = found = right = 0
    for report, mentions in reports:
        counting = [toponym for toponym in report.toponyms if toponym.counts]
        placed = [mention for mention in mentions if counts(report, mention)]
        marked += len(counting)
        found += len(placed)
        right += sum(is_right(toponym, mention) for toponym, mention in _matched(counting, placed))
    return Score(marked, found, right)


def reliability(reports: Iterable[Found], bins: int = 10) -> list[Bin]:
    """Return the bins of equal width that hold places, from the lowest score to the highest."""
    judged: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for report, mentions in reports:
        for mention in mentions:
            if counts(report, mention):
                right = any(is_right(toponym, mention) for toponym in report.toponyms)
                judged[min(bins - 1, int(mention.score * bins))].append((mention.score, right))
    return [
        Bin(
            len(each),
            sum(score for score, _ in each) / len(each),
            sum(right for _, right in each) / len(each),
        )
        for each in judged
        if each
    ]


def counts(report: MarkedReport, mention: PlaceMention) -> bool:
    """Tell whether a place that was found has a point, and the marks say whether it is right."""
    if mention.lat is None:
        return False
    marked = [each for each in report.toponyms if each.overlaps(mention.start, mention.end)]
    return not marked or any(each.counts for each in marked)


def is_right(toponym: Toponym, mention: PlaceMention) -> bool:
    """Tell whether a place that was found is the marked one."""
    if mention.lat is None or mention.lon is None or not toponym.counts:
        return False
    overlaps = toponym.overlaps(mention.start, mention.end)
    return overlaps and toponym.is_near(mention.lat, mention.lon)


def _matched(
    toponyms: Sequence[Toponym], mentions: Sequence[PlaceMention]
) -> list[tuple[Toponym, PlaceMention]]:
    """Match one to one: equal spans first, then those that share most characters."""
    pairs = sorted(
        (
            (toponym.start, toponym.end) != (mention.start, mention.end),
            max(toponym.start, mention.start) - min(toponym.end, mention.end),
            number,
            at,
        )
        for number, toponym in enumerate(toponyms)
        for at, mention in enumerate(mentions)
        if toponym.overlaps(mention.start, mention.end)
    )
    matched: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, number, at in pairs:
        if number not in matched and at not in taken:
            matched[number] = at
            taken.add(at)
    return [(toponyms[number], mentions[at]) for number, at in matched.items()]
