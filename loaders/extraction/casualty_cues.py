"""Words of death, injury and the like, and where the people they speak of stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from geodata.vocabulary import Measure
from loaders.extraction.people_nouns import group_of
from loaders.extraction.wound_phrases import injury_end, tells_losses
from loaders.language.document import Token
from loaders.language.numbers import is_month_may


class Form(StrEnum):
    """Where the people of a cue stand."""

    VERB = "verb"  # killed: before it when passive, after it when active
    ACTIVE = "active"  # killing: after it
    INTRANSITIVE = "intransitive"  # died: before it
    ADJECTIVE = "adjective"  # dead: before it
    NOUN = "noun"  # the deaths of: after "of", or a number before it
    TOLL = "toll"  # death toll rose to: the number after it


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: `tokens[first:last]` say it."""

    first: int
    last: int
    measure: Measure
    form: Form


def find_cues(tokens: Sequence[Token]) -> list[Cue]:
    """Find the cues of a sentence that speak of what has happened, in text order."""
    cues = []
    closed: set[int] = set()
    index = 0
    while index < len(tokens):
        word = tokens[index].lower
        cue = _cue_at(tokens, index) if word in _FIRST_WORDS else None
        if cue is None or cue.form is Form.INTRANSITIVE:
            cue = _told_at(tokens, index) or cue
        split = _split_cue_at(tokens, index) if cue is None and word in _VIOLENT else None
        if split is not None:
            cue, closing = split
            closed.update(closing)
        if cue is None or index in closed:
            index += 1
            continue
        if not _unreal(tokens, cue) and not _is_other_noun(tokens, cue):
            cues.append(cue)
        index = cue.last
    return cues


def _told_at(tokens: Sequence[Token], index: int) -> Cue | None:
    """Read what takes more words: "sustained light wounds", "lost 12 soldiers"."""
    last = injury_end(tokens, index)
    if last is not None:
        return Cue(index, last, Measure.WOUNDED, Form.INTRANSITIVE)
    if tells_losses(tokens, index):
        return Cue(index, index + 1, Measure.KILLED, Form.ACTIVE)
    if tokens[index].lower in _ELIMINATED and _fighters_near(tokens, index):
        return Cue(index, index + 1, Measure.KILLED, Form.VERB)
    return None


# Of fighters that is killing; teams and weapons are eliminated, too.
_ELIMINATED = frozenset({"eliminated", "liquidated"})


def _fighters_near(tokens: Sequence[Token], index: int) -> bool:
    near = tokens[max(0, index - 4) : index + 5]
    return any(group_of(token.lower) in {"militants", "soldiers"} for token in near)


def _split_cue_at(tokens: Sequence[Token], index: int) -> tuple[Cue, range] | None:
    """Read "stabbed four people to death", "shot him dead": the victim stands within the cue.

    Returns the cue and the indices of the words that close it.
    """
    for end in range(index + 1, min(index + _SPLIT, len(tokens))):
        word = tokens[end].lower
        if word in _SPLIT_BREAKS:
            return None
        to_death = word == "to" and _word(tokens, end + 1) == "death"
        if to_death or word == "dead":
            form = Form.VERB if tokens[index].lower != "stabbing" else Form.ACTIVE
            between = [token.lower for token in tokens[index + 1 : end]]
            last = index + 1 if any(word not in ADVERBS for word in between) else end + 1
            return Cue(index, last, Measure.KILLED, form), range(end, end + 1 + to_death)
    return None


_VIOLENT = frozenset(
    "stabbed shot beat beaten hacked burned burnt stoned clubbed bludgeoned strangled crushed "
    "trampled tortured knifed battered mauled stabbing kicked starved choked bashed".split()
)
# How many words may stand between the two parts of a cue.
_SPLIT = 12
_SPLIT_BREAKS = frozenset(". ; : when after while but by who was were killed wounded".split())


