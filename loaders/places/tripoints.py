"""Where three countries meet: "the tri-border area of Mali, Niger and Burkina Faso"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, Final

from geodata.borderlands import tripoint
from geodata.boundaries import Boundaries
from geodata.gazetteer import Place
from geodata.sphere import widened
from geodata.vocabulary import LocationPrecision
from loaders.language.document import Document
from loaders.places.mention import PlaceMention, Spans, is_country

if TYPE_CHECKING:
    from shapely.geometry import Point

_NOUN: Final = re.compile(
    r"(?<![\w-])(?:(?:tri|three)[- ]?(?:border|frontier)s?|triple[- ](?:border|frontier))"
    r"(?:\s+(?:area|region|zone|point|triangle))?\b",
    re.IGNORECASE,
)
# "where the borders of Mali, Niger and Burkina Faso meet", "where Iran, Iraq and Turkey meet"
_WHERE: Final = re.compile(
    r"\bwhere\s+(?:the\s+)?(?:borders?|frontiers?)\s+(?:of|between)\b|\bwhere\b(?=\s+[A-Z])"
)
_MEET: Final = re.compile(
    r"(?:['’]s?\s+(?:borders|frontiers))?,?\s+(?:all\s+)?(?:meet|converge|intersect|join)\b"
)
_LIST: Final = re.compile(r"(?:,\s+and\s+|,\s+|\s+and\s+|\s?[-‐‑–—/]\s?)(?:the\s+)?")
_LEADS: Final = re.compile(
    r",?\s+(?:(?:of|between|where|shared\s+by|linking|joining|straddling)\s+)?"
    r"(?:the\s+)?(?:borders?\s+of\s+)?(?:the\s+)?"
)
_TRAILS: Final = re.compile(r"(?:['’]s?)?\s+(?:[a-z-]+\s+){0,2}")
# The land around such a point that is called so, in the Sahel as in South America.
_AREA_KM: Final = 100.0
_NAMED: Final = 0.95
_FROM_CONTEXT: Final = 0.6
# How many sentences back a report may have named the countries.
_SENTENCES_BACK: Final = 3
_THREE: Final = 3
# More countries than this named nearby leave it open which three are meant.
_MOST_NEAR: Final = 4
_KEPT: Final = 128


def find_tripoints(
    document: Document, mentions: Sequence[PlaceMention], boundaries: Boundaries
) -> list[PlaceMention]:
    """Return the mentions and the areas around points where three countries meet, in text order.

    The countries stay mentions of their own; the area's is the noun ("tri-border area").
    """
    finder = _Finder(document, mentions, boundaries)
    found = {area.start: area for area in finder.areas()}
    marked = (
        replace(mention, reference=True) if mention.start in finder.references else mention
        for mention in mentions
    )
    return sorted([*marked, *found.values()], key=lambda mention: mention.start)


class _Finder:
    """Finds the areas of one report."""

    def __init__(
        self, document: Document, mentions: Sequence[PlaceMention], boundaries: Boundaries
    ) -> None:
        self._document = document
        self._boundaries = boundaries
        self._all = Spans(mentions)
        self.references: set[int] = set()
        self._countries = Spans([mention for mention in mentions if is_country(mention)])

    def areas(self) -> Iterator[PlaceMention]:
        """Yield the areas whose three countries are clear."""
        text = self._document.text
        for match in _NOUN.finditer(text):
            named = self._after(match) or self._before(match)
            if named:
                yield from self._area(match, named, _NAMED)
            else:
                yield from self._area(match, self._near(match), _FROM_CONTEXT)
        for match in _WHERE.finditer(text):
            named = self._after(match)
            told = not named or named[0].start in self.references
            if not told and _MEET.match(text, named[-1].end):
                yield from self._area(match, named, _NAMED)

    def _after(self, match: re.Match[str]) -> Sequence[PlaceMention]:
        three = self._countries.after(match.end(), _THREE)
        leads = bool(three) and _LEADS.fullmatch(match.string, match.end(), three[0].start)
        return three if leads and self._is_list(three) else []

    def _before(self, match: re.Match[str]) -> Sequence[PlaceMention]:
        three = self._countries.before(match.start(), _THREE)
        trails = bool(three) and _TRAILS.fullmatch(match.string, three[-1].end, match.start())
        return three if trails and self._is_list(three) else []

    def _is_list(self, three: Sequence[PlaceMention]) -> bool:
        return len(three) == _THREE and all(
            _LIST.fullmatch(self._document.text, one.end, other.start)
            for one, other in pairwise(three)
        )

    def _near(self, match: re.Match[str]) -> Sequence[PlaceMention]:
        """Return the only three of the countries named just before that meet in a point."""
        sentence = self._document.sentence_at(match.start())
        first = self._document.sentences[max(0, sentence.index - _SENTENCES_BACK)]
        near = self._countries.between(first.start, sentence.end)
        named = {mention.iso3: mention for mention in near}
        if len(named) > _MOST_NEAR:
            return []
        meeting = [three for three in combinations(named.values(), _THREE) if self._point(three)]
        return meeting[0] if len(meeting) == 1 else []

    def _point(self, three: Sequence[PlaceMention]) -> "Point | None":
        return _tripoint(self._boundaries, frozenset(mention.iso3 or "" for mention in three))

    def _area(
        self, match: re.Match[str], three: Sequence[PlaceMention], sure: float
    ) -> Iterator[PlaceMention]:
        point = self._point(three) if three else None
        if point is None or self._all.overlap(*match.span()):
            return
        if sure == _NAMED:
            self.references.update(mention.start for mention in three)
        name = "–".join(mention.name for mention in three) + " tri-border area"
        place_id = "border:" + "-".join(sorted(mention.iso3 or "" for mention in three))
        place = Place(place_id, name, point.y, point.x, "", "", None, None, "X.BORDER", 0)
        yield PlaceMention(
            *match.span(),
            match[0],
            place,
            name,
            place_id,
            lat=point.y,
            lon=point.x,
            feature=place.feature,
            precision=LocationPrecision.REGION,
            radius_km=_AREA_KM,
            score=sure * min(mention.score for mention in three),
            shape=widened(point, _AREA_KM),
        )


@lru_cache(maxsize=_KEPT)
def _tripoint(boundaries: Boundaries, countries: frozenset[str]) -> "Point | None":
    return tripoint(boundaries, countries) if len(countries) == _THREE else None
