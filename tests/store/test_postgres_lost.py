"""When a connection is lost, at whatever moment: the right word, and never a wrong "failed"."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import date

import pytest

from domain.application import commands as c
from domain.errors import NoSuchThing
from store.commands.executor import Result
from store.databases import open_database
from store.errors import StoreUnavailable
from store.log import Database
from store.postgres import database as postgres_database
from store.postgres.database import PostgresDatabase
from tests.bureau import Bureau, identity
from tests.domain import sample_cases as s
from tests.postgres import Server, hang_up_on
from tests.proxy import Cut, Wire
from tests.store.conftest import an_event, append, assert_whole
from tests.store.test_postgres_trouble import schema_of

CHEN, ON = s.CHEN, date(2024, 9, 27)


@pytest.fixture
def wire(server: Server) -> Iterator[Wire]:
    wire = Wire(server)
    yield wire
    wire.close()


def test_a_connection_that_was_lost_while_nobody_used_it_is_replaced(server: Server, made: Database, url: str) -> None:
    named = schema_of(url)
    session = open_database(f"{url}&application_name={named}")
    with session.writing() as log:
        append(log, [an_event("application-1", 1)])
    for _ in range(2):
        with server.administrator() as connection:
            ended = connection.execute(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE application_name = %s", [named]
            ).fetchall()
        assert ended == [(True,)]
        with session.reading() as view:
            assert view.head().size == 2
    with session.writing() as log:
        assert append(log, [an_event("application-1", 2)]) == 3
    session.close()


def test_a_connection_that_is_lost_before_the_commit_leaves_nothing(server: Server, made: Database, url: str) -> None:

    def lose_it() -> None:
        with made.writing() as log:
            append(log, [an_event("application-1", 1)])
            assert len(log.rows(limit=5)) == 2
            assert hang_up_on(server, schema_of(url)) == 1
            log.rows(limit=5)

    with pytest.raises(StoreUnavailable, match="store-connection-lost"):
        lose_it()
    with made.reading() as view:
        assert view.head().size == view.counts().rows == 1
    with made.writing() as log:
        assert append(log, [an_event("application-1", 1)]) == 2


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
    for name in ("_COMMIT_AT_LEAST_S", "_LOOK_AT_LEAST_S", "_MARK_S"):
        monkeypatch.setattr(postgres_database, name, 0.1)
    bureau = Bureau(PostgresDatabase.open(wire.url(url), lock_timeout_s=0.3))
    wire.cut_at_the_next_commit("late")
    with pytest.raises(StoreUnavailable) as unknown:
        bureau.act(s.training(), by=CHEN, on=ON, command_id="once")
    assert unknown.value.code == "outcome-unknown"
    assert unknown.value.values["command_id"] == identity("once")
    time.sleep(1.2)
    assert bureau.act(s.training(), by=CHEN, on=ON, command_id="once").repeated
    bureau.close()


def log_of(bureau: Bureau) -> list[str]:
    with bureau.database.reading() as view:
        return [row.name for row in view.rows(limit=100_000)]
