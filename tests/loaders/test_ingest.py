import datetime as dt
import json
from pathlib import Path

import pytest
from fake_extraction import FakeExtractor
from privileges import without_privileges

from geodata.settings import Settings
from loaders.batch import Batch
from loaders.ingest import Options, ingest, report_id
from loaders.registry import loader_named

SMALL = Settings(max_report_bytes=1000, max_report_characters=900)
OCTOBER_29 = dt.date(2025, 10, 29)


def load(
    *sources: Path, published: dt.date | None = None, loader: str | None = None, workers: int = 1
) -> Batch:
    options = Options(
        loader=loader_named(loader) if loader else None,
        published=published,
        settings=SMALL,
        workers=workers,
    )
    return ingest(sources, FakeExtractor, options)


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def test_a_text_file_becomes_a_report_with_incidents(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "5 killed in Kabul.\n")
    before = dt.datetime.now(dt.UTC) - dt.timedelta(seconds=1)
    batch = load(path, published=OCTOBER_29)
    (report,) = batch.reports
    assert report.text == "5 killed in Kabul.\n"
    assert report.published == OCTOBER_29
    assert report.source == "report"
    assert report.retrieved is not None
    assert before <= report.retrieved <= dt.datetime.now(dt.UTC)
    assert [incident.killed_low for incident in batch.incidents] == [5]
    assert batch.claims[0].report_id == report.report_id
    assert (batch.rejected, batch.warnings) == ([], [])


def test_id_is_a_hash_of_the_words() -> None:
    assert report_id("Five  killed\r\n") == report_id("\nFive killed")
    assert report_id("Five killed") != report_id("Six killed")
    assert report_id("Ko\u0308ln") == report_id("Köln")


def test_report_without_date_says_how_to_give_it(tmp_path: Path) -> None:
    batch = load(write(tmp_path / "a.txt", "5 killed"))
    assert batch.reports[0].published is None
    assert batch.warnings == [
        f"{tmp_path}/a.txt: no date of publication: give it with --published YYYY-MM-DD"
    ]


DATED = "---\npublished: 2025-10-28\n---\n5 killed"


def test_given_date_wins_for_a_named_file_with_a_warning(tmp_path: Path) -> None:
    batch = load(write(tmp_path / "a.md", DATED), published=OCTOBER_29)
    assert batch.reports[0].published == OCTOBER_29
    assert batch.warnings == [
        (
            f"{tmp_path}/a.md: says it was published on 2025-10-28: --published 2025-10-29 is used "
            "instead"
        )
    ]


def test_given_date_only_fills_in_where_there_are_many(tmp_path: Path) -> None:
    write(tmp_path / "folder" / "a.md", DATED)
    lines = [{"text": "6 killed", "published": "2025-10-27"}, {"text": "7 killed"}]
    many = write(tmp_path / "b.jsonl", "\n".join(map(json.dumps, lines)))
    batch = load(tmp_path / "folder", many, published=OCTOBER_29)
    days = [report.published for report in batch.reports]
    assert days == [dt.date(2025, 10, 28), dt.date(2025, 10, 27), OCTOBER_29]
    assert batch.warnings == []


def test_the_same_text_twice_is_taken_once(tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "5 killed")
    write(tmp_path / "b.txt", "5  killed\n")
    batch = load(tmp_path, tmp_path / "a.txt", published=OCTOBER_29)
    assert len(batch.reports) == len(batch.incidents) == 1
    assert batch.warnings == [
        f"{tmp_path}/b.txt: holds the same text as {tmp_path}/a.txt: taken once"
    ]


