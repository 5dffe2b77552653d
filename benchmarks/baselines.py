"""What we measure against, in the same run: (a) stock `eventsourcing`, and (d) the database driver alone.

The stock application lives the same lifecycle with the same number of events, which carry the same data, and does
nothing else: no policy, no limits, no signatures, no sealing, no tree.
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from sqlalchemy import BigInteger, Column, Index, MetaData, String, Table, create_engine, insert, update

from projections.payout_history import model as payout_history
from projections.payout_history.rows import MOVEMENTS, NAME
from store.log import Database

PAGE = 5_000


Step = tuple[str, dict[str, Any]]
"""One event of a case for the baseline: its stored name, and its data as JSON has it."""


class StockCase(Aggregate):
    """A case as the library's own aggregate; every event carries the same data as our event."""

    @event("Submitted")
    def __init__(self, name: str, data: dict[str, Any]) -> None:
        self.last = name

    @event("Moved")
    def move(self, name: str, data: dict[str, Any]) -> None:
        self.last = name


class StockCases(Application[UUID]):
    """One command is: get the aggregate, trigger, save."""

    def submit(self, step: Step) -> UUID:
        case = StockCase(*step)
        self.save(case)
        return case.id

    def move(self, case_id: UUID, step: Step) -> None:
        case: StockCase = self.repository.get(case_id)
        case.move(*step)
        self.save(case)


def cases_of(database: Database) -> list[list[Step]]:
    """Each application's events as steps for the baseline, which so writes the same data."""
    steps: dict[str, list[Step]] = defaultdict(list)
    for line in lines_of(database):
        fact = json.loads(line)
        if fact["stream"].startswith("application-"):
            steps[fact["stream"]].append((fact["name"], fact["data"]))
    return list(steps.values())


def commands_of(database: Database, *, after: int) -> list[list[bytes]]:
    """The lines of each command that was recorded behind a position."""
    by_command: dict[str, list[bytes]] = defaultdict(list)
    for line in list(lines_of(database))[after:]:
        by_command[json.loads(line)["command_id"]].append(line)
    return list(by_command.values())


def lines_of(database: Database) -> Iterator[bytes]:
    after = 0
    with database.reading() as view:
        while rows := view.rows(after=after, limit=PAGE):
            yield from (row.line for row in rows)
            after = rows[-1].position


