"""What the bank says of payment runs: credited, returned, not carried out. All of a file is recorded, or none of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from cli.fund_moves import show_moves
from cli.output import print_note, print_table
from domain.application import events as f
from domain.application.state.case import application_stream
from domain.errors import Refusal
from domain.money import yuan
from domain.treasury.batch import (
    BatchCredited,
    BatchFailed,
    BatchReturned,
    RecordBankReply,
)
from presentation.language import N_, _
from presentation.rows.columns import Column, Kind
from presentation.words.amounts import amount_in_words
from store.commands.executor import PreparedCommand
from store.commands.repository import changed_by
from store.line.envelope import Recorded
from usecases.commands.bank_reply_of_run import RepliesOfRun
from usecases.dossiers.fund_moves import fund_moves
from usecases.dossiers.timeline import event_sentence
from usecases.errors import AllRefused, refuse_file
from usecases.intake.bank import BankReply, read_replies
from usecases.session.officer_session import OfficerSession

COLUMNS = (
    Column("batch", N_("Batch"), Kind.NAME),
    Column("count", N_("Credits"), Kind.COUNT),
    Column("amount_fen", N_("Credited (yuan)"), Kind.MONEY),
    Column("returned", N_("Returns"), Kind.COUNT),
    Column("returned_fen", N_("Returned (yuan)"), Kind.MONEY),
    Column("failed", N_("Not carried out"), Kind.COUNT),
    Column("new", N_("Of these new"), Kind.COUNT),
)
_NOTEWORTHY = (f.PaymentReturned, f.PaymentFailed, f.ApplicationReopened, f.RecoveryReduced)
"""Facts that an officer has to see before saying yes; plain credits are counted."""


class BankReplies:
    """The answers of a bank file, run by run: all of them are checked before any of them is recorded."""

    def __init__(self, session: OfficerSession, said: Sequence[PreparedCommand], reasons: Mapping[str, str]) -> None:
        self._desk = session
        self._prepared = said
        self._reasons = reasons
        """The bank's reasons in the clear, by what they are sealed as."""
        self._new: dict[str, tuple[Recorded, ...]] = {}

    @classmethod
    def read(cls, session: OfficerSession, path: Path, command_id: str | None) -> BankReplies:
        """Read a file. One with problems is refused as a whole."""
        found = read_replies(path, session.today())
        if found.problems:
            raise refuse_file(path, found.problems)
        batches: dict[str, list[BankReply]] = defaultdict(list)
        for answer in found.answers:
            batches[answer.batch].append(answer)
        reasons: dict[str, str] = {}
        said, refusals = [], []
        for batch, of_run in batches.items():
            try:
                sealing = RepliesOfRun(session, batch, of_run)
            except Refusal as refusal:
                refusals.append(refusal)
                continue
            said.append(sealing.prepare(command_id, alone=len(batches) == 1))
            reasons |= sealing.reasons
        if refusals:
            raise AllRefused(refusals)
        return cls(session, said, reasons)

    def check(self) -> None:
        """Ask of every run whether its answers would be recorded. Leaves with every reason why not."""
        refusals = []
        for said in self._prepared:
            try:
                result = self._desk.execute(said, dry_run=True)
            except Refusal as refusal:
                refusals.append(refusal)
                continue
            if not result.repeated and result.events:
                self._new[_answer_of(said).batch] = result.events
        if refusals:
            raise AllRefused(refusals)

    def record(self) -> None:
        for said in self._prepared:
            self._desk.execute(said)

    @property
    def new(self) -> int:
        """How many answers were not known."""
        return sum(row["new"] for row in self.rows())

    @property
    def new_fen(self) -> int:
        """What was credited and not known before."""
        credited = (event for event in self._events() if isinstance(event, BatchCredited))
        return sum(item.amount_fen for event in credited for item in event.items)

    def question(self) -> str:
        """What is to be agreed to; returns and failures are named only where there are any."""
        asked = _("Record %(count)s credit(s), together %(amount)s?")
        returned = [item for event in self._events() if isinstance(event, BatchReturned) for item in event.items]
        failed = [item for event in self._events() if isinstance(event, BatchFailed) for item in event.items]
        values = {
            "count": sum(len(event.items) for event in self._events() if isinstance(event, BatchCredited)),
            "amount": amount_in_words(self.new_fen),
            "returned": len(returned),
            "returned_amount": amount_in_words(sum(item.amount_fen for item in returned)),
            "failed": len(failed),
        }
        if returned or failed:
            asked = _(
                "Record %(count)s credit(s), together %(amount)s, %(returned)s return(s), together "
                "%(returned_amount)s, and %(failed)s payment(s) that were not carried out?"
            )
        return asked % values

    def done(self) -> str:
        """What was recorded, in one sentence."""
        said = _("%(new)s answer(s) of the bank recorded.")
        if self.new_fen:
            said = _("%(new)s answer(s) of the bank recorded, %(amount)s newly credited.")
        if any(row["returned"] or row["failed"] for row in self.rows()):
            said += " " + _("Where money did not arrive, a clerk gives an account with `bailu application account`.")
        return said % {"new": self.new, "amount": amount_in_words(self.new_fen)}

    def rows(self) -> list[dict[str, Any]]:
        return [self._row(_answer_of(said)) for said in self._prepared]

    def show_noteworthy(self) -> None:
        """Before the question: what came back and why, what the funds get back, and what is overpaid then."""
        events = [each for recorded in self._new.values() for each in recorded]
        for each in events:
            if isinstance(each.event, _NOTEWORTHY):
                number = each.stream.removeprefix(application_stream(""))
                print_note(f"{number}: {event_sentence(each.event)}{self._reason(each.event)}")
        for sentence in (*self._not_as_ordered(), *self._overpaid(events)):
            print_note(sentence)
        show_moves(fund_moves(self._desk, events, recorded=False))

    def _row(self, answer: RecordBankReply) -> dict[str, Any]:
        new = [each.event for each in self._new.get(answer.batch, ())]
        counted = (event for event in new if isinstance(event, BatchCredited | BatchReturned | BatchFailed))
        return {
            "batch": answer.batch,
            "count": len(answer.credited),
            "amount_fen": sum(item.amount_fen for item in answer.credited),
            "returned": len(answer.returned),
            "returned_fen": sum(item.amount_fen for item in answer.returned),
            "failed": len(answer.failed),
            "new": sum(len(event.items) for event in counted),
        }

    def _events(self) -> Iterator[object]:
        for recorded in self._new.values():
            yield from (each.event for each in recorded)

    def _reason(self, event: object) -> str:
        reason = self._reasons.get(getattr(event, "reason", ""))
        return _(": %(reason)s") % {"reason": reason} if reason else ""

    def _not_as_ordered(self) -> Iterator[str]:
        """Credits of another amount than was ordered: recorded, since the bank did it, but never unseen."""
        for batch, events in self._new.items():
            with self._desk.repository() as repository:
                items = repository.batch(batch).items
            credited = (each.event for each in events if isinstance(each.event, BatchCredited))
            for item in (item for event in credited for item in event.items):
                ordered_fen = items[item.application].amount_fen
                if item.amount_fen != ordered_fen:
                    yield _("%(number)s: %(credited)s yuan credited, but %(ordered)s yuan was ordered.") % {
                        "number": item.application,
                        "credited": yuan(item.amount_fen),
                        "ordered": yuan(ordered_fen),
                    }

    def _overpaid(self, events: Sequence[Recorded]) -> Iterator[str]:
        of_case: dict[str, list[Any]] = defaultdict(list)
        for each in events:
            if each.stream.startswith(application_stream("")):
                of_case[each.stream.removeprefix(application_stream(""))].append(each.event)
        with self._desk.repository() as repository:
            for number, happening in of_case.items():
                before = repository.case(number)
                after = changed_by(before, tuple(happening), self._desk.officer)
                if after.overpaid_fen > before.overpaid_fen:
                    yield _("%(number)s is overpaid then by %(amount)s: revise it if need be, and demand it back.") % {
                        "number": number,
                        "amount": amount_in_words(after.overpaid_fen),
                    }


def show(rows: list[dict[str, Any]]) -> None:
    """The table of the runs; without the columns of what did not happen."""
    some = {key for row in rows for key in ("returned", "failed") if row[key]}
    left_out = {"returned", "returned_fen", "failed"} - some - ({"returned_fen"} if "returned" in some else set())
    print_table([column for column in COLUMNS if column.key not in left_out], rows)


def _answer_of(said: PreparedCommand) -> RecordBankReply:
    assert isinstance(said.command, RecordBankReply), "an answer file records what the bank answered"
    return said.command