def test_folder_is_read_by_name_and_never_left(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    for name in ("b.txt", "a.txt", "sub/c.md", ".hidden.txt", "photo.jpg", ".git/d.txt"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        write(folder / name, f"5 killed {name}")
    write(tmp_path / "secret.txt", "9 killed")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "around").symlink_to(folder)
    batch = load(folder, published=OCTOBER_29)
    assert [report.text.split()[-1] for report in batch.reports] == ["a.txt", "b.txt", "sub/c.md"]
    assert batch.warnings == [
        f"{folder}/link.txt: leads out of {folder}: left out",
        f"{folder}: files that no loader reads were left out: 1",
    ]


def test_folder_without_reports(tmp_path: Path) -> None:
    write(tmp_path / "photo.jpg", b"\xff\xd8\xff")
    assert [str(one) for one in load(tmp_path).rejected] == [
        f"{tmp_path}: holds no file that a loader reads"
    ]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.txt", b"", "is empty"),
        ("binary.txt", b"a\0b", "is a binary file"),
        ("report.odt", b"PK", "no loader reads files ending in .odt"),
        ("pdf.txt", b"%PDF-1.7", "is no PDF file, or damaged"),
        ("large.txt", b"x" * 1001, "is larger than 0.001 MB"),
        ("long.txt", b"x" * 901, "holds a text of 901 characters, more than 900: split it"),
        (
            "long.jsonl",
            b'{"text": "' + b"x" * 901 + b'"}',
            "line 1: holds a text of 901 characters",
        ),
        ("utf16.txt", b"\xff\xfea", "begins as UTF-16 but is broken"),
        ("none.txt", None, "there is no such file"),
        ("none", None, "there is no such file"),
        ("note", b"5 killed", "no loader reads files without an ending"),
        ("page.html", b"<html><body></body></html>", "holds no article text"),
        ("lines.jsonl", b'{"text": ', "line 1: is not valid JSON"),
        ("front.md", b"---\na: [\n---\n", "front matter that is not valid YAML"),
        ("unreadable.txt", b"UNREADABLE", "cannot be understood"),
        ("invalid.txt", b"666 killed", "was not understood: Incident row 0, column 'killed_low'"),
    ],
)
def test_bad_source_is_one_line_and_the_rest_goes_on(
    tmp_path: Path, name: str, content: bytes | None, said: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    good = write(tmp_path / "good.txt", "5 killed")
    batch = load(path, good, published=OCTOBER_29)
    (rejected,) = map(str, batch.rejected)
    assert rejected.startswith(str(path))
    assert said in rejected
    assert "\n" not in rejected
    assert [report.text for report in batch.reports] == ["5 killed"]
    assert [incident.killed_low for incident in batch.incidents] == [5]


def test_without_permission() -> None:
    with without_privileges() as folder:
        path = write(folder / "a.txt", "5 killed")
        write(folder / "sub" / "b.txt", "6 killed")
        path.chmod(0)
        (folder / "sub").chmod(0)
        assert [str(one) for one in load(path, folder).rejected] == [
            f"{path}: cannot be read: Permission denied",
            f"{folder}/sub: cannot be read: Permission denied",
        ]
        (folder / "sub").chmod(0o755)


def test_loader_can_be_named(tmp_path: Path) -> None:
    batch = load(write(tmp_path / "a.log", "5 killed"), loader="text", published=OCTOBER_29)
    assert len(batch.reports) == 1


def test_remarks_on_the_source_name_it(tmp_path: Path) -> None:
    lines = [{"text": "5 killed", "published": "soon"}, {"text": "nothing"}]
    path = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines)))
    assert load(path, published=OCTOBER_29).warnings == [
        (
            f"{path}, line 1: 'soon' is no date of publication: write it as YYYY-MM-DD; taken as "
            "unknown"
        ),
        f"{path}, line 2: no incident, toll, talks or statement was found in it",
    ]


def test_workers_give_the_same(tmp_path: Path) -> None:
    lines = [{"text": f"{number} killed"} for number in range(1, 30)]
    path = write(tmp_path / "a.jsonl", "\n".join(map(json.dumps, lines)))
    one, two = load(path, published=OCTOBER_29), load(path, published=OCTOBER_29, workers=2)
    assert one.incidents == two.incidents
    assert [report.report_id for report in one.reports] == [
        report.report_id for report in two.reports
    ]


def test_progress_is_told_report_by_report(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        write(tmp_path / name, f"5 killed {name}")
    done: list[str] = []
    ingest([tmp_path], FakeExtractor, Options(settings=SMALL), progress=done.append)
    assert done == [str(tmp_path / "a.txt"), str(tmp_path / "b.txt")]
