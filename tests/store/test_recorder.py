"""The library's own idea of what an application recorder must do, held against ours on a real file."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import InfrastructureFactory, IntegrityError, StoredEvent
from eventsourcing.tests.persistence import ApplicationRecorderTestCase

from audit.merkle import Frontier
from store.sqlite.database import SQLiteDatabase
from store.sqlite.recorder import STATEMENTS_CACHED, EventFactory, EventRecorder


class TestTheLibrarysCase(ApplicationRecorderTestCase[EventRecorder]):
    def setUp(self) -> None:
        folder = TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "bailu.db"
        SQLiteDatabase.create(self.path).close()

    def create_recorder(self) -> EventRecorder:
        recorder, factory = recorder_of(self.path)
        self.addCleanup(factory.close)
        # The case leaves its reading threads behind; a connection that is closed under one of them ends the process.
        self.addCleanup(joined, frozenset(threading.enumerate()))
        return recorder

    def new_originator_id(self) -> UUID | str:
        return f"application-{uuid4()}"


def joined(before: frozenset[threading.Thread]) -> None:
    """Wait for the threads that were started since."""
    for thread in threading.enumerate():
        if thread not in before:
            thread.join(60)
            assert not thread.is_alive()


def recorder_of(path: Path) -> tuple[EventRecorder, InfrastructureFactory[Any]]:
    factory = InfrastructureFactory.construct(
        {"PERSISTENCE_MODULE": "store.sqlite.recorder", "SQLITE_DBNAME": str(path)}
    )
    assert isinstance(factory, EventFactory)
    recorder = factory.application_recorder()
    assert isinstance(recorder, EventRecorder)
    return recorder, factory


@pytest.fixture
def recorder(path: Path) -> Iterator[EventRecorder]:
    SQLiteDatabase.create(path).close()
    recorder, factory = recorder_of(path)
    yield recorder
    factory.close()


def an_event(version: int, state: bytes = b"state") -> StoredEvent:
    return StoredEvent(originator_id="fund-1", originator_version=version, topic="fund.opened.v1", state=state)


def test_what_the_librarys_recorder_writes_moves_the_head(recorder: EventRecorder, path: Path) -> None:
    assert recorder.insert_events([an_event(1, b"one"), an_event(2, b"two")]) == [1, 2]
    database = SQLiteDatabase.open(path)
    with database.reading() as view:
        assert view.head().size == 2
        assert view.head().root == Frontier().extend([b"one", b"two"]).root()
    database.close()


def test_a_conflict_leaves_neither_a_gap_nor_a_moved_head(recorder: EventRecorder) -> None:
    recorder.insert_events([an_event(1)])
    with pytest.raises(IntegrityError):
        recorder.insert_events([an_event(2), an_event(1)])
    assert recorder.insert_events([an_event(2)]) == [2]


def test_what_the_librarys_recorder_writes_is_a_commit_that_nobody_signed(recorder: EventRecorder, path: Path) -> None:
    recorder.insert_events([an_event(1), an_event(2)])
    recorder.insert_events([an_event(3)])
    database = SQLiteDatabase.open(path)
    with database.reading() as view:
        assert [(commit.first, commit.last, commit.signature) for commit in view.commits()] == [
            (1, 2, b""),
            (3, 3, b""),
        ]
        assert not view.tip().vouched
    database.close()


def test_nothing_recorded_has_no_position(recorder: EventRecorder) -> None:
    assert not recorder.insert_events([])
    assert recorder.max_notification_id() is None


def test_opening_the_persistence_module_runs_no_ddl(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    _, factory = recorder_of(path)
    factory.close()
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone() == (0,)
    raw.close()


def test_every_connection_is_durable_and_strict_and_keeps_its_statements(recorder: EventRecorder) -> None:
    assert STATEMENTS_CACHED >= 128
    with recorder.datastore.get_connection(commit=True) as connection:
        raw = connection.raw  # type: ignore[attr-defined]
        assert raw.execute("PRAGMA synchronous").fetchone() == (2,)
        assert raw.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert raw.execute("PRAGMA secure_delete").fetchone() == (1,)
        assert raw.execute("PRAGMA trusted_schema").fetchone() == (0,)
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("wal",)
