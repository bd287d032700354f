"""One victim whom no noun for people counts: "Ana Ruiz was killed", "his death", "kills nurse".

English says with a singular verb, a name or a pronoun that one person was hurt. In reports all in
capitals a name is a run of words that are no known nouns.
"""

from collections.abc import Sequence

from geodata.vocabulary import Measure, Qualifier
from loaders.extraction.attributions import REPORTING
from loaders.extraction.casualty_cues import ADVERBS, BE, Cue, Form
from loaders.extraction.coordination import of_whom
from loaders.extraction.number_context import ENDS, MARKS, is_thing, is_unit, word_at
from loaders.extraction.people import People
from loaders.extraction.people_nouns import group_of, is_plural
from loaders.language.document import Token
from loaders.language.numbers import number_at


def named_victims(tokens: Sequence[Token], cue: Cue, first: int) -> list[People]:
    """Return the one person a cue speaks of without counting; `first` is where its clause begins.

    Empty where the words may speak of several people or of none.
    """
    if cue.measure not in {Measure.KILLED, Measure.WOUNDED} or cue.form is Form.TOLL:
        return []
    capitals = not any(token.text[0].islower() for token in tokens)
    if cue.form is Form.NOUN:
        return _after_noun(tokens, cue, capitals=capitals) or _owner(tokens, cue)
    if cue.form in {Form.ACTIVE, Form.VERB}:
        found = _object(tokens, cue, capitals=capitals)
        if found or cue.form is Form.ACTIVE:
            return found
    return _subject(tokens, cue, first, capitals=capitals)


def _after_noun(tokens: Sequence[Token], cue: Cue, *, capitals: bool) -> list[People]:
    """Read "the murder of Ana Ruiz"; a noun in the plural may speak of several."""
    noun = tokens[cue.first].lower
    start = cue.last if tokens[cue.last - 1].lower == "of" else of_whom(tokens, cue.last)
    if noun not in _ONE_DEATH or start is None:
        return []
    surname = capitals and noun in _SAID_OF_NAMES and word_at(tokens, start + 1) in ENDS
    return _names_from(tokens, start, capitals=capitals and not surname)


# What only people are said to suffer, so that one word in capitals is a name.
_SAID_OF_NAMES = frozenset("murder assassination killing".split())
_ONE_DEATH = frozenset("death murder assassination killing body execution slaying".split())


def _owner(tokens: Sequence[Token], cue: Cue) -> list[People]:
    """Read "Ruiz's murder", "his death", "the soldier's killing"."""
    if tokens[cue.first].lower not in _ONE_DEATH:
        return []
    owner = cue.first - 1
    while owner > 0 and tokens[owner].lower in _BEFORE_DEATH:
        owner -= 1
    word = word_at(tokens, owner)
    if word in {"'", "’"}:
        owner -= 1
        word = word_at(tokens, owner) + "'s"
    if word in {"his", "her"}:
        return [_one(owner, owner + 1)]
    stem = word.removesuffix("'s").removesuffix("’s")
    if stem == word or not stem or stem in _NO_PERSON or is_plural(stem) or is_unit(stem):
        return []
    return [_one(owner, owner + 1)]


_BEFORE_DEATH = frozenset("brutal violent tragic recent subsequent untimely alleged own".split())
# Owners of deaths that are times and places: "today's murder", "the country's killings".
_NO_PERSON = frozenset(
    "today yesterday country nation city town village week month year night day monday tuesday "
    "wednesday thursday friday saturday sunday world army government police group people".split()
)


def _object(tokens: Sequence[Token], cue: Cue, *, capitals: bool) -> list[People]:
    """Read "killing Ana Ruiz", "killed him", "kills vaccinator", "killed a Ruritanian"."""
    start = cue.last
    word = word_at(tokens, start)
    if word in {"him", "her"}:
        return [_one(start, start + 1)]
    if word in {"a", "an"}:
        last = _noun_end(tokens, start + 1)
        return [] if last is None else [_one(start, last)]
    found = _names_from(tokens, start, capitals=capitals)
    if found or tokens[cue.first].lower not in _TELLING or capitals:
        return found
    last = _noun_end(tokens, start)
    return [] if last is None else [_one(start, last)]


