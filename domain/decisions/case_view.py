"""The folded case, with its edition, as the rule of what is to be done reads it (`domain.worklist.CaseView`)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date

from domain.application import events as f
from domain.application.state.balances import Recovery
from domain.application.state.case import Case
from domain.application.state.stated import WHOLE_APPLICATION
from domain.application.status import Status
from domain.application.values import expand
from domain.entitlement.edition import Edition, milestone_due
from domain.office.roles import Proposal
from domain.worklist import DemandView


class FoldedCase:
    """A case of which everything is at hand."""

    def __init__(self, case: Case, edition: Edition) -> None:
        self.case = case
        self.edition = edition
        self.number: str = case.number
        self.authority: str = case.authority
        self.stage: Status = case.stage
        self.suspended: bool = case.suspended
        self.proposals: Mapping[str, Proposal] = case.proposals
        self.unconfirmed: Collection[str] = case.unconfirmed
        self.releasers: Collection[str] = case.releasers
        self.sent_back: Collection[int] = case.sent_back
        self.unpublished: Collection[int] = case.unpublished
        self.account_doubtful: bool = case.account_doubtful
        self.assessors: Collection[str] = case.assessors

    @property
    def unverified(self) -> bool:
        case, wanted = self.case, self.edition.schemes[self.case.scheme].verify
        stated = {WHOLE_APPLICATION: case.facts, **{line.line: line.facts for line in case.lines.values()}}
        return any(
            fact in wanted and fact not in case.verified.get(line, {})
            for line, facts in stated.items()
            for fact in facts
        )

    @property
    def assessed(self) -> tuple[bool, int, str] | None:
        assessment = self.case.assessment
        return (assessment.eligible, assessment.entitled_fen, self.case.assessed_by) if assessment else None

    @property
    def unanswered(self) -> Iterable[str]:
        answers = [each for each in self.case.proposed.values() if isinstance(each, f.ObjectionAnswerProposed)]
        answered = {each.objection for each in answers}
        return [objection for objection in self.case.objections if objection not in answered]

    @property
    def notice_payable_from(self) -> date | None:
        return self.case.notice.payable_from if self.case.notice is not None and self.case.notice_open else None

    @property
    def payable_fen(self) -> int:
        return self.case.payable_fen

    @property
    def collectable_fen(self) -> int:
        return self.case.collectable_fen

    @property
    def demanded_fen(self) -> int:
        return self.case.demanded_fen

    @property
    def waiting(self) -> Iterator[tuple[str, date | None]]:
        reported = {
            (each.milestone, line)
            for each in self.case.proposed.values()
            if isinstance(each, f.MilestoneReported)
            for line in expand(each.lines)
        }
        first: dict[int, tuple[int, str]] = {}
        for due, item in self.case.items.items():
            if item.waits and (due.line not in first or due.instalment < first[due.line][0]):
                first[due.line] = (due.instalment, item.payable)
        if not first:
            return
        lines = {line.line: line for line in self.case.claim().lines}
        for line, (_instalment, milestone) in first.items():
            if (milestone, line) not in reported:
                yield milestone, milestone_due(self.edition, milestone, lines[line])

    @property
    def orders(self) -> Iterable[tuple[str, str, bool]]:
        return [(order.batch, order.ordered_by, order.released) for order in self.case.orders.values()]

    @property
    def demands(self) -> Iterable[DemandView]:
        return map(FoldedDemand, self.case.recoveries.values())


class FoldedDemand:
    """A demand of a folded case."""

    def __init__(self, recovery: Recovery) -> None:
        self.recovery: str = recovery.recovery
        self.is_approved: bool = recovery.approved
        self.is_served: bool = recovery.served_on is not None and not recovery.objected
        self.open_fen: int = recovery.open_fen
        self.planned: Iterable[tuple[date, int]] = [(part.due_on, part.amount_fen) for part in recovery.plan]
        self.served_due_on: date | None = recovery.due_on
