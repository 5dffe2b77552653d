"""What the minutes about lines that stay open have in common: trainees of whom some were compared and some not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.values import VerifiedValue, ranges
from domain.base import replace
from domain.entitlement.findings import Value
from domain.work_views import UnderEdition
from domain.worklist import of_case
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History
from tests.domain.sample_cases import CHEN, FIRST, HUANG, LIN, given, told

RECEIVED, ON = date(2024, 9, 18), date(2024, 9, 24)
SECOND = "350203-2024-000002"
DEMONSTRATION, KEY = "demonstration-enterprises", "91350200155000001P"

assess = c.AssessApplication(application=FIRST)
approve = c.ApproveApplication(application=FIRST)
approve_in_batches = replace(approve, leaving_open=True)
reject = c.RejectApplication(application=FIRST)
follow_up = c.FollowUpApplication(application=FIRST)
withdraw = c.WithdrawApplication(application=FIRST, reason="sealed-reason")
publish, close = c.PublishNotice(application=FIRST), c.CloseNotice(application=FIRST)


def compared(fact: str, value: Value, *lines: int, on: date = RECEIVED, application: str = FIRST) -> c.VerifyFacts:
    """A comparison that came to this about these lines, or, without any, about the application."""
    return c.VerifyFacts(
        application=application,
        source="unemployment-register",
        checked_on=on,
        values=(VerifiedValue(fact=fact, value=value, lines=ranges(lines)),),
        file_sha256="c0" * 32,
    )


def handed_in(file: c.SubmitApplication, *verified: c.VerifyFacts, after: History = ()) -> History:
    """Received, accepted, and compared as far as that."""
    accept = c.AcceptApplication(application=FIRST)
    comparisons = ((command, CHEN, RECEIVED) for command in verified)
    return told((file, CHEN, RECEIVED), (accept, CHEN, RECEIVED), *comparisons, after=after)


def in_batches(file: c.SubmitApplication, *verified: c.VerifyFacts, after: History = ()) -> History:
    """Approved as far as it could be, on the day of the assessment."""
    return told((assess, LIN, ON), (approve_in_batches, HUANG, ON), after=handed_in(file, *verified, after=after))


def followed_up(*verified: c.VerifyFacts, after: History, on: date = ON) -> History:
    """What was compared since, and a follow-up that was proposed and confirmed."""
    comparisons = ((command, CHEN, on) for command in verified)
    return told(*comparisons, (follow_up, LIN, on), (s.confirmed(), HUANG, on), after=after)


def with_facts(file: c.SubmitApplication, line: int, **facts: Value) -> c.SubmitApplication:
    """The same file, in which one line states this besides, or instead."""
    return replace(
        file,
        lines=tuple(replace(one, facts={**one.facts, **facts}) if one.line == line else one for one in file.lines),
    )


def without_facts(file: c.SubmitApplication, line: int, *facts: str) -> c.SubmitApplication:
    """The same file, in which one line does not state this."""
    (one,) = (one for one in file.lines if one.line == line)
    remaining = {fact: value for fact, value in one.facts.items() if fact not in facts}
    lines = tuple(replace(other, facts=remaining) if other is one else other for other in file.lines)
    return replace(file, lines=lines)


def correction(file: c.SubmitApplication) -> c.CorrectApplication:
    """The file as it comes back from the applicant."""
    return c.CorrectApplication(
        application=FIRST,
        applicant=file.applicant,
        account=file.account,
        documents=file.documents,
        facts=file.facts,
        lines=file.lines,
    )


def case_after(history: History, number: str = FIRST) -> Case:
    return given(history).case(number)


def todo(history: History) -> list[str]:
    """What is to be done about the first case of a history."""
    case = case_after(history)
    return [work.action for work in of_case(case, UnderEdition(case=case, edition=s.edition()))]


def refused_lines(fact: f.ApplicationApproved | f.ApplicationFollowedUp) -> dict[str, Iterable[tuple[int, int]]]:
    """Which lines a decision refused, by the condition that they do not meet."""
    return {of_lines.finding.condition: of_lines.lines for of_lines in fact.refused}
