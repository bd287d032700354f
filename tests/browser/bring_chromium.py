"""Bring a Chromium for the browser tests where none is found, and say so.

On Debian as root the distribution's package is installed, elsewhere Playwright's own build. Exits
with 1 only where CI is set: a person without a browser can still run the other tests.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from find_chromium import find_chromium
from playwright.sync_api import sync_playwright


def main() -> int:
    if is_there():
        return 0
    apt = shutil.which("apt-get")
    if apt is not None and os.geteuid() == 0:
        say("no Chromium found: installing Debian's package (apt-get install chromium)")
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        run([apt, "update", "-qq"], quiet)
        run([apt, "install", "-y", "-qq", "--no-install-recommends", "chromium"], quiet)
    else:
        say("no Chromium found: downloading Playwright's (playwright install chromium)")
        run([sys.executable, "-m", "playwright", "install", "chromium"], dict(os.environ))
    if is_there():
        return 0
    say("still no Chromium: the browser tests cannot run; install one and run make test again")
    return 1 if os.environ.get("CI") else 0


def is_there() -> bool:
    with sync_playwright() as playwright:
        return find_chromium(playwright) is not None


def run(command: list[str], environment: dict[str, str]) -> None:
    result = subprocess.run(
        command, env=environment, check=False, stdout=subprocess.DEVNULL, cwd=Path.cwd()
    )
    if result.returncode:
        say(f"{command[0]} ended with status {result.returncode}")


def say(line: str) -> None:
    sys.stderr.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
