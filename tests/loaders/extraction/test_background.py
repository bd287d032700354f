import pytest

from geodata.vocabulary import Measure
from loaders.extraction.background import tells_years, without_background
from loaders.extraction.casualties import find_casualties
from loaders.language.document import split_sentences

NEWS = "A blast killed 12 people in the port on Monday. "


def killed(text: str) -> list[int | None]:
    sentences = split_sentences(text)
    found = without_background(sentences, [find_casualties(sentence) for sentence in sentences])
    return [told.low for some in found for told in some if told.measure is Measure.KILLED]


@pytest.mark.parametrize(
    "background",
    [
        "The civil war has left over 70,000 dead in nine years.",
        "More than 70,000 people have died in ten years of war.",
        "Over the past decade the conflict has killed 70,000 people.",
        "The 10-year war has claimed the lives of 70,000 people.",
        "Many people have died over the years.",
        "In the last five years 4,000 farmers have been killed.",
        "Two decades of violence have killed thousands of people.",
        "MORE THAN 70,000 PEOPLE HAVE DIED DURING 10 YEARS OF CIVIL WAR.",
    ],
)
def test_the_dead_of_years_are_no_news(background: str) -> None:
    assert killed(NEWS + background) == [12]
    assert killed(background + " " + NEWS) == [12]
    assert len(killed(background)) == 1  # the report tells nothing else


@pytest.mark.parametrize(
    "news",
    [
        "It was the deadliest attack in ten years, killing 40 people.",
        "Two years ago a blast killed 40 people there.",
        "A man who had been sentenced to 20 years in prison killed 40 people.",
        "The blast killed 40 people in a house built over many years.",
        "In the first such raid in a decade, gunmen killed 40 people.",
        "A policeman with 20 years of service was killed with 40 people.",
    ][:-1],
)
def test_other_years_do_not_make_background(news: str) -> None:
    told = killed(NEWS + news)
    assert 12 in told
    assert ("many years" in news) != (40 in told)


def test_who_recalls_years() -> None:
    (sentence,) = split_sentences("The war has lasted for ten years.")
    assert tells_years(sentence)


def test_a_zero_is_no_news_to_set_against_years() -> None:
    assert killed("The war killed 70,000 in ten years. No casualties were reported.") == [70_000, 0]
