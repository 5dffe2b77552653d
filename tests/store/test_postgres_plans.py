"""What is asked under the head's lock is answered from an index, also before the server has any statistics."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest

from store.addresses import postgres_address
from store.databases import create
from store.postgres import session as postgres_session
from tests.postgres import Server, new_schema
from tests.store.conftest import NOON, a_fact


@pytest.fixture
def grown(server: Server) -> str:
    """A store with facts enough that reading all of them would cost something, of which the server knows nothing."""
    url = server.url(new_schema())
    database = create(url)
    with database.writing() as log:
        log.append([a_fact(f"application-{number}", 1, b"x" * 500) for number in range(6_000)], NOON)
    database.close()
    return url


def plan(url: str, question: str, values: tuple[object, ...]) -> str:
    address = postgres_address(url)
    with psycopg.connect(address.conninfo, options=f"-c search_path={address.schema}") as connection:
        rows: list[tuple[Any, ...]] = connection.execute(f"EXPLAIN {question}".encode(), values).fetchall()
    return "\n".join(line for (line,) in rows)


def test_the_streams_of_a_command_are_found_without_reading_the_log(grown: str) -> None:
    streams = [f"application-{number}" for number in range(30)]
    question = postgres_session._FORESEEN.replace("?", "%s")
    asked = plan(grown, question, (streams, [0] * len(streams), ["c-1"]))
    assert "facts_stream_version_key" in asked
    assert "Seq Scan on facts" not in asked
