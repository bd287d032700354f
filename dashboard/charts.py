"""The charts of the timeline, in the colours and words of the map.

Each function takes sums and returns an Altair chart; none sees a row of the store. The charts share
an axis of time, so that they can be read one under the other.
"""

import datetime as dt
from typing import Any

import altair as alt
import pandas as pd

from dashboard.map.style import page_style
from geodata.periods import DAYS_OF, Step
from geodata.vocabulary import Kind, Outcome

_STYLE = page_style()
_TYPES = {str(one["id"] or ""): (one["name"], one["colour"]) for one in _STYLE["types"]}
_OUTCOMES = {str(one["id"] or ""): one["name"] for one in _STYLE["outcomes"]}
# As the map's slider draws them.
_DEATHS = {"light": "#b3422a", "dark": "#e0745c"}
_HEIGHT = 220
# What a row of a legend takes of the height.
_LEGEND = 30
_ROW = 26
# What the marks of an axis of so many days at most say, and when they say the year, too.
_MARKS = ((120, "%-d %b"), (2_200, "%b"))
_YEAR_TOO = "(datum.index == 0 || month(datum.value) == 0)"
# One mark for so many pixels.
_MARK_WIDTH = 95
# What a legend's column takes of the width, for the longest of the names.
_LEGEND_COLUMN = 190
_PADDING = {"left": 0, "top": 4, "right": 8, "bottom": 0}

# Altair does not say of its functions which of its charts they return.
Chart = Any
Domain = tuple[dt.date, dt.date]


def deaths_chart(sums: pd.DataFrame, step: Step, domain: Domain, theme: str) -> Chart:
    """Return deaths by period: a bar up to the least number, and a lighter one to the highest.

    Args:
        sums: what `geodata.periods.deaths_by_period` returns.
        step: how long a period is.
        domain: first and last day of the axis.
        theme: `light` or `dark`.

    """
    shown = sums[sums["high"] > 0].assign(
        end=lambda frame: _ends(frame["start"], step),
        foot=0,
        middle=lambda frame: frame["start"] + (_ends(frame["start"], step) - frame["start"]) / 2,
        said=lambda frame: [
            _range(low, high, bool(more))
            for low, high, more in zip(frame["low"], frame["high"], frame["open"], strict=True)
        ],
    )
    colour = _DEATHS[theme]
    base = alt.Chart(shown).encode(
        tooltip=[
            alt.Tooltip("start:T", title=f"{step.value.capitalize()} from", format="%-d %B %Y"),
            alt.Tooltip("said:N", title="Killed"),
            alt.Tooltip("incidents:Q", title="Incidents"),
            alt.Tooltip("not_stated:Q", title="State no number"),
        ],
    )
    x = _time("start", domain)
    count = alt.Y("low:Q", title=None, axis=_counts_axis())
    chart = alt.layer(
        base.mark_rect(color=colour, opacity=0.35).encode(x=x, x2="end:T", y=count, y2="high:Q"),
        base.mark_rect(color=colour).encode(x=x, x2="end:T", y="foot:Q", y2="low:Q"),
        base.transform_filter("datum.open > 0")
        # Without a name of its own: the chart has one, and a table beside it.
        .mark_point(
            aria=False,
            shape="triangle-up",
            filled=True,
            size=30,
            color=colour,
            yOffset=-6,
            opacity=1,
        )
        .encode(x=_time("middle", domain), y="high:Q"),
    )
    return _finished(chart, _HEIGHT, theme)


