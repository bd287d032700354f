import datetime as dt

import pandas as pd

from dashboard.incident_panel import Panel, incident_panel
from geodata.frames import claims_frame, incidents_frame, reports_frame
from geodata.incident import Claim, Incident, Report
from geodata.vocabulary import (
    DatePrecision,
    EventType,
    Kind,
    LocationPrecision,
    Measure,
    Qualifier,
    Status,
)

TEXT = (
    "Rain fell. Two soldiers died near the bridge, the army said. Nobody spoke 🕊 of <b>peace</b>."
)
QUOTE = "Two soldiers died near the bridge, the army said."
START = TEXT.index(QUOTE)
REPORT = Report(
    report_id="r1",
    title="Clash at the bridge",
    publisher="River News",
    url="https://news.example/1",
    published=dt.date(2025, 3, 4),
    sha256="0",
    text=TEXT,
)
INCIDENT = Incident(
    incident_id="i1",
    kind=Kind.INCIDENT,
    event_type=EventType.BATTLE,
    date_start=dt.date(2025, 3, 3),
    date_end=dt.date(2025, 3, 3),
    date_precision=DatePrecision.DAY,
    place_name="Old Bridge",
    iso3="XAA",
    location_precision=LocationPrecision.TOWN,
    killed_low=2,
    killed_best=2,
    killed_high=2,
    claimant="the army",
    report_ids=["r1"],
)


def claim(number: int, measure: Measure, **changes: object) -> Claim:
    values: dict[str, object] = {
        "claim_id": f"c{number}",
        "report_id": "r1",
        "incident_id": "i1",
        "measure": measure,
        "quote": QUOTE,
        "start": START,
        "end": START + len(QUOTE),
        **changes,
    }
    return Claim(**values)  # type: ignore[arg-type]


EVENT = claim(1, Measure.EVENT)
DEATHS = claim(
    2,
    Measure.KILLED,
    low=2,
    high=2,
    qualifier=Qualifier.EXACT,
    group="soldiers",
    claimant="the army",
)


def panel(
    incident: Incident, claims: list[Claim], reports: list[Report], incident_id: str = "i1"
) -> Panel | None:
    return incident_panel(
        incident_id,
        incidents_frame([incident]),
        claims_frame(claims),
        reports_frame(reports),
        {"XAA": "Atlantis"}.get,  # type: ignore[arg-type]
    )


def shown(incident: Incident, claims: list[Claim], reports: list[Report]) -> Panel:
    found = panel(incident, claims, reports)
    assert found is not None
    return found


def test_the_panel_names_the_incident_and_whether_it_is_a_sample() -> None:
    assert shown(INCIDENT, [EVENT], [REPORT])["title"] == "Battle · Old Bridge · 3 March 2025"
    assert not shown(INCIDENT, [EVENT], [REPORT])["sample"]
    bare = Incident(incident_id="i1", kind=Kind.TALKS, iso3="XAA", source="sample")
    assert shown(bare, [], [])["title"] == "Talks · Atlantis · no date"
    assert shown(bare, [], [])["sample"]
    toll = Incident(incident_id="i1", kind=Kind.TOLL, event_type=EventType.BATTLE, iso3="XAA")
    assert shown(toll, [], [])["title"] == "Toll: battle · Atlantis · no date"
    nowhere = Incident(incident_id="i1", kind=Kind.STATEMENT)
    assert shown(nowhere, [], [])["title"] == "Statement · no place given · no date"


def test_a_toll_says_that_it_is_none_of_the_incidents() -> None:
    toll = Incident(incident_id="i1", kind=Kind.TOLL, killed_low=70)
    facts = dict(shown(toll, [], [])["facts"])
    assert facts["Counted over"] == "a period or an area; not added to the incidents"
    assert "Counted over" not in dict(shown(INCIDENT, [], [])["facts"])


