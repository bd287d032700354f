"""The scripts of the dashboard's own components, by addresses at which a browser keeps them.

Streamlit sends a component's script again with each change of its data, which is many times as
long. What it is given is one line that fetches the script; its address is its hash, so that a
browser asks for it once.
"""

import hashlib
from functools import cache
from importlib.resources import files

COMPONENTS = ("export_memory", "filters", "incident_panel", "map_frame", "report_text")


@cache
def script_of(name: str) -> str:
    """Return the script of a component."""
    return (files("dashboard") / "frontend" / f"{name}.js").read_text(encoding="utf-8")


@cache
def digest_of(name: str) -> str:
    """Return the hash that stands in the script's address."""
    return hashlib.sha256(script_of(name).encode()).hexdigest()[:16]


def loader_of(name: str) -> str:
    """Return the script that Streamlit sends in place of it."""
    # Streamlit runs it from an address that has no host, so that the whole one is needed.
    address = f"/incidentmap/components/{digest_of(name)}/{name}.js"
    return (
        f'const {{ default: show }} = await import(new URL("{address}", location.origin).href);\n'
        "export default show;\n"
    )
