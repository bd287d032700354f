"""Counting which numbers are right gives shares that follow what was seen."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from loaders.extraction.claim_confidence import Manner, Told, keys, read_shares
from loaders.extraction.training.claims import Example, main, shares

NEWS = "A car bomb killed {} people in Mogadishu on Monday, police said."
CODED = {"date": "2025-07-28", "lat": 2.04, "lon": 45.34}
SOLE = Manner(Told.NUMBER, sole=True, short=True).key


def test_the_command_counts_right_numbers(tmp_path: Path) -> None:
    path = tmp_path / "ten.jsonl"
    lines = [
        {
            "id": number,
            "published": "2025-07-29",
            "text": NEWS.format(number + 2),
            "gold_all": [CODED | {"killed": number + (2 if number else 90)}],
        }
        for number in range(10)
    ]
    path.write_text("\n".join(map(json.dumps, lines)), "utf-8")
    for folder in ("one", "two"):
        done = CliRunner().invoke(main, [str(path), "--output", str(tmp_path / folder)])
        assert done.exit_code == 0, done.output
    for name in ("CARD.md", "shares.json"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    card = (tmp_path / "one" / "CARD.md").read_text("utf-8")
    assert f"| {SOLE} | 10 | 9 |" in card
    assert read_shares(tmp_path / "one")[SOLE] > 0.8


@pytest.mark.parametrize("right", [0.2, 0.9])
def test_shares_follow_what_was_seen_and_fall_back_on_all(right: float) -> None:
    seen = [Example("made", str(n), SOLE, right=n < 500 * right) for n in range(500)]
    learned = shares(seen)
    assert set(learned) == set(keys())
    assert learned[SOLE] == pytest.approx(right, abs=0.01)
    unseen = Manner(Told.ROUGH, sole=False, short=False).key
    assert learned[unseen] == pytest.approx(right, abs=0.01)
