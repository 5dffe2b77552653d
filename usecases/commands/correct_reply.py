"""What was recorded wrongly of the bank, and what no order was behind: proposed by one officer of finance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from domain.application.payment_key import payment_key
from domain.application.values import BANK_ERROR, UNMATCHED, Sealed
from domain.base import replace
from domain.errors import NoSuchThing, NotAllowed
from domain.text import reference_key
from domain.treasury.batch import Batch
from domain.treasury.messages import Assignment, AssignTo, BankMessage, Correction, MessageKey, MessageKind
from domain.treasury.run_commands import AssignClearing, CorrectReply
from domain.treasury.run_standing import item_meant, standing_of
from presentation.rows.columns import Row
from store.commands.executor import PreparedCommand
from usecases.commands.bank_reply_of_run import RepliesOfRun, replies_by_run
from usecases.commands.planned import Plan, plan, plan_together
from usecases.commands.proposing import proposal_in
from usecases.intake.account_faults import of_the_account
from usecases.intake.sealing import sealed_reasons
from usecases.session.officer_session import OfficerSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Which:
    """Which of the messages about an item is meant: by its kind, and the bank's reference or, without one, its day; and
    which item, by the `fund` where several pay the application.
    """

    fund: str | None = None
    kind: str | None = None
    reference: str | None = None

    def fits(self, key: MessageKey) -> bool:
        meant = None if self.reference is None else reference_key(self.reference)
        return self.kind in (None, key.kind.value) and meant in (None, key.reference)


@dataclass(frozen=True, slots=True, kw_only=True)
class Right:
    """What the bank said instead of what is recorded, amounts in fen; None stays as it is."""

    fund: str | None = None
    kind: str | None = None
    amount_fen: int | None = None
    value_on: date | None = None
    reference: str | None = None
    reason: str | None = None

    @property
    def changes(self) -> bool:
        values = (self.fund, self.kind, self.amount_fen, self.value_on, self.reference, self.reason)
        return any(one is not None for one in values)


class CorrectedReplies(Row):
    """What became of corrections, or of an assignment: what waits for another officer, by name."""

    count: int
    proposals: tuple[str, ...]
    recorded: bool
    repeated: bool

    @classmethod
    def of(cls, plans: Sequence[Plan], *, count: int, recorded: bool) -> CorrectedReplies:
        names = tuple(name for plan in plans if recorded and (name := proposal_in(plan)))
        return cls(count=count, proposals=names, recorded=recorded, repeated=all(plan.repeated for plan in plans))


def plan_correction(
    session: OfficerSession,
    batch: str,
    application: str,
    *,
    recorded: Which,
    right: Right | None,
    reason: str,
    command_id: str | None,
    same_reference: str | None = None,
) -> tuple[Correction, Plan]:
    """To correct a recorded message about an item; `right` None takes it back. `reason` is why it is wrong,
    `same_reference` why the right reference may stand for something else, too.

    Raises `NoSuchThing`: `no-such-batch`, `not-in-batch`, `fund-not-in-batch`, `not-answered`; `NotAllowed`:
    `fund-unnamed`, `several-answers`; and the refusals of the command.
    """
    with session.repository() as repository:
        run = repository.batch(batch)
        message = _meant(run, application, recorded)
        case = repository.case(application)
    party = case.applicant.party
    instead, sealer, clear = None, session.sealing({party}), None
    if right is not None:
        sealed: Sealed | None = message.reason
        if right.reason is not None:
            sealed = sealer.seal(party, {"reason": right.reason}) if right.reason else None
        instead = _instead(message, right, sealed)
        clear = instead if right.reason is None else replace(instead, reason=right.reason)
    correction = Correction(recorded=message, instead=instead)
    why, same = ({application: text} if text else {} for text in (reason, same_reference))
    command = CorrectReply(
        batch=batch,
        corrections=(correction,),
        reasons={number: sealer.seal(party, {"reason": text}) for number, text in why.items()},
        same_reference={number: sealer.seal(party, {"reason": text}) for number, text in same.items()},
    )
    in_clear = replace(command, corrections=(replace(correction, instead=clear),), reasons=why, same_reference=same)
    prepared = session.prepare(command, clear=in_clear, sealer=sealer, command_id=command_id)
    return correction, plan(session, prepared)


def _instead(message: BankMessage, right: Right, sealed: Sealed | None) -> BankMessage:
    kind = MessageKind(right.kind) if right.kind is not None else message.kind
    moves = kind in (MessageKind.CREDITED, MessageKind.RETURNED)
    amount_fen = message.amount_fen if right.amount_fen is None else right.amount_fen
    fault = message.account_at_fault if right.reason is None else of_the_account(right.reason)
    return BankMessage(
        application=message.application,
        fund=right.fund or message.fund,
        kind=kind,
        amount_fen=amount_fen if moves else 0,
        value_on=right.value_on or message.value_on,
        reference=message.reference if right.reference is None else right.reference,
        reason=sealed,
        account_at_fault=fault and kind is not MessageKind.CREDITED,
    )


def plan_assignment(
    session: OfficerSession,
    batch: str,
    application: str,
    *,
    to: str,
    recorded: Which,
    draw_on: str | None,
    out_of: str | None,
    amount_fen: int | None,
    document: str,
    command_id: str | None,
) -> tuple[Assignment, Plan]:
    """To assign what no order is behind: a message, or what of the payment stands on a clearing account, which is drawn
    on the fund `draw_on`; or what of it was drawn on the fund `out_of`. All of it where no amount is named.

    Raises as `plan_correction` does, and `NotAllowed("nothing-unmatched")`.
    """
    with session.repository() as repository:
        run = repository.batch(batch)
        item = item_meant(run, application, recorded.fund)
        payment = repository.case(application).payments.get(payment_key(batch, item.fund))
    message = None
    if to in (AssignTo.FUND, AssignTo.ALLOTMENT):
        draws = payment.drawn if payment is not None else ()
        drawn_on = (UNMATCHED, BANK_ERROR) if to == AssignTo.FUND else (out_of,)
        unmatched_fen = sum(draw.amount_fen for draw in draws if draw.fund in drawn_on)
    else:
        unmatched = standing_of(run, item).unmatched
        candidates = [key for key in unmatched if recorded.fits(key)]
        if not candidates:
            raise NotAllowed("nothing-unmatched", batch=batch, application=application)
        if len(candidates) > 1:
            names = ", ".join(key.reference for key in candidates)
            raise NotAllowed("several-answers", batch=batch, application=application, references=names)
        (message,) = candidates
        unmatched_fen = unmatched[message]
    assignment = Assignment(
        application=application,
        fund=item.fund,
        to=AssignTo(to),
        amount_fen=unmatched_fen if amount_fen is None else amount_fen,
        document=document,
        message=message,
        draw_on=draw_on,
        out_of=out_of,
    )
    command = AssignClearing(batch=batch, assignment=assignment)
    return assignment, plan(session, session.prepare(command, command_id=command_id))


def plan_taking_back(
    session: OfficerSession, path: Path, *, reason: str, command_id: str | None
) -> tuple[tuple[Correction, ...], tuple[Plan, ...]]:
    """To take back all that is recorded of a file that was the wrong one, run by run.

    Raises `FilesRefused`, `NotAllowed("nothing-of-file")` where nothing of it is recorded, and `AllRefused`.
    """
    corrections: list[Correction] = []
    commands: list[PreparedCommand] = []
    for batch, replies in replies_by_run(session, path).of_run.items():
        of_run = RepliesOfRun(session, batch, replies)
        wrong = tuple(Correction(recorded=message, instead=None) for message in of_run.recorded())
        corrections += wrong
        if wrong:
            with session.repository() as repository:
                cases = [repository.case(number) for number in dict.fromkeys(one.recorded.application for one in wrong)]
            reasons, sealer = sealed_reasons(session, cases, reason)
            command = CorrectReply(batch=batch, corrections=wrong, reasons=reasons)
            in_clear = replace(command, reasons=dict.fromkeys(reasons, reason))
            own_id = command_id if not commands else None
            commands.append(session.prepare(command, clear=in_clear, sealer=sealer, command_id=own_id))
    if not commands:
        raise NotAllowed("nothing-of-file", file=path.name)
    return tuple(corrections), plan_together(session, commands)


def _meant(run: Batch, application: str, which: Which) -> BankMessage:
    messages = [message for message in run.of(item_meant(run, application, which.fund)) if which.fits(message.key)]
    if not messages:
        raise NoSuchThing("not-answered", batch=run.batch, application=application)
    if len(messages) > 1:
        names = ", ".join(f"{message.kind.value} {message.reference or message.value_on}" for message in messages)
        raise NotAllowed("several-answers", batch=run.batch, application=application, references=names)
    return messages[0]
