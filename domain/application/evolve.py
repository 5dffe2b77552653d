"""What each fact does to a case. `evolve` cannot say no: a recorded fact is not argued with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from domain.application import facts as f
from domain.application.state import WHOLE_APPLICATION, Case, Item, Order, Verified
from domain.application.status import ON_APPROVAL, Standing, Status
from domain.application.values import Award, Credit, Due, expand
from domain.facts import Fact
from domain.office.roles import Proposal


def evolve(state: Case | None, happened: Fact, by: str) -> Case:
    """The state after `happened`, which officer `by` recorded."""
    if state is None:
        assert isinstance(happened, f.ApplicationSubmitted), "a case begins with its submission"
        return _submitted(happened)
    after = _EVOLVE[type(happened)](state, happened, by)
    return after.but(version=state.version + 1)


def _submitted(happened: f.ApplicationSubmitted) -> Case:
    return Case(
        number=happened.number,
        scheme=happened.scheme,
        edition=happened.edition,
        digest=happened.digest,
        authority=happened.authority,
        received_on=happened.received_on,
        applicant=happened.applicant,
        account=happened.account,
        documents=happened.documents,
        facts=happened.facts,
        lines={line.line: line for line in happened.lines},
        lines_made=len(happened.lines),
        status=Status.SUBMITTED,
        version=1,
    )


def _corrected(state: Case, happened: f.ApplicationCorrected, by: str) -> Case:
    kept = {line.line for line in happened.lines}
    other_account = not happened.account.pays_as(state.account)
    return state.but(
        unconfirmed=state.unconfirmed - {"other-account-holder"} if other_account else state.unconfirmed,
        proposals={
            key: value
            for key, value in state.proposals.items()
            if not (other_account and value.act == "other-account-holder")
        },
        applicant=happened.applicant,
        account=happened.account,
        documents=happened.documents,
        facts=happened.facts,
        lines={line.line: line for line in happened.lines},
        lines_made=max(state.lines_made, *kept),
        verified={},
        status=Status.SUBMITTED,
    )


def _proposed(state: Case, proposal: str, act: str, by: str) -> Case:
    opened = Proposal(id=proposal, act=act, by=by)
    return state.but(proposals={**state.proposals, proposal: opened}, proposals_made=state.proposals_made + 1)


def _required(state: Case, happened: f.ConfirmationRequired, by: str) -> Case:
    after = _proposed(state, happened.proposal, happened.act, by)
    return after.but(unconfirmed=state.unconfirmed | {happened.act})


def _reported(state: Case, happened: f.MilestoneReported, by: str) -> Case:
    after = _proposed(state, happened.proposal, "milestone", by)
    return after.but(reported={**state.reported, happened.proposal: happened})


def _declined(state: Case, happened: f.ProposalConfirmed | f.ProposalDeclined, by: str) -> Case:
    return state.but(
        proposals={key: value for key, value in state.proposals.items() if key != happened.proposal},
        reported={key: value for key, value in state.reported.items() if key != happened.proposal},
    )


def _confirmed(state: Case, happened: f.ProposalConfirmed, by: str) -> Case:
    return _declined(state, happened, by).but(unconfirmed=state.unconfirmed - {happened.act})


def _verified(state: Case, happened: f.FactsVerified, by: str) -> Case:
    found = {line: dict(facts) for line, facts in state.verified.items()}
    for each in happened.values:
        verified = Verified(value=each.value, source=happened.source, checked_on=happened.checked_on)
        for line in expand(each.lines) if each.lines else (WHOLE_APPLICATION,):
            found.setdefault(line, {})[each.fact] = verified
    return state.but(verified=found)


def _assessed(state: Case, happened: f.ApplicationAssessed, by: str) -> Case:
    return state.but(
        assessment=happened,
        assessed_version=state.version + 1,
        assessed_by=by,
        assessors=state.assessors | {by},
        status=Status.ASSESSED,
    )


def _approved(state: Case, happened: f.ApplicationApproved, by: str) -> Case:
    return state.but(approval=happened, items=items_of(happened.awards), status=Status.APPROVED)


def items_of(awards: tuple[Award, ...]) -> dict[Due, Item]:
    """The instalments that an approval creates, each waiting for its milestone or payable after the notice."""
    return {
        Due(line, part.instalment): Item(
            amount_fen=part.amount_fen,
            payable=part.payable,
            standing=Standing.PAYABLE if part.payable == ON_APPROVAL else Standing.WAITING,
        )
        for award in awards
        for line in expand(award.lines)
        for part in award.parts
    }


def _standing(state: Case, dues: tuple[Due, ...], standing: Standing) -> Mapping[Due, Item]:
    return {**state.items, **{due: replace(state.items[due], standing=standing) for due in dues}}


def _forfeited(state: Case, happened: f.InstalmentForfeited, by: str) -> Case:
    return state.but(items=_standing(state, happened.items, Standing.FORFEITED))


def _met(state: Case, happened: f.MilestoneMet, by: str) -> Case:
    return state.but(items=_standing(state, happened.items, Standing.PAYABLE))


def _ordered(state: Case, happened: f.PaymentOrdered, by: str) -> Case:
    order = Order(
        batch=happened.batch,
        items=happened.items,
        amount_fen=happened.amount_fen,
        drawn=happened.drawn,
        ordered_by=by,
    )
    return state.but(
        items=_standing(state, happened.items, Standing.ORDERED),
        orders={**state.orders, happened.batch: order},
    )


def _released(state: Case, happened: f.PaymentReleased, by: str) -> Case:
    released = replace(state.orders[happened.batch], released=True)
    return state.but(orders={**state.orders, happened.batch: released})


def _cancelled(state: Case, happened: f.PaymentCancelled, by: str) -> Case:
    return state.but(
        items=_standing(state, happened.items, Standing.PAYABLE),
        orders={batch: order for batch, order in state.orders.items() if batch != happened.batch},
    )


def _credited(state: Case, credit: Credit) -> Case:
    return state.but(
        items=_standing(state, credit.items, Standing.PAID),
        orders={batch: order for batch, order in state.orders.items() if batch != credit.batch},
        credits=(*state.credits, credit),
    )


def _partially_paid(state: Case, happened: f.ApplicationPartiallyPaid, by: str) -> Case:
    return _credited(state, happened.credit).but(status=Status.PARTIALLY_PAID)


def _settled(state: Case, happened: f.ApplicationSettled, by: str) -> Case:
    after = state if happened.credit is None else _credited(state, happened.credit)
    return after.but(status=Status.SETTLED)


def _published(state: Case, happened: f.NoticePublished, by: str) -> Case:
    return state.but(notice=happened, status=Status.ON_PUBLIC_NOTICE)


def _ended(status: Status) -> Callable[[Case, Fact, str], Case]:
    """A fact after which nothing is owed, and nothing that was proposed can be confirmed any more."""
    return lambda state, happened, by: state.but(status=status, items={}, proposals={}, reported={})


def _turned(status: Status) -> Callable[[Case, Fact, str], Case]:
    """A fact that does nothing to the state but turn its status."""
    return lambda state, happened, by: state.but(status=status)


_EVOLVE: Mapping[type[Fact], Callable[[Case, Any, str], Case]] = {
    f.ConfirmationRequired: _required,
    f.ProposalConfirmed: _confirmed,
    f.ProposalDeclined: _declined,
    f.CorrectionRequested: _turned(Status.CORRECTION_REQUESTED),
    f.ApplicationCorrected: _corrected,
    f.ApplicationAccepted: _turned(Status.ACCEPTED),
    f.ApplicationNotAccepted: _ended(Status.NOT_ACCEPTED),
    f.ApplicationWithdrawn: _ended(Status.WITHDRAWN),
    f.FactsVerified: _verified,
    f.ApplicationAssessed: _assessed,
    f.ApplicationSentBack: _turned(Status.ACCEPTED),
    f.ApplicationApproved: _approved,
    f.ApplicationRejected: _ended(Status.REJECTED),
    f.NoticePublished: _published,
    f.NoticeClosed: _turned(Status.PAYABLE),
    f.MilestoneReported: _reported,
    f.MilestoneMet: _met,
    f.InstalmentForfeited: _forfeited,
    f.PaymentOrdered: _ordered,
    f.PaymentReleased: _released,
    f.PaymentCancelled: _cancelled,
    f.ApplicationPartiallyPaid: _partially_paid,
    f.ApplicationSettled: _settled,
}
