"""On PostgreSQL: one command at a time and in bulk against the stock library on one server, and many desks at once.

The server is the one that the tests start, with every commit durable.
"""

from __future__ import annotations

import itertools
import multiprocessing
import time
from dataclasses import dataclass
from functools import partial
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

import psycopg

from benchmarks import baselines
from benchmarks.figures import Comparison, Side, Work, and_close, compare
from benchmarks.office import NOTICE, Office
from tests.postgres import Server

DESKS = 8
AT_ONCE = 20
"""Aggregates that the stock library saves together here: with 200 of them its pipeline was seen to wait for ever."""
_STOCK = "(a) stock eventsourcing"
_RAW = "(d) raw psycopg, the same lines in as many transactions"


@dataclass(frozen=True, slots=True)
class Desks:
    """What many desks did at once, each in a process of its own."""

    commands: int
    seconds: float
    longest_s: float

    def __str__(self) -> str:
        return (
            f"{DESKS} desks at once: {self.commands:,} commands, {self.commands / self.seconds:,.0f} a second together;"
            f" the slowest command took {self.longest_s * 1_000:.0f} ms, its wait for the lock included."
        )


def comparisons(*, applications: int, single: int) -> list[Comparison]:
    """On a server of its own, whose CPU is not counted: what counts here is wall time."""
    server = Server.fresh(fsync="on", full_page_writes="on", autovacuum="on")
    try:
        return [_singly(server, single), _in_bulk(server, applications)]
    finally:
        server.remove()


def _singly(server: Server, count: int) -> Comparison:
    names = itertools.count(1)
    office = Office.found(server.url("cases"))
    founded = office.size()
    office.live_singly(range(count))
    cases, commands = baselines.cases_of(office.database), baselines.commands_of(office.database, after=founded)
    office.database.close()

    def ours(_place: Path) -> Work:
        office = Office.found(server.url(f"ours{next(names)}"))
        return and_close(office.database.close, lambda: office.live_singly(range(count)))

    def stock(_place: Path) -> Work:
        schema = f"stock{next(names)}"
        with server.administrator() as connection:
            connection.execute(f"CREATE SCHEMA {schema}")
        app = baselines.stock_on_postgres(str(server.folder), schema)
        return and_close(app.close, lambda: baselines.stock_live(app, cases))

    def raw(_place: Path) -> Work:
        table = f"raw{next(names)}"
        conninfo = f"postgresql://postgres@/postgres?host={server.folder}"
        connection: psycopg.Connection[Any] = psycopg.connect(conninfo, autocommit=True)
        connection.execute(f"CREATE TABLE {table} (position BIGINT PRIMARY KEY, line BYTEA NOT NULL)")
        work = partial(baselines.raw_transactions_on_postgres, connection, table, commands)
        return and_close(connection.close, work)

    comparison = Comparison(
        "One command at a time, PostgreSQL",
        "commands",
        "What limits it: round trips. A command locks the head, prefetches in one query, writes and commits in one"
        " more; the server waits for its disk once. The CPU is that of the desk alone.",
        {_STOCK: 1.2},
    )
    compare(comparison, Side("bailu", ours), Side(_STOCK, stock), Side(_RAW, raw))
    comparison.notes.append(str(_desks(server, count // 2)))
    return comparison


def _in_bulk(server: Server, applications: int) -> Comparison:
    names = itertools.count(1)
    office = Office.found(server.url("bulkcases"))
    office.live(applications)
    cases = baselines.cases_of(office.database)
    office.database.close()

    def ours(_place: Path) -> Work:
        office = Office.found(server.url(f"bulk{next(names)}"))
        return and_close(office.database.close, lambda: office.live(applications))

    def stock(_place: Path) -> Work:
        schema = f"stockbulk{next(names)}"
        with server.administrator() as connection:
            connection.execute(f"CREATE SCHEMA {schema}")
        app = baselines.stock_on_postgres(str(server.folder), schema)
        return and_close(app.close, lambda: baselines.stock_fill(app, cases, AT_ONCE))

    stock_bulk = f"{_STOCK}, {AT_ONCE} aggregates a save"
    comparison = Comparison(
        "In bulk, PostgreSQL",
        "events",
        "What limits it: Python, as on SQLite. Events travel as arrays of columns, a thousand a statement.",
    )
    return compare(comparison, Side("bailu", ours), Side(stock_bulk, stock))


def _desks(server: Server, per_desk: int) -> Desks:
    url = server.url("desks")
    Office.found(url).database.close()
    context = multiprocessing.get_context("spawn")
    together, told = context.Barrier(DESKS), context.Queue()
    processes = [
        context.Process(target=_desk, args=(url, range(number * per_desk, (number + 1) * per_desk), together, told))
        for number in range(DESKS)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert [process.exitcode for process in processes] == [0] * DESKS
    reports = [told.get() for _ in processes]
    seconds = max(ended for _, _, _, ended in reports) - min(began for _, _, began, _ in reports)
    return Desks(sum(commands for commands, *_ in reports), seconds, max(longest_s for _, longest_s, *_ in reports))


def _desk(url: str, workers: range, together: Barrier, told: Queue[tuple[int, float, float, float]]) -> None:
    office = Office.open(url)
    try:
        together.wait(60)
        began = time.time()
        numbers = office.decide_singly(workers)
        # No desk lives through the notice while another one still publishes.
        together.wait(600)
        office.clock.instant += NOTICE
        office.pay_singly(numbers)
        told.put((office.commands, office.longest_s, began, time.time()))
    except BaseException:
        together.abort()
        raise
    finally:
        office.database.close()
