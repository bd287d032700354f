"""The legend: an entry for every symbol that the maps of a page draw, and for no other."""

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from dashboard.exports.static_map import symbols
from dashboard.exports.static_map.blocks import Entry
from dashboard.exports.static_map.colours import TYPE_NAMES, Colours
from dashboard.exports.static_map.map_window import Shown, draw_town
from dashboard.exports.static_map.marks import LEAST_RADIUS, Scale
from dashboard.exports.static_map.sheet import Pen, Window
from dashboard.map.style import EVENT_TYPES

_NICE = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000)


def entries_of(maps: Sequence[Shown], scale: Scale, look: Colours) -> list[Entry]:
    """Return the entries of a legend, those of marks first."""
    unit = scale.unit
    return [
        *_types(maps, look, unit),
        *_sizes(maps, scale, look),
        *_groups(maps, scale, look),
        *_areas(maps, look, unit),
        *_lines(maps, look, unit),
    ]


def _types(maps: Sequence[Shown], look: Colours, unit: float) -> Iterable[Entry]:
    totals = sum((one.marks.types.sum(axis=0) for one in maps), np.zeros(len(EVENT_TYPES)))
    singles_talk = any(bool((one.marks.talks[one.marks.count == 1] > 0).any()) for one in maps)
    groups = any(bool((one.marks.count > 1).any()) for one in maps)
    for number, event_type in sorted(
        enumerate(EVENT_TYPES), key=lambda item: (item[1] is None, item[0])
    ):
        if not totals[number]:
            continue
        key = None if event_type is None else str(event_type)
        if key == "talks" and not singles_talk and not groups:
            continue
        name = TYPE_NAMES[key]
        if key == "talks":
            yield Entry(partial(_talks, look=look, unit=unit), name, 1.9)
        else:
            yield Entry(partial(_mark, look=look, unit=unit, key=key), name, 1.2)


def _sizes(maps: Sequence[Shown], scale: Scale, look: Colours) -> Iterable[Entry]:
    killed = np.concatenate([one.marks.killed[one.marks.count == 1] for one in maps])
    event = np.concatenate([one.marks.talks[one.marks.count == 1] == 0 for one in maps])
    killed = killed[event]
    if np.isnan(killed).any():
        yield Entry(
            partial(_hollow, look=look, unit=scale.unit), "Hollow: number killed not stated", 1.2
        )
    most = float(np.nanmax(killed, initial=0))
    distinct = (LEAST_RADIUS / max(scale.killed, 1e-9)) ** 2
    known = [value for value in _NICE if distinct * 1.2 < value <= most]
    chosen = known[-1:] if len(known) < 3 else [known[len(known) // 2], known[-1]]  # noqa: PLR2004 - enough for a middle
    if chosen:
        least = int(distinct)
        text = f"Size: killed, up to {least:,}" if least > 1 else "Size: killed, none or 1"
        for value, words in [(0, text), *((value, f"{value:,} killed") for value in chosen)]:
            radius = float(scale.of_killed(value))
            yield Entry(
                partial(_circle, look=look, radius=radius), words, radius / scale.unit + 0.1
            )


def _groups(maps: Sequence[Shown], scale: Scale, look: Colours) -> Iterable[Entry]:
    counts = np.concatenate([one.marks.count for one in maps])
    counts = counts[counts > 1]
    if not len(counts):
        return
    middle = int(np.median(counts))
    radius = min(float(scale.of_count(middle)), 3.6 * scale.unit)
    number = symbols.short_number(middle)
    yield Entry(
        partial(_group, look=look, radius=radius, number=number),
        "Several incidents at or near one place: their number; the ring shows their types",
        radius / scale.unit,
    )


def _areas(maps: Sequence[Shown], look: Colours, unit: float) -> Iterable[Entry]:
    areas = [area for one in maps for area in one.areas]
    for wanted, colour, text in (
        (
            [area for area in areas if area.incidents or area.talks],
            look.area,
            "Somewhere in this area or along this line, not at a known place",
        ),
        (
            [area for area in areas if area.tolls],
            look.toll,
            "Toll: a count over a period or an area, not added to the incidents",
        ),
    ):
        if wanted:
            yield Entry(partial(_area, look=look, unit=unit, colour=colour), text, 1.7)


def _lines(maps: Sequence[Shown], look: Colours, unit: float) -> Iterable[Entry]:
    under = [one.background for one in maps]
    if any(len(one.borders) for one in under):
        yield Entry(partial(_border, look=look, unit=unit), "Country boundary", 0.6)
    if any(len(one.divisions) for one in under):
        yield Entry(partial(_division, look=look, unit=unit), "First-level division", 0.6)
    yield Entry(partial(_capital, look=look, unit=unit), "Capital", 0.8)


def _mark(
    window: Window, x: float, y: float, *, look: Colours, unit: float, key: str | None
) -> None:
    symbols.draw_mark(window, (x, y), 1.25 * unit, look, event_type=key, hollow=False)


def _hollow(window: Window, x: float, y: float, *, look: Colours, unit: float) -> None:
    symbols.draw_mark(window, (x, y), 1.15 * unit, look, event_type="other", hollow=True)


def _talks(window: Window, x: float, y: float, *, look: Colours, unit: float) -> None:
    symbols.draw_talks(window, (x, y - 1.35 * unit), 1.25 * unit, look)


def _circle(window: Window, x: float, y: float, *, look: Colours, radius: float) -> None:
    shape = Affine2D().scale(radius).translate(x, y).transform_path(Path.unit_circle())
    window.fill(shape, look.rule, pen=Pen(look.soft_ink, 0.5))


def _group(
    window: Window, x: float, y: float, *, look: Colours, radius: float, number: str
) -> None:
    shares: dict[str | None, int] = {"battle": 4, "explosion": 3, "protest": 2}
    symbols.draw_group(window, (x, y), radius, look, shares, number)


def _area(
    window: Window, x: float, y: float, *, look: Colours, unit: float, colour: str
) -> None:
    left, bottom, wide, high = x - 3.0 * unit, y - 1.5 * unit, 6.0 * unit, 3.0 * unit
    corners = [(0, 0), (wide, 0), (wide, high), (0, high), (0, 0)]
    path = Path([(left + across, bottom + up) for across, up in corners], closed=True)
    pattern = "\\\\\\\\\\\\" if colour == look.toll else "////////"
    window.fill(path, colour, opacity=0.05)
    window.fill(path, None, hatch=(pattern, f"{colour}66", 0.35))
    window.stroke(path, Pen(colour, 0.9, (4, 2)))


def _border(window: Window, x: float, y: float, *, look: Colours, unit: float) -> None:
    window.line([(x - 3 * unit, y), (x + 3 * unit, y)], Pen(look.border, 0.75))


def _division(window: Window, x: float, y: float, *, look: Colours, unit: float) -> None:
    window.line([(x - 3 * unit, y), (x + 3 * unit, y)], Pen(look.division, 0.6, (4.5, 2.5)))


def _capital(window: Window, x: float, y: float, *, look: Colours, unit: float) -> None:
    draw_town(window, x, y, look, unit, capital=True)
