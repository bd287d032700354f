"""The sidebar: filters with their counts, what the store holds, how to load more."""

import shlex
from collections.abc import Callable, Mapping

import streamlit as st

from dashboard import session
from dashboard.wording import as_markdown, event_type_name, kind_name
from geodata.settings import Settings
from geodata.vocabulary import EventType, Kind

Counts = Mapping[str, Mapping[str, int]]


def show_filters(counts: Counts, country_name: Callable[[str], str]) -> None:
    """Show a filter for each column that holds more than one value.

    Args:
        counts: for each filter how many rows of the store have each value.
        country_name: name of a country by its ISO 3166-1 alpha-3 code.

    """
    st.header("Filters")
    _choice("Kind", "kinds", counts, kind_name, list(Kind))
    _choice("Event type", "event_types", counts, event_type_name, list(EventType))
    _choice("Country", "countries", counts, country_name)
    _choice("Source", "sources", counts, str)
    if any(st.session_state[name] for name in session.FILTERS):
        st.button(
            "Clear filters",
            key="clear_filters",
            on_click=session.clear_filters,
            icon=":material/filter_alt_off:",
        )


def show_store(location: str, counts: Mapping[str, int]) -> None:
    """Show what the store holds and how to load reports into it."""
    st.header("Store")
    st.text(location.replace("\\", "/").rsplit("/", 1)[-1], help=as_markdown(location))
    held = (f"{number:,} {name}{'' if number == 1 else 's'}" for name, number in counts.items())
    st.caption(", ".join(held))
    with st.expander("Load your own reports"):
        show_how_to_load(location)


def show_how_to_load(location: str) -> None:
    """Show the commands that load reports into the store."""
    st.markdown("In a terminal, for one report and the day on which it was published:")
    st.code(load_command(location), language=None, wrap_lines=True)
    st.markdown(
        "Several files and whole folders of `.txt`, `.md`, `.html` or `.jsonl` go the same way. "
        "What is loaded shows here by itself."
    )


def load_command(location: str) -> str:
    """Return the command that loads a report into the store."""
    store = "" if location == Settings().store else f" --store {shlex.quote(location)}"
    return f"incidentmap load report.txt --published 2025-10-29{store}"


def _choice(
    label: str,
    name: str,
    counts: Counts,
    word: Callable[[str], str],
    order: list[Kind] | list[EventType] | None = None,
) -> None:
    """Show one filter, most frequent value first unless there is an order."""
    found = counts[name]
    values = sorted(found, key=lambda value: -found[value])
    if order is not None:
        values = [str(value) for value in order if value in found]
    # A value that the address asks for stays even when no row has it.
    values += [value for value in st.session_state[name] if value not in values]
    st.multiselect(
        label,
        values,
        key=name,
        format_func=lambda value: f"{word(value)} ({found.get(value, 0):,})",
        placeholder="All",
    )
