"""How the columns of the tables of incidents look."""

import streamlit as st

from geodata.masks import CHECK_BELOW

_DAY = "YYYY-MM-DD"
# The columns that most people read.
USUAL = [
    "From",
    "Kind",
    "Type",
    "Place",
    "Country",
    "Killed ≥",
    "Killed ≤",
    "Wounded ≥",
    "Wounded ≤",
    "Check",
    "Source",
]
# Wide enough for most of what stands in them, so that on a laptop the deaths are in sight.
COLUMNS = {
    "From": st.column_config.DateColumn(format=_DAY, width=88),
    "To": st.column_config.DateColumn(format=_DAY, width=88),
    "Kind": st.column_config.TextColumn(width=76),
    "Type": st.column_config.TextColumn(width=120),
    "Place": st.column_config.TextColumn(width=140),
    "Country": st.column_config.TextColumn(width=96),
    "Check": st.column_config.TextColumn(
        help=f"Less than {CHECK_BELOW:.0%} sure, and seen by nobody yet: read the report",
        width=72,
    ),
    "Confidence": st.column_config.ProgressColumn(
        help="How sure it is that the report tells this as an incident; empty for data sets",
        min_value=0,
        max_value=1,
        format="percent",
        width=90,
    ),
    **{
        f"{measure} {bound}": st.column_config.NumberColumn(
            help=f"{measure}, {words}; empty when the source sets no such bound",
            format="localized",
            width=width,
        )
        for measure, width in (("Killed", 72), ("Wounded", 88))
        for bound, words in (("≥", "at least"), ("≤", "at most"))
    },
}