def stock(path: Path) -> StockCases:
    return StockCases(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": os.fspath(path)})


def stock_on_postgres(host: str, schema: str) -> StockCases:
    """On the server whose socket is in the folder `host`, in a schema of its own."""
    environment = {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_DBNAME": "postgres",
        "POSTGRES_HOST": host,
        "POSTGRES_USER": "postgres",
        "POSTGRES_PASSWORD": "",
        "POSTGRES_SCHEMA": schema,
    }
    return StockCases(env=environment)


def stock_live(app: StockCases, cases: Sequence[Sequence[Step]]) -> int:
    """One command at a time: each case's first step submits, the others move it. The number of events."""
    ids = [app.submit(steps[0]) for steps in cases]
    for number in range(1, max(map(len, cases))):
        for case_id, steps in zip(ids, cases, strict=True):
            if number < len(steps):
                app.move(case_id, steps[number])
    return sum(map(len, cases))


def stock_fill(app: StockCases, cases: Sequence[Sequence[Step]], at_once: int = 200) -> int:
    """The same events, many aggregates a save: only to have a store to rebuild from."""
    for first in range(0, len(cases), at_once):
        saved = []
        for steps in cases[first : first + at_once]:
            case = StockCase(*steps[0])
            for step in steps[1:]:
                case.move(*step)
            saved.append(case)
        app.save(*saved)
    return sum(map(len, cases))


def stock_rebuild(app: StockCases, views: Path) -> int:
    """`payout_history` as the library offers to build it: notification by notification through its mapper, the same
    rows into the same table and indexes through SQLAlchemy, the position moved with each event (so it is exactly once),
    and, to be kind, a commit every 1 000 events only and every case's context in memory. The number of events read.
    """
    engine = create_engine(f"sqlite:///{views}")
    metadata = MetaData()
    movements = MOVEMENTS.to_metadata(metadata)
    for columns in payout_history.INDEXES[movements.name]:
        Index("_".join(("stock", *columns)), *(movements.c[column] for column in columns))
    tracking = Table("tracking", metadata, Column("name", String, primary_key=True), Column("position", BigInteger))
    metadata.create_all(engine)
    contexts: dict[UUID, dict[str, Any]] = {}
    position = read = 0
    with engine.connect() as connection:
        connection.execute(insert(tracking), {"name": "payout_history", "position": 0})
        while notifications := app.recorder.select_notifications(start=position + 1, limit=1_000):
            for notification in notifications:
                happened: Any = app.mapper.to_domain_event(notification)
                rows = _movements(happened, notification.id, contexts)
                if rows:
                    connection.execute(insert(movements), rows)
                connection.execute(update(tracking).values(position=notification.id))
            connection.commit()
            position = notifications[-1].id
            read += len(notifications)
    engine.dispose()
    return read


def rows_of(views: Path) -> int:
    """How many movements `stock_rebuild` wrote."""
    with closing(sqlite3.connect(views)) as connection:
        return int(connection.execute(f"SELECT COUNT(*) FROM {NAME}").fetchone()[0])


def _movements(happened: Any, position: int, contexts: dict[UUID, dict[str, Any]]) -> list[dict[str, Any]]:
    """What one event moved, for cases of one line: all that this workload has."""
    data = happened.data
    match happened.name:
        case "application.submitted.v1":
            contexts[happened.originator_id] = data
            return []
        case "application.approved.v1":
            parts = [part for award in data["awards"] for part in award["parts"]]
            moved = [("entitled", part["instalment"], part["amount_fen"], None, None, None) for part in parts]
        case "application.payment-ordered.v1":
            moved = _drawn("ordered", data, data["batch"])
        case "application.partially-paid.v1" | "application.settled.v1":
            moved = _drawn("paid", data["credit"], data["credit"]["reference"])
        case _:
            return []
    context = contexts[happened.originator_id]
    return [
        {
            "position": position,
            "ordinal": ordinal,
            "application": context["number"],
            "line": 1,
            "instalment": instalment,
            "kind": kind,
            "amount_fen": amount_fen,
            "source": source,
            "fund": fund,
            "person": context["applicant"]["party"],
            "payee": context["applicant"]["party"],
            "scheme": context["scheme"],
            "authority": context["authority"],
            "effective_on": happened.timestamp.date().isoformat(),
            "recorded_at": happened.timestamp.isoformat(),
            "reference": reference,
            "clause": "m01",
            "edition": context["edition"],
            "digest": context["digest"],
        }
        for ordinal, (kind, instalment, amount_fen, source, fund, reference) in enumerate(moved, 1)
    ]


def _drawn(kind: str, money: dict[str, Any], reference: str) -> list[tuple[Any, ...]]:
    (item,) = money["items"]
    return [
        (kind, item["instalment"], draw["amount_fen"], draw["source"], draw["fund"], reference)
        for draw in money["drawn"]
    ]


def raw_transactions_on_postgres(
    connection: psycopg.Connection[Any], table: str, commands: Sequence[Sequence[bytes]]
) -> int:
    """The same on PostgreSQL, into an empty table."""
    position = 0
    for lines in commands:
        with connection.transaction():
            for line in lines:
                position += 1
                connection.execute(f"INSERT INTO {table} VALUES (%s, %s)", (position, line))
    return len(commands)


def raw_store(path: Path) -> sqlite3.Connection:
    """An empty file with one table, as durable as ours."""
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE facts (position INTEGER PRIMARY KEY, line BLOB NOT NULL)")
    return connection


def raw_transactions(connection: sqlite3.Connection, commands: Sequence[Sequence[bytes]]) -> int:
    """The limit for one command at a time: its lines in one durable transaction, nothing else."""
    for lines in commands:
        connection.execute("BEGIN IMMEDIATE")
        for line in lines:
            connection.execute("INSERT INTO facts (line) VALUES (?)", (line,))
        connection.execute("COMMIT")
    return len(commands)
