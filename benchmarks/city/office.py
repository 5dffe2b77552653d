"""The offices of the city: officers of every kind at each of its authorities, and a clock on which their days pass."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import ClassVar, Self

import msgspec

from benchmarks.city.town import CITY, DISTRICTS, TORCH
from benchmarks.office import OFFICERS, SECOND, Office, Post
from domain.application.state.case import Case
from domain.calendar import legal_day, start_of
from domain.decisions.commands import Command
from domain.errors import Refusal
from domain.office.fund_proposals import OpenFund
from domain.office.indicator import Indicator
from domain.office.proposed import ConfirmForOffice
from domain.office.reference import AdoptCalendarYear, AdoptEdition, AdoptStandard
from domain.office.register import AddEntry, ConfirmEntry
from domain.office.register_events import EntryContent
from domain.office.roles import Role
from policies import shipped
from policies.loader import load
from policies.standard_files import read_standard
from store.commands.executor import CommandExecutor, PreparedCommand, Result
from store.databases import create
from store.files import write_new
from store.log import Database
from store.vault.sealing import OuterKeys, Sealer, Vault
from tests.standards import FOLDER
from usecases.commands.adopt_calendar import exceptions_of
from usecases.session.officer_session import KEYS_META

POLICY = "xiamen-2023-187"
MONEY_FEN = 10**12
"""Of each source of an authority in a year: 10 000 000 000 yuan, so that nobody has to wait for money."""
DESKS = 3
"""Officers of each kind at each authority, but for the one who supervises it."""
CLERK, INSPECTOR = "lin", "shen"
"""Who keeps what the whole city works by, and who looks at all of it."""
AUTHORITIES = (CITY, TORCH, *DISTRICTS)
_KINDS = {Role.CLERK: DESKS, Role.ASSESSOR: DESKS, Role.APPROVER: DESKS, Role.FINANCE: DESKS, Role.SUPERVISOR: 1}
_OPENS, _CLOSES = timedelta(hours=9), timedelta(hours=17, minutes=30)


def officer(role: Role, authority: str, number: int) -> str:
    """The name of one of the officers of a kind."""
    return f"{role}-{authority}-{number}"


def _staff() -> dict[str, Post]:
    posts = {
        officer(role, authority, number): Post(role, authority)
        for authority in AUTHORITIES
        for role, many in _KINDS.items()
        for number in range(many)
    }
    city = {name: OFFICERS[name] for name in (SECOND, CLERK)}
    return {**city, INSPECTOR: Post(Role.INSPECTOR, CITY), **posts}


@dataclass(slots=True)
class WorkingHours:
    """A clock by which every command takes its time, and after hours it is the next morning."""

    instant: datetime = start_of(date(2024, 1, 2)) + _OPENS
    a_command: timedelta = timedelta(seconds=10)

    def __call__(self) -> datetime:
        self.instant += self.a_command
        morning = start_of(legal_day(self.instant))
        if self.instant - morning > _CLOSES:
            self.instant = morning + timedelta(days=1) + _OPENS
        return self.instant

    @property
    def day(self) -> date:
        return legal_day(self.instant)

    def be(self, day: date) -> None:
        """Let it be the morning of a day, unless it is past that already."""
        self.instant = max(self.instant, start_of(day) + _OPENS)


class CityOffice(Office):
    """As the office, with the shipped notice, the tables of its standards, and money at every authority.

    What is refused is counted, and work goes on.
    """

    staff: ClassVar[Mapping[str, Post]] = _staff()

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.hours = WorkingHours()
        self.executor = CommandExecutor(database, self.hours)
        self.edition = load(shipped(POLICY))
        self.refused: Counter[str] = Counter()
        self.random = Random(0)

    @classmethod
    def at_folder(cls, folder: Path, seed: int) -> Self:
        """A new store with the files beside it that a desk needs: `bailu.db`, `bailu.keys`, `officers/NAME.pem`.

        Pseudonyms, keys and chances follow from the seed; what is sealed does not, since no two nonces are alike.
        """
        halves = (sha256(f"{half} of {seed}".encode()).digest() for half in ("encryption", "pseudonym"))
        keys = OuterKeys(encryption=next(halves), pseudonym=next(halves))
        keys.write(folder / "bailu.keys")
        office = cls(create(str(folder / "bailu.db"), {KEYS_META: keys.fingerprint}))
        office.vault, office.random = Vault(keys), Random(seed)
        office._open()
        (folder / "officers").mkdir(mode=0o700)
        for name, signer in office.signers.items():
            write_new(folder / "officers" / f"{name}.pem", signer.private_key())
        return office

    def one(self, role: Role, authority: str, *, but: str | None = None) -> str:
        """One of the officers of a kind, by chance, who is not a certain one."""
        names = [officer(role, authority, number) for number in range(_KINDS[role])]
        return self.random.choice([name for name in names if name != but])

    # A desk, where files are handed in

    def sealing(self, parties: Iterable[str]) -> Sealer:
        with self.database.reading() as view:
            return self.vault.sealing(view.person_key_of(parties))

    def at(self, name: str) -> Desk:
        return Desk(self, name)

    # Work

    def all_of(self, requests: Iterable[PreparedCommand]) -> Iterator[Result | None]:
        """What came of each in bulk, None of what was refused."""
        for outcome in self.executor.execute_many(requests):
            self.commands += 1
            if isinstance(outcome, Refusal):
                self.refused[outcome.code] += 1
                yield None
            else:
                yield outcome

    def at_once(self, name: str, command: Command) -> Result | None:
        """What came of one command, None if it was refused."""
        return next(self.all_of([self.request(name, command)]))

    def case(self, number: str) -> Case:
        """As it is by now: nobody else writes here, so that what the executor has folded last is not read anew."""
        if (last := self.executor._cache.cases.get(number)) is not None:
            return last
        with self.executor.repository() as repository:
            return repository.case(number)

    def list_entries(self, entries: Mapping[tuple[str, str], EntryContent]) -> None:
        """Put them on their registers: one clerk of the city proposes, its supervisor confirms."""
        added = [
            AddEntry(register=register, policy=POLICY, content=content) for (register, _), content in entries.items()
        ]
        confirmed = []
        for command, result in zip(added, self.all_of(self.request(CLERK, one) for one in added), strict=True):
            assert result is not None, f"an entry was refused: {self.refused}"
            proposal = getattr(result.events[0].event, "proposal", None)
            confirmed.append(ConfirmEntry(register=command.register, proposal=proposal))
        for done in self.all_of(self.request(SECOND, one) for one in confirmed):
            assert done is not None, f"an entry was refused: {self.refused}"

    def open_funds(self, year: int) -> None:
        """Central and provincial money for the city, the district's own for the others."""
        for authority in AUTHORITIES:
            for source in ("central", "municipal") if authority == CITY else ("district",):
                document = f"示例财社〔{year}〕{len(self.staff)}-{authority}-{source}号"
                indicator = Indicator(source=source, programme="employment", origin_year=year, document=document)
                self.do(
                    officer(Role.FINANCE, authority, 0),
                    OpenFund(holder=authority, year=year, indicator=indicator, amount_fen=MONEY_FEN),
                )
                self.do(officer(Role.SUPERVISOR, authority, 0), ConfirmForOffice(proposal=None))

    def adopt_year(self, year: int) -> None:
        self.agree(CLERK, AdoptCalendarYear(year=year, exceptions=exceptions_of(year), source="国务院办公厅放假通知"))

    def _adopt(self) -> None:
        content = shipped(POLICY).decode()
        adoption = AdoptEdition(
            policy=self.edition.policy,
            edition=self.edition.ref,
            digest=self.edition.digest,
            applies_from=self.edition.window.first,
            content=content,
        )
        self.agree(CLERK, adoption)
        self.adopt_year(2024)
        self.adopt_year(2025)
        for path in sorted(FOLDER.glob("*.toml")):
            table, digest = read_standard(path.read_bytes(), self.edition)
            self.agree(CLERK, AdoptStandard(policy=POLICY, table=table, digest=digest))
        self.open_funds(2024)


@dataclass(frozen=True, slots=True)
class Desk:
    """An officer who prepares commands, as an officer's session does."""

    office: CityOffice
    name: str

    @property
    def vault(self) -> Vault:
        return self.office.vault

    def sealing(self, parties: Iterable[str]) -> Sealer:
        return self.office.sealing(parties)

    def prepare(
        self,
        command: Command,
        *,
        clear: object = None,
        sealer: Sealer | None = None,
        command_id: str | None = None,
        derived: bool = False,
    ) -> PreparedCommand:
        body = msgspec.json.encode({"command": type(command).__name__, "body": command if clear is None else clear})
        fingerprint = self.vault.fingerprint(body)
        identity = uuid.uuid5(uuid.NAMESPACE_OID, fingerprint) if derived else uuid.uuid4()
        return PreparedCommand(
            command=command,
            fingerprint=fingerprint,
            command_id=command_id or str(identity),
            officer=self.name,
            signer=self.office.signers[self.name],
            new_keys=sealer.new_keys if sealer else (),
            person_tokens=sealer.person_tokens if sealer else (),
        )
