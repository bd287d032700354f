"""The dashboard's entry: Streamlit runs this script for every visit and every change."""

from collections.abc import Callable
from importlib.resources import files

import streamlit as st
from streamlit.navigation.page import Page as StreamlitPage

from dashboard.views import data, export, incidents, reports, timeline
from dashboard.views import map as map_page
from dashboard.views.frame import PAGES
from dashboard.wording import as_markdown
from geodata.errors import IncidentMapError

# Streamlit's own margins leave a fifth of a laptop's screen empty, its captions are too pale to be
# read by everybody, as is white on the pale blue of its dark buttons, and its tables hand out files
# that pass by what may leave the house. Its figures shout, and buttons side by side are lower than
# the lists beside them.
_STYLE = """<style>
.stMainBlockContainer { padding-inline: clamp(1rem, 2.5vw, 2.5rem); }
.st-key-head { row-gap: 0; }
.st-key-figures, .st-key-held { row-gap: 0.75rem; column-gap: 2.25rem; }
[data-testid="stMetricValue"] { font-size: 1.75rem; }
.st-key-sort_up button { min-height: 2.5rem; }
[data-testid="stCaptionContainer"] { color: light-dark(#5c5a57, #b9b6b0); opacity: 1; }
[data-testid="stBaseButton-primary"] { color: light-dark(#fff, #0b2036); }
.st-key-export_preview img { box-shadow: 0 0 0 1px #8886, 0 2px 10px #0003; }
[data-testid="stElementToolbarButton"]:has([aria-label^="Download as CSV"]) { display: none; }
</style>"""

# Streamlit's own icons are fetched from elsewhere when they are the page's.
_ICON = (files("dashboard") / "frontend" / "icon.svg").read_text(encoding="utf-8")


def _page(title: str, show: Callable[[], None], icon: str) -> StreamlitPage:
    return st.Page(show, title=title, url_path=title.lower(), icon=f":material/{icon}:")


def _run() -> None:
    st.set_page_config(page_title="Incident map", page_icon=_ICON, layout="wide")
    st.html(_STYLE)
    pages = [
        st.Page(map_page.show, title="Map", url_path="map", icon=":material/map:", default=True),
        _page("Timeline", timeline.show, "timeline"),
        _page("Incidents", incidents.show, "table_rows"),
        _page("Reports", reports.show, "article"),
        _page("Export", export.show, "ios_share"),
        _page("Data", data.show, "database"),
    ]
    st.session_state[PAGES] = {page.title: page for page in pages}
    chosen = st.navigation(pages, position="top")
    try:
        chosen.run()
    except IncidentMapError as error:
        st.error(as_markdown(str(error)))


# Processes that read large datasets begin by importing this script, and are to show nothing.
if __name__ == "__main__":
    _run()
