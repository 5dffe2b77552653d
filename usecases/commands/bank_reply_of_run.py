"""What the bank replies about one payment run, made into messages: with the reasons sealed."""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.application.values import Sealed
from domain.base import replace
from domain.errors import NotAllowed
from domain.treasury.bank_reply import otherwise_than_ordered
from domain.treasury.batch import Batch
from domain.treasury.batch_events import BatchReplyProposed
from domain.treasury.messages import BankMessage, ItemKey, MessageKind
from domain.treasury.reply_outcomes import new_messages
from domain.treasury.run_commands import RecordBankReply
from domain.treasury.run_standing import item_meant, standing_of
from store.commands.executor import PreparedCommand
from store.vault.sealing import Sealer
from usecases.errors import refuse_file
from usecases.intake.account_faults import of_the_account
from usecases.intake.bank.checking import replies_of_file
from usecases.intake.bank.reply import BankReply
from usecases.session.officer_session import OfficerSession, checked_command_id

_MONEY = (MessageKind.CREDITED, MessageKind.RETURNED)


class RepliesOfRun:
    """The replies about one run, with the reasons sealed under the keys of the applicants that they are about. What is
    recorded already, with the same reason, is sealed as it is recorded, so that it is known again.

    Raises `NoSuchThing("no-such-batch")`, `NotAllowed("failed-differs")`, and `NotAllowed("fund-unnamed")` where a file
    does not say which of several items it means.
    """

    def __init__(
        self, session: OfficerSession, batch: str, replies: Sequence[BankReply], same_reference: str | None = None
    ) -> None:
        self._session = session
        self._batch = batch
        with session.repository() as repository:
            self._run = repository.batch(batch)
            # Of an application that is not in the run, the decision says so.
            ours = {reply.application for reply in replies if self._run.keys_of(reply.application)}
            parties = {number: repository.case(number).applicant.party for number in ours}
        replies = [reply.of_fund(self._fund(reply)) for reply in replies]
        _failed_as_ordered(self._run, replies)
        reasoned = [reply for reply in replies if reply.reason and reply.application in parties]
        named = ours if same_reference else {reply.application for reply in reasoned}
        self._sealer: Sealer = session.sealing({parties[number] for number in named})
        self._same_reference = same_reference
        self._parties = parties
        self.reasons: dict[str, str] = {}
        """The bank's reasons in the clear, by what they are sealed as."""
        self._waiting: dict[ItemKey, list[BankMessage]] = defaultdict(list)
        for opened in self._run.proposals.waiting.values():
            for message in opened.event.messages if isinstance(opened.event, BatchReplyProposed) else ():
                self._waiting[message.item].append(message)
        self._messages = [self._message(reply) for reply in replies]

    def prepare(self, command_id: str | None, *, alone: bool) -> list[PreparedCommand]:
        """What was credited as ordered, and apart from it what differs, which another officer has to confirm. Repeating
        the same changes nothing. A file of several runs, or of both kinds, makes several ids of the one given.
        """
        of_run = [message for message in self._messages if self._run.item(message.item) is not None]
        new = new_messages(self._run, of_run)
        differing = otherwise_than_ordered(self._run, new)
        differing |= {one.item for one in self._messages if self._run.item(one.item) is None}
        ordered = [message for message in self._messages if message.item not in differing]
        differs = [message for message in self._messages if message.item in differing]
        parts = [(messages, part) for messages, part in ((ordered, ""), (differs, "differing")) if messages]
        prepared = []
        for messages, part in parts:
            why = self._why(messages)
            command = RecordBankReply(batch=self._batch, messages=tuple(messages), same_reference=why)
            clear = replace(
                command,
                messages=tuple(self._in_clear(message) for message in messages),
                same_reference=dict.fromkeys(why, self._same_reference or ""),
            )
            own_id = command_id
            if command_id is not None and not (alone and len(parts) == 1):
                checked = checked_command_id(command_id)
                own_id = str(uuid.uuid5(uuid.UUID(checked), f"{self._batch}{part}"))
            # What was declined can be proposed again, so that its id does not follow from what it says.
            derived = messages is ordered and not why
            prepared.append(
                self._session.prepare(command, clear=clear, sealer=self._sealer, command_id=own_id, derived=derived)
            )
        return prepared

    def _why(self, messages: Sequence[BankMessage]) -> dict[str, Sealed]:
        """Why references of messages stand for something else, too, sealed for each application."""
        if not self._same_reference:
            return {}
        reason = {"reason": self._same_reference}
        numbers = dict.fromkeys(message.application for message in messages if message.application in self._parties)
        return {number: self._sealer.seal(self._parties[number], reason) for number in numbers}

    def recorded(self) -> tuple[BankMessage, ...]:
        """What of the replies is recorded, just so."""
        return tuple(message for message in self._messages if self._run.message(message.key) == message)

    def _fund(self, reply: BankReply) -> str | None:
        """Which item is meant: the only one of an application need not be named. Of what is not in the run, the
        decision says so.
        """
        if reply.fund is not None or not self._run.keys_of(reply.application):
            return reply.fund
        return item_meant(self._run, reply.application, None).fund

    def _message(self, reply: BankReply) -> BankMessage:
        kind = MessageKind(reply.result.value)
        recorded = self._recorded(reply, kind)
        if recorded is not None:
            self.reasons[recorded.reason or ""] = reply.reason or ""
        reason = recorded.reason if recorded is not None else self._sealed(reply)
        return BankMessage(
            application=reply.application,
            fund=reply.fund,
            kind=kind,
            amount_fen=(reply.amount_fen or 0) if kind in _MONEY else 0,
            value_on=reply.value_on or (recorded.value_on if recorded is not None else self._session.today()),
            reference=reply.reference or "",
            reason=reason,
            account_at_fault=_account_at_fault(reply) if kind is not MessageKind.CREDITED else False,
        )

    def _recorded(self, reply: BankReply, kind: MessageKind) -> BankMessage | None:
        """What is recorded, or waits, of the same item, kind and reference for the same reason."""
        item = ItemKey(reply.application, reply.fund)
        told: tuple[BankMessage, ...] = (*self._run.of(item), *self._waiting.get(item, ()))
        for message in told:
            same = (message.kind, message.reference) == (kind, reply.reference or "")
            same_day = reply.value_on in (None, message.value_on) or message.reference
            if same and same_day and self._in_clear(message).reason == (reply.reason or None):
                return message
        return None

    def _sealed(self, reply: BankReply) -> Sealed | None:
        party = self._parties.get(reply.application)
        if not reply.reason or party is None:
            return None
        sealed = self._sealer.seal(party, {"reason": reply.reason})
        self.reasons[sealed] = reply.reason
        return sealed

    def _in_clear(self, message: BankMessage) -> BankMessage:
        if not message.reason:
            return message
        clear = self.reasons.get(message.reason)
        if clear is None:
            party = self._parties.get(message.application, "")
            clear = self._session.unseal(party, message.reason).get("reason", "")
        return replace(message, reason=clear)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepliesByRun:
    """What a file of the bank says, by run, and what the desk is told of the file."""

    of_run: dict[str, list[BankReply]]
    notes: tuple[str, ...]


