"""`python -m benchmarks.postgres`: a store on PostgreSQL against stock `eventsourcing` on the same server.

    python -m benchmarks.postgres [--applications N] [--single N] [--each N] [--no-write]

The server comes from the wheel that the tests use, with `fsync` on. Commands one at a time and in bulk at one desk;
then eight desks at once, each a process, each command in a transaction of its own: how many commands a second, and how
long the one took that took longest. Writes its part of `docs/benchmarks.md`.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import multiprocessing
import os
import platform
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from typing import Any

from benchmarks import baselines
from benchmarks.baselines import timed
from benchmarks.figures import HEADING, POSTGRESQL, REPORT, Figure, Run, parts_of_the_report
from benchmarks.lives import cases_of, lines_of, one_at_a_time
from benchmarks.office import AMOUNT_FEN, NOTICE, Credentials, Office
from domain.application.commands import CloseNotice
from domain.treasury.batch import CreditedItem, OrderPayment, RecordBankAnswer, ReleasePayment
from store.databases import open_database
from tests.postgres import Server, why_not

DESKS = 8
STOCK = "(a) stock eventsourcing, one command at a time"
STOCK_DESKS = f"(a) stock eventsourcing, {DESKS} desks at once"
RAW = "(d) raw psycopg, one durable transaction"
_SETTINGS = {"fsync": "on", "full_page_writes": "on", "autovacuum": "on"}


@dataclass(frozen=True, slots=True)
class Waits:
    """Seconds that commands took at desks that were at it together."""

    name: str
    median: float
    ninety_nine: float
    longest: float

    @classmethod
    def of(cls, name: str, took: Sequence[float]) -> Waits:
        ordered = sorted(took)
        return cls(name, ordered[len(ordered) // 2], ordered[len(ordered) * 99 // 100], ordered[-1])


def main() -> None:
    asked = argparse.ArgumentParser(prog="python -m benchmarks.postgres")
    asked.add_argument("--applications", type=int, default=10_000, help="in bulk; about ten facts each")
    asked.add_argument("--single", type=int, default=300, help="applications lived one command at a time")
    asked.add_argument("--each", type=int, default=100, help=f"applications that each of {DESKS} desks takes along")
    asked.add_argument("--no-write", action="store_true", help="print only")
    arguments = asked.parse_args()
    if reason := why_not():
        print(f"PostgreSQL was not measured: {reason}.")
        return
    run, waits = Run(), list[Waits]()
    server = Server.fresh(**_SETTINGS)
    try:
        with server.administrator() as connection:
            version = connection.info.parameter_status("server_version") or ""
            for database in ("raw", "stock", "stock_desks"):
                connection.execute(f"CREATE DATABASE {database}")
        cases = _one_desk(run, server, arguments.single, arguments.applications)
        _many_desks(run, waits, server, cases, arguments.each)
    finally:
        server.remove()
    report = _report(run, waits, version, arguments)
    print(report)
    if not arguments.no_write:
        above, _postgresql = parts_of_the_report()
        REPORT.write_text("\n".join(filter(None, (above, report))), "utf-8")


def _one_desk(run: Run, server: Server, single: int, applications: int) -> list[list[baselines.Step]]:
    """One command at a time and in bulk; the lives that the single applications had."""
    print("One desk …")
    office = Office(server.url("single"))
    run.measure(
        "bailu, one command at a time", "commands", lambda: one_at_a_time(office, single), (RAW, STOCK), bar=0.25
    )
    office.database.close()
    cases = cases_of(server.url("single"))
    database = open_database(server.url("single"), read_only=True)
    lines = list(lines_of(database))
    database.close()
    stock = baselines.stock_on_postgresql(str(server.folder), "stock")
    run.measure(STOCK, "commands", lambda: baselines.stock_live(stock, cases))
    stock.close()
    conninfo = f"host={server.folder} user=postgres dbname=raw"
    run.measure(RAW, "commands", lambda: baselines.raw_transactions_on_postgresql(conninfo, lines))
    bulk = Office(server.url("bulk"))
    run.measure("bailu, in bulk", "facts", lambda: bulk.live(applications), (STOCK,), bar=3)
    bulk.database.close()
    return cases


def _many_desks(
    run: Run, waits: list[Waits], server: Server, cases: Sequence[Sequence[baselines.Step]], each: int
) -> None:
    print(f"{DESKS} desks at once …")
    office = Office(server.url("desks"))
    office.database.close()
    ours = [(server.url("desks"), office.credentials, desk, each) for desk in range(DESKS)]
    _together(run, waits, f"bailu, {DESKS} desks at once", _our_desk, ours, (STOCK_DESKS,))
    app = baselines.stock_on_postgresql(str(server.folder), "stock_desks")  # Makes the tables.
    app.close()
    theirs = [(str(server.folder), list(cases[:each]), each) for _ in range(DESKS)]
    _together(run, waits, STOCK_DESKS, _stock_desk, theirs)


def _together(
    run: Run,
    waits: list[Waits],
    name: str,
    desk: Callable[..., None],
    given: Sequence[tuple[Any, ...]],
    against: Sequence[str] = (),
) -> None:
    """Let processes begin at the same moment, meet halfway, and take the time until the last of them is done.

    One that fails breaks the barrier for all of them by not coming.
    """
    context = multiprocessing.get_context("spawn")
    together, said = context.Barrier(len(given) + 1), context.Queue()
    processes = [context.Process(target=desk, args=(*each, together, said)) for each in given]
    for process in processes:
        process.start()
    together.wait(120)
    began = time.perf_counter()
    together.wait(600)  # Halfway.
    took = [seconds for _ in processes for seconds in said.get(timeout=600)]
    seconds = time.perf_counter() - began
    for process in processes:
        process.join()
    run.note(Figure(name, len(took), "commands", seconds, against))
    waits.append(Waits.of(name, took))


def _our_desk(
    url: str, credentials: Credentials, desk: int, count: int, together: Barrier, said: Queue[list[float]]
) -> None:
    """The whole life of `count` applications, one command at a time; every desk closes its notices on the same day."""
    office = Office.desk(url, credentials)
    took: list[float] = []
    first = desk * count + 1
    submissions = [office.submission(number, office.clock().date()) for number in range(first, first + count)]
    together.wait(120)
    numbers = [
        timed(took, office.casework.execute, each).facts[0].stream.removeprefix("application-") for each in submissions
    ]
    for officer, command in office.steps():
        for each in numbers:
            timed(took, office.do, officer, command(each))
    together.wait(600)  # Nobody is ten days ahead of the others.
    office.clock.instant += NOTICE
    for each in numbers:
        _close_and_pay(office, each, took)
    said.put(took)
    office.database.close()


def _close_and_pay(office: Office, number: str, took: list[float]) -> None:
    timed(took, office.do, "lin", CloseNotice(application=number))
    ordered = timed(took, office.do, "wu", OrderPayment(applications=(number,)))
    batch = next(each.stream.removeprefix("batch-") for each in ordered.facts if each.stream.startswith("batch-"))
    timed(took, office.do, "zheng", ReleasePayment(batch=batch))
    paid = CreditedItem(
        application=number, amount_fen=AMOUNT_FEN, value_on=office.clock().date(), reference=f"R{number}"
    )
    timed(took, office.do, "wu", RecordBankAnswer(batch=batch, credited=(paid,)))


def _stock_desk(
    host: str, cases: Sequence[Sequence[baselines.Step]], count: int, together: Barrier, said: Queue[list[float]]
) -> None:
    os.environ["CREATE_TABLE"] = "n"  # As the library says for workers: eight of them would lock each other out.
    app = baselines.stock_on_postgresql(host, "stock_desks")
    took: list[float] = []
    together.wait(120)
    baselines.stock_live(app, cases[: count // 2], took)
    together.wait(600)
    baselines.stock_live(app, cases[count // 2 : count], took)
    said.put(took)
    app.close()


def _report(run: Run, waits: Sequence[Waits], version: str, arguments: argparse.Namespace) -> str:
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("eventsourcing", "psycopg"))
    lines = [
        POSTGRESQL,
        "",
        "Written by `python -m benchmarks.postgres`, measured in one run on one server. (a) writes the same data",
        "as events of its aggregates and does nothing else; (d) inserts the same lines, one a transaction.",
        "",
        f"- PostgreSQL {version} with `fsync` on, through a local socket; {versions}; Python "
        f"{platform.python_version()}, {os.cpu_count()} cores, which the server and the desks share",
        f"- {arguments.applications:,} applications in bulk, {arguments.single:,} one command at a time, "
        f"{arguments.each:,} at each of {DESKS} desks",
        "",
        *HEADING,
        *run.rows(),
        "",
        f"| a command, {DESKS} desks at once | median | 99 of 100 | longest |",
        "|---|---:|---:|---:|",
        *(
            f"| {each.name} | {each.median * 1000:.0f} ms | {each.ninety_nine * 1000:.0f} ms | {each.longest:.2f} s |"
            for each in waits
        ),
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
