"""What goes to the bank and what comes back: the order file put in its place, and the answers sorted by run."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

from cli.desk import Desk, Said
from cli.files.bank import BankAnswer, BankResult, PaymentOrder, payment_file, read_answers
from cli.files.problems import Where, problem
from cli.placing import Place, is_there
from cli.refusing import refuse_all, refuse_file
from domain.errors import NotAllowed, Refusal
from domain.treasury.batch import BatchCredited, CreditedItem, ExportPayment, RecordCredits


def bank_file(desk: Desk, batch: str) -> bytes:
    """The file of a run, with every account in full.

    Raises `NoSuchThing("no-such-batch")`, and `NotAllowed("payee-forgotten")` when an account cannot be opened.
    """
    with desk.books() as books:
        found = books.batch(batch)
        cases = {number: books.case(number) for number in found.items}
    orders = []
    for count, item in enumerate(found.items.values(), 1):
        case = cases[item.application]
        assert case.account.account == item.account, "an account is not corrected while its payment is in flight"
        clear = desk.unseal(case.applicant.party, case.account.sealed)
        if not clear:
            raise NotAllowed("payee-forgotten", application=item.application)
        order = PaymentOrder(
            batch=batch,
            item=count,
            holder=clear["holder"],
            bank=clear["bank"],
            account=clear["number"],
            amount_fen=item.amount_fen,
            application=item.application,
        )
        orders.append(order)
    return payment_file(orders)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    batch: str
    file: str
    sha256: str
    rows: int
    recorded: bool
    there_before: bool

    def values(self) -> dict[str, Any]:
        return asdict(self)


def export_to(desk: Desk, batch: str, path: Path, *, again: bool, dry_run: bool, command_id: str | None) -> Exported:
    """Record that the accounts of a run are shown, and then let the file appear.

    Raises the refusals of `bank_file` and of the command, `NotAllowed("file-exists")`, and `StoreUnavailable`.
    """
    content = bank_file(desk, batch)
    rows = content.count(b"\r\n") - 1
    there_before = is_there(path, content)
    digest = sha256(content).hexdigest()
    command = ExportPayment(batch=batch, sha256=digest, rows=rows, again=again or there_before)
    said = desk.saying(command, command_id=command_id)
    desk.execute(said, dry_run=True)
    if not there_before and not dry_run:
        with Place(path) as place:
            desk.execute(said)
            place.fill(content)
    return Exported(
        batch=batch,
        file=str(path),
        sha256=command.sha256,
        rows=rows,
        recorded=not there_before and not dry_run,
        there_before=there_before,
    )


class Credits:
    """The credits of a bank file, run by run: all of them are checked before any of them is recorded."""

    def __init__(self, desk: Desk, said: Sequence[Said]) -> None:
        self._desk = desk
        self._said = said
        self._new: Mapping[str, tuple[CreditedItem, ...]] = {}

    @classmethod
    def read(cls, desk: Desk, path: Path, command_id: str | None) -> Credits:
        """Read a file. One with problems is refused as a whole, and so is one in which money did not arrive."""
        found = read_answers(path, desk.today())
        problems = found.problems or tuple(
            problem("bank-returns-not-yet", Where(row=each.row), application=each.application)
            for each in found.answers
            if each.result is not BankResult.CREDITED
        )
        if problems:
            refuse_file(path, problems)
        batches: dict[str, list[CreditedItem]] = defaultdict(list)
        for answer in found.answers:
            batches[answer.batch].append(_credited(answer))
        commands = [RecordCredits(batch=batch, items=tuple(items)) for batch, items in batches.items()]
        return cls(desk, [_saying(desk, each, command_id, alone=len(commands) == 1) for each in commands])

    def check(self) -> None:
        """Ask of every run whether it would be recorded. Leaves with every reason why not."""
        refusals, new = [], {}
        for said in self._said:
            try:
                result = self._desk.execute(said, dry_run=True)
            except Refusal as refusal:
                refusals.append(refusal)
                continue
            if not result.repeated:
                for recorded in result.facts:
                    if isinstance(recorded.fact, BatchCredited):
                        new[_credits_of(said).batch] = recorded.fact.items
        if refusals:
            refuse_all(refusals)
        self._new = new

    def record(self) -> None:
        for said in self._said:
            self._desk.execute(said)

    @property
    def new(self) -> int:
        """How many credits were not known."""
        return sum(map(len, self._new.values()))

    @property
    def new_fen(self) -> int:
        return sum(item.amount_fen for items in self._new.values() for item in items)

    def rows(self) -> list[dict[str, Any]]:
        return [
            {
                "batch": each.batch,
                "count": len(each.items),
                "amount_fen": sum(item.amount_fen for item in each.items),
                "new": len(self._new.get(each.batch, ())),
            }
            for each in map(_credits_of, self._said)
        ]


def _credited(answer: BankAnswer) -> CreditedItem:
    assert answer.value_on is not None, "a credit has its value date"
    assert answer.reference is not None, "and the bank's number"
    return CreditedItem(
        application=answer.application,
        amount_fen=answer.amount_fen,
        value_on=answer.value_on,
        reference=answer.reference,
    )


def _saying(desk: Desk, command: RecordCredits, command_id: str | None, *, alone: bool) -> Said:
    """The same credits again are the same command. A file of several runs makes several ids of the one given."""
    if command_id is not None and not alone:
        checked = desk.saying(command, command_id=command_id).command_id
        command_id = str(uuid.uuid5(uuid.UUID(checked), command.batch))
    return desk.saying(command, command_id=command_id, derived=True)


def _credits_of(said: Said) -> RecordCredits:
    assert isinstance(said.command, RecordCredits), "an answer file records credits"
    return said.command
