"""Rows of the map: scenes, talks and statements of a report as incidents with their claims."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from geodata.boundaries import Boundaries
from geodata.gazetteer import Gazetteer
from geodata.incident import Claim, Incident, Report, stable_id
from geodata.vocabulary import (
    EventType,
    Kind,
    Measure,
)
from loaders.extraction.actors import (
    is_demonym,
    party_name,
)
from loaders.extraction.claim_confidence import confidence_of, manner_of
from loaders.extraction.counts import count_of
from loaders.extraction.event_types import EventTyper
from loaders.extraction.facts import Facts
from loaders.extraction.locate import (
    NOWHERE,
    Location,
    division_pointed_at,
    inferred_country,
    location_of,
    named_countries,
)
from loaders.extraction.negotiations import Negotiation
from loaders.extraction.scene import Scene
from loaders.extraction.sides import Sides, Surroundings, find_sides, responsibility_claims
from loaders.extraction.statements import Statement
from loaders.extraction.when import When
from loaders.language.document import Document


@dataclass(frozen=True)
class RowMaker:
    """Makes incidents and claims of one report from its `facts`; counts what it has `told`."""

    report: Report
    document: Document
    facts: Sequence[Facts]
    gazetteer: Gazetteer
    boundaries: Boundaries
    typer: EventTyper
    told: Counter[tuple[Kind, int]] = field(default_factory=Counter)

    def from_scene(self, scene: Scene) -> tuple[Incident, list[Claim]]:
        """Return the row of an incident or toll and the claims behind its numbers."""
        incident_id = self._incident_id(scene.kind, scene.told[0])
        when = self._when(scene)
        location = self._location(scene)
        killed = count_of(scene, Measure.KILLED)
        wounded = count_of(scene, Measure.WOUNDED)
        event_type, sub_type = self.typer.type_of(scene)
        sides = find_sides(
            scene,
            Surroundings(
                list(self.typer.sentences_before(scene)),
                list(self.typer.sentences_after(scene)),
                self.document.entities,
            ),
            self._attacker(scene),
            self.gazetteer,
        )
        claims = self._claims(incident_id, scene, sides)
        incident = Incident(
            incident_id=incident_id,
            kind=scene.kind,
            event_type=event_type,
            sub_event_type=sub_type,
            **_dates(when),
            **_place(location),
            killed_low=killed.low,
            killed_best=killed.best,
            killed_high=killed.high,
            wounded_low=wounded.low,
            wounded_best=wounded.best,
            wounded_high=wounded.high,
            side_a=sides.side_a,
            side_b=sides.side_b,
            claimant=scene.claimant,
            confidence=round(_confidence(scene, claims), 2),
            **self._source(),
        )
        return incident, claims

    def from_talks(self, talks: Negotiation) -> tuple[Incident, list[Claim]]:
        """Return the row of a round of talks and a claim for each sentence that tells of it."""
        incident_id = self._incident_id(Kind.TALKS, talks.told[0])
        location = NOWHERE if talks.venue is None else location_of(talks.venue, self.boundaries)
        sides = [*(self._state(party) for party in talks.parties[:2]), None, None]
        incident = Incident(
            incident_id=incident_id,
            kind=Kind.TALKS,
            event_type=EventType.TALKS,
            sub_event_type=None if talks.round is None else f"round_{talks.round}",
            **_dates(talks.when(self.document.published)),
            **_place(location),
            side_a=sides[0],
            side_b=sides[1],
            mediators=list(talks.mediators),
            outcome=talks.outcome,
            claimant=talks.claimant,
            confidence=_talks_confidence(location, dated=bool(talks.dates)),
            **self._source(),
        )
        claims = [self._event_claim(incident_id, facts) for facts in talks.told]
        return incident, claims

    def from_statement(self, statement: Statement) -> tuple[Incident, list[Claim]]:
        """Return the row of a statement: on the timeline, without a place."""
        incident_id = self._incident_id(Kind.STATEMENT, statement.facts)
        incident = Incident(
            incident_id=incident_id,
            kind=Kind.STATEMENT,
            **_dates(statement.date.when),
            claimant=statement.speaker,
            confidence=_SURE,
            **self._source(),
        )
        return incident, [self._event_claim(incident_id, statement.facts)]

    @cached_property
    def _named(self) -> Counter[str]:
        return named_countries(self.facts)

    def _incident_id(self, kind: Kind, facts: Facts) -> str:
        """Return the id of a row; further rows of one sentence ("in A, B and C") are numbered."""
        told = (kind, facts.sentence.start)
        self.told[told] += 1
        number = self.told[told]
        return stable_id(self.report.report_id, *told, *([number] if number > 1 else []))

    def _source(self) -> dict[str, Any]:
        return {
            "source": self.report.source,
            "report_ids": [self.report.report_id],
            "licence": self.report.licence,
            "attribution": self.report.publisher,
        }

    def _when(self, scene: Scene) -> When | None:
        """Return when it was; without a day of its own, the day of publication or before it."""
        published = self.document.published
        if scene.date is not None:
            return scene.date.when.until(published)
        if published is None:
            return None
        live = len(_CLOCK_LINE.findall(self.document.text[:_OPENING])) > 1
        return When.day(published) if live else When.reported(published)

    def _location(self, scene: Scene) -> Location:
        if scene.place is not None:
            return location_of(scene.place, self.boundaries)
        division = division_pointed_at(scene.told, self.facts, self.gazetteer, self.boundaries)
        if division is not None:
            return division
        return inferred_country(scene.told, self._named, self.gazetteer, self.boundaries)

    def _attacker(self, scene: Scene) -> str | None:
        """Return whose attack it is by its adjective: "Ruritanian air strikes"."""
        for trigger in scene.triggers:
            before = self.document.text[max(0, trigger.start - 40) : trigger.start].split()
            if before and is_demonym(before[-1], self.gazetteer):
                return before[-1]
        return None

    def _state(self, party: str) -> str:
        """Return the country whose government a party is, where it is told by its office alone."""
        if party.lower() not in _OFFICES:
            return party
        for iso3, _count in self._named.most_common(1):
            country = self.gazetteer.place(f"country:{iso3}")
            return party if country is None else country.name
        return party

    def _claims(self, incident_id: str, scene: Scene, sides: Sides) -> list[Claim]:
        claims = [
            Claim(
                claim_id=stable_id(
                    self.report.report_id, incident_id, found.measure, found.start, found.end
                ),
                report_id=self.report.report_id,
                incident_id=incident_id,
                measure=found.measure,
                low=found.low,
                high=found.high,
                qualifier=found.qualifier,
                group=found.group,
                side=None if found.side is None else party_name(found.side, self.gazetteer),
                claimant=facts.claimant_at(found.start),
                quote=facts.sentence.text,
                start=facts.sentence.start,
                end=facts.sentence.end,
                confidence=confidence_of(manner_of(scene, found, len(self.document.sentences))),
            )
            for facts, found in scene.casualties
        ]
        claims.extend(
            responsibility_claims(sides, self.report.report_id, incident_id, self.gazetteer)
        )
        quoted = {claim.start for claim in claims}
        claims.extend(
            self._event_claim(incident_id, facts)
            for facts in scene.told
            if facts.sentence.start not in quoted
        )
        return sorted(claims, key=lambda claim: claim.start)

    def _event_claim(self, incident_id: str, facts: Facts) -> Claim:
        sentence = facts.sentence
        return Claim(
            claim_id=stable_id(self.report.report_id, incident_id, Measure.EVENT, sentence.start),
            report_id=self.report.report_id,
            incident_id=incident_id,
            measure=Measure.EVENT,
            claimant=facts.claimant,
            quote=sentence.text,
            start=sentence.start,
            end=sentence.end,
        )


# A live blog gives its entries the hour, so they are of its day.
_CLOCK_LINE = re.compile(r"^\W*\d{1,2}[:.]\d\d\b(?![:.\d])", re.MULTILINE)
_OPENING = 5000
_OFFICES = frozenset({"government", "army", "military", "authorities", "junta"})

# Confidence of talks told in plain words, and what is taken off where something is inferred.
_SURE = 0.9
_UNDATED = 0.15
_UNCOUNTED = 0.1


def _confidence(scene: Scene, claims: Sequence[Claim]) -> float:
    """Return how sure a row is; a toll is as sure as the surest of its numbers.

    What speaks for an incident speaks against a number about many events.
    """
    if scene.kind is not Kind.TOLL:
        return scene.confidence
    numbers = (claim.confidence for claim in claims if claim.measure in _HURT)
    return max((sure for sure in numbers if sure is not None), default=scene.confidence)


_HURT = {Measure.KILLED, Measure.WOUNDED}


def _talks_confidence(location: Location, *, dated: bool) -> float:
    confidence = _SURE - (1 - location.confidence) / 2 - _UNCOUNTED
    confidence -= 0 if dated else _UNDATED
    return round(max(confidence, 0.05), 2)


def _dates(when: When | None) -> dict[str, Any]:
    if when is None:
        return {}
    return {
        "date_start": when.start,
        "date_end": when.end,
        "date_precision": when.precision,
        "date_edtf": when.edtf,
    }


def _place(location: Location) -> dict[str, Any]:
    return {
        "place_name": location.name,
        "place_id": location.place_id,
        "iso3": location.iso3,
        "admin1": location.admin1,
        "location_precision": location.precision,
        "radius_km": location.radius_km,
        "geometry": location.geometry,
    }
