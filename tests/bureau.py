"""The office of the stories on a real store: the same officers with keys of their own, and a clock that tests set."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import count
from uuid import NAMESPACE_OID, uuid5

from domain.calendar import start_of
from domain.decisions.commands import Command
from domain.errors import Refusal
from domain.office.log_decisions import OpenLog
from domain.office.officer import EnrolOfficer
from domain.office.reference import AdoptCalendarYear, AdoptEdition
from domain.office.roles import Actor
from policies import shipped
from store.commands.executor import CommandExecutor, PreparedCommand, Result
from store.databases import create, open_database
from store.log import Database
from tests.domain import sample_cases as s
from tests.domain.keys import OPENING_OF_LOG, Key, public_key

_numbers = count(1)
"""Of command ids, for all offices of a process: an office that is opened anew may lie where the one before it lay."""


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
            authority=s.CITY,
            key=public_key(s.YE.officer),
            **OPENING_OF_LOG,
        )
        bureau.act(opened, by=s.YE)
        for actor in s.DESK:
            if actor != s.YE:
                bureau.enrol(actor)
        bureau.act(adoption(), by=s.XU)
        bureau.act(AdoptCalendarYear(year=2024, exceptions=s.EXCEPTIONS_2024, source="国办发明电〔2023〕7号"), by=s.XU)
        return bureau

    @classmethod
    def open(cls, path: str) -> Bureau:
        """A store that another bureau founded, as another process would open it."""
        return cls(open_database(path))

    def enrol(self, actor: Actor) -> None:
        command = EnrolOfficer(
            officer=actor.officer,
            sealed=f"sealed-{actor.officer}",
            roles=tuple(actor.roles),
            authority=actor.authority,
            key=public_key(actor.officer),
        )
        self.act(command, by=s.YE)

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
        content=shipped(s.POLICY).decode(),
    )
