"""How a whole report is written, as numbers for a model: like news of an event, or like talk of it.

Comments, speeches, court reports and profiles hold the same words for violence as news does. They
differ in the rest: tense, person, questions, abstract nouns, how thickly the words for events
stand, and in what their first sentences tell. No name and no place is looked at, and fighting is
as good as an attack.
"""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from geodata.vocabulary import Measure, SubEventType
from loaders.extraction.clauses import Mood
from loaders.extraction.date_forms import DateForm
from loaders.extraction.facts import Facts
from loaders.extraction.scene_evidence import Evidence, Setting


def style_of(report: Sequence[Facts], setting: Setting) -> Evidence:
    """Return how a report is written: its words, and what its sentences tell."""
    lead = report[:_LEAD]
    found = _shares_of_words(report, "") | _shares_of_words(lead, " in lead")
    words = sum(facts.sentence.text.count(" ") + 1 for facts in report)
    found |= {
        "sentences": math.log1p(len(report)),
        "words a sentence": words / max(1, len(report)),
        "speech": setting.first_person,
        "deliberation": setting.unreal,
        "genre": float(setting.genre),
    }
    found |= _events_in(report, words)
    told = [_told_in(facts) for facts in report]
    for name in _TOLD:
        holds = [name in each for each in told]
        found[f"{name} told"] = sum(holds) / max(1, len(report))
        found[f"{name} told in lead"] = float(sum(holds[:_LEAD]))
    return found


def scenes_of(evidence: Sequence[Evidence], confidences: Sequence[float]) -> Evidence:
    """Sum up the evidence on the scenes of a report and how sure they are.

    Args:
        evidence: on each scene.
        confidences: of each scene, 0-1, by the model of scenes.

    """
    surest = sorted(confidences, reverse=True)
    found: Evidence = {
        "scenes": float(min(len(evidence), _MANY_SCENES)),
        "surest scene": surest[0] if surest else 0.0,
        "second scene": surest[1] if len(surest) > 1 else 0.0,
        "expected scenes": min(sum(surest), float(_MANY_SCENES)),
    }
    for name in _OF_SCENES:
        found[f"a scene: {name}"] = max((float(e.get(name, 0.0)) for e in evidence), default=0.0)
    return found


# Sentences that say what a report is about.
_LEAD: Final = 3
# Lists and live blogs are judged like the longest reports that were learned from.
_MANY_SCENES: Final = 15
# Evidence on scenes that a report has if one of its scenes has it.
_OF_SCENES: Final = (
    "fresh lead",
    "hour",
    "killed",
    "nobody hurt",
    "own day",
    "sure place",
    "told again",
    "told by a verb",
    "town",
    "wounded",
)
_TOLD: Final = (
    "event",
    "new event",
    "event by a verb",
    "people hurt",
    "people counted",
    "day",
    "place",
    "event and day",
    "source",
    "talks",
    "nothing real",
)


def _told_in(facts: Facts) -> set[str]:
    """Return what a sentence tells, of `_TOLD`."""
    hurt = [found for found in facts.casualties if found.measure in _HURT]
    day = any(d.form is DateForm.DAY and not facts.is_speech_date(d) for d in facts.dates)
    holds = {
        "event": bool(facts.triggers),
        "new event": any(not t.known and not t.several for t in facts.triggers),
        "event by a verb": any(t.word.endswith("ed") for t in facts.triggers),
        "people hurt": bool(hurt),
        "people counted": any(not found.implied for found in facts.casualties),
        "day": day,
        "place": bool(facts.places),
        "event and day": day and bool(facts.triggers or hurt),
        "source": bool(facts.attributions),
        "talks": bool(facts.talks),
        "nothing real": not any(clause.mood is Mood.FACT for clause in facts.clauses),
    }
    return {name for name, told in holds.items() if told}


_HURT = {Measure.KILLED, Measure.WOUNDED}


