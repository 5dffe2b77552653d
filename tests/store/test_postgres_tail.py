"""Eight writers and a reader that follows the log: positions never come late, so that following misses nothing."""

from __future__ import annotations

import multiprocessing
from collections.abc import Sequence
from multiprocessing.synchronize import Event

import pytest

from store.databases import create, open_database
from store.log import Database
from tests.postgres import Server, new_schema
from tests.store.conftest import NOON, a_fact, assert_whole

WRITERS = 8


def write(url: str, name: str, appends: int, begin: Event) -> None:
    database = open_database(url)
    begin.wait(60)
    for version in range(1, appends + 1):
        with database.writing() as log:
            log.append([a_fact(name, version)], NOON)
    database.close()


def follow(database: Database, total: int) -> list[int]:
    """Every position, as somebody sees them who always asks for what is behind the last one that was seen."""
    seen: list[int] = []
    while len(seen) < total:
        with database.reading() as view:
            positions = [row.position for row in view.rows(after=seen[-1] if seen else 0, limit=100)]
        seen += positions
        if positions and positions[-1] >= total:
            break
    return seen


def missed(server: Server, appends: int) -> tuple[int, Sequence[int]]:
    """How many of the facts of all writers the reader did not see."""
    url = server.url(new_schema())
    create(url).close()
    context = multiprocessing.get_context("spawn")
    begin = context.Event()
    writers = [context.Process(target=write, args=(url, f"application-{n}", appends, begin)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    database = open_database(url)
    begin.set()
    seen = follow(database, WRITERS * appends)
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    assert_whole(database, at_least=WRITERS * appends)
    database.close()
    return WRITERS * appends - len(set(seen)), seen


def test_a_reader_that_follows_eight_writers_misses_nothing(server: Server) -> None:
    missing_objects, seen = missed(server, 40)
    assert missing_objects == 0
    assert list(seen) == [*range(1, WRITERS * 40 + 1)]


@pytest.mark.campaign
def test_of_twelve_thousand_eight_hundred_facts_none_is_missed(server: Server) -> None:
    missing_objects, seen = missed(server, 1_600)
    print(f"8 writers, a reader that follows: {missing_objects} of {len(seen):,} missed")
    assert missing_objects == 0
    assert list(seen) == [*range(1, 12_801)]
