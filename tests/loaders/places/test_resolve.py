"""Which of several places of one name is meant; the places are made up, the rules are not."""

from collections.abc import Mapping, Sequence

import pytest

from geodata.gazetteer import Candidate, MatchKind, Place
from loaders.language.document import split_sentences
from loaders.places.candidate_table import Group
from loaders.places.model import shipped_model
from loaders.places.names import PlaceName
from loaders.places.resolve import Choice, resolve
from loaders.places.senses import find_links, senses_of


def place(place_id: str, feature: str, where: str, lat: float, lon: float) -> Place:
    """Make a place; `where` is its country and, after a full stop, its division."""
    iso3, _, division = where.partition(".")
    return Place(
        place_id=place_id,
        name=place_id,
        latitude=lat,
        longitude=lon,
        iso2=iso3[:2],
        iso3=iso3,
        admin1_code=division or None,
        admin1=division or None,
        feature=feature,
        population=1000,
    )


def candidate(place: Place, importance: float, match: MatchKind = MatchKind.EXACT) -> Candidate:
    return Candidate(place, place.name, match, importance / 11.5)


ALPHA = candidate(place("country:AAA", "A.PCLI", "AAA", 0.0, 0.0), 9)
BETA = candidate(place("country:BBB", "A.PCLI", "BBB", 50.0, 50.0), 9)
# A large Zed in Alpha; a small one in Beta, and a division of that name around the large one.
ZED_ALPHA = candidate(place("geonames:1", "P.PPL", "AAA.AA-Z", 1.0, 1.0), 6)
ZED_BETA = candidate(place("geonames:2", "P.PPL", "BBB.BB-E", 50.0, 51.0), 4)
ZED_DIVISION = candidate(place("admin1:AA-Z", "A.ADM1", "AAA", 1.2, 1.2), 5.5)
ZED = (ZED_ALPHA, ZED_DIVISION, ZED_BETA)
EASTLAND = (candidate(place("admin1:BB-E", "A.ADM1", "BBB", 50.5, 51.0), 6),)
NEIGHBOUR = (candidate(place("geonames:3", "P.PPL", "BBB.BB-E", 50.1, 51.1), 4),)
NAMES = {"Alpha": (ALPHA,), "Beta": (BETA,), "Zed": ZED, "Eastland": EASTLAND, "Yon": NEIGHBOUR}


def choose(
    text: str,
    kind: str | None = None,
    known: Mapping[str, tuple[Candidate, ...]] = NAMES,
    context: Sequence[Group] = (),
) -> dict[str, Choice]:
    """Resolve the known names in a text; `kind` is the word for the kind of place beside Zed."""
    return dict(choose_each(text, kind, known, context))


def choose_each(
    text: str,
    kind: str | None = None,
    known: Mapping[str, tuple[Candidate, ...]] = NAMES,
    context: Sequence[Group] = (),
) -> list[tuple[str, Choice]]:
    """Return each known name in a text with its likeliest place, in order."""
    names = names_in(text, known, kind)
    ranked = resolve(names, text, shipped_model(), context)
    return [(name.text, choices[0]) for name, choices in zip(names, ranked, strict=True)]


def names_in(
    text: str, known: Mapping[str, tuple[Candidate, ...]], kind: str | None = None
) -> list[PlaceName]:
    """Return the known names in a text."""
    return [
        PlaceName(
            token.start,
            token.end,
            token.text,
            known[token.text],
            sentence.index,
            (),
            0.95,
            kind if token.text == "Zed" else None,
        )
        for sentence in split_sentences(text)
        for token in sentence.tokens
        if token.text in known
    ]


def chosen(text: str, kind: str | None = None) -> str:
    return choose(text, kind)["Zed"].candidate.place.place_id


def test_nothing_known_the_most_important_place_is_chosen() -> None:
    assert chosen("A bomb exploded in Zed.") == "geonames:1"


def test_a_name_that_the_gazetteer_lacks_has_no_choice() -> None:
    name = PlaceName(0, 3, "Zzz", (), 0, (), 0.9)
    assert resolve([name], "Zzz", shipped_model()) == [()]


def test_no_names() -> None:
    assert resolve([], "", shipped_model()) == []


@pytest.mark.parametrize("text", ["Zed, Eastland", "He lives in Zed (Eastland)."])
def test_the_area_after_a_comma_holds_the_place(text: str) -> None:
    assert chosen(text) == "geonames:2"


def test_the_country_named_in_the_report_decides_between_towns() -> None:
    text = "Beta mourned. Soldiers of Beta and police of Eastland searched Zed. Yon is near."
    assert chosen(text) == "geonames:2"


