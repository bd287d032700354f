import random
import resource
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_dump import FIRST_MADE_ID, DumpMaker, dump_row, write_dump
from small_gazetteer import write_small_gazetteer

from geodata import gazetteer as gazetteer_module
from geodata.building.places import importance_of, prior_of
from geodata.errors import ExportError, SourceError, TablesError, UsageError
from geodata.gazetteer import (
    FILE_KIND,
    FILE_VERSION,
    MOST_CANDIDATES,
    Candidate,
    Gazetteer,
    MatchKind,
    Place,
)
from geodata.geonames_dump import build, collect, sections, spools
from geodata.geonames_dump.build import Summary, build_gazetteer
from geodata.tablefile import TableFile

ROWS = [
    dump_row(geonameid=900, name="Islamic Republic of Afghanistan", latitude=33, longitude=65,
             feature="A.PCLI", alternates="Afghanistan,Avganistan,Aland", population=39_000_000),
    # The towns of both provinces say which is which; the names only of the second.
    dump_row(geonameid=901, name="Wilayat-e Kandahār", latitude=31.1, longitude=65.4,
             feature="A.ADM1", admin1="23", alternates="Kandahar Region"),
    # For ISO 3166-2 it is of the first level.
    dump_row(geonameid=918, name="Bajaur District", latitude=34.8, longitude=71.4,
             feature="A.ADM2", iso2="PK", admin1="03", admin2="8"),
    dump_row(geonameid=917, name="Kunar District", latitude=34.8, longitude=71, feature="A.ADM2",
             admin1="34", admin2="3401"),
    dump_row(geonameid=902, name="Kunar Province", latitude=34.8, longitude=71, feature="A.ADM1",
             admin1="34"),
    # Split from Kunar, with one of its towns.
    dump_row(geonameid=903, name="Dara Province", latitude=34.8, longitude=70.8, feature="A.ADM1",
             admin1="51"),
    # No town says which this is.
    dump_row(geonameid=904, name="Velayat-e Nimroz", latitude=31, longitude=62.4, feature="A.ADM1",
             admin1="19", alternates="Nimroz Province"),
    dump_row(geonameid=905, name="Département de la Gironde", latitude=44.9, longitude=-0.5,
             feature="A.ADM2", iso2="FR", admin1="75", admin2="33", alternates="Gironde"),
    dump_row(geonameid=906, name="Maywand District", latitude=31.7, longitude=65, feature="A.ADM2",
             admin1="23", admin2="2306"),
    dump_row(geonameid=1138336, name="Kandahār", latitude=31.61332, longitude=65.71013,
             feature="P.PPLA", admin1="23", population=614_118,
             alternates="Kandahar,Alexandria in Arachosia,Кандагар,KDH"),
    dump_row(geonameid=1, name="Arghandāb", latitude=31.65, longitude=65.65, admin1="23",
             population=20_000),
    dump_row(geonameid=2, name="Asadabad", latitude=34.87, longitude=71.15, admin1="34",
             population=48_400),
    dump_row(geonameid=4, name="Nari", latitude=35.2, longitude=71.5, admin1="34"),
    dump_row(geonameid=3, name="Chapa Dara", latitude=34.85, longitude=70.8, admin1="51",
             population=900),
    dump_row(geonameid=910, name="Tekosk", latitude=31.5, longitude=65.1, admin1="23",
             admin2="2306", population=250, alternates="Tekowsk,Текоск"),
    dump_row(geonameid=911, name="Dangam", latitude=34.9, longitude=71.3, admin1="34"),
    dump_row(geonameid=912, name="Kunar Rud", latitude=34.7, longitude=71, feature="H.STM",
             admin1="34", alternates=",".join(f"Kunar {n}" for n in "ABCDEFGHI")),
    dump_row(geonameid=913, name="Wosa School", latitude=34.7, longitude=71, feature="S.SCH"),
    dump_row(geonameid=914, name="天水", latitude=34.7, longitude=71),
    dump_row(geonameid=915, name="Старица", latitude=34.7, longitude=71).replace(
        "Старица\tСтарица", "Старица\tStaritsa"),
    dump_row(geonameid=916, name="Nowhere Reef", latitude=-10, longitude=-170.5, feature="H.RF",
             iso2=""),
]  # fmt: skip
BAD = [
    "one\ttwo",
    dump_row(geonameid=0, name="No Number", latitude=1, longitude=1),
    dump_row(geonameid=920, name="Off The Earth", latitude=91, longitude=1),
    dump_row(geonameid=921, name="Nan", latitude=float("nan"), longitude=1),
    dump_row(geonameid=922, name="No Country", latitude=1, longitude=1, iso2="ZZ"),
    dump_row(geonameid=923, name="Bad Feature", latitude=1, longitude=1, feature="Q.PPL"),
]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_gazetteer(tmp_path_factory.mktemp("base") / "small.bin")


