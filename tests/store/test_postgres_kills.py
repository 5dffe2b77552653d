"""Backends that are killed and servers that crash under load: nothing acknowledged is lost, nothing is half there, and
what was reported as failed was not stored.
"""

from __future__ import annotations

import random
import threading
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from datetime import date

import pytest

from audit.verify import verify
from store.commands.executor import Result
from store.databases import open_database
from store.errors import StoreError
from store.line.envelope import read_all
from store.log import Database, Reading
from store.maintenance.integrity import all_rows, counters_differ, uses_differ, uses_of_the_facts
from store.postgres.database import PostgresDatabase
from tests.bureau import Bureau
from tests.domain import sample_cases as s
from tests.postgres import Server, hang_up_on, new_schema

CHEN, ON = s.CHEN, date(2024, 9, 27)
AT_ONCE = 3
"""So many commands a transaction has at every other desk."""
DURABLE = {"fsync": "on", "full_page_writes": "on"}


class Load:
    """Desks that write without a pause, each knowing what it was told of every command."""

    def __init__(self, url: str, desks: int) -> None:
        self.told: dict[str, str] = {}
        self.chunks: list[list[str]] = []
        self.broken: list[BaseException] = []
        self._stop = threading.Event()
        # Opened before anything is killed: what is lost while a store is opened is no command.
        bureaus = [Bureau(PostgresDatabase.open(url, lock_timeout_s=20)) for _ in range(desks)]
        self._threads = [threading.Thread(target=self._work, args=numbered) for numbered in enumerate(bureaus)]

    def __enter__(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _work(self, session: int, bureau: Bureau) -> None:
        try:
            bureau.clock.day = ON
            number = 0
            while not self._stop.is_set():
                number += 1
                size = AT_ONCE if session % 2 else 1
                self._give(bureau, [f"{session}-{number}-{part}" for part in range(size)])
            bureau.close()
        except BaseException as error:
            self.broken.append(error)

    def _give(self, bureau: Bureau, command_ids: list[str]) -> None:
        """One transaction: each command is a submission under a person's key of its own."""
        requests = []
        for command_id in command_ids:
            asked = bureau.request(s.training(f"person-{command_id}"), by=CHEN, command_id=command_id)
            requests.append(replace(asked, new_keys=((f"key-{command_id}", f"person-{command_id}", b"wrapped"),)))
        self.chunks.append(command_ids)
        try:
            if len(requests) == 1:
                results = [bureau.executor.execute(requests[0])]
            else:
                results = [result for result in bureau.executor.execute_many(requests) if isinstance(result, Result)]
            assert all(result.events for result in results)
            assert len(results) == len(requests)
            self.told.update(dict.fromkeys(command_ids, "stored"))
        except StoreError as error:
            self.told.update(dict.fromkeys(command_ids, error.code))


@dataclass(frozen=True, slots=True)
class Tally:
    """What the desks were told of their commands, and how often that was wrong."""

    acknowledged: int
    failed: int
    unknown: int
    lost: int
    half_written: int
    stored_but_reported_failed: int

    @property
    def wrong(self) -> int:
        return self.lost + self.half_written + self.stored_but_reported_failed

    def __str__(self) -> str:
        return ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in asdict(self).items())


def judged(url: str, load: Load) -> Tally:
    """What the desks were told against what is there. Whether the log is one is asserted."""
    assert load.broken == []
    database = open_database(url)
    _assert_one_log(database)
    with database.reading() as view:
        recorded = {command.command_id for command in view.all_commands()} & load.told.keys()
        half = _half_written(view, load)
    assert database.check() == []
    database.close()
    by_word: dict[str, set[str]] = defaultdict(set)
    for command_id, word in load.told.items():
        by_word[word if word in ("stored", "outcome-unknown") else "failed"].add(command_id)
    return Tally(
        acknowledged=len(by_word["stored"]),
        failed=len(by_word["failed"]),
        unknown=len(by_word["outcome-unknown"]),
        lost=len(by_word["stored"] - recorded),
        half_written=len(half),
        stored_but_reported_failed=len(by_word["failed"] & recorded),
    )


def _assert_one_log(database: Database) -> None:
    with database.reading() as view:
        head = view.head()
        lines = [(row.position, row.line) for row in all_rows(view)]
        assert list(counters_differ(view)) == []
        assert list(uses_differ(view.all_uses(), uses_of_the_facts(view))) == []
    assert verify(lines, size=head.size, root=head.root, signatures=True, canonical=True).holds


def _half_written(view: Reading, load: Load) -> set[str]:
    """Commands that lack a fact, their entry, their person's key, or another command of their transaction."""
    parts: dict[str, list[int]] = defaultdict(list)
    of_how_many: dict[str, int] = {}
    for event in read_all(all_rows(view)):
        parts[event.command_id].append(event.position)
    for record in view.all_commands():
        of_how_many[record.command_id] = record.count
    keys = {key_id for key_id, _party, _wrapped in view.all_person_keys()}
    half = set()
    for chunk in load.chunks:
        for command_id in chunk:
            there = [len(parts[command_id]) > 0, command_id in of_how_many, f"key-{command_id}" in keys]
            alone = any(there) != any(bool(parts[other]) for other in chunk)
            if any(there) != all(there) or len(parts[command_id]) != of_how_many.get(command_id, 0) or alone:
                half.add(command_id)
    return half


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
