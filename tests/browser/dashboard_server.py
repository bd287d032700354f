"""A dashboard as a person starts it, on a free port."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_INCIDENTMAP = Path(sys.executable).with_name("incidentmap")
# A new store begins with the samples, and reading them loads the language model.
_START_SECONDS = 120


@contextmanager
def dashboard(store: Path | str, folder: Path, *, port: int | None = None) -> Iterator[str]:
    """Serve a store and give the address; the server runs, and writes its log, in the folder."""
    port = port or _free_port()
    log = folder / f"dashboard-{port}.log"
    command = [_INCIDENTMAP, "dashboard", "--store", store, "--port", str(port), "--no-browser"]
    with log.open("w") as output:
        server = subprocess.Popen(command, cwd=folder, stdout=output, stderr=output)
    try:
        _wait_for(server, port, log)
        yield f"http://127.0.0.1:{port}/"
    finally:
        server.terminate()
        server.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        try:
            connection.request("GET", "/_stcore/health")
            if connection.getresponse().status == http.HTTPStatus.OK:
                return
        except OSError:
            time.sleep(0.2)
        finally:
            connection.close()
    raise RuntimeError(f"the dashboard did not start: {log.read_text()}")
