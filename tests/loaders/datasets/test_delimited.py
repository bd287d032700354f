import contextlib
from pathlib import Path

import numpy as np
import pytest
from made_datasets import write

from geodata.errors import SourceError
from loaders.datasets import delimited
from loaders.datasets.chunks import Remarks
from loaders.datasets.delimited import open_delimited

Rows = list[tuple[int, tuple[str, ...]]]


def read(path: Path) -> tuple[list[str], Rows, dict[int, str], list[str]]:
    remarks = Remarks()
    table = open_delimited(path, remarks)
    rows: Rows = []
    rejected = {}
    for chunk in table.chunks:
        cells = zip(*(column.to_pylist() for column in chunk.rows.columns), strict=True)
        rows.extend(zip(chunk.numbers.tolist(), cells, strict=True))
        rejected.update({row.row_number: row.reason for row in chunk.rejected})
    return table.header, rows, rejected, remarks.lines()


def csv(tmp_path: Path, content: str | bytes) -> Path:
    return write(tmp_path / "t.csv", content)


@pytest.mark.parametrize(
    "content",
    [
        b"a,b\n1,\xc3\xa9\n",
        b"\xef\xbb\xbfa,b\r\n1,\xc3\xa9\r\n",
        b"a;b\n1;\xc3\xa9",
        b"a\tb\n1\t\xc3\xa9\n",
        b"a|b\r1|\xc3\xa9\r",
        "a,b\n1,é\n".encode("utf-16"),
        "a,b\n1,é\n".encode("utf-16-be"),
    ],
)
def test_encodings_delimiters_and_line_ends(tmp_path: Path, content: bytes) -> None:
    assert read(csv(tmp_path, content)) == (["a", "b"], [(2, ("1", "é"))], {}, [])


def test_a_line_in_another_encoding_is_read_and_told_of(tmp_path: Path) -> None:
    path = csv(tmp_path, b"a,b\n1,\xc3\xa9\n2,\xe9\n")
    header, rows, rejected, remarks = read(path)
    assert (header, rows, rejected) == (["a", "b"], [(2, ("1", "é")), (3, ("2", "é"))], {})
    assert remarks == [
        "row 3: not in UTF-8: read as Windows-1252; save the file as UTF-8 if letters are wrong"
    ]


def test_a_file_in_another_encoding_is_recognised(tmp_path: Path) -> None:
    words = ["Москва", "Киев", "Харьков", "Одесса", "Ростов", "столкновение", "погибло"]
    text = "place,note\n" + "".join(f"{word},в городе {word} было тихо\n" for word in words * 5)
    _, rows, _, remarks = read(csv(tmp_path, text.encode("cp1251")))
    assert rows[0][1] == ("Москва", "в городе Москва было тихо")
    assert "read as cp1251" in remarks[0]


def test_nul_bytes_are_left_out_and_told_of(tmp_path: Path) -> None:
    _, rows, _, remarks = read(csv(tmp_path, b"a,b\n1,x\x00y\n"))
    assert rows == [(2, ("1", "xy"))]
    assert remarks == ["1 NUL bytes were left out"]


def test_rows_of_another_length_are_rejected_with_their_number(tmp_path: Path) -> None:
    _, rows, rejected, _ = read(
        csv(tmp_path, 'a,b,c\n1,2,3\n\n1,2\n"x\ny",2,3\n1,2,3,4\n4,5,6\n7,8')
    )
    assert [number for number, _ in rows if any(_)] == [2, 5, 7]
    assert rejected == {
        4: "has 2 cells, not 3: the file may be cut off there",
        6: "has 4 cells, not 3",
        8: "has 2 cells, not 3: the file may be cut off there",
    }


def test_an_open_quotation_mark_costs_one_row(tmp_path: Path) -> None:
    good = [f"{number},2,3" for number in range(1000)]
    lines = ["a,b,c", *good[:500], '500,"2,3', *good[501:], '1000,"two\nlines",3', '1001,"x']
    _, rows, rejected, _ = read(csv(tmp_path, "\n".join(lines)))
    assert [row[0] for _, row in rows] == [str(n) for n in range(1001) if n != 500]
    assert rows[-1] == (1002, ("1000", "two\nlines", "3"))
    assert rejected[502] == "has a quotation mark that is never closed"
    assert sorted(rejected) == [502, 1003]


@pytest.mark.parametrize("block", [8, 10, 300])
def test_numbers_stay_right_over_many_blocks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, block: int
) -> None:
    monkeypatch.setattr(delimited, "_BLOCK_BYTES", block)
    monkeypatch.setattr(delimited, "CHUNK_ROWS", 7)
    lines = [f"{number},x" if number % 11 else f"{number}" for number in range(2, 500)]
    _, rows, rejected, _ = read(csv(tmp_path, "a,b\n" + "\n".join(lines)))
    assert all(str(number) == cells[0] for number, cells in rows)
    assert sorted(rejected) == [number for number in range(2, 500) if not number % 11]
    assert len(rows) + len(rejected) == 498


def test_a_title_before_the_header_is_left_out(tmp_path: Path) -> None:
    header, rows, rejected, remarks = read(
        csv(tmp_path, "Casualties 2025\n\nday,place,killed\n1,Kabul,2\n3,Herat,4\n")
    )
    assert header == ["day", "place", "killed"]
    assert [row for _, row in rows] == [("1", "Kabul", "2"), ("3", "Herat", "4")]
    assert rejected == {}
    assert remarks == ["rows 1, 2: stands before the table's header: left out"]


def test_names_of_columns_are_each_different(tmp_path: Path) -> None:
    header, *_ = read(csv(tmp_path, "a,a,,a\n1,2,3,4\n"))
    assert header == ["a", "a_2", "column_3", "a_3"]


def test_formulas_are_text(tmp_path: Path) -> None:
    _, rows, *_ = read(csv(tmp_path, 'a,b\n=1+1,"=HYPERLINK(""http://x"")"\n'))
    assert rows == [(2, ("=1+1", '=HYPERLINK("http://x")'))]


def test_ten_thousand_columns(tmp_path: Path) -> None:
    names = ",".join(f"c{number}" for number in range(10_000))
    row = ",".join(str(number) for number in range(10_000))
    header, rows, *_ = read(csv(tmp_path, names + "\n" + (row + "\n") * 3))
    assert len(header) == 10_000
    assert [len(cells) for _, cells in rows] == [10_000] * 3


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\x00\x00"])
def test_an_empty_file(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(SourceError, match="is empty"):
        read(csv(tmp_path, content))


def test_random_bytes_end_in_an_error_or_in_rows(tmp_path: Path) -> None:
    generator = np.random.default_rng(7)
    for _ in range(20):
        path = csv(tmp_path, generator.bytes(5000))
        with contextlib.suppress(SourceError):
            header, rows, _, _ = read(path)
            assert all(len(cells) == len(header) for _, cells in rows)
