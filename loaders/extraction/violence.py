"""Whether a report speaks of violence at all, and what people died of where it does not.

Who dies on a glacier, of thirst or when a wall falls in is told in endless ways. So what counts is
the other side: where a whole report names nobody who fights, no weapon and no fighting, a cause
that it gives is none of war.
"""

import re
from collections.abc import Sequence
from typing import Final

from loaders.extraction.events import Trigger
from loaders.extraction.people_nouns import group_of
from loaders.language.document import Sentence


class Violence:
    """The violence that a report speaks of."""

    def __init__(
        self, sentences: Sequence[Sentence], triggers: Sequence[Sequence[Trigger]]
    ) -> None:
        self._sentences = sentences
        self._triggers = triggers
        self._peaceful: bool | None = None

    def is_unexplained_death(self, index: int) -> bool:
        """Tell whether somebody just died, in a report that speaks of nobody who fights."""
        text = self._sentences[index].text
        return _KILLED.search(text) is None and _DIED.search(text) is not None and self._is_absent()

    def is_absent_from(self, index: int) -> bool:
        """Tell whether a sentence counts people in a report without violence.

        "Five were killed in Goma" is believed as long as no other cause is given, and so is whoever
        names the killers: "herders killed four".
        """
        if not self._is_absent():
            return False
        text = self._sentences[index].text
        killers = (match["who"] or match["by"] for match in _KILLERS.finditer(text))
        if any(_is_killer(name) for name in killers):
            return False
        return _CAUSE.search(text) is not None or any(
            len(before.tokens) > _FRAGMENT for before in self._sentences[:index]
        )

    def means_nothing(self, trigger: Trigger) -> bool:
        """Tell whether a word is of an accident, as the report speaks of no violence."""
        return trigger.word in _AMBIGUOUS and self._is_absent()

    def _is_absent(self) -> bool:
        if self._peaceful is None:
            self._peaceful = not any(
                pattern.search(sentence.text) is not None
                for sentence in self._sentences
                for pattern in (FOUGHT, EXPLODED, _CONFLICT, _STRUCK)
            ) and not any(
                trigger.word not in _AMBIGUOUS for words in self._triggers for trigger in words
            )
        return self._peaceful


def _is_killer(name: str) -> bool:
    """Tell a group of people, or a name, from a thing: not "the syrup killed", "heat killed"."""
    last = name.rsplit(maxsplit=1)[-1]
    return group_of(last.lower()) is not None or (len(name.split()) > 1 and last[0].isupper())


def any_word(*patterns: str) -> re.Pattern[str]:
    """Return what finds any of some patterns as whole words, in any case."""
    return re.compile(rf"\b(?:{'|'.join(patterns)})\b", re.IGNORECASE)


