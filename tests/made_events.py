"""Events that are made up, and reports of them with the noise that reports have.

The truth is known: which incidents of which reports are one event, and how many it killed. Noise:
days told a day off, a province or a country in place of a town, early counts, rounded counts and
counts left out, rival counts by two sides, type and parties told differently, agency texts copied.
What makes it hard: events of one town on one day, attacks told together in one report, days on end
of shelling in the same town.
"""

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from shapely.geometry import Point, box

from geodata.incident import Claim, Incident, Report, stable_id
from geodata.vocabulary import DatePrecision, EventType, Kind, LocationPrecision, Measure
from loaders.batch import Batch

_FIRST_DAY = dt.date(2024, 1, 1)
_KINDS = (
    (EventType.BATTLE, "armed_clash"),
    (EventType.BATTLE, "armed_clash"),
    (EventType.EXPLOSION, "remote_explosive"),
    (EventType.EXPLOSION, "shelling"),
    (EventType.EXPLOSION, "air_strike"),
    (EventType.EXPLOSION, "suicide_bombing"),
    (EventType.VIOLENCE_AGAINST_CIVILIANS, "attack"),
    (EventType.VIOLENCE_AGAINST_CIVILIANS, "abduction"),
    (EventType.PROTEST, "peaceful_protest"),
)
_GROUPS = ("soldiers", "civilians", "police", "militants", "children")
_PUBLISHERS = tuple(f"Paper {number}" for number in range(40))
_STOCK = (
    "officials said the attack took place early near a market checkpoint village road as forces "
    "moved convoy hospital residents reported heavy fire vehicles damaged several houses governor "
    "spokesman claimed responsibility statement operation search ongoing wounded taken nearby "
    "district witnesses heard explosion smoke rising bridge school mosque station border patrol"
).split() + [f"common{number}" for number in range(250)]


@dataclass(frozen=True)
class Town:
    """A made-up town, in a province of a country."""

    name: str
    latitude: float
    longitude: float
    iso3: str
    admin1: str


@dataclass(frozen=True)
class Event:
    """What happened."""

    number: int
    day: dt.date
    town: Town
    kind: tuple[EventType, str]
    killed: int
    wounded: int
    sides: tuple[str, str]
    group: str
    words: tuple[str, ...]


@dataclass
class MadeEvents:
    """Events, the batches that tell of them, one a report, and which incident tells which event."""

    events: list[Event] = field(default_factory=list)
    batches: list[Batch] = field(default_factory=list)
    truth: dict[str, int] = field(default_factory=dict)

    @property
    def batch(self) -> Batch:
        """All reports in one batch."""
        whole = Batch()
        for one in self.batches:
            whole.add(one)
        return whole

    @property
    def killed(self) -> int:
        """How many were killed in events that any report tells of."""
        told = set(self.truth.values())
        return sum(event.killed for event in self.events if event.number in told)


def made_events(
    events: int, *, seed: int = 1, days: int = 120, countries: int = 4, towns: int = 40
) -> MadeEvents:
    """Return so many events with their reports.

    Args:
        events: how many happened.
        seed: the same seed gives the same events.
        days: over how many days.
        countries: in how many countries.
        towns: how many towns each country has.

    """
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    places = [_town(chance, country, town) for country in range(countries) for town in range(towns)]
    made = MadeEvents()
    for number in range(events):
        made.events.append(_event(chance, number, places, days, made.events))
    told: list[list[Event]] = []
    by_day: dict[dt.date, list[list[Event]]] = defaultdict(list)
    for event in made.events:
        for _ in range(chance.choices((1, 2, 3, 4, 6), (45, 25, 15, 10, 5))[0]):
            same_day = by_day[event.day][-5:]
            # Some reports tell of several events; never twice of the same.
            if same_day and chance.random() < 0.1:
                held = chance.choice(same_day)
                if event not in held:
                    held.append(event)
                    continue
            told.append([event])
            by_day[event.day].append(told[-1])
    originals: dict[int, Batch] = {}
    for number, held in enumerate(told):
        copied = originals.get(held[0].number)
        if copied is not None and len(held) == 1 and chance.random() < 0.15:
            batch = _copy(chance, copied, number)
        else:
            batch = _batch(chance, number, held)
        if len(held) == 1:
            originals.setdefault(held[0].number, batch)
        made.batches.append(batch)
        for incident, event in zip(batch.incidents, held, strict=False):
            made.truth[incident.incident_id] = event.number
    return made


