"""`make bench`: measure, print, and write `docs/benchmarks.md` with the machine, the versions and the raw figures.

    python -m benchmarks [--applications N] [--single N] [--no-write]

Everything is real: files on this disk, durable commits, the shipped policy. Machines are noisy, so what counts is the
ratio of two figures of the same run.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from audit.verify import verify
from benchmarks import baselines, postgres
from benchmarks.figures import Run
from benchmarks.office import Office
from store.addresses import views_beside
from store.databases import open_database
from store.log import Database
from tests.postgres import why_not

_LIBRARIES = ("eventsourcing", "msgspec", "sqlalchemy", "psycopg", "cryptography")
REPORT = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks")
    asked.add_argument("--applications", type=int, default=10_000, help="in bulk; about ten events each")
    asked.add_argument("--single", type=int, default=300, help="applications lived one command at a time")
    asked.add_argument("--no-write", action="store_true", help="print only")
    arguments = asked.parse_args()
    run = Run()
    with tempfile.TemporaryDirectory(prefix="bailu-bench-", dir=".") as folder:
        _measure(run, Path(folder), arguments.applications, arguments.single)
        desks = _on_postgres(run, arguments.applications, arguments.single)
        whole = _whole_processes(Path(folder))
    report = _report(run, whole, desks, arguments)
    print(report)
    if not arguments.no_write:
        REPORT.write_text(report, "utf-8")
        print(f"Written to {REPORT.relative_to(Path.cwd()) if REPORT.is_relative_to(Path.cwd()) else REPORT.name}.")


def _measure(run: Run, folder: Path, applications: int, single: int) -> None:
    print("One command at a time …")
    office = Office.found(folder / "single.db")
    run.measure(
        "bailu, one command at a time",
        "commands",
        lambda: office.live_singly(range(single)),
        "(d) raw sqlite3, one durable transaction",
        0.25,
    )
    cases = baselines.cases_of(office.database)
    lines = list(baselines.lines_of(office.database))
    office.database.close()
    run.measure(
        "(a) stock eventsourcing, one command at a time",
        "commands",
        lambda: baselines.stock_live(baselines.stock(folder / "stock.db"), cases),
    )
    run.measure(
        "(d) raw sqlite3, one durable transaction",
        "commands",
        lambda: baselines.raw_transactions(folder / "raw.db", lines),
    )
    print(f"In bulk: {applications:,} applications …")
    bulk = Office.found(folder / "bulk.db")
    run.measure(
        "bailu, in bulk",
        "events",
        lambda: bulk.live(applications),
        "(a) stock eventsourcing, one command at a time",
        3,
    )
    _verify(run, bulk.database)
    bulk.database.close()
    _rebuild(run, folder)


def _on_postgres(run: Run, applications: int, single: int) -> str:
    """What is said of many desks, or why there is no server."""
    reason = why_not()
    if reason:
        print(f"Not measured on PostgreSQL: {reason}.")
        return f"Not measured on PostgreSQL: {reason}."
    return f"{postgres.measure(run, applications=applications, single=single)}."


def _verify(run: Run, database: Database) -> None:
    print("Verification …")
    with database.reading() as view:
        head = view.head()
    lines = list(baselines.lines_of(database))

    def check(signatures: bool) -> int:
        verification = verify(
            enumerate(lines, 1), size=head.size, root=head.root, signatures=signatures, canonical=signatures
        )
        assert verification.holds, verification.errors[:3]
        return verification.size

    run.measure("(d) SHA-256 over the same lines", "leaves", lambda: baselines.raw_hashes(lines))
    run.measure(
        "audit verify, signatures apart", "leaves", lambda: check(False), "(d) SHA-256 over the same lines", 0.0
    )
    run.measure("audit verify, signatures and canonical form included", "leaves", lambda: check(True))


def _rebuild(run: Run, folder: Path) -> None:
    print("Rebuilding payout_history …")
    from projections.building.rebuild import rebuild
    from projections.engine.views import Views

    stock = baselines.stock(folder / "stock-bulk.db")
    database = open_database(str(folder / "bulk.db"))
    baselines.stock_fill(stock, baselines.cases_of(database))
    run.measure(
        "(a) stock eventsourcing, projection with a commit per 1 000",
        "events",
        lambda: baselines.stock_rebuild(stock, folder / "stock-views.db"),
    )
    run.measure(
        "(d) raw scan, decode and bulk insert",
        "events",
        lambda: baselines.raw_rebuild(folder / "bulk.db", folder / "raw-views.db"),
    )
    with database.reading() as view:
        size = view.head().size
    views = Views(database, views_beside(database.url))

    def build() -> int:
        rebuild(views, ["payout_history"])
        return size

    run.measure(
        "rebuild payout_history", "events", build, "(a) stock eventsourcing, projection with a commit per 1 000", 10
    )
    with views.database.reading() as connection:
        ours = connection.exec_driver_sql("SELECT COUNT(*) FROM payout_history").scalar()
    assert ours == baselines.rows_of(folder / "stock-views.db"), "the baseline builds the same rows"
    views.close()
    database.close()


@contextmanager
def _environment(folder: Path) -> Iterator[dict[str, str]]:
    store = folder / "whole" / "bailu.db"
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BAILU_")}
    yield kept | {"BAILU_STORE": str(store), "BAILU_AS": "admin", "LANG": "C.UTF-8"}


def _whole_processes(folder: Path) -> list[tuple[str, float]]:
    """Wall time of whole processes: the median of seven."""
    bailu = shutil.which("bailu", path=str(Path(sys.executable).parent)) or "bailu"
    timings = []
    with _environment(folder) as environment:

        def median(*argv: str) -> float:
            times = []
            for _ in range(7):
                started = time.perf_counter()
                subprocess.run(argv, env=environment, check=True, capture_output=True)
                times.append(time.perf_counter() - started)
            return sorted(times)[3]

        subprocess.run([bailu, "init"], env=environment, check=True, capture_output=True)
        subprocess.run([bailu, "history", "-o", "json"], env=environment, check=True, capture_output=True)
        timings.append(("python -c 'import click'", median(sys.executable, "-c", "import click")))
        timings.append(("bailu --help", median(bailu, "--help")))
        timings.append(("a query: bailu history -o json", median(bailu, "history", "-o", "json")))
        timings.append(("a command: bailu officer rotate-key admin", median(bailu, "officer", "rotate-key", "admin")))
    return timings


def _report(run: Run, whole: list[tuple[str, float]], desks: str, arguments: argparse.Namespace) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Written by `make bench`. Machines differ and are noisy: read the ratios, which were measured in one run.",
        "",
        f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.machine()}",
        "- " + ", ".join(f"{name} {importlib.metadata.version(name)}" for name in _LIBRARIES),
        f"- {arguments.applications:,} applications in bulk, {arguments.single:,} one command at a time",
        "",
        "| what | rate | of the baseline | first bar |",
        "|---|---:|---:|---:|",
    ]
    for figure in run.figures.values():
        held = f"{run.ratio(figure):.2f} × {figure.against[:3]}" if figure.against else ""
        bar = f"{figure.bar:g} ×" if figure.bar else ""
        lines.append(f"| {figure.name} | {figure.rate:,.0f} {figure.unit}/s | {held} | {bar} |")
    lines += ["", desks, "", "| whole process | median of seven |", "|---|---:|"]
    lines += [f"| `{name}` | {seconds:.2f} s |" for name, seconds in whole]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
