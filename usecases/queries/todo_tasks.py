"""What waits in an office, and for whom: read from the cases, payment runs and registers themselves.

The facts decide here as they do elsewhere: what somebody has proposed or assessed is never theirs to look at again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from domain.application import events as f
from domain.application.state.balances import Recovery
from domain.application.state.case import Case
from domain.application.state.stated import WHOLE_APPLICATION
from domain.application.status import ENDED, PAYING, Status
from domain.entitlement.edition import Edition, milestone_due
from domain.office.officer import Officer
from domain.office.register import Register
from domain.office.roles import CITY, PERMISSIONS, Role
from domain.treasury.batch import Batch

_ASSESSING = ("assess", "revise")
"""Not for those who released money of the case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """One act that waits. `of` is what a confirmation is of, `about` the proposal, demand, objection or milestone.

    None of `others` may do it: they proposed, ordered or assessed what it is about.
    """

    subject: str
    authority: str | None
    act: str
    role: Role
    of: str | None = None
    about: str | None = None
    due_on: date | None = None
    others: frozenset[str] = frozenset()
    amount_fen: int | None = None

    def fits(self, officer: Officer) -> bool:
        """Whether this officer may do it: by role, by authority, and by four eyes."""
        return (
            self.role in officer.roles
            and not officer.suspended
            and (self.authority is None or officer.authority in (self.authority, CITY))
            and officer.officer not in self.others
        )


def of_case(case: Case, edition: Edition) -> Iterator[Waiting]:
    """Everything that waits about a case, what is to be confirmed first."""
    for proposal in case.proposals.values():
        second = PERMISSIONS[proposal.act].second
        assert second is not None, "what waits for a second officer has a role for them"
        yield Waiting(
            subject=case.number,
            authority=case.authority,
            act="confirm",
            role=second,
            of=proposal.act,
            about=proposal.id,
            others=frozenset((proposal.by,)),
        )
    if case.suspended:
        yield _first(case, "resume")
        return
    yield from _on_the_way(case, edition)
    yield from _decided(case, edition)
    for recovery in case.recoveries.values():
        yield from _of_demand(case, recovery)


def of_run(run: Batch, assessors: Iterable[str]) -> Iterator[Waiting]:
    """A payment run that waits for its release, its file, or the bank. Nobody releases what they ordered."""
    amount_fen = run.amount_fen
    if run.status == "ordered":
        yield Waiting(
            subject=run.batch,
            authority=run.authority,
            act="release-payment",
            role=Role.FINANCE,
            others=frozenset((run.ordered_by, *assessors)),
            amount_fen=amount_fen,
        )
    elif run.status == "released" and not run.exported:
        yield Waiting(
            subject=run.batch,
            authority=run.authority,
            act="export-payment",
            role=PERMISSIONS["export-payment"].first,
            amount_fen=amount_fen,
        )
    elif run.status in ("released", "partly-credited"):
        yield Waiting(
            subject=run.batch,
            authority=run.authority,
            act="record-credits",
            role=PERMISSIONS["record-credits"].first,
            amount_fen=amount_fen,
        )


def of_register(name: str, register: Register) -> Iterator[Waiting]:
    for opened in register.proposals.values():
        second = PERMISSIONS[opened.proposal.act].second
        assert second is not None, "a register entry takes two officers"
        yield Waiting(
            subject=name,
            authority=None,
            act="confirm",
            role=second,
            of=opened.proposal.act,
            about=opened.proposal.id,
            others=frozenset((opened.proposal.by,)),
        )


def _first(
    case: Case,
    act: str,
    *,
    about: str | None = None,
    due_on: date | None = None,
    amount_fen: int | None = None,
) -> Waiting:
    """An act that somebody with its first role begins."""
    return Waiting(
        subject=case.number,
        authority=case.authority,
        act=act,
        role=PERMISSIONS[act].first,
        about=about,
        due_on=due_on,
        others=case.releasers if act in _ASSESSING else frozenset(),
        amount_fen=amount_fen,
    )


