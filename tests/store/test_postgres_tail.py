"""Eight writers and a reader that follows the log: positions never come late, so that following misses nothing."""

from __future__ import annotations

from collections.abc import Sequence
from multiprocessing.synchronize import Event

import pytest

from store.databases import create, open_database
from store.log import Database
from tests.postgres import Server, new_schema
from tests.processes import processes
from tests.store.conftest import an_event, append, assert_whole, believe_any_clock

WRITERS = 8


def write(url: str, name: str, appends: int, begin: Event) -> None:
    database = open_database(url)
    begin.wait(60)
    for version in range(1, appends + 1):
        with database.writing() as log:
            append(log, [an_event(name, version)])
    database.close()


def follow(database: Database, total: int) -> list[int]:
    """Every position, as somebody sees them who always asks for what is behind the last one that was seen."""
    seen = [1]
    while len(seen) < total:
        with database.reading() as view:
            positions = [row.position for row in view.rows(after=seen[-1], limit=100)]
        seen += positions
        if positions and positions[-1] >= total:
            break
    return seen


def missed(server: Server, appends: int) -> tuple[int, Sequence[int]]:
    """How many events the reader did not see, of all writers and the one before them; and what it saw."""
    url = server.url(new_schema())
    first = create(url)
    believe_any_clock(url)
    with first.writing() as log:
        append(log, [an_event("fund-1", 1)])
    first.close()
    context = processes()
    begin = context.Event()
    writers = [context.Process(target=write, args=(url, f"application-{n}", appends, begin)) for n in range(WRITERS)]
    for writer in writers:
        writer.start()
    database = open_database(url)
    begin.set()
    total = WRITERS * appends + 1
    seen = follow(database, total)
    for writer in writers:
        writer.join(60)
    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    assert_whole(database, at_least=total)
    database.close()
    return total - len(set(seen)), seen


def test_a_reader_that_follows_eight_writers_misses_nothing(server: Server) -> None:
    unseen, seen = missed(server, 40)
    assert unseen == 0
    assert list(seen) == [*range(1, WRITERS * 40 + 2)]


@pytest.mark.campaign
def test_of_twelve_thousand_eight_hundred_events_none_is_missed(server: Server) -> None:
    unseen, seen = missed(server, 1_600)
    print(f"8 writers, a reader that follows: {unseen} of {len(seen):,} missed")
    assert unseen == 0
    assert list(seen) == [*range(1, 12_802)]
