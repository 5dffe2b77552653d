"""更正收款: a receipt that was recorded wrongly is put right by two people; both stay in the log. ADR 0077.

What became of it is undone, and of those after it that would have come to something else, the last one first; then
what is right of them is recorded in its order, as each would have been then (`domain.treasury.receipts_again`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.consequences import case_after, with_consequences
from domain.application.decisions.demands import approved_one
from domain.application.payment_key import payment_key
from domain.application.state.balances import Receipt
from domain.application.state.case import Case, application_stream
from domain.application.values import Draw, Restored
from domain.base import Decision, Event, replace
from domain.entitlement.claim import Use
from domain.errors import NoSuchThing, NotAllowed
from domain.office.roles import Actor, acting, confirming, responsible
from domain.treasury.dues import due_of
from domain.treasury.fund import Fund
from domain.treasury.fund_returns import giving_back
from domain.treasury.late_draws import after_moves, drawing_late, drawn_late
from domain.treasury.receipts import CorrectReceipt, ReceiptProposed, as_recorded, corrected_once, right_one
from domain.treasury.receipts_again import Place, applied_fen, as_then, comes_to, fitted, in_order, undoing
from domain.treasury.recoveries import came_by, first_paid_on


def correct(case: Case, command: CorrectReceipt, actor: Actor, today: date, elsewhere: Sequence[Use]) -> Decision:
    """Propose that something else came in than was recorded, or nothing. `elsewhere` is what else stands under the
    right reference.

    Raises as `right_one` and `corrected_once` do, and `NotAllowed("owed-back-gone")` of what follows.
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
    proposed = replace(proposed, reference=typed)
    follows(case, (_corrected(proposed),), {}, proposed, right, actor.officer)
    return {application_stream(case.number): (proposed,)}


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
    return follows(case, (confirmed, _corrected(proposed)), funds, proposed, right, actor.officer)


def _corrected(proposed: f.ReceiptCorrectionProposed) -> f.ReceiptCorrected:
    return f.ReceiptCorrected(recovery=proposed.recovery, reference=proposed.reference, instead=proposed.instead)


def _right(
    case: Case, proposed: f.ReceiptCorrectionProposed, today: date, elsewhere: Sequence[Use]
) -> tuple[str, ReceiptProposed | None]:
    demand = approved_one(case, proposed.recovery)
    return right_one(demand, proposed, case.number, first_paid_on(case, date.min), today, elsewhere)


def follows(
    case: Case,
    leading: tuple[Event, ...],
    funds: Mapping[str, Fund],
    proposed: f.ReceiptCorrectionProposed,
    right: ReceiptProposed | None,
    by: str,
) -> Decision:
    """What follows behind the `leading` events, the last of which says what is right: of the case, and of `funds`,
    which may be none while it is only proposed.

    Raises `NotAllowed("owed-back-gone")` where what the receipt left to be owed back is in a payment run, or was offset
    within the case.
    """
    wrong = case.recoveries[proposed.recovery].receipts[proposed.reference]
    recorded = [Place(receipt=one, recorded=came, right=as_recorded(came)) for one, came in in_order(case)]
    instead = [replace(one, right=right) if one.receipt is wrong else one for one in recorded]
    then = as_then(instead, by)
    # What no other one would have come to then stays as it is.
    again = [
        (place, now)
        for place, before, now in zip(instead, as_then(recorded, by), then, strict=True)
        if place.receipt is wrong or comes_to(before) != comes_to(now)
    ]
    told = _Writing(case=case_after(case, leading, by), by=by)
    events = told.write(again, proposed.proposal, [Counter() for _ in again])
    _nothing_gone(case, told.case)
    if funds:
        told = _Writing(case=case_after(case, leading, by), funds=dict(funds), by=by)
        events = told.write(again, proposed.proposal, [_unmoved(*pair) for pair in _pairs(again, events)])
    events = with_consequences(case, (*leading, *events, *told.no_more_demanded(wrong)), by)
    return {application_stream(case.number): events, **told.moves}


