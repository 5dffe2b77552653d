"""An office without desks: a real store with officers, keys, a policy and a vault, for as many cases as are asked for.

Everything that a desk does is on: sealing, signatures, the policy, the index of limit uses, the Merkle tree.
"""

from __future__ import annotations

import uuid
from base64 import b64encode
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import ClassVar, NamedTuple, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from audit.key_requests import ENROL, request_message
from domain.application import commands as c
from domain.application.values import Account, Applicant, ApplicantKind, Determination, Line, VerifiedValue
from domain.base import replace
from domain.decisions.commands import Command
from domain.office.fund_proposals import OpenFund
from domain.office.indicator import Indicator
from domain.office.keys import MadeBy, PublicKey, Scheme
from domain.office.log_commands import ConfirmForLog, OpenLog
from domain.office.officer import EnrolOfficer
from domain.office.proposed import ConfirmForOffice
from domain.office.reference import AdoptCalendarYear, AdoptEdition
from domain.office.roles import Role
from domain.streams import LOG
from domain.treasury.run_commands import OrderPayment, RecordBankReply, ReleasePayment
from policies.loader import load
from store.commands.executor import CommandExecutor, PreparedCommand, Result
from store.databases import create, open_database
from store.log import Database
from store.vault.sealing import OuterKeys, Sealer, Vault
from tests.declared import declared
from tests.domain.bank_messages import a_credit, a_reply
from tests.domain.sample_cases import exported
from usecases.intake.sealing import person_tokens

CITY = "350200"


class Post(NamedTuple):
    """What an officer does, and for whom."""

    role: Role
    authority: str = CITY


OFFICERS: Mapping[str, Post] = {
    "lin": Post(Role.CLERK),
    "chen": Post(Role.ASSESSOR),
    "huang": Post(Role.APPROVER),
    "wu": Post(Role.FINANCE),
    "zheng": Post(Role.FINANCE),
    "xu": Post(Role.SUPERVISOR),
}
SECOND = "xu"
"""The second person of the office: confirms what others propose about it."""
LOG_ID = "0" * 32
SCHEME = "skill-certificate"
AMOUNT_FEN = 150_000
OPENED = datetime(2024, 1, 2, 1, tzinfo=UTC)
NOTICE = timedelta(days=10)
"""Longer than any notice of five working days."""


