"""Backends that are killed and servers that crash under load: nothing acknowledged is lost, nothing is half there, and
what was reported as failed was not stored.
"""

from __future__ import annotations

import random
import time
from datetime import UTC, date, datetime

import pytest

from store.errors import OutcomeUnknown
from tests.bureau import Bureau
from tests.domain import sample_cases as s
from tests.postgres import Server, hang_up_on, new_schema
from tests.store.conftest import TOY, an_event
from tests.store.load import Load, Tally, assert_one_log, judged

CHEN, ON = s.CHEN, date(2024, 9, 27)
DURABLE = {"fsync": "on", "full_page_writes": "on"}


def kill_backends(server: Server, url: str, load: Load, kills: int, *, seed: int) -> int:
    """Backends are ended at random moments, in the middle of what their desks are doing; how many were."""
    chance = random.Random(seed)
    done = 0
    while done < kills:
        assert load.broken == []
        time.sleep(chance.uniform(0.01, 0.08))
        done += hang_up_on(server, url.rpartition("schema=")[2])
    return done


def test_backends_that_are_killed_under_load_lose_nothing_and_no_failure_is_wrongly_reported(server: Server) -> None:
    url = server.url(new_schema())
    Bureau.found(url).close()
    with Load(url, 4) as load:
        kill_backends(server, url, load, 8, seed=1)
    tally = judged(url, load)
    assert tally.acknowledged > 0
    assert tally.wrong == 0, tally


@pytest.mark.parametrize("at", ["the lock", "a question", "a command that was kept back", "a command that was sent"])
def test_a_desk_that_is_killed_between_the_lock_and_its_commit_leaves_nothing_and_the_next_goes_on(
    server: Server, at: str
) -> None:
    url = server.url(new_schema())
    killed = Bureau.found(url)
    with killed.database.reading() as view:
        before = view.head()
    row = an_event("fund-1", 1, at=datetime(2024, 9, 27, tzinfo=UTC))

    def die() -> None:
        with killed.database.writing() as log:
            if at == "a question":
                assert log.highest("application-350203-2024") == 0
            if at.startswith("a command"):
                log.append([row], datetime(2024, 9, 27, tzinfo=UTC), TOY)
            if at == "a command that was sent":
                assert len(log.rows(after=before.size, limit=9)) == 1
            assert hang_up_on(server, url.rpartition("schema=")[2]) == 1
            if not at.startswith("a command"):
                log.append([row], datetime(2024, 9, 27, tzinfo=UTC), TOY)

    with pytest.raises(OutcomeUnknown) as unknown:
        die()
    assert unknown.value.values["because"] == "store-connection-lost"
    following = Bureau.open(url)
    with following.database.reading() as view:
        assert view.head() == before
        assert view.counts().greatest == before.size
        assert list(view.commits(after=before.size)) == []
    assert following.act(s.training(), by=CHEN, on=ON).events[0].position == before.size + 1
    assert killed.act(s.training("person-b"), by=CHEN, on=ON).events
    assert_one_log(following.database)
    following.close()
    killed.close()


def restarted_under_load(times: int) -> Tally:
    server = Server.fresh(**DURABLE)
    try:
        url = server.url()
        Bureau.found(url).close()
        with Load(url, 4) as load:
            for number in range(times):
                time.sleep(0.5)
                server.stop("immediate" if number % 2 == 0 else "fast")
                server.start(**DURABLE)
            time.sleep(0.3)
        return judged(url, load)
    finally:
        server.remove()


def test_a_server_that_crashes_and_restarts_under_load_loses_nothing_that_was_acknowledged(server: Server) -> None:
    tally = restarted_under_load(1)
    assert tally.acknowledged > 0
    assert tally.wrong == 0, tally


@pytest.mark.campaign
def test_fifty_backends_that_are_killed_and_a_crash_of_the_server_under_the_load_of_eight_desks(
    server: Server,
) -> None:
    fresh = Server.fresh(**DURABLE)
    try:
        url = fresh.url()
        Bureau.found(url).close()
        with Load(url, 8) as load:
            kills = kill_backends(fresh, url, load, 25, seed=3)
            fresh.stop("immediate")
            fresh.start(**DURABLE)
            kills += kill_backends(fresh, url, load, 50 - kills, seed=4)
            time.sleep(0.3)
        tally = judged(url, load)
    finally:
        fresh.remove()
    print(f"{kills} backends killed and one crash under 8 desks: {tally}")
    assert tally.wrong == 0, tally


@pytest.mark.campaign
def test_two_thousand_backends_that_are_killed_under_load(server: Server) -> None:
    url = server.url(new_schema())
    Bureau.found(url).close()
    with Load(url, 4) as load:
        kills = kill_backends(server, url, load, 2_000, seed=2)
    tally = judged(url, load)
    print(f"{kills:,} backends killed under 4 desks: {tally}")
    assert tally.wrong == 0, tally


@pytest.mark.campaign
def test_fifty_restarts_under_load(server: Server) -> None:
    tally = restarted_under_load(50)
    print(f"50 restarts, 25 of them crashes, under 4 desks: {tally}")
    assert tally.wrong == 0, tally
