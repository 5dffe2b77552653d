"""When the server, the network or a neighbour lets a desk down: the right word, and never a wrong "failed"."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import date

import pytest

from domain.application import commands as c
from domain.errors import NoSuchThing
from store.commands.executor import Result
from store.databases import create, open_database
from store.errors import StoreBusy, StoreUnavailable
from store.log import Database
from store.postgres import connections as postgres_connections
from store.postgres.database import PostgresDatabase
from tests.bureau import Bureau
from tests.domain import sample_cases as s
from tests.postgres import Server, hang_up_on, new_schema
from tests.proxy import Cut, Wire
from tests.store.conftest import NOON, a_fact, assert_whole

CHEN, ON = s.CHEN, date(2024, 9, 27)


@pytest.fixture
def url(server: Server) -> str:
    return server.url(new_schema())


@pytest.fixture
def made(url: str) -> Iterator[Database]:
    database = create(url)
    yield database
    database.close()


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    wire = Wire(server)
    yield wire
    wire.close()


def schema_of(url: str) -> str:
    return url.rpartition("schema=")[2]


# Waiting


def test_a_writer_that_waits_too_long_is_told_that_the_store_is_busy(made: Database, url: str) -> None:
    neighbour = PostgresDatabase.open(url, lock_timeout_s=0.05)
    with made.writing(), pytest.raises(StoreBusy, match="store-busy"), neighbour.writing():
        pass
    with neighbour.writing() as log:
        assert log.append([a_fact("application-1", 1)], NOON) == 1
    neighbour.close()


def waiting(server: Server, url: str) -> int:
    """How many desks stand in the queue for this store's head."""
    with server.administrator() as connection:
        row = connection.execute(
            """SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted
            AND objid::bigint = hashtext(%s)::bigint & 4294967295""",
            [url.rpartition("schema=")[2]],
        ).fetchone()
    return int(row[0]) if row else 0


def test_desks_are_served_in_the_order_in_which_they_came(server: Server, made: Database, url: str) -> None:
    neighbours = [open_database(url) for _ in range(6)]

    def write(number: int) -> None:
        with neighbours[number].writing() as log:
            log.append([a_fact(f"application-{number}", 1)], NOON)

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
        assert [row.stream for row in view.rows(limit=9)] == [f"application-{number}" for number in range(6)]
    for neighbour in neighbours:
        neighbour.close()


def test_a_statement_that_takes_too_long_leaves_an_unavailable_store_and_nothing_behind(
    made: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_connections, "STATEMENT_TIMEOUT_S", 1)
    slow = PostgresDatabase.open(url, lock_timeout_s=0.01)

    def take_too_long() -> None:
        with slow.writing() as log:
            log.append([a_fact("application-1", 1)], NOON)
            log._all("SELECT pg_sleep(5)")

    with pytest.raises(StoreUnavailable, match="store-slow"):
        take_too_long()
    slow.close()
    assert_whole(made, at_least=0)


def test_a_desk_that_falls_asleep_lets_go_of_the_head(
    made: Database, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres_connections, "IDLE_TIMEOUT_S", 0.2)
    asleep = open_database(url)

    def fall_asleep() -> None:
        with asleep.writing() as log:
            log.append([a_fact("application-1", 1)], NOON)
            with made.writing() as other:
                assert other.append([a_fact("application-2", 1)], NOON) == 1
            log.rows(limit=1)

    with pytest.raises(StoreUnavailable, match="store-connection-lost"):
        fall_asleep()
    asleep.close()
    assert_whole(made, at_least=1)


def test_a_server_with_no_connection_left_says_so(server: Server, url: str) -> None:
    create(url).close()
    login = f"{schema_of(url)}_few"
    with server.administrator() as connection:
        connection.execute(f"CREATE ROLE {login} LOGIN CONNECTION LIMIT 0 IN ROLE {schema_of(url)}_writer")
    with pytest.raises(StoreUnavailable) as refused:
        open_database(server.url(schema_of(url), user=login))
    assert refused.value.code == "store-unreachable"
    assert "too many connections" in str(refused.value.values["reason"])


def test_a_wrong_password_is_told_at_once_and_not_repeated(server: Server, url: str) -> None:
    create(url).close()
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
        assert view.head().size == 0
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
        "DROP TRIGGER facts_are_not_edited ON {}.facts",
        "ALTER TABLE {}.facts DISABLE TRIGGER facts_are_not_deleted",
        "DROP INDEX {}.uses_by_subject",
        "ALTER TABLE {}.facts DROP CONSTRAINT facts_stream_version_key",
        "DELETE FROM {}.log_head",
        "UPDATE {}.log_head SET size = 2",
    ):
        broken = new_schema()
        create(server.url(broken)).close()
        with server.administrator() as connection:
            connection.execute(damage.format(broken).encode())
        with pytest.raises(StoreUnavailable) as refused:
            open_database(server.url(broken))
        assert refused.value.code == "store-corrupt", damage
        open_database(server.url(broken), forensic=True).close()


