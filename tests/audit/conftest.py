"""The table of a campaign of tampering stands at the end of its run."""

from __future__ import annotations

from typing import Any

from tests.audit.campaign import tally


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for line in tally.table():
        terminalreporter.write_line(line)
