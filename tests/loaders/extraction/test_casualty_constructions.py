"""Every way in which English reports count the dead and the wounded, in many variants.

Expected counts are written "k12 w3": measure, least number, and "+" where no upper limit is told,
"-" before a number that is only a limit, "4-6" for a range, and "()" around a part.
"""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geodata.vocabulary import Measure
from loaders.extraction.casualties import Casualties, find_casualties
from loaders.language.document import split_sentences

_LETTERS = {
    Measure.KILLED: "k",
    Measure.WOUNDED: "w",
    Measure.MISSING: "m",
    Measure.DETAINED: "d",
    Measure.DISPLACED: "x",
}


def casualties(text: str) -> list[Casualties]:
    return [found for sentence in split_sentences(text) for found in find_casualties(sentence)]


def written(found: Casualties) -> str:
    low, high = found.low, found.high
    if low == high:
        count = f"{low}"
    elif high is None:
        count = f"{low}+"
    else:
        count = f"-{high}" if low is None else f"{low}-{high}"
    told = f"{_LETTERS[found.measure]}{count}"
    return f"({told})" if found.part else told


def told(text: str) -> str:
    return " ".join(written(found) for found in casualties(text))


ACTIVE = [
    "The blast killed {n}.",
    "The blast kills {n}",
    "A mine went off, killing {n}.",
    "The raid claimed the lives of {n}.",
    "Gunmen murdered {n} overnight.",
    "Gunmen shot dead {n} in the market.",
    "The militia executed {n} at dawn.",
    "The raiders massacred {n}.",
    "Police blamed the raid that killed {n} on smugglers.",
    "Gunmen gunned down {n} near the port.",
    "A knifeman stabbed {n} to death.",
    "The mob beat {n} to death.",
    "The soldiers shot {n} dead.",
    "The gang claims to have killed {n}.",
]
PASSIVE = [
    "{N} were killed.",
    "{N} have been killed in the raid.",
    "{N} were shot dead by gunmen.",
    "{N} were reportedly killed on Monday.",
    "{N} have died since dawn.",
    "{N} lost their lives in the fire.",
    "{N} were found dead in a well.",
    "{N} died when the roof fell.",
    "{N} were beaten to death.",
    "{N} were fatally shot.",
    "{N} perished.",
    "{N} passed away.",
    "{N} had been kidnapped and killed.",
    "{N} dead after blast",
    "{N} killed in blast",
    "Police said {n} were killed.",
    "On Monday {n} in a village near the river were killed.",
    "{N} said killed in raid",
]
NOMINAL = [
    "The bodies of {n} were found.",
    "The raid led to the deaths of {n}.",
    "The killing of {n} shocked the town.",
    "Reports spoke of the murder of {n}.",
    "The massacre of {n} was denounced.",
    "The raid left {n} dead.",
    "The shelling has left {n} dead and the market in ruins.",
    "The river took {n}, and the death toll rose.",
]
PEOPLE = ["people", "villagers", "army officers", "civilians", "aid workers", "Ruritanians"]
NUMBERS = [
    ("12", "k12"),
    ("twelve", "k12"),
    ("at least 12", "k12+"),
    ("more than 12", "k12+"),
    ("up to 12", "k-12"),
    ("nearly 12", "k12"),
    ("some 12", "k12"),
    ("between 12 and 14", "k12-14"),
    ("12-14", "k12-14"),
    ("1,200", "k1200"),
    ("two dozen", "k24"),
    ("dozens of", "k24+"),
    ("several hundred", "k200+"),
    ("a total of 12", "k12"),
    ("another 12", "k12"),
]
_FEW = NUMBERS[:4]


@pytest.mark.parametrize(
    ("frame", "people", "number"),
    [
        (frame, people, number)
        for frame, (people, number) in itertools.product(
            [*ACTIVE, *PASSIVE, *NOMINAL[:-1]],
            [(PEOPLE[k % len(PEOPLE)], number) for k, number in enumerate(NUMBERS)],
        )
    ],
)
def test_killed_in_every_frame(frame: str, people: str, number: tuple[str, str]) -> None:
    words, count = number
    phrase = f"{words} {people}"
    text = frame.format(n=phrase, N=phrase[0].upper() + phrase[1:])
    killed = [written(found) for found in casualties(text) if found.measure is Measure.KILLED]
    assert killed == [count]
    assert [
        written(found) for found in casualties(text.upper()) if found.measure is Measure.KILLED
    ] == [count]


