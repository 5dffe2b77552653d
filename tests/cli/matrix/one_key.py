"""What one key alone brings into the log: one officer gives every command there is, in any order, over and over.

The search ends when a pass over all commands has recorded no event that it had not recorded before. It goes through the
real executor; `thorough` also asks again about each case where the role was refused of another.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from itertools import chain, count
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from domain.application import commands as c
from domain.base import ACTS, EVENTS, Part
from domain.decisions.commands import Command
from domain.errors import Refusal
from domain.imports.imports import ConfirmImport
from domain.office.log_commands import ConfirmForLog
from domain.office.officer import GrantRole, RotateKey
from domain.office.proposed import ConfirmForOffice
from domain.office.register import ConfirmEntry
from domain.office.roles import Role
from domain.treasury.run_commands import ConfirmForRun
from tests.cli.matrix.cases import TODAY
from tests.cli.matrix.commands import of_cases, of_log, of_office, of_rights, of_runs
from tests.cli.matrix.desks import settings
from tests.cli.matrix.furnishing import Office, furnish
from tests.cli.matrix.staff import ONE_ROLE, alone
from tests.documents.permissions import Reached
from usecases.commands.officers import rotate_key
from usecases.session.officer_session import OfficerSession

PASSES_MIN = 2
OF_ITS_OBJECT = (
    c.ConfirmProposal
    | c.TakeBackDecision
    | ConfirmForRun
    | ConfirmForOffice
    | ConfirmForLog
    | ConfirmEntry
    | ConfirmImport
    | GrantRole
    | RotateKey
)
"""Who may give these hangs on what waits, on what was decided, or on whom they are about."""


class Search:
    """One officer at one desk."""

    def __init__(self, url: str, folder: Path, role: Role, seed: int = 0, *, thorough: bool = False) -> None:
        self.officer, self.office = alone(role), Office.read(folder)
        self._session = OfficerSession(settings(url, folder, self.officer, TODAY))
        self._random, self._thorough = Random(seed), thorough
        self.by_itself: set[str] = set()
        self.by_answer: set[str] = set()
        self.tried = 0
        self._read_once()

    def _read_once(self) -> None:
        """What no command of this officer changes is read for thousands that are refused, and each would read it anew.

        A desk trusts only what it read in a transaction that committed; here nobody else writes, and no server fails.
        """
        executor = self._session.executor
        with executor.repository() as repository:
            repository.log()
            repository.officers()
            executor._cache.take(repository)

    def run(self) -> Reached:
        """First what each command would record in the office as it is, and then what they come to one after another."""
        for kind in (*self._kinds(), *of_log()):
            self._give(kind, dry_run=True)
        for passes in count(1):
            before = len(self.by_itself) + len(self.by_answer)
            for kind in self._kinds():
                self._give(kind, dry_run=False)
            if passes >= PASSES_MIN and len(self.by_itself) + len(self.by_answer) == before:
                break
        self._take_new_key()
        self._session.close()
        return Reached(alone=_in_order(self.by_itself), answering=_in_order(self.by_answer))

    def _kinds(self) -> list[Sequence[Command]]:
        numbers, batches = list(self.office.numbers.values()), list(self.office.batches.values())
        self._random.shuffle(numbers)
        with self._session.repository() as repository:
            of_all = (
                of_cases(repository, numbers),
                of_runs(repository, batches),
                of_office(repository, numbers),
                of_rights(repository, self.officer),
            )
            kinds = list(chain.from_iterable(of_all))
        self._random.shuffle(kinds)
        return kinds

    def _give(self, kind: Sequence[Command], *, dry_run: bool) -> None:
        """Give a command about each thing, until one was recorded or the role is not the right one; if thorough, all.

        What was only looked at is still there for the next.
        """
        for command in kind:
            self.tried += 1
            try:
                result = self._session.execute(self._session.prepare(command), dry_run=dry_run)
            except Refusal as refusal:
                if refusal.code == "role-missing" and not (self._thorough or isinstance(command, OF_ITS_OBJECT)):
                    return
                continue
            names = [recorded.name for recorded in result.events]
            answers = any(ACTS[name].part is Part.SECOND for name in names)
            (self.by_answer if answers else self.by_itself).update(names)
            if names and not (dry_run or self._thorough):
                return

    def _take_new_key(self) -> None:
        """Last, since the desk signs with the key that it has read."""
        rotate_key(self._session, self.officer)
        self.by_itself.add("officer.key-rotated.v1")


def _in_order(names: set[str]) -> tuple[str, ...]:
    return tuple(name for name in EVENTS if name in names)


def reached() -> Mapping[Role, Reached]:
    """What each role reaches, each in an office of its own on a file."""
    with TemporaryDirectory() as place:
        office = Path(place, "office")
        office.mkdir()
        furnish(str(office / "bailu.db"), office)
        return {role: Search(*copied(office, Path(place, role.value)), role).run() for role in ONE_ROLE}


def copied(office: Path, folder: Path) -> tuple[str, Path]:
    """A copy of an office on a file: its address and its folder."""
    shutil.copytree(office, folder)
    return str(folder / "bailu.db"), folder
