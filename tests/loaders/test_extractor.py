from geodata.incident import Report
from loaders.extractor import in_batches


def report(length: int) -> Report:
    return Report(report_id=str(length), sha256="", text="x" * length)


def lengths(*texts: int | None) -> list[list[int | None]]:
    reports = [None if length is None else report(length) for length in texts]
    return [
        [None if one is None else len(one.text) for one in batch]
        for batch in in_batches(reports, lambda one: one)
    ]


def test_short_reports_are_read_together_and_long_ones_alone() -> None:
    assert lengths(40_000, 20_000, 10_000, 900_000, 1, None, 70_000) == [
        [40_000, 20_000],
        [10_000],
        [900_000],
        [1, None],
        [70_000],
    ]


def test_what_holds_no_report_fills_a_batch_too() -> None:
    assert [len(batch) for batch in lengths(*[None] * 70)] == [32, 32, 6]


def test_nothing_gives_nothing() -> None:
    assert lengths() == []
