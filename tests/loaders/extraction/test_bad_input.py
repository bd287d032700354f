"""Texts that are not as they should be: nothing breaks, and every offset is right."""

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hostile_texts import HOSTILE
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from geodata.frames import claims_frame, incidents_frame, validate
from geodata.incident import Claim, Incident, Report, stable_id
from geodata.settings import Settings
from loaders.extract_lines import extract_lines
from loaders.extraction.extract import Extraction, Extractor

PIECES = (
    "Kabul|Ka\u200bbul|Kab\u00adul|\ufeffKabul\u200b|New\u00a0York|Sa\u0303o Paulo|Bogota\u0301|"
    "Goma,|Kyiv’s|the border with Mali|eastern Congo|20 km north of Kunduz|near Gao|U.S.|KABUL|"
    "<p>|</p>|<b>Herat</b>|&nbsp;|Sana&#39;a|<a href='http://x.org/Kabul'>|<script>|&lt;|<|>|"
    "12 people were killed|killing five soldiers|on Tuesday|on 9 October 2024|police said|talks|"
    "كابول|في|Киев|喀布尔|😀|🏴󠁧󠁢󠁥󠁮󠁧󠁿|👩‍👩‍👧|e\u0301|\u0301|\u202eKabul\u202c|\u200f|\0|\x1b[31m|\ud83d|\udc00|"
    "'; DROP TABLE reports; --|=cmd()|../../etc/passwd|{{7*7}}|%s%n|1,234,567|½|²|Ⅻ|ﬁ|İstanbul|ß|"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA|.|?|\n|\n\n|\r\n|\t"
).split("|")
TEXTS = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=6)), max_size=30).map(" ".join)


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def report(text: str) -> Report:
    return Report(
        report_id=stable_id(text.encode(errors="replace")),
        sha256="0",
        text=text,
        published=dt.date(2024, 10, 12),
    )


def assert_sound(text: str, found: Extraction) -> None:
    """Check what must be true of whatever is found in a text."""
    end = 0
    for place in found.places:
        assert end <= place.start < place.end <= len(text)
        end = place.end
        assert text[place.start : place.end] == place.text
        assert 0 <= place.score <= 1
        if place.lat is not None:
            assert place.lon is not None
            assert -90 <= place.lat <= 90
            assert -180 <= place.lon <= 180
            assert place.radius_km is not None
            assert place.precision.value != "none"
    for claim in found.claims:
        assert text[claim.start : claim.end] == claim.quote
    json.dumps([place.to_record() for place in found.places], allow_nan=False)
    validate(incidents_frame(found.incidents), Incident)
    ids = [incident.incident_id for incident in found.incidents]
    assert len(set(ids)) == len(ids)
    if not any("\ud800" <= character <= "\udfff" for character in text):
        validate(claims_frame(found.claims), Claim)


@settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(texts=st.lists(TEXTS, min_size=1, max_size=3))
def test_any_text_is_read_soundly_and_always_the_same(
    extractor: Extractor, texts: Sequence[str]
) -> None:
    found = list(extractor.extract_all([report(text) for text in texts]))
    for text, extraction in zip(texts, found, strict=True):
        assert_sound(text, extraction)
        assert extractor.extract(report(text)) == extraction


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_read_soundly(extractor: Extractor, name: str) -> None:
    text = HOSTILE[name](3_000)
    assert_sound(text, extractor.extract(report(text)))


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Five died in Ka\u200bbul on Monday.", "Kabul", "Ka\u200bbul"),
        ("Five died in \u200bKabul\u200b on Monday.", "Kabul", "Kabul"),
        ("Five died in Kan\u00adda\u00adhar on Monday.", "Kandahar", "Kan\u00adda\u00adhar"),
        ("Five died in \u202aKabul\u202c on Monday.", "Kabul", "Kabul"),
        ("Five died in Bogota\u0301 on Monday.", "Bogotá", "Bogota\u0301"),
        ("Five died in Sa\u0303o Paulo on Monday.", "São Paulo", "Sa\u0303o Paulo"),
        ("Five died in <b>Kabul</b> on Monday.", "Kabul", "Kabul"),
        ("<p>Five died</p><p>Kabul is calm in parts.</p>", "Kabul", "Kabul"),
        ("Five died in New&nbsp;York on Monday.", "New York", "New&nbsp;York"),
        ("😀🏴󠁧󠁢󠁥󠁮󠁧󠁿 Five died in Kabul 👩‍👩‍👧 on Monday.", "Kabul", "Kabul"),
        ("\ud83d Five died in Kabul \udc00 on Monday.", "Kabul", "Kabul"),
        ("Five died in Kabul\0 on Monday.", "Kabul", "Kabul"),
        ("كابول (Kabul): five died in Kabul on Monday, police said.", "Kabul", "Kabul"),
    ],
)
def test_names_are_found_behind_what_hides_them(
    extractor: Extractor, text: str, name: str, words: str
) -> None:
    found = extractor.extract(report(text))
    assert_sound(text, found)
    assert (name, words) in {(place.name, place.text) for place in found.places}


def test_half_characters_of_a_file_reach_the_output(extractor: Extractor, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "text": "\\ud83d 5 people were killed in Ka\\u200bbul\\u0000."}\n')
    (line,) = extract_lines([path], lambda: extractor, settings=Settings())
    line.json.encode()
    record = json.loads(line.json)
    assert [place["text"] for place in record["places"]] == ["Ka\u200bbul"]
    assert record["places"][0]["start"] == 26
    assert record["incidents"][0]["killed_best"] == 5
