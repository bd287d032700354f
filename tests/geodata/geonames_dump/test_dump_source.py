import os
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_dump import dump_row

from geodata.errors import SourceError
from geodata.geonames_dump import source
from geodata.geonames_dump.rows import BadRowError, DumpRow, parse_row
from geodata.geonames_dump.source import Dump

TEXT = "\n".join(
    dump_row(geonameid=n, name=f"Village {n}", latitude=1, longitude=2) for n in range(1, 900)
)


def archive(path: Path, **members: str) -> Path:
    with ZipFile(path, "w", ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name.replace("__", "/").replace("_txt", ".txt"), content)
    return path


def lines(path: Path) -> list[str]:
    with Dump.open(path) as dump:
        found = [line for block in dump.blocks() for line in block]
        assert dump.done == dump.total
    return found


@pytest.mark.parametrize("name", ["allCountries_txt", "AF_txt", "cities500_txt", "no-country_txt"])
def test_an_archive_of_geonames_is_read(name: str, tmp_path: Path) -> None:
    path = archive(tmp_path / "dump.zip", **{"readme.txt": "About", name: TEXT})
    assert lines(path) == TEXT.split("\n")


def test_text_is_read_in_blocks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "AF.txt"
    text = "Kāpīsā\tКаписа\n\nx\n" * 50 + "no line feed"
    path.write_text(text, encoding="utf-8")
    for size in (1, 7, 64, 1 << 20):
        monkeypatch.setattr(source, "_BLOCK_BYTES", size)
        assert [line for line in lines(path) if line] == [line for line in text.split("\n") if line]


@pytest.mark.parametrize(
    ("members", "said"),
    [
        ({}, "holds 0 texts, expected one"),
        ({"AF_txt": "a", "PK_txt": "b"}, "holds 2 texts, expected one"),
        ({"readme_txt": "a"}, "holds 0 texts"),
        ({"..__AF_txt": "a"}, "holds 1 files, among them '../AF.txt'"),
        ({"__etc__passwd_txt": "a"}, "among them '/etc/passwd.txt'"),
        ({"AF_txt": "a", "run.exe": "b"}, "holds 2 files, among them 'run.exe'"),
        ({f"{n}.xml": "a" for n in range(20)}, "holds 20 files, among them '0.xml'"),
        ({"AF_txt": "a" * 1_000_000}, r"AF\.txt would grow from [\d,]+ to 1,000,000 bytes"),
    ],
)
def test_another_archive_is_refused(members: dict[str, str], said: str, tmp_path: Path) -> None:
    path = archive(tmp_path / "dump.zip", **members)
    with pytest.raises(SourceError, match=said) as caught:
        lines(path)
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def in_the_middle(content: bytes) -> bytes:
    half = len(content) // 2
    return content[:half] + bytes(50) + content[half + 50 :]


def encrypted(content: bytes) -> bytes:
    entry = content.rfind(b"PK\x01\x02")
    return content[: entry + 8] + b"\x01" + content[entry + 9 :]


def packed_in_an_unknown_way(content: bytes) -> bytes:
    entry = content.rfind(b"PK\x01\x02")
    return content[: entry + 10] + b"\x63" + content[entry + 11 :]


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda content: content[: len(content) // 2], "is cut off or damaged: download it again"),
        (in_the_middle, "is damaged after [\\d,]+ bytes of text .*: download it again"),
        (encrypted, "is encrypted"),
        (packed_in_an_unknown_way, "cannot be unpacked: That compression"),
    ],
)
def test_a_damaged_archive_is_told(
    damage: Callable[[bytes], bytes], said: str, tmp_path: Path
) -> None:
    path = archive(tmp_path / "AF.zip", AF_txt=TEXT)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(SourceError, match=said):
        lines(path)


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"cannot read .*none\.zip: No such file"):
        lines(tmp_path / "none.zip")
    with pytest.raises(SourceError, match="it is a folder"):
        lines(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(SourceError, match="it is no file"):
        lines(tmp_path / "pipe")


def test_a_line_without_end_does_not_fill_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(source, "_BLOCK_BYTES", 1000)
    path = tmp_path / "AF.txt"
    path.write_bytes(b"x" * 300_000)
    with pytest.raises(SourceError, match="a line of it is longer than 200,000 bytes"):
        lines(path)


def test_a_row_is_read() -> None:
    row = (
        "1138336\tKandahār\tKandahar\tQandahar,Kandahar\t31.61332\t65.71013\tP\tPPLA\tAF\tAF,PK\t23"
    )
    row += "\t2301\t\t\t614118\t\t1015\tAsia/Kabul\t2024-01-01"
    assert parse_row(row, {"AF"}) == DumpRow(
        1138336, "Kandahār", "Kandahar", "Qandahar,Kandahar", 31.61332, 65.71013, "P", "PPLA",
        "AF", "23", "2301", 614118,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        (0, "", "has '' as geonameid"),
        (0, "-1", "has '-1' as geonameid"),
        (0, "4294967296", "has '4294967296' as geonameid"),
        (0, "9" * 5000, "has '99999999999999999999' as geonameid"),
        (0, "１", "has '１' as geonameid"),
        (1, "\ufffd", "is not UTF-8"),
        (4, "inf", "has 'inf' as latitude"),
        (5, "180.1", "has '180.1' as longitude"),
        (5, "east", "has 'east' as longitude"),
        (6, "PP", "has the unknown feature class 'PP'"),
        (7, "PPL\x1b[2J", "has the feature code"),
        (8, "XY", "has the unknown country 'XY'"),
        (14, "-5", "has '-5' as population"),
    ],
)
def test_a_bad_cell_is_named(column: int, value: str, said: str) -> None:
    cells = dump_row(geonameid=1, name="Village", latitude=1, longitude=2).split("\t")
    cells[column] = value
    with pytest.raises(BadRowError) as caught:
        parse_row("\t".join(cells), {"AF"})
    assert said in str(caught.value)


def test_odd_cells_do_no_harm() -> None:
    cells = dump_row(geonameid=1, name="Vil\u00a0\x1b[2Jlage", latitude=1, longitude=2).split("\t")
    cells[3], cells[7], cells[10], cells[14] = "a\u200cb,c", "", "../x", "99999999999"
    row = parse_row("\t".join(cells), {"AF"})
    assert (row.name, row.alternatenames) == ("Vil [2Jlage", "a b,c")
    assert (row.feature_code, row.admin1, row.population) == ("", "", 2**32 - 1)


@settings(deadline=None)
@given(st.lists(st.text(max_size=12), min_size=17, max_size=20))
def test_no_line_breaks_the_reading(cells: list[str]) -> None:
    try:
        row = parse_row("\t".join(cells), {"AF"})
    except BadRowError as error:
        assert str(error)  # noqa: PT017 - either is right
    else:
        assert row.name.isprintable()