BARE = [
    "The blast killed {n}.",
    "A mine went off, killing {n}.",
    "The raid left {n} dead.",
    "{N} were killed.",
    "{N} killed, 30 hurt in raid",
    "{N} dead in raid",
    "Raid kills {n}: police",
]


@pytest.mark.parametrize("frame", BARE)
@pytest.mark.parametrize("number", [n for n in NUMBERS if not n[0].endswith((" of", "hundred"))])
def test_numbers_without_a_noun(frame: str, number: tuple[str, str]) -> None:
    words, count = number
    text = frame.format(n=words, N=words[0].upper() + words[1:])
    killed = [written(found) for found in casualties(text) if found.measure is Measure.KILLED]
    assert killed == [count]


WOUNDED = [
    "{N} were wounded.",
    "{N} were seriously injured.",
    "{N} were lightly to moderately injured.",
    "{N} suffered injuries.",
    "{N} sustained injuries.",
    "{N} were taken to hospital.",
    "{N} were hurt.",
    "The blast wounded {n}.",
    "A blast went off, injuring {n}.",
    "The blast left {n} wounded.",
    "{N} were shot and wounded.",
    "{N} were treated for injuries.",
]


@pytest.mark.parametrize("frame", WOUNDED)
@pytest.mark.parametrize("people", PEOPLE)
def test_wounded_in_every_frame(frame: str, people: str) -> None:
    assert told(frame.format(n=f"12 {people}", N=f"12 {people}")) == "w12"
    assert told(frame.format(n=f"12 {people}", N=f"12 {people}").upper()) == "w12"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The blast killed 12 people and wounded 30.", "k12 w30"),
        ("The blast killed 12 people and another 30 were injured.", "k12 w30"),
        ("12 people were killed and 30 others injured.", "k12 w30"),
        ("12 people were killed and 30 sustained injuries.", "k12 w30"),
        ("12 killed, 30 wounded", "k12 w30"),
        ("12 dead and 30 wounded", "k12 w30"),
        ("12 people, including two women, were killed and 30 injured.", "k12 (k2) w30"),
        ("12 were killed, including two women, and over 30 were injured.", "k12 (k2) w30+"),
        ("The blast killed 12, including two women, and wounded 30.", "k12 (k2) w30"),
        ("12 people were killed and 30, including two women, were injured.", "k12 w30 (w2)"),
        ("Killing 12 and injuring 30, the shell hit a school.", "k12 w30"),
        ("A policeman was killed and two others were wounded.", "k1 w2"),
        ("A guard was killed and another was wounded.", "k1 w1"),
        ("3 killed/5 injured in raid.", "k3 w5"),
        ("3 KIA, 5 WIA in raid.", "k3 w5"),
        ("Gunmen in two Kia cars shot at police.", ""),
        ("GUNMEN IN TWO KIA CARS SHOT AT POLICE.", ""),
        ("3 KIA in raid.", "k3"),
        ("Fatalities: 12", "k12"),
        ("No injuries or fatalities were reported.", "w0 k0"),
        ("Killed: 3.", "k3"),
        ("On 3 May gunmen killed two men.", "k2"),
        ("On 3 May 2024, at least 27 men were killed.", "k27+"),
        ("In May 2024, two men were wounded.", "w2"),
        ("In May 2024 27 men were killed.", "k27"),
        ("In March 2024 27 men were killed.", "k27"),
        ("Of the injured, 12 may die; 12 MAY HAVE DIED.", ""),
        ("On May 3 gunmen shot and killed two men.", "k2"),
        ("The rebels may have killed two men.", ""),
        ("The raid ended in the injury of six people.", "w6"),
        ("They shot the mayor and left him seriously wounded.", "w1"),
        ("It killed two clerics and wounded another one.", "k2 w1"),
        ("Ana Ruiz was killed and her driver was wounded.", "k1 w1"),
        ("One dead, two wounded, three missing", "k1 w2 m3"),
        ("Twelve people were killed or wounded.", "k-12 w-12"),
        ("The shell killed or wounded twelve people.", "k-12 w-12"),
        ("A gunman killed and wounded 12.", "k-12 w-12"),
        ("Some 20 dead or wounded", "k-20 w-20"),
        ("Three men were kidnapped and then killed.", "d3 k3"),
        ("Nobody was killed or wounded.", "k0 w0"),
        ("No one was hurt.", "w0"),
        ("More than 100 people were freed and six gunmen were killed.", "k6"),
        ("The army fired 300 mines, one man was killed.", "k1"),
        ("The agency reports eight violations, one trader killed.", "k1"),
        ("Twelve people were killed in the port, a police officer said.", "k12"),
        ("The raid killed two people, a police officer in the town said.", "k2"),
    ],
)
def test_killed_and_wounded_in_one_sentence(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12 people, including two children, were killed.", "k12 (k2)"),
        ("12 people were killed, including two children.", "k12 (k2)"),
        ("The raid killed 12 people, among them two children.", "k12 (k2)"),
        ("The raid killed 12 people, two of them children.", "k12 (k2)"),
        ("Rebel commander among six killed in raid", "k6 (k1)"),
        ("The blast killed 12 people: five soldiers and seven farmers.", "k12 (k5) (k7)"),
        ("Forty people, six guards and 34 civilians, were killed.", "k40 (k6) (k34)"),
        ("Six gunmen were killed, along with nine villagers.", "k6 k9"),
        ("Five soldiers and 20 rebels were killed.", "k5 k20"),
        ("The raid killed five soldiers, 20 rebels and a nurse.", "k5 k20 k1"),
        ("A soldier, a nurse and a farmer were killed.", "k1 k1 k1"),
        ("A reporter, a technician for a broadcaster, was killed.", "k1 (k1)"),
        ("The minister and leader of the party was killed.", "k1 (k1)"),
        ("Three members of the peasant patrols were killed.", "k3"),
        ("Only one person, the man at the gate, was killed.", "k1 (k1)"),
        ("The raid killed a woman and four-year-old boy.", "k1 k1"),
        ("The deaths on Monday of three nurses were mourned.", "k3"),
        ("The bodies of four of the nine students were found.", "k4"),
        ("The bomb killed a candidate for the assembly, his driver and a guard.", "k1 k1 k1"),
        ("It killed a candidate, his driver and a guard and injured three.", "k1 k1 k1 w3"),
        ("It killed two soldiers and four civilians, police said.", "k2 k4"),
        ("It killed two soldiers, an official of the pro-rebel council said.", "k2"),
        ("The bomb killed nine of them.", "k9"),
        ("Two nuns were wounded, one of whom died.", "w2 k1"),
        ("One of the three has died.", "k1"),
        ("17 casualties, including 9 wounded soldiers, were counted.", "w9"),
        (
            "21 were killed, including a Dane and a Ruritanian citizen, 28 others were hurt.",
            "k21 w28",
        ),
        ("Of the 20 hostages, one was hurt.", "w1"),
        ("Both men were killed.", "k2"),
        ("Both soldiers and rebels died.", ""),
        ("Two passers-by were hurt.", "w2"),
        ("They mourn the death of a colleague, a nurse, who was killed.", "k1 (k1)"),
        ("Four soldiers and an unknown number of militants were killed.", "k4+"),
        ("The bomber killed himself and six customers.", "k1 k6"),
        ("Eleven AS fighters were killed.", "k11"),
        ("A mine killed a mother and her three children.", "k1 k3"),
        ("A tourist and her two children were hurt.", "w1 w2"),
        ("Six people, all members of one family, were killed.", "k6"),
        ("4 civ killed 9 wounded.", "k4 w9"),
        ("5 mil dead, 3 CJTF wounded.", "k5 w3"),
        ("Up to 30 feared dead.", ""),
        ("It killed 18 fighters and lost three of its own soldiers.", "k18 k3"),
        ("Nineteen are being treated in hospital.", "w19"),
        ("Several gunmen killed Ana Ruiz, who worked in the port.", "k1"),
        ("Several gunmen killed Monday.", "k3+"),
        ("A friend of recently murdered mayor Ana Ruiz spoke.", ""),
    ],
)
def test_totals_and_parts(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Two of our fighters sustained light wounds.", "w2"),
        ("The clinic received 27 people with gunshot wounds.", "w27"),
        ("FOUR PEOPLE HAVE BULLET WOUNDS.", "w4"),
        ("One hostage was reported to have a leg injury.", "w1"),
        ("31 were treated for gunshot injuries.", "w31"),
        ("A trader, hit in the shoulder, is out of danger.", "w1"),
        ("One farmer lost a leg.", "w1"),
        ("They found three bodies with gunshot wounds.", "k3"),
        ("The army lost 12 soldiers.", "k12"),
        ("The team lost 3 matches.", ""),
        ("They put the dead at between 17 and 25 and the wounded at more than 50.", "k17-25 w50+"),
        ("14:55 The attacker was shot dead.", "k1"),
        ("09:10 Twelve people died.", "k12"),
        ("2 KIA visible, 3 WIA per local sources.", "k2 w3"),
        ("In two KIA cars nobody was found.", ""),
    ],
)
def test_injuries_losses_and_notes(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A policeman was shot dead.",
        "Ana Ruiz was killed in the port.",
        "ANA RUIZ WAS KILLED IN THE PORT.",
        "Ana Ruiz, 34, was killed.",
        "ANA RUIZ, 34, LEADER OF THE PARTY, WAS SHOT TO DEATH.",
        "Ana Ruiz (34) was shot dead.",
        "Gunmen killed Ana Ruiz.",
        "GUNMEN KILLED ANA RUIZ.",
        "Gunmen assassinated Judge Ana Ruiz.",
        "The murder of Ana Ruiz was denounced.",
        "THE MURDER OF ANA RUIZ WAS DENOUNCED.",
        "The assassination of the governor was denounced.",
        "Ruiz's murder was denounced.",
        "They denounced his death.",
        "She was killed by a sniper.",
        "He died in hospital.",
        "The attacker shot him, killing him instantly.",
        "Gunmen kill vaccinator in the hills",
        "Planner of raid killed in the hills",
        "A Ruritanian was killed.",
        "The shelling killed a Ruritanian.",
        "The mayor, who was murdered on Monday, had been warned.",
        "Security official killed in blast",
        "Blast kills police officer in port",
        "The body of Ana Ruiz was found.",
        "His body was found in a well.",
        "Gunmen stabbed a trader to death.",
        "The man was shot instantly dead.",
        "The soldier's death angered the town.",
        "THE KILLING OF RUIZ IN THE PORT WAS DENOUNCED.",
        "The assassination on 22 March of Ana Ruiz was denounced.",
        "The rebels killed former Ruritanian army chief General Ana Ruiz.",
        "They murdered, at gunpoint, a soldier on leave.",
        "Gunmen killed Ana Ruiz, president of the bank and mayor of the town.",
        "The officer fired over the killings was shot dead.",
    ],
)
def test_one_that_no_number_tells(text: str) -> None:
    killed = [found for found in casualties(text) if found.measure is Measure.KILLED]
    assert [(found.low, found.high) for found in killed if not found.part] == [(1, 1)]
    assert all(found.implied for found in killed)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ana Ruiz, Juan Diaz and Luis Vega were killed.", 3),
        ("ANA RUIZ, JUAN DIAZ AND LUIS VEGA WERE KILLED.", 3),
        ("The raid killed Ana Ruiz, 34, and Juan Diaz, 42.", 2),
        ("The raid killed Ana Ruiz, Juan Diaz and two peasants.", 4),
        ("The murder of Ana Ruiz and Juan Diaz was denounced.", 2),
        ("Gunmen murdered a police inspector and two of his brothers.", 3),
        ("Gunmen killed Ana Ruiz, director of the bank.", 1),
        ("Gunmen killed Ana Ruiz, Reuters reported.", 1),
    ],
)
def test_names_in_a_list(text: str, expected: int) -> None:
    killed = [found for found in casualties(text) if found.measure is Measure.KILLED]
    assert sum(found.low or 0 for found in killed if not found.part) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The death toll rose to 41 from 33.", "k41"),
        ("The death toll rose from 33 to 41.", "k41"),
        ("The toll now stands at 41.", "k41"),
        ("The death toll is now at 41.", "k41"),
        ("The death toll has climbed to at least 41.", "k41+"),
        ("The toll rose by 8 to 41.", "k41"),
        ("Police put the death toll at 41.", "k41"),
        ("Death toll hits 41", "k41"),
        ("That brings to 41 the number of dead.", "k41"),
        ("The number of people killed rose to 41.", "k41"),
        ("The raid left a toll of one person wounded.", "w1"),
    ],
)
def test_tolls(text: str, expected: str) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "No casualties were reported.",
        "There were no casualties.",
        "There were no immediate reports of casualties.",
        "The shell fell in a field, without causing casualties.",
        "The blast did not cause any casualties.",
        "The bomb caused no casualties or damage.",
        "NO VICTIMS WERE REPORTED.",
    ],
)
def test_a_stated_zero(text: str) -> None:
    assert told(text) == "k0 w0"


