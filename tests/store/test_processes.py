"""Several processes on one log, and processes that are killed while they write."""

from __future__ import annotations

import random
import signal
import sys
import time
from multiprocessing.connection import Connection

import pytest

from store.databases import create, open_database
from store.log import Database
from tests.processes import Running
from tests.store.conftest import NOON, TOY, a_command, an_event, append, assert_whole, believe_any_clock, command_id_of

WRITERS, APPENDS = 8, 100


def write_on(url: str, name: str, appends: int, reporting: Connection) -> None:
    """Commits of two lines, each of which is reported as (version, position, number) once it is acknowledged."""
    database = open_database(url)
    with database.reading() as view:
        done = len(view.stream(name))
    for version in range(done + 1, done + appends + 1):
        with database.writing() as log:
            number = log.highest("application-2024") + 1
            places = (name, version), (f"application-2024-{number:06d}", 1)
            position = log.append(a_command(f"{name}-{version}", *places), NOON, TOY)
        reporting.send((version, position, number))
    database.close()


def begun(url: str) -> None:
    """A store with an event, as `init` leaves it."""
    database = create(url)
    believe_any_clock(url)
    with database.writing() as log:
        append(log, [an_event("fund-1", 1)])
    database.close()


@pytest.mark.parametrize("writers", [WRITERS])
def test_eight_processes_write_one_log_without_a_gap_and_every_number_once(store_url: str, writers: int) -> None:
    begun(store_url)
    running = [Running(write_on, store_url, f"application-{name}", APPENDS) for name in range(writers)]
    reported = [process.rest() for process in running]
    assert [process.ended() for process in running] == [0] * writers
    positions = sorted(position for report in reported for _, position, _ in report)
    numbers = sorted(number for report in reported for _, _, number in report)
    assert positions == list(range(2, 2 * writers * APPENDS + 1, 2))
    assert numbers == list(range(1, writers * APPENDS + 1))
    database = open_database(store_url)
    assert_whole(database, at_least=2 * writers * APPENDS + 1)
    assert_a_commit_each(database, 2)
    database.close()


def assert_a_commit_each(database: Database, lines: int) -> None:
    """Behind the first event every command came with a commit, which covers it alone; the last one verifies."""
    with database.reading() as view:
        spans = [(commit.first, commit.last, commit.officer) for commit in view.commits()]
        tip = view.tip()
    assert spans == [(1, 1, TOY.officer), *((n, n + lines - 1, TOY.officer) for n in range(2, tip.head.size, lines))]
    assert tip.vouched


def kill_at_random_moments(url: str, times: int, *, seed: int) -> None:
    """Every commit that was acknowledged before a kill is there afterwards, whole; the log stays one."""
    chance = random.Random(seed)
    begun(url)
    for _ in range(times):
        process = Running(write_on, url, "application-1", 1_000_000)
        first = process.next()
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        reported = [first, *process.rest()]
        assert process.ended() == -signal.SIGKILL
        database = open_database(url)
        version, position, number = reported[-1]
        assert_whole(database, at_least=position + 1)
        with database.reading() as view:
            stored = view.stream("application-1")
            assert len(stored) - version in (0, 1), "at most the commit that was not yet reported"
            assert view.highest("application-2024") == len(stored) >= number
            assert view.head().size == 2 * len(stored) + 1, "no command is half there"
            command = view.command(command_id_of(f"application-1-{version}"))
            assert command is not None
            assert (command.first_position, command.count) == (position, 2)
        assert_a_commit_each(database, 2)
        database.close()


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL is POSIX")
def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(store_url: str) -> None:
    kill_at_random_moments(store_url, 5, seed=1)


@pytest.mark.campaign
@pytest.mark.parametrize("seed", range(50))
def test_nothing_acknowledged_is_lost_in_a_campaign_of_kills(store_url: str, seed: int) -> None:
    kill_at_random_moments(store_url, 10, seed=seed)
