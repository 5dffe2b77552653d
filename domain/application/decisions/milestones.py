"""阶段: instalments that wait for something to happen, such as three months with the same employer.

An assessor reports that lines met or missed a milestone; an approver confirms, and only then does money move.
"""

from __future__ import annotations

from domain.application import commands as c
from domain.application import events as f
from domain.application.decisions.given import Given, in_status, not_in_future
from domain.application.state.case import Case
from domain.application.status import UNSETTLED
from domain.application.values import Due, expand, ranges
from domain.base import Event
from domain.entitlement.edition import milestone_due
from domain.errors import NotAllowed
from domain.office.roles import acting


def report(case: Case, command: c.ReportMilestone, given: Given) -> tuple[Event, ...]:
    """Propose that lines met or missed a milestone.

    `reached_on` is the day on which it was seen to be met, or the last day of what was to last. Raises
    `NotAllowed("milestone-early")` for a line whose months are not over on that day, `NotAllowed("milestone-kept")`
    for a miss on or after the due day, `NotAllowed("nothing-waiting")` when no line waits for the milestone, and
    `NotAllowed("earlier-stage-open")` while a line still waits for an earlier one.
    """
    acting(given.actor, "milestone", case.authority)
    in_status(case, "milestone", *UNSETTLED)
    not_in_future(command.reached_on, given.today)
    waiting = {due.line for due in _waiting(case, command.milestone)}
    lines = set(expand(command.lines)) or waiting
    if not waiting or not lines <= waiting:
        raise NotAllowed(
            "nothing-waiting",
            application=case.number,
            milestone=command.milestone,
            lines=tuple(sorted(lines - waiting)),
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
        _in_order(case, command.milestone, line)
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


def _waiting(case: Case, milestone: str) -> list[Due]:
    return [due for due, item in case.items.items() if item.payable == milestone and item.waits]


def _in_order(case: Case, milestone: str, line: int) -> None:
    waiting = {due: item for due, item in case.items.items() if due.line == line and item.waits}
    first = waiting[min(waiting)].payable
    if first != milestone:
        raise NotAllowed("earlier-stage-open", application=case.number, line=line, milestone=first)


def _in_time(case: Case, command: c.ReportMilestone, given: Given, line: int) -> None:
    claim_line = next(declared_line for declared_line in case.claim().lines if declared_line.line == line)
    due_on = milestone_due(given.the_edition, command.milestone, claim_line)
    assert due_on is not None, "a line with a staged award has the day from which its months count"
    if command.met and command.reached_on < due_on:
        raise NotAllowed("milestone-early", application=case.number, line=line, due_on=due_on)
    if not command.met and command.reached_on >= due_on:
        raise NotAllowed("milestone-kept", application=case.number, line=line, due_on=due_on)


def reached(case: Case, reported: f.MilestoneReported) -> tuple[Event, ...]:
    """What follows when the approver confirms what was reported."""
    lines = set(expand(reported.lines))
    dues = [due for due in _waiting(case, reported.milestone) if due.line in lines]
    if reported.met:
        items = tuple(sorted(dues))
        return (f.MilestoneMet(milestone=reported.milestone, items=items, reached_on=reported.reached_on),)
    first = {due.line: due.instalment for due in dues}
    lost = tuple(
        sorted(
            due
            for due, item in case.items.items()
            if due.line in first and due.instalment >= first[due.line] and item.waits
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