@pytest.mark.parametrize(
    "text",
    [
        "There was no word on casualties.",
        "It was not clear whether there were casualties.",
        "The two men were not injured.",
        "The driver wasn't hurt.",
        "They could kill 20 people.",
        "He threatened to kill two hostages.",
        "The five officers received death threats.",
        "Two death squads roam the town.",
        "The court heard 12 murder charges.",
        "The murder of democracy goes on.",
        "The country's killings go on.",
        "The two bullet wounds in his arm were healing.",
    ],
)
def test_what_says_of_nobody_that_he_was_hurt(text: str) -> None:
    assert told(text) == ""


@pytest.mark.parametrize(
    "number",
    [
        "12 kilometres away",
        "12 km north of the port",
        "for 12 years",
        "at 12:30",
        "at 1210 GMT",
        "at 2200",
        "in 2014",
        "on 12 March",
        "on March 12",
        "on highway 12",
        "on Route 66",
        "near house no. 12",
        "with $12,000 on him",
        "with 12,000 rupees on him",
        "with a 9 mm pistol",
        "with an AK-47",
        "with 12 rounds",
        "by 12 bullets",
        "during Operation Dawn 12 weeks ago",
        "under Article 12",
        "after calling 0791 1123456",
        "after calling +92-300-1234567",
        "by a 12-year-old",
        "in a car of 7.5 tonnes",
        "in Resolution 242 talks",
        "by 12 percent",
        "by 12 drones",
        "in 12 villages",
        "from 12 houses",
    ],
)
@pytest.mark.parametrize("frame", ["Two men were killed {}.", "The guard {} killed two men."])
def test_numbers_that_count_no_people(frame: str, number: str) -> None:
    assert told(frame.format(number)) == "k2"


