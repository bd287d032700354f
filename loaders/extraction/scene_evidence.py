"""What speaks for and against a scene being an incident of its own, as numbers for a model.

None of it is a name, a place or a kind of event: only how a report tells it. What happened is told
in the past tense, with a day, a place or people; what is recalled, feared, discussed or summed up
is told otherwise.
"""

import datetime as dt
import math
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from geodata.vocabulary import Kind, Measure
from loaders.extraction.clauses import Clause, Mood
from loaders.extraction.date_forms import DateForm
from loaders.extraction.facts import Facts
from loaders.extraction.scene import Scene
from loaders.extraction.where import COARSENESS

Evidence = dict[str, float]


@dataclass(frozen=True, slots=True)
class Setting:
    """The report around a scene.

    Attributes:
        published: its day.
        sentences: how many it has.
        first_person: the share of sentences in which somebody speaks of "we" and "I".
        unreal: the share of sentences with what may, should or will be.
        scenes: how many scenes were found in it.
        dateline_end: offset at which the text proper begins.
        genre: whether its heading calls it a speech, an interview, a comment and the like.

    """

    published: dt.date | None
    sentences: int
    first_person: float
    unreal: float
    scenes: int
    dateline_end: int
    genre: bool


def setting_of(report: Sequence[Facts], scenes: int, published: dt.date | None) -> Setting:
    """Return the setting that a report gives its scenes."""
    datelines = (d.end for f in report[:1] for d in f.dates if d.form is DateForm.DATELINE)
    count = max(1, len(report))
    spoken = sum(_FIRST_PERSON.search(facts.sentence.text) is not None for facts in report)
    unreal = sum(any(c.mood is Mood.UNREAL for c in facts.clauses) for facts in report)
    return Setting(
        published,
        len(report),
        spoken / count,
        unreal / count,
        scenes,
        max(datelines, default=0),
        any(_GENRE.search(facts.sentence.text[:_HEADING]) is not None for facts in report[:1]),
    )


def evidence_of(scene: Scene, setting: Setting) -> Evidence:
    """Return the evidence on a scene; what does not hold is left out or 0."""
    found: Evidence = {}
    for part in (_people, _words, _day, _place, _telling, _report):
        found.update(part(scene, setting))
    return found


def _people(scene: Scene, _setting: Setting) -> Evidence:
    counts = [found for _facts, found in scene.casualties]
    killed = [c for c in counts if c.measure is Measure.KILLED and c.low != 0]
    wounded = [c for c in counts if c.measure is Measure.WOUNDED and c.low != 0]
    # A large number on a day of its own is news; without one it mostly sums up.
    most = 0 if _on_own_day(scene) else max((c.low or c.high or 0 for c in killed), default=0)
    return {
        "killed": bool(killed),
        "wounded": bool(wounded),
        "killed and wounded": bool(killed and wounded),
        "nobody hurt": any(c.low == 0 for c in counts),
        "others counted": any(c.measure not in {Measure.KILLED, Measure.WOUNDED} for c in counts),
        "only implied": bool(counts) and all(c.implied for c in counts),
        "a hundred dead on no day": most >= _HUNDRED,
        "thousands dead on no day": most >= _THOUSAND,
        "toll": scene.kind is Kind.TOLL,
    }


_HUNDRED, _THOUSAND = 100, 1000


def _words(scene: Scene, _setting: Setting) -> Evidence:
    triggers = scene.triggers
    new = [trigger for trigger in triggers if not trigger.known]
    single = [trigger for trigger in new if not trigger.several]
    first = triggers[0] if triggers else None
    word = "" if first is None else first.word
    return {
        "no word": not triggers,
        "only known": bool(triggers) and not new,
        "only several": bool(new) and not single,
        "word ends in ed": word.endswith("ed"),
        "word ends in ing": word.endswith("ing"),
        "general word": bool(triggers) and not scene.types,
        "told by a verb": any(t.word.endswith("ed") or t.word in _VERBS for t in new),
        "words": min(3.0, math.log1p(len(triggers))),
    }


