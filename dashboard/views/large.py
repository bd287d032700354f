"""The map of a store with more incidents than can be shown one by one: groups of them.

Nothing here reads the whole store into frames. The map shows groups as fine as a page can draw at
ease; where filters leave few enough incidents, it shows each of them.
"""

from dataclasses import replace

import streamlit as st

from dashboard import cached, session
from dashboard.components import show_map
from dashboard.incident_table import as_sent, incident_table
from dashboard.map.groups import Groups, is_group
from dashboard.views.frame import PageFrame
from dashboard.views.table import COLUMNS
from geodata.query import Selection

# More rows of a group are not read.
_MOST_MEMBERS = 500


def show_groups(frame: PageFrame) -> None:
    """Show the map of groups, and the incidents of the one that was clicked."""
    anytime = replace(frame.selection, date_from=None, date_to=None)
    groups, page = cached.groups(frame.state, anytime)
    whole = cached.span(frame.state, Selection())
    show_map(
        page,
        session.map_state(whole.first, whole.last),
        on_dates=session.take_dates_from_map,
        on_incident=session.take_incident_from_map,
    )
    left = int(cached.counted(frame.state, anytime).rows.sum())
    if len(groups.incidents) < left:
        st.caption(
            f"{left:,} rows are too many to show one by one: the map shows "
            f"{len(groups.incidents):,} groups of incidents of one type that lie near each other "
            "and begin in the same period. Filter until fewer are left to see each of them."
        )
    if frame.view.incident is not None and is_group(frame.view.incident):
        _show_members(frame, groups, frame.view.incident)


def _show_members(frame: PageFrame, groups: Groups, group: str) -> None:
    place = groups.place_of(group)
    if place is None:
        st.info("The filters are others now, and so are the groups: click on the map again.")
    else:
        members = groups.members.of(place)
        rows = cached.rows_at(frame.state, members[:_MOST_MEMBERS])
        ids = rows["incident_id"].tolist()
        session.mark_in_table(ids)
        words = f"{len(ids):,} of the {len(members):,} incidents of the group that was clicked"
        st.caption(words)
        st.dataframe(
            as_sent(incident_table(rows, frame.telling(ids).reports, frame.country_name)),
            key=session.TABLE_KEY,
            hide_index=True,
            placeholder="",
            selection_mode="single-row",
            on_select=session.take_incident_from_table,
            column_config=COLUMNS,
            alt=words,
        )
    st.button("Close the group", on_click=session.close_incident, icon=":material/close:")