# Verbs after which a headline names one person without an article.
_TELLING = {"kills", "kill", "killed", "wounds", "injures"}
_TITLES = frozenset(
    "mr mrs ms dr gen col lt sgt maj capt prof msgr rev sen former monsignor cardinal president "
    "senator colonel general judge father sister bishop sheikh mullah maulana haji comrade".split()
)


def _names_from(tokens: Sequence[Token], start: int, *, capitals: bool) -> list[People]:
    """Read a name, or a list of names: "Ana Ruiz, 34, Juan Diaz and Luis Vega"."""
    names: list[People] = []
    listed = False
    while found := _name_at(tokens, start, capitals=capitals and not names):
        after = word_at(tokens, found[0].last)
        if names and (after in REPORTING or group_of(after) is not None):
            break  # "Ana Ruiz, Reuters reported", "Ana Ruiz, New City Times editor"
        names.extend(found)
        start = _after_age(tokens, found[0].last)
        comma = word_at(tokens, start) in {",", ";"}
        joined = word_at(tokens, start + comma) == "and"
        listed = listed or (joined and _is_listed(tokens, start + comma + 1))
        if not comma and not joined:
            break
        start += comma + joined
    return names if listed else names[:1]


def _is_listed(tokens: Sequence[Token], index: int) -> bool:
    """Tell whether the last of a list begins: a name, or people counted by a number."""
    if index >= len(tokens):
        return False
    titled = word_at(tokens, index) in _TITLES
    return titled or _is_name(tokens[index]) or number_at(tokens, index) is not None


def _after_age(tokens: Sequence[Token], index: int) -> int:
    if word_at(tokens, index) == "," and word_at(tokens, index + 1).isdecimal():
        return index + 2
    return index


def _name_at(tokens: Sequence[Token], start: int, *, capitals: bool) -> list[People]:
    """Read the name of one person that begins at `start`, with titles."""
    titled = False
    first = start
    while word_at(tokens, start) in _TITLES or (titled and word_at(tokens, start) == "."):
        titled = True
        start += 1
    last = start
    while last < len(tokens) and _is_name(tokens[last]):
        last += 1
    words = last - start
    if capitals and words and not titled and tokens[last - 1].lower.endswith(_PLURAL_ENDS):
        return []
    if words == 0 or word_at(tokens, last) in {"'s", "’s"} or is_thing(word_at(tokens, last)):
        return []
    if tokens[last - 1].lower.endswith(("'s", "’s")):
        return []
    # In capitals one unknown word may be anything; two are a name.
    enough = titled or words > 1 or (not capitals and not tokens[start].lower.endswith("s"))
    return [_one(first, last)] if enough else []


# Endings of plurals that few surnames share: "poor Ruritanians", "striking labourists".
_PLURAL_ENDS = ("ans", "ists", "ers", "ors", "ees", "ents", "ants", "ics", "men", "ions", "ties")


def _is_name(token: Token) -> bool:
    word = token.lower
    return (
        token.capitalised
        and word not in ENDS
        and word not in _NO_NAME
        and group_of(word) is None
        and not is_unit(word)
        and not is_thing(word)
    )


_NO_NAME = frozenset(
    "a an the new few other all several many some those these such more others both most "
    "thousands hundreds dozens scores innocent human public political social it this that they "
    "them us we i you his her their its our your my any every each who what democracy peace "
    "freedom one two three four five six seven eight nine ten himself herself themselves "
    "only about nearly almost".split()
)


def _noun_end(tokens: Sequence[Token], start: int) -> int | None:
    """Return the index after a singular noun that may be a person, up to a word that ends it."""
    for last in range(start, min(start + _LONGEST_NOUN, len(tokens))):
        word = tokens[last].lower
        if not word[0].isalpha() or word in ENDS or is_unit(word) or is_thing(word):
            return None
        following = word_at(tokens, last + 1)
        if following in ENDS or following in MARKS or not following:
            plural = word.endswith("s") and not word.endswith("ss")
            return None if plural or word in _NO_NAME or word in _NO_VICTIM else last + 1
    return None