class Signer:
    """An officer's key, the same in every process for the same officer."""

    def __init__(self, officer: str) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(sha256(officer.encode()).digest())
        self.public_key = b64encode(self._key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()

    @property
    def enrolled(self) -> PublicKey:
        return PublicKey(scheme=Scheme.ED25519, public_key=self.public_key, made_by=MadeBy.OFFICE, proof=None)

    def of_their_own(self, log: str, officer: str) -> PublicKey:
        """As its officer asks for it, in this log."""
        proof = self.sign(request_message(ENROL, log, officer, Scheme.ED25519, self.public_key))
        return replace(self.enrolled, made_by=MadeBy.OFFICER, proof=b64encode(proof).decode())

    def private_key(self) -> bytes:
        """As an officer's desk has it in a file."""
        return self._key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def sign(self, message: bytes) -> bytes:
        return self._key.sign(message)


@dataclass(slots=True)
class Clock:
    instant: datetime = OPENED

    def __call__(self) -> datetime:
        return self.instant


class Office:
    """A store and everybody who works on it: `do` is one command, `live` many in bulk."""

    staff: ClassVar[Mapping[str, Post]] = OFFICERS

    def __init__(self, database: Database) -> None:
        self.database = database
        self.clock = Clock()
        self.executor = CommandExecutor(self.database, self.clock)
        self.vault = Vault(OuterKeys.new())
        self.commands = 0
        self.indexed = True
        """Whether persons can be found, as they can at a desk."""
        self.longest_s = 0.0
        """How long somebody waited for the slowest command, the lock included."""
        self.signers = {officer: Signer(officer) for officer in ("admin", *self.staff)}

    @classmethod
    def found(cls, url: str | Path) -> Self:
        """A new store at `url`, with its officers, policy, calendar and fund."""
        office = cls(create(str(url)))
        office._open()
        return office

    @classmethod
    def open(cls, url: str) -> Self:
        """A desk more at a store that was founded."""
        return cls(open_database(url))

    def go_on(self) -> None:
        """Set the clock to where the log ends."""
        with self.database.reading() as view:
            self.clock.instant = view.head().recorded_at or OPENED

    def request(self, officer: str, command: Command, sealer: Sealer | None = None) -> PreparedCommand:
        return PreparedCommand(
            command_id=str(uuid.uuid4()),
            fingerprint="00" * 32,
            officer=officer,
            signer=self.signers[officer],
            command=command,
            new_keys=sealer.new_keys if sealer else (),
            person_tokens=sealer.person_tokens if sealer and self.indexed else (),
        )

    def do(self, officer: str, command: Command) -> Result:
        return self.execute(self.request(officer, command))

    def execute(self, request: PreparedCommand) -> Result:
        began = perf_counter()
        result = self.executor.execute(request)
        self.longest_s = max(self.longest_s, perf_counter() - began)
        self.commands += 1
        return result

    def submission(self, number: int, received_on: date) -> PreparedCommand:
        """A worker applies for one certificate; everything personal is sealed here, before the lock."""
        party = self.vault.pseudonym("person", f"resident-id:{number:018d}")
        certificate = self.vault.pseudonym("certificate", f"A|SKILL-LEVEL|{number}")
        sealer = self.vault.sealing({})
        name, id_number = f"张三{number}", f"{number:018d}"
        person = sealer.seal(party, {"name": name, "id_number": id_number, "certificate_no": f"S{number:012d}"})
        sealer.enter(party, *person_tokens(self.vault, name, id_number))
        account = {"holder": name, "bank": "中国银行厦门分行", "number": f"{number:019d}"}
        command = c.SubmitApplication(
            scheme=SCHEME,
            policy="xiamen-2023-187",
            authority=CITY,
            received_on=received_on,
            applicant=Applicant(
                kind=ApplicantKind.PERSON, party=party, name=None, id_kind="resident-id", birth_year=1990, sealed=person
            ),
            account=Account(
                account=self.vault.pseudonym("account", f"{number:019d}"),
                sealed=sealer.seal(party, account),
                holder_is_applicant=True,
            ),
            documents=(),
            facts={},
            lines=(
                Line(
                    line=1,
                    facts={
                        "certificate_kind": "skill-level",
                        "certificate_no": certificate,
                        "certificate_issuer": "A",
                        "certificate_on": "2023-12-29",
                        "occupation": "6-31-01-03",
                        "level": "4",
                        "local_worker": True,
                    },
                    certificate=certificate,
                ),
            ),
        )
        return self.request("lin", command, sealer)

    def steps(self) -> list[tuple[str, Callable[[str], Command]]]:
        """What happens to an application after its receipt and before the money: (officer, command by number)."""
        every = ((1, 1),)
        verified = tuple(
            VerifiedValue(fact=fact, value=value, lines=every)
            for fact, value in (("certificate_kind", "skill-level"), ("local_worker", True))
        )
        determined = (Determination(lines=every, amount_fen=AMOUNT_FEN, reason="", body="…", document="…"),)
        return [
            ("lin", lambda number: c.AcceptApplication(application=number)),
            (
                "lin",
                lambda number: c.VerifyFacts(
                    application=number, source="比对", checked_on=OPENED.date(), values=verified, file_sha256="c0" * 32
                ),
            ),
            ("chen", lambda number: c.AssessApplication(application=number, determined=determined)),
            ("huang", lambda number: c.ApproveApplication(application=number)),
            ("lin", lambda number: c.PublishNotice(application=number)),
        ]

    def receive(self, number: int) -> str:
        """Submit the application of worker `number`; its number."""
        result = self.execute(self.submission(number, self.clock().date()))
        return result.events[0].stream.removeprefix("application-")

    def order(self, numbers: tuple[str, ...]) -> str:
        """Order a payment run; its batch."""
        (batch,) = self.order_all([numbers])
        return batch

    def order_all(self, runs: Iterable[tuple[str, ...]]) -> list[str]:
        """Their batches."""
        ordered = self._run(self.request("wu", OrderPayment(applications=numbers)) for numbers in runs)
        return [
            next(event.stream.removeprefix("batch-") for event in one.events if event.stream.startswith("batch-"))
            for one in ordered
        ]

    def release(self, batch: str) -> None:
        self.release_all([batch])

    def release_all(self, batches: Iterable[str]) -> None:
        self._run(self.request("zheng", ReleasePayment(batch=batch)) for batch in batches)

    def hand_over(self, batch: str, rows: int) -> None:
        """The file for the bank is made."""
        self.do("wu", exported(batch, rows * AMOUNT_FEN, rows))

    def hand_over_all(self, runs: Mapping[str, tuple[str, ...]]) -> None:
        rows = {batch: len(numbers) for batch, numbers in runs.items()}
        self._run(self.request("wu", exported(batch, many * AMOUNT_FEN, many)) for batch, many in rows.items())

    def credit(self, batch: str, numbers: tuple[str, ...]) -> None:
        self.do("zheng", self._credits(batch, numbers))

    def credit_all(self, runs: Mapping[str, tuple[str, ...]]) -> None:
        """What one file says of several runs, in bulk: a command a run."""
        self._run(self.request("zheng", self._credits(batch, numbers)) for batch, numbers in runs.items())

    def _credits(self, batch: str, numbers: tuple[str, ...]) -> RecordBankReply:
        value_on = self.clock().date()
        credited = tuple(
            a_credit(application=number, amount_fen=AMOUNT_FEN, value_on=value_on, reference=f"{batch}-{number}")
            for number in numbers
        )
        return a_reply(batch=batch, credited=credited)

    def pay(self, numbers: tuple[str, ...]) -> str:
        """Order, release, export and credit one run: four commands. Its batch."""
        batch = self.order(numbers)
        self.release(batch)
        self.hand_over(batch, len(numbers))
        self.credit(batch, numbers)
        return batch

    def live_singly(self, workers: range) -> int:
        """The whole life of an application of each worker, every command in a transaction of its own; how many."""
        before = self.commands
        numbers = self.decide_singly(workers)
        self.clock.instant += NOTICE
        self.pay_singly(numbers)
        return self.commands - before

    def decide_singly(self, workers: range) -> list[str]:
        """The first half of `live_singly`, up to the public notice; the numbers of the applications."""
        numbers = [self.receive(worker) for worker in workers]
        for officer, command in self.steps():
            for number in numbers:
                self.do(officer, command(number))
        return numbers

    def pay_singly(self, numbers: list[str]) -> None:
        """The second half, from the end of the public notice to settlement."""
        for number in numbers:
            self.do("lin", c.CloseNotice(application=number))
        for number in numbers:
            self.pay((number,))

    def live(self, count: int, *, wave: int = 1_000, run: int = 500) -> int:
        """Take `count` applications from receipt to settlement in bulk; the number of events that this recorded.

        As offices do, a wave of applications goes through a step together, and a payment run has hundreds of them.
        """
        before = self.size()
        for first in range(1, count + 1, wave):
            self._wave(range(first, min(first + wave, count + 1)), run)
        return self.size() - before

    def payable(self, people: range) -> list[str]:
        """So many cases in bulk, up to the end of their public notice; their numbers."""
        submitted = self._run(self.submission(number, self.clock().date()) for number in people)
        numbers = [result.events[0].stream.removeprefix("application-") for result in submitted]
        for officer, command in self.steps():
            self._run(self.request(officer, command(number)) for number in numbers)
        self.clock.instant += NOTICE
        self._run(self.request("lin", c.CloseNotice(application=number)) for number in numbers)
        return numbers

    def _wave(self, people: range, run: int) -> None:
        numbers = self.payable(people)
        for first in range(0, len(numbers), run):
            self.pay(tuple(numbers[first : first + run]))

    def size(self) -> int:
        with self.database.reading() as view:
            return view.head().size

    def _run(self, requests: Iterable[PreparedCommand]) -> list[Result]:
        results = []
        for outcome in self.executor.execute_many(requests):
            if not isinstance(outcome, Result):
                raise outcome
            results.append(outcome)
        return results

    def _open(self) -> None:
        key = self.signers["admin"].enrolled
        self.do(
            "admin",
            OpenLog(
                log=LOG_ID,
                supervised_by=CITY,
                supervising_key=None,
                pseudonyms="0" * 16,
                simulated=True,
                officer="admin",
                sealed="",
                key=key,
            ),
        )
        second = self.signers[SECOND].of_their_own(LOG_ID, SECOND)
        self.do("admin", replace(self._enrolment(SECOND), key=second))
        for officer in self.staff:
            if officer != SECOND:
                self.agree("admin", self._enrolment(officer))
        self._adopt()

    def _adopt(self) -> None:
        """What the office works by, and with which money."""
        content = declared()
        edition = load(content)
        self.agree(
            "lin",
            AdoptEdition(
                policy=edition.policy,
                edition=edition.ref,
                digest=edition.digest,
                applies_from=edition.window.first,
                content=content.decode(),
            ),
        )
        self.agree("lin", AdoptCalendarYear(year=2024, exceptions=_weekdays_off(), source="benchmark"))
        opening = OpenFund(
            holder=CITY,
            year=2024,
            indicator=Indicator(source="central", programme="employment", origin_year=2024, document="benchmark"),
            amount_fen=10**13,
        )
        self.agree("wu", opening)

    def _enrolment(self, officer: str) -> EnrolOfficer:
        key = self.signers[officer].enrolled
        role, authority = self.staff[officer]
        return EnrolOfficer(officer=officer, sealed="", roles=(role,), authority=authority, key=key)

    def agree(self, officer: str, command: Command) -> None:
        """What one proposes about the office, and the second person confirms."""
        stream = self.do(officer, command).events[0].stream
        answer = ConfirmForLog(proposal=None) if stream == LOG else ConfirmForOffice(proposal=None)
        self.do(SECOND, answer)


def _weekdays_off() -> tuple[date, ...]:
    first = date(2024, 5, 1)
    return tuple(first + timedelta(days=days) for days in range(3))