def _on_the_way(case: Case, edition: Edition) -> Iterator[Waiting]:
    """From the receipt to the approval."""
    match case.stage:
        case Status.SUBMITTED if "backdated-receipt" not in case.unconfirmed:
            yield _first(case, "accept")
        case Status.CORRECTION_REQUESTED:
            yield _first(case, "correct")
        case Status.ACCEPTED:
            yield _first(case, "verify" if _unverified(case, edition) else "assess")
        case Status.ASSESSED:
            assert case.assessment is not None, "an assessed case has its assessment"
            yield Waiting(
                subject=case.number,
                authority=case.authority,
                act="approve" if case.assessment.eligible else "reject",
                role=Role.APPROVER,
                others=frozenset((case.assessed_by,)),
                amount_fen=case.assessment.entitled_fen,
            )


def _decided(case: Case, edition: Edition) -> Iterator[Waiting]:
    """From the public notice to the last payment, and what comes back."""
    proposed = list(case.proposed.values())
    answered = {each.objection for each in proposed if isinstance(each, f.ObjectionAnswerProposed)}
    for objection in case.objections.values():
        if objection.objection not in answered:
            yield _first(case, "answer-objection", about=objection.objection)
    if case.sent_back and not any(isinstance(each, f.RevisionProposed) for each in proposed):
        yield _first(case, "revise")
    if case.notice_open and case.notice is not None:
        yield _first(case, "close-notice", due_on=case.notice.payable_from)
    elif case.stage in (Status.APPROVED, *PAYING) and case.unpublished - case.sent_back:
        yield _first(case, "publish-notice")
    if case.account_doubtful:
        if (case.stage not in ENDED or case.payable_fen) and not _proposes(case, "account"):
            yield _first(case, "account")
    elif case.payable_fen and "other-account-holder" not in case.unconfirmed:
        yield _first(case, "order-payment", amount_fen=case.payable_fen)
    yield from _milestones(case, edition, proposed)
    over_fen = case.collectable_fen - case.demanded_fen
    if over_fen > 0:
        yield _first(case, "demand-recovery", amount_fen=over_fen)


def _milestones(case: Case, edition: Edition, proposed: Iterable[object]) -> Iterator[Waiting]:
    """The milestones that lines wait for, each with the earliest day on which one of them can be seen."""
    if case.stage not in (Status.APPROVED, Status.ON_PUBLIC_NOTICE, *PAYING):
        return
    waiting = {
        (item.payable, due.line)
        for due, item in case.items.items()
        if item.waiting and not item.forfeited and item.entitled_fen > 0
    }
    reported = {each.milestone for each in proposed if isinstance(each, f.MilestoneReported)}
    if not waiting:
        return
    lines = {line.line: line for line in case.claim().lines}
    for milestone in sorted({name for name, _line in waiting} - reported):
        days = [milestone_due(edition, milestone, lines[line]) for name, line in waiting if name == milestone]
        yield _first(case, "milestone", about=milestone, due_on=min((day for day in days if day), default=None))


def _of_demand(case: Case, recovery: Recovery) -> Iterator[Waiting]:
    if not recovery.approved or not recovery.open_fen:
        return
    if recovery.served_on is None or recovery.objected:
        yield _first(case, "serve-recovery", about=recovery.recovery, amount_fen=recovery.open_fen)
        return
    due_on, due_fen = _next_due(recovery)
    yield _first(case, "receive-recovery", about=recovery.recovery, due_on=due_on, amount_fen=due_fen)


def _next_due(recovery: Recovery) -> tuple[date | None, int]:
    """By when the next part is due that what was received since the plan does not cover, and how much of it is left;
    without a plan, all that is open, as served.
    """
    planned_fen = sum(part.amount_fen for part in recovery.plan)
    covered_fen = planned_fen - recovery.open_fen
    for part in recovery.plan:
        covered_fen -= part.amount_fen
        if covered_fen < 0:
            return part.due_on, -covered_fen
    return recovery.due_on, recovery.open_fen


def _proposes(case: Case, act: str) -> bool:
    return any(proposal.act == act for proposal in case.proposals.values())


def _unverified(case: Case, edition: Edition) -> bool:
    """Whether a comparison that the scheme wants has not answered for something that was declared."""
    wanted = edition.schemes[case.scheme].verify
    stated = {WHOLE_APPLICATION: case.facts, **{line.line: line.facts for line in case.lines.values()}}
    return any(
        fact in wanted and fact not in case.verified.get(line, {}) for line, facts in stated.items() for fact in facts
    )
