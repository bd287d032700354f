"""Makes up dumps of GeoNames: the 19 columns, the mixture of features and the oddities of the real
one, the same for the same seed.

Towns, divisions and countries are those of the program's own gazetteer, so that what is built of a
made-up dump can be compared with it; villages, rivers, hills and schools are invented.
"""

import itertools
import random
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from geodata.gazetteer import Gazetteer, Place

# Above every number of GeoNames'.
FIRST_MADE_ID = 50_000_000
_START = "Ka Ba Da Qa Sha Zar Mi Nu Lo Te Vo Sal Hin Dra Yar Go Pe Lu Khal Ro Ta Wa".split()
_MIDDLE = "ra ni lo be mu sta gha zi ko lā vi re dö ña shi na do lu ti ba".split()
_END = "bad kot gan grad pur ville ton ka ra an ez wa ham i o sk ābād tal".split()
# Syllables between the two: short names have many bearers, long ones few.
_LENGTHS = (0, 1, 1, 1, *[2] * 8, *[3] * 8)
# Class and code by how common they are in GeoNames.
_FEATURES = {
    "P.PPL": 40, "P.PPLX": 2, "P.PPLL": 2, "P.PPLQ": 1, "P.PPLH": 1, "A.ADM3": 1, "A.ADM4": 2,
    "A.ADM2H": 1, "H.STM": 11, "H.LK": 4, "H.WLL": 3, "S.SCH": 5, "S.CH": 4, "S.FRM": 5,
    "S.HTL": 2, "S.AIRP": 1, "S.PSTB": 1, "T.HLL": 5, "T.MT": 5, "T.PASS": 1, "L.LCTY": 2,
    "L.RGN": 1, "V.FRST": 1, "R.ST": 1, "U.RDGU": 1,
}  # fmt: skip
_SCRIPTS = ("Кабул", "कबूल", "喀布尔", "كابل")
_OTHER_LETTERS = str.maketrans("āöñ", "aon")


class DumpMaker:
    """Makes rows; each is the text of a line.

    Args:
        gazetteer: where countries, divisions and towns come from.
        countries: those whose divisions and towns occur.
        seed: another one gives other rows.

    """

    def __init__(
        self,
        gazetteer: Gazetteer,
        countries: Iterable[str] = ("AF", "PK", "UA", "US"),
        seed: int = 1,
    ) -> None:
        self._random = random.Random(seed)  # noqa: S311 - made-up names, no secrets
        self._ids = itertools.count(FIRST_MADE_ID)
        wanted = set(countries)
        self.places = [place for place in _places(gazetteer) if place.iso2 in wanted]
        self._divisions = [place for place in self.places if place.feature == "A.ADM1"]
        # GeoNames numbers divisions by country; the order of their ids does as well.
        self.codes: dict[str, str] = {}
        for iso2 in wanted:
            inside = [place for place in self._divisions if place.iso2 == iso2]
            for number, place in enumerate(inside, start=1):
                self.codes[place.place_id] = f"{number:02}"

    def known(self) -> Iterator[str]:
        """Yield the rows of countries, divisions and towns that the gazetteer has, too."""
        for place in self.places:
            if place.feature == "A.PCLI":
                yield self.row(next(self._ids), f"Land of {place.name}", place, place.name)
            elif place.feature == "A.ADM1":
                yield self.row(next(self._ids), f"{place.name} Province", place)
            elif place.place_id.startswith("geonames:"):
                yield self.row(int(place.place_id[9:]), place.name, place)

    def made(self, count: int) -> Iterator[str]:
        """Yield so many rows of places that nobody knows."""
        features = self._random.choices(list(_FEATURES), weights=list(_FEATURES.values()), k=count)
        for feature in features:
            division = self._random.choice(self._divisions)
            yield self._made(feature, division)

    def row(self, geonameid: int, name: str, place: Place, *alternates: str) -> str:
        """Return the row of a place under another number and name."""
        code = self.codes.get(f"admin1:{place.admin1_code}", "00")
        return dump_row(
            geonameid=geonameid,
            name=name,
            alternates=",".join(alternates),
            latitude=place.latitude,
            longitude=place.longitude,
            feature=place.feature,
            iso2=place.iso2,
            admin1=self.codes.get(place.place_id, code),
            population=place.population,
        )

    def _made(self, feature: str, division: Place) -> str:
        pick = self._random.choice
        name = pick(_START) + "".join(pick(_MIDDLE) for _ in range(pick(_LENGTHS))) + pick(_END)
        alternates = []
        if self._random.random() < 0.4:
            alternates = [name.translate(_OTHER_LETTERS), pick(_SCRIPTS), pick(_START) + pick(_END)]
        people = 0
        if feature.startswith("P.") and self._random.random() < 0.1:
            people = int(10 ** self._random.uniform(1, 4))
        return dump_row(
            geonameid=next(self._ids),
            name=name,
            alternates=",".join(alternates),
            latitude=round(division.latitude + self._random.gauss(0, 1) % 2, 5),
            longitude=round(division.longitude + self._random.gauss(0, 1) % 2, 5),
            feature=feature,
            iso2=division.iso2,
            admin1=self.codes[division.place_id],
            admin2=str(self._random.randrange(20)),
            population=people,
        )


def dump_row(  # noqa: PLR0913 - one argument a column
    *,
    geonameid: int,
    name: str,
    latitude: float,
    longitude: float,
    feature: str = "P.PPL",
    iso2: str = "AF",
    alternates: str = "",
    admin1: str = "00",
    admin2: str = "",
    population: int = 0,
) -> str:
    """Return a row as GeoNames writes it, without its line feed."""
    feature_class, _, code = feature.partition(".")
    cells = [
        geonameid, name, name.translate(_OTHER_LETTERS), alternates, latitude, longitude,
        feature_class, code, iso2, "", admin1, admin2, "", "", population, "", 1790,
        "Asia/Kabul", "2024-05-01",
    ]  # fmt: skip
    return "\t".join(map(str, cells))


def write_dump(path: Path, rows: Iterable[str]) -> Path:
    """Write rows to a text file, or to a zip file with one in it."""
    if path.suffix == ".zip":
        with (
            ZipFile(path, "w", ZIP_DEFLATED, compresslevel=1) as archive,
            archive.open(f"{path.stem}.txt", "w", force_zip64=True) as member,
        ):
            for row in rows:
                member.write(f"{row}\n".encode())
    else:
        with path.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(f"{row}\n" for row in rows)
    return path


def _places(gazetteer: Gazetteer) -> Iterator[Place]:
    for index in range(len(gazetteer._place_key)):
        yield gazetteer._read_place(index)