def _nothing_gone(before: Case, after: Case) -> None:
    """What was paid out of it is overpaid then; what is in a run can still be left out."""
    owed = after.owed_back
    in_runs_fen = min(owed.ordered_fen, -owed.open_fen) if owed.open_fen < before.owed_back.open_fen else 0
    offset_fen = -owed.entitled_fen if owed.entitled_fen < before.owed_back.entitled_fen else 0
    if (missing_fen := max(in_runs_fen, offset_fen)) > 0:
        raise NotAllowed("owed-back-gone", application=before.number, missing_fen=missing_fen)


Given = Counter[tuple[str, str]]
"""In fen, by payment and fund."""
Again = Sequence[tuple[Place, f.RecoveryReceived | None]]
"""What is undone, and what it would have come to then."""


def _pairs(again: Again, events: Sequence[Event]) -> Iterator[tuple[f.ReceiptReversed, f.RecoveryReceived | None]]:
    """What was written of each: undone from the last one on, and recorded anew from the first."""
    undone = [one for one in events if isinstance(one, f.ReceiptReversed)]
    anew = (one for one in events if isinstance(one, f.RecoveryReceived))
    for (_, then), wrong in zip(again, reversed(undone), strict=True):
        yield wrong, next(anew) if then is not None else None


def _unmoved(wrong: f.ReceiptReversed, right: f.RecoveryReceived | None) -> Given:
    """What funds had got back by a receipt and get back by it again as of the same day: they are not touched for it,
    wherever their money is by now.
    """
    if right is None or right.received_on != wrong.received_on:
        return Counter()
    return _given(wrong) & _given(right)


def _given(receipt: f.ReceiptReversed | f.RecoveryReceived) -> Given:
    given: Given = Counter()
    for part in receipt.restored:
        for draw in part.drawn:
            given[payment_key(part.batch, part.fund), draw.fund] += draw.amount_fen
    return given


