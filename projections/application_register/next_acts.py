"""What an application waits for: each act that is open, who may do it, and by when.

What somebody has to begin comes first; what waits for others (the bank, the payee, a day) comes last. `act` is a key
of `domain.office.roles.PERMISSIONS`, or one of the second halves that are verbs of their own: `confirm`, `approve`,
`reject`, `release-payment`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from domain.application.status import PAYING, Status
from domain.calendar import months_after
from domain.office.roles import PERMISSIONS
from projections.application_register.state import State, payable_fen, waiting
from projections.folds.balances import Positions

_ACCOUNT_HOLDER = "other-account-holder"


class Next(msgspec.Struct, frozen=True):
    """One open act.

    `of` is the act that a confirmation is of; `about` the proposal, objection, demand or batch; `due_on` the day
    from which a notice can be closed or a milestone seen, or by which the payee has to pay; `barred` are officers who
    may not do it, for they did the first half.
    """

    act: str
    role: str
    of: str | None = None
    about: str | None = None
    due_on: date | None = None
    barred: list[str] = []


def next_acts(state: State, positions: Positions, payable_from: str | None) -> list[Next]:
    """The open acts, the one to begin with first."""
    return [
        *_to_confirm(state),
        *_on_its_way(state),
        *_to_pay(state, positions),
        *_to_demand(state, positions),
        *_awaited(state, positions, payable_from),
    ]


def _act(name: str, about: str | None = None, due_on: str | None = None) -> Next:
    due = date.fromisoformat(due_on) if due_on else None
    return Next(act=name, role=PERMISSIONS[name].first.value, about=about, due_on=due)


def _second(name: str, of: str, about: str | None, *barred: str) -> Next:
    second = PERMISSIONS[of].second
    assert second is not None, f"{of} is not confirmed by anybody"
    return Next(act=name, role=second.value, of=of, about=about, barred=sorted(set(barred)))


def _to_confirm(state: State) -> Iterator[Next]:
    for proposal, opened in state.proposals.items():
        yield _second("confirm", opened.act, proposal, opened.by)


def _proposed(state: State, act: str, about: str | None = None) -> bool:
    return any(each.act == act and about in (None, each.about) for each in state.proposals.values())


def _on_its_way(state: State) -> Iterator[Next]:
    if state.suspended:
        yield _act("resume")
        return
    for objection in state.objections:
        if not _proposed(state, "answer-objection", objection):
            yield _act("answer-objection", objection)
    if state.stage == Status.SUBMITTED and "backdated-receipt" in state.unconfirmed:
        # Declined, it can only be refused; open, it stands among what is to be confirmed.
        if not _proposed(state, "backdated-receipt"):
            yield _act("refuse")
    elif state.stage in _BEGIN:
        yield _act(_BEGIN[state.stage])
    elif state.stage == Status.ASSESSED:
        yield _second("approve" if state.eligible else "reject", "assess", None, state.assessed_by)
    elif _to_publish(state):
        yield _act("publish-notice")
    if state.sent_back and not state.ended and not _proposed(state, "revise"):
        yield _act("revise")


def _to_publish(state: State) -> bool:
    if state.notice_open or state.stage not in (Status.APPROVED, *PAYING):
        return False
    return not set(state.unpublished) <= set(state.sent_back)


_BEGIN: Mapping[str, str] = {
    Status.SUBMITTED: "accept",
    Status.CORRECTION_REQUESTED: "correct",
    Status.ACCEPTED: "assess",
}


def _to_pay(state: State, positions: Positions) -> Iterator[Next]:
    if payable_fen(state, positions):
        if state.account_doubtful or _ACCOUNT_HOLDER in state.unconfirmed:
            if not _proposed(state, "account") and not _proposed(state, _ACCOUNT_HOLDER):
                yield _act("account")
        else:
            yield _act("order-payment")
    if not state.suspended:
        for batch, order in positions.orders.items():
            if not order.released:
                yield _second("release-payment", "order-payment", batch, order.ordered_by, *state.assessors)


def _to_demand(state: State, positions: Positions) -> Iterator[Next]:
    if not state.suspended and positions.collectable_fen > state.demanded_fen:
        yield _act("demand-recovery")
    for name, demand in state.demands.items():
        if demand.approved_on and demand.open_fen and (demand.served_on is None or demand.objected):
            yield _act("serve-recovery", name)


def _awaited(state: State, positions: Positions, payable_from: str | None) -> Iterator[Next]:
    if state.notice_open and not state.suspended:
        yield _act("close-notice", due_on=payable_from)
    for batch, order in positions.orders.items():
        if order.released:
            yield _act("record-credits", batch)
    for name, demand in state.demands.items():
        if demand.approved_on and demand.open_fen and demand.served_on and not demand.objected:
            yield _act("receive-recovery", name, demand.next_due_on)
    if not state.suspended and not state.ended:
        due: dict[str, set[str | None]] = {}
        for (line, _), item in waiting(positions):
            due.setdefault(item.payable, set()).add(_milestone_due(state, item.payable, line))
        for milestone, days in sorted(due.items()):
            yield _act("milestone", milestone, min((day for day in days if day), default=None))


def _milestone_due(state: State, milestone: str, line: int) -> str | None:
    """None while the day that it counts from is not stated, or the milestone is none of the edition's."""
    if milestone not in state.milestones:
        return None
    fact, months = state.milestones[milestone]
    first = state.counted_from(fact, line)
    return months_after(date.fromisoformat(first), months).isoformat() if first else None
