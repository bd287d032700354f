"""How a whole report is written: news of an event, or talk of it."""

import datetime as dt
from pathlib import Path

import pytest

from geodata.boundaries import Boundaries
from geodata.errors import TablesError
from geodata.gazetteer import Gazetteer
from geodata.settings import Settings
from loaders.extraction.dates import find_dates
from loaders.extraction.facts import Facts, read_facts
from loaders.extraction.report_evidence import scenes_of, style_of
from loaders.extraction.report_model import ReportModel, shipped_report_model
from loaders.extraction.scene_evidence import evidence_of, setting_of
from loaders.extraction.scene_judgement import REPORTS_FROM, is_note, kept
from loaders.extraction.scene_model import shipped_model
from loaders.extraction.scenes import candidate_scenes
from loaders.language.document import Document, split_sentences
from loaders.language.language_model import LanguageModel
from loaders.places.find_places import find_places

PUBLISHED = dt.date(2025, 7, 29)
NEWS = (
    "Gunmen attacked a police post in Maiduguri on Monday, killing three officers, police said. "
    "Two passers-by were wounded. The attackers set fire to the post and fled. Troops closed the "
    "road to the market. A woman who sold bread nearby said the shooting lasted half an hour. An "
    "ambulance took the wounded to hospital. No group has claimed the attack. Police searched "
    "houses in two districts during the night. A curfew was declared on Monday evening. Shops in "
    "the centre remained shut. The governor visited the wounded on Tuesday. He promised their "
    "families help and thanked the soldiers who had come from the barracks."
)
TALK = (
    "Our country must find its way to reconciliation. We believe that dialogue is the only "
    "solution, and that democracy needs justice. Would violence solve any of our problems? I do "
    "not think so. The parties should agree on reforms before the election. We reject every "
    "attack on the freedom of the people, wherever it may come from. If the government respects "
    "the constitution, peace will follow. Who could be against this? Responsibility, moderation "
    "and patience are what the international community expects of us. We have never doubted our "
    "institutions, and we will not begin to doubt them now that the murders of the past are named."
)


@pytest.fixture(scope="module")
def tables() -> tuple[Gazetteer, Boundaries, LanguageModel]:
    settings = Settings()
    return (
        Gazetteer.open(settings.gazetteer),
        Boundaries.open(settings.boundaries),
        LanguageModel.open(settings.model),
    )


Tables = tuple[Gazetteer, Boundaries, LanguageModel]


def facts_of(text: str, tables: Tables) -> list[Facts]:
    gazetteer, boundaries, model = tables
    (entities,) = model.entities_of([text])
    document = Document(text, split_sentences(text), entities, published=PUBLISHED)
    return read_facts(document, find_dates(document), find_places(document, gazetteer, boundaries))


def likelihood(text: str, tables: Tables) -> float:
    report = facts_of(text, tables)
    scenes = candidate_scenes(report, PUBLISHED)
    setting = setting_of(report, len(scenes), PUBLISHED)
    evidence = [evidence_of(scene, setting) for scene in scenes]
    sure = [shipped_model().confidence(found) for found in evidence]
    whole = {**style_of(report, setting), **scenes_of(evidence, sure)}
    assert set(shipped_report_model().names) == set(whole), "train the model anew"
    return shipped_report_model().confidence(whole)


def test_news_is_likelier_to_tell_an_incident_than_talk(tables: Tables) -> None:
    news, talk = likelihood(NEWS, tables), likelihood(TALK, tables)
    assert talk < 0.5 < REPORTS_FROM
    assert news > talk + 0.2


def test_words_are_shares_of_a_hundred(tables: Tables) -> None:
    report = facts_of("We will not go. Who would? The shop was closed on 3 June.", tables)
    style = style_of(report, setting_of(report, 0, PUBLISHED))
    words = 14  # with the question mark
    assert style["first person words"] == pytest.approx(100 / words)
    assert style["modal words"] == pytest.approx(200 / words)
    assert style["question words"] == pytest.approx(100 / words)
    assert style["number words"] == pytest.approx(100 / words)
    assert style["abstract words"] == 0
    assert style["ed words in lead"] == pytest.approx(100 / words)
    assert style["speech"] == pytest.approx(1 / 3)
    assert style["day told"] == pytest.approx(1 / 3)


def test_words_for_events_are_counted_and_fighting_is_as_good_as_an_attack(tables: Tables) -> None:
    report = facts_of("A bomb exploded near the port. Troops clashed with the gunmen.", tables)
    style = style_of(report, setting_of(report, 0, PUBLISHED))
    words = 11
    assert style["remote_explosive events new"] > 0
    assert style["fighting events"] == pytest.approx(min(5, 200 / words))
    assert style["fighting events new"] == pytest.approx(min(5, 100 / words))


def test_a_report_without_sentences_has_a_style_too() -> None:
    style = style_of([], setting_of([], 0, None))
    assert set(style) | set(scenes_of([], [])) == set(shipped_report_model().names)
    assert not any(style.values())


def test_scenes_are_summed_up_by_the_surest() -> None:
    found = scenes_of([{"killed": True, "town": 0}, {"town": 1, "killed": False}], [0.2, 0.6])
    assert (found["surest scene"], found["second scene"], found["scenes"]) == (0.6, 0.2, 2)
    assert found["expected scenes"] == pytest.approx(0.8)
    assert (found["a scene: killed"], found["a scene: town"], found["a scene: hour"]) == (1, 1, 0)
    many = scenes_of([{"killed": 1.0}] * 500, [0.9] * 500)
    assert many["expected scenes"] == many["scenes"] == 15


def test_an_unlikely_report_is_believed_where_it_counts_dead_on_a_day(tables: Tables) -> None:
    plain = "Gunmen killed three officers in Maiduguri on Monday. Rioting was heard of near Kano."
    vague = "Rioting was heard of near Kano. A bomb went off in Maiduguri."
    for text, believed in ((plain, 2), (vague, 0)):
        scenes = candidate_scenes(facts_of(text, tables), PUBLISHED)
        for scene in scenes:
            scene.confidence = 0.5
        assert len(scenes) == 2
        assert kept(scenes, 0.9, note=False) == scenes
        assert len(kept(scenes, 0.1, note=False)) == believed
        assert kept(scenes, 0.1, note=True) == scenes, "a note has no style to judge by"


def test_a_note_is_short_in_sentences_or_words(tables: Tables) -> None:
    assert is_note(facts_of("Fire. Smoke. Shots. Noise. Silence. Two dead. Others fled.", tables))
    assert not is_note(facts_of(NEWS, tables))


def test_a_model_is_read_as_it_was_saved(tmp_path: Path) -> None:
    shipped_report_model().save(tmp_path)
    read = ReportModel.open(tmp_path)
    evidence = dict.fromkeys(read.names, 1.0)
    assert read.confidence(evidence) == shipped_report_model().confidence(evidence)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"evidence": 3}'])
def test_a_damaged_model_of_reports_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / "reports.json").write_text(text, "utf-8")
    with pytest.raises(TablesError, match="install the package again"):
        ReportModel.open(tmp_path)
