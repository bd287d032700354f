import bz2
import gzip
import io
import lzma
import tarfile
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from made_datasets import acled_csv, acled_row, gdelt_line, write

from geodata.errors import SourceError
from loaders import archives
from loaders.archives import is_archive, open_members
from loaders.batch import Batch
from loaders.sources import find_files


def zipped(path: Path, members: dict[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def tarred(path: Path, members: dict[str, str], *links: tarfile.TarInfo) -> Path:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(content.encode())
            archive.addfile(info, io.BytesIO(content.encode()))
        for link in links:
            archive.addfile(link)
    return path


def contents(path: Path) -> tuple[dict[str, bytes], list[str]]:
    warnings: list[str] = []
    found = {
        member.name: member.path.read_bytes() for member in open_members(path, warnings.append)
    }
    return found, warnings


@pytest.mark.parametrize("name", ["a.zip", "a.KMZ", "a.tar", "a.tgz", "a.tar.bz2", "a.csv.gz"])
def test_archives_by_name(name: str) -> None:
    assert is_archive(Path(name))
    assert not is_archive(Path("a.csv"))


def test_members_of_zip_and_tar(tmp_path: Path) -> None:
    members = {"a.csv": "x,y\n", "folder/b.txt": "words", "folder/.hidden": "", "__MACOSX/a": ""}
    expected = {"a.csv": b"x,y\n", "folder/b.txt": b"words"}
    assert contents(zipped(tmp_path / "a.zip", dict(members))) == (expected, [])
    assert contents(tarred(tmp_path / "a.tar.gz", members)) == (expected, [])


def test_single_files(tmp_path: Path) -> None:
    for ending, pack in ((".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)):
        path = write(tmp_path / f"t.csv{ending}", pack(b"a,b\n"))
        assert contents(path) == ({"t.csv": b"a,b\n"}, [])


def test_nothing_is_written_where_a_member_says(tmp_path: Path) -> None:
    names = [
        "../../escaped.csv",
        "/etc/escaped.csv",
        "..\\escaped.csv",
        "a/../../b.csv",
        "\u202e.csv",
    ]
    inner = tmp_path / "inner"
    inner.mkdir()
    path = zipped(inner / "a.zip", dict.fromkeys(names, "x"))
    for member in open_members(path, pytest.fail):
        assert member.path.suffix == ".csv"
        assert member.path.parent.name.startswith("incidentmap-")
        assert list(member.path.parent.iterdir()) == [member.path]
        assert not member.path.is_relative_to(tmp_path)
        kept = member.path
    assert not kept.exists()
    assert sorted(p.name for p in tmp_path.rglob("*")) == ["a.zip", "inner"]


def test_links_are_left_out_and_told_of(tmp_path: Path) -> None:
    link = tarfile.TarInfo("secret.txt")
    link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    hard = tarfile.TarInfo("hard.txt")
    hard.type, hard.linkname = tarfile.LNKTYPE, "a.txt"
    path = tarred(tmp_path / "a.tar.gz", {"a.txt": "words"}, link, hard)
    found, warnings = contents(path)
    assert found == {"a.txt": b"words"}
    assert [warning.split(":")[0] for warning in warnings] == ["secret.txt", "hard.txt"]
    info = zipfile.ZipInfo("secret.txt")
    info.external_attr = 0o120777 << 16
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert contents(tmp_path / "b.zip") == ({}, ["secret.txt: is a link: left out"])


@pytest.mark.parametrize("ending", ["zip", "csv.gz"])
def test_a_bomb_is_refused_while_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(archives, "_ALWAYS_ALLOWED", 1_000_000)
    zeros = b"0" * 20_000_000
    path = tmp_path / f"a.{ending}"
    if ending == "zip":
        zipped(path, {f"{n}.csv": zeros for n in range(3)})
    else:
        path.write_bytes(gzip.compress(zeros))
    with pytest.raises(SourceError, match="more than 200 times its size"):
        contents(path)


@pytest.mark.parametrize("name", ["a.zip", "a.tar", "a.tgz", "a.csv.gz", "a.csv.xz", "a.csv.bz2"])
@pytest.mark.parametrize("content", [b"", b"nothing of the kind" * 50, b"PK\x03\x04" + b"\1" * 90])
def test_damaged_archives(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(SourceError):
        contents(write(tmp_path / name, content))


def test_a_cut_off_archive(tmp_path: Path) -> None:
    whole = gzip.compress(bytes(range(256)) * 4000)
    with pytest.raises(SourceError, match="damaged"):
        contents(write(tmp_path / "a.csv.gz", whole[:-20]))


def test_a_shapefile_is_unpacked_with_its_parts(tmp_path: Path) -> None:
    features = gpd.GeoDataFrame({"id": [1]}, geometry=[shapely.Point(1, 2)], crs="EPSG:4326")
    features.to_file(tmp_path / "events.shp")
    path = zipped(
        tmp_path / "a.zip",
        {f"data/{part.name}": part.read_bytes() for part in tmp_path.glob("events.*")},
    )
    seen = []
    for member in open_members(path, pytest.fail):
        beside = {part.suffix for part in member.path.parent.iterdir()}
        seen.append((member.name, beside >= {".shp", ".dbf", ".shx", ".prj"}))
    assert seen == [("data/events.shp", True)]


def found(batch: Batch, *sources: Path) -> list[tuple[str, str]]:
    return [
        (file.shown.removeprefix(f"{sources[0].parent}/"), file.loader.name)
        for file in find_files(sources, batch)
    ]


def test_members_are_recognised_as_files_are(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "b.zip", {"20251009.export.CSV": gdelt_line(1) + "\n"}).read_bytes()
    (tmp_path / "b.zip").unlink()
    path = zipped(
        tmp_path / "a.zip",
        {
            "report.txt": "Five killed.",
            "acled.csv": acled_csv([acled_row(1)]),
            "picture.png": b"\x89PNG",
            "b.zip": inner,
        },
    )
    batch = Batch()
    assert found(batch, path) == [
        ("a.zip/report.txt", "text"),
        ("a.zip/acled.csv", "acled"),
        ("a.zip/b.zip/20251009.export.CSV", "gdelt"),
    ]
    assert batch.rejected == []
    assert batch.warnings == [f"{path}: files that no loader reads were left out: 1"]
    assert [note.partition(": ")[2] for note in batch.notes] == [
        f"read as {sign}, which tells more than table by its name (--as table reads it so)"
        for sign in ("acled by its columns", "gdelt by how it begins")
    ]


def test_patterns(tmp_path: Path) -> None:
    for name in ("2.csv", "1.csv", "a.txt"):
        write(tmp_path / name, "a,b\n")
    batch = Batch()
    assert found(batch, tmp_path / "[12].csv") == [("1.csv", "table"), ("2.csv", "table")]
    # A file that is called so is no pattern.
    write(tmp_path / "[12].csv", "a,b\n")
    assert found(batch, tmp_path / "[12].csv") == [("[12].csv", "table")]
    assert found(batch, tmp_path / "9*.csv") == []
    assert [rejected.reason for rejected in batch.rejected] == ["there is no such file"]


def test_archives_in_folders(tmp_path: Path) -> None:
    folder = tmp_path / "month"
    folder.mkdir()
    for number in range(3):
        zipped(folder / f"{number}.export.CSV.zip", {f"{number}.export.CSV": gdelt_line(number)})
    batch = Batch()
    assert [loader for _, loader in found(batch, folder)] == ["gdelt"] * 3
    (note,) = batch.notes
    assert "0.export.CSV and 2 more: read as gdelt" in note


def test_an_archive_of_nothing_that_is_read(tmp_path: Path) -> None:
    batch = Batch()
    assert found(batch, zipped(tmp_path / "a.zip", {"a.png": b"\x89PNG"})) == []
    assert [str(rejected) for rejected in batch.rejected] == [
        f"{tmp_path / 'a.zip'}: holds no file that a loader reads"
    ]