_VERBS = frozenset("shot struck fought blew set shot took".split())


def _day(scene: Scene, setting: Setting) -> Evidence:
    date = scene.date
    own = date is not None and not scene.date_said
    age = _age(scene, setting)
    return {
        "own day": _on_own_day(scene),
        "day told before": date is not None and scene.date_said,
        "period": own and not _on_own_day(scene),
        "no day": date is None,
        "of last days": age is not None and age <= _LAST_DAYS,
        "of last weeks": age is not None and _LAST_DAYS < age <= _LAST_WEEKS,
        "of last months": age is not None and _LAST_WEEKS < age <= _LAST_MONTHS,
        "long past": age is not None and age > _LAST_MONTHS,
        "no day of publication": setting.published is None,
        "hour": any(_HOUR.search(text) is not None for text in _texts(scene)),
    }


def _on_own_day(scene: Scene) -> bool:
    date = scene.date
    return date is not None and not scene.date_said and date.form is DateForm.DAY


_LAST_DAYS, _LAST_WEEKS, _LAST_MONTHS = 3, 30, 180


def _age(scene: Scene, setting: Setting) -> int | None:
    """Return how many days before publication the event is told to have ended."""
    end = None if scene.date is None else scene.date.when.end
    return None if end is None or setting.published is None else (setting.published - end).days


def _place(scene: Scene, setting: Setting) -> Evidence:
    place = scene.place
    coarseness = -1 if place is None else COARSENESS[place.precision]
    return {
        "no place": place is None,
        "town": coarseness == 0,
        "district": 1 <= coarseness <= _DIVISION,
        "wide area": coarseness > _DIVISION,
        "place of the dateline": place is not None and place.start < setting.dateline_end,
        "sure place": 0.0 if place is None else place.score,
    }


_DIVISION = 2


def _telling(scene: Scene, _setting: Setting) -> Evidence:
    facts = scene.told[0]
    at = _anchor(scene)
    clause = facts.clause_at(at)
    before = facts.words(facts.sentence.start, at)
    words = facts.words(clause.start, clause.end)
    holds: dict[str, Callable[[], bool]] = {
        "spoken": lambda: _FIRST_PERSON.search(facts.sentence.text) is not None,
        "quoted": lambda: _in_quotation(before),
        "relative clause": lambda: clause.opener in {"who", "which", "whose", "whom", "that"},
        "reminder": lambda: clause.opener in {"after", "following", "since", "because", "before"},
        "unreal beside it": lambda: any(c.mood is Mood.UNREAL for c in facts.clauses),
        "perfect": lambda: _PERFECT.search(words) is not None,
        "past perfect": lambda: _PAST_PERFECT.search(words) is not None,
        "present": lambda: _PRESENT.search(words) is not None,
        "to do": lambda: _TO.search(before) is not None,
        "court": lambda: _COURT.search(facts.sentence.text) is not None,
        "stance": lambda: _STANCE.search(facts.sentence.text) is not None,
        "responsibility": lambda: _RESPONSIBILITY.search(facts.sentence.text) is not None,
        "summed up": lambda: _SUMMED_UP.search(facts.sentence.text) is not None,
        "object of": lambda: _OBJECT_OF.search(before) is not None,
        "question": lambda: facts.sentence.text.rstrip().endswith("?"),
        "reported": lambda: facts.claimant is not None,
        "far in sentence": lambda: _far(facts, clause),
    }
    return {name: check() for name, check in holds.items()}


def _report(scene: Scene, setting: Setting) -> Evidence:
    index = scene.told[0].sentence.index
    return {
        "genre": setting.genre,
        "fresh lead": index <= _LEAD and scene.is_new,
        "first sentence": index == 0,
        "lead": 0 < index <= _LEAD,
        "position": math.log1p(min(index, _LONG)),
        "told again": math.log(min(len(scene.told), _OFTEN)),
        "only sentence": setting.sentences == 1,
        "speech": setting.first_person,
        "deliberation": setting.unreal,
        "other scenes": math.log1p(min(setting.scenes - 1, _OFTEN)),
    }


