"""What the bank replies about one payment run, made into a command: with the reasons sealed."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence

from domain.errors import NotAllowed
from domain.treasury.batch import Batch, CreditedItem, FailedItem, RecordBankReply, ReturnedItem
from store.commands.executor import PreparedCommand
from store.vault.sealing import Sealer
from usecases.intake.bank.replies import BankReply, BankResult
from usecases.session.officer_session import OfficerSession, checked_command_id


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
            self._differing = {
                reply.application
                for reply in replies
                if reply.result is not BankResult.CREDITED or not _as_ordered(run, reply, replies)
            }
        self._sealer: Sealer = session.sealing(set(parties.values()))
        reasons = {reply.row: reply.reason or "" for reply in replies if reply.row in parties}
        self._sealed = {row: self._sealer.seal(party, {"reason": reasons[row]}) for row, party in parties.items()}
        self.reasons: dict[str, str] = {sealed: reasons[row] for row, sealed in self._sealed.items()}
        """The bank's reasons in the clear, by what they are sealed as."""

    def prepare(self, command_id: str | None, *, alone: bool) -> list[PreparedCommand]:
        """What was credited as ordered, and apart from it what differs, which another officer has to confirm. Repeating
        the same changes nothing. A file of several runs, or of both kinds, makes several ids of the one given.
        """
        ordered = [reply for reply in self._replies if reply.application not in self._differing]
        differs = [reply for reply in self._replies if reply.application in self._differing]
        parts = [(replies, part) for replies, part in ((ordered, ""), (differs, "differing")) if replies]
        prepared = []
        for replies, part in parts:
            clear = self._command(replies, lambda reply: reply.reason or "")
            command = self._command(replies, lambda reply: self._sealed.get(reply.row, ""))
            own_id = command_id
            if command_id is not None and not (alone and len(parts) == 1):
                checked = checked_command_id(command_id)
                own_id = str(uuid.uuid5(uuid.UUID(checked), f"{self._batch}{part}"))
            # What was declined can be proposed again, so that its id does not follow from what it says.
            prepared.append(
                self._session.prepare(
                    command, clear=clear, sealer=self._sealer, command_id=own_id, derived=replies is ordered
                )
            )
        return prepared

    def _command(self, replies: Sequence[BankReply], reason: Callable[[BankReply], str]) -> RecordBankReply:
        credited = [reply for reply in replies if reply.result is BankResult.CREDITED]
        returned = [reply for reply in replies if self._came_back(reply)]
        failed = [reply for reply in replies if reply not in credited and reply not in returned]
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


def _as_ordered(run: Batch, reply: BankReply, replies: Sequence[BankReply]) -> bool:
    """Whether a credit is all that is said of its application, and of the amount that was ordered."""
    item = run.items.get(reply.application)
    about = [other for other in replies if other.application == reply.application]
    return item is None or (len(about) == 1 and reply.amount_fen == item.amount_fen)


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
