"""What of a selection is left to the database, so that fewer rows are fetched.

Each condition here lets through all rows that `geodata.query.select` would keep, and some more;
what they let through is selected there, so that both engines and memory agree by construction.
"""

import datetime as dt
import functools
from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import sqlalchemy as sa

from geodata import schema
from geodata.incident_columns import ARROW_TYPES, LAT, LON, WKB
from geodata.query import Selection

_TABLE = schema.incidents.c
_BORDERS = "border:"


def conditions(selection: Selection, dialect: str) -> list[sa.ColumnElement[bool]]:
    """Return what holds of the rows of the table."""
    first = sa.func.coalesce(_TABLE.date_start, _TABLE.date_end, type_=sa.Date())
    last = sa.func.coalesce(_TABLE.date_end, _TABLE.date_start, type_=sa.Date())
    found: list[sa.ColumnElement[bool]] = []
    # Rows without a date go through: how many a selection leaves out for that is told.
    if selection.date_from is not None:
        found.append(sa.or_(last >= selection.date_from, last.is_(None)))
    if selection.date_to is not None:
        found.append(sa.or_(first <= selection.date_to, first.is_(None)))
    found += [_TABLE[name].in_(values) for name, values in _lists(selection)]
    if selection.countries:
        inside = _TABLE.iso3.in_([country.upper() for country in selection.countries])
        found.append(sa.or_(inside, _TABLE.place_id.startswith(_BORDERS)))
    if selection.bbox is not None and dialect == "postgresql":
        found.append(sa.or_(*(_meets(box) for box in _boxes(selection.bbox))))
    return found


def chosen(table: Any, selection: Selection) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return the rows of a pack's Arrow table that a selection may want."""
    masks = [*_masks(table, selection)]
    return table.filter(functools.reduce(pc.and_, masks)) if masks else table


def _lists(selection: Selection) -> Iterator[tuple[str, list[str]]]:
    """Yield columns with the values that are asked for."""
    for name, values in (
        ("kind", selection.kinds),
        ("event_type", selection.event_types),
        ("source", selection.sources),
        ("location_precision", selection.precisions),
    ):
        if values:
            yield name, [str(value) for value in values]


def _boxes(bbox: tuple[float, float, float, float]) -> list[tuple[float, float, float, float]]:
    """Return a box as one or, across the antimeridian, two that do not cross it."""
    west, south, east, north = bbox
    if west <= east:
        return [bbox]
    return [(west, south, 180.0, north), (-180.0, south, east, north)]


def _meets(box: tuple[float, float, float, float]) -> sa.ColumnElement[bool]:
    # The index knows boxes of single precision, rounded outwards: it never leaves out a row.
    envelope = sa.func.ST_MakeEnvelope(*(sa.literal(one, sa.Double()) for one in box), 4326)
    return sa.type_coerce(_TABLE.geometry, sa.types.NullType()).bool_op("&&")(envelope)


def _masks(table: Any, selection: Selection) -> Iterator[Any]:  # noqa: ANN401 - Arrow ships no types
    if selection.date_from is not None or selection.date_to is not None:
        start, end = _column(table, "date_start"), _column(table, "date_end")
        yield from _days(pc.coalesce(start, end), pc.coalesce(end, start), selection)
    for name, values in _lists(selection):
        yield _is_in(_column(table, name), values)
    if selection.countries:
        codes = [country.upper() for country in selection.countries]
        borders = pc.starts_with(_column(table, "place_id").cast(pa.string()), _BORDERS)
        yield pc.or_(_is_in(_column(table, "iso3"), codes), pc.fill_null(borders, fill_value=False))
    if selection.bbox is not None and LON in table.column_names:
        yield _in_any_box(table, selection.bbox)


def _days(first: Any, last: Any, selection: Selection) -> Iterator[Any]:  # noqa: ANN401 - Arrow ships no types
    for days, compare, bound in (
        (last, pc.greater_equal, selection.date_from),
        (first, pc.less_equal, selection.date_to),
    ):
        if bound is not None:
            day = pa.scalar(dt.date(bound.year, bound.month, bound.day), pa.date32())
            yield pc.fill_null(compare(days, day), fill_value=True)


def _in_any_box(table: Any, bbox: tuple[float, float, float, float]) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return which rows are points in a box, or no points: those are looked at later."""
    lon, lat = table.column(LON), table.column(LAT)
    # What is no number lies in no box.
    inside = pa.chunked_array([pa.repeat(pa.scalar(value=False), table.num_rows)])
    for west, south, east, north in _boxes(bbox):
        in_this = pc.and_(
            pc.and_(pc.greater_equal(lon, west), pc.less_equal(lon, east)),
            pc.and_(pc.greater_equal(lat, south), pc.less_equal(lat, north)),
        )
        inside = pc.or_(inside, in_this)
    inside = pc.fill_null(inside, fill_value=False)
    return pc.or_(inside, table.column(WKB).is_valid()) if WKB in table.column_names else inside


def _is_in(column: Any, values: list[str]) -> Any:  # noqa: ANN401 - Arrow ships no types
    if pa.types.is_dictionary(column.type):
        column = column.cast(pa.string())
    return pc.is_in(column, value_set=pa.array(values, type=pa.string()))


def _column(table: Any, name: str) -> Any:  # noqa: ANN401 - Arrow ships no types
    """Return a column, also one that is missing in all rows of a pack."""
    if name in table.column_names:
        return table.column(name)
    return pa.chunked_array([pa.nulls(table.num_rows, ARROW_TYPES[name])])