@pytest.fixture(scope="module")
def built(base: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    folder = tmp_path_factory.mktemp("built")
    dump = write_dump(folder / "AF.zip", ROWS)
    build_gazetteer(dump, folder / "out.bin", base=base)
    with Gazetteer.open(folder / "out.bin") as opened:
        yield opened


def make(tmp_path: Path, base: Path, rows: list[str], name: str = "AF.txt") -> Summary:
    return build_gazetteer(write_dump(tmp_path / name, rows), tmp_path / "out.bin", base=base)


def found(gazetteer: Gazetteer, name: str) -> list[str]:
    return [candidate.place.place_id for candidate in gazetteer.candidates(name)]


def test_a_village_is_found_with_all_that_is_known_of_it(built: Gazetteer) -> None:
    assert built.candidates("Tekosk")[0].place == Place(
        "geonames:910", "Tekosk", 31.5, 65.1, "AF", "AFG", "AF-KAN", "Kandahar", "P.PPL", 250
    )
    assert built.candidates("TEKOSK")[0].match is MatchKind.FOLDED
    assert built.candidates("Tekowsk")[0].match is MatchKind.ALTERNATE
    assert built.candidates("Tekosk")[0].prior == prior_of(importance_of(250), 0) / 255
    assert built.starts_name("Tekosk")
    assert built.place("geonames:910") == built.candidates("Tekosk")[0].place


def test_a_country_stays_what_it_was(built: Gazetteer) -> None:
    assert found(built, "Afghanistan") == found(built, "Afghan") == ["country:AFG"]
    assert built.candidates("Afghan")[0].match is MatchKind.DEMONYM
    assert built.candidates("PAK.")[0].match is MatchKind.ABBREVIATION
    assert built.place("geonames:900") is None
    # What a country is called in some language is the name of a village elsewhere.
    assert found(built, "Aland") == []


@pytest.mark.parametrize(
    ("name", "place_id"),
    [
        ("Wilayat-e Kandahar", "admin1:AF-KAN"),
        ("Kunar Province", "admin1:AF-KNR"),
        ("Dara Province", "admin1:AF.51"),
        ("Velayat-e Nimroz", "admin1:AF-NIM"),
        ("Departement de la Gironde", "admin2:FR-33"),
        ("Bajaur District", "admin1:PK-BJR"),
        ("Kunar District", "geonames:917"),
        ("Kunar", "admin1:AF-KNR"),
        ("Maywand District", "geonames:906"),
        ("Maywand", "geonames:906"),
    ],
)
def test_a_division_is_recognised(built: Gazetteer, name: str, place_id: str) -> None:
    assert found(built, name)[0] == place_id


@pytest.mark.parametrize(
    ("place_id", "admin1_code"),
    [
        ("geonames:910", "AF-KAN"),
        ("geonames:906", "AF-KAN"),
        ("geonames:911", "AF-KNR"),
        ("geonames:3", "AF.51"),
        ("geonames:913", None),
        ("geonames:915", None),
        ("geonames:916", None),
        ("admin1:AF.51", None),
        ("supplement:torkham", None),
    ],
)
def test_a_place_lies_in_its_division(
    built: Gazetteer, place_id: str, admin1_code: str | None
) -> None:
    place = built.place(place_id)
    assert (place.admin1_code if place else None) == admin1_code


def test_a_division_counts_the_people_of_its_towns(built: Gazetteer) -> None:
    district = built.place("geonames:906")
    assert district is not None
    assert district.population == 250
    assert built.candidates("Maywand District")[0].prior < built.candidates("Tekosk")[0].prior


def test_a_town_that_both_know_keeps_its_names_and_gets_newer_figures(
    built: Gazetteer, base: Path
) -> None:
    town = built.place("geonames:1138336")
    assert town is not None
    assert (town.name, town.feature, town.population) == ("Kandahar", "P.PPLA", 614_118)
    assert (town.latitude, town.longitude) == (31.61332, 65.71013)
    for name in ("Kandahar", "Kandahār", "Candahar", "Alexandria in Arachosia"):
        assert "geonames:1138336" in found(built, name)
    assert found(built, "KDH") == []
    with Gazetteer.open(base) as small:
        before = small.candidates("Candahar")[0].prior
    grown = importance_of(614_118) - importance_of(391_190)
    gain = built.candidates("Candahar")[0].prior - before
    assert gain == pytest.approx(grown / 11.5, abs=0.005)


def test_what_only_the_gazetteer_has_is_taken_over(built: Gazetteer, base: Path) -> None:
    with Gazetteer.open(base) as small:
        for name in ("Durand Line", "Torkham", "Pakistan", "Afghan", "Nouvelle-Aquitaine"):
            assert built.candidates(name) == small.candidates(name)
        assert built.is_ordinary_word("market")
        assert not built.is_ordinary_word("Tekosk")


def test_a_river_with_many_names_counts_more_than_a_village_that_nobody_counted(
    built: Gazetteer,
) -> None:
    river, village = built.candidates("Kunar Rud")[0], built.candidates("Dangam")[0]
    assert river.place.feature == "H.STM"
    assert river.prior > village.prior


def test_what_a_map_of_news_needs_not_is_left_out(tmp_path: Path, base: Path) -> None:
    summary = make(tmp_path, base, ROWS)
    assert (summary.counts.rows, summary.counts.left_out, summary.counts.nameless) == (21, 1, 1)
    assert summary.counts.taken == 19
    dump = tmp_path / "AF.txt"
    build_gazetteer(dump, tmp_path / "all.bin", base=base, all_features=True)
    with Gazetteer.open(tmp_path / "out.bin") as some, Gazetteer.open(tmp_path / "all.bin") as all_:
        assert found(some, "Wosa School") == []
        assert found(all_, "Wosa School") == ["geonames:913"]
        assert found(some, "Staritsa") == ["geonames:915"]
        assert len(all_) == len(some) + 1 == summary.places + 1


def test_bad_rows_are_counted_and_told(tmp_path: Path, base: Path) -> None:
    counts = make(tmp_path, base, ["", *ROWS, *BAD]).counts
    assert (counts.rows, counts.taken, counts.bad) == (len(ROWS) + len(BAD), 19, len(BAD))
    assert counts.bad_examples == [
        "line 23 has 2 columns instead of 19",
        "line 24 has '0' as geonameid",
        "line 25 has '91' as latitude",
        "line 26 has 'nan' as latitude",
        "line 27 has the unknown country 'ZZ'",
    ]


def test_a_row_that_repeats_another_is_left_out(tmp_path: Path, base: Path) -> None:
    again = dump_row(geonameid=910, name="Tekosk Again", latitude=1, longitude=1)
    summary = make(tmp_path, base, [*ROWS, ROWS[14], again, ROWS[1], ROWS[8], ROWS[9]])
    assert summary.repeated == 4
    with Gazetteer.open(tmp_path / "out.bin") as gazetteer:
        assert found(gazetteer, "Tekosk") == ["geonames:910"]
        assert found(gazetteer, "Tekosk Again") == []
        place = gazetteer.place("geonames:910")
        assert place is not None
        assert place.latitude == 31.5


def test_zip_and_text_line_ends_and_runs_make_no_difference(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    summary = make(tmp_path, base, ROWS)
    expected = (tmp_path / "out.bin").read_bytes()
    make(tmp_path, base, ROWS, "allCountries.zip")
    assert (tmp_path / "out.bin").read_bytes() == expected
    make(tmp_path, base, [f"{row}\r" for row in ROWS])
    assert (tmp_path / "out.bin").read_bytes() == expected
    monkeypatch.setattr(spools, "_RUN", 7)
    monkeypatch.setattr(spools, "_PLACES_AT_ONCE", 4)
    monkeypatch.setattr(spools, "_WORDS_AT_ONCE", 3)
    assert make(tmp_path, base, ROWS) == summary
    assert (tmp_path / "out.bin").read_bytes() == expected


def test_names_that_share_a_hash_are_told_apart(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def poor_hash(folded: str) -> int:
        return len(folded) << 40

    make(tmp_path, base, ROWS, "good.txt")
    good = (tmp_path / "out.bin").rename(tmp_path / "good.bin")
    monkeypatch.setattr(spools, "name_hash", poor_hash)
    make(tmp_path, base, ROWS)
    with Gazetteer.open(good) as expected, Gazetteer.open(tmp_path / "out.bin") as poor:
        names = ["Tekosk", "Dangam", "Asadabad", "Kandahar", "Candahar", "Torkham", "Nowhere"]
        answers = [expected.candidates(name) for name in names]
        monkeypatch.setattr(gazetteer_module, "name_hash", poor_hash)
        assert [poor.candidates(name) for name in names] == answers


def test_texts_of_more_than_four_gigabytes_get_longer_offsets(
    tmp_path: Path, base: Path, built: Gazetteer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sections, "_LARGEST_OFFSET", 100)
    make(tmp_path, base, ROWS)
    path = tmp_path / "out.bin"
    with TableFile.open(path, kind=FILE_KIND, version=FILE_VERSION) as tables:
        for name in ("entry_name", "place_name", "place_key"):
            assert tables.section(name).itemsize == 8
    with Gazetteer.open(path) as large:
        for name in ("Tekosk", "Kandahar", "Durand Line", "Afghan", "Maywand"):
            assert large.candidates(name) == built.candidates(name)
        assert large.place("admin1:AF.51") == built.place("admin1:AF.51")


def test_many_feature_codes_get_wider_numbers(tmp_path: Path, base: Path) -> None:
    rows = [
        dump_row(geonameid=1000 + n, name=f"Spot {n}", latitude=1, longitude=1, feature=f"S.X{n}")
        for n in range(300)
    ]
    dump = write_dump(tmp_path / "AF.txt", rows)
    build_gazetteer(dump, tmp_path / "out.bin", base=base, all_features=True)
    with Gazetteer.open(tmp_path / "out.bin") as gazetteer:
        assert [gazetteer.candidates(f"Spot {n}")[0].place.feature for n in (0, 299)] == [
            "S.X0",
            "S.X299",
        ]


@pytest.mark.parametrize(
    ("limit", "said"), [("_MOST_DIVISIONS", "more than 2 div"), ("_MOST_CODES", "more than 2 f")]
)
def test_what_would_not_fit_into_memory_is_refused(
    limit: str, said: str, tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collect, limit, 2)
    with pytest.raises(SourceError, match=said):
        make(tmp_path, base, ROWS)
    assert [path.name for path in tmp_path.iterdir()] == ["AF.txt"]


@pytest.mark.parametrize("content", ["", "\n\n", "a,b\n1,2\n", "AF.13\tKabul\tKabul\t1\n" * 2000])
def test_another_file_is_refused(content: str, tmp_path: Path, base: Path) -> None:
    dump = tmp_path / "AF.txt"
    dump.write_text(content, encoding="utf-8")
    with pytest.raises(SourceError, match=r"AF\.txt is no dump of GeoNames: .*; expected all"):
        build_gazetteer(dump, tmp_path / "out.bin", base=base)
    assert [path.name for path in tmp_path.iterdir()] == ["AF.txt"]


def test_a_file_that_has_mostly_bad_rows_is_refused(tmp_path: Path, base: Path) -> None:
    with pytest.raises(SourceError, match="line 2 has 2 columns instead of 19; expected"):
        make(tmp_path, base, [ROWS[0], BAD[0], BAD[0]])


def test_the_dump_is_not_written_over(tmp_path: Path, base: Path) -> None:
    dump = write_dump(tmp_path / "AF.txt", ROWS)
    with pytest.raises(UsageError, match="would replace the dump"):
        build_gazetteer(dump, dump, base=base)


def interrupted(*_: object) -> None:
    raise KeyboardInterrupt


def test_nothing_is_left_of_a_build_that_is_interrupted(tmp_path: Path, base: Path) -> None:
    dump = write_dump(tmp_path / "AF.txt", ROWS)
    with pytest.raises(KeyboardInterrupt):
        build_gazetteer(dump, tmp_path / "out.bin", base=base, report=interrupted)
    assert list(tmp_path.iterdir()) == [dump]


def test_a_disk_that_is_full_is_told_and_the_old_file_stays(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    output = tmp_path / "out.bin"
    output.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    monkeypatch.setattr(build, "_COPIES", 0)
    dump = write_dump(tmp_path / "AF.txt", ROWS)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2000, hard))
    try:
        with pytest.raises(ExportError, match=r"cannot write .*out\.bin: "):
            build_gazetteer(dump, output, base=base)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert output.read_bytes() == b"old"
    assert {path.name for path in tmp_path.iterdir()} == {"AF.txt", "out.bin"}


def test_too_small_a_disk_is_told_before_the_work(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "_COPIES", 10**15)
    with pytest.raises(ExportError, match=r"MB of disk while it is built, and .* MB free"):
        make(tmp_path, base, ROWS)


def test_a_gazetteer_with_other_sections_is_refused(
    tmp_path: Path, base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("geodata.geonames_dump.base.SECTIONS", frozenset({"text", "meta"}))
    with pytest.raises(TablesError, match="has other sections than a dump can be built on"):
        make(tmp_path, base, ROWS)


def test_progress_is_told(tmp_path: Path, base: Path) -> None:
    told: list[tuple[str, int, int, int]] = []
    dump = write_dump(tmp_path / "AF.txt", ROWS)
    build_gazetteer(dump, tmp_path / "out.bin", base=base, report=lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, *_ in told)) == [
        "reading",
        "taking over",
        "sorting",
        "writing",
    ]
    size = dump.stat().st_size
    assert told[0] == ("reading", size, size, len(ROWS))


def test_every_look_up_in_the_built_in_gazetteer_gives_the_same(tmp_path: Path) -> None:
    with Gazetteer.open() as own:
        maker = DumpMaker(own)
        dump = write_dump(tmp_path / "AF.zip", [*maker.known(), *maker.made(12_000)])
        summary = build_gazetteer(dump, tmp_path / "out.bin")
        pick = random.Random(7)  # noqa: S311 - a sample
        with Gazetteer.open(tmp_path / "out.bin") as larger:
            assert len(larger) == summary.places > len(own) + 8_000
            for number in pick.sample(range(len(own)), 2000):
                place = own._read_place(number)
                assert larger.place(place.place_id) == place
            for entry in pick.sample(range(len(own._entry_name)), 2000):
                name = own._string(own._entry_name[entry])
                assert known(larger, name) == own.candidates(name)


def known(gazetteer: Gazetteer, name: str) -> list[Candidate]:
    """Return the candidates that are not made up."""
    candidates = gazetteer.candidates(name, limit=10_000)
    return [each for each in candidates if not is_made(each.place.place_id)][:MOST_CANDIDATES]


def is_made(place_id: str) -> bool:
    scheme, _, number = place_id.partition(":")
    return scheme == "geonames" and int(number) >= FIRST_MADE_ID
