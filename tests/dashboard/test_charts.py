"""The charts tell what the sums say, in the map's colours."""

import datetime as dt
from typing import Any

import pandas as pd

from dashboard.charts import deaths_chart, tolls_chart, types_chart, words_chart
from dashboard.map.style import page_style
from geodata.periods import Step

DOMAIN = (dt.date(2025, 3, 1), dt.date(2025, 3, 31))
DAYS = pd.to_datetime(["2025-03-02", "2025-03-09"]).astype("datetime64[s]")


def rows(chart: Any) -> list[dict[str, Any]]:  # noqa: ANN401 - any chart of Altair's
    [data] = chart.to_dict()["datasets"].values()
    return list(data)


def test_deaths_are_ranges_and_open_ones_are_marked() -> None:
    sums = pd.DataFrame(
        {
            "start": DAYS,
            "incidents": [1, 2],
            "low": [3, 0],
            "best": [3, 4],
            "high": [3, 8],
            "open": [1, 0],
            "not_stated": [0, 1],
        }
    )
    chart = deaths_chart(sums, Step.WEEK, DOMAIN, "light")
    assert [row["said"] for row in rows(chart)] == ["3 or more", "0–8"]
    assert [row["end"][:10] for row in rows(chart)] == ["2025-03-09", "2025-03-16"]
    assert deaths_chart(sums, Step.WEEK, (DOMAIN[0], dt.date.max), "light").to_dict()


def test_types_stand_on_each_other_in_the_colours_of_the_map() -> None:
    counts = pd.DataFrame(
        {
            "start": [DAYS[0], DAYS[0], DAYS[1]],
            "event_type": ["riot", "battle", ""],
            "count": [2, 5, 1],
        }
    )
    chart = types_chart(counts, Step.DAY, DOMAIN, "dark")
    assert sorted((row["type"], row["foot"], row["top"]) for row in rows(chart)) == [
        ("Battle", 0, 5),
        ("Riot", 5, 7),
        ("Type not stated", 0, 1),
    ]
    scale = chart.to_dict()["encoding"]["color"]["scale"]
    colours = {one["name"]: one["colour"] for one in page_style()["types"]}
    assert dict(zip(scale["domain"], scale["range"], strict=True)) == {
        name: colours[name] for name in ("Battle", "Riot", "Type not stated")
    }


def axis(chart: Any) -> dict[str, Any]:  # noqa: ANN401 - any chart of Altair's
    drawn = chart.to_dict()
    first = drawn["layer"][0] if "layer" in drawn else drawn
    found: dict[str, Any] = first["encoding"]["x"]["axis"]
    return found


def test_an_axis_says_the_year_and_no_more_than_there_is_room_for() -> None:
    counts = pd.DataFrame({"start": DAYS, "event_type": ["riot", "riot"], "count": [2, 1]})
    for days, form in ((30, "%-d %b"), (900, "%b"), (9000, "%Y")):
        domain = (DOMAIN[0], DOMAIN[0] + dt.timedelta(days=days))
        drawn = axis(types_chart(counts, Step.MONTH, domain, "light"))
        assert form in drawn["labelExpr"]
        assert "%Y" in drawn["labelExpr"]
        assert "width" in drawn["tickCount"]["expr"]


def test_only_outcomes_that_occur_are_in_the_legend() -> None:
    words = pd.DataFrame(
        {
            "start": DAYS,
            "end": DAYS,
            "kind": ["talks", "statement"],
            "title": ["Doha", "Kabul"],
            "outcome": ["failed", ""],
        }
    )
    shape = words_chart(words, DOMAIN, "light").to_dict()["layer"][-1]["encoding"]["shape"]
    assert shape["scale"]["domain"] == ["Failed"]
    silent = words_chart(words[1:], DOMAIN, "light").to_dict()["layer"][-1]["encoding"]["shape"]
    assert silent["legend"] is None


def test_text_of_reports_is_no_expression_of_the_chart() -> None:
    hostile = "datum['x']; </script><script>alert(1)</script>"
    table = pd.DataFrame(
        {
            "start": DAYS,
            "end": DAYS,
            "title": [hostile, "Kabul"],
            "said": ["3 killed", "4 killed"],
        }
    )
    chart = tolls_chart(table, DOMAIN, "light")
    assert hostile in {row["title"] for row in rows(chart)}
    without_data = {key: value for key, value in chart.to_dict().items() if key != "datasets"}
    assert "alert" not in str(without_data)
    words = pd.DataFrame(
        {
            "start": DAYS,
            "end": DAYS,
            "kind": ["talks", "statement"],
            "title": [hostile, "Doha"],
            "outcome": ["failed", ""],
        }
    )
    assert [row["line"] for row in rows(words_chart(words, DOMAIN, "light"))] == [
        "Talks",
        "Statements",
    ]
