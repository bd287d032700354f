"""The node that comes with Playwright: there wherever the browser tests run."""

import subprocess
from pathlib import Path

from playwright._impl._driver import compute_driver_executable

HERE = Path(__file__).parent / "javascript"
NODE = str(compute_driver_executable()[0])


def node(*arguments: str, stdin: str = "") -> str:
    """Run a script of the tests and return what it prints."""
    done = subprocess.run(
        [NODE, *arguments], input=stdin, capture_output=True, text=True, check=False, cwd=HERE
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
