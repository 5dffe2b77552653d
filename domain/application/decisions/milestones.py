"""阶段: instalments that wait for something to happen, such as three months with the same employer.

An assessor reports that lines met or missed a milestone; an approver confirms, and only then does money move. What was
recorded wrongly is reported anew the other way round, at any time. ADR 0074.
"""

from __future__ import annotations

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.given import Given, in_status, not_in_future
from domain.application.folding.money import items_of
from domain.application.state.balances import Item
from domain.application.state.case import Case
from domain.application.status import DECIDED, ON_APPROVAL, Status
from domain.application.values import Due, expand, portions, ranges
from domain.base import Event
from domain.entitlement.edition import milestone_due
from domain.errors import NotAllowed
from domain.office.roles import acting


def report(case: Case, command: c.ReportMilestone, given: Given) -> tuple[Event, ...]:
    """Propose that lines met or missed a milestone, also against what was recorded of it: a milestone that was recorded
    as met is missed after all, or one that was recorded as missed is met. Of a withdrawn case, only that what was paid
    of it was missed.

    `reached_on` is the day on which it was seen to be met, or the last day of what was to last. Raises
    `NotAllowed("milestone-early")` for a line whose months are not over on that day, `NotAllowed("milestone-kept")`
    for a miss on or after the due day, `NotAllowed("nothing-waiting")` for a line of which that is recorded already, or
    which has nothing that depends on the milestone, `NotAllowed("earlier-stage-open")` while a line still waits for an
    earlier one, and `NotAllowed("earlier-stage-missed")` where it was lost with an earlier one.
    """
    acting(given.actor, "milestone", case.authority)
    paid_once = () if command.met else (Status.WITHDRAWN,)
    in_status(case, "milestone", *DECIDED, *paid_once)
    not_in_future(command.reached_on, given.today)
    # What was recorded before is reported anew by whoever names the lines.
    open_to = {due.line: due for due in _open_to(case, command.milestone, met=command.met)}
    lines = set(expand(command.lines)) or {line for line, due in open_to.items() if case.items[due].waits}
    if not lines or not lines <= open_to.keys():
        raise NotAllowed(
            "nothing-waiting",
            application=case.number,
            milestone=command.milestone,
            lines=tuple(sorted(lines - open_to.keys())),
        )
    taken = {
        line
        for report in case.proposed.values()
        if isinstance(report, f.MilestoneReported) and report.milestone == command.milestone
        for line in expand(report.lines)
    }
    if lines & taken:
        raise NotAllowed("already-proposed", application=case.number, line=min(lines & taken))
    for line in sorted(lines):
        _in_order(case, open_to[line])
        _in_time(case, command, given, line)
    return (
        f.MilestoneReported(
            proposal=f"p{case.proposals_made + 1}",
            milestone=command.milestone,
            lines=ranges(lines),
            met=command.met,
            reached_on=command.reached_on,
            source=command.source,
        ),
    )


def _open_to(case: Case, milestone: str, *, met: bool) -> list[Due]:
    """The instalments at this milestone of which a report would say something that is not recorded yet."""
    if milestone == ON_APPROVAL:
        return []
    awarded = items_of(case.awards)

    def tells_more(due: Due, item: Item) -> bool:
        if item.forfeited:
            # What an upheld objection sent back, or a revision took out since, is not owed for a milestone.
            return met and due in awarded and due.line not in case.sent_back
        return item.entitled_fen > 0 and (item.waiting or not met)

    return [due for due, item in case.items.items() if item.payable == milestone and tells_more(due, item)]


def _in_order(case: Case, due: Due) -> None:
    earlier = [(other, case.items[other]) for other in sorted(case.items) if other.line == due.line and other < due]
    for _, item in earlier:
        if item.waits:
            raise NotAllowed("earlier-stage-open", application=case.number, line=due.line, milestone=item.payable)
        if item.forfeited and case.items[due].forfeited:
            raise NotAllowed("earlier-stage-missed", application=case.number, line=due.line, milestone=item.payable)


def _in_time(case: Case, command: c.ReportMilestone, given: Given, line: int) -> None:
    claim_line = next(declared_line for declared_line in case.claim().lines if declared_line.line == line)
    due_on = milestone_due(given.the_edition, command.milestone, claim_line)
    assert due_on is not None, "a line with a staged award has the day from which its months count"
    if command.met and command.reached_on < due_on:
        raise NotAllowed("milestone-early", application=case.number, line=line, due_on=due_on)
    if not command.met and command.reached_on >= due_on:
        raise NotAllowed("milestone-kept", application=case.number, line=line, due_on=due_on)


def reached(case: Case, reported: f.MilestoneReported) -> tuple[Event, ...]:
    """What follows when the approver confirms what was reported.

    Raises `NotAllowed("milestone-overtaken")` where that is recorded by now, or nothing depends on it any more.
    """
    lines = set(expand(reported.lines))
    dues = {due.line: due for due in _open_to(case, reported.milestone, met=reported.met) if due.line in lines}
    if overtaken := lines - dues.keys():
        raise NotAllowed(
            "milestone-overtaken",
            application=case.number,
            milestone=reported.milestone,
            lines=tuple(sorted(overtaken)),
            proposal=reported.proposal,
        )
    if reported.met:
        return (
            f.MilestoneMet(
                milestone=reported.milestone,
                items=tuple(sorted(dues.values())),
                revived=portions(_owed_again(case, reported.milestone, dues)),
                reached_on=reported.reached_on,
            ),
        )
    lost = tuple(
        sorted(
            due
            for due, item in case.items.items()
            if due.line in dues and due >= dues[due.line] and item.entitled_fen and not item.forfeited
        )
    )
    return (
        f.InstalmentForfeited(
            milestone=reported.milestone,
            items=lost,
            amount_fen=sum(case.items[due].entitled_fen for due in lost),
            missed_on=reported.reached_on,
        ),
    )


def _owed_again(case: Case, milestone: str, dues: dict[int, Due]) -> dict[Due, int]:
    """What was forfeited with this milestone on these lines, as it was last awarded. A later stage that was missed by
    itself stays so.
    """
    awarded = items_of(case.awards)
    return {
        due: awarded[due].entitled_fen
        for due, item in case.items.items()
        if due.line in dues
        and item.forfeited
        and due in awarded
        and (milestone == item.missed or due == dues[due.line])
    }
