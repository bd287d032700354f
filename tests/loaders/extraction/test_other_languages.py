"""Reports in other languages: nothing is made up from them, and it is said."""

import datetime as dt
from dataclasses import replace

import pytest

from geodata.incident import Report, stable_id
from geodata.settings import Settings
from loaders.extraction.extract import Extraction, Extractor
from loaders.extractor import Reading, extract_readings

ENGLISH = (
    "Five soldiers were killed on Tuesday in an ambush near Gao in Mali, the army said. The town "
    "of Ansongo was hit by a suicide bombing that killed three people on the same day."
)
# What an English eye would take for facts: "die 12", "Essen", "border", "dead", places.
OTHERS = {
    "de": "Bei einem Angriff auf Essen und Kiel starben 5 Menschen. Die Soldaten, die 12 Wagen "
    "nicht gefunden haben, sind nach Berlin gezogen, wo aus der Stadt ein Zentrum werden soll.",
    "fr": "Une attaque contre la Mission a fait 12 morts à Tombouctou. Les 5 soldats qui ont été "
    "blessés sont dans un hôpital de Bamako, selon un porte-parole de la MINUSMA, qui est à Gao.",
    "es": "Murieron 12 personas en San Salvador y 5 policías fueron heridos, según informó la "
    "policía. El ministro dijo que no hay más datos sobre el ataque, que ha sido el peor del año.",
    "ru": "В Киеве погибли 12 человек, сообщили власти. 5 солдат были ранены, а также поврежден "
    "вокзал. Об этом говорится в сообщении, которое было опубликовано во вторник.",
    "ar": "قتل 12 شخصا في بغداد وأصيب 5 من رجال الشرطة في هجوم على مبنى الوزارة يوم الثلاثاء.",
}


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def report(text: str, language: str | None = None) -> Report:
    return Report(
        report_id=stable_id(text),
        sha256=stable_id(text),
        text=text,
        published=dt.date(2025, 7, 29),
        language=language,
    )


@pytest.mark.parametrize("code", OTHERS)
def test_nothing_is_read_from_another_language(extractor: Extractor, code: str) -> None:
    found = extractor.extract(report(OTHERS[code]))
    assert found.language == code
    (warning,) = found.warnings
    assert warning.endswith("only English is understood, so nothing was read")
    assert found == Extraction(language=code, warnings=[warning])
    assert list(extractor.places_of([report(OTHERS[code])])) == [[]]


def test_the_english_of_a_mixed_report_is_read_as_if_it_stood_alone(extractor: Extractor) -> None:
    alone = extractor.extract(report(ENGLISH))
    assert len(alone.incidents) == 2
    assert (alone.language, alone.warnings) == ("en", [])
    text = f"{OTHERS['ru']}\n\n{ENGLISH}\n\n{OTHERS['de']}\n\n{ENGLISH}"
    mixed = extractor.extract(report(text))
    assert mixed.warnings == ["is partly in Russian: only its English was read"]
    assert {place.text for place in mixed.places} == {place.text for place in alone.places}
    assert {claim.quote for claim in mixed.claims} == {claim.quote for claim in alone.claims}
    assert all(text[place.start : place.end] == place.text for place in mixed.places)
    assert all(text[claim.start : claim.end] == claim.quote for claim in mixed.claims)


def test_what_a_report_says_of_its_language_counts_only_where_its_text_does_not_tell(
    extractor: Extractor,
) -> None:
    assert extractor.extract(report(ENGLISH, language="fr")).warnings == []
    assert extractor.extract(report("Attentat à Bamako", language="fr")).warnings == [
        "says its language is fr: only English is understood"
    ]
    assert extractor.extract(report("Blast in Bamako", language="en")).warnings == []


def test_the_language_is_kept_with_the_report(extractor: Extractor) -> None:
    texts = [OTHERS["fr"], ENGLISH, "Attentat à Bamako"]
    reports = [report(texts[0], "en"), report(texts[1]), report(texts[2], "fr")]
    readings = [Reading(f"{number}.txt", one) for number, one in enumerate(reports)]
    batches = [batch for _where, batch in extract_readings(extractor, readings)]
    assert [batch.reports for batch in batches] == [
        [replace(reports[0], language="fr")],
        [replace(reports[1], language="en")],
        [reports[2]],
    ]
    assert batches[0].warnings == [
        "0.txt: is in French: only English is understood, so nothing was read"
    ]
