"""The parties of an incident, and the claims of who did it."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from geodata.gazetteer import Gazetteer
from geodata.incident import Claim, stable_id
from geodata.vocabulary import Measure
from loaders.extraction.actors import find_opponent, find_opponents, party_name, sides_of
from loaders.extraction.facts import Facts
from loaders.extraction.responsibility import (
    Responsibility,
    Stance,
    find_responsibility,
    main_party,
)
from loaders.extraction.scene import Scene
from loaders.language.document import Entity


@dataclass(frozen=True)
class Surroundings:
    """The sentences around an incident that tell of no other, and the language model's entities.

    Those `before` it name the parties in coded notes, those `behind` it may say who did it.
    """

    before: Sequence[Facts]
    behind: Sequence[Facts]
    entities: Sequence[Entity]


@dataclass(frozen=True)
class Sides:
    """The two parties of an incident, and what is said of who did it, with its sentence."""

    side_a: str | None
    side_b: str | None
    said: Sequence[tuple[Facts, Responsibility]]


# So many sentences of an event are read for who did it.
_MOST_READ = 20


def find_sides(
    scene: Scene, around: Surroundings, attacker: str | None, gazetteer: Gazetteer
) -> Sides:
    """Find the parties of an incident.

    Who fights whom is told in words ("A and B clashed"); else the parties are whose people were
    hurt and who is said to have done it. A state stands first, else who did it.

    Args:
        scene: the incident.
        around: what stands beside it.
        attacker: whose attack it is by its adjective, taken where no words say who did it.
        gazetteer: turns demonyms into countries.

    """
    told = scene.told[:_MOST_READ]
    inside = [(facts, found) for facts in told for found in _said(facts, around.entities)]
    after = [
        (facts, found)
        for facts in around.behind
        for found in _said(facts, around.entities)
        if found.stance is not Stance.TOLD  # what else somebody did is another event
    ]
    said = [*inside, *after]
    for facts in (*told, *around.before):
        opponents = find_opponents(facts.sentence.text, gazetteer)
        if opponents:
            return Sides(opponents[0], opponents[1], said)
    main = main_party([found for _facts, found in said])
    accused = attacker if main is None else main.party
    casualties = [found for _facts, found in scene.casualties]
    side_a, side_b = sides_of(casualties, accused, gazetteer)
    for facts in told:
        opponent = find_opponent(facts.sentence.text, gazetteer) if side_b is None else None
        if opponent is not None and opponent != side_a:
            side_b = opponent
    return Sides(side_a, side_b, said)


def _said(facts: Facts, entities: Sequence[Entity]) -> list[Responsibility]:
    # They stand in order: a search of all of them for each sentence would not stay linear.
    first = bisect_left(entities, facts.sentence.start, key=_BY_START)
    last = bisect_left(entities, facts.sentence.end, first, key=_BY_START)
    return find_responsibility(facts, entities[first:last])


_BY_START = attrgetter("start")


def responsibility_claims(
    sides: Sides, report_id: str, incident_id: str, gazetteer: Gazetteer
) -> list[Claim]:
    """Return a claim for each statement on who did it.

    It counts nothing (`Measure.EVENT`): `side` is the party said to have done it and `claimant` who
    says so: the party itself where it claims the deed, and where it denies it (`negated`).
    """
    claims = []
    for facts, found in sides.said:
        if found.stance is Stance.TOLD:
            continue
        party = party_name(found.party, gazetteer)
        own = found.stance in {Stance.CLAIMED, Stance.DENIED}
        sentence = facts.sentence
        claims.append(
            Claim(
                claim_id=stable_id(report_id, incident_id, found.stance, found.start, found.end),
                report_id=report_id,
                incident_id=incident_id,
                measure=Measure.EVENT,
                side=party,
                claimant=party if own else found.accuser,
                negated=found.stance is Stance.DENIED,
                quote=sentence.text,
                start=sentence.start,
                end=sentence.end,
            )
        )
    return claims