# A connection that is lost


def test_a_connection_that_was_lost_while_nobody_used_it_is_replaced(server: Server, made: Database, url: str) -> None:
    named = schema_of(url)
    session = open_database(f"{url}&application_name={named}")
    with session.writing() as log:
        log.append([a_fact("application-1", 1)], NOON)
    for _ in range(2):
        with server.administrator() as connection:
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = %s", [named]
            ).fetchall()
        assert ended == [(True,)]
        with session.reading() as view:
            assert view.head().size == 1
    with session.writing() as log:
        assert log.append([a_fact("application-1", 2)], NOON) == 2
    session.close()


def test_a_connection_that_is_lost_before_the_commit_leaves_nothing(server: Server, made: Database, url: str) -> None:

    def lose_it() -> None:
        with made.writing() as log:
            log.append([a_fact("application-1", 1)], NOON)
            assert len(log.rows(limit=5)) == 1
            assert hang_up_on(server, schema_of(url)) == 1
            log.rows(limit=5)

    with pytest.raises(StoreUnavailable, match="store-connection-lost"):
        lose_it()
    assert_whole(made, at_least=0)
    with made.writing() as log:
        assert log.append([a_fact("application-1", 1)], NOON) == 1


@pytest.mark.parametrize(("cut", "stored"), [("before", False), ("after", True), ("late", True), ("farewell", True)])
def test_what_became_of_a_commit_on_its_way_is_told_rightly(wire: Wire, url: str, cut: Cut, stored: bool) -> None:
    Bureau.found(url).close()
    bureau = Bureau.open(wire.url(url))
    before = len(log_of(bureau))
    wire.cut_at_the_next_commit(cut)
    if stored:
        result = bureau.act(s.training(), by=CHEN, on=ON, command_id="once")
        assert result.events[0].position == before + 1
    else:
        with pytest.raises(StoreUnavailable, match="store-connection-lost"):
            bureau.act(s.training(), by=CHEN, on=ON, command_id="once")
    assert wire.cuts == 1
    again = bureau.act(s.training(), by=CHEN, on=ON, command_id="once")
    assert again.repeated == stored
    assert len(log_of(bureau)) == before + len(again.events)
    assert_whole(bureau.database, at_least=before + 1)
    bureau.close()


@pytest.mark.parametrize(("cut", "stored"), [("before", False), ("after", True), ("late", True), ("farewell", True)])
def test_a_chunk_of_bulk_work_is_told_rightly_as_well(wire: Wire, url: str, cut: Cut, stored: bool) -> None:
    Bureau.found(url).close()
    bureau = Bureau.open(wire.url(url))
    bureau.clock.day = ON
    unknown = c.AcceptApplication(application="350203-2024-000099")
    work = [(s.training(), CHEN), (unknown, CHEN), (s.training("person-d"), CHEN)]
    wire.cut_at_the_next_commit(cut)
    if stored:
        results = list(bureau.act_in_bulk(work))
        assert [type(result) for result in results] == [Result, NoSuchThing, Result], results
    else:
        with pytest.raises(StoreUnavailable, match="store-connection-lost"):
            list(bureau.act_in_bulk(work))
    submitted = [row for row in log_of(bureau) if row == "application.submitted.v1"]
    assert len(submitted) == (2 if stored else 0)
    bureau.close()


def test_while_the_store_does_not_answer_the_outcome_stays_unknown_and_is_said_to_be(
    wire: Wire, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Bureau.found(url).close()
    bureau = Bureau(PostgresDatabase.open(wire.url(url), lock_timeout_s=0.3))
    wire.cut_at_the_next_commit("late")
    with pytest.raises(StoreUnavailable) as unknown:
        bureau.act(s.training(), by=CHEN, on=ON, command_id="once")
    assert unknown.value.code == "outcome-unknown"
    assert unknown.value.values["command_id"] == "once"
    time.sleep(1.2)
    assert bureau.act(s.training(), by=CHEN, on=ON, command_id="once").repeated
    bureau.close()


def log_of(bureau: Bureau) -> list[str]:
    with bureau.database.reading() as view:
        return [row.name for row in view.rows(limit=100_000)]
