"""A reply file of a bank: credited, returned, not carried out. All of a file is recorded, or none of it.

Each run is decided once when the file is planned, and once more, under the lock, when it is recorded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated

from domain import streams
from domain.base import Event
from domain.errors import Refusal
from domain.treasury.batch_events import BatchAnswered, BatchReplyProposed
from domain.treasury.messages import BankMessage, MessageKind
from domain.treasury.run_commands import RecordBankReply
from presentation.language import N_, _
from presentation.rows.columns import Heading, Kind, Row
from presentation.words.amounts import amount_in_words
from store.commands.repository import changed_by
from store.line.envelope import Recorded
from usecases.commands.bank_reply_of_run import RepliesOfRun, replies_by_run
from usecases.commands.planned import Plan, execute_together, plan_together
from usecases.commands.proposing import proposal_in
from usecases.dossiers.differing_replies import differing_lines
from usecases.dossiers.fund_moves import FundMove, fund_moves
from usecases.errors import AllRefused
from usecases.session.officer_session import OfficerSession


class RunReplies(Row):
    """What a file replies about one run, amounts in fen; `new` counts what was not recorded before."""

    batch: Annotated[str, Heading(N_("Batch"), Kind.NAME)]
    count: Annotated[int, Heading(N_("Credits"))]
    amount_fen: Annotated[int, Heading(N_("Credited (yuan)"))]
    returned: Annotated[int, Heading(N_("Returns"))]
    returned_fen: Annotated[int, Heading(N_("Returned (yuan)"))]
    failed: Annotated[int, Heading(N_("Not carried out"))]
    unknown: Annotated[int, Heading(N_("Not known"))]
    new: Annotated[int, Heading(N_("Of these new"))]
    proposal: Annotated[str | None, Heading(N_("Waits as"), Kind.NAME)]
    """Of what differs from the order; another finance officer confirms it."""


class ImportedReplies(Row):
    """What became of a file."""

    batches: tuple[RunReplies, ...]
    recorded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NewReplies:
    """What a file would record that was not recorded before, amounts in fen."""

    credited: int
    credited_fen: int
    returned: int
    returned_fen: int
    failed: int
    unknown: int

    @property
    def count(self) -> int:
        return self.credited + self.returned + self.failed + self.unknown


class BankReplyImport:
    """The replies of a bank file, each run of it planned before any is recorded.

    `reasons` are those of the bank in the clear, by what they are sealed as, and `notes` what is said of the file.
    """

    def __init__(
        self, session: OfficerSession, plans: tuple[Plan, ...], reasons: Mapping[str, str], notes: tuple[str, ...] = ()
    ) -> None:
        self.notes = notes
        self._session = session
        self._plans = plans
        self._changes = tuple(plan for plan in plans if plan.changes)
        self._reasons = reasons

    @cached_property
    def rows(self) -> tuple[RunReplies, ...]:
        """A row for each run, in the order of the file."""
        of_run: dict[str, list[Plan]] = defaultdict(list)
        for plan in self._plans:
            of_run[_command_of(plan).batch].append(plan)
        return tuple(_row(batch, plans) for batch, plans in of_run.items())

    @cached_property
    def new(self) -> NewReplies:
        events = [recording.event for recording in self._new_events()]
        messages = [message for event in events for message in _messages_in(event)]
        credited = [message for message in messages if message.kind is MessageKind.CREDITED]
        returned = [message for message in messages if message.kind is MessageKind.RETURNED]
        return NewReplies(
            credited=len(credited),
            credited_fen=sum(message.amount_fen for message in credited),
            returned=len(returned),
            returned_fen=sum(message.amount_fen for message in returned),
            failed=sum(message.kind is MessageKind.FAILED for message in messages),
            unknown=sum(message.kind is MessageKind.UNKNOWN for message in messages),
        )

    @property
    def proposals(self) -> tuple[str, ...]:
        """What waits for another officer by this file, by name."""
        return tuple(row.proposal for row in self.rows if row.proposal is not None)

    @property
    def money_missing(self) -> bool:
        """Whether, by the file, some money did not arrive."""
        return any(row.returned or row.failed for row in self.rows)

    def remarks(self) -> Iterator[str]:
        """What came back and why, what was not credited as ordered, and what is overpaid then; in sentences."""
        for recording in self._new_events():
            if isinstance(recording.event, BatchReplyProposed):
                with self._session.repository() as repository:
                    batch = repository.batch(recording.stream.removeprefix(streams.prefix(streams.Kind.BATCH)))
                for message, sentence in differing_lines(batch, recording.event.messages):
                    yield f"{sentence}{self._reason(message.reason or '')}"
        yield from self._overpaid()

    def fund_moves(self) -> tuple[FundMove, ...]:
        """What the funds get back."""
        return fund_moves(self._session, self._new_events(), recorded=False)

    def record(self) -> BankReplyImport:
        """Record what is new; the import as it came out, for somebody else may have been faster.

        Raises the first `Refusal` of what has changed since the file was planned.
        """
        executed = {plan.prepared.command_id: plan for plan in execute_together(self._changes)}
        plans = tuple(executed.get(plan.prepared.command_id, plan) for plan in self._plans)
        return BankReplyImport(self._session, plans, self._reasons, self.notes)

    def settle(self) -> None:
        """Where nothing is new. Raises as `OfficerSession.settle` does."""
        self._session.settle()

    def _new_events(self) -> Iterator[Recorded]:
        for plan in self._changes:
            yield from plan.events

    def _reason(self, sealed: str) -> str:
        reason = self._reasons.get(sealed)
        return _(": %(reason)s") % {"reason": reason} if reason else ""

    def _overpaid(self) -> Iterator[str]:
        """Of cases that were revised behind their order: what was credited just as ordered is too much."""
        of_case: dict[str, list[Event]] = defaultdict(list)
        for recording in self._new_events():
            if recording.stream.startswith(streams.prefix(streams.Kind.APPLICATION)):
                of_case[recording.stream.removeprefix(streams.prefix(streams.Kind.APPLICATION))].append(recording.event)
        with self._session.repository() as repository:
            for number, events in of_case.items():
                before = repository.case(number)
                after = changed_by(before, tuple(events), self._session.officer)
                if after.overpaid_fen > before.overpaid_fen:
                    yield _("%(number)s is overpaid then by %(amount)s: revise it if need be, and demand it back.") % {
                        "number": number,
                        "amount": amount_in_words(after.overpaid_fen),
                    }


def plan_bank_replies(
    session: OfficerSession,
    path: Path,
    *,
    profile: str | None = None,
    same_reference: str | None = None,
    command_id: str | None,
) -> BankReplyImport:
    """Read a file by the profile that fits, or the one that is named, and decide what it would record, run by run.
    `same_reference` is why a reference of the bank is right that stands for something else, too.

    Raises `FilesRefused` with every problem of the file, and `AllRefused` with the refusal of every run that is
    declined.
    """
    file = replies_by_run(session, path, profile)
    runs, refusals = [], []
    for batch, replies in file.of_run.items():
        try:
            runs.append(RepliesOfRun(session, batch, replies, same_reference))
        except Refusal as refusal:
            refusals.append(refusal)
    if refusals:
        raise AllRefused(refusals)
    commands = [command for run in runs for command in run.prepare(command_id, alone=len(runs) == 1)]
    plans = plan_together(session, commands)
    reasons = {sealed: reason for run in runs for sealed, reason in run.reasons.items()}
    return BankReplyImport(session, plans, reasons, file.notes)


def _row(batch: str, plans: Sequence[Plan]) -> RunReplies:
    messages = [message for plan in plans for message in _command_of(plan).messages]
    credited = [message for message in messages if message.kind is MessageKind.CREDITED]
    returned = [message for message in messages if message.kind is MessageKind.RETURNED]
    new = [recording.event for plan in plans if plan.changes for recording in plan.events]
    return RunReplies(
        batch=batch,
        count=len(credited),
        amount_fen=sum(message.amount_fen for message in credited),
        returned=len(returned),
        returned_fen=sum(message.amount_fen for message in returned),
        failed=sum(message.kind is MessageKind.FAILED for message in messages),
        unknown=sum(message.kind is MessageKind.UNKNOWN for message in messages),
        new=sum(len(_messages_in(event)) for event in new),
        proposal=next((proposal for plan in plans if (proposal := proposal_in(plan))), None),
    )


def _messages_in(event: Event) -> tuple[BankMessage, ...]:
    return event.messages if isinstance(event, BatchAnswered | BatchReplyProposed) else ()


def _command_of(plan: Plan) -> RecordBankReply:
    assert isinstance(plan.prepared.command, RecordBankReply), "a reply file records what the bank replied"
    return plan.prepared.command
