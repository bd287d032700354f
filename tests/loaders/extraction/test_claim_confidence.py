"""How sure a number is, by how a report tells it."""

import datetime as dt
import json
from pathlib import Path

import pytest

from geodata.errors import TablesError
from geodata.incident import Report, stable_id
from geodata.settings import Settings
from geodata.vocabulary import Measure
from loaders.extraction.claim_confidence import FOLDER, SHARES, Manner, Told, keys, read_shares
from loaders.extraction.extract import Extractor

SOLE = "A car bomb killed nine people in Mogadishu on Monday, police said."
SEVERAL = SOLE + " Doctors later counted 14 people killed in the blast."


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor.open(Settings())


def report(text: str) -> Report:
    name = stable_id(text)
    return Report(report_id=name, sha256=name, text=text, published=dt.date(2025, 7, 29))


def killed(extractor: Extractor, text: str) -> list[float | None]:
    batch = extractor.extract(report(text))
    return [claim.confidence for claim in batch.claims if claim.measure is Measure.KILLED]


def test_a_number_that_stands_alone_is_surer_than_one_of_several(extractor: Extractor) -> None:
    (sole,) = killed(extractor, SOLE)
    several = killed(extractor, SEVERAL)
    assert len(several) == 2
    assert sole is not None
    assert all(one is not None and one < sole for one in several)


def test_what_counts_nobody_has_none(extractor: Extractor) -> None:
    batch = extractor.extract(report("Gunmen stormed a market in Goma on Monday, police said."))
    assert {claim.confidence for claim in batch.claims} == {None}


def test_every_manner_has_its_share() -> None:
    shares = read_shares()
    assert set(shares) == set(keys())
    assert all(0 < share < 1 for share in shares.values())
    sole, several = (Manner(Told.NUMBER, sole, short=sole).key for sole in (True, False))
    assert shares[sole] > shares[several]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"number, sole, short report": "x"}'])
def test_a_damaged_table_is_named(text: str, tmp_path: Path) -> None:
    (tmp_path / SHARES).write_text(text, "utf-8")
    with pytest.raises(TablesError, match="install the package again"):
        read_shares(tmp_path)
    assert json.loads((FOLDER / SHARES).read_text("utf-8"))
