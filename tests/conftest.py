"""What a quality gate measures is shown at the end of the run, from whichever process it ran in."""

import pytest
from figures import FIGURES


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    shown = [
        text
        for outcome in ("passed", "failed")
        for report in terminalreporter.getreports(outcome)
        for name, text in report.user_properties
        if name == FIGURES
    ]
    if shown:
        terminalreporter.section("measured by the quality gates")
        for text in shown:
            terminalreporter.write_line(str(text))
