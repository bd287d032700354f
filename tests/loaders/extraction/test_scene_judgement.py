"""What is news and what is talk: the judge of scenes, and the scenes it is asked about."""

import datetime as dt
from pathlib import Path

import pytest

from geodata.errors import TablesError
from geodata.incident import Incident, Report, stable_id
from geodata.settings import Settings
from geodata.vocabulary import Kind
from loaders.extraction.extract import Extractor
from loaders.extraction.scene_model import SceneModel, shipped_model

PUBLISHED = dt.date(2025, 7, 29)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def rows(extractor: Extractor, text: str, published: dt.date = PUBLISHED) -> list[Incident]:
    report = Report(
        report_id=stable_id(text), sha256=stable_id(text), text=text, published=published
    )
    return [row for row in extractor.extract(report).incidents if row.kind is not Kind.STATEMENT]


@pytest.mark.parametrize(
    "text",
    [
        (
            "The deputies met again. We have seen years of violence, and I believe that it solves "
            "nothing, a member said. Should we always speak of murders? Our people want work, and "
            "we must give it to them."
        ),
        (
            "The minister spoke about roads. The state should spend more on its police, he said. "
            "Most people condemn the violence of the last decades, and many demand trials."
        ),
    ],
    ids=["opinion", "policy"],
)
def test_talk_of_violence_is_no_incident(extractor: Extractor, text: str) -> None:
    assert rows(extractor, text) == []


def test_what_was_told_with_a_day_a_place_and_people_stands_anywhere(extractor: Extractor) -> None:
    talk = "We must think about what violence does to our country, and I think of it every day. "
    text = talk * 12 + "On Sunday a mine killed two farmers near Lubumbashi."
    assert ("Lubumbashi", 2) in [(row.place_name, row.killed_low) for row in rows(extractor, text)]


def test_plain_news_is_surer_than_what_is_told_in_passing(extractor: Extractor) -> None:
    news = "Gunmen killed seven people in a market in Maiduguri on Monday, police said."
    passing = (
        "The council of Lagos debated the budget. A member asked about the raids of the past. The "
        "chair, who was wounded in the violence in Maiduguri, said that roads come first."
    )
    (sure,) = rows(extractor, news)
    unsure = rows(extractor, passing)
    assert sure.confidence is not None
    assert sure.confidence > 0.8
    assert all((row.confidence or 0) < sure.confidence - 0.1 for row in unsure)


def test_each_place_of_a_list_is_a_row(extractor: Extractor) -> None:
    text = "Rebels attacked police posts in Goma, Bukavu and Butembo on Monday, the army said."
    found = rows(extractor, text)
    assert [row.place_name for row in found] == ["Goma", "Bukavu", "Butembo"]
    assert {row.date_start for row in found} == {dt.date(2025, 7, 28)}


def test_people_counted_over_a_list_of_places_are_one_row(extractor: Extractor) -> None:
    text = "Raids on Goma, Bukavu and Butembo killed nine people on Monday, the army said."
    (row,) = rows(extractor, text)
    assert row.killed_low == 9


def test_what_follows_an_event_is_no_other_event(extractor: Extractor) -> None:
    text = (
        "A man stabbed two guards at a station in Lille on Monday. He was arrested soon after the "
        "attack. Shooting was heard for an hour."
    )
    (row,) = rows(extractor, text)
    assert row.place_name == "Lille"


def test_meanwhile_begins_another_event(extractor: Extractor) -> None:
    text = (
        "A car bomb killed nine people in Mogadishu on Monday. Meanwhile, gunmen ambushed a "
        "convoy near Baidoa."
    )
    assert [row.place_name for row in rows(extractor, text)] == ["Mogadishu", "Baidoa"]


def test_a_model_hears_each_piece_of_evidence(tmp_path: Path) -> None:
    model = SceneModel(-1.0, {"day": 2.0, "talk": -3.0})
    model.save(tmp_path)
    read = SceneModel.open(tmp_path)
    assert read == model
    assert read.confidence({}) == pytest.approx(0.2689, abs=1e-4)
    assert read.confidence({"day": 1.0}) == pytest.approx(0.7311, abs=1e-4)
    assert read.confidence({"day": 0.5, "unheard of": 9.0}) == pytest.approx(0.5)
    assert read.confidence({"talk": 1.0}) < read.confidence({})


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"prior": "x", "weights": {}}'])
def test_a_damaged_model_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "weights.json").write_text(text, "utf-8")
    with pytest.raises(TablesError, match="install the package again"):
        SceneModel.open(tmp_path)


def test_the_shipped_model_knows_how_news_is_told() -> None:
    weights = shipped_model().weights
    assert weights["killed"] > 0
    assert weights["thousands dead on no day"] < 0
    assert weights["only sentence"] > 0


def test_an_event_long_past_is_told_only_where_a_report_is_about_it(extractor: Extractor) -> None:
    passing = (
        "The port of Beira is to be rebuilt. Work begins next year, the ministry said. Engineers "
        "from three countries drew the plans. In March 2009 a bomb killed 12 people in Beira."
    )
    about = "A bomb killed 12 people in Beira on 4 March 2009. The trial opens this week."
    assert rows(extractor, passing) == []
    assert 12 in [row.killed_low for row in rows(extractor, about)]
