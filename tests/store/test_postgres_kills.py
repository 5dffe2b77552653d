"""Backends that are killed and servers that crash under load: nothing acknowledged is lost, nothing is half there, and
what was reported as failed was not stored.
"""

from __future__ import annotations

import random
import threading
import time
from collections import defaultdict
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime

import pytest

from audit.rules import Rules
from audit.verify import verify
from domain.shapes.table import table
from store.commands.executor import Result
from store.databases import open_database
from store.errors import OutcomeUnknown, StoreError
from store.line.envelope import command_key, read_all
from store.log import Database, PersonKey, Reading
from store.maintenance.integrity import all_rows, uses_differ, uses_of_the_events
from store.postgres.database import PostgresDatabase
from tests.bureau import Bureau, identity
from tests.domain import sample_cases as s
from tests.postgres import Server, hang_up_on, new_schema
from tests.store.conftest import TOY, an_event

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
            requests.append(
                replace(asked, new_keys=(PersonKey(f"person-{command_id}", f"key-{command_id}", b"wrapped"),))
            )
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
        filed = {command for _position, command in view.commands_filed()}
        recorded = {command_id for command_id in load.told if command_key(identity(command_id)) in filed}
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
        commits = list(view.commits())
        assert list(uses_differ(view.all_uses(), uses_of_the_events(view))) == []
        assert view.counts() == (head.size, 1, head.size)
    assert verify(lines, commits, size=head.size, root=head.root, rules=Rules(table())).errors == ()


def _half_written(view: Reading, load: Load) -> set[str]:
    """Commands that lack an event, their id, their person's key, or another command of their transaction."""
    parts: dict[str, list[int]] = defaultdict(list)
    for event in read_all([*all_rows(view)]):
        parts[event.command_id].append(event.position)
    keys = {key.key_id for key in view.all_person_keys()}
    half = set()
    for chunk in load.chunks:
        for command_id in chunk:
            positions, record = parts[identity(command_id)], view.command(identity(command_id))
            there = [len(positions) > 0, record is not None, f"key-{command_id}" in keys]
            alone = any(there) != any(bool(parts[identity(other)]) for other in chunk)
            if any(there) != all(there) or len(positions) != (record.count if record else 0) or alone:
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
    _assert_one_log(following.database)
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