def test_places_nearby_decide() -> None:
    alone = choose("In Zed.")["Zed"]
    near = choose("From Yon to the suburbs, smoke rose above Zed and Yon.")["Zed"]
    assert alone.candidate is ZED_ALPHA
    assert near.candidate is ZED_BETA


def test_a_town_comes_before_the_division_named_like_it() -> None:
    assert chosen("In Zed.") == "geonames:1"


@pytest.mark.parametrize(
    ("kind", "expected"),
    [("province", "admin1:AA-Z"), ("city", "geonames:1"), (None, "geonames:1")],
)
def test_the_word_beside_the_name_says_which_kind(kind: str | None, expected: str) -> None:
    assert chosen("In Zed.", kind) == expected


def test_one_name_has_one_meaning() -> None:
    text = "Fire in Zed. Police in Zed, Eastland, were called. Zed is small."
    names = choose(text)
    assert names["Zed"].candidate is ZED_BETA


def test_a_report_may_give_a_name_two_meanings() -> None:
    text = "Fire in Zed, Eastland. Smoke over Zed. Rain in Zed, Alpha. Zed was wet. So was Zed."
    zeds = [choice.candidate.place.iso3 for name, choice in choose_each(text) if name == "Zed"]
    assert zeds == ["BBB", "BBB", "AAA", "AAA", "AAA"]


def test_an_area_may_have_two_meanings_too() -> None:
    country = candidate(place("country:CCC", "A.PCLI", "CCC", 20.0, 20.0), 8)
    division = candidate(place("admin1:BB-N", "A.ADM1", "BBB", 51.0, 52.0), 7)
    known = {
        "Noland": (country, division),
        "Exton": (candidate(place("geonames:7", "P.PPL", "CCC.CC-1", 20.1, 20.1), 4),),
        "Wyeville": (candidate(place("geonames:8", "P.PPL", "BBB.BB-N", 51.1, 52.1), 4),),
    }
    found = choose_each("They flew from Exton, Noland. Others left Wyeville, Noland.", None, known)
    assert [choice.candidate.place.place_id for name, choice in found if name == "Noland"] == [
        "country:CCC",
        "admin1:BB-N",
    ]


def test_a_list_may_tell_the_area_of_each_place() -> None:
    text = "They came from Zed, Eastland, and Zed, Alpha, and Yon."
    zeds = [choice.candidate.place.iso3 for name, choice in choose_each(text) if name == "Zed"]
    assert zeds == ["BBB", "AAA"]


def test_a_mention_beside_nothing_keeps_apart_where_a_name_is_two_areas() -> None:
    country = candidate(place("country:CCC", "A.PCLI", "CCC", 20.0, 20.0), 8)
    division = candidate(place("admin1:BB-N", "A.ADM1", "BBB", 51.0, 52.0), 7)
    inner = candidate(place("geonames:8", "P.PPL", "BBB.BB-N", 51.1, 52.1), 4)
    words = {"Noland": (country, division), "Wyeville": (inner,), "Zed": ZED, "Eastland": EASTLAND}
    text = "Noland spoke. Wyeville, Noland, was quiet. Zed spoke. Zed, Eastland, was quiet."
    names = names_in(text, words)
    senses = senses_of(names, find_links(names, text))
    assert [(sense.name, sense.number) for sense in senses if sense is not None] == [
        ("noland", 0),
        ("wyeville", 0),
        ("noland", 1),
        ("zed", 0),
        ("zed", 0),
        ("eastland", 0),
    ]


def test_what_the_title_or_the_publisher_names_is_heard() -> None:
    assert choose("Police searched Zed.")["Zed"].candidate is ZED_ALPHA
    heading = [Group("beta", (BETA,), None, 1.0), Group("eastland", EASTLAND, None, 1.0)]
    assert choose("Police searched Zed.", context=heading)["Zed"].candidate is ZED_BETA


def test_more_evidence_makes_a_choice_surer() -> None:
    little = choose("Zed and Yon.")["Zed"]
    much = choose("Zed, Eastland. In Yon, Eastland, people of Beta looked on.")["Zed"]
    assert little.candidate is much.candidate
    assert 0 < little.probability < much.probability <= 1


def test_a_long_report_is_settled_in_parts_that_hear_each_other() -> None:
    # More names than are settled together stand between the evidence and the name in question.
    villages = {
        "V" + "a" * number: (
            candidate(place(f"geonames:{100 + number}", "P.PPL", "CCC.CC-1", -30.0, -60.0), 2),
        )
        for number in range(1, 150)
    }
    text = "Beta, Yon and Eastland. " * 3 + " ".join(villages) + " saw it. They met in Zed."
    found = choose(text, known=NAMES | villages)
    assert len(found) == len(villages) + 4
    assert found["Zed"].candidate is ZED_BETA
