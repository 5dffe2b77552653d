"""Desks that write without a pause while connections and servers fail, and what they were told beside what is there."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date

from audit.rules import Rules
from audit.verify import verify
from domain.shapes.table import table
from store.commands.executor import PreparedCommand, Result
from store.databases import open_database
from store.errors import StoreError
from store.line.envelope import command_key, read_all
from store.log import Database, PersonKey, Reading
from store.maintenance.integrity import all_rows, uses_differ, uses_of_the_events
from store.postgres.database import PostgresDatabase
from tests.bureau import Bureau, identity
from tests.domain import sample_cases as s

CHEN, ON = s.CHEN, date(2024, 9, 27)
AT_ONCE = 3
"""So many commands a transaction has at every other desk."""
STORED, UNKNOWN = "stored", "outcome-unknown"
_PATIENCE_S = 20.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a desk was told of the commands of one transaction; the times are those of `time.monotonic`."""

    commands: tuple[str, ...]
    word: str
    given_at: float
    told_at: float
    patience_s: float

    @property
    def silence_s(self) -> float:
        return self.told_at - self.given_at

    @property
    def beyond_patience_s(self) -> float:
        """How much longer the desk was left without a word than it would wait for a lock."""
        return self.silence_s - self.patience_s


class Load:
    """Desks that write without a pause, each knowing what it was told of every command. Desks that give `again` what
    they were told is unknown do so under the same command ids, until they are told that it is stored.
    """

    def __init__(self, url: str, desks: int | Sequence[float], *, again: bool = False) -> None:
        """So many desks, or one for each of these times that it waits for a lock."""
        self.told: dict[str, str] = {}
        """By command: the last word, but that what was unknown once stays so until it is told stored."""
        self.answers: list[Answer] = []
        self.chunks: list[list[str]] = []
        self.broken: list[BaseException] = []
        self._again = again
        self._stop = threading.Event()
        # Opened before anything is killed: what is lost while a store is opened is no command.
        self._patience_s = [_PATIENCE_S] * desks if isinstance(desks, int) else desks
        bureaus = [Bureau(PostgresDatabase.open(url, lock_timeout_s=patience_s)) for patience_s in self._patience_s]
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
                self._give(session, bureau, [f"{session}-{number}-{part}" for part in range(size)])
            bureau.close()
        except BaseException as error:
            self.broken.append(error)

    def _give(self, session: int, bureau: Bureau, command_ids: list[str]) -> None:
        """One transaction: each command is a submission under a person's key of its own."""
        requests = []
        for command_id in command_ids:
            asked = bureau.request(s.training(f"person-{command_id}"), by=CHEN, command_id=command_id)
            requests.append(
                replace(asked, new_keys=(PersonKey(f"person-{command_id}", f"key-{command_id}", b"wrapped"),))
            )
        self.chunks.append(command_ids)
        unknown = True
        while unknown:
            given_at = time.monotonic()
            word = _word_for(bureau, requests)
            told_at = time.monotonic()
            self.answers.append(Answer(tuple(command_ids), word, given_at, told_at, self._patience_s[session]))
            for command_id in command_ids:
                if word == STORED or self.told.get(command_id) != UNKNOWN:
                    self.told[command_id] = word
            unknown = self.told[command_ids[0]] == UNKNOWN and self._again and not self._stop.is_set()


def _word_for(bureau: Bureau, requests: Sequence[PreparedCommand]) -> str:
    """What a desk is told of them: `stored`, or the code of the trouble."""
    try:
        if len(requests) == 1:
            results = [bureau.executor.execute(requests[0])]
        else:
            results = [result for result in bureau.executor.execute_many(requests) if isinstance(result, Result)]
    except StoreError as error:
        return error.code
    assert all(result.events for result in results)
    assert len(results) == len(requests)
    return STORED


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
    assert_one_log(database)
    with database.reading() as view:
        filed = {command for _position, command in view.commands_filed()}
        recorded = {command_id for command_id in load.told if command_key(identity(command_id)) in filed}
        half = _half_written(view, load)
    assert database.check() == []
    database.close()
    by_word: dict[str, set[str]] = defaultdict(set)
    for command_id, word in load.told.items():
        by_word[word if word in (STORED, UNKNOWN) else "failed"].add(command_id)
    return Tally(
        acknowledged=len(by_word[STORED]),
        failed=len(by_word["failed"]),
        unknown=len(by_word[UNKNOWN]),
        lost=len(by_word[STORED] - recorded),
        half_written=len(half),
        stored_but_reported_failed=len(by_word["failed"] & recorded),
    )


def assert_one_log(database: Database) -> None:
    with database.reading() as view:
        head = view.head()
        lines = [(row.position, row.line) for row in all_rows(view)]
        commits = list(view.commits())
        assert list(uses_differ(view.all_uses(), uses_of_the_events(view))) == []
        assert view.counts() == (head.size, 1, head.size)
    assert verify(lines, commits, size=head.size, root=head.root, rules=Rules(table())).errors == ()


def _half_written(view: Reading, load: Load) -> set[str]:
    """Commands that lack an event, their id, their person's key, or another command of their transaction; and those
    that have events twice.
    """
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
