"""The desks of the matrix's office while it is put in place: a session an officer, and one clock for all of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from domain.application.values import Account
from domain.decisions.commands import Command
from domain.office.log_commands import ConfirmForLog
from store.commands.executor import Result
from tests.cli.conftest import POLICY
from usecases.intake.sealing import submission
from usecases.intake.submission import read_application
from usecases.session.officer_session import Clock, OfficerSession, parse_instant
from usecases.session.settings import Settings


def settings(url: str, folder: Path, officer: str | None = None, clock: str | None = None) -> Settings:
    """Those of a desk in this folder; the keys lie there on either database."""
    beside: dict[str, str | None] = {"keys": str(folder / "bailu.keys"), "officers": str(folder / "officers")}
    flags = {"store": url, "officer": officer, "clock": clock, **beside}
    return Settings(environ={}, flags={name: value for name, value in flags.items() if value is not None})


class Desks:
    """`act` is what an officer does on a day, which is never before the day of the act in front of it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url, self.folder = url, folder
        self._sessions: dict[str, OfficerSession] = {}
        self._clock = Clock(simulated=True)

    @classmethod
    @contextmanager
    def of(cls, url: str, folder: Path) -> Iterator[Desks]:
        desks = cls(url, folder)
        try:
            yield desks
        finally:
            for session in desks._sessions.values():
                session.close()

    def at(self, officer: str, day: str) -> OfficerSession:
        """The officer's session, at nine in the morning of the day."""
        self._clock.instant = parse_instant(day)
        session = self._sessions.get(officer)
        if session is None:
            session = self._sessions[officer] = OfficerSession(settings(self.url, self.folder, officer))
            session.__dict__["clock"] = self._clock
        return session

    def act(self, officer: str, day: str, command: Command) -> Result:
        session = self.at(officer, day)
        return session.execute(session.prepare(command))

    def agreed(self, officer: str, second: str, day: str, command: Command) -> None:
        """What one proposes about the log and the other confirms at once."""
        self.act(officer, day, command)
        self.act(second, day, ConfirmForLog(proposal=None))

    def submit(self, tree: Mapping[str, Any], day: str) -> str:
        """The number of what a clerk took in."""
        file = self.folder / "file.json"
        file.write_text(json.dumps(tree, ensure_ascii=False), encoding="utf-8")
        session = self.at("lin", day)
        application, problems = read_application(file, session.today())
        assert application is not None, problems
        received_on = date.fromisoformat(str(tree["received_on"]))
        with session.repository() as repository:
            edition = repository.edition_for(POLICY, received_on)
        result = session.execute(submission(session, edition, application, received_on))
        return result.events[0].stream.removeprefix("application-")

    def account_of(self, number: str) -> Account:
        with self._sessions["lin"].repository() as repository:
            return repository.case(number).account
