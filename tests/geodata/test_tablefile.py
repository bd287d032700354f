from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from geodata import tablefile
from geodata.boundaries import DEFAULT_PATH as BOUNDARIES
from geodata.boundaries import Boundaries
from geodata.errors import ExportError, TablesError
from geodata.gazetteer import DEFAULT_PATH as GAZETTEER
from geodata.gazetteer import FILE_KIND, FILE_VERSION, Gazetteer
from geodata.tablefile import Section, SpooledSection, TableFile, write_table_file

SECTIONS: dict[str, Section] = {
    "numbers": array("I", [1, 2, 70_000]),
    "text": b"Kabul",
    "nothing": b"",
}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    written = tmp_path / "table.bin"
    write_table_file(written, SECTIONS, kind="test", version=3)
    return written


def test_what_is_written_is_read(path: Path) -> None:
    with TableFile.open(path, kind="test", version=3) as table:
        assert table.section("numbers").tolist() == [1, 2, 70_000]
        assert bytes(table.section("text")) == b"Kabul"
        assert len(table.section("nothing")) == 0


def test_the_same_sections_give_the_same_bytes(path: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.bin"
    assert write_table_file(again, SECTIONS, kind="test", version=3) == path.stat().st_size
    assert again.read_bytes() == path.read_bytes()
    assert {found.name for found in tmp_path.iterdir()} == {path.name, again.name}


def test_a_spooled_section_is_like_one_in_memory(path: Path, tmp_path: Path) -> None:
    numbers, text = SpooledSection("I", tmp_path), SpooledSection("B", tmp_path)
    numbers.write(memoryview(array("I", [1, 2])))
    numbers.write(memoryview(array("I", [70_000])))
    text.write(b"Ka")
    text.write(b"bul")
    spooled: dict[str, Section] = {"numbers": numbers, "text": text, "nothing": b""}
    write_table_file(tmp_path / "spooled.bin", spooled, kind="test", version=3)
    assert (tmp_path / "spooled.bin").read_bytes() == path.read_bytes()
    numbers.close()
    text.close()


def test_a_file_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="there is no folder"):
        write_table_file(tmp_path / "none" / "table.bin", SECTIONS, kind="test", version=3)
    spooled = SpooledSection("I", tmp_path)
    spooled.close()
    with pytest.raises(ValueError, match="closed file"):
        write_table_file(tmp_path / "t.bin", {"numbers": spooled}, kind="test", version=3)
    assert list(tmp_path.iterdir()) == []


def test_a_large_file_is_read_through_only_when_asked(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tablefile, "_LARGEST_CHECKED_AT_OPENING", 10)
    path.write_bytes(path.read_bytes().replace(b"Kabul", b"Kabel"))
    with (
        TableFile.open(path, kind="test", version=3) as table,
        pytest.raises(TablesError, match="damaged in its section 'text'"),
    ):
        table.check()
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(TablesError, match="bytes instead of"):
        TableFile.open(path, kind="test", version=3)


def test_damage_that_shows_when_a_large_file_is_used_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TableFile.open(GAZETTEER, kind=FILE_KIND, version=FILE_VERSION) as own:
        names = own._sections["entry_name"]
    monkeypatch.setattr(tablefile, "_LARGEST_CHECKED_AT_OPENING", 10)
    content = bytearray(GAZETTEER.read_bytes())
    start = names["offset"]
    content[start : start + names["size"]] = b"\xff" * names["size"]
    damaged = tmp_path / "gazetteer.bin"
    damaged.write_bytes(content)
    with (
        Gazetteer.open(damaged) as gazetteer,
        pytest.raises(TablesError, match=r"is damaged; build it with: incidentmap gazetteer build"),
    ):
        gazetteer.candidates("Kabul")


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda _: b"", "is empty"),
        (lambda _: b"x", "is no data file"),
        (lambda _: b"version https://git-lfs", "is no data file"),
        (lambda content: content[:12], "has a damaged directory"),
        (lambda content: content[:-1], "bytes instead of"),
        (lambda content: content + b"\0", "bytes instead of"),
        (lambda content: content[:30] + b"?" + content[31:], "has a damaged directory"),
        (lambda content: content.replace(b"Kabul", b"Kabel"), "damaged in its section 'text'"),
    ],
)
def test_damage_is_told_in_one_line(
    path: Path, damage: Callable[[bytes], bytes], said: str
) -> None:
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(TablesError, match=said) as caught:
        TableFile.open(path, kind="test", version=3)
    message = str(caught.value)
    assert str(path) in message
    assert "\n" not in message
    assert "install the package again" in message


@pytest.mark.parametrize(("kind", "version"), [("other", 3), ("test", 4)])
def test_another_kind_or_version_is_refused(path: Path, kind: str, version: int) -> None:
    with pytest.raises(TablesError, match=f"expected {kind} version {version}"):
        TableFile.open(path, kind=kind, version=version)


def test_a_missing_section_is_told(path: Path) -> None:
    with (
        TableFile.open(path, kind="test", version=3) as table,
        pytest.raises(TablesError, match="lacks the section 'index'"),
    ):
        table.section("index")


@pytest.mark.parametrize("opener", [Gazetteer.open, Boundaries.open])
def test_a_missing_file_is_told(opener: Callable[[Path], object], tmp_path: Path) -> None:
    missing = tmp_path / "none.bin"
    with pytest.raises(TablesError, match=r"cannot open the data file .*none\.bin"):
        opener(missing)
    with pytest.raises(TablesError, match="cannot open the data file"):
        opener(tmp_path)


@pytest.mark.parametrize(
    ("opener", "path"), [(Gazetteer.open, GAZETTEER), (Boundaries.open, BOUNDARIES)]
)
def test_a_damaged_table_is_told(
    opener: Callable[[Path], object], path: Path, tmp_path: Path
) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    damaged = tmp_path / path.name
    damaged.write_bytes(content)
    with pytest.raises(TablesError, match="is damaged in its section"):
        opener(damaged)
    damaged.write_bytes(content[: len(content) // 2])
    with pytest.raises(TablesError, match="bytes instead of"):
        opener(damaged)


def test_the_tables_are_of_a_size_to_ship() -> None:
    assert GAZETTEER.stat().st_size < 30_000_000
    assert BOUNDARIES.stat().st_size < 10_000_000


def test_closed_is_closed() -> None:
    gazetteer = Gazetteer.open()
    gazetteer.close()
    with pytest.raises(ValueError, match="released"):
        gazetteer.candidates("Kabul")
