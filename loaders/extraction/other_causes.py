"""Deaths and words of violence that tell no incident: accidents, disasters, disease, games, films.

Who dies in a crash, a flood or of an illness is counted in the same words as who is killed; teams
attack, prices are shot down, and troops storm a beach in an exercise. Where a sentence tells such a
cause and nobody who fights, what it counts belongs to no incident.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final

from loaders.extraction.casualties import Casualties
from loaders.extraction.events import Trigger
from loaders.extraction.violence import EXPLODED, FOUGHT, Violence, any_word
from loaders.language.document import Sentence


def without_other_causes(
    sentences: Sequence[Sentence],
    casualties: Sequence[Sequence[Casualties]],
    triggers: Sequence[Sequence[Trigger]],
) -> Iterator[tuple[Sequence[Casualties], Sequence[Trigger]]]:
    """Yield, for each sentence, the casualties and words for events that may tell an incident.

    Args:
        sentences: the sentences of a report, in order.
        casualties: what each of them counts.
        triggers: its words for events.

    """
    texts = _Texts(sentences, triggers)
    for index, (found, words) in enumerate(zip(casualties, triggers, strict=True)):
        if not found and not words:
            yield found, words
        elif texts.is_of_other_cause(index) or texts.is_of_another_world(index):
            yield (), ()
        elif found and texts.is_of_unknown_cause(index, told=bool(words)):
            yield (), texts.meaning(words)
        else:
            end = texts.recalled_from(index)
            yield (
                [told for told in found if told.start < end],
                [trigger for trigger in texts.meaning(words) if trigger.start < end],
            )


class _Texts:
    """The sentences of a report, each asked once and only where something hangs on it."""

    def __init__(
        self, sentences: Sequence[Sentence], triggers: Sequence[Sequence[Trigger]]
    ) -> None:
        self._sentences = sentences
        self._violence = Violence(sentences, triggers)
        self._words: dict[int, frozenset[str]] = {}
        self._fought: dict[int, bool] = {}

    def is_of_other_cause(self, index: int) -> bool:
        """Tell whether a sentence tells an accident, a disaster, a disease or a natural death."""
        if index < 0 or not self._words_of(index) & _CAUSES or self._is_fought(index):
            return False
        text = self._sentences[index].text
        if _SURE.search(text) is not None:
            return True
        if EXPLODED.search(text) is not None:
            return False
        if _LIKELY.search(text) is not None or _ANIMAL.search(text) is not None:
            return True
        near = range(max(0, index - _REACH), index)
        return _AFTERMATH.search(text) is not None and not any(
            self._is_fought(before) or EXPLODED.search(self._sentences[before].text) is not None
            for before in near
        )

    def is_of_unknown_cause(self, index: int, *, told: bool) -> bool:
        """Tell whether a sentence counts dead of a cause that no word for an event tells."""
        if not told and self._violence.is_unexplained_death(index):
            return True
        return self._violence.is_absent_from(index) or self._goes_on_with_other_cause(index)

    def meaning(self, words: Sequence[Trigger]) -> list[Trigger]:
        """Return the words that tell an event in this report."""
        return [trigger for trigger in words if not self._violence.means_nothing(trigger)]

    def _goes_on_with_other_cause(self, index: int) -> bool:
        """Tell whether a sentence that names no cause stands shortly behind one that does."""
        if _SETS_OFF.search(self._sentences[index].text) is not None or self._is_fought(index):
            return False
        for before in range(index - 1, max(-1, index - 1 - _REACH), -1):
            if self.is_of_other_cause(before):
                return True
            if self._is_fought(before):
                return False
        return False

    def is_of_another_world(self, index: int) -> bool:
        """Tell whether a sentence speaks of a game, a market, a story or an exercise."""
        words, text = self._words_of(index), self._sentences[index].text
        if words & _EXERCISES and _EXERCISE.search(text) is not None:
            return _HURT.search(text) is None
        if words & _STORIES and _STORY.search(text) is not None:
            return True
        return any(
            words & known
            and len({match[0].lower() for match in more.finditer(text)}) >= _ENOUGH_WORDS
            for known, more in ((_SPORTS, _SPORT), (_MARKETS, _MARKET))
        )

    def recalled_from(self, index: int) -> int:
        """Return the offset from which a sentence only recalls, or its end."""
        sentence = self._sentences[index]
        if not self._words_of(index) & _RECALLING:
            return sentence.end
        recalled = _RECALLED.search(sentence.text)
        return sentence.end if recalled is None else sentence.start + recalled.start()

    def _words_of(self, index: int) -> frozenset[str]:
        if index not in self._words:
            self._words[index] = frozenset(
                token.lower[:_STEM] for token in self._sentences[index].tokens
            )
        return self._words[index]

    def _is_fought(self, index: int) -> bool:
        if index not in self._fought:
            self._fought[index] = FOUGHT.search(self._sentences[index].text) is not None
        return self._fought[index]


# So many sentences after an accident still tell of it.
_REACH: Final = 2
_ENOUGH_WORDS: Final = 2


# Beginnings of the words below: most sentences hold none, and need no more than this look.
_STEM: Final = 4


def _stems(words: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in words.split())


_CAUSES: Final = _stems(
    "fuel petrol confirmed suspected rammed earthquake quake aftershock tremor magnitude tsunami"
    " gas boiler methane firedamp firework electrical short chemical accident crash collision"
    " fatality wreck collided pile pileup overturned derailed veered skidded rolled shipwreck"
    " plunged fell fallen careened swerved lost hit run came capsized sank sunk sinking drowned"
    " stampede crush electrocuted collapsed collapse flood landslide mudslide landslip avalanche"
    " cyclone hurricane typhoon tornado thunderstorm storm tropical snow sand dust winter blizzard"
    " lightning heat cold wildfire bushfire forest volcano eruption torrential heavy monsoon"
    " cholera ebola measles malaria dengue lassa mpox covid coronavirus influenza meningitis"
    " diphtheria typhoid epidemic pandemic disease virus outbreak viral food fever infection"
    " poisoning carbon tainted bootleg adulterated methanol illness cancer leukaemia heart cardiac"
    " stroke pneumonia natural old asthma diabetes complications overdose peacefully sleep age"
    " fire blaze inferno flames elephant lion tiger leopard crocodile alligator hippo bear shark"
    " snake dog dogs bull bulls buffalo wolves wolf bees wasps boar hyena cattle cow cows camel"
    " jellyfish monkey bears lions"
)
_EXERCISES: Final = _stems("simulated drill war manoeuvres maneuvers mock exercise")
_STORIES: Final = _stems(
    "film movie novel thriller sequel video series documentary drama musical episode book play"
    " exhibition memoir"
)
_SPORTS: Final = _stems(
    "goal penalty striker midfielder defender substitute half halftime stoppage extra equaliser"
    " offside own hat premier league championship semi quarter semifinal quarterfinal play playoff"
    " tournament innings wicket batsman bowler touchdown coach visitors home late yards header free"
    " corner knockout welterweight heavyweight grand set pole"
)
_MARKETS: Final = _stems(
    "share stock index investor trader broker point per percent price currency currencies bond"
    " future earnings lira bitcoin barrel profit quarterly wall nasdaq equities yield"
)
_RECALLING: Final = _stems(
    "jailed sentenced convicted acquitted guilty anniversary commemoration remembrance memorial"
    " monument tribute"
)


# "An Ebola team was killed" tells whom, not of what.
_NO_HELPERS: Final = (
    r"(?!\s+(?:\w+\s+)?(?:workers?|teams?|responders?|cent(?:re|er)s?|clinics?|campaigns?|drives?"
    r"|treatment|response|doctors?|nurses?|vaccin\w+)\b)"
)
_VEHICLE: Final = (
    r"(?:car|bus|minibus|coach|truck|lorry|van|train|tram|plane|aeroplane|airplane|aircraft|airliner"
    r"|jet|helicopter|ferry|boat|ship|vessel|vehicle|motorcycle|motorbike|taxi|tractor|tanker)"
)
# With these even a blast is an accident.
_SURE: Final = any_word(
    r"(?<!like an )earthquakes?|quakes?|aftershocks?|tremors?|magnitude|tsunamis?",
    r"gas\s+(?:leaks?|cylinders?|canisters?|tanks?|pipelines?|stoves?)|(?:fuel|petrol)\s+tankers?|boilers?|methane|firedamp"
    r"|fireworks?|electrical\s+faults?|short[\s-]circuits?|chemical\s+(?:plant|spill|leak)",
    r"(?:traffic|road|rail|mining|industrial|work|workplace|construction|boating|hunting|swimming"
    r"|climbing|training)\s+(?:traffic\s+)?(?:accidents?|crash(?:es)?|collisions?|fatalit\w+)",
)
_LIKELY: Final = any_word(
    rf"{_VEHICLE}\s+came\s+down|{_VEHICLE}\s+(?:crash(?:es|ed)?|accidents?|collisions?|wrecks?)|crash(?:es)?\s+of\s+(?:a|the|an)"
    rf"\s+(?:\w+\s+)?{_VEHICLE}|in\s+(?:a|an|the)\s+(?:\w+\s+)?(?:accidents?|crash)",
    r"collided|collisions?|pile-?up|overturn(?:ed|ing)|ramm(?:ed|ing)\s+into\s+(?:a|an|another)\s+(?:\w+\s+){0,2}?(?:vehicle|car|bus|truck|lorry|trailer|van|tree|wall|pole|tanker)|derail\w*|veered\s+off|skidded|rolled\s+over|shipwrecks?"
    r"|(?:plunged|plunges|plunging|fell|fallen|careened|crashed|skidded|swerved)\s+(?:\w+\s+)?(?:into|off"
    r"|down|from|over)|lost\s+control\s+of|hit-and-run|run\s+over\s+by|crash-landed",
    r"capsiz\w+|drowned|drownings?|stampedes?|crowd\s+crush|crush\s+at|electrocut\w+",
    r"flood\w*|landslides?|mudslides?|landslips?|avalanches?|cyclones?|hurricanes?|typhoons?"
    r"|tornado\w*|thunderstorms?|(?:tropical|snow|sand|dust|winter)\s*storms?|storms?\s+(?:hit|struck"
    r"|swept|lashed|battered)|blizzards?|lightning|heat\s?waves?|cold\s+(?:wave|snap|spell)|wild\s?fires?"
    r"|bush\s?fires?|forest\s+fires?|volcan\w+|eruptions?|torrential|heavy\s+(?:rains?|snow)|monsoons?",
    rf"(?:cholera|ebola|measles|malaria|dengue|lassa|mpox|covid(?:-19)?|coronavirus|influenza"
    rf"|meningitis|diphtheria|typhoid){_NO_HELPERS}|epidemics?|pandemics?|(?:disease|virus)\s+outbreaks?"
    r"|(?:disease|fever|virus|infection|poisoning)\s+(?:has\s+|have\s+)?(?:killed|claimed|kills)"
    r"|(?:confirmed|suspected)\s+cases|outbreaks?\s+of\s+(?:the\s+)?(?!violence|fighting|war|hostilit|unrest|clash)\w+|viral|food\s+poisoning"
    r"|carbon\s+monoxide|(?:tainted|bootleg|adulterated|methanol)\s+\w+",
    r"(?:after|of|from|following|suffer\w+)\s+(?:(?:a|an|his|her|the|apparent|sudden|long|short"
    r"|brief|lengthy|massive)\s+){0,3}(?:illness|disease|cancer|leuk(?:a)?emia|heart\s+(?:attack|failure"
    r"|disease|condition)|cardiac\s+arrest|strokes?|pneumonia|natural\s+causes|old\s+age|asthma|diabetes"
    r"|complications|overdose)|died\s+(?:peacefully|in\s+(?:his|her)\s+sleep)|natural\s+causes"
    r"|died\s+[^.;]{0,60}?\bat\s+the\s+age\s+of",
)
# So may an attack end: only where none is told before.
_AFTERMATH: Final = any_word(
    r"sank|sunk|sinking|buildings?\s+collapsed?|collapse\s+of|collapsed",
    r"(?:fire|blaze|inferno|flames)\s+(?:\w+\s+){0,4}?(?:broke\s+out|swept|tore|ripped|engulfed|gutted"
    r"|raged|spread|started)|(?:house|factory|hospital|apartment|market|hotel|kitchen|warehouse|school)"
    r"\s+(?:fire|blaze)|in\s+(?:a|the)\s+(?:\w+\s+){0,2}(?:blaze|inferno)",
)
_ANIMAL: Final = re.compile(
    r"\b(?:elephants?|lions?|tigers?|leopards?|crocodiles?|alligators?|hippos?|hippopotamus|bears?"
    r"|sharks?|snakes?|dogs?|bulls?|buffalo(?:es|s)?|wolves|wolf|bees|wasps|boars?|hyenas?|cattle|cows?"
    r"|camels?|jellyfish|monkeys?)\b.{0,30}?\b(?:attacked|trampl\w+|maul\w+|kill\w+|bit|bitten|gored"
    r"|charged|stung|attacks?)\b"
    r"|\b(?:trampled|mauled|gored|bitten|stung|attacked|killed)\s+(?:to\s+death\s+)?by\s+(?:a|an|the|his"
    r"|her|wild|stray|rabid)\s+(?:\w+\s+){0,2}?(?:elephant|lion|tiger|leopard|crocodile|alligator|hippo"
    r"|bear|shark|snake|dog|bull|buffalo|wolf|boar|hyena|cow|camel)s?\b"
)
# What sets a sentence off from an accident told before it.
_SETS_OFF: Final = re.compile(
    r"\b(?:separate(?:ly)?|elsewhere|meanwhile|in\s+other|unrelated|another)\b|^\s*[-•*–—]|^\s*\d{1,2}[.:]\d\d"
    r"|\bcivilians\b.{0,80}?\bsince\b|\bsince\b.{0,80}?\bcivilians\b",
    re.IGNORECASE,
)
_EXERCISE: Final = any_word(
    r"simulat(?:ed|ing|ion)|drills?|war\s?games?|manoeuvres|maneuvers|mock|as\s+part\s+of\s+(?:\w+\s+){0,3}"
    r"exercises?|(?:military|naval|joint|live-fire|annual|yearly|army|training)\s+(?:\w+\s+)?exercises?"
    r"|exercises?\s+(?:involving|with|called|code-?named)"
)
_HURT: Final = any_word(r"kill\w*|dead|die[ds]?|deaths?|injur\w+|wound\w+|casualt\w+|hurt|abducted")
_STORY: Final = any_word(
    r"(?:film|movie|novel|thriller|sequel|video\s*game|series|documentary|drama|musical|episode|book"
    r"|play|exhibition|memoir)\b[^.;]{0,80}?\b(?:follows|tells|stars|depicts|opens|features|premier\w+"
    r"|is\s+set|portrays|chronicles|recounts|recreates|reimagines|dramati[sz]es)"
)
_SPORT: Final = any_word(
    r"(?:fired|shot|headed|slotted|tapped|blasted|curled|bundled)\s+(?:home|wide|over|in)|goal(?:s|keeper"
    r"|less)?|penalt(?:y|ies)|strikers?|midfielders?|defenders?|substitutes?|half-?time|stoppage\s+time"
    r"|extra\s+time|equali[sz]ers?|offside|own\s+goal|hat-?trick|premier\s+league|league|championships?"
    r"|semi-?finals?|quarter-?finals?|play-?offs?|tournaments?|innings|wickets?|batsm[ae]n|bowlers?"
    r"|touchdowns?|quarterbacks?|coach|visitors|home\s+side|late\s+strikes?|yards|header|free\s+kicks?"
    r"|corner\s+kicks?|knockouts?|welterweight|heavyweight|grand\s+slam|set\s+points?|pole\s+position"
)
_MARKET: Final = any_word(
    r"shares|stocks?|index|investors?|traders|brokers?|points|per\s?cent|prices?|currenc(?:y|ies)|bonds?"
    r"|futures|earnings|lira|bitcoin|barrel|profits?|quarterly|wall\s+street|nasdaq|equities|yields?"
)
# What is remembered or judged: "the anniversary of the massacre in which 8,000 were killed".
_RECALLED: Final = any_word(
    r"(?:jailed|sentenced|convicted|acquitted|(?:found|pleaded|pleads)\s+guilty)\b[^.;]{0,80}?\b(?:for|of"
    r"|over|in\s+connection\s+with|to\s+having)",
    r"(?:anniversar(?:y|ies)|commemorations?|remembrance)\s+of"
    r"|(?:commemorat|memoriali[sz])(?:e|es|ed|ing)|(?:memorial|monument|tribute)\s+(?:to|for)",
)
