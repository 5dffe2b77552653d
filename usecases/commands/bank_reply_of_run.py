"""What the bank says of one payment run, made into a command: with the reasons sealed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from domain.errors import NotAllowed
from domain.treasury.batch import CreditedItem, FailedItem, RecordBankReply, ReturnedItem
from store.commands.executor import PreparedCommand
from store.vault.sealing import Sealer
from usecases.intake.bank import BankReply, BankResult
from usecases.session.officer_session import OfficerSession


class RepliesOfRun:
    """The answers about one run, with the reasons sealed under the keys of the applicants whom they are about.

    Raises `NoSuchThing("no-such-batch")` and `NotAllowed("failed-differs")`.
    """

    def __init__(self, session: OfficerSession, batch: str, answers: Sequence[BankReply]) -> None:
        self._desk = session
        self._batch = batch
        self._answers = answers
        with session.repository() as repository:
            run = repository.batch(batch)
            credited = {answer.application for answer in answers if answer.result is BankResult.CREDITED}
            self._arrived = {*run.credited, *credited}
            for answer in answers:
                item = run.items.get(answer.application)
                never = answer.result is not BankResult.CREDITED and answer.application not in self._arrived
                if never and item and item.amount_fen != answer.amount_fen:
                    raise NotAllowed(
                        "failed-differs",
                        batch=batch,
                        application=answer.application,
                        ordered_fen=item.amount_fen,
                        amount_fen=answer.amount_fen,
                    )
            # Of an application that is not in the run, the decision says so.
            parties = {
                answer.row: repository.case(answer.application).applicant.party
                for answer in answers
                if answer.reason and answer.application in run.items
            }
        self._sealer: Sealer = session.sealing(set(parties.values()))
        said = {answer.row: answer.reason or "" for answer in answers if answer.row in parties}
        self._sealed = {row: self._sealer.seal(party, {"reason": said[row]}) for row, party in parties.items()}
        self.reasons = {sealed: said[row] for row, sealed in self._sealed.items()}

    def prepare(self, command_id: str | None, *, alone: bool) -> PreparedCommand:
        """The same answers again are the same command. A file of several runs makes several ids of the one given."""
        clear = self._command(lambda answer: answer.reason or "")
        command = self._command(lambda answer: self._sealed.get(answer.row, ""))
        if command_id is not None and not alone:
            checked = self._desk.prepare(command, command_id=command_id).command_id
            command_id = str(uuid.uuid5(uuid.UUID(checked), self._batch))
        return self._desk.prepare(command, clear=clear, sealer=self._sealer, command_id=command_id, derived=True)

    def _command(self, reason: Callable[[BankReply], str]) -> RecordBankReply:
        credited = [each for each in self._answers if each.result is BankResult.CREDITED]
        returned = [each for each in self._answers if self._came_back(each)]
        failed = [each for each in self._answers if each not in credited and each not in returned]
        today = self._desk.today()
        return RecordBankReply(
            batch=self._batch,
            credited=tuple(map(_credited, credited)),
            failed=tuple(
                FailedItem(application=each.application, failed_on=each.value_on or today, reason=reason(each))
                for each in failed
            ),
            returned=tuple(_returned(each, reason(each)) for each in returned),
        )

    def _came_back(self, answer: BankReply) -> bool:
        """Whether money that had arrived came back. A bank that returns an item before it said that it was credited
        has not carried it out, as far as anybody here knows.
        """
        return answer.result is BankResult.RETURNED and answer.application in self._arrived


def _credited(answer: BankReply) -> CreditedItem:
    assert answer.value_on is not None, "a credit has its value date"
    assert answer.reference is not None, "and the bank's number"
    return CreditedItem(
        application=answer.application,
        amount_fen=answer.amount_fen,
        value_on=answer.value_on,
        reference=answer.reference,
    )


def _returned(answer: BankReply, reason: str) -> ReturnedItem:
    assert answer.value_on is not None, "a return has its value date"
    assert answer.reference is not None, "and the bank's number"
    return ReturnedItem(
        application=answer.application,
        amount_fen=answer.amount_fen,
        returned_on=answer.value_on,
        reference=answer.reference,
        reason=reason,
    )
