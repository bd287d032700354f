"""What a person pastes or drops is read without being stored, whatever it is called."""

import datetime as dt
import json
from pathlib import Path

import pytest
from fake_extraction import FakeExtractor

from dashboard.intake import PASTED, Incoming, Said, pasted, read_all
from geodata.settings import Settings
from loaders.batch import Batch

DAY = dt.date(2025, 10, 12)


def read(*files: Incoming, said: Said | None = None) -> tuple[Batch, list[tuple[int, str]]]:
    steps: list[tuple[int, str]] = []
    batch = read_all(
        files,
        said or Said(published=DAY),
        FakeExtractor,
        Settings(),
        lambda done, name: steps.append((done, name)),
    )
    return batch, steps


def test_a_pasted_text_keeps_its_title_and_gets_the_day_and_publisher() -> None:
    file = pasted("5 killed in Kabul.", title=" A raid ", url="")
    batch, _ = read(file, said=Said(published=DAY, publisher="River News"))
    [report] = batch.reports
    assert (report.title, report.publisher, report.published) == ("A raid", "River News", DAY)
    assert report.url is None
    [incident] = batch.incidents
    assert incident.date_start == DAY


def test_a_text_without_a_day_says_where_the_page_asks_for_it() -> None:
    batch, _ = read(pasted("5 killed in Kabul.", title=None, url=None), said=Said(published=None))
    [warning] = batch.warnings
    assert "Published on" in warning
    assert "--" not in warning


@pytest.mark.parametrize(
    "text",
    [
        '"}\n{"text": "second"}',
        "---\ntitle: stolen\n---\n",
        "<script>alert(1)</script>",
        "\u2028\u2029\x0b\x0c line breaks",
        "=cmd|' /C calc'!A0",
    ],
)
def test_a_pasted_text_is_one_report_whatever_it_holds(text: str) -> None:
    batch, _ = read(pasted(f"{text}\n5 killed.", title=text, url=None))
    assert len(batch.reports) + len(batch.rejected) == 1
    json.loads(pasted(text, title=text, url=text).content)


def test_each_file_that_cannot_be_read_is_one_line_and_the_others_go_on() -> None:
    files = [
        Incoming("one.txt", b"5 killed."),
        Incoming("broken.jsonl", b"{"),
        Incoming("odd.xyz", b"?"),
        Incoming("rows.csv", b"date,place,killed\n2025-01-01,Kabul,3\n"),
        Incoming("empty.txt", b""),
        Incoming("two.txt", b"7 killed."),
    ]
    batch, steps = read(*files)
    assert [report.text for report in batch.reports] == ["5 killed.", "7 killed."]
    lines = [str(one) for one in batch.rejected]
    assert [line.split(":")[0].split(",")[0] for line in lines] == [
        "broken.jsonl",
        "odd.xyz",
        "rows.csv",
        "empty.txt",
    ]
    assert "page Data" in lines[2]
    assert not any("incidentmap-" in line for line in lines)
    assert steps[0] == (0, "one.txt")
    assert steps[-1] == (6, "")


@pytest.mark.parametrize(
    "name", ["../../evil.txt", "/etc/passwd.txt", "a\x00b.txt", "x" * 5_000 + ".txt", "😀 <b>.txt"]
)
def test_no_name_leads_out_of_the_folder(name: str, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    batch, _ = read(Incoming(name, b"5 killed."))
    assert len(batch.reports) == 1
    assert set(tmp_path.rglob("*")) == before
    refused, _ = read(Incoming(name, b""))
    assert refused.rejected[0].where == name


def test_a_text_that_two_files_hold_is_read_once() -> None:
    batch, _ = read(Incoming("one.txt", b"5 killed."), Incoming("copy.txt", b"5  killed."))
    assert len(batch.reports) == len(batch.incidents) == 1
    assert any("copy.txt" in line for line in batch.warnings)
    assert PASTED not in " ".join(batch.warnings)
