"""Pages of the dashboard as tests run them, without a browser."""

import json
import time
from typing import Any

from streamlit.testing.v1 import AppTest


def timeline_page() -> None:
    from dashboard.views import timeline  # noqa: PLC0415 - Streamlit runs this function's text

    timeline.show()


def incidents_page() -> None:
    from dashboard.views import incidents  # noqa: PLC0415 - same

    incidents.show()


def reports_page() -> None:
    from dashboard.views import reports  # noqa: PLC0415 - same

    reports.show()


def data_page() -> None:
    from dashboard.views import data  # noqa: PLC0415 - same

    data.show()


def export_page() -> None:
    from dashboard.views import export  # noqa: PLC0415 - same

    export.show()


def follow(app: AppTest, key: str) -> AppTest:
    """Run a page until a job of its session is done, as the browser does."""
    end = time.monotonic() + 90
    while key in app.session_state and time.monotonic() < end:
        time.sleep(0.2)
        app.run()
    return app


def run_page(page: Any, **query: str | list[str]) -> AppTest:  # noqa: ANN401 - a function above
    app = AppTest.from_function(page, default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    return app.run()


def component(app: AppTest, name: str) -> dict[str, Any]:
    """Return the data that the page gave to one of its components."""
    [found] = [
        element.proto.mixed.json or element.proto.json
        for element in app.get("bidi_component")
        if element.proto.component_name == f"incidentmap.{name}"
    ]
    data: dict[str, Any] = json.loads(found)
    return data
