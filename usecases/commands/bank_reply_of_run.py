"""What the bank replies about one payment run, made into a command: with the reasons sealed."""

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
    """The replies about one run, with the reasons sealed under the keys of the applicants that they are about.

    Raises `NoSuchThing("no-such-batch")` and `NotAllowed("failed-differs")`.
    """

    def __init__(self, session: OfficerSession, batch: str, replies: Sequence[BankReply]) -> None:
        self._session = session
        self._batch = batch
        self._replies = replies
        with session.repository() as repository:
            run = repository.batch(batch)
            credited = {reply.application for reply in replies if reply.result is BankResult.CREDITED}
            self._arrived = {*run.credited, *credited}
            for reply in replies:
                item = run.items.get(reply.application)
                never = reply.result is not BankResult.CREDITED and reply.application not in self._arrived
                if never and item and item.amount_fen != reply.amount_fen:
                    raise NotAllowed(
                        "failed-differs",
                        batch=batch,
                        application=reply.application,
                        ordered_fen=item.amount_fen,
                        amount_fen=reply.amount_fen,
                    )
            # Of an application that is not in the run, the decision says so.
            parties = {
                reply.row: repository.case(reply.application).applicant.party
                for reply in replies
                if reply.reason and reply.application in run.items
            }
        self._sealer: Sealer = session.sealing(set(parties.values()))
        reasons = {reply.row: reply.reason or "" for reply in replies if reply.row in parties}
        self._sealed = {row: self._sealer.seal(party, {"reason": reasons[row]}) for row, party in parties.items()}
        self.reasons: dict[str, str] = {sealed: reasons[row] for row, sealed in self._sealed.items()}
        """The bank's reasons in the clear, by what they are sealed as."""

    def prepare(self, command_id: str | None, *, alone: bool) -> PreparedCommand:
        """The same replies again are the same command. A file of several runs makes several ids of the one given."""
        clear = self._command(lambda reply: reply.reason or "")
        command = self._command(lambda reply: self._sealed.get(reply.row, ""))
        if command_id is not None and not alone:
            checked = self._session.prepare(command, command_id=command_id).command_id
            command_id = str(uuid.uuid5(uuid.UUID(checked), self._batch))
        return self._session.prepare(command, clear=clear, sealer=self._sealer, command_id=command_id, derived=True)

    def _command(self, reason: Callable[[BankReply], str]) -> RecordBankReply:
        credited = [reply for reply in self._replies if reply.result is BankResult.CREDITED]
        returned = [reply for reply in self._replies if self._came_back(reply)]
        failed = [reply for reply in self._replies if reply not in credited and reply not in returned]
        today = self._session.today()
        return RecordBankReply(
            batch=self._batch,
            credited=tuple(map(_credited, credited)),
            failed=tuple(
                FailedItem(application=reply.application, failed_on=reply.value_on or today, reason=reason(reply))
                for reply in failed
            ),
            returned=tuple(_returned(reply, reason(reply)) for reply in returned),
        )

    def _came_back(self, reply: BankReply) -> bool:
        """Whether money that had arrived came back. A bank that returns an item before it said that it was credited
        has not carried it out, as far as anybody here knows.
        """
        return reply.result is BankResult.RETURNED and reply.application in self._arrived


def _credited(reply: BankReply) -> CreditedItem:
    assert reply.value_on is not None, "a credit has its value date"
    assert reply.reference is not None, "and the bank's number"
    return CreditedItem(
        application=reply.application,
        amount_fen=reply.amount_fen,
        value_on=reply.value_on,
        reference=reply.reference,
    )


def _returned(reply: BankReply, reason: str) -> ReturnedItem:
    assert reply.value_on is not None, "a return has its value date"
    assert reply.reference is not None, "and the bank's number"
    return ReturnedItem(
        application=reply.application,
        amount_fen=reply.amount_fen,
        returned_on=reply.value_on,
        reference=reply.reference,
        reason=reason,
    )
