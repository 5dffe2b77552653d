"""The owner's function `append` refuses nothing that the domain can record: random officers do random things, and every
decision goes to a real server.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from itertools import groupby
from typing import ClassVar
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from audit.commits import belongs_to_roles
from audit.line import canonical_data, envelope_of
from audit.merkle import Frontier
from domain.application.state.case import Case
from domain.base import Decision, Event
from domain.calendar import start_of
from domain.entitlement.claim import Use
from domain.office.roles import Actor
from store.databases import create
from store.line.envelope import write
from store.log import Database, Writing
from store.postgres import write_buffer
from tests.domain.given_when_then import Minute, Office
from tests.domain.random_office import Turns
from tests.postgres import Server, new_schema
from tests.store.conftest import an_author, believe_any_clock

AT_ONCE = 7
"""So many commands a transaction."""
NAMES = UUID("5b1d3c7e-0d4f-5b6f-9a53-6a2f8e7c1b20")


class Recording(Turns):
    """The walks; what they came to is recorded when a walk ends."""

    url: ClassVar[str]
    lines: ClassVar[int] = 0

    def __init__(self) -> None:
        super().__init__()
        self.commands: list[tuple[Minute, ...]] = []

    def ask(self, command: object, by: Actor) -> None:
        before = len(self.office.history)
        super().ask(command, by)
        if self.office.history[before:]:
            self.commands.append(tuple(self.office.history[before:]))

    def teardown(self) -> None:
        asked = sum(map(len, self.commands))
        beginning = self.office.history[: len(self.office.history) - asked]
        commands = [(minute,) for minute in beginning] + self.commands
        database = a_store(type(self).url)
        books = Books(self.office)
        for first in range(0, len(commands), AT_ONCE):
            with database.writing() as log:
                for minutes in commands[first : first + AT_ONCE]:
                    books.record(log, minutes)
        assert_everything_is_there(database, self.office)
        type(self).lines += len(self.office.history)
        database.close()


def a_store(server_url: str) -> Database:
    url = f"{server_url}&schema={new_schema()}"
    database = create(url)
    believe_any_clock(url)
    return database


class Books:
    """What the executor does around `append`, for decisions that were taken elsewhere."""

    def __init__(self, office: Office) -> None:
        self._again = Office(office.edition)
        self._number = 0

    def record(self, log: Writing, minutes: Sequence[Minute]) -> None:
        self._number += 1
        at = max(start_of(minutes[0].on) + timedelta(hours=9), log.recorded_at or start_of(minutes[0].on))
        by = minutes[0].by
        rows = write(
            decision_of(minutes),
            version_of=log.version_of,
            recorded_at=at,
            today=minutes[0].on,
            actor=by,
            command_id=str(uuid5(NAMES, str(self._number))),
            fingerprint="5f" * 32,
        )
        held = self._uses(minutes)
        for minute in minutes:
            self._again.record(minute)
        log.append(rows, at, an_author(by))
        for number, after in self._uses(minutes).items():
            if after != held[number]:
                log.replace_uses(number, held[number], after)

    def _uses(self, minutes: Sequence[Minute]) -> Mapping[str, Sequence[Use]]:
        """By case, and by the stream of a run."""
        cases: dict[str, Case] = self._again.cases
        numbers = {minute.stream.removeprefix("application-") for minute in minutes if "application-" in minute.stream}
        runs = {minute.stream for minute in minutes if minute.stream.startswith("batch-")}
        names = {stream: self._again.batches.get(stream.removeprefix("batch-")) for stream in sorted(runs)}
        return {
            **{number: cases[number].indexed_uses if number in cases else () for number in sorted(numbers)},
            **{stream: run.indexed_uses if run is not None else () for stream, run in names.items()},
        }


def decision_of(minutes: Sequence[Minute]) -> Decision:
    decision: dict[str, tuple[Event, ...]] = {}
    for stream, of_stream in groupby(minutes, key=lambda minute: minute.stream):
        decision[stream] = decision.get(stream, ()) + tuple(minute.event for minute in of_stream)
    return decision


def assert_everything_is_there(database: Database, office: Office) -> None:
    with database.reading() as view:
        rows, tip = view.rows(limit=100_000), view.tip()
        covered = [position for commit in view.commits() for position in range(commit.first, commit.last + 1)]
        assert sorted(view.all_uses(), key=repr) == sorted(office.uses(), key=repr)
    assert len(rows) == len(office.history)
    assert covered == [row.position for row in rows] == list(range(1, len(rows) + 1))
    assert tip.frontier == Frontier().extend(row.line for row in rows)
    assert tip.roles == Frontier().extend(row.line for row in rows if belongs_to_roles(row.stream.encode()))
    assert tip.vouched
    for row in rows:
        envelope = envelope_of(row.line)
        assert envelope is not None
        assert canonical_data(row.line, envelope) is not None


def run(server: Server, examples: int, steps: int) -> int:
    """How many events random officers recorded."""
    walk: type[Recording] = type("Walk", (Recording,), {"url": server.url().partition("&schema=")[0], "lines": 0})
    health = [HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large]
    profile = settings(
        max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=health, database=None
    )
    run_state_machine_as_test(walk, settings=profile)
    return walk.lines


@pytest.mark.parametrize("most", [write_buffer.MOST, 5])
def test_whatever_officers_record_is_appended(server: Server, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(write_buffer, "MOST", most)
    assert run(server, examples=8, steps=40) > 100


@pytest.mark.campaign
def test_whatever_officers_record_in_ten_thousand_steps_is_appended(server: Server) -> None:
    print(f"{run(server, examples=200, steps=60):,} events of random officers appended")
