"""抵扣: what is payable to a payee is kept back for what the payee owes, in another case or in the same.

One finance officer proposes it and another confirms it: by it an instalment is paid without a run, so that nobody
releases it. It touches the case that is owed, the one that is paid, and the funds of both. ADR 0075.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.consequences import with_consequences
from domain.application.decisions.demands import live, overpaid, taken_back
from domain.application.decisions.given import in_status
from domain.application.state import money
from domain.application.state.balances import Recovery
from domain.application.state.case import Case, application_stream
from domain.application.state.money import awaits_payee
from domain.application.status import PAYING
from domain.application.values import OWED_BACK, Credit, Due, portions
from domain.base import Decision, Event, Struct
from domain.errors import NotAllowed
from domain.office.people import NOBODY_LINKED, People
from domain.office.roles import Actor, acting, confirming, pays_what_they_decided, responsible
from domain.treasury.denied_credits import not_by_deniers
from domain.treasury.drawing import Spendable, drawing, held
from domain.treasury.fund import Fund, FundDrawn
from domain.treasury.fund_events import fund_stream
from domain.treasury.fund_returns import giving_back
from domain.treasury.receipts import by_fund


class OffsetRecovery(Struct):
    """Keep back what is payable in the case `against`, of the same payee; `amount_fen` None as much as there is. Of the
    same case that is what is owed back.
    """

    application: str
    recovery: str
    against: str
    amount_fen: int | None = None


class BothSides(Struct):
    """What an offset is decided on: the case that is owed, and the one that is paid, which may be the same."""

    case: Case
    other: Case
    funds: Mapping[str, Fund]
    spendable: Spendable
    """What may pay `other`, in funding order."""
    people: People = NOBODY_LINKED

    @property
    def within(self) -> bool:
        return self.case.number == self.other.number


def offset(sides: BothSides, command: OffsetRecovery, actor: Actor, today: date) -> Decision:
    """Propose to pay an instalment of one case with what the same payee owes in another, or to keep what is owed back
    for a demand of the same case.

    Raises `NotAllowed`: `other-payee`, `recovery-only-told`, `recovery-not-approved`, `nothing-open`,
    `recovery-not-with-payee` before it is served and while it is objected to, `nothing-payable`, `more-than-open`,
    `funds-short`, `other-payer` where one authority's money would pay another, and `offset-open` while one of the same
    demand waits.
    """
    case = sides.case
    for one in (case, sides.other):
        acting(actor, "offset-recovery", responsible(one, "offset-recovery"))
    amount_fen = _as_much(sides, command.recovery, command.amount_fen)
    waiting = (one for one in case.proposed.values() if isinstance(one, f.RecoveryOffsetProposed))
    if any(one.recovery == command.recovery for one in waiting):
        raise NotAllowed("offset-open", application=case.number, recovery=command.recovery)
    proposed = f.RecoveryOffsetProposed(
        proposal=f"p{case.proposals_made + 1}",
        recovery=command.recovery,
        against=sides.other.number,
        amount_fen=amount_fen,
    )
    carried_out(sides, proposed, actor.officer, today)
    return {application_stream(case.number): (proposed,)}


def confirm(
    sides: BothSides, proposed: f.RecoveryOffsetProposed, command: c.ConfirmProposal, actor: Actor, today: date
) -> Decision:
    """Carry out what was proposed, as another finance officer confirms.

    Raises `NotAllowed` as `offset` does of the cases as they are by now; `NotPermitted`: `own-proposal`, and of
    whoever decided the case that is paid `assessed-it` and `exception-ceiling`, and as `not_by_deniers`.
    """
    case = sides.case
    proposal = case.proposals[proposed.proposal]
    confirming(actor, proposal, responsible(case, proposal.act, second=True))
    if command.declined:
        declined = f.ProposalDeclined(proposal=proposal.id, act=proposal.act, reason=command.reason)
        return {application_stream(case.number): (declined,)}
    if not sides.within and actor.officer in sides.other.assessors:
        pays_what_they_decided(actor, proposed.amount_fen, sides.other.number)
    not_by_deniers((sides.other,), actor)
    confirmed = f.ProposalConfirmed(proposal=proposal.id, act=proposal.act)
    return carried_out(sides, proposed, actor.officer, today, confirmed)


def carried_out(
    sides: BothSides, proposed: f.RecoveryOffsetProposed, officer: str, today: date, *before: Event
) -> Decision:
    """What an offset does, behind what stands `before` it. No money reaches a bank: the funds that pay the one case are
    drawn on, and those that paid the other get theirs back. Raises `NotAllowed` as `offset` does.
    """
    amount_fen = _as_much(sides, proposed.recovery, proposed.amount_fen)
    if sides.within:
        return _within(sides, proposed, amount_fen, officer, today, before)
    case, other = sides.case, sides.other
    batch = f"offset-{case.number}-{proposed.recovery}-{case.version + 1}"
    amounts = _first(other, amount_fen)
    held_fen = amounts.get(OWED_BACK, 0)
    (from_funds,) = drawing([(sides.spendable, amount_fen - held_fen)], today)
    restored = taken_back(case, overpaid(case, amount_fen))
    credit = Credit(
        batch=batch,
        fund=None,
        items=portions(amounts),
        amount_fen=amount_fen,
        drawn=(*held(held_fen), *from_funds),
        value_on=today,
        reference=batch,
    )
    retained = f.RecoveryOffset(
        proposal=proposed.proposal,
        recovery=proposed.recovery,
        amount_fen=amount_fen,
        against=other.number,
        batch=batch,
        restored=restored,
    )
    paid = f.PaidByOffset(credit=credit, debtor=case.number, recovery=proposed.recovery)
    decided: dict[str, tuple[Event, ...]] = {
        application_stream(case.number): with_consequences(case, (*before, retained), officer),
        application_stream(other.number): with_consequences(other, (paid,), officer),
    }
    for draw in from_funds:
        decided[fund_stream(draw.fund)] = (FundDrawn(batch=batch, amount_fen=draw.amount_fen, value_on=today),)
    for fund, events in giving_back(sides.funds, by_fund(restored, today), batch).items():
        decided[fund] = (*decided.get(fund, ()), *events)
    return decided


def _within(
    sides: BothSides,
    proposed: f.RecoveryOffsetProposed,
    amount_fen: int,
    officer: str,
    today: date,
    before: tuple[Event, ...],
) -> Decision:
    """Keep what is owed back for a demand of the same case. Nothing else is both: what is payable of its lines has made
    the demand so much less already.
    """
    case = sides.case
    restored = taken_back(case, overpaid(case, amount_fen))
    within = f.RecoveryOffsetWithin(
        proposal=proposed.proposal, recovery=proposed.recovery, amount_fen=amount_fen, restored=restored
    )
    back = giving_back(sides.funds, by_fund(restored, today), f"{case.number} {proposed.recovery}")
    return {application_stream(case.number): with_consequences(case, (*before, within), officer), **back}


def _as_much(sides: BothSides, named: str, amount_fen: int | None) -> int:
    """As much as there is of both, unless an amount is stated. Raises `NotAllowed` as `offset` does."""
    case, other = sides.case, sides.other
    if case.payer != other.payer:
        raise NotAllowed("other-payer", application=case.number, other=other.number)
    if sides.people.of(case.applicant.party) != sides.people.of(other.applicant.party):
        raise NotAllowed("other-payee", application=case.number, other=other.number)
    recovery = _open_demand(case, named)
    payable_fen = money.owed_back_fen(case) if sides.within else other.payable_fen
    if not payable_fen and not sides.within:
        in_status(other, "offset-recovery", *PAYING)
    if not payable_fen:
        raise NotAllowed("nothing-payable", application=other.number)
    most_fen = min(recovery.open_fen, payable_fen)
    if amount_fen is None:
        return most_fen
    if amount_fen <= 0:
        raise NotAllowed("amount-not-positive", amount_fen=amount_fen)
    if amount_fen > most_fen:
        raise NotAllowed("more-than-open", application=case.number, amount_fen=amount_fen, open_fen=most_fen)
    return amount_fen


def _open_demand(case: Case, named: str) -> Recovery:
    """A demand that the payee has to pay: what they never got, or object to, is not kept back. Raises as `live` does of
    an approved one, and `NotAllowed("recovery-not-with-payee")`.
    """
    recovery = live(case, named, approved=True)
    if not awaits_payee(recovery):
        raise NotAllowed("recovery-not-with-payee", application=case.number, recovery=named)
    return recovery


def _first(case: Case, amount_fen: int) -> dict[Due, int]:
    """`amount_fen` of what is payable: what is owed back, then the first instalments."""
    amounts: dict[Due, int] = {}
    for due, payable_fen in case.payable().items():
        amounts[due] = min(amount_fen, payable_fen)
        amount_fen -= amounts[due]
    return amounts
