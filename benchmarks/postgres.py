"""On PostgreSQL: one command at a time and in bulk against the stock library on one server, and many desks at once.

The server is the one that the tests start, with every commit durable.
"""

from __future__ import annotations

import multiprocessing
import time
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier

from benchmarks import baselines
from benchmarks.figures import Run
from benchmarks.office import NOTICE, Office
from tests.postgres import Server

DESKS = 8
_STOCK = "(a) stock eventsourcing on PostgreSQL, one command at a time"
_RAW = "(d) raw psycopg, one durable transaction"


@dataclass(frozen=True, slots=True)
class Desks:
    """What many desks did at once, each in a process of its own."""

    commands: int
    seconds: float
    longest_s: float

    def __str__(self) -> str:
        return (
            f"{DESKS} desks at once on PostgreSQL: {self.commands:,} commands, {self.commands / self.seconds:,.0f} a "
            f"second together; the slowest command took {self.longest_s * 1_000:.0f} ms, its wait for the lock included"
        )


def measure(run: Run, *, applications: int, single: int) -> Desks:
    server = Server.fresh(fsync="on", full_page_writes="on", autovacuum="on")
    try:
        print("On PostgreSQL, one command at a time …")
        _singly(run, server, single)
        print(f"In bulk: {applications:,} applications …")
        bulk = Office.found(server.url("bulk"))
        run.measure("bailu on PostgreSQL, in bulk", "events", lambda: bulk.live(applications), _STOCK, 3)
        bulk.database.close()
        print(f"{DESKS} desks at once …")
        desks = _desks(server, single // 2)
        print(f"  {desks}")
        return desks
    finally:
        server.remove()


def _singly(run: Run, server: Server, count: int) -> None:
    office = Office.found(server.url("single"))
    run.measure(
        "bailu on PostgreSQL, one command at a time", "commands", lambda: office.live_singly(range(count)), _STOCK
    )
    cases = baselines.cases_of(office.database)
    lines = list(baselines.lines_of(office.database))
    office.database.close()
    with server.administrator() as connection:
        connection.execute("CREATE SCHEMA stock")
    stock = baselines.stock_on_postgres(str(server.folder), "stock")
    run.measure(_STOCK, "commands", lambda: baselines.stock_live(stock, cases))
    stock.close()
    conninfo = f"postgresql://postgres@/postgres?host={server.folder}"
    run.measure(_RAW, "commands", lambda: baselines.raw_transactions_on_postgres(conninfo, lines))


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
