"""An empty store on either database, and the few words that the tests of this room share."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

import psycopg
import pytest

from audit.merkle import Frontier
from store.addresses import is_postgres
from store.databases import create, open_database
from store.errors import StoreUnavailable
from store.log import Author, Database, NewRow, PersonKey, Writing
from tests.domain.keys import Key
from tests.postgres import Server, new_schema
from tests.store import failovers
from tests.store.logins import Office, administrator_of
from tests.stores import hand

HOUSE = Path(__file__).parents[2]
NOON = datetime(2024, 5, 6, 4, 0, 0, 123456, tzinfo=UTC)


TOY = Author("toy", Key("toy"))
"""Signs what tests append that need no office."""


def an_event(
    stream: str,
    version: int,
    text: str = "",
    *,
    name: str = "application.submitted.v1",
    at: datetime = NOON,
    by: str = TOY.officer,
    command: str = "",
    part: tuple[int, int] = (1, 1),
) -> NewRow:
    """A line with nothing in it but a text: of a command of its own, or a part of the one that is called so."""
    command_id = command_id_of(command or f"{stream}/{version}/{text[:20]}")
    envelope = {
        "stream": stream,
        "version": version,
        "name": name,
        "recorded_at": at.isoformat().replace("+00:00", "Z"),
        "effective_on": "2024-05-06",
        "actor": by,
        "command_id": command_id,
        "part": part,
        "data": {"text": text},
    }
    line = json.dumps(envelope, ensure_ascii=False, separators=(",", ":")).encode()
    if part[0] < part[1]:
        return NewRow(stream, version, name, line)
    return NewRow(stream, version, name, line, UUID(command_id).bytes, bytes(32))


def a_command(command: str, *places: tuple[str, int]) -> list[NewRow]:
    """The lines of one command, one at each (stream, version)."""
    return [an_event(*place, command=command, part=(number, len(places))) for number, place in enumerate(places, 1)]


def command_id_of(name: str) -> str:
    """The id of the command that a test calls by a name of its own."""
    return str(uuid5(NAMESPACE_OID, name))


def append(log: Writing, rows: Sequence[NewRow], at: datetime = NOON, author: Author = TOY) -> int:
    """Append each row as a command of its own; the position of the first."""
    positions = [log.append([row], at, author) for row in rows]
    return positions[0]


def an_author(officer: str, key: str = "") -> Author:
    """Somebody who signs under a key of their own name, or of another."""
    return Author(officer, Key(key or officer))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The table of a campaign of failovers stands at the end of its run."""
    for line in failovers.table():
        terminalreporter.write_line(line)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file of a store on SQLite is, or will be."""
    return tmp_path / "bailu.db"


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    database = create(store_url)
    believe_any_clock(store_url)
    yield database
    database.close()


def believe_any_clock(url: str) -> None:
    """On PostgreSQL the server's clock is the clock, but in a simulation."""
    if is_postgres(url):
        with hand(url) as connection:
            connection.execute("UPDATE log_head SET simulated = true")


@pytest.fixture
def office(server: Server) -> Iterator[Office]:
    """With three events and a key in the store, written by an administrator who is no superuser."""
    office = Office(server, new_schema())
    database = create(office.url(administrator_of(server, office.schema, "CREATEROLE")))
    believe_any_clock(office.url("postgres"))
    with database.writing() as log:
        append(log, [an_event("application-1", version) for version in (1, 2, 3)])
        log.add_person_keys([PersonKey("p-1", "k-1", b"wrapped")])
    database.close()
    with office.closing:
        yield office


@pytest.fixture(scope="module")
def hostile_url(server: Server) -> str:
    """A store with three events, from which every attack takes its leave without a trace."""
    url = server.url(new_schema())
    database = create(url)
    believe_any_clock(url)
    with database.writing() as log:
        append(log, [an_event("application-1", version) for version in (1, 2, 3)])
    database.close()
    return url


@pytest.fixture
def desk(server: Server, hostile_url: str) -> Iterator[psycopg.Connection[Any]]:
    """A connection of somebody who is a writer and nothing else, in a transaction."""
    schema = hostile_url.rpartition("schema=")[2]
    with psycopg.connect(
        f"postgresql://postgres@/postgres?host={server.folder}", options=f"-c search_path={schema}"
    ) as connection:
        connection.execute(f"SET SESSION AUTHORIZATION {schema}_writer")
        yield connection
        connection.rollback()


def assert_whole(database: Database, *, at_least: int) -> None:
    """Positions without a gap, and a head that is theirs."""
    with database.reading() as view:
        rows = view.rows(limit=1_000_000)
        head = view.head()
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    assert len(rows) >= at_least
    assert head.size == len(rows)
    assert head.root == Frontier().extend(row.line for row in rows).root()


def refusal_on_opening(path: Path, *, read_only: bool = False) -> str:
    with pytest.raises(StoreUnavailable) as refused:
        open_database(str(path), read_only=read_only).close()
    assert refused.value.values["path"] == str(path)
    return refused.value.code


def raw(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.fixture
def closed(path: Path) -> Path:
    """A store with three events, closed."""
    database = create(str(path))
    with database.writing() as log:
        append(log, [an_event("application-1", version) for version in (1, 2, 3)])
    database.close()
    return path


@pytest.fixture
def url(server: Server) -> str:
    """Where a store on PostgreSQL can be made."""
    return server.url(new_schema())


@pytest.fixture
def made(url: str) -> Iterator[Database]:
    """A store on PostgreSQL with one event."""
    database = create(url)
    believe_any_clock(url)
    with database.writing() as log:
        append(log, [an_event("fund-1", 1)])
    yield database
    database.close()
