"""One trial: tamper with a store, verify it as `audit verify` does, and say what came of it."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from random import Random
from typing import Any, Protocol

import psycopg

from store.addresses import postgres_address
from store.databases import open_database
from store.errors import StoreError
from store.log import Database
from store.postgres.session import PostgresReading
from tests.audit.campaign.kinds import READER, SCHEMA, UNWRITTEN, WRITER, Kind, Target
from tests.audit.campaign.prepared import prepare
from tests.postgres import Server, new_schema
from tests.stores import PostgresHand, without_triggers
from usecases.integrity.log_verification import AuditReport, verify_log

Noted = tuple[int, bytes]


class Outcome(StrEnum):
    SEEN = "seen"
    REFUSED = "refused"
    """By the database."""
    UNSEEN = "unseen"
    CRASHED = "crashed"
    """The verification ended with an exception that is no report."""


class Prepared(Protocol):
    """A store that is made once, and tampered with many times."""

    head: Noted

    def attempt(self, kind: Kind, seed: int, noted: Noted | None = None) -> Outcome: ...

    def close(self) -> None: ...


class PreparedFile:
    def __init__(self, folder: Path) -> None:
        self._whole, self._copy = folder / "whole.db", folder / "copy.db"
        prepare(str(self._whole))
        database = open_database(str(self._whole))
        self.head = _head(database)
        database.close()

    def attempt(self, kind: Kind, seed: int, noted: Noted | None = None) -> Outcome:
        for leftover in self._copy.parent.glob("copy.db*"):
            leftover.unlink()
        shutil.copyfile(self._whole, self._copy)
        raw = sqlite3.connect(self._copy, isolation_level=None)
        try:
            raw.execute("PRAGMA synchronous = OFF")
            _tamper(kind, Target(raw, Random(f"{kind}{seed}"), ""))
        except sqlite3.Error:
            return Outcome.REFUSED
        finally:
            raw.close()
        try:
            database = open_database(str(self._copy), forensic=True)
        except StoreError:
            return Outcome.SEEN
        try:
            return _outcome(kind, database, noted)
        finally:
            database.close()

    def close(self) -> None:
        """The folder is pytest's."""


class PreparedSchema:
    """Every trial is a transaction that is rolled back, and verified from within."""

    def __init__(self, server: Server) -> None:
        self.schema = new_schema()
        url = server.url(self.schema)
        prepare(url)
        database = open_database(url)
        self.head = _head(database)
        database.close()
        with server.administrator() as connection:
            for part in ("writer", "reader"):
                connection.execute(f"CREATE ROLE {self.schema}_at_{part} LOGIN IN ROLE {self.schema}_{part}")
        self._connection: psycopg.Connection[Any] = psycopg.connect(postgres_address(url).conninfo, autocommit=True)

    def attempt(self, kind: Kind, seed: int, noted: Noted | None = None) -> Outcome:
        connection = self._connection
        connection.execute(f"BEGIN; SET LOCAL search_path = {self.schema}, pg_temp".encode())
        target = Target(PostgresHand(connection), Random(f"{kind}{seed}"), self.schema, connection)
        try:
            _tamper(kind, target)
            connection.execute(b"RESET SESSION AUTHORIZATION; RESET ALL")
            connection.execute(f"SET LOCAL search_path = {self.schema}, pg_temp".encode())
            return _outcome(kind, _Within(connection, self.schema), noted)
        except psycopg.Error:
            return Outcome.REFUSED
        finally:
            connection.execute(b"ROLLBACK")
            connection.execute(b"RESET SESSION AUTHORIZATION; RESET ALL")

    def close(self) -> None:
        self._connection.close()


class _Within:
    """The database as it is seen within a transaction."""

    def __init__(self, connection: psycopg.Connection[Any], place: str) -> None:
        self._connection = connection
        self._place = place

    @contextmanager
    def reading(self) -> Iterator[PostgresReading]:
        yield PostgresReading(self._connection, self._place)

    def check(self) -> list[str]:
        """The server's own look at its pages is the same for every trial, and takes a transaction of its own."""
        return []


def _tamper(kind: Kind, target: Target) -> None:
    if kind.holder in (SCHEMA, WRITER, READER):
        kind.tamper(target)
        return
    with without_triggers(target.hand, postgres=target.postgres):
        kind.tamper(target)


def _outcome(kind: Kind, database: Any, noted: Noted | None) -> Outcome:
    """What is forged here has as little data as its kind needs: that it is not what the program writes counts for the
    one kind that is about that, and for no other.
    """
    try:
        report = _verified(database, noted)
    except StoreError:
        return Outcome.SEEN
    except Exception:  # whatever it is, an inspector gets no report
        return Outcome.CRASHED
    seen = {trouble.code for trouble in report.troubles}
    return Outcome.SEEN if seen - {"event-unreadable"} or (seen and kind.name == UNWRITTEN) else Outcome.UNSEEN


def _verified(database: Any, noted: Noted | None) -> AuditReport:
    return verify_log(database, signatures=True, noted=noted, on_progress=lambda *_: None)


def _head(database: Database) -> Noted:
    report = _verified(database, None)
    assert report.holds, report.troubles
    return report.size, bytes.fromhex(report.root)
