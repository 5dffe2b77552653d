"""更正收款: a receipt that was recorded wrongly is put right by two people; both stay in the log. ADR 0077.

What became of it is undone, and of those that the case had after it, the last one first; then what is right of them is
recorded in its order, as if the wrong one had never been.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.consequences import case_after, with_consequences
from domain.application.decisions.demands import approved_one
from domain.application.payment_key import payment_key
from domain.application.state.case import Case, application_stream
from domain.application.values import Draw, Restored, amounts_of
from domain.base import Decision, Event, replace
from domain.entitlement.claim import Use
from domain.errors import NoSuchThing, NotAllowed
from domain.office.roles import Actor, acting, confirming, responsible
from domain.treasury.fund import Fund
from domain.treasury.fund_returns import giving_back
from domain.treasury.late_draws import after_moves, drawing_late, drawn_late
from domain.treasury.receipts import CorrectReceipt, ReceiptProposed, RightReceipt, by_fund, corrected_once, right_one
from domain.treasury.recoveries import becomes, came_by, first_paid_on


def correct(case: Case, command: CorrectReceipt, actor: Actor, today: date, elsewhere: Sequence[Use]) -> Decision:
    """Propose that something else came in than was recorded, or nothing. `elsewhere` is what else stands under the
    right reference.

    Raises as `right_one` does, and `NotAllowed`: `proposal-waits`, and of what follows `owed-back-gone`,
    `receipt-undone`.
    """
    acting(actor, "correct-receipt", responsible(case, "correct-receipt"))
    proposed = f.ReceiptCorrectionProposed(
        proposal=f"p{case.proposals_made + 1}",
        recovery=command.recovery,
        reference=command.reference,
        instead=command.instead,
        reason=command.reason,
        same_reference=command.same_reference if elsewhere else None,
    )
    typed, right = _right(case, proposed, today, elsewhere)
    waiting = ((name, one) for name, one in case.proposed.items() if isinstance(one, f.ReceiptCorrectionProposed))
    corrected_once(waiting, proposed, application_stream(case.number))
    follows(case, {}, replace(proposed, reference=typed), right, actor.officer, drawing=False)
    return {application_stream(case.number): (replace(proposed, reference=typed),)}


def confirm(
    case: Case,
    funds: Mapping[str, Fund],
    proposed: f.ReceiptCorrectionProposed,
    command: c.ConfirmProposal,
    actor: Actor,
    today: date,
    elsewhere: Sequence[Use],
) -> Decision:
    """Another finance officer agrees. Raises as its proposal does of the case as it is by now, and
    `NotAllowed("proposal-overtaken")` where the receipt was corrected meanwhile.
    """
    proposal = case.proposals[proposed.proposal]
    confirming(actor, proposal, responsible(case, proposal.act, second=True))
    if command.declined:
        declined = f.ProposalDeclined(proposal=proposal.id, act=proposal.act, reason=command.reason)
        return {application_stream(case.number): (declined,)}
    try:
        _, right = _right(case, proposed, today, elsewhere)
    except NoSuchThing as gone:
        raise NotAllowed("proposal-overtaken", proposal=proposal.id) from gone
    confirmed = f.ProposalConfirmed(proposal=proposal.id, act=proposal.act)
    corrected = f.ReceiptCorrected(recovery=proposed.recovery, reference=proposed.reference, instead=proposed.instead)
    after = case_after(case, (confirmed, corrected), actor.officer)
    decided = follows(after, funds, proposed, right, actor.officer)
    stream = application_stream(case.number)
    return {**decided, stream: (confirmed, corrected, *decided[stream])}


def _right(
    case: Case, proposed: f.ReceiptCorrectionProposed, today: date, elsewhere: Sequence[Use]
) -> tuple[str, ReceiptProposed | None]:
    demand = approved_one(case, proposed.recovery)
    return right_one(demand, proposed, case.number, first_paid_on(case, date.min), today, elsewhere)


def follows(
    case: Case,
    funds: Mapping[str, Fund],
    proposed: f.ReceiptCorrectionProposed,
    right: ReceiptProposed | None,
    by: str,
    *,
    drawing: bool = True,
) -> Decision:
    """What follows when `right` came in instead: of the case, and unless nothing is to be drawn, of funds.

    Raises `NotAllowed`: `owed-back-gone` where what the receipt left to be owed back has been ordered, paid or offset,
    and `receipt-undone` where the bank has taken back since what the receipt was for.
    """
    wrong = case.recoveries[proposed.recovery].receipts[proposed.reference]
    receipts = [one for demand in case.recoveries.values() for one in demand.receipts.values()]
    later = sorted((one for one in receipts if one.number >= wrong.number), key=lambda one: one.number)
    recorded = [one.recorded for one in later if isinstance(one.recorded, f.RecoveryReceived)]
    writing = _Writing(case=case, funds=dict(funds), by=by, drawing=drawing)
    for receipt in reversed(recorded):
        writing.reverse(receipt)
    for receipt in recorded:
        instead = right if receipt is wrong.recorded else _as_it_came(receipt)
        if instead is not None:
            writing.receive(instead, proposed.proposal)
    owed = writing.case.owed_back
    if owed.open_fen < 0 and owed.open_fen < case.owed_back.open_fen:
        raise NotAllowed("owed-back-gone", application=case.number, missing_fen=-owed.open_fen)
    return {application_stream(case.number): tuple(writing.events), **writing.moves}


def _as_it_came(receipt: f.RecoveryReceived) -> RightReceipt:
    return RightReceipt(
        recovery=receipt.recovery,
        amount_fen=receipt.amount_fen,
        received_on=receipt.received_on,
        reference=receipt.reference,
        same_reference=None,
    )


@dataclass(kw_only=True)
class _Writing:
    case: Case
    funds: dict[str, Fund]
    by: str
    drawing: bool
    events: list[Event] = field(default_factory=list)
    moves: dict[str, tuple[Event, ...]] = field(default_factory=dict)

    def reverse(self, receipt: f.RecoveryReceived) -> None:
        for part in receipt.restored:
            payment = self.case.payments[payment_key(part.batch, part.fund)]
            if any(payment.recovered_fen.get(due, 0) < fen for due, fen in amounts_of(part.items).items()):
                raise NotAllowed("receipt-undone", application=self.case.number, batch=part.batch)
        self._write(
            f.ReceiptReversed(
                recovery=receipt.recovery,
                amount_fen=receipt.amount_fen,
                received_on=receipt.received_on,
                reference=receipt.reference,
                restored=tuple(self._drawn_again(part, receipt) for part in receipt.restored),
                written_back=receipt.written_back,
                beyond_fen=receipt.beyond_fen,
                owed_back_fen=receipt.owed_back_fen,
            )
        )

    def receive(self, receipt: ReceiptProposed, correction: str) -> None:
        happened = becomes(self.case, receipt, correction)
        self._write(happened)
        if self.drawing:
            back = by_fund(happened.restored, receipt.received_on)
            self._move(giving_back(self.funds, back, came_by(self.case, receipt.recovery)))

    def _drawn_again(self, part: Restored, receipt: f.RecoveryReceived) -> Restored:
        """What the funds had got back is drawn once more as of that day, as a late credit is: what they have no more
        stands on the account `bank-error`, and goes first when the right amount comes back.
        """
        if not self.drawing:
            return part
        drawn: list[Draw] = []
        came = came_by(self.case, receipt.recovery)
        for draw in part.drawn:
            of_fund = self.funds.get(draw.fund)
            day = max(receipt.received_on, of_fund.opened_on) if of_fund is not None else receipt.received_on
            late = drawing_late(self.funds, came, (draw,), day)
            self._move(drawn_late(late, came))
            drawn += [one.draw for one in reversed(late)]
        return replace(part, drawn=tuple(drawn))

    def _write(self, happened: Event) -> None:
        events = with_consequences(self.case, (happened,), self.by)
        self.case = case_after(self.case, events, self.by)
        self.events += events

    def _move(self, moves: Decision) -> None:
        self.funds = after_moves(self.funds, moves)
        for stream, events in moves.items():
            self.moves[stream] = (*self.moves.get(stream, ()), *events)
