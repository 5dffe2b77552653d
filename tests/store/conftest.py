"""An empty store on either database, and the few words that the tests of this room share."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from audit.merkle import Frontier
from store.databases import create, open_database
from store.errors import StoreUnavailable
from store.log import Database, NewRow

HOUSE = Path(__file__).parents[2]
NOON = datetime(2024, 5, 6, 4, 0, 0, 123456, tzinfo=UTC)


def a_fact(stream: str, version: int, line: bytes | None = None, name: str = "application.submitted.v1") -> NewRow:
    return NewRow(stream=stream, version=version, name=name, line=line or f"{stream}/{version}".encode())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file of a store on SQLite is, or will be."""
    return tmp_path / "bailu.db"


@pytest.fixture
def database(store_url: str) -> Iterator[Database]:
    database = create(store_url)
    yield database
    database.close()


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
    """A store with three facts, closed."""
    database = create(str(path))
    with database.writing() as log:
        log.append([a_fact("application-1", version) for version in (1, 2, 3)], NOON)
    database.close()
    return path