@dataclass(kw_only=True)
class _Writing:
    """The case and the funds while what is right is written; no funds while it is only asked what follows."""

    case: Case
    by: str
    funds: dict[str, Fund] = field(default_factory=dict)
    freed_fen: Counter[str] = field(default_factory=Counter)
    """What was undone of each demand, less what was applied to it again."""
    less_back_fen: int = 0
    """What less came back of payments."""
    back_fen: Counter[tuple[str, str, date]] = field(default_factory=Counter)
    """What funds get back beyond what they have anyway, by demand, fund and day."""
    moves: dict[str, tuple[Event, ...]] = field(default_factory=dict)

    def write(self, again: Again, correction: str, unmoved: Sequence[Given]) -> tuple[Event, ...]:
        funds = self.funds
        undone = [self._undo(place, same) for (place, _), same in zip(reversed(again), reversed(unmoved), strict=True)]
        came = [(then, same) for (_, then), same in zip(again, unmoved, strict=True) if then is not None]
        anew = [self._receive(then, correction, same) for then, same in came]
        if funds:
            self._give_back(funds)
        return (*undone, *anew)

    def no_more_demanded(self, wrong: Receipt) -> Iterator[f.RecoveryReduced]:
        """What was undone of a demand that was cancelled is not demanded again, nor what would have given way where a
        demand has given way since.
        """
        then = wrong.before
        assert isinstance(then, Case)
        for recovery, fen in self.freed_fen.items():
            demand, before = self.case.recoveries[recovery], then.recoveries.get(recovery)
            gave_way_fen = demand.gave_way_fen
            if not demand.cancelled:
                if gave_way_fen is None or (before is not None and before.gave_way_fen == gave_way_fen):
                    continue
                fen -= max(0, max(0, gave_way_fen + self.less_back_fen) - max(0, gave_way_fen))
            if fen > 0:
                yield f.RecoveryReduced(recovery=recovery, amount_fen=fen, because="overpaid-less")

    def _undo(self, place: Place, unmoved: Given) -> f.ReceiptReversed:
        undone = undoing(self.case, place.recorded)
        if self.funds:
            same = Counter(unmoved)
            restored = tuple(self._drawn_again(part, undone, same) for part in undone.restored)
            undone = replace(undone, restored=restored)
        self.less_back_fen += sum(part.amount_fen for part in undone.restored)
        self.freed_fen[undone.recovery] += applied_fen(undone)
        self.case = case_after(self.case, (undone,), self.by)
        return undone

    def _receive(self, then: f.RecoveryReceived, correction: str, unmoved: Given) -> f.RecoveryReceived:
        happened = fitted(self.case, then, self.freed_fen[then.recovery], correction)
        self.less_back_fen -= sum(part.amount_fen for part in happened.restored)
        self.freed_fen[then.recovery] -= applied_fen(happened)
        self.case = case_after(self.case, (happened,), self.by)
        for sign, given in ((1, _given(happened)), (-1, unmoved)):
            for (_, fund), fen in given.items():
                self.back_fen[then.recovery, fund, then.received_on] += sign * fen
        return happened

    def _drawn_again(self, part: Restored, receipt: f.ReceiptReversed, same: Given) -> Restored:
        """What the funds had got back is drawn once more as of that day, as a late credit is: what they have no more
        stands on the account `bank-error`, and goes first when the right amount comes back.
        """
        stays: list[Draw] = []
        drawn: list[Draw] = []
        came, key = came_by(self.case, receipt.recovery), payment_key(part.batch, part.fund)
        for draw in part.drawn:
            stays_fen = min(draw.amount_fen, same[key, draw.fund])
            same[key, draw.fund] -= stays_fen
            if stays_fen:
                stays.append(replace(draw, amount_fen=stays_fen))
            if stays_fen == draw.amount_fen:
                continue
            draw = replace(draw, amount_fen=draw.amount_fen - stays_fen)
            of_fund = self.funds.get(draw.fund)
            day = max(receipt.received_on, of_fund.opened_on) if of_fund is not None else receipt.received_on
            late = drawing_late(self.funds, came, (draw,), day)
            self._move(drawn_late(late, came))
            drawn += [one.draw for one in reversed(late)]
        return replace(part, drawn=(*stays, *drawn))

    def _give_back(self, before: Mapping[str, Fund]) -> None:
        """To the funds, as they were when each receipt was recorded: what came back in their year, and was theirs then,
        is by now where they were carried over to.
        """
        for (recovery, fund, day), fen in _evened(self.back_fen).items():
            came = came_by(self.case, recovery)
            theirs = fund in before and _was_theirs(before[fund], came, day)
            back = {(fund, day): fen}
            self._move(giving_back(self.funds, {} if theirs else back, came, back if theirs else None))

    def _move(self, moves: Decision) -> None:
        self.funds = after_moves(self.funds, moves)
        for stream, events in moves.items():
            self.moves[stream] = (*self.moves.get(stream, ()), *events)


def _was_theirs(fund: Fund, came: str, day: date) -> bool:
    """Whether what came back by a demand in the year of a fund was the fund's, and not due to the treasury."""
    return day.year <= fund.year and not due_of(fund.dues, came, date(fund.year, 12, 31))


def _evened(back_fen: Mapping[tuple[str, str, date], int]) -> dict[tuple[str, str, date], int]:
    """What each fund gets back; what another receipt has got in the place of one, it has not to get once more."""
    evened = {key: fen for key, fen in sorted(back_fen.items()) if fen > 0}
    for (_, fund, _), less_fen in sorted(back_fen.items()):
        for key in [key for key in evened if key[1] == fund] if less_fen < 0 else ():
            part_fen = min(evened[key], -less_fen)
            evened[key] -= part_fen
            less_fen += part_fen
    return {key: fen for key, fen in evened.items() if fen}
