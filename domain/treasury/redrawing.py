"""What a payment was drawn on is drawn on another fund: of a clearing account, or of a district's own money (归垫).

Closing-2: a district that pays before the rest of an allotment is released pays of its own money, which the rest then
replaces: draw by draw, by two finance officers of the district, on a document. Whether it may be at all is a reading
(`own-money-replaced`). What comes back of it later goes to the fund on which it was drawn instead. ADR 0078.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.application import events as f
from domain.application.payment_key import payment_key
from domain.application.state.balances import Payment, last_parts, restoring
from domain.application.state.case import Case, application_stream
from domain.application.values import BANK_ERROR, UNMATCHED, Draw, portions
from domain.base import Decision, Event, Struct
from domain.errors import NoSuchThing, NotAllowed
from domain.treasury.allotment import Allotment
from domain.treasury.batch import Batch
from domain.treasury.batch_events import BatchAssigned, batch_stream
from domain.treasury.drawing import Spendable, drawing, only
from domain.treasury.fund import Fund, FundDrawn, FundRestored
from domain.treasury.fund_acts import in_its_year
from domain.treasury.fund_events import fund_stream
from domain.treasury.fund_returns import last_of
from domain.treasury.incoming import Incoming
from domain.treasury.messages import Assignment
from domain.treasury.run_standing import awaited_among, unmatched_among


class Redrawing(Struct):
    """A payment of a run, and what may be drawn for it."""

    run: Batch
    case: Case
    funds: Mapping[str, Fund]
    spendable: Spendable
    """What may pay the case by now."""
    allotment: Allotment | Incoming | None
    """The one that the fund is of that is to be drawn on."""

    def of_clearing(self, assignment: Assignment, today: date) -> Decision:
        """What of a payment stands on a clearing account is drawn on a fund of whoever paid it, and what of an item of
        one indicator does on this one, or on what it was carried over into: what comes back of the item goes there.

        Raises `NoSuchThing("no-such-fund")`, and `NotAllowed`: `other-indicator`, `nothing-unmatched`,
        `more-than-unmatched`, and as `drawing` does.
        """
        run, number, fund = self.run, self.case.number, self._own(assignment.draw_on)
        if assignment.fund and fund.fund not in (assignment.fund, last_of(self.funds, assignment.fund).fund):
            raise NotAllowed("other-indicator", application=number, fund=fund.fund, of_fund=assignment.fund)
        payment = self._payment(assignment)
        on_clearing = [draw for draw in (payment.drawn if payment else ()) if draw.fund in (UNMATCHED, BANK_ERROR)]
        unmatched_fen = sum(draw.amount_fen for draw in on_clearing)
        if payment is None or not unmatched_fen:
            raise NotAllowed("nothing-unmatched", batch=run.batch, application=number)
        amount_fen = assignment.amount_fen
        if not 0 < amount_fen <= unmatched_fen:
            sums = {"amount_fen": amount_fen, "unmatched_fen": unmatched_fen}
            raise NotAllowed("more-than-unmatched", application=number, **sums)
        drawn = self._drawn(fund, amount_fen, today)
        from_fund = FundDrawn(batch=run.batch, amount_fen=amount_fen, value_on=today)
        cleared = restoring(on_clearing, amount_fen)
        return self._instead(assignment, payment, cleared, drawn, {fund.fund: (from_fund,)})

    def of_own_money(self, assignment: Assignment, today: date) -> Decision:
        """What of a payment was drawn on the fund `out_of`, of the district's own, is drawn on a fund of its allotment.

        Raises `NoSuchThing("no-such-fund")` for one that is not the payer's, and `NotAllowed`: `fund-not-allotted`,
        `fund-not-own`, `fund-ended` and `fund-year-over` of the own fund, `nothing-drawn`, `more-than-drawn`,
        `more-than-released` beyond what of the allotment was released and replaced nothing yet, and as `drawing` does.
        """
        number, fund, own = self.case.number, self._own(assignment.draw_on), self._own(assignment.out_of)
        if self.allotment is None:
            raise NotAllowed("fund-not-allotted", fund=fund.fund)
        if own.allotment is not None:
            raise NotAllowed("fund-not-own", fund=own.fund, allotment=own.allotment)
        # What comes back to a fund behind its year is the treasury's, and would replace nothing.
        in_its_year(own, today)
        payment = self._payment(assignment)
        drawn_fen = sum(draw.amount_fen for draw in (payment.drawn if payment else ()) if draw.fund == own.fund)
        if payment is None or not drawn_fen:
            raise NotAllowed("nothing-drawn", application=number, fund=own.fund)
        amount_fen = assignment.amount_fen
        if not 0 < amount_fen <= drawn_fen:
            raise NotAllowed("more-than-drawn", application=number, amount_fen=amount_fen, drawn_fen=drawn_fen)
        most_fen = replaceable_fen(self.allotment, self.funds)
        if amount_fen > most_fen:
            sums = {"amount_fen": amount_fen, "most_fen": most_fen}
            raise NotAllowed("more-than-released", allotment=self.allotment.allotment, **sums)
        drawn = self._drawn(fund, amount_fen, today)
        replaced = (Draw(fund=own.fund, source=own.source, amount_fen=amount_fen),)
        back = FundRestored(reference=assignment.document, amount_fen=amount_fen, booked_to=own.fund, value_on=today)
        from_fund = FundDrawn(batch=self.run.batch, amount_fen=amount_fen, replaces=own.fund, value_on=today)
        return self._instead(assignment, payment, replaced, drawn, {own.fund: (back,), fund.fund: (from_fund,)})

    def _own(self, name: str | None) -> Fund:
        fund = self.funds.get(name or "")
        if fund is None or fund.holder != self.run.authority:
            raise NoSuchThing("no-such-fund", fund=name)
        return fund

    def _payment(self, assignment: Assignment) -> Payment | None:
        return self.case.payments.get(payment_key(self.run.batch, assignment.fund))

    def _drawn(self, fund: Fund, amount_fen: int, today: date) -> tuple[Draw, ...]:
        (drawn,) = drawing([(only(self.spendable, fund.fund), amount_fen)], today)
        return drawn

    def _instead(
        self,
        assignment: Assignment,
        payment: Payment,
        cleared: tuple[Draw, ...],
        drawn: tuple[Draw, ...],
        in_funds: Mapping[str, tuple[Event, ...]],
    ) -> Decision:
        run, number = self.run, self.case.number
        happened = f.PaymentAssigned(
            batch=run.batch,
            fund=assignment.fund,
            items=portions(last_parts(payment.amounts_fen, assignment.amount_fen)),
            amount_fen=assignment.amount_fen,
            cleared=cleared,
            drawn=drawn,
        )
        fact = BatchAssigned(
            assignment=assignment,
            unmatched=unmatched_among(run, (number,)),
            awaited=awaited_among(run, (number,)),
        )
        return {
            batch_stream(run.batch): (fact,),
            application_stream(number): (happened,),
            **{fund_stream(fund): events for fund, events in in_funds.items()},
        }


def replaceable_fen(allotment: Allotment | Incoming, funds: Mapping[str, Fund]) -> int:
    """What of the rest was released, and has replaced nothing yet, in fen."""
    so_far_fen = sum(fund.replaced_fen for fund in funds.values() if fund.allotment == allotment.allotment)
    return allotment.released_fen - so_far_fen
