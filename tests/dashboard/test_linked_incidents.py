import datetime as dt
from pathlib import Path

import dashboard_records as records
import pytest
from shapely.geometry import Point

from dashboard.linked_incidents import Part, linked_part
from geodata.incident import Claim, Incident, Report
from geodata.store import Store
from geodata.vocabulary import EventType, Kind, LocationPrecision, Measure
from loaders.batch import Batch
from loaders.linking.link import link_store, undo_link

DAY = dt.date(2025, 3, 15)


def telling(name: str, killed: int | None, claimant: str | None, later: int = 0) -> Batch:
    quote = " ".join(f"{name}{word}" for word in ("soldiers", "fired", "bridge", "morning"))
    report = Report(
        report_id=f"report-{name}",
        title=f"Clash, by {name}",
        publisher=name,
        published=DAY + dt.timedelta(days=later),
        sha256="0",
        text=quote,
    )
    incident = Incident(
        incident_id=f"incident-{name}",
        kind=Kind.INCIDENT,
        event_type=EventType.BATTLE,
        sub_event_type="armed_clash",
        date_start=DAY,
        date_end=DAY,
        place_name="Old Bridge",
        place_id="town:1",
        iso3="XAA",
        location_precision=LocationPrecision.TOWN,
        geometry=Point(70, 33),
        killed_low=killed,
        killed_best=killed,
        killed_high=killed,
        claimant=claimant,
        report_ids=[report.report_id],
    )
    claim = Claim(
        claim_id=f"claim-{name}",
        report_id=report.report_id,
        incident_id=incident.incident_id,
        measure=Measure.KILLED,
        low=killed,
        high=killed,
        claimant=claimant,
        quote=quote,
        start=0,
        end=len(quote),
    )
    return Batch([incident], [claim], [report])


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.open(tmp_path / "incidents.db", create=True)
    for batch in (
        telling("Courier", 19, "the army"),
        telling("Observer", 5, "the rebels"),
        telling("Herald", 17, "the army", later=2),
    ):
        store.save(batch)
    link_store(store)
    return store


def part_of(store: Store, incident_id: str = "incident-Courier") -> Part | None:
    return linked_part(store.linked_with(incident_id), store.reports())


def test_rival_counts_stand_side_by_side_with_who_says_so(store: Store) -> None:
    part = part_of(store)
    assert part is not None
    assert part["sources"] == "3 independent sources, 3 reports"
    said = {
        one["report"]["name"]: (one["claimant"], one["counts"][0]["text"]) for one in part["told"]
    }
    assert said == {
        "Courier": ("the army", "19 killed"),
        "Observer": ("the rebels", "5 killed"),
        "Herald": ("the army", "17 killed"),
    }
    # What nobody states is no column.
    assert all(len(one["counts"]) == 1 for one in part["told"])


def test_a_count_told_anew_later_is_marked(store: Store) -> None:
    part = part_of(store)
    assert part is not None
    superseded = {one["report"]["name"] for one in part["told"] if one["counts"][0]["superseded"]}
    assert superseded == {"Courier"}
    [row] = store.incidents().to_dict("records")
    assert (row["killed_low"], row["killed_high"]) == (5, 17)


def test_it_says_why(store: Store) -> None:
    part = part_of(store)
    assert part is not None
    assert "Courier – Observer" in {one["title"] for one in part["why"]} | {
        " – ".join(reversed(one["title"].split(" – "))) for one in part["why"]
    }
    assert all("+2.6 the same place" in one["reasons"] for one in part["why"])


def test_what_is_set_apart_is_gone_from_the_others(store: Store) -> None:
    undo_link(store, "incident-Observer")
    part = part_of(store)
    assert part is not None
    assert [one["report"]["name"] for one in part["told"]] == ["Courier", "Herald"]
    assert part["possible"] == []
    assert part_of(store, "incident-Observer") is None


def test_what_is_possibly_the_same_is_told_on_both_sides(tmp_path: Path) -> None:
    store = Store.open(tmp_path / "other.db", create=True)
    store.save(telling("Courier", 9, None))
    store.save(telling("Observer", 5, None))
    assert link_store(store).possible == 1
    for own, other in (("Courier", "Observer"), ("Observer", "Courier")):
        part = part_of(store, f"incident-{own}")
        assert part is not None
        assert part["told"] == []
        assert [one["incident"] for one in part["possible"]] == [f"incident-{other}"]


def test_most_incidents_have_no_such_part(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    records.save(path, records.all_records())
    store = Store.open(path)
    link_store(store)
    assert part_of(store, "clash") is None
    assert part_of(store, "unknown") is None
