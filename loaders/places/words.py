"""Words that say what a capitalised name beside them is; all in small letters."""

from typing import Final

# Before a name: something is there, so the name is a place.
WHERE: Final = frozenset(
    "in near across throughout outside inside around within downtown neighbouring neighboring "
    "nearby visiting central southern northern eastern western southeastern southwestern "
    "northeastern northwestern northeast northwest southeast southwest rural".split()
)
# Before a name: a way or a relation that people and organisations have, too.
WHITHER: Final = frozenset(
    "at from to into of toward towards between via off on onto through over above beyond along "
    "against leaving north south east west".split()
)
# After a name of a place, and part of the phrase: "Kunar province", "Brighton beach".
AREA_KINDS: Final = frozenset(
    "province provinces state states region regions oblast oblasts governorate governorates "
    "county counties "
    "district districts department prefecture canton territory parish emirate krai raion "
    "voivodeship republic division agency".split()
)
FIRST_LEVEL_KINDS: Final = frozenset(
    "province state region oblast governorate department prefecture canton territory emirate "
    "krai voivodeship republic provinces states regions oblasts governorates".split()
)
SECOND_LEVEL_KINDS: Final = frozenset(
    "county counties district districts parish raion agency tehsil borough".split()
)
TOWN_KINDS: Final = frozenset(
    "city cities town towns village villages township suburb capital hamlet settlement port "
    "municipality neighbourhood neighborhood commune".split()
)
OTHER_KINDS: Final = frozenset(
    "area island islands valley coast peninsula border airport river mountains lake camp "
    "crossing highway road base prison strip desert frontier".split()
)
PLURAL_KINDS: Final = frozenset(
    "provinces states regions governorates oblasts counties districts cities towns villages".split()
)
PLACE_KINDS: Final = AREA_KINDS | TOWN_KINDS | OTHER_KINDS
# After a place's name: people or bodies that belong to a place.
BELONGING: Final = frozenset(
    "police residents resident man woman officials authorities government mayor governor "
    "native sheriff sheriff's sheriff’s teenager family couple schools school firefighters".split()
)
# In the name of an organisation that carries the place it works in: "Kabul University".
LOCAL_BODIES: Final = frozenset(
    "police department sheriff's sheriff’s office fire school schools high university college "
    "hospital county city council court district community public state airport mayor township "
    "board commission chamber library museum center centre prison jail elementary middle regional "
    "medical stadium embassy consulate municipality parish civic church cathedral cemetery "
    "authority government ministry army".split()
)
# In the name of an organisation that a place has only lent its name to.
NAMESAKES: Final = frozenset(
    "times post herald tribune journal gazette news globe star sun observer chronicle press bank "
    "inc corp ltd co company airlines airways motors energy oil petroleum group holdings partners "
    "daily weekly magazine radio television tv network records foundation united rovers fc giants "
    "yankees".split()
)
# After a name, in small letters: things that bear the name of the place they come from.
THINGS: Final = frozenset(
    "virus viruses fever disease flu influenza strain strains syndrome terrier sauce cheese".split()
)
# Before the name of a person.
TITLES: Final = frozenset(
    "mr mrs ms miss dr sir lord lady prof professor gen general col colonel lt lieutenant maj "
    "major capt captain sgt sergeant cpl corporal brig brigadier adm admiral cmdr commander "
    "president premier chancellor senator sen rep congressman congresswoman judge justice king "
    "queen prince princess sheikh sheik mullah maulvi imam ayatollah pope bishop archbishop rev "
    "reverend father saint pastor secretary minister spokesman spokeswoman spokesperson "
    "director chairman chairwoman chief officer detective inspector deputy coach attorney "
    "trooper mother brother sister uncle aunt hajji haji".split()
)
# After a name: a street or a building called after it.
STREETS: Final = frozenset(
    "st street ave avenue road rd drive dr lane ln blvd boulevard way circle parkway pkwy route "
    "place terrace square bridge hotel tower towers building hall arena theater theatre "
    "restaurant cafe inn plaza mall act accord accords treaty agreement conference summit open "
    "cup marathon festival award prize".split()
)
# After a name: a natural feature called after the place, or the place after it.
WATERS: Final = frozenset(
    "river creek lake bay beach falls springs mountain mountains hills hill valley island islands "
    "park forest peninsula canal sea gulf strait desert basin canyon ridge pass glacier reservoir "
    "dam harbor harbour port point cape reef delta".split()
)
# After a name: people do this, and so do governments.
SPEECH: Final = frozenset(
    "said says told added asked wrote testified stated explained recalled noted".split()
)
# Between the capitalised words of one name.
JOINING_WORDS: Final = frozenset(
    "al am an and au bin da das de del della der des di do dos du e el en i ibn la las le les lo "
    "los na of on os oş oya pri sobre sous sul sur the und upon van y ye za".split()
)
# Written with a full stop inside a name: St. Louis, W. Va.
SHORTENED: Final = frozenset({"st", "ste", "ft", "mt", "pt", "sta", "sto", "n", "s", "e", "w"})
# After a name: the office or body of one kind of place, with that kind.
OFFICES: Final = {
    "governor": "state",
    "legislature": "state",
    "senate": "state",
    "mayor": "city",
    "councilman": "city",
    "firefighters": "city",
}
# Words for a part of an area, with the part they mean.
DIRECTIONS: Final = {
    "north": "northern",
    "northern": "northern",
    "south": "southern",
    "southern": "southern",
    "east": "eastern",
    "eastern": "eastern",
    "west": "western",
    "western": "western",
    "northeast": "northeastern",
    "northeastern": "northeastern",
    "northwest": "northwestern",
    "northwestern": "northwestern",
    "southeast": "southeastern",
    "southeastern": "southeastern",
    "southwest": "southwestern",
    "southwestern": "southwestern",
    "central": "central",
}
