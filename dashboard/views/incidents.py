"""The incidents page: all rows as a table, a leaf at a time, and the file to take away."""

import streamlit as st

from dashboard import cached, session
from dashboard.downloads import csv_bytes
from dashboard.incident_table import as_sent, incident_table
from dashboard.row_order import SORTS, SORTS_OF_MANY, Sort
from dashboard.views.figures import show_comparison
from dashboard.views.frame import PageFrame, open_page, show_nothing_left
from dashboard.views.incident import beside_incident
from dashboard.views.table import COLUMNS, USUAL

# The browser gets a leaf whole.
_LEAF = 500
# Pixels; Streamlit's rows are so high.
_HEIGHT, _ROW_HEIGHT = 640, 35
_SORT_KEY, _UP_KEY, _LEAF_KEY, _COLUMNS_KEY = "sort", "sort_up", "leaf", "table_columns"


def show() -> None:
    """Show the page."""
    frame = open_page("Incidents")
    if frame is not None:
        _show_rows(frame)
    session.keep_address()


def _show_rows(frame: PageFrame) -> None:
    left = int(cached.counted(frame.state, frame.selection).rows.sum())
    if not left:
        show_nothing_left()
        return
    show_comparison(frame)
    with beside_incident(frame, (2, 1)):
        _show_table(frame, left)


def _show_table(frame: PageFrame, left: int) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="xsmall"):
        sort = st.selectbox(
            "Sort by",
            SORTS_OF_MANY if frame.is_large else list(SORTS),
            format_func=lambda one: SORTS[one].name,
            key=_SORT_KEY,
            persist_state="session",
            width=150,
        )
        up = st.segmented_control(
            "Order",
            [False, True],
            default=False,
            format_func=lambda rising: "Rising" if rising else "Falling",
            key=_UP_KEY,
            persist_state="session",
            required=True,
        )
        leaf = _choose_leaf(left)
        _show_columns_and_file(frame)
    order = cached.ordered(frame.state, frame.selection, SORTS[sort or Sort.FROM], rising=bool(up))
    rows = cached.rows_at(frame.state, order[leaf * _LEAF : (leaf + 1) * _LEAF])
    ids = rows["incident_id"].tolist()
    session.mark_in_table(ids)
    table = incident_table(rows, frame.telling(ids).reports, frame.country_name)
    shown = st.session_state.get(_COLUMNS_KEY) or USUAL
    st.dataframe(
        as_sent(table),
        key=session.TABLE_KEY,
        hide_index=True,
        height=min(_HEIGHT, _ROW_HEIGHT * (len(rows) + 1) + 3),
        placeholder="",
        selection_mode="single-row",
        on_select=session.take_incident_from_table,
        column_order=[name for name in table.columns if name in shown],
        column_config=COLUMNS,
        alt="The rows that the filters leave",
    )
    first = leaf * _LEAF + 1
    st.caption(
        f"Rows {first:,} to {first + len(rows) - 1:,} of {left:,}. A click on the head of a "
        "column sorts these; “Sort by” sorts all rows. Choose a row to read the words behind it."
        if left > _LEAF
        else f"{left:,} row{'' if left == 1 else 's'}. Choose one to read the words behind it."
    )


def _choose_leaf(left: int) -> int:
    """Return which leaf of the table to show, from 0 on."""
    leaves = -(-left // _LEAF)
    if leaves == 1:
        return 0
    # A filter may leave fewer leaves than the one that was open.
    if st.session_state.get(_LEAF_KEY, 1) > leaves:
        st.session_state[_LEAF_KEY] = leaves
    chosen = st.number_input(
        f"Page, of {leaves:,}", 1, leaves, step=1, key=_LEAF_KEY, persist_state="session", width=130
    )
    return int(chosen) - 1


def _show_columns_and_file(frame: PageFrame) -> None:
    with st.popover("Columns", icon=":material/view_column:"):
        st.pills(
            "Columns to show",
            _ALL,
            selection_mode="multi",
            default=USUAL,
            key=_COLUMNS_KEY,
            persist_state="session",
        )
    if frame.is_large:
        # The command line exports any part of such a store.
        return
    state, selection = frame.state, frame.selection
    st.download_button(
        "CSV",
        data=lambda: csv_bytes(cached.chosen_rows(state, selection), *cached.frames(state)[1:]),
        file_name="incidents.csv",
        mime="text/csv",
        icon=":material/download:",
        on_click="ignore",
        help="All rows that the filters leave, with all columns and quotes. What may not leave the "
        "house is left out or only summed up, as in every export.",
    )


_ALL = [
    "From",
    "To",
    "Kind",
    "Type",
    "Place",
    "Killed ≥",
    "Killed ≤",
    "Wounded ≥",
    "Wounded ≤",
    "Check",
    "Country",
    "Precision",
    "Parties",
    "Said by",
    "Source",
    "Confidence",
]
