from geodata.link_tables import ReportFacts
from loaders.linking.sources import source_keys

AGENCY = (
    "Nine people were killed when a blast hit the market of Old Bridge on Saturday. "
    "Rescuers searched the ruins through the night for the missing. "
    "The governor of the province visited the wounded in hospital. "
    "No group has said that it was behind the attack so far."
)
OTHER = (
    "A bomb tore through stalls in Old Bridge, killing nine, hospital staff told this paper. "
    "Witnesses spoke of a white van that had been parked there since dawn."
)


def keys(*reports: tuple[str | None, str | None, str]) -> list[str]:
    facts = {f"r{number}": ReportFacts(*one) for number, one in enumerate(reports)}
    return list(source_keys(facts).values())


def test_two_publishers_with_texts_of_their_own_are_two_sources() -> None:
    assert keys(("River News", None, AGENCY), ("Hill Post", None, OTHER)) == ["r0", "r1"]


def test_one_publisher_is_one_source_however_it_is_written() -> None:
    assert keys(("The River News", None, AGENCY), ("river  news", None, OTHER)) == ["r0", "r0"]


def test_the_host_stands_for_a_publisher_that_is_not_told() -> None:
    first, second = "https://www.river.example/1", "http://river.example/2?x=1"
    assert keys((None, first, AGENCY), (None, second, OTHER)) == ["r0", "r0"]
    assert keys((None, "http://[broken", AGENCY), (None, None, OTHER)) == ["r0", "r1"]


def test_copies_of_an_agency_are_one_source() -> None:
    cut = f"By our staff. {AGENCY.partition('. ')[2]} Shops stayed shut on Sunday in the town."
    assert keys(("River News", None, AGENCY), ("Hill Post", None, cut)) == ["r0", "r0"]
    assert keys(("River News", None, AGENCY), ("Hill Post", None, AGENCY.upper())) == ["r0", "r0"]


def test_a_copy_with_words_changed_in_each_sentence_is_a_copy() -> None:
    edited = AGENCY.replace("Saturday", "the weekend").replace("so far", "yet")
    edited = edited.replace("Rescuers searched", "Helpers searched")
    assert keys(("River News", None, AGENCY), ("Hill Post", None, edited)) == ["r0", "r0"]


def test_short_notes_that_say_the_same_are_not_taken_for_copies() -> None:
    assert keys(("A", None, "Nine killed in blast."), ("B", None, "Nine killed in blast.")) == [
        "r0",
        "r1",
    ]


def test_a_chain_of_copies_is_one_source_in_any_order() -> None:
    reports = [("A", None, AGENCY), ("B", None, OTHER), ("B", None, AGENCY), ("C", None, "Short.")]
    assert keys(*reports) == ["r0", "r0", "r0", "r3"]
    assert keys(*reversed(reports)) == ["r0", "r1", "r1", "r1"]


def test_texts_without_words() -> None:
    assert keys((None, None, ""), ("", None, "…")) == ["r0", "r1"]