def _events_in(report: Sequence[Facts], words: int) -> Evidence:
    """Return how many of a hundred words tell events of each type, and how many new ones."""
    found = {f"{name} events{how}": 0.0 for name in _EVENTS for how in ("", " new")}
    share = 100 / max(1, words)
    for trigger in (trigger for facts in report for trigger in facts.triggers):
        name = "fighting" if trigger.sub_event_type in _FIGHTING else trigger.sub_event_type
        found[f"{name} events"] += share
        found[f"{name} events new"] += 0 if trigger.known else share
    return {name: min(value, _MANY_EVENTS) for name, value in found.items()}


# Those who look for terrorism leave out battles, which are incidents here as well as attacks.
_FIGHTING: Final = {
    SubEventType.ARMED_CLASH,
    SubEventType.ATTACK,
    SubEventType.GOVERNMENT_REGAINS_TERRITORY,
    SubEventType.NON_STATE_ACTOR_OVERTAKES_TERRITORY,
}
_EVENTS: Final = ("fighting", *(each.value for each in SubEventType if each not in _FIGHTING))
_MANY_EVENTS: Final = 5.0


def _shares_of_words(report: Iterable[Facts], where: str) -> Evidence:
    """Return how many of a hundred words are of each class."""
    words = [word for facts in report for word in _WORD.findall(facts.sentence.text.lower())]
    classes = Counter(map(_class_of, words))
    return {f"{name} words{where}": 100 * classes[name] / max(1, len(words)) for name in _CLASSES}


_WORD = re.compile(r"[^\W\d_]+|\d+|[\"“”?]")


def _class_of(word: str) -> str | None:
    known = _CLASS_OF_WORD.get(word)
    if known is not None or len(word) < _SHORTEST_WITH_ENDING:
        return known or ("number" if word.isdigit() else None)
    if word.isdigit():
        return "number"
    return next((name for name, endings in _ENDINGS.items() if word.endswith(endings)), None)


_SHORTEST_WITH_ENDING: Final = 5
_ENDINGS: Final = {
    "ed": ("ed",),
    "ing": ("ing",),
    "abstract": (
        *("tion", "tions", "ity", "ities", "ism", "ment", "ments", "ence", "ance", "ness"),
        *("cy", "cies"),
    ),
}
_WORDS: Final = {
    "first person": "we our ours us i my me myself ourselves",
    "modal": "will would should must may might can could shall cannot ought",
    "present": "is are has have do does am",
    "past": "was were had did",
    "speech": "said says stated added told reported announced according noted indicated stressed"
    " emphasized emphasised declared asked explained affirmed claimed",
    "negated": "not no never nor neither",
    "this": "this these that those",
    "the": "the",
    "a": "a an",
    "day": "today yesterday tonight morning afternoon evening night midnight dawn noon monday"
    " tuesday wednesday thursday friday saturday sunday",
    "forces": "police policeman policemen officer officers soldier soldiers troops army military"
    " guerrilla guerrillas rebel rebels gunmen gunman militant militants fighter fighters"
    " assailant assailants attacker attackers insurgent insurgents terrorist terrorists commando"
    " commandos unidentified unknown armed masked hooded",
    "hurt": "victim victims body bodies wound wounds wounded injured injuries hospital"
    " hospitalized hospitalised dead killed died death deaths",
    "policy": "peace dialogue dialog negotiation negotiations democracy democratic policy policies"
    " constitution constitutional reform reforms election elections electoral agreement agreements"
    " congress parliament political economic economy social international summit treaty law laws"
    " rights debate proposal proposals party parties candidate candidates minister solution"
    " solutions struggle freedom justice",
    "court": "court courts judge judges trial sentenced charged charges accused suspected"
    " convicted investigation investigations investigate prosecutor prosecutors testimony testify"
    " evidence extradition lawyer",
    "relative": "who whom whose which",
    "linking": "but however although because therefore thus if whether since while",
    "quotation": '" “ ”',
    "question": "?",
}
_CLASS_OF_WORD: Final = {word: name for name, words in _WORDS.items() for word in words.split()}
_CLASSES: Final = (*_WORDS, *_ENDINGS, "number")
