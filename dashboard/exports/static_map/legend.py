"""The legend: an entry for every symbol that the maps of a page draw, and for no other."""

from collections.abc import Iterable, Sequence
from functools import partial

import numpy as np
import numpy.typing as npt
import shapely
from matplotlib.path import Path
from matplotlib.transforms import Affine2D

from dashboard.exports.static_map import symbols
from dashboard.exports.static_map.badges import HATCH, TOLL_HATCH
from dashboard.exports.static_map.blocks import Entry
from dashboard.exports.static_map.colours import TYPE_NAMES
from dashboard.exports.static_map.extent import Frame
from dashboard.exports.static_map.map_window import DISPUTED_DASHES, Shown
from dashboard.exports.static_map.marks import LEAST_RADIUS, Scale
from dashboard.exports.static_map.names import draw_town
from dashboard.exports.static_map.sheet import Canvas, Pen
from dashboard.map.style import EVENT_TYPES

_NICE = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 50_000, 100_000)


def entries_of(maps: Sequence[Shown], scale: Scale, *, capitals: bool) -> list[Entry]:
    """Return the entries of a legend, those of marks first."""
    return [
        *_types(maps),
        *_sizes(maps, scale),
        *_groups(maps, scale),
        *_areas(maps),
        *_lines(maps),
        *([Entry(_capital, "Capital", 0.8)] if capitals else []),
    ]


def _types(maps: Sequence[Shown]) -> Iterable[Entry]:
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
            yield Entry(_talks, name, 1.9)
        else:
            yield Entry(partial(_mark, key=key), name, 1.2)


def _sizes(maps: Sequence[Shown], scale: Scale) -> Iterable[Entry]:
    killed = np.concatenate([one.marks.killed[one.marks.count == 1] for one in maps])
    event = np.concatenate([one.marks.talks[one.marks.count == 1] == 0 for one in maps])
    killed = killed[event]
    if np.isnan(killed).any():
        yield Entry(_hollow, "Hollow: number of killed not stated", 1.2)
    most = float(np.nanmax(killed, initial=0))
    distinct = (LEAST_RADIUS / max(scale.killed, 1e-9)) ** 2
    known = [value for value in _NICE if distinct * 1.2 < value <= most]
    chosen = known[-1:] if len(known) < 3 else [known[len(known) // 2], known[-1]]  # noqa: PLR2004 - enough for a middle
    if chosen:
        least = int(distinct)
        text = f"Size: up to {least:,} killed" if least > 0 else "Size: nobody killed"
        for value, words in [(0, text), *((value, f"Size: {value:,} killed") for value in chosen)]:
            radius = float(scale.of_killed(value))
            yield Entry(partial(_circle, radius=radius), words, radius / scale.unit + 0.1)


def _groups(maps: Sequence[Shown], scale: Scale) -> Iterable[Entry]:
    counts = np.concatenate([one.marks.count for one in maps])
    counts = counts[counts > 1]
    if not len(counts):
        return
    middle = int(np.median(counts))
    radius = min(float(scale.of_count(middle)), 3.6 * scale.unit)
    number = symbols.short_number(middle)
    yield Entry(
        partial(_group, radius=radius, number=number),
        "Several incidents in or near one place: their number, and a ring of their types",
        radius / scale.unit,
    )


def _areas(maps: Sequence[Shown]) -> Iterable[Entry]:
    areas = [area for one in maps for area, _ in one.areas]
    for wanted, toll, text in (
        (
            [area for area in areas if area.incidents or area.talks],
            False,
            "Somewhere in this area or along this line: the number of incidents",
        ),
        (
            [area for area in areas if area.tolls],
            True,
            "Toll over a period or an area, not added to the incidents",
        ),
    ):
        if wanted:
            yield Entry(partial(_area, toll=toll), text, 1.7)


def _lines(maps: Sequence[Shown]) -> Iterable[Entry]:
    if any(_is_seen(one.background.borders, one.frame) for one in maps):
        yield Entry(_border, "Country boundary", 0.6)
    if any(_is_seen(one.background.disputed, one.frame) for one in maps):
        yield Entry(_disputed, "Disputed boundary", 0.6)
    if any(one.tiles is None and _is_seen(one.background.divisions, one.frame) for one in maps):
        yield Entry(_division, "First-level division", 0.6)


def _mark(canvas: Canvas, x: float, y: float, *, key: str | None) -> None:
    symbols.draw_mark(canvas, (x, y), 1.25 * canvas.unit, event_type=key, hollow=False)


def _hollow(canvas: Canvas, x: float, y: float) -> None:
    symbols.draw_mark(canvas, (x, y), 1.15 * canvas.unit, event_type="other", hollow=True)


def _talks(canvas: Canvas, x: float, y: float) -> None:
    symbols.draw_talks(canvas, (x, y - 1.8 * canvas.unit), 1.25 * canvas.unit)


def _circle(canvas: Canvas, x: float, y: float, *, radius: float) -> None:
    shape = Affine2D().scale(radius).translate(x, y).transform_path(Path.unit_circle())
    canvas.window.fill(shape, canvas.look.rule, pen=Pen(canvas.look.soft_ink, 0.5))


def _group(canvas: Canvas, x: float, y: float, *, radius: float, number: str) -> None:
    shares: dict[str | None, int] = {"battle": 4, "explosion": 3, "protest": 2}
    symbols.draw_group(canvas, (x, y), radius, shares, number)


def _area(canvas: Canvas, x: float, y: float, *, toll: bool) -> None:
    window, unit = canvas.window, canvas.unit
    colour = canvas.look.toll if toll else canvas.look.area
    wide, high = 3.0 * unit, 1.5 * unit
    corners = [(-wide, -high), (wide, -high), (wide, high), (-wide, high), (-wide, -high)]
    path = Path([(x + across, y + up) for across, up in corners], closed=True)
    window.fill(path, colour, opacity=0.05)
    window.fill(path, None, hatch=(TOLL_HATCH if toll else HATCH, f"{colour}66", 0.35))
    window.stroke(path, Pen(colour, 0.9, (4, 2)))


def _is_seen(lines: npt.NDArray[np.object_], frame: Frame) -> bool:
    """Return whether any line lies in the map, and not only near it."""
    return bool(shapely.intersects(lines, shapely.box(0, 0, frame.width, frame.height)).any())


def _border(canvas: Canvas, x: float, y: float) -> None:
    reach = 3 * canvas.unit
    canvas.window.line([(x - reach, y), (x + reach, y)], Pen(canvas.look.border, 0.75))


def _disputed(canvas: Canvas, x: float, y: float) -> None:
    reach = 3 * canvas.unit
    pen = Pen(canvas.look.border, 0.75, DISPUTED_DASHES)
    canvas.window.line([(x - reach, y), (x + reach, y)], pen)


def _division(canvas: Canvas, x: float, y: float) -> None:
    reach = 3 * canvas.unit
    pen = Pen(canvas.look.division, 0.6, (4.5, 2.5))
    canvas.window.line([(x - reach, y), (x + reach, y)], pen)


def _capital(canvas: Canvas, x: float, y: float) -> None:
    draw_town(canvas, x, y, capital=True)
