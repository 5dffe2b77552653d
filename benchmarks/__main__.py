"""`make bench`: measure, print, and write `docs/benchmarks.md` with the machine, the versions, figures and plots.

    python -m benchmarks [--applications N] [--single N] [--large] [--no-write]

Everything is real: files on this disk, durable commits, the shipped policy. `--large` also grows a log to a million
events.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from benchmarks import commands, postgres, processes, reading, report, worklist
from benchmarks.figures import Comparison
from tests.postgres import why_not

GROWTH, LARGE = (1_000, 10_000), 100_000
"""Applications; each has about ten events."""


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks")
    asked.add_argument("--applications", type=int, default=3_000, help="in bulk; about ten events each")
    asked.add_argument("--single", type=int, default=200, help="applications lived one command at a time")
    asked.add_argument("--large", action="store_true", help="grow a log to a million events, too")
    asked.add_argument("--no-write", action="store_true", help="print only")
    arguments = asked.parse_args()
    compared: list[Comparison] = []
    sections: list[list[str]] = []
    with tempfile.TemporaryDirectory(prefix="bailu-bench-", dir=".") as name:
        folder = Path(name)
        print("Commands on SQLite …")
        compared += [
            commands.one_at_a_time(folder, arguments.single),
            commands.in_bulk(folder, arguments.applications),
        ]
        print("Reading …")
        compared += reading.verification(folder / "bulk.db")
        compared += reading.rebuilding(folder, folder / "bulk.db")
        if reason := why_not():
            sections.append([f"Not measured on PostgreSQL: {reason}.", ""])
        else:
            print("On PostgreSQL …")
            compared += postgres.comparisons(applications=arguments.applications, single=arguments.single)
        print("Whole processes …")
        sections.append(processes.cold_starts(folder))
        sections.append(worklist.beside_closed_cases(folder, closed=10_000, opened=1_000))
        sections.append(processes.growth(folder, (*GROWTH, LARGE) if arguments.large else GROWTH))
    page = report.page(compared, sections, applications=arguments.applications, single=arguments.single)
    print(page)
    if not arguments.no_write:
        report.write(page, compared)
        print(f"Written to {report.REPORT.name}.")


if __name__ == "__main__":
    main()