def replies_by_run(session: OfficerSession, path: Path, profile: str | None = None) -> RepliesByRun:
    """What a file says, by the profile that fits, or the one that is named. Raises `FilesRefused` with every problem of
    the file, and as `replies_of_file`.
    """
    file, notes = replies_of_file(session.settings, path, session.today(), profile)
    if file.problems:
        raise refuse_file(path, file.problems)
    batches: dict[str, list[BankReply]] = defaultdict(list)
    for reply in file.replies:
        batches[reply.batch].append(reply)
    return RepliesByRun(of_run=batches, notes=notes)


def _account_at_fault(reply: BankReply) -> bool:
    """As the code of the reason tells, or else its words."""
    return of_the_account(reply.reason) if reply.account_at_fault is None else reply.account_at_fault


def _failed_as_ordered(run: Batch, replies: Sequence[BankReply]) -> None:
    """What the bank did not carry out is the item, or what was in flight of it before or is after what the same file
    credits; else it speaks of something else.

    Raises `NotAllowed("failed-differs")`.
    """
    credited_fen: Counter[ItemKey] = Counter()
    for reply in replies:
        if MessageKind(reply.result.value) is MessageKind.CREDITED:
            credited_fen[ItemKey(reply.application, reply.fund)] += reply.amount_fen or 0
    for reply in replies:
        key = ItemKey(reply.application, reply.fund)
        item = run.item(key)
        if item is None or reply.amount_fen is None or MessageKind(reply.result.value) in _MONEY:
            continue
        left_fen = standing_of(run, key).in_flight_fen
        if reply.amount_fen not in (item.amount_fen, left_fen, left_fen - credited_fen[key]):
            raise NotAllowed(
                "failed-differs",
                batch=run.batch,
                application=reply.application,
                ordered_fen=item.amount_fen,
                amount_fen=reply.amount_fen,
            )
