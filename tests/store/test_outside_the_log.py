"""An event at a position that is none of the log's was signed by nobody, and decides nothing.

Somebody who may do anything with the tables puts it there while a desk works; an opening would notice one at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import pytest
from eventsourcing.persistence import InfrastructureFactory

from store.addresses import is_postgres, postgres_address
from store.errors import StoreUnavailable
from store.log import Database, Reading
from tests.bureau import Bureau
from tests.domain import sample_cases as s
from tests.domain.sample_cases import CHEN
from tests.store.conftest import NOON, TOY, an_event, append, command_id_of
from tests.store.test_casework import ON, a_fund, do
from tests.stores import hand

SERIES = "application-350203-2024"
OUTSIDE = (-1, 0, 4, 99)


@pytest.fixture
def three(database: Database) -> Database:
    """A store with three events, which is open."""
    with database.writing() as log:
        append(log, [an_event(f"{SERIES}-000001", version) for version in (1, 2)])
        append(log, [an_event("fund-1", 1)])
    return database


def put(url: str, position: int, stream: str, version: int, *, text: str = "") -> None:
    """An event at any position, and the tables as if nothing had been done to them."""
    row = an_event(stream, version, text)
    with hand(url) as tables:
        if is_postgres(url):
            tables.execute("ALTER TABLE events DROP CONSTRAINT events_position_check")
        else:
            tables.execute("PRAGMA ignore_check_constraints = ON")
        tables.execute("INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?)", (position, *row))
        if is_postgres(url):
            again = "ALTER TABLE events ADD CONSTRAINT events_position_check CHECK (position >= 1) NOT VALID"
            tables.execute(again)


QUESTIONS: dict[str, Callable[[Reading], object]] = {
    "rows": lambda view: view.rows(limit=10),
    "rows from before the first": lambda view: view.rows(after=-5, limit=10),
    "rows of a name": lambda view: view.rows(limit=10, names=["application.submitted.v1"]),
    "stream": lambda view: view.stream(f"{SERIES}-000001"),
    "stream behind a version": lambda view: view.stream(f"{SERIES}-000001", after_version=2),
    "a new stream": lambda view: view.stream(f"{SERIES}-000007"),
    "streams": lambda view: view.streams("application-"),
    "all streams": lambda view: view.streams(""),
    "version_of": lambda view: view.version_of(f"{SERIES}-000001"),
    "version_of a new stream": lambda view: view.version_of(f"{SERIES}-000007"),
    "highest": lambda view: view.highest(SERIES),
    "highest of a new series": lambda view: view.highest("batch-350203-2024"),
    "command": lambda view: view.command(command_id_of(f"{SERIES}-000001/3/stray")),
    "stored": lambda view: view.stored(-5, 200),
    "head": lambda view: view.head(),
    "tip": lambda view: view.tip(),
}


def answers(view: Reading) -> dict[str, object]:
    return {name: ask(view) for name, ask in QUESTIONS.items()}


@pytest.mark.parametrize("position", OUTSIDE)
def test_an_event_outside_the_log_answers_no_question(three: Database, store_url: str, position: int) -> None:
    with three.reading() as view:
        before = answers(view)
    put(store_url, position, f"{SERIES}-000001", 3, text="stray")
    put(store_url, position * 2 - 1 if position < 1 else position + 1, f"{SERIES}-000007", 1)
    put(store_url, position * 3 - 2 if position < 1 else position + 2, "batch-350200-2024-0001", 1)
    with three.reading() as view:
        assert answers(view) == before
        assert view.counts().rows == 6, "whoever verifies counts it"
        assert len(view.table_rows(after=-1_000, limit=100)) == 6
    with three.writing() as log:
        assert answers(log) == before


@pytest.mark.parametrize("position", OUTSIDE)
def test_what_is_fetched_ahead_leaves_out_what_is_outside_the_log(
    three: Database, store_url: str, position: int
) -> None:
    put(store_url, position, f"{SERIES}-000001", 3, text="stray")
    stray = command_id_of(f"{SERIES}-000001/3/stray")
    with three.writing() as log:
        log.prefetch([stray], {f"{SERIES}-000001": 0})
        assert log.command(stray) is None
        assert [row.version for row in log.stream(f"{SERIES}-000001")] == [1, 2]


@pytest.mark.parametrize("position", OUTSIDE)
def test_the_librarys_reader_passes_over_what_is_outside_the_log(
    three: Database, store_url: str, position: int
) -> None:
    put(store_url, position, f"{SERIES}-000001", 3)
    factory = InfrastructureFactory.construct(settings_for(store_url))
    recorder = factory.application_recorder()
    assert [event.originator_version for event in recorder.select_events(f"{SERIES}-000001")] == [1, 2]
    assert [notification.id for notification in recorder.select_notifications(start=-9, limit=10)] == [1, 2, 3]
    assert recorder.max_notification_id() == 3
    factory.close()


def settings_for(url: str) -> dict[str, str]:
    if not is_postgres(url):
        return {"PERSISTENCE_MODULE": "store.sqlite.recorder", "SQLITE_DBNAME": url}
    address = postgres_address(url)
    (folder,) = parse_qs(urlsplit(address.conninfo).query)["host"]
    return {
        "PERSISTENCE_MODULE": "store.postgres.recorder",
        "POSTGRES_DBNAME": urlsplit(address.conninfo).path[1:],
        "POSTGRES_HOST": folder,
        "POSTGRES_USER": "postgres",
        "POSTGRES_PASSWORD": "",
        "POSTGRES_SCHEMA": address.schema,
    }


def test_an_event_where_the_next_one_belongs_is_never_taken_over_into_the_log(three: Database, store_url: str) -> None:
    put(store_url, 4, "fund-9", 1)
    with pytest.raises((AssertionError, StoreUnavailable)), three.writing() as log:
        log.append([an_event("fund-1", 2)], NOON, TOY)
    with three.reading() as view:
        assert view.head().size == 3


def test_money_that_was_allotted_outside_the_log_is_none(bureau: Bureau, store_url: str) -> None:
    """A fund of ten thousand million yuan at position nought once steered every decision."""
    *_, opened = do(bureau, *a_fund())
    with bureau.executor.repository() as repository:
        funds = repository.funds()
    stream = opened.events[-1].stream
    with bureau.database.reading() as view:
        (row,) = view.stream(stream)
    with hand(store_url) as tables:
        tables.execute(
            "ALTER TABLE events DROP CONSTRAINT events_position_check"
            if is_postgres(store_url)
            else "PRAGMA ignore_check_constraints = ON"
        )
        line = row.line.replace(b"-F001", b"-F009").replace(b'"amount_fen":', b'"amount_fen":1000')
        other = stream.replace("-F001", "-F009")
        tables.execute(
            "INSERT INTO events VALUES (0, ?, 1, ?, ?, ?, ?)", (other, row.name, line, uuid4().bytes, bytes(32))
        )
    again = Bureau(bureau.database)
    with again.executor.repository() as repository:
        assert repository.funds() == funds
    assert again.act(s.training(), by=CHEN, on=ON).events
