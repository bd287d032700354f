"""The sidebar: filters with their counts, and what the store holds."""

import shlex
from collections.abc import Mapping
from urllib.parse import urlencode

import streamlit as st

from dashboard import session
from dashboard.components import FILTERS_KEY, show_filters
from dashboard.filter_lists import Word, filter_lists
from dashboard.wording import as_markdown
from geodata.facets import Counted
from geodata.settings import Settings


def show_filters_with_counts(
    left: Counted, total: Counted, span: tuple[str, str] | None, country_name: Word
) -> None:
    """Show all filters.

    Args:
        left: what they leave.
        total: what there is without any.
        span: first and last day of all rows, as ISO dates.
        country_name: name of a country by its ISO 3166-1 alpha-3 code.

    """
    state = st.session_state.get(FILTERS_KEY)
    find = getattr(state, "find", None) or {}
    view = session.view()
    show_filters(
        {
            "revision": session.filters_revision(),
            "chosen": view.to_query(),
            "address": urlencode(view.to_query(), doseq=True),
            "lists": filter_lists(view, left, total, country_name, find),
            "span": span,
            "deaths": list(left.deaths_stated),
            "left": int(left.rows.sum()),
            "total": len(left.rows),
        },
        on_chosen=session.take_filters,
        on_went=session.take_history,
    )


def show_store(location: str, counts: Mapping[str, int]) -> None:
    """Show what the store holds."""
    st.caption(
        as_markdown(
            f"{location.replace(chr(92), '/').rsplit('/', 1)[-1]}: "
            + ", ".join(
                f"{number:,} {name}{'' if number == 1 else 's'}" for name, number in counts.items()
            )
        ),
        help=as_markdown(location),
    )


def show_how_to_load(location: str) -> None:
    """Show the commands that load reports into the store."""
    st.markdown("In a terminal, for one report and the day on which it was published:")
    st.code(load_command(location), language=None, wrap_lines=True)
    st.markdown(
        "Several files, folders, archives and datasets go the same way. What is loaded shows here "
        "by itself."
    )


def load_command(location: str) -> str:
    """Return the command that loads a report into the store."""
    store = "" if location == Settings().store else f" --store {shlex.quote(location)}"
    return f"incidentmap load report.txt --published 2025-10-29{store}"
