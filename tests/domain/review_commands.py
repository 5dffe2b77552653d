"""What the minutes of verification, assessment and approval have in common."""

from __future__ import annotations

from datetime import date

from domain.application import commands as c
from domain.application import events as f
from domain.application.state.case import Case
from domain.application.values import Applicant, ApplicantKind, Ranges, VerifiedValue
from domain.base import replace
from domain.entitlement.findings import Finding
from tests.domain import sample_cases as s
from tests.domain.given_when_then import History, Outcome
from tests.domain.sample_cases import CHEN, FIRST, LIN, given, told

ON = date(2024, 9, 24)
SECOND = "350203-2024-000002"

accept = c.AcceptApplication(application=FIRST)
assess = c.AssessApplication(application=FIRST)
approve = c.ApproveApplication(application=FIRST)
reject = c.RejectApplication(application=FIRST)
send_back = c.SendBackApplication(application=FIRST, reason="sealed-reason")


def verify(*values: VerifiedValue, checked_on: date = ON) -> c.VerifyFacts:
    return c.VerifyFacts(
        application=FIRST, source="unemployment-register", checked_on=checked_on, values=values, file_sha256="c0" * 32
    )


def category(value: str, *lines: int) -> VerifiedValue:
    return VerifiedValue(fact="category", value=value, lines=tuple((line, line) for line in lines))


def assessed(history: History, command: c.AssessApplication = assess) -> f.ApplicationAssessed:
    """What an assessment makes of the first application of a history."""
    (fact,) = given(history).when(command, by=LIN, on=ON).events
    assert isinstance(fact, f.ApplicationAssessed)
    return fact


def failing(
    fact: f.ApplicationAssessed | f.ApplicationRejected,
) -> list[tuple[str, str, str, Ranges]]:
    """The findings that do not hold: condition, clause, outcome, lines."""
    whole = [
        (finding.condition, finding.clause, finding.outcome.value, ()) for finding in fact.findings if not finding.holds
    ]
    return whole + [
        (
            line_finding.finding.condition,
            line_finding.finding.clause,
            line_finding.finding.outcome.value,
            line_finding.lines,
        )
        for line_finding in fact.line_findings
        if not line_finding.finding.holds
    ]


def case_after(history: History) -> Case:
    return given(history).case(FIRST)


def accepted(submitted: c.SubmitApplication, after: History = ()) -> History:
    """Handed in, accepted, and everything confirmed that the scheme wants verified."""
    on = submitted.received_on
    return told((submitted, CHEN, on), (accept, CHEN, on), (s.comparison(submitted, on), CHEN, on), after=after)


def overtaken_by(outcome: Outcome, *lines: int) -> Finding:
    """The finding with which an approval was declined because of what happened since the assessment."""
    outcome.declined("overtaken", application=FIRST, lines=lines)
    assert outcome.refusal is not None
    finding = outcome.refusal.values["finding"]
    assert isinstance(finding, Finding)
    return finding


def certificate_claim() -> c.SubmitApplication:
    """A worker's own claim for a skill certificate; the line is about the applicant."""
    worker = Applicant(
        kind=ApplicantKind.PERSON,
        party="person-a",
        name=None,
        id_kind="resident-id",
        birth_year=1990,
        sealed="sealed-person-a",
    )
    line = replace(
        s.trainee(1, "person-a", certificate_kind="skill-level", local_worker=True, level="3"), person=None, sealed=None
    )
    return replace(s.training(scheme=s.CERTIFICATE), applicant=worker, facts={}, lines=(line,))