# Those who fight and what they fight with: an accident that they bring about is none.
FOUGHT: Final = any_word(
    r"attack(?!s?\s+of\s+(?:asthma|gout))(?:s|ed|ers?|ing)?(?<!heart attack)(?<!asthma attack)",
    r"bomb\w*|shell(?:s|ed|ing)|mortars?|missiles?|rockets?|drones?|uavs?|artillery|grenades?"
    r"|(?<!coal )(?<!gold )(?<!copper )(?<!diamond )(?<!cobalt )(?<!salt )(?<!iron )mines?\s"
    r"|landmines?|ied|ieds|suicide|explosives?|dynamite|torpedo\w*",
    r"gun\w*|shot|shoot\w*|firearms?|bullets?|sniper\w*|rifles?|opened\s+fire|fired\s+(?:on|at)",
    r"militants?|rebels?|insurgents?|guerrillas?|terroris\w+|jihadi\w*|extremists?|separatists?"
    r"|paramilitar\w+|militia\w*|gangs?|bandits?|assailants?|attackers?|pirates?|cartels?|mobs?",
    r"ambush\w*|clash\w*|fighting|fought|air\s?strikes?|air\s+raids?|raids?|raided|storm(?:ed|ing)"
    r"|assault\w*|battles?|offensive|crossfire|hostilit\w+|combat|violence|unrest",
    r"stabb\w+|knif\w+|machetes?|hacked|behead\w*|tortur\w+|lynch\w*|beaten|strangl\w+|poisoned",
    r"murder\w*|assassinat\w*|massacr\w+|execut(?:ed|ions?)|kidnap\w*|abduct\w*|hostages?|homicides?",
    r"arson\w*|sabotag\w*|set\s+(?:on\s+fire|fire\s+to|ablaze)|torched|shot\s+down"
    r"|(?:drove|driven|driving|plough\w*|plow\w*)\s+(?:\w+\s+){0,3}?into\s+(?:a\s+|the\s+)?(?:crowds?"
    r"|pedestrians|people|worshippers|marchers|protesters)",
)
EXPLODED: Final = any_word(r"explo(?:ded|sions?)|blasts?|blew\s+up|terror")
# Words of a conflict, a crime or a crowd: here people may have been killed on purpose.
_CONFLICT: Final = any_word(
    r"soldiers?|troops|army|military|forces|fighters|war|wars|conflict|armed|regime|junta|occupation"
    r"|siege|protest\w*|demonstrat\w+|riot\w*|tensions?|custody|detention|prison\w*|settlers?|shabaab",
    r"insecurity|security|civilians?|displaced|communal|intercommunal|tribal|ethnic|sectarian|clans?"
    r"|feuds?|revenge|reprisals?|vendetta|retaliat\w+|coup|curfew|ceasefire|truce|crackdown|invasion"
    r"|incursion|checkpoints?|frontline|front\s+line|front|herders|herdsmen|rustl\w+|vigilantes?"
    r"|dissidents?|activists?|opposition|officers?|policem[ae]n|constables?|gendarmes?|weapons?"
    r"|police\s+(?:station|post|operation|van|patrol|convoy|custody|raid|violence|shot|fired|opened)"
    r"|(?:military|security|police|special)\s+operations?"
    r"|(?:trad|exchang)(?:e|ed|es|ing)\s+fire|by\s+(?:a\s+)?shell|shell\s+(?:hit|fell|landed|struck)"
    r"|under\s+(?:heavy\s+|sustained\s+)?fire|uniform(?:ed|s)?|masked|fled"
    r"|targeted|(?:jets?|planes?|aircraft|helicopters?|gunships?|tanks?|warships?)\s+(?:hit|struck|fired"
    r"|pounded|targeted)"
    r"|accus\w+|blam(?:ed|es|ing)|strik(?:es?|ing)\s+(?:a|an|the|on|at|near)|ammunition|violent\w*|brutal\w*|crimes?|criminals?|suspects?|mass\s+graves?|genocide|atrocit\w+"
    r"|casualties\s+of|liberation|resistance|islamic\s+state|taliban|hamas|hezbollah|houthis?|m23"
    r"|boko\s+haram|isis|isil|al-?qaeda|wagner|hostile|enem(?:y|ies)|battalions?|brigades?|regiments?"
    r"|air\s*force|navy|warplanes?",
)
# "Russia hit a market": who has a name strikes, unless it is a storm.
_STRUCK: Final = re.compile(
    r"(?<![Cc]yclone )(?<![Hh]urricane )(?<![Tt]yphoon )(?<![Ss]torm )\b[A-Z][\w’'-]+\s+"
    r"(?:has\s+|have\s+)?(?:struck|hit|pounded)\s+(?:a|an|the|its|[A-Z])"
    r"|\b[A-Z]\w+(?:an|i|sh|ese)\s+fire\b"
)
# Words for events that accidents share.
_AMBIGUOUS: Final = frozenset(
    "killing killings struck burned burnt burning ramming rammed strike strikes rally rallies"
    " marched marches hurled".split()
)
_DIED: Final = any_word(r"passed\s+away|found\s+dead")
_KILLED: Final = any_word(
    r"kill\w*|slain|slay\w*|bodies|corpses?|martyr\w*|eliminated|neutrali[sz]ed|victims?|wounds?|wounded"
    r"|death\s+toll|toll"
)
# A note has no sentence as long: "Hakkari. 28 dead." A longer one in front tells what happened.
_FRAGMENT: Final = 6
# What they died of: any cause will do.
_CAUSE: Final = re.compile(
    r"\b(?:when|after|as(?!\s+(?:saying|well|many|of|if)\b)|while|because|due\s+to|owing\s+to|following)\s"
    r"|\b(?:died|dead|dies?|dying|deaths?|perished)\s+(?:of|from|in\s+an?)\s"
    r"|\bdied\b[^.;,]{0,40}?\s(?:of|from)\s+(?!the\b)(?-i:[a-z])"
    r"|\b(?:caught\s+fire|burned\s+to\s+death|suffocat\w+|starv\w+|froze\w*|drown\w*)\b"
    r"|\b(?:killed|injured|wounded|hurt|dead)\s+(?:by|in\s+an?)\s"
    r"|\b(?:killing|leaving|left|leaves|claimed|claims|kills|has\s+killed|have\s+killed)\b",
    re.IGNORECASE,
)
# "Herders killed four", "Boko Haram has killed 12", "killed by unknown men"; not "were killed".
_KILLERS: Final = re.compile(
    r"(?P<who>(?:[\w’'-]+\s+)?[\w’'-]+)\s+(?:(?:has|have|had|also|then|reportedly|allegedly)\s+)*"
    r"(?:kill(?:ed|s)|slew|slaughtered)\s+(?!in\b|and\b|on\b|by\b|at\b|near\b|when\b|after\b)"
    r"|\b(?:killed|slain|wounded|injured)\s+by\s+(?P<by>(?:[\w’'-]+\s+){0,2}?[\w’'-]+)(?=\s+(?:in|on|near|at"
    r"|from|of|outside|who|while|last|this)\b|[.,;]|$)"
)
