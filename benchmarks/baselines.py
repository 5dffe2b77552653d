"""What we measure against, in the same run: (a) stock `eventsourcing` on SQLite, and (d) raw `sqlite3` and SHA-256.

The stock application lives the same lifecycle with the same number of events and bodies of the same size, and does
nothing else: no policy, no limits, no signatures, no sealing, no tree.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from sqlalchemy import BigInteger, Column, Integer, MetaData, String, Table, create_engine, insert

PAGE = 5_000


class StockCase(Aggregate):
    """A case as the library's own aggregate; every event carries a body of JSON text."""

    @event("Submitted")
    def __init__(self, body: str) -> None:
        self.last = body

    @event("Moved")
    def move(self, body: str) -> None:
        self.last = body


class StockCases(Application[UUID]):
    """One command is: get the aggregate, trigger, save."""

    def submit(self, body: str) -> UUID:
        case = StockCase(body=body)
        self.save(case)
        return case.id

    def move(self, case_id: UUID, body: str) -> None:
        case: StockCase = self.repository.get(case_id)
        case.move(body)
        self.save(case)


def stock(path: Path) -> StockCases:
    return StockCases(env={"PERSISTENCE_MODULE": "eventsourcing.sqlite", "SQLITE_DBNAME": os.fspath(path)})


def stock_live(app: StockCases, bodies: Sequence[Sequence[str]]) -> int:
    """One command at a time: each case's first body submits, the others move it. The number of events."""
    ids = [app.submit(each[0]) for each in bodies]
    for step in range(1, max(map(len, bodies))):
        for case_id, each in zip(ids, bodies, strict=True):
            if step < len(each):
                app.move(case_id, each[step])
    return sum(map(len, bodies))


def stock_fill(app: StockCases, bodies: Sequence[Sequence[str]], at_once: int = 200) -> int:
    """The same events, many aggregates a save: only to have a store to rebuild from."""
    for first in range(0, len(bodies), at_once):
        cases = []
        for each in bodies[first : first + at_once]:
            case = StockCase(body=each[0])
            for body in each[1:]:
                case.move(body)
            cases.append(case)
        app.save(*cases)
    return sum(map(len, bodies))


def _movements(metadata: MetaData) -> Table:
    return Table(
        "movements",
        metadata,
        Column("position", BigInteger, primary_key=True),
        Column("application", String),
        Column("kind", String),
        Column("amount_fen", Integer),
        Column("recorded_at", String),
    )


def stock_rebuild(app: StockCases, views: Path) -> int:
    """A projection as the library offers it: notification by notification through its mapper, a row for each money
    event through SQLAlchemy, a commit every 1 000 events. The number of events read.
    """
    metadata = MetaData()
    movements = _movements(metadata)
    engine = create_engine(f"sqlite:///{views}")
    metadata.create_all(engine)
    position = read = 0
    with engine.connect() as connection:
        while notifications := app.recorder.select_notifications(start=position + 1, limit=1_000):
            for notification in notifications:
                happened: Any = app.mapper.to_domain_event(notification)
                if '"amount_fen"' in happened.body:
                    row = {
                        "position": notification.id,
                        "application": str(happened.originator_id),
                        "kind": type(happened).__name__,
                        "amount_fen": len(happened.body),
                        "recorded_at": happened.timestamp.isoformat(),
                    }
                    connection.execute(insert(movements), row)
            connection.commit()
            position = notifications[-1].id
            read += len(notifications)
    engine.dispose()
    return read


def raw_transactions(path: Path, lines: Iterable[bytes]) -> int:
    """The limit for one command at a time: one durable transaction a line, nothing else."""
    connection = _raw(path)
    count = 0
    for line in lines:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("INSERT INTO facts (line) VALUES (?)", (line,))
        connection.execute("COMMIT")
        count += 1
    connection.close()
    return count


def raw_rebuild(source: Path, views: Path) -> int:
    """The limit for a rebuild: scan the stored lines, decode each as JSON, insert a row for each money fact in bulk."""
    import msgspec

    decode = msgspec.json.decode
    reader = sqlite3.connect(source)
    writer = sqlite3.connect(views, isolation_level=None)
    writer.execute("CREATE TABLE movements (position INTEGER, application TEXT, name TEXT, recorded_at TEXT)")
    writer.execute("BEGIN")
    read = 0
    cursor = reader.execute("SELECT position, name, line FROM facts ORDER BY position")
    while page := cursor.fetchmany(PAGE):
        rows = []
        for position, name, line in page:
            fact = decode(line)
            if b'"amount_fen"' in line:
                rows.append((position, fact["stream"], name, fact["recorded_at"]))
        writer.executemany("INSERT INTO movements VALUES (?, ?, ?, ?)", rows)
        read += len(page)
    writer.execute("COMMIT")
    reader.close()
    writer.close()
    return read


def raw_hashes(lines: Iterable[bytes]) -> int:
    """The limit for verification: SHA-256 over the same lines."""
    count = 0
    for line in lines:
        hashlib.sha256(b"\0" + line).digest()
        count += 1
    return count


def _raw(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE facts (position INTEGER PRIMARY KEY, line BLOB NOT NULL)")
    return connection