def _town(chance: random.Random, country: int, town: int) -> Town:
    return Town(
        f"Town {country}-{town}",
        chance.uniform(30, 36) + 2 * country,
        chance.uniform(60, 68) + 20 * country,
        f"X{chr(65 + country // 26)}{chr(65 + country % 26)}",
        f"Province {country}-{town // 5}",
    )


def _event(
    chance: random.Random, number: int, places: Sequence[Town], days: int, before: list[Event]
) -> Event:
    # A tenth of the towns see half of all that happens.
    hot = places[:: max(1, len(places) // max(1, len(places) // 10))]
    town = chance.choice(hot if chance.random() < 0.5 else places)
    day = _FIRST_DAY + dt.timedelta(days=chance.randrange(days))
    if before and chance.random() < 0.05:
        # Another event of the same town on the same day or the next.
        twin = chance.choice(before)
        town, day = twin.town, twin.day + dt.timedelta(days=chance.randrange(2))
    kind = chance.choice(_KINDS)
    deadly = kind[0] is not EventType.PROTEST and chance.random() < 0.8
    killed = min(int(chance.paretovariate(0.9)), 90) if deadly else 0
    return Event(
        number=number,
        day=day,
        town=town,
        kind=kind,
        killed=killed,
        wounded=int(killed * chance.uniform(0, 3)),
        sides=(f"Army {town.iso3}", chance.choice(("Rebels A", "Rebels B", "Front C"))),
        group=chance.choice(_GROUPS),
        words=tuple(chance.sample(_STOCK, 12))
        + tuple(f"name{chance.randrange(3000)}" for _ in "abc"),
    )


def _batch(chance: random.Random, number: int, held: Sequence[Event]) -> Batch:
    sentences, places = [], []
    at = 0
    for event in held:
        kept = [word for word in event.words if chance.random() < 0.5]
        kept += chance.sample(_STOCK, 8)
        chance.shuffle(kept)
        sentence = f"{event.town.name} {' '.join(kept)} {number}."
        sentences.append(sentence)
        places.append((at, at + len(sentence)))
        at += len(sentence) + 1
    text = " ".join(sentences)
    report = Report(
        report_id=stable_id("made", number, text),
        title=f"Report {number}",
        publisher=chance.choice(_PUBLISHERS),
        published=max(event.day for event in held) + dt.timedelta(days=chance.randrange(3)),
        sha256="0" * 64,
        text=text,
    )
    batch = Batch(reports=[report])
    for event, sentence, place in zip(held, sentences, places, strict=True):
        incident = _incident(chance, report, event, place[0])
        batch.incidents.append(incident)
        batch.claims.append(_claim(report, incident, event, sentence, place))
    return batch


def _incident(chance: random.Random, report: Report, event: Event, start: int) -> Incident:
    off = chance.choices((0, 1, -1), (88, 7, 5))[0]
    day = event.day + dt.timedelta(days=off)
    kind: tuple[EventType, str | None] = event.kind
    if chance.random() < 0.15:
        kind = (event.kind[0], None)
    elif chance.random() < 0.07 and event.kind[0] in {EventType.BATTLE, EventType.EXPLOSION}:
        kind = (EventType.BATTLE, "armed_clash")
    elif chance.random() < 0.05:
        kind = (EventType.OTHER, None)
    sides: tuple[str | None, str | None] = event.sides
    if chance.random() < 0.4:
        sides = (event.sides[0] if chance.random() < 0.5 else None, None)
    killed, claimant = _told_count(chance, event.killed), None
    if chance.random() < 0.12:
        claimant = chance.choice(event.sides)
        if killed is not None:
            killed = max(0, int(killed * chance.choice((0.4, 1, 2))))
    return Incident(
        incident_id=stable_id(report.report_id, start),
        kind=Kind.INCIDENT,
        event_type=kind[0],
        sub_event_type=kind[1],
        date_start=day,
        date_end=day,
        date_precision=DatePrecision.DAY,
        killed_low=killed,
        killed_best=killed,
        killed_high=killed,
        wounded_low=(wounded := _told_count(chance, event.wounded)),
        wounded_best=wounded,
        wounded_high=wounded,
        side_a=sides[0],
        side_b=sides[1],
        claimant=claimant,
        report_ids=[report.report_id],
        confidence=0.8,
        **_place(chance, event.town),
    )


def _told_count(chance: random.Random, true: int) -> int | None:
    drawn = chance.random()
    if drawn < 0.15:
        return None
    if drawn < 0.30 and true > 1:
        return max(1, round(true * chance.uniform(0.6, 1.3)))
    return true


def _place(chance: random.Random, town: Town) -> dict[str, object]:
    drawn = chance.random()
    if drawn < 0.05:
        # The country, and nothing closer.
        return {
            "place_name": town.iso3,
            "place_id": f"country:{town.iso3}",
            "iso3": town.iso3,
            "location_precision": LocationPrecision.COUNTRY,
            "geometry": box(
                town.longitude - 5, town.latitude - 5, town.longitude + 5, town.latitude + 5
            ),
        }
    area = {"iso3": town.iso3, "admin1": town.admin1}
    if drawn < 0.17:
        return {
            "place_name": town.admin1,
            "place_id": f"admin1:{town.admin1}",
            "location_precision": LocationPrecision.PROVINCE,
            "geometry": box(
                town.longitude - 1, town.latitude - 1, town.longitude + 1, town.latitude + 1
            ),
            **area,
        }
    near = drawn < 0.27
    shift = chance.uniform(-0.1, 0.1) if near else 0.0
    return {
        "place_name": f"near {town.name}" if near else town.name,
        "place_id": f"near:{town.name}:{shift}" if near else f"town:{town.name}",
        "location_precision": LocationPrecision.TOWN,
        "geometry": Point(town.longitude + shift, town.latitude + shift),
        **area,
    }


def _claim(
    report: Report, incident: Incident, event: Event, sentence: str, place: tuple[int, int]
) -> Claim:
    return Claim(
        claim_id=stable_id(incident.incident_id, "claim"),
        report_id=report.report_id,
        incident_id=incident.incident_id,
        measure=Measure.KILLED if incident.killed_best is not None else Measure.EVENT,
        low=incident.killed_low,
        high=incident.killed_high,
        group=event.group,
        claimant=incident.claimant,
        quote=sentence,
        start=place[0],
        end=place[1],
    )


def _copy(chance: random.Random, original: Batch, number: int) -> Batch:
    """Return another paper's print of the same text, with a line of its own."""
    first = original.reports[0]
    text = f"{first.text} Printed {number}."
    report = replace(
        first,
        report_id=stable_id("made", number, text),
        publisher=chance.choice(_PUBLISHERS),
        text=text,
    )
    batch = Batch(reports=[report])
    for incident, claim in zip(original.incidents, original.claims, strict=True):
        own = stable_id(report.report_id, claim.start)
        batch.incidents.append(replace(incident, incident_id=own, report_ids=[report.report_id]))
        batch.claims.append(
            replace(
                claim, claim_id=stable_id(own, "claim"), incident_id=own, report_id=report.report_id
            )
        )
    return batch