def types_chart(counts: pd.DataFrame, step: Step, domain: Domain, theme: str) -> Chart:
    """Return incidents by period, stacked by type.

    Args:
        counts: what `geodata.periods.types_by_period` returns.
        step: how long a period is.
        domain: first and last day of the axis.
        theme: `light` or `dark`.

    """
    kinds = set(counts["event_type"])
    named = [(key, *_TYPES[key]) for key in _TYPES if key in kinds]
    ranks = {key: number for number, key in enumerate(_TYPES)}
    shown = counts.assign(
        end=_ends(counts["start"], step),
        type=[_TYPES[key][0] for key in counts["event_type"]],
        rank=[ranks[key] for key in counts["event_type"]],
    ).sort_values(["start", "rank"])
    shown["top"] = shown.groupby("start")["count"].cumsum()
    shown["foot"] = shown["top"] - shown["count"]
    chart = (
        alt.Chart(shown)
        # Dark colours on a dark page, and light ones on a light one, need an outline.
        # Of bars as thin as it is an outline would leave nothing.
        .mark_rect(stroke=_outline(theme), strokeWidth=0.6 if _are_wide(step, domain) else 0)
        .encode(
            x=_time("start", domain),
            x2="end:T",
            y=alt.Y("foot:Q", title=None, axis=_counts_axis()),
            y2="top:Q",
            color=alt.Color(
                "type:N",
                title=None,
                scale=alt.Scale(
                    domain=[name for _, name, _ in named], range=[hue for _, _, hue in named]
                ),
                legend=_legend(),
            ),
            tooltip=[
                alt.Tooltip("start:T", title=f"{step.value.capitalize()} from", format="%-d %B %Y"),
                alt.Tooltip("type:N", title="Type"),
                alt.Tooltip("count:Q", title="Incidents"),
            ],
        )
    )
    return _finished(chart, _HEIGHT + _LEGEND * (1 + len(named) // 3), theme)


def words_chart(rows: pd.DataFrame, domain: Domain, theme: str) -> Chart:
    """Return talks and statements as bars over their days, each kind on a line of its own.

    Args:
        rows: columns `start`, `end`, `kind`, `title`, `outcome`.
        domain: first and last day of the axis.
        theme: `light` or `dark`.

    """
    talks = _TYPES["talks"][1]
    colours = {"Talks": talks, "Statements": _STYLE[theme]["statement"]}
    shown = rows.assign(
        line=rows["kind"].map({Kind.TALKS.value: "Talks", Kind.STATEMENT.value: "Statements"}),
        how=[_outcome(outcome) for outcome in rows["outcome"]],
    )
    known = [name for name in _SHAPES if name in set(shown["how"][shown["line"] == "Talks"])]
    base = alt.Chart(shown).encode(
        y=alt.Y("line:N", title=None, sort=list(colours), axis=_names_axis()),
        color=alt.Color(
            "line:N",
            legend=None,
            scale=alt.Scale(domain=list(colours), range=list(colours.values())),
        ),
        tooltip=[
            alt.Tooltip("title:N", title="What"),
            alt.Tooltip("start:T", title="From", format="%-d %B %Y"),
            alt.Tooltip("end:T", title="To", format="%-d %B %Y"),
            alt.Tooltip("how:N", title="Outcome"),
        ],
    )
    chart = alt.layer(
        base.mark_bar(height=8, opacity=0.6).encode(x=_time("start", domain), x2="end:T"),
        base.transform_filter("datum.line === 'Statements'")
        .mark_tick(aria=False, thickness=3, size=16, opacity=1)
        .encode(x=_time("start", domain)),
        base.transform_filter("datum.line === 'Talks'")
        .mark_point(aria=False, filled=True, size=90, opacity=1)
        .encode(
            x=_time("end", domain),
            shape=alt.Shape(
                "how:N",
                title=None,
                scale=alt.Scale(domain=known, range=[_SHAPES[name] for name in known]),
                legend=_legend(talks) if known else None,
            ),
        ),
    )
    lines = shown["line"].nunique()
    return _finished(chart, lines * _ROW + 44 + (_LEGEND if known else 0), theme)


def tolls_chart(rows: pd.DataFrame, domain: Domain, theme: str) -> Chart:
    """Return each toll as a bar over the period in which it counts, with its number.

    Args:
        rows: columns `start`, `end`, `title`, `said`, in the order of the bars.
        domain: first and last day of the axis.
        theme: `light` or `dark`.

    """
    colour = _STYLE[theme]["toll"]
    # A name stands where there is room for it: right of the bar's beginning, or left of its end.
    late = rows["start"] > pd.Timestamp(domain[0]) + (domain[1] - domain[0]) * _LATE
    shown = rows.assign(
        words=rows["said"] + ", " + rows["title"],
        at=rows["start"].where(~late, rows["end"]),
        late=late,
        line=range(len(rows)),
    )
    base = alt.Chart(shown).encode(
        y=alt.Y("line:O", title=None, axis=_names_axis(labels=False)),
        tooltip=[
            alt.Tooltip("title:N", title="Where"),
            alt.Tooltip("said:N", title="Killed"),
            alt.Tooltip("start:T", title="From", format="%-d %B %Y"),
            alt.Tooltip("end:T", title="To", format="%-d %B %Y"),
        ],
    )
    bars = base.mark_bar(
        height=8, color=colour, fillOpacity=0.35, stroke=colour, strokeWidth=1.2, yOffset=9
    ).encode(x=_time("start", domain), x2="end:T")
    ink = _STYLE[theme]["ink"]
    words = [
        base.transform_filter(f"datum.late === {str(is_late).lower()}")
        .mark_text(
            align="right" if is_late else "left",
            color=ink,
            yOffset=-4,
            fontSize=13,
        )
        .encode(x=_time("at", domain), text="words:N")
        for is_late in (False, True)
    ]
    return _finished(alt.layer(bars, *words), _TOLL_ROW * len(rows) + 44, theme)


def _are_wide(step: Step, domain: Domain) -> bool:
    """Return whether bars are a few pixels wide."""
    return ((domain[1] - domain[0]).days + 1) / DAYS_OF[step] <= _MOST_OUTLINED


_MOST_OUTLINED = 300
# From here on in the axis there is no room for a name on the right.
_LATE = 0.6
_TOLL_ROW = 38
# The same for all charts, so that their axes of time stand under each other.
_MARGIN = 78


def _finished(chart: Chart, height: int, theme: str) -> Chart:
    """Return a chart of a height in pixels, its axis included, in ink that can be read."""
    ink = _STYLE[theme]["ink"]
    return (
        chart.properties(
            height=height,
            padding=_PADDING,
            # Again once the legend has its columns: it would leave room for as many rows as names.
            autosize=alt.AutoSizeParams(type="fit", contains="padding", resize=True),
        )
        .configure_axis(labelColor=ink, labelFontSize=12)
        .configure_legend(labelColor=ink, labelFontSize=13, symbolStrokeWidth=0.6)
    )


def _counts_axis() -> alt.Axis:
    return alt.Axis(tickMinStep=1, format=",d", minExtent=_MARGIN, maxExtent=_MARGIN, tickCount=5)


def _names_axis(*, labels: bool = True) -> alt.Axis:
    return alt.Axis(minExtent=_MARGIN, maxExtent=_MARGIN, labels=labels, ticks=False, domain=False)


def _legend(colour: str | None = None) -> alt.Legend:
    """Return a legend above a chart, in as many columns as there is room for.

    Args:
        colour: of its symbols, where they are told by their shapes.

    """
    fill = alt.Undefined if colour is None else colour
    columns = alt.ExprRef(f"max(1, floor(width / {_LEGEND_COLUMN}))")
    return alt.Legend(
        orient="top",
        columns=columns,
        labelLimit=0,
        offset=6,
        padding=0,
        symbolFillColor=fill,
        symbolStrokeColor=fill,
    )


def _outcome(outcome: object) -> str:
    """Return what came of talks as the legend of a chart says it."""
    return str(_OUTCOMES.get(str(outcome or "")) or _OUTCOMES[""]).capitalize()


_SHAPES = {
    _outcome(Outcome.AGREEMENT): "circle",
    _outcome(Outcome.FAILED): "cross",
    _outcome(Outcome.ONGOING): "diamond",
    _outcome(Outcome.POSTPONED): "square",
    _outcome(Outcome.SCHEDULED): "triangle-right",
    _outcome(None): "triangle-up",
}


def _time(field: str, domain: Domain) -> alt.X:
    first, last = domain
    # No date comes after the last of all.
    ends = [_moment(first), _moment(min(last, _LAST_BUT_ONE) + dt.timedelta(days=1))]
    return alt.X(
        f"{field}:T",
        title=None,
        scale=alt.Scale(domain=ends, nice=False, clamp=True),
        axis=alt.Axis(
            labelOverlap="greedy",
            labelExpr=_marks((last - first).days),
            tickCount=alt.ExprRef(f"max(4, floor(width / {_MARK_WIDTH}))"),
        ),
    )


def _marks(days: int) -> str:
    """Return the expression of what stands at the marks of an axis: the year under the first."""
    for most, form in _MARKS:
        if days <= most:
            said = f"timeFormat(datum.value, '{form}')"
            return f"{_YEAR_TOO} ? [{said}, timeFormat(datum.value, '%Y')] : {said}"
    return "timeFormat(datum.value, '%Y')"


_LAST_BUT_ONE = dt.date.max - dt.timedelta(days=1)


def _moment(day: dt.date) -> Any:  # noqa: ANN401 - Altair's own
    return alt.DateTime(year=day.year, month=day.month, date=day.day)


def _ends(starts: "pd.Series[Any]", step: Step) -> "pd.Series[Any]":
    offset = {
        Step.DAY: pd.DateOffset(days=1),
        Step.WEEK: pd.DateOffset(days=7),
        Step.MONTH: pd.DateOffset(months=1),
        Step.YEAR: pd.DateOffset(years=1),
    }
    return starts + offset[step]


def _range(low: int, high: int, more: bool) -> str:  # noqa: FBT001 - of one row
    if more:
        return f"{low:,} or more" if low == high else f"{low:,}–{high:,} or more"
    return f"{low:,}" if low == high else f"{low:,}–{high:,}"


def _outline(theme: str) -> str:
    return "#ffffff" if theme == "light" else "#d8d8d8"