def test_a_row_of_a_dataset_names_it() -> None:
    row = Incident(incident_id="i1", kind=Kind.INCIDENT, source="acled")
    assert dict(shown(row, [], [])["facts"])["Source"] == "ACLED"
    assert "Source" not in dict(shown(INCIDENT, [EVENT], [REPORT])["facts"])


def test_what_is_none_too_sure_says_so_until_somebody_has_seen_it() -> None:
    for status, words in ((Status.EXTRACTED, "43%, check it"), (Status.CONFIRMED, "43%")):
        unsure = Incident(incident_id="i1", kind=Kind.INCIDENT, confidence=0.43, status=status)
        assert dict(shown(unsure, [], [])["facts"])["Confidence"] == words


def test_a_quote_stands_once_with_all_that_it_claims() -> None:
    [passage] = shown(INCIDENT, [EVENT, DEATHS], [REPORT])["passages"]
    assert passage["quote"] == QUOTE
    assert passage["claims"] == [{"text": "2 soldiers killed", "claimant": "the army"}]
    assert passage["report"]["publisher"] == "River News"
    assert passage["report"]["line"] == "Clash at the bridge, 4 March 2025"


def test_the_report_is_shown_whole_with_its_quotes_marked() -> None:
    [report] = shown(INCIDENT, [EVENT, DEATHS], [REPORT])["reports"]
    assert "".join(part["text"] for part in report["segments"]) == TEXT
    assert [part["text"] for part in report["segments"] if part["quoted"]] == [QUOTE]


def test_a_book_is_shown_around_its_quotes() -> None:
    before = "x " * 500_000
    book = Report(report_id="r1", sha256="0", text=before + TEXT + before)
    late = claim(1, Measure.EVENT, start=len(before) + START, end=len(before) + START + len(QUOTE))
    [report] = shown(INCIDENT, [late], [book])["reports"]
    assert [part["text"] for part in report["segments"] if part["quoted"]] == [QUOTE]
    assert sum(len(part["text"]) for part in report["segments"]) < 25_000


def test_a_denied_count_is_not_read_as_a_count() -> None:
    denied = claim(3, Measure.KILLED, low=9, high=9, negated=True, side="Atlantis")
    [passage] = shown(INCIDENT, [denied], [REPORT])["passages"]
    assert passage["claims"][0]["text"] == "denied: 9 killed (Atlantis)"


def test_who_is_said_to_have_done_it_is_told_by_whose_word() -> None:
    claims = [
        claim(5, Measure.EVENT, side="Reds", claimant="the army"),
        claim(6, Measure.EVENT, side="Reds", claimant="Reds", negated=True),
        claim(7, Measure.EVENT, side="Blues", claimant="Blues"),
    ]
    (passage,) = shown(INCIDENT, claims, [REPORT])["passages"]
    assert [said["text"] for said in passage["claims"]] == [
        "blamed: Reds",
        "Reds denies it",
        "Blues claims it",
    ]


def test_a_claim_whose_report_is_gone_still_shows_its_quote() -> None:
    found = shown(INCIDENT, [DEATHS], [])
    assert found["passages"][0]["quote"] == QUOTE
    assert found["passages"][0]["report"]["line"] == "report not in the store"


def test_an_unknown_incident_has_no_panel() -> None:
    assert panel(INCIDENT, [EVENT], [REPORT], "i9") is None
    empty = incidents_frame([])
    assert incident_panel("i1", empty, claims_frame([]), pd.DataFrame(), str) is None


def test_a_number_that_is_none_too_sure_says_so() -> None:
    for confidence, mark in ((0.74, ", unsure: check it"), (0.76, ""), (None, "")):
        said = claim(3, Measure.KILLED, low=7, high=7, confidence=confidence)
        shown = panel(INCIDENT, [said], [REPORT])
        assert shown is not None
        (passage,) = shown["passages"]
        assert passage["claims"] == [{"text": f"7 killed{mark}", "claimant": None}]