def _is_other_noun(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether the word only describes something: "death threats", "murder trial"."""
    word, following = tokens[cue.first].lower, _word(tokens, cue.last)
    before = _word(tokens, cue.first - 1)
    if cue.form in {Form.NOUN, Form.ADJECTIVE} and cue.last == cue.first + 1:
        if following in _NO_DEATH or before in {"attempted", "alleged", "governing"}:
            return True
        if word in _INITIALS:  # "3 KIA, 5 WIA", not "in two Kia cars"
            return following in _CARS or not tokens[cue.first].text.isupper()
        if word == "body" and before in {"his", "her"}:
            return following not in {"was", "lies", "lay", "has"}
    if cue.form is Form.VERB and cue.measure is Measure.KILLED and _recalls(tokens, cue):
        return True
    if before in _DETERMINERS and word in _OF_GROUPS:  # "the wounded were taken to hospital"
        return following not in {"include", "includes", "included", "in", "by"}
    return False


def _recalls(tokens: Sequence[Token], cue: Cue) -> bool:
    """Tell whether a verb only says who somebody was: "a friend of recently murdered Ana Ruiz"."""
    first = cue.first - 1
    while _word(tokens, first) in {"recently", "newly", "late"}:
        first -= 1
    following = {_word(tokens, cue.last + k) for k in range(2)}
    return _word(tokens, first) in {"of", "for"} and not following & _OBJECTS


# "The killed include", "of those killed in": these count.
_OBJECTS = frozenset("include includes included in by were was at on and or during".split()) | {""}
_INITIALS = frozenset({"kia", "wia", "mia"})
_CARS = frozenset(
    "car cars sedan suv suvs van vans vehicle vehicles dealer dealership plant".split()
)
_NO_DEATH = frozenset(
    "threat threats squad squads penalty sentence sentences row camp camps bed certificate march "
    "rate rates anniversary trap charge charges trial case cases suspect suspects weapon weapons "
    "investigation investigations plot plots attempt attempts bid armor armor armour language "
    "search bag bags body bodies end sea line heat".split()
)
_DETERMINERS = frozenset("the their his her its these those".split())
_OF_GROUPS = frozenset("wounded injured dead killed missing displaced detained arrested".split())


def _unreal(tokens: Sequence[Token], cue: Cue) -> bool:
    before = [token.lower for token in tokens[max(0, cue.first - 5) : cue.first]]
    near = range(max(0, cue.first - 4), cue.first)
    modal = any(tokens[k].lower in _MODALS and not is_month_may(tokens, k) for k in near)
    if modal or _negated(before):
        return True
    if cue.form in {Form.NOUN, Form.TOLL}:
        return False
    if "to" in before[-3:] and before[-1] != "have":
        to = len(before) - 1 - before[::-1].index("to")
        between = before[to + 1 :]
        infinitive = all(word in ADVERBS or word in BE for word in between)
        # "up to 12 dead", "lightly to moderately injured"
        if not infinitive or (to and before[to - 1].endswith("ly")):
            return False
        if to and before[to - 1] in _REPORTED:  # "was reported to have a leg injury"
            return False
        return "managed" not in before[:to] or any(word in _UNREAL_TO for word in before[:to])
    return False


_REPORTED = frozenset("reported said known confirmed understood".split())


def _negated(before: Sequence[str]) -> bool:
    """Tell "were not injured" from "not only killed"."""
    for word in reversed(before):
        if word == "not" or word.endswith(("n't", "n’t")):
            return True
        if word not in BE and word not in ADVERBS and word not in {"did", "does", "do"}:
            return False
    return False


def is_passive(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the verb at `tokens[index]` follows a form of being ("were also killed")."""
    position = index - 1
    while position >= 0 and tokens[position].lower in ADVERBS:
        position -= 1
    return position >= 0 and tokens[position].lower in BE


def _cue_at(tokens: Sequence[Token], index: int) -> Cue | None:
    for length in range(min(_LONGEST_CUE, len(tokens) - index), 0, -1):
        words = tuple(token.lower for token in tokens[index : index + length])
        if words in _CUES:
            measure, form = _CUES[words]
            return Cue(index, index + length, measure, form)
    return None


_K, _W, _M = Measure.KILLED, Measure.WOUNDED, Measure.MISSING
_D, _F = Measure.DETAINED, Measure.DISPLACED
# Cues of several words come first: the longest one that fits is taken.
_CUES: dict[tuple[str, ...], tuple[Measure, Form]] = {
    tuple(words.split()): (measure, form)
    for form, measure, phrases in (
        (Form.VERB, _K, "killed,shot dead,gunned down,murdered,assassinated,executed,beheaded"),
        (Form.VERB, _K, "massacred,slain,lynched,slaughtered,shot and killed,beaten to death"),
        (
            Form.VERB,
            _K,
            "stabbed to death,hacked to death,shot to death,burned to death,fatally shot",
        ),
        (Form.VERB, _K, "burnt to death,burned alive,blown up and killed,martyred,decapitated"),
        (Form.VERB, _K, "put to death,bludgeoned to death,crushed to death,electrocuted,hanged"),
        (Form.VERB, _K, "fatally wounded,fatally stabbed,fatally injured,mortally wounded"),
        (Form.VERB, _K, "strangled,stoned to death,tortured to death,trampled to death"),
        (Form.VERB, _K, "beaten and killed,mowed down,mown down,neutralised,neutralized"),
        (Form.VERB, _K, "kidnapped and killed,kidnapped and murdered,sent to hell"),
        (Form.ACTIVE, _K, "killing,kills,kill,claimed the lives of,took the lives of,murdering"),
        (Form.ACTIVE, _K, "claiming the lives of,slaying,massacring,executing,assassinating"),
        (
            Form.ACTIVE,
            _K,
            "taking the lives of,beheading,shooting dead,gunning down,claimed the life of",
        ),
        (Form.INTRANSITIVE, _K, "died,dies,die,perished,lost their lives,lost his life"),
        (Form.INTRANSITIVE, _K, "lost her life,lose their lives,drowned,succumbed,bled to death"),
        (
            Form.INTRANSITIVE,
            _K,
            "dying,burned to death,lost lives,passed away,lost life,embraced martyrdom",
        ),
        (Form.INTRANSITIVE, _K, "fell in combat,fell in battle,fell in action,fell in fighting"),
        (Form.INTRANSITIVE, _K, "met their deaths,met his death,met her death,losing their lives"),
        (Form.ADJECTIVE, _K, "dead,kia,lives were lost,lives lost,lives,found dead"),
        (Form.NOUN, _K, "deaths,death,fatalities,fatality,killings,murder,murders,assassination"),
        (Form.NOUN, _K, "assassinations,bodies,corpses,body,lives of,killing of,massacre of"),
        (
            Form.NOUN,
            _K,
            "execution of,martyrdom of,lynching of,slaying of,beheading of,slaying,slayings",
        ),
        (Form.NOUN, _K, "loss of"),
        (Form.ACTIVE, _K, "cost the lives of,costing the lives of,claims the lives of"),
        (Form.ACTIVE, _K, "took the life of,taking the life of,cost the life of,left dead"),
        (Form.TOLL, _K, "death toll,toll,body count,number of dead,number of deaths"),
        (Form.TOLL, _K, "number of the dead,number of those killed,number of the killed"),
        (
            Form.TOLL,
            _K,
            "number of people killed,number of fatalities,number of deaths,death count",
        ),
        (Form.VERB, _W, "wounded,injured,maimed,hurt,hospitalised,hospitalized,shot and wounded"),
        (Form.VERB, _W, "treated in hospital,treated at hospital,treated in hospitals"),
        (Form.VERB, _W, "shot and injured,rushed to hospital,rushed to hospitals"),
        (Form.ACTIVE, _W, "wounding,injuring,injures,wounds,injure,wound,maiming,hurting"),
        (
            Form.INTRANSITIVE,
            _W,
            "were taken to hospital,was taken to hospital,were taken to hospitals",
        ),
        (Form.NOUN, _W, "injuries,wounding of,injury of,injury to"),
        (
            Form.TOLL,
            _W,
            "number of wounded,number of injured,number of the wounded,number of the injured",
        ),
        (Form.TOLL, _W, "the wounded at,the injured at,put the wounded at,put the injured at"),
        (Form.TOLL, _K, "put the dead at,puts the dead at,putting the dead at"),
        (Form.ADJECTIVE, _W, "wia,inj"),
        (Form.ADJECTIVE, _M, "mia,missing,unaccounted for"),
        (Form.VERB, _D, "arrested,detained,kidnapped,abducted,taken hostage,captured"),
        (Form.ACTIVE, _D, "arresting,detaining,kidnapping,abducting,capturing"),
        (Form.VERB, _F, "displaced,forced to flee,evacuated"),
        (Form.ACTIVE, _F, "displacing"),
        (Form.INTRANSITIVE, _F, "fled their homes,fled their villages,fled the fighting"),
    )
    for words in phrases.split(",")
}
_LONGEST_CUE = max(len(words) for words in _CUES)
_FIRST_WORDS = {words[0] for words in _CUES}
# A cue after one of these is not said to have happened.
_MODALS = frozenset("would could may might should can cannot must will shall if unless".split())
_UNREAL_TO = frozenset(
    "threatened threatening vowed vows plan plans planned planning plotted plotting tried trying "
    "attempted attempting attempt wanted want order ordered orders conspired conspiring intended "
    "bid plot ready able license licence right continue".split()
)
BE = frozenset("was were is are be been being get got gets getting am 's became become".split())
ADVERBS = frozenset(
    "also reportedly seriously critically slightly badly gravely severely lightly fatally "
    "allegedly immediately later instantly all both themselves then already confirmed "
    "officially apparently instantly mortally coldly savagely violently accidentally mistakenly "
    "said physically heavily brutally feared presumed believed reported left found still not "
    "subsequently either or and others other people more moderately heavily both mortally".split()
)


def _word(tokens: Sequence[Token], index: int) -> str:
    return tokens[index].lower if 0 <= index < len(tokens) else ""