@pytest.mark.parametrize(
    "text",
    [
        "The army sent 5,000 troops to the border.",
        "A force of 300 soldiers took the hill.",
        "Some 40,000 people live in the town.",
        "The gang seized 12 rifles.",
        "Call 0791 112 3456.",
        "He is 45.",
        "The town lies 2,600 kilometres away.",
    ],
)
def test_people_and_things_of_whom_nobody_was_hurt(text: str) -> None:
    assert told(text) == ""


def test_displaced_and_detained_are_not_killed() -> None:
    text = "Police arrested 30 men, and 4,000 people were displaced."
    assert told(text) == "d30 x4000"


_COUNT = st.integers(min_value=2, max_value=9999)
_GROUP = st.sampled_from(["people", "soldiers", "farmers", "police officers", "rebels"])
_PLACE = st.sampled_from(["", " in the port", " near the river on Monday", " by gunmen"])


@given(_COUNT, _COUNT, _GROUP, _GROUP, _PLACE)
def test_counts_are_read_back(k: int, w: int, dead: str, hurt: str, place: str) -> None:
    passive = f"{k} {dead} were killed{place} and {w:,} {hurt} were wounded."
    assert told(passive) == f"k{k} w{w}"
    active = (
        f"A blast{place.removesuffix(' by gunmen')} killed {k:,} {dead} and wounded {w} {hurt}."
    )
    assert told(active) == f"k{k} w{w}"
    headline = f"{k} {dead} killed, {w} wounded{place}"
    assert told(headline) == f"k{k} w{w}"


@given(st.lists(st.tuples(_COUNT, _GROUP), min_size=2, max_size=5), st.booleans())
def test_lists_of_groups_are_read_back(groups: list[tuple[int, str]], active: bool) -> None:  # noqa: FBT001 - hypothesis hands over what it draws
    *first, last = [f"{count} {group}" for count, group in groups]
    joined = f"{', '.join(first)} and {last}"
    text = f"The raid killed {joined}." if active else f"{joined} were killed."
    found = casualties(text)
    assert {(c.low, c.measure) for c in found} == {(n, Measure.KILLED) for n, _group in groups}
