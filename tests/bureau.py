"""The office of the stories on a real store: the same officers with keys of their own, and a clock that tests set."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import count
from uuid import NAMESPACE_OID, uuid5

from domain.base import replace
from domain.calendar import start_of
from domain.decisions.commands import Command
from domain.errors import Refusal
from domain.office.log_commands import OpenLog
from domain.office.officer import EnrolOfficer
from domain.office.reference import AdoptCalendarYear, AdoptEdition, AdoptStandard
from domain.office.roles import Actor
from policies.standard_files import read_standard
from store.commands.executor import CommandExecutor, PreparedCommand, Result
from store.databases import create, open_database
from store.log import Database
from tests.declared import declared
from tests.domain import sample_cases as s
from tests.domain.given_when_then import Minute, answer_to
from tests.domain.keys import OPENING_OF_LOG, Key, own_key, public_key
from tests.standards import FOLDER

_numbers = count(1)
"""Of command ids, for all offices of a process: an office that is opened anew may lie where the one before it lay."""


UNHURRIED_S = 3_600
"""For how long bulk work may have the log in tests, so that commits are the same however busy the machine is."""


def identity(name: str) -> str:
    """The command id that a test calls by a name of its own."""
    return str(uuid5(NAMESPACE_OID, name))


@dataclass(slots=True)
class Clock:
    """Nine in the morning of the legal day that a test is at, and a second later each time it is asked."""

    day: date
    asked: int = 0

    def __call__(self) -> datetime:
        self.asked += 1
        return start_of(self.day) + timedelta(hours=9, seconds=self.asked)


class Bureau:
    """A store, opened: `act` is what an officer does at the desk on a day."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock(day=s.OPENING)
        self.executor = CommandExecutor(database, self.clock)

    @classmethod
    def found(cls, path: str) -> Bureau:
        """A new store in which the officers of the stories are enrolled and the edition and 2024 are adopted."""
        bureau = cls(create(path))
        opened = OpenLog(
            log=sha256(path.encode()).hexdigest(),
            simulated=True,
            officer=s.YE.officer,
            sealed="sealed-ye",
            key=public_key(s.YE.officer),
            **OPENING_OF_LOG,
        )
        bureau.act(opened, by=s.YE)
        for actor in s.DESK:
            if actor != s.YE:
                bureau.enrol(actor)
        bureau.agree(adoption(), by=s.SHEN, second=s.JIANG)
        year = AdoptCalendarYear(year=2024, exceptions=s.EXCEPTIONS_2024, source="国办发明电〔2023〕7号")
        bureau.agree(year, by=s.SHEN, second=s.JIANG)
        return bureau

    @classmethod
    def open(cls, path: str) -> Bureau:
        """A store that another bureau founded, as another process would open it."""
        return cls(open_database(path))

    def enrol(self, actor: Actor) -> None:
        """By the administrator and the second person, who is the first to be enrolled."""
        command = EnrolOfficer(
            officer=actor.officer,
            sealed=f"sealed-{actor.officer}",
            roles=tuple(actor.roles),
            authority=actor.authority,
            key=public_key(actor.officer),
        )
        if actor == s.JIANG:
            with self.executor.repository() as repository:
                log = repository.log().log
            self.act(replace(command, key=own_key(actor.officer, log)), by=s.YE)
        else:
            self.agree(command, by=s.YE, second=s.JIANG)

    def agree(self, command: Command, *, by: Actor, second: Actor, on: date | None = None) -> Result:
        """What one proposes and the other confirms at once; what came of it."""
        proposed = self.act(command, by=by, on=on).events[0]
        answer = answer_to(Minute(proposed.stream, proposed.event, by.officer, proposed.effective_on))
        return self.act(answer, by=second)

    def request(
        self, command: Command, *, by: Actor, command_id: str | None = None, fingerprint: str | None = None
    ) -> PreparedCommand:
        return PreparedCommand(
            command_id=identity(command_id)
            if command_id
            else f"{os.getpid():08x}-0000-4000-8000-{next(_numbers):012x}",
            fingerprint=sha256((fingerprint or repr(command)).encode()).hexdigest(),
            officer=by.officer,
            signer=Key(by.officer),
            command=command,
        )

    def act(
        self,
        command: Command,
        *,
        by: Actor,
        on: date | None = None,
        command_id: str | None = None,
        dry_run: bool = False,
    ) -> Result:
        if on is not None:
            self.clock.day = on
        return self.executor.execute(self.request(command, by=by, command_id=command_id), dry_run=dry_run)

    def act_in_bulk(self, commands: Iterable[tuple[Command, Actor]]) -> Iterator[Result | Refusal]:
        return self.executor.execute_many(self.request(command, by=by) for command, by in commands)

    def close(self) -> None:
        self.database.close()


def adoption() -> AdoptEdition:
    """The shipped edition as a supervisor adopts it."""
    edition = s.edition()
    return AdoptEdition(
        policy=edition.policy,
        edition=edition.ref,
        digest=edition.digest,
        applies_from=edition.window.first,
        content=declared().decode(),
    )


def standard(name: str) -> AdoptStandard:
    """The example table of a standard as a clerk proposes to adopt it."""
    table, digest = read_standard((FOLDER / f"{name}.toml").read_bytes(), s.edition())
    return AdoptStandard(policy=s.POLICY, table=table, digest=digest)