_LEAD: Final = 2
# Reports longer than these (lists, live blogs) are judged like the longest that were learned from.
_LONG: Final = 40
_OFTEN: Final = 10


def _texts(scene: Scene) -> Iterable[str]:
    return (facts.sentence.text for facts in scene.told[:3])


def _anchor(scene: Scene) -> int:
    """Return the offset of the first word that tells the scene."""
    facts = scene.told[0]
    starts = [found.start for of, found in scene.casualties if of is facts]
    starts.extend(
        trigger.start
        for trigger in scene.triggers
        if facts.sentence.start <= trigger.start < facts.sentence.end
    )
    return min(starts, default=facts.sentence.start)


def _in_quotation(before: str) -> bool:
    opened = before.count("“") > before.count("”")
    return opened or before.count('"') % 2 == 1


def _far(facts: Facts, clause: Clause) -> bool:
    return clause.start - facts.sentence.start > _FAR


# Characters: news stands at the beginning of a sentence, reminders at its end.
_FAR: Final = 200


def _words_of(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)


_FIRST_PERSON = _words_of("we|our|ours|us|i|my|me")
_HOUR = _words_of(
    r"at dawn|at (?:about |around |approximately )?\d{1,4}(?::\d\d)?(?: ?[ap]\.?m)?|dawn|daybreak"
    r"|midnight|noon|morning|afternoon|evening|last night|tonight|overnight|hours"
)
_PERFECT = _words_of(r"(?:has|have)(?: also| already| been| recently)* \w+(?:ed|en|n|t|ght)")
_PAST_PERFECT = _words_of(r"had(?: also| already| been| recently)* \w+(?:ed|en|n|t|ght)")
_PRESENT = _words_of(r"is|are|continues?|keeps?|goes|remains?")
_TO = re.compile(r"\bto\s+$", re.IGNORECASE)
_COURT = _words_of(
    r"accused of|charged with|charges? of|suspected of|on trial|tried for|sentenced|convicted"
    r"|involved in|linked to|wanted for|guilty|the case of|case of|investigat\w+|inquiry|testif\w+"
    r"|extradit\w+ (?:of|to|from)|prosecut\w+|judges?|witness\w*|indict\w+|implicated"
)
_STANCE = _words_of(
    r"condemn\w*|denounc\w+|deplor\w+|reject\w*|repudiat\w+|demand\w*|call\w* (?:on|for|upon)"
    r"|urg\w+|warn\w*|threat\w*|solidarity|condolences?|anniversary|commemorat\w+|memory|homage"
    r"|funeral|buri(?:ed|al)|mourn\w*|regret\w*"
)
# What a heading calls a text that is no report of news: "[SPEECH]", "Editorial:".
_GENRE = _words_of(
    r"speech|address|interview|editorials?|commentary|comment|opinion|analysis|communique|communiqué"
    r"|statement|open letter|news conference|press conference|excerpts?|feature|background"
)
_HEADING: Final = 300
_RESPONSIBILITY = _words_of(r"responsib\w+|claim\w* (?:credit|responsib\w+)")
_SUMMED_UP = _words_of(
    r"so far|this year|last year|average|in recent (?:years|months|weeks|days)|years?|decades?"
    r"|in total|wave of|series of|many|numerous|most|all|every|always|often|usually|campaign"
)
# "the murder of", "against the violence": what somebody speaks of.
_OBJECT_OF = re.compile(
    r"\b(?:of|against|about|for|on|to|with|by|from|over|regarding|concerning|following|despite)\s+"
    r"(?:the\s+|a\s+|an\s+|this\s+|that\s+|these\s+|those\s+|\w+['’]s\s+)?(?:\w+\s+)?$",
    re.IGNORECASE,
)
