"""The page of the figures, `docs/benchmarks.md`, and its plots."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pygal
from pygal.style import CleanStyle

from benchmarks.figures import ROUNDS, Comparison

REPORT = Path(__file__).parent.parent / "docs" / "benchmarks.md"
PLOTS = REPORT.parent / "generated"
_LIBRARIES = ("eventsourcing", "msgspec", "sqlalchemy", "psycopg", "cryptography", "click")


def page(compared: Sequence[Comparison], sections: Sequence[Sequence[str]], *, applications: int, single: int) -> str:
    """All figures of a run. `applications` were lived in bulk, `single` one command at a time."""
    lines = [
        "# Benchmarks",
        "",
        f"Written by `make bench`. Machines differ and are noisy: read the ratios. Each side of a comparison ran"
        f" {ROUNDS} times, in turn with the others, each time in a new folder; figures are medians of one run. CPU"
        " stands beside wall time: it tells what the code costs, wall time also what it waits for. The bars are what"
        " this project wants to reach; where a ratio is below its bar, it is not reached.",
        "",
        f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores,"
        f" {platform.system()} {platform.machine()}",
        "- " + ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES),
        f"- {applications:,} applications in bulk, {single:,} one command at a time, about ten events each",
        "",
        "![How many times as fast as each baseline, in CPU](generated/benchmarks.svg)",
        "",
        "What other programs cost for the same life of a case: `make peers`, in [peers.md](peers.md).",
        "",
        "Printed only: `python -m benchmarks.notice` (the rules), `.case` (500 lines from file to settlement), `.aging`"
        " (an old case), `.walks` (files and transactions of four commands),"
        " `.payment_day` (runs of 10 000 cases together, and how long another desk waits), `.city_year` (100 000"
        " applications of all schemes, from January to the last stage, with planted fraud).",
        "",
        "## Against the same work",
        "",
    ]
    for comparison in compared:
        lines += comparison.lines()
    lines += ["## By themselves", ""]
    for section in sections:
        lines += section
    return "\n".join(lines).rstrip() + "\n"


def write(text: str, compared: Sequence[Comparison]) -> None:
    """The page, and a plot of the ratios."""
    REPORT.write_text(text, encoding="utf-8")
    bars = [(comparison, name) for comparison in compared for name in [*comparison.timings][1:]][::-1]
    chart = pygal.HorizontalBar(
        style=CleanStyle, js=[], show_legend=False, width=900, height=36 * len(bars) + 110,
        title="Ours ÷ baseline, in CPU", truncate_label=-1,
    )  # fmt: skip
    chart.x_labels = [
        f"{comparison.title} ÷ {_short(name)}: {comparison.ratio(name, cpu=True):.2f}" for comparison, name in bars
    ]
    chart.add("", [comparison.ratio(name, cpu=True) for comparison, name in bars])
    (PLOTS / "benchmarks.svg").write_bytes(chart.render())


def _short(name: str) -> str:
    """`(a2)` of a baseline that has a letter, else its first words."""
    letter, closed, _rest = name.partition(")")
    return f"{letter})" if closed else name.partition(",")[0]