_LONGEST_NOUN = 4
_NO_VICTIM = frozenset(
    "time hope chance deal bill engine spree taliban people crowd number family group team total "
    "toll number animal dog cow livestock horse sheep elephant leopard bear".split()
)


def _subject(tokens: Sequence[Token], cue: Cue, first: int, *, capitals: bool) -> list[People]:
    """Read "Ana Ruiz was killed", "who was shot dead", "he died", "planner killed in raid"."""
    index = cue.first - 1
    while index > first and tokens[index].lower in ADVERBS:
        index -= 1
    if tokens[cue.first].lower in _OF_THINGS or index < first:
        return []
    word = tokens[index].lower
    if word in {"was", "been", "being", "is"}:
        return _of_singular_verb(tokens, cue, first, index)
    if word in {"he", "she", "him"}:
        return [_one(index, index + 1)]
    if word == "were":
        return _names_before(tokens, index, first)
    if cue.form is Form.INTRANSITIVE:
        return _names_before(tokens, index + 1, first) or _dying(tokens, index, capitals=capitals)
    return [] if capitals else _in_headline(tokens, cue, index)


def _dying(tokens: Sequence[Token], index: int, *, capitals: bool) -> list[People]:
    """Read the name right before "died"; in capitals any word may stand there."""
    word = tokens[index].lower
    named = _is_name(tokens[index]) and not word.endswith("s") and word not in BE
    counted = number_at(tokens, max(0, index - 1)) is not None
    return [_one(index, index + 1)] if named and not counted and not capitals else []


def _in_headline(tokens: Sequence[Token], cue: Cue, index: int) -> list[People]:
    """Read "planner killed in raid": a singular right before a verb that has no object."""
    word = tokens[index].lower
    if cue.form is not Form.VERB or word_at(tokens, cue.last) not in _AFTER_HEADLINE:
        return []
    plain = word not in ENDS | BE | _NO_NAME | _NO_VICTIM and group_of(word) is None
    person = plain and word[0].isalpha() and not word.endswith("s")
    return [_one(index, index + 1)] if person and not (is_unit(word) or is_thing(word)) else []


# Verbs that are said of things too.
_OF_THINGS = frozenset("hurt executed dead missing lives".split())
_AFTER_HEADLINE = frozenset(["in", "by", "at", "near", "on", "during", ".", ""])


def _names_before(tokens: Sequence[Token], end: int, first: int) -> list[People]:
    """Read a list of names before a plural verb: "Ruiz, Juan Diaz and Luis Vega were killed"."""
    names: list[People] = []
    joined = False
    while end > first:
        start = end
        while start > first and _is_name(tokens[start - 1]) and end - start < _LONGEST_NAME:
            start -= 1
        if start == end:
            break
        names.insert(0, _one(start, end))
        joined = joined or word_at(tokens, start - 1) == "and"
        separators = 0
        while start > first and word_at(tokens, start - 1) in {",", "and"}:
            start -= 1
            separators += 1
        if not separators:
            break
        end = start
    return names if joined and len(names) > 1 else []


_LONGEST_NAME = 4


def _of_singular_verb(tokens: Sequence[Token], cue: Cue, first: int, verb: int) -> list[People]:
    """Read the subject of "was killed" or "has been killed": one person, unless it says more."""
    if tokens[verb].lower in {"been", "being"}:
        verb -= 1
        while verb > first and tokens[verb].lower in ADVERBS:
            verb -= 1
        if word_at(tokens, verb) not in {"has", "was", "is", "had"}:
            return []
    subject = [token.lower for token in tokens[max(first, verb - _SUBJECT) : verb]]
    if not subject or _NOBODY & set(subject[-3:]):
        return []
    if subject[-1] in MARKS and subject[-1] not in {",", ")", "]", '"', "”"}:
        return []
    return [_one(verb - 1, cue.last)]


_SUBJECT = 6
_NOBODY = frozenset(
    "no nobody none nothing it there everyone everybody each family group patrol squad team crew "
    "number majority rest livestock animal cattle dog horse couple nor neither anyone "
    "this that what which how toll".split()
)


def _one(first: int, last: int) -> People:
    return People(first, last, 1, 1, Qualifier.EXACT, None, (last, last), implied=True, named=True)
