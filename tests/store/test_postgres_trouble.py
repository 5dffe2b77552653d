"""When the server, the network or a neighbour lets a desk down: the right word, and never a wrong "failed"."""

from __future__ import annotations

import threading
import time
from datetime import date

import pytest

from store.databases import create, open_database
from store.errors import StoreBusy, StoreUnavailable
from store.log import Database
from store.postgres import connections as postgres_connections
from store.postgres.database import PostgresDatabase
from tests.domain import sample_cases as s
from tests.postgres import Server, new_schema
from tests.store.conftest import an_event, append, assert_whole, believe_any_clock

CHEN, ON = s.CHEN, date(2024, 9, 27)


def schema_of(url: str) -> str:
    return url.rpartition("schema=")[2]


# Waiting


def test_a_writer_that_waits_too_long_is_told_that_the_store_is_busy(made: Database, url: str) -> None:
    neighbour = PostgresDatabase.open(url, lock_timeout_s=0.05)
    with made.writing(), pytest.raises(StoreBusy, match="store-busy"), neighbour.writing():
        pass
    with neighbour.writing() as log:
        assert append(log, [an_event("application-1", 1)]) == 2
    neighbour.close()


def waiting(server: Server, url: str) -> int:
    """How many desks stand in the queue for this store's head."""
    with server.administrator() as connection:
        row = connection.execute(
            "SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted",
            [f"{schema_of(url)}.queue"],
        ).fetchone()
    return int(row[0]) if row else 0


def test_desks_are_served_in_the_order_in_which_they_came(server: Server, made: Database, url: str) -> None:
    neighbours = [open_database(url) for _ in range(6)]

    def write(number: int) -> None:
        with neighbours[number].writing() as log:
            append(log, [an_event(f"application-{number}", 1)])

    desks = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    with made.writing():
        for number, session in enumerate(desks, 1):
            session.start()
            deadline = time.monotonic() + 10
            while waiting(server, url) < number:
                assert time.monotonic() < deadline
                time.sleep(0.01)
    for session in desks:
        session.join()
    with made.reading() as view:
        assert [row.stream for row in view.rows(after=1, limit=9)] == [f"application-{number}" for number in range(6)]
    for neighbour in neighbours:
        neighbour.close()


def test_a_statement_that_takes_too_long_leaves_an_unavailable_store_and_nothing_behind(
    made: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_connections, "STATEMENT_TIMEOUT_S", 1)
    slow = PostgresDatabase.open(url, lock_timeout_s=0.01)

    def take_too_long() -> None:
        with slow.writing() as log:
            append(log, [an_event("application-1", 1)])
            log._all("SELECT pg_sleep(5)")

    with pytest.raises(StoreUnavailable, match="store-slow"):
        take_too_long()
    slow.close()
    assert_whole(made, at_least=1)
    with made.reading() as view:
        assert view.head().size == 1


def test_a_desk_that_falls_asleep_lets_go_of_the_head(
    made: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_connections, "IDLE_TIMEOUT_S", 0.2)
    asleep = open_database(url)

    def fall_asleep() -> None:
        with asleep.writing() as log:
            append(log, [an_event("application-1", 1)])
            with made.writing() as other:
                assert append(other, [an_event("application-2", 1)]) == 2
            log.rows(limit=1)

    with pytest.raises(StoreUnavailable, match="store-connection-lost"):
        fall_asleep()
    asleep.close()
    assert_whole(made, at_least=2)


def test_a_server_with_no_connection_left_says_so(server: Server, made: Database, url: str) -> None:
    login = f"{schema_of(url)}_few"
    with server.administrator() as connection:
        connection.execute(f"CREATE ROLE {login} LOGIN CONNECTION LIMIT 0 IN ROLE {schema_of(url)}_writer")
    with pytest.raises(StoreUnavailable) as refused:
        open_database(server.url(schema_of(url), user=login))
    assert refused.value.code == "store-unreachable"
    assert "too many connections" in str(refused.value.values["reason"])


def test_a_wrong_password_is_told_at_once_and_not_repeated(made: Database, url: str) -> None:
    asked = url.replace("postgres@/postgres", "nobody-of-this-name:secret@/postgres")
    started = time.monotonic()
    with pytest.raises(StoreUnavailable) as refused:
        open_database(asked)
    assert time.monotonic() - started < 5
    assert refused.value.code == "store-unreachable"
    assert "nobody-of-this-name" in str(refused.value.values["reason"])
    assert "secret" not in repr(refused.value)


def test_a_session_that_may_only_read_is_a_store_that_cannot_be_written(
    server: Server, made: Database, url: str
) -> None:
    replica = open_database(url + "&options=-c%20default_transaction_read_only%3Don")
    with replica.reading() as view:
        assert view.head().size == 1
    with pytest.raises(StoreUnavailable, match="store-read-only"), replica.writing():
        pass
    replica.close()


@pytest.mark.parametrize("url", ["postgresql://a:secret@b/c?colour=green", "postgresql:///x?schema=Räume"])
def test_an_address_that_libpq_would_not_take_is_refused(url: str) -> None:
    with pytest.raises(StoreUnavailable) as refused:
        open_database(url)
    assert refused.value.code == "store-url-unknown"
    assert "secret" not in repr(refused.value)


def test_a_store_that_lacks_a_part_is_corrupt(server: Server, url: str) -> None:
    for damage in (
        "DROP TABLE {}.uses",
        "DROP TABLE {}.commits CASCADE",
        "DROP TABLE {}.queue",
        "DROP TRIGGER events_are_not_edited ON {}.events",
        "DROP TRIGGER commits_are_not_truncated ON {}.commits",
        "ALTER TABLE {}.events DISABLE TRIGGER events_are_not_deleted",
        "ALTER TABLE {}.commits ENABLE REPLICA TRIGGER commits_are_not_edited",
        "DROP INDEX {}.events_by_command",
        "ALTER TABLE {}.events DROP CONSTRAINT events_stream_version_key",
        "ALTER TABLE {}.uses DROP CONSTRAINT uses_pkey",
        "DELETE FROM {}.log_head",
        "UPDATE {}.log_head SET size = 1",
        "UPDATE {}.log_head SET size = 3",
        "UPDATE {}.log_head SET frontier = ''",
        "UPDATE {}.log_head SET roles = '\\x00'",
        "UPDATE {}.log_head SET recorded_at = 'yesterday'",
        "UPDATE {}.log_head SET recorded_at = '2024-05-07T04:00:00+00:00'",
        "INSERT INTO {}.events VALUES (3, 'fund-2', 1, 'n', '')",
        "INSERT INTO {}.events VALUES (9, 'fund-2', 1, 'n', '')",
    ):
        broken = new_schema()
        whole = create(server.url(broken))
        believe_any_clock(server.url(broken))
        with whole.writing() as log:
            append(log, [an_event("fund-1", 1), an_event("fund-1", 2)])
        whole.close()
        with server.administrator() as connection:
            connection.execute(damage.format(broken).encode())
        with pytest.raises(StoreUnavailable) as refused:
            open_database(server.url(broken))
        assert refused.value.code == "store-corrupt", damage
        open_database(server.url(broken), forensic=True).close()
