"""异议: an objection holds the lines it names while the others go on; upheld, they go back to assessment."""

from __future__ import annotations

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.given import Given, has_lines, in_status, not_in_future
from domain.application.decisions.taking_back import asked_again
from domain.application.state.balances import Objection
from domain.application.state.case import Case
from domain.application.status import DECIDED, Status
from domain.application.values import Due, Ranges, expand, portions, ranges
from domain.base import Event
from domain.errors import NoSuchThing, NotAllowed
from domain.office.roles import acting

_REFUSED = (Status.NOT_ACCEPTED, Status.REJECTED)


def raise_objection(case: Case, command: c.RaiseObjection, given: Given) -> tuple[Event, ...]:
    """Record an objection to a decision: a refusal, a rejection, an approval. What bank and payee do goes on.

    Raises `NotAllowed("line-open")` for a line on which nothing was decided yet.
    """
    acting(given.actor, "raise-objection", case.authority)
    in_status(case, "raise-objection", *_REFUSED, *DECIDED)
    has_lines(case, expand(command.lines))
    undecided = case.open_lines.intersection(expand(command.lines))
    if undecided:
        raise NotAllowed("line-open", application=case.number, line=min(undecided))
    not_in_future(command.received_on, given.today)
    return (
        f.ObjectionRaised(
            objection=f"o{case.objections_made + 1}",
            lines=command.lines,
            received_on=command.received_on,
            raised_by=command.raised_by,
            grounds=command.grounds,
        ),
    )


def answer(case: Case, command: c.AnswerObjection, given: Given) -> tuple[Event, ...]:
    """Propose to uphold or to dismiss; an approver confirms."""
    acting(given.actor, "answer-objection", case.authority)
    if command.objection not in case.objections:
        raise NoSuchThing("no-such-objection", application=case.number, objection=command.objection)
    answers = (proposed for proposed in case.proposed.values() if isinstance(proposed, f.ObjectionAnswerProposed))
    if any(answer.objection == command.objection for answer in answers):
        raise NotAllowed("objection-answered", application=case.number, objection=command.objection)
    return (
        f.ObjectionAnswerProposed(
            proposal=f"p{case.proposals_made + 1}",
            objection=command.objection,
            upheld=command.upheld,
            reason=command.reason,
        ),
    )


def answered(case: Case, proposed: f.ObjectionAnswerProposed) -> tuple[Event, ...]:
    """What follows when the approver has confirmed the answer."""
    objection = case.objections[proposed.objection]
    if not proposed.upheld:
        return (f.ObjectionDismissed(objection=objection.objection),)
    if case.stage in _REFUSED:
        back_to = Status.ACCEPTED if case.stage is Status.REJECTED else case.refused_in
        return (_upheld(objection, status=back_to), *asked_again(case))
    entitled = {due.line for due, item in case.items.items() if item.entitled_fen}
    lines = {line for line in (objection.lines or entitled) if line in entitled}
    moved = case.payments or case.orders
    if lines == entitled and not moved and case.stage in (Status.APPROVED, Status.ON_PUBLIC_NOTICE, Status.PAYABLE):
        gone = {due: -item.entitled_fen for due, item in case.items.items()}
        return (_upheld(objection, ranges(lines), gone, status=Status.ACCEPTED),)
    unpaid = {
        due: -max(0, item.entitled_fen - max(0, item.net_paid_fen) - item.ordered_fen)
        for due, item in case.items.items()
        if due.line in lines
    }
    # A line that had nothing may be what the objection is about: a revision decides on it, too.
    return (_upheld(objection, ranges(objection.lines or entitled), unpaid),)


def _upheld(
    objection: Objection, lines: Ranges = (), changed: dict[Due, int] | None = None, status: Status | None = None
) -> f.ObjectionUpheld:
    return f.ObjectionUpheld(
        objection=objection.objection,
        lines=lines,
        changed=portions(changed or {}),
        status=status.value if status else None,
    )
