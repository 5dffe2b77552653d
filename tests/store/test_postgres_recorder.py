"""The library's own idea of what an application recorder must do, held against ours on a real server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.persistence import InfrastructureFactory, IntegrityError, StoredEvent
from eventsourcing.tests.persistence import ApplicationRecorderTestCase

from audit.merkle import Frontier
from store.databases import create, open_database
from store.errors import StoreUnavailable
from store.postgres.recorder import EventDatastore, EventFactory, EventRecorder
from tests.postgres import Server, new_schema
from tests.store.test_recorder import an_event, joined


class TestTheLibrarysCase(ApplicationRecorderTestCase[EventRecorder]):
    @pytest.fixture(autouse=True)
    def _server(self, server: Server) -> None:
        self.server = server

    def create_recorder(self) -> EventRecorder:
        schema = new_schema()
        create(self.server.url(schema)).close()
        recorder, factory = recorder_of(self.server, schema)
        self.addCleanup(factory.close)
        self.addCleanup(joined, frozenset(threading.enumerate()))
        return recorder

    def new_originator_id(self) -> UUID | str:
        return f"application-{uuid4()}"

    def test_insert_subscribe(self) -> None:
        """The library offers this for recorders that can; a commit tells those who listen."""
        self.optional_test_insert_subscribe()


def recorder_of(server: Server, schema: str, **environ: str) -> tuple[EventRecorder, InfrastructureFactory[Any]]:
    settings = {
        "PERSISTENCE_MODULE": "store.postgres.recorder",
        "POSTGRES_DBNAME": "postgres",
        "POSTGRES_HOST": str(server.folder),
        "POSTGRES_USER": "postgres",
        "POSTGRES_PASSWORD": "",
        "POSTGRES_SCHEMA": schema,
    }
    factory = InfrastructureFactory.construct(settings | environ)
    assert isinstance(factory, EventFactory)
    recorder = factory.application_recorder()
    assert isinstance(recorder, EventRecorder)
    return recorder, factory


@pytest.fixture
def schema(server: Server) -> str:
    name = new_schema()
    create(server.url(name)).close()
    return name


@pytest.fixture
def recorder(server: Server, schema: str) -> Iterator[EventRecorder]:
    recorder, factory = recorder_of(server, schema)
    yield recorder
    factory.close()


def test_what_the_librarys_recorder_writes_moves_the_head(recorder: EventRecorder, server: Server, schema: str) -> None:
    assert recorder.insert_events([an_event(1, b"one"), an_event(2, b"two")]) == [1, 2]
    database = open_database(server.url(schema))
    with database.reading() as view:
        assert view.head().size == 2
        assert view.head().root == Frontier().extend([b"one", b"two"]).root()
    database.close()


def test_a_conflict_leaves_neither_a_gap_nor_a_moved_head(recorder: EventRecorder) -> None:
    recorder.insert_events([an_event(1)])
    with pytest.raises(IntegrityError):
        recorder.insert_events([an_event(2), an_event(1)])
    assert recorder.insert_events([an_event(2)]) == [2]


def test_many_events_at_once_are_numbered_without_a_gap(recorder: EventRecorder) -> None:
    many = [StoredEvent(f"application-{number}", 1, "a.b.v1", b"-") for number in range(2_500)]
    assert recorder.insert_events(many) == [*range(1, 2_501)]
    assert [notification.id for notification in recorder.select_notifications(1, 5_000)] == [*range(1, 2_501)]


def test_what_the_librarys_recorder_writes_is_a_commit_that_nobody_signed(
    recorder: EventRecorder, server: Server, schema: str
) -> None:
    recorder.insert_events([an_event(1), an_event(2)])
    recorder.insert_events([an_event(3)])
    database = open_database(server.url(schema))
    with database.reading() as view:
        assert [(commit.first, commit.last, commit.signature) for commit in view.commits()] == [
            (1, 2, b""),
            (3, 3, b""),
        ]
        assert not view.tip().vouched
    database.close()


def test_opening_the_persistence_module_runs_no_ddl(server: Server) -> None:
    name = new_schema()
    _, factory = recorder_of(server, name, CREATE_TABLE="y")
    factory.close()
    with server.administrator() as connection:
        assert connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = %s", [name]).fetchone() is None


def test_the_librarys_database_functions_are_refused(server: Server, schema: str) -> None:
    with pytest.raises(StoreUnavailable, match="postgres-db-functions"):
        recorder_of(server, schema, POSTGRES_ENABLE_DB_FUNCTIONS="y")


def test_every_transaction_is_durable_and_waits_no_longer_than_it_should_and_sets_nothing_beyond(
    recorder: EventRecorder,
) -> None:
    assert isinstance(recorder.datastore, EventDatastore)
    settings = recorder.datastore.connections.settings.encode()
    with recorder.datastore.get_connection() as connection:
        connection.execute(b"SET synchronous_commit = local")
        before = connection.execute(b"SHOW ALL").fetchall()
        connection.execute(b"BEGIN; " + settings)
        shown = {
            name: connection.execute(f"SHOW {name}".encode()).fetchone()
            for name in ("synchronous_commit", "lock_timeout", "idle_in_transaction_session_timeout")
        }
        connection.execute(b"COMMIT")
        after = connection.execute(b"SHOW ALL").fetchall()
        connection.execute(b"RESET ALL")
    assert shown == {
        "synchronous_commit": {"synchronous_commit": "on"},
        "lock_timeout": {"lock_timeout": "10s"},
        "idle_in_transaction_session_timeout": {"idle_in_transaction_session_timeout": "1min"},
    }
    assert after == before
